"""What statements about territories must hold: which territories they name, and that their author answers for them."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import Effect, ParticipantKind, Statement

_APPLIES = frozenset({Effect.TERRITORIAL_EXTENSION, Effect.TERRITORIAL_EXCLUSION})


def statements_name_territories(rows: Rows) -> Iterator[Fault]:
    """What a statement names is a territory; who extends a treaty to one, or excludes one, is responsible for it."""
    known = {p.id: p for p in rows.facts.participants}
    for statement in rows.facts.statements:
        if statement.effect is Effect.TERRITORIAL_EXTENSION and not statement.territories:
            cause = "territorial_extension: names no territory."
            yield _fault(rows, statement, cause, "Name the territories that the treaty is extended to.")
        for code in statement.territories:
            territory = known[code]
            if territory.kind is not ParticipantKind.TERRITORY:
                cause = f"{code} is a {territory.kind}, not a territory."
                yield _fault(rows, statement, cause, "Name a territory of participants.csv.")
            elif statement.effect in _APPLIES and territory.responsible is None:
                cause = f"nobody is responsible for {code}, so that nobody can say whether the treaty applies there."
                yield _fault(rows, statement, cause, "Fill in responsible in participants.csv, from a source.")
            elif statement.effect in _APPLIES and territory.responsible != statement.participant:
                cause = f"{territory.responsible} is responsible for {code}, not {statement.participant}."
                yield _fault(rows, statement, cause, "Correct the territory, the author, or who is responsible.")


def _fault(rows: Rows, statement: Statement, cause: str, remedy: str) -> Fault:
    return rows.fault("statements", statement, "territories", cause, remedy)
