"""The facts under check, and where each row stands."""

from __future__ import annotations

from collections.abc import Mapping

from treatygraph.errors import Fault
from treatygraph.facts.model import Facts
from treatygraph.facts.parts import file_of
from treatygraph.facts.read import Loaded
from treatygraph.facts.write import cell


class Rows:
    """The facts, and where each row stands."""

    def __init__(self, loaded: Loaded) -> None:
        self.facts: Facts = loaded.facts
        self._files = loaded.files
        self._numbers: Mapping[tuple[str, int], int] = {
            (table, id(record)): number
            for table, numbers in loaded.rows.items()
            for record, number in zip(getattr(loaded.facts, table), numbers, strict=True)
        }

    def fault(self, table: str, record: object, column: str, cause: str, remedy: str) -> Fault:
        """Return a fault of a row."""
        return Fault(
            file=file_of(self._files.get(table, f"{table}.csv"), record),
            row=self._numbers.get((table, id(record))),
            column=column,
            value=cell(getattr(record, column)),
            cause=cause,
            remedy=remedy,
        )
