"""The tables, and their rows by the key that names them to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, TypeVar, get_args, get_type_hints

from treatygraph.facts.model import Facts, Source, Term

_T = TypeVar("_T")

#: The table of each kind of record, and the column that names its rows to others.
TABLES: Mapping[type, str] = {get_args(rows)[0]: table for table, rows in get_type_hints(Facts).items()}
KEYS: Mapping[type, str] = {record: fields(record)[0].name for record in TABLES}


def by_key(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Return the values of each key, in the order given."""
    grouped: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return {key: tuple(values) for key, values in grouped.items()}


class Rows:
    """All rows by their key."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def row(self, table: str, key: str) -> Any:
        """Return the row of a table that others refer to by a key.

        Raises:
            KeyError: The table has no such row.
        """
        return self._rows_of(table)[key]

    @cached_property
    def _by_table(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def _rows_of(self, table: str) -> Mapping[str, Any]:
        if table not in self._by_table:
            rows = getattr(self.facts, table)
            self._by_table[table] = {getattr(row, KEYS[type(row)]): row for row in rows}
        return self._by_table[table]

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by identifier."""
        return {s.id: s for s in self.facts.sources}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Terms by `scheme/code`."""
        return {f"{t.scheme}/{t.code}": t for t in self.facts.terms}
