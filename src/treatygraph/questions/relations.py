"""The treaty relations of a participant: with whom, with whom not and why; the statements it made and received."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from treatygraph.facts.model import ClauseKind, Statement
from treatygraph.law.model import EffectOn, Existence, Status
from treatygraph.law.rule import Family
from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import shown
from treatygraph.questions.number import Number, number
from treatygraph.questions.territories import TerritoryRow, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A unilateral statement, as the report shows it."""

    identifier: str
    treaty: str
    participant: str
    kind: str
    called: str | None
    made_on: str | None
    provisions: tuple[str, ...]
    whole_treaty: bool
    target: str | None
    target_participant: str | None
    effect: str | None
    permission: str | None
    timing: str | None
    may_reserve: bool
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyRelations:
    """With whom a treaty is in force for the participant, and with whom not and why."""

    treaty: str
    party: bool
    related: Number
    unrelated: Number
    by_status: dict[str, tuple[str, ...]]
    precluded: tuple[str, ...]
    contested: tuple[str, ...]
    unsettled: tuple[str, ...]
    changed_by_objection: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Treaty relations, and the statements made and received."""

    treaties: tuple[TreatyRelations, ...]
    made: tuple[StatementRow, ...]
    received: tuple[StatementRow, ...]
    received_number: Number
    territories: tuple[TerritoryRow, ...]


def stated_by(desk: Desk, participant: str, treaties: Iterable[str]) -> tuple[Statement, ...]:
    """Return what a participant stated under treaties by the day."""
    return tuple(s for t in treaties for s in desk.register.statements_of(participant, t) if _by(desk, s))


def received_by(desk: Desk, participant: str, but: Container[str] = ()) -> tuple[Statement, ...]:
    """Return what others stated about a participant, or about its statements, by the day; not under some treaties."""
    return tuple(s for s in desk.about.get(participant, ()) if s.treaty not in but and _by(desk, s))


def relations(desk: Desk, participant: str, told: tuple[str, ...]) -> Relations:
    """Return the treaty relations of a participant on the day under the treaties told, and the statements by then."""
    # What is told apart is what was read and is not told in full: under a treaty known by status all is told here.
    apart = frozenset(desk.register.in_depth) - set(told)
    made = stated_by(desk, participant, told)
    received = received_by(desk, participant, apart)
    return Relations(
        treaties=tuple(_treaty(desk, participant, t) for t in told),
        made=tuple(statement_row(desk, s) for s in made),
        received=tuple(statement_row(desk, s) for s in received),
        received_number=number(
            desk,
            len(received),
            None if apart else "relations/statements-about-a-participant",
            asked={"participant": participant, "on": desk.on},
            counted=(s.id for s in received),
        ),
        territories=rows_of(desk, participant, told),
    )


def _by(desk: Desk, statement: Statement) -> bool:
    """Return whether a statement was made by the day, as far as is known."""
    return statement.made_on is None or statement.made_on.earliest <= desk.day


def _treaty(desk: Desk, participant: str, treaty: str) -> TreatyRelations:
    others = [p for p in desk.register.listed(treaty) if p != participant]
    related = desk.related(treaty, participant)
    party = desk.standing(participant, treaty).status is Status.PARTY
    by_status: dict[str, list[str]] = {}
    apart: dict[Existence, list[str]] = {}
    on_day = desk.on_day(treaty)
    for other in others if party else ():
        if other in related:
            continue
        status = desk.standing(other, treaty).status
        if status is Status.PARTY:
            apart.setdefault(on_day.relation(participant, other).existence, []).append(other)
        else:
            by_status.setdefault(status.value, []).append(other)
    asked = {"participant": participant, "treaty": treaty, "on": desk.on}
    # Where accessions must be accepted one by one, the graph does not keep each pair.
    kept = desk.register.clause(treaty, ClauseKind.ACCESSION_ACCEPTANCE) is None
    return TreatyRelations(
        treaty=treaty,
        party=party,
        related=number(
            desk, len(related), "relations/with-a-participant" if kept else None, asked=asked, counted=sorted(related)
        ),
        unrelated=number(
            desk,
            len(others) - len(related),
            "relations/without-a-participant" if kept else None,
            asked=asked,
            counted=(p for p in others if p not in related),
        ),
        by_status={status: tuple(codes) for status, codes in sorted(by_status.items())},
        precluded=tuple(apart.get(Existence.NOT_IN_FORCE, ())),
        contested=tuple(apart.get(Existence.CONTESTED, ())),
        unsettled=tuple(apart.get(Existence.UNDETERMINED, ())),
        changed_by_objection=_changed(desk, participant, treaty, related),
    )


def _changed(desk: Desk, participant: str, treaty: str, related: frozenset[str]) -> tuple[str, ...]:
    """Return those in relation with the participant between which an objection changes what applies."""
    opposite = set()
    for statement in desk.about.get(participant, ()):
        if statement.treaty == treaty and statement.target_statement is not None:
            opposite.add(statement.participant)
    for statement in desk.register.statements_of(participant, treaty):
        target = desk.register.statements.get(statement.target_statement or "")
        if target is not None and target.participant != participant:
            opposite.add(target.participant)
    on_day = desk.on_day(treaty)
    return tuple(
        other
        for other in sorted(opposite & related)
        if any(
            e.effect is EffectOn.NOT_APPLIED or e.reason.rule.family is Family.OBJECTION
            for e in on_day.relation(participant, other).effects
        )
    )


def statement_row(desk: Desk, statement: Statement) -> StatementRow:
    """Return a statement with what the law says of it."""
    reservation = desk.reservation(statement.id)
    target = desk.register.statements.get(statement.target_statement or "")
    return StatementRow(
        identifier=statement.id,
        treaty=statement.treaty,
        participant=statement.participant,
        kind=statement.kind.value,
        called=statement.called,
        made_on=shown(statement.made_on),
        provisions=statement.provisions,
        whole_treaty=statement.whole_treaty,
        target=statement.target_statement,
        target_participant=statement.target_participant or (target.participant if target is not None else None),
        effect=reservation.effect.value if reservation is not None else None,
        permission=reservation.permission.value if reservation is not None else None,
        timing=reservation.timing.value if reservation is not None else None,
        may_reserve=bool(statement.may_reserve),
        summary=statement.summary,
        sources=statement.sources,
    )
