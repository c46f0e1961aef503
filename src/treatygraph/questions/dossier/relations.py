"""Treaty relations: with whom, with whom not and why; and the statements made and received."""

from __future__ import annotations

from treatygraph.facts.model import ClauseKind, Statement
from treatygraph.law.model import EffectOn, Status
from treatygraph.law.rule import Family
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import Relations, StatementRow, TreatyRelations
from treatygraph.questions.table import shown


def relations(desk: Desk, participant: str) -> Relations:
    """Return the treaty relations of a participant on the day, and its statements by then."""
    register = desk.register
    made = [s for t in register.treaties for s in register.statements_of(participant, t) if _by(desk, s)]
    received = [s for s in desk.about.get(participant, ()) if _by(desk, s)]
    return Relations(
        treaties=tuple(_treaty(desk, participant, t) for t in register.treaties),
        made=tuple(statement_row(desk, s) for s in made),
        received=tuple(statement_row(desk, s) for s in received),
        received_number=desk.number(
            len(received), "relations/statements-about-a-participant", asked={"participant": participant, "on": desk.on}
        ),
    )


def _by(desk: Desk, statement: Statement) -> bool:
    """Return whether a statement was made by the day, as far as is known."""
    return statement.made_on is None or statement.made_on.earliest <= desk.day


def _treaty(desk: Desk, participant: str, treaty: str) -> TreatyRelations:
    others = [p for p in desk.register.participants if p != participant]
    related = desk.related(treaty, participant)
    party = desk.standing(participant, treaty).status is Status.PARTY
    by_status: dict[str, list[str]] = {}
    precluded = []
    for other in others if party else ():
        if other in related:
            continue
        status = desk.standing(other, treaty).status
        if status is Status.PARTY:
            precluded.append(other)
        else:
            by_status.setdefault(status.value, []).append(other)
    asked = {"participant": participant, "treaty": treaty, "on": desk.on}
    # Where accessions must be accepted one by one, the graph does not keep each pair.
    kept = desk.register.clause(treaty, ClauseKind.ACCESSION_ACCEPTANCE) is None
    return TreatyRelations(
        treaty=treaty,
        party=party,
        related=desk.number(len(related), "relations/with-a-participant" if kept else None, asked=asked),
        unrelated=desk.number(
            len(others) - len(related), "relations/without-a-participant" if kept else None, asked=asked
        ),
        by_status={status: tuple(codes) for status, codes in sorted(by_status.items())},
        precluded=tuple(precluded),
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
        summary=statement.summary,
        sources=statement.sources,
    )
