"""What a statement is, whatever it is called. Legal basis: VCLT art. 2(1)(d)."""

from __future__ import annotations

from treatygraph.facts.model import Effect, Statement, StatementKind


def is_reservation(statement: Statement) -> bool:
    """Return whether the statement is a reservation beyond doubt: by its name, or because it excludes or modifies."""
    if statement.kind is StatementKind.RESERVATION:
        return True
    return statement.kind in {
        StatementKind.DECLARATION,
        StatementKind.INTERPRETATIVE_DECLARATION,
    } and (statement.effect in {Effect.EXCLUDES, Effect.MODIFIES})
