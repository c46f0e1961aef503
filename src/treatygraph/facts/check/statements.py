"""How unilateral statements must agree with what they are about."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import ClauseKind, Statement, StatementKind

_ANSWERS = {
    StatementKind.OBJECTION: False,
    StatementKind.WITHDRAWAL: True,
    StatementKind.CONFIRMATION: True,
}


def statements_fit_what_they_answer(rows: Rows) -> Iterator[Fault]:
    """An objection targets another's reservation to the same treaty; a withdrawal, one's own statement."""
    known = {s.id: s for s in rows.facts.statements}
    provisions = {p.id: p.instrument for p in rows.facts.provisions}
    carried = {
        (clause.instrument, origin)
        for clause in rows.facts.clauses
        if clause.kind is ClauseKind.CARRY_OVER
        for origin in clause.instruments
    }
    for statement in rows.facts.statements:
        for provision in statement.provisions:
            owner = provisions[provision]
            if owner != statement.treaty and (statement.treaty, owner) not in carried:
                cause = f"{provision} is not a provision of {statement.treaty}, nor one that it takes over."
                yield rows.fault("statements", statement, "provisions", cause, "Correct the provision.")
        if statement.kind in {StatementKind.WITHDRAWAL, StatementKind.CONFIRMATION} and (
            statement.target_statement is None
        ):
            cause = f"{statement.kind}: has to name the statement it is about."
            yield rows.fault("statements", statement, "target_statement", cause, "Fill it in.")
        if statement.target_statement is not None:
            yield from _answer_fits(rows, statement, known[statement.target_statement])


def _answer_fits(rows: Rows, statement: Statement, target: Statement) -> Iterator[Fault]:
    def fault(column: str, cause: str) -> Fault:
        return rows.fault("statements", statement, column, cause, "Correct the target or the kind.")

    if target.treaty != statement.treaty:
        yield fault("target_statement", f"is about another treaty ({target.treaty}).")
    if statement.kind in _ANSWERS:
        same = target.participant == statement.participant
        if same != _ANSWERS[statement.kind]:
            whose = "its own" if same else f"a statement of {target.participant}"
            yield fault("target_statement", f"{statement.kind}: cannot be about {whose}.")
    if statement.target_participant not in {None, target.participant}:
        yield fault("target_participant", f"is not the author of {target.id} ({target.participant}).")
    made, answered = statement.made_on, target.made_on
    if made is not None and answered is not None and made.latest < answered.earliest:
        yield fault("made_on", f"is before {target.id}, which it answers ({answered}).")
