"""The dossier of one participant on one day: what the gap report says, put together from the answers to questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.law.hypothesis import CONSENTED, open_from
from treatygraph.law.model import Status
from treatygraph.questions.changed import Recorded, Step, recorded
from treatygraph.questions.comparison import TreatyComparison, comparison
from treatygraph.questions.counted import Commitments, Text, commitments
from treatygraph.questions.desk import Desk
from treatygraph.questions.evidence import ActRow, acts_of
from treatygraph.questions.gaps import Gaps, gaps
from treatygraph.questions.method import Method, method
from treatygraph.questions.number import Number, number
from treatygraph.questions.relations import Relations, relations
from treatygraph.questions.resolution import ParagraphRow, request_to_join, resolution, treaties_to_join
from treatygraph.questions.sets import MemberStatus, in_a_set
from treatygraph.questions.standing import InstrumentStatus, status_of
from treatygraph.questions.territories import needs_a_participant
from treatygraph.questions.timeline import Change, changes_of
from treatygraph.questions.what_if import WhatIf, what_if


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The four instruments, what paragraph 6 asks, and what changed; `not_known` are those it may have joined."""

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
    first = overview(desk, participant, order)
    bound = commitments(desk, participant)
    missing = gaps(desk, participant, bound.rows, first.to_join)
    related, acts = relations(desk, participant), acts_of(desk, participant)
    deposit = order.deposit or desk.day
    return Dossier(
        participant=participant,
        name={lang: name for (code, lang), name in sorted(register.short_names.items()) if code == participant},
        kind=who.kind.value,
        regions=register.regions_around(who.region),
        un_member=who.un_member_since is not None,
        on=desk.day,
        default_day=desk.default,
        overview=first,
        commitments=bound,
        gaps=missing,
        what_if=tuple(what_if(desk, participant, t, max(deposit, open_from(register, t))) for t in first.to_join),
        relations=related,
        resolution=resolution(desk, participant, bound.rows),
        sets={s.id: in_a_set(desk, participant, s.id) for s in register.facts.treaty_sets},
        comparison=comparison(desk, participant),
        acts=acts,
        method=method(
            desk,
            participant,
            version=order.version,
            rows=(*first.instruments, *first.changes, *related.made, *related.received, *missing.data, *acts),
            about={s.identifier for s in (*related.made, *related.received)},
        ),
    )


def overview(desk: Desk, participant: str, order: Order) -> Overview:
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
        instruments=tuple(status_of(desk, participant, t) for t in register.in_depth),
        paragraph=name,
        addressed=register.participants[participant].un_member_since is not None,
        asked=number(desk, len(targets), question, asked=parameters, counted=targets),
        joined=number(desk, len(joined), question, where={"consented_on": "*"}, asked=parameters, counted=joined),
        to_join=tuple(t for t in targets if t not in joined and t not in not_known),
        not_known=not_known,
        to_implement=tuple(t for t in targets if desk.standing(participant, t).status is Status.PARTY),
        since=since,
        changes=changes_of(desk, participant, since) if since is not None else (),
        recorded=recorded(order.steps, participant, since) if since is not None else (),
    )
