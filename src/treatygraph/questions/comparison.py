"""The participant beside its regions and the world: how many have joined, and who was earlier."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.law.model import Status
from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import shown
from treatygraph.questions.number import Number, number

#: The M49 code of the world.
WORLD = "001"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionShare:
    """How many States of a region have a treaty in force."""

    region: str
    name: str
    parties: Number
    states: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyComparison:
    """One treaty in the participant's regions and in the world, and its place in the order of joining."""

    treaty: str
    shares: tuple[RegionShare, ...]
    earlier: Number | None
    total: Number
    consented_on: str | None


def comparison(desk: Desk, participant: str, told: tuple[str, ...]) -> tuple[TreatyComparison, ...]:
    """Return each treaty told in the participant's regions, from the smallest to the world."""
    region = desk.register.participants[participant].region
    around = desk.register.regions_around(region) or (WORLD,)
    return tuple(_treaty(desk, participant, treaty, around) for treaty in told)


def _treaty(desk: Desk, participant: str, treaty: str, around: tuple[str, ...]) -> TreatyComparison:
    others = desk.first_consents(treaty)
    first = others.get(participant)
    if first is not None and first.consented.latest > desk.day:
        first = None
    earlier = None
    if first is not None:
        before = [p for p, o in others.items() if o.consented.latest < first.consented.earliest]
        earlier = number(
            desk,
            len(before),
            "status/consented-before",
            asked={"participant": participant, "treaty": treaty},
            counted=before,
        )
    title = desk.register.instruments[treaty].short_title
    return TreatyComparison(
        treaty=treaty,
        shares=tuple(_share(desk, treaty, region) for region in around),
        earlier=earlier,
        total=number(
            desk,
            desk.tally(treaty).deposited,
            "status/counts",
            where={"treaty_title": title},
            column="parties_by_deposit",
            default_only=True,
        ),
        consented_on=shown(first.consented) if first is not None else None,
    )


def _share(desk: Desk, treaty: str, region: str) -> RegionShare:
    register = desk.register
    name = register.regions[region].name if region in register.regions else region
    inside = desk.inside(region)
    parties = _parties_inside(desk, treaty, region)
    where: dict[str, str | None] = {"region_name": name}
    return RegionShare(
        region=region,
        name=name,
        parties=number(
            desk,
            len(parties),
            "gaps/by-region",
            where={**where, "treaty_title": register.instruments[treaty].short_title},
            column="parties",
            asked={"on": desk.on},
            counted=parties,
        ),
        states=number(desk, len(inside), "status/states-by-region", where=where, column="states", counted=inside),
    )


def _parties_inside(desk: Desk, treaty: str, region: str) -> tuple[str, ...]:
    key = ("parties inside", treaty, region)
    inside = desk.inside(region)
    return desk.once(key, lambda: tuple(p for p in inside if desk.status(p, treaty) is Status.PARTY))
