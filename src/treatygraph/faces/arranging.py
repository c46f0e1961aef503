"""An answer narrowed by the values of its columns and sorted by one of them, as an address asks.

`_status=party` keeps the rows that have this value, `_sort=-signed_on` sorts by a column, backwards. A page and the
files beside it read the same address, and so hold the same rows in the same order; names stand in the order of the
language that they are shown in, which in a file is English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from treatygraph.errors import TreatygraphError
from treatygraph.faces.collation import in_order
from treatygraph.faces.spreadsheet import plain
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.facts.register import Register
from treatygraph.questions.question import Column, ColumnKind, Table, Value

_T = TypeVar("_T")

#: What begins the names in an address that narrow and sort an answer, and are no parameters of the question.
MARK = "_"
SORT, PAGE = "_sort", "_page"
#: What is sorted by name: text, and codes that stand for a name.
BY_NAME = frozenset({ColumnKind.TEXT, ColumnKind.PARTICIPANT, ColumnKind.TREATY, ColumnKind.REGION})
#: Of more rows, by their letters and codes alone.
MOST_BY_NAME = 2_000


class ArrangementError(TreatygraphError):
    """An answer is to be narrowed or sorted by what is no column of it."""


def arrangement(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an address that narrows and sorts; which page of the rows is shown is no part of it."""
    return {name: value for name, value in asked.items() if name.startswith(MARK) and name != PAGE and value.strip()}


def kept(columns: Sequence[Column], rows: Sequence[Sequence[Value]], asked: Mapping[str, str]) -> list[int]:
    """Return the places of the rows that an address keeps.

    Raises:
        ArrangementError: It narrows by what is no column.
    """
    names, found = [c.name for c in columns], list(range(len(rows)))
    for name, value in arrangement(asked).items():
        if name != SORT:
            n = names.index(_known(name, name.removeprefix(MARK), names))
            found = [place for place in found if plain(rows[place][n]) == value]
    return found


def key_of(column: Column) -> Callable[[Value], Any]:
    """Return what a column is sorted by: numbers as numbers, the rest as text; None for a cell that holds nothing."""
    if column.kind in {ColumnKind.NUMBER, ColumnKind.DECIMAL}:
        return lambda value: None if value in (None, "") else float(str(value))
    return lambda value: None if value in (None, "") else plain(value)


def ordered(rows: Sequence[_T], key: Callable[[_T], Any], *, back: bool, language: str | None = None) -> list[_T]:
    """Return rows in the order of a key; those without one stand last either way.

    Args:
        rows: The rows.
        key: What they are sorted by.
        back: From the last to the first.
        language: The language in whose order the keys are names; None: they are none.
    """
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    if language is not None:
        known = in_order(language, known, key)
        return [*(known[::-1] if back else known), *unknown]
    return [*sorted(known, key=key, reverse=back), *unknown]


def arranged(table: Table, asked: Mapping[str, str], register: Register) -> Table:
    """Return a table narrowed and sorted as an address asks.

    Args:
        table: The whole answer.
        asked: The parameters of the address.
        register: The facts, which name what is sorted by name.

    Raises:
        ArrangementError: The address narrows or sorts by what is no column.
    """
    rows = [table.rows[place] for place in kept(table.columns, table.rows, asked)]
    if order := arrangement(asked).get(SORT, "").strip():
        name = _known(SORT, order.removeprefix("-"), [c.name for c in table.columns])
        n, headed = next((n, c) for n, c in enumerate(table.columns) if c.name == name)
        key = key_of(headed)
        if headed.kind in BY_NAME and len(rows) <= MOST_BY_NAME:
            rows = ordered(
                rows,
                lambda row: key(row[n]) and _named(register, headed.kind, key(row[n])),
                back=order.startswith("-"),
                language=OWN_LANGUAGE,
            )
        else:
            rows = ordered(rows, lambda row: key(row[n]), back=order.startswith("-"))
    return replace(table, rows=tuple(rows), notes=(*table.notes, f"{len(rows)} of {len(table.rows)} rows."))


def _named(register: Register, kind: ColumnKind, code: str) -> str:
    """Return what a code is called in English; itself where it has no name."""
    if kind is ColumnKind.PARTICIPANT and code in register.participants:
        return register.name(code)
    if kind is ColumnKind.TREATY and code in register.instruments:
        return register.instruments[code].short_title or register.instruments[code].title
    return register.regions[code].name if kind is ColumnKind.REGION and code in register.regions else code


def _known(parameter: str, column: str, columns: Sequence[str]) -> str:
    if column not in columns:
        raise ArrangementError(
            f"{parameter[:40]!r}: the answer has no column {column[:40]!r}. It has: {', '.join(columns)}."
        )
    return column
