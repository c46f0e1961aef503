"""The dossier of one participant on one day: what the gap report says, put together from the answers to questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.law.hypothesis import CONSENTED
from treatygraph.law.model import Status
from treatygraph.questions.changed import Recorded, Step, recorded
from treatygraph.questions.comparison import TreatyComparison, comparison
from treatygraph.questions.counted import Commitments, Text, commitments
from treatygraph.questions.desk import Desk
from treatygraph.questions.evidence import ActRow, acts_of
from treatygraph.questions.gaps import Gaps, gaps
from treatygraph.questions.in_full import Others, in_full, others
from treatygraph.questions.method import Method, Sourced, method
from treatygraph.questions.number import Number, number
from treatygraph.questions.relations import Relations, relations
from treatygraph.questions.resolution import ParagraphRow, request_to_join, resolution, treaties_to_join
from treatygraph.questions.sets import MemberStatus, in_a_set
from treatygraph.questions.standing import InstrumentStatus, status_of
from treatygraph.questions.territories import needs_a_participant
from treatygraph.questions.timeline import Change, changes_of
from treatygraph.questions.what_if import WhatIf, each_what_if


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a dossier is wanted.

    `version` is the one of the build; `since` an earlier day, after which changes are listed, and `steps` what changed
    in the record since its version; `deposit` the day of the deposits supposed in "what if", that of the dossier when
    None.
    """

    version: str
    since: date | None = None
    deposit: date | None = None
    steps: tuple[Step, ...] = ()
    #: Treaties to tell in full, beside those that always are.
    treaties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The instruments told in full, what the paragraph asks, what changed; `not_known` are those it may have joined."""

    instruments: tuple[InstrumentStatus, ...]
    paragraph: str
    addressed: bool
    asked: Number
    joined: Number
    to_join: tuple[str, ...]
    not_known: tuple[str, ...]
    to_implement: tuple[str, ...]
    since: date | None
    changes: tuple[Change, ...]
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything the report on one participant says, for one day."""

    participant: str
    name: Text
    kind: str
    regions: tuple[str, ...]
    un_member: bool
    on: date
    default_day: bool
    #: Treaties that were asked for, to be told in full beside those that always are.
    chosen: tuple[str, ...]
    overview: Overview
    commitments: Commitments
    gaps: Gaps
    what_if: tuple[WhatIf, ...]
    relations: Relations
    resolution: tuple[ParagraphRow, ...]
    #: Where it stands under each set of treaties, by the set.
    sets: Mapping[str, tuple[MemberStatus, ...]]
    comparison: tuple[TreatyComparison, ...]
    acts: tuple[ActRow, ...]
    method: Method
    #: The treaties read that are not told in full; none where they are few.
    others: Others | None


def dossier(desk: Desk, participant: str, order: Order) -> Dossier:
    """Return the dossier of a participant.

    Args:
        desk: The conclusions on the day.
        participant: The code of the participant.
        order: How it is wanted.

    Raises:
        TerritoryError: It is a territory; the dossier is of the participant responsible for it.
    """
    register = desk.register
    needs_a_participant(register, participant)
    who = register.participants[participant]
    told = in_full(register, order.treaties)
    first = overview(desk, participant, order, told)
    bound = commitments(desk, participant, told)
    missing = gaps(desk, participant, told, bound.rows, first.to_join)
    related, acts = relations(desk, participant, told), acts_of(desk, participant, told)
    rest = others(desk, participant, told, order.since)
    deposit = order.deposit or desk.day
    return Dossier(
        participant=participant,
        name={lang: name for (code, lang), name in sorted(register.short_names.items()) if code == participant},
        kind=who.kind.value,
        regions=register.regions_around(who.region),
        un_member=who.un_member_since is not None,
        on=desk.day,
        default_day=desk.default,
        chosen=order.treaties,
        overview=first,
        commitments=bound,
        gaps=missing,
        what_if=tuple(each_what_if(desk, participant, first.to_join, deposit)),
        relations=related,
        resolution=resolution(desk, participant),
        sets={s.id: in_a_set(desk, participant, s.id) for s in register.facts.treaty_sets},
        comparison=comparison(desk, participant, told),
        acts=acts,
        method=method(
            desk,
            participant,
            told,
            version=order.version,
            rows=(
                *first.instruments,
                *first.changes,
                *related.made,
                *related.received,
                *missing.data,
                *acts,
                *_sourced(rest),
            ),
            about={s.identifier for s in (*related.made, *related.received)},
        ),
        others=rest,
    )


def _sourced(rest: Others | None) -> Iterator[Sourced]:
    """Yield what is told of the other treaties and names its sources."""
    if rest is not None:
        yield from rest.made
        yield from rest.received
        yield from rest.unread
        yield from rest.changes


def overview(desk: Desk, participant: str, order: Order, told: tuple[str, ...]) -> Overview:
    """Return the overview of a participant on the day."""
    register, since = desk.register, order.since
    paragraph = request_to_join(register)
    targets = treaties_to_join(register, paragraph) if paragraph is not None else ()
    name = register.paragraph_name(paragraph) if paragraph is not None else ""
    joined = [t for t in targets if desk.standing(participant, t).status in CONSENTED]
    not_known = tuple(t for t in targets if desk.standing(participant, t).status is Status.UNDETERMINED)
    parameters = {"paragraph": name, "participant": participant, "on": desk.on}
    question = "gaps/asked-of-a-participant"
    return Overview(
        instruments=tuple(status_of(desk, participant, t) for t in told),
        paragraph=name,
        addressed=register.participants[participant].un_member_since is not None,
        asked=number(desk, len(targets), question, asked=parameters, counted=targets),
        joined=number(desk, len(joined), question, where={"consented_on": "*"}, asked=parameters, counted=joined),
        to_join=tuple(t for t in targets if t not in joined and t not in not_known),
        not_known=not_known,
        to_implement=tuple(t for t in targets if desk.standing(participant, t).status is Status.PARTY),
        since=since,
        changes=changes_of(desk, participant, since, told) if since is not None else (),
        recorded=recorded(order.steps, participant, since) if since is not None else (),
    )
