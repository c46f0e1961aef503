"""The participant beside its regions and the world: how many have joined, and who was earlier."""

from __future__ import annotations

from treatygraph.law.model import Status
from treatygraph.law.status import tally
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import RegionShare, TreatyComparison
from treatygraph.questions.table import shown

_WORLD = "001"


def comparison(desk: Desk, participant: str) -> tuple[TreatyComparison, ...]:
    """Return each treaty in the participant's regions, from the smallest to the world."""
    region = desk.register.participants[participant].region
    around = desk.register.regions_around(region) or (_WORLD,)
    return tuple(_treaty(desk, participant, treaty, around) for treaty in desk.register.treaties)


def _treaty(desk: Desk, participant: str, treaty: str, around: tuple[str, ...]) -> TreatyComparison:
    own = desk.concluded.of(participant, treaty)
    first = own[0] if own and own[0].consented.latest <= desk.day else None
    earlier = None
    if first is not None:
        others = [desk.concluded.of(p, treaty) for p in desk.register.participants if p != participant]
        earlier = desk.number(
            sum(1 for o in others if o and o[0].consented.latest < first.consented.earliest),
            "status/consented-before",
            asked={"participant": participant, "treaty": treaty},
        )
    title = desk.register.instruments[treaty].short_title
    return TreatyComparison(
        treaty=treaty,
        shares=tuple(_share(desk, treaty, region) for region in around),
        earlier=earlier,
        total=desk.number(
            tally(desk.concluded, treaty, desk.day).deposited,
            "status/counts",
            where={"treaty_title": title},
            column="parties_by_deposit",
            default_only=True,
        ),
        consented_on=shown(first.consented) if first is not None else None,
    )


def _share(desk: Desk, treaty: str, region: str) -> RegionShare:
    register = desk.register
    name = next((r.name for r in register.facts.regions if r.id == region), region)
    inside = desk.inside(region)
    parties = sum(1 for p in inside if desk.standing(p, treaty).status is Status.PARTY)
    where: dict[str, str | None] = {"region_name": name}
    return RegionShare(
        region=region,
        name=name,
        parties=desk.number(
            parties,
            "gaps/by-region",
            where={**where, "treaty_title": register.instruments[treaty].short_title},
            column="parties",
            asked={"on": desk.on},
        ),
        states=desk.number(len(inside), "status/states-by-region", where=where, column="states"),
    )
