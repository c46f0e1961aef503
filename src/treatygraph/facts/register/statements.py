"""Statements under the treaties, and what lists show of statements that were not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from treatygraph.facts.model import Statement, StatementFlag, StatementKind
from treatygraph.facts.register.rows import Rows, by_key


class Statements(Rows):
    """Statements by treaty, by who made them, and by what they are directed at."""

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Statements by identifier."""
        return {s.id: s for s in self.facts.statements}

    @cached_property
    def statements_by_treaty(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements of each treaty."""
        return by_key((s.treaty, s) for s in self.facts.statements)

    @cached_property
    def _statements_by_pair(self) -> Mapping[str, tuple[Statement, ...]]:
        return by_key([(f"{s.treaty}/{s.participant}", s) for s in self.facts.statements])

    def statements_of(self, participant: str, treaty: str) -> tuple[Statement, ...]:
        """Return the participant's statements under the treaty."""
        return self._statements_by_pair.get(f"{treaty}/{participant}", ())

    @cached_property
    def non_recognitions(self) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
        """Communications of non-recognition under every treaty, by author and the one not recognized."""
        found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in self.facts.statements:
            if statement.kind is StatementKind.NON_RECOGNITION and statement.target_participant is not None:
                found[statement.participant, statement.target_participant].append(statement)
        return {pair: tuple(statements) for pair, statements in found.items()}

    @cached_property
    def _flags_by_pair(self) -> Mapping[str, tuple[StatementFlag, ...]]:
        return by_key((f"{f.treaty}/{f.participant}", f) for f in self.facts.statement_flags)

    def flags_of(self, participant: str, treaty: str) -> tuple[StatementFlag, ...]:
        """Return what official lists show of the participant's statements under the treaty."""
        return self._flags_by_pair.get(f"{treaty}/{participant}", ())

    @cached_property
    def statements_on(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the statement they are directed at."""
        return by_key((s.target_statement, s) for s in self.facts.statements if s.target_statement)
