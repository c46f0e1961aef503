"""One file, one row, one cell: text to typed values, every fault told."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from treatygraph.days import Duration, PartialDate, parse_day
from treatygraph.errors import BadDayError, BadDurationError, Fault
from treatygraph.facts.read.tables import Table
from treatygraph.settings import BASE_IRI

_FORMULA_STARTS = ("=", "+", "-", "@")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

#: Where the concepts stand: a column whose valueUrl begins so takes the codes of that scheme.
CONCEPTS = f"{BASE_IRI}concept/"


def text_of(path: Path, url: str, faults: list[Fault]) -> str | None:
    """Return the text of a file, or None after noting why it cannot be read."""

    def fault(cause: str, remedy: str, row: int | None = None, value: str | None = None) -> None:
        faults.append(Fault(file=url, row=row, column=None, value=value, cause=cause, remedy=remedy))

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        fault("the file is missing.", "Restore it; an empty table has a header line.")
        return None
    except OSError as error:
        fault(f"the file cannot be read ({error.strerror}).", "Check the path and its permissions.")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        value = raw[max(0, error.start - 10) : error.start + 10].decode("latin-1")
        fault("the file is not UTF-8 here.", "Save it as UTF-8.", row, value)
        return None
    if not text:
        fault("the file is empty.", "Restore it; an empty table has a header line.")
        return None
    if not text.endswith("\n"):
        fault("the file does not end with a line end: it was half written.", "Write it again, whole.")
        return None
    return text


def rows_of(text: str, table: Table, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells in the order of the metadata) of each data row."""

    def fault(row: int, cause: str, remedy: str, value: str | None = None) -> None:
        faults.append(Fault(file=table.url, row=row, column=None, value=value, cause=cause, remedy=remedy))

    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        header = next(reader)
        missing = [name for name in table.headers if name not in header]
        unknown = [name for name in header if name not in table.headers]
        if missing:
            fault(1, f"the column {', '.join(missing)} is missing.", "Add it, empty where nothing is known.")
        if unknown:
            fault(1, "the metadata know no such column.", "Remove or rename it.", ", ".join(unknown))
        if len(set(header)) != len(header):
            fault(1, "a column stands twice.", "Remove one of them.", ", ".join(header))
        if missing or unknown or len(set(header)) != len(header):
            return
        order = [header.index(name) for name in table.headers]
        for cells in reader:
            number += 1
            if len(cells) != len(header):
                fault(
                    number,
                    f"the row has {len(cells)} cells, the header {len(header)}: the row is cut off, or a comma "
                    "is not quoted.",
                    "Complete the row, or quote the cell.",
                    ",".join(cells),
                )
                continue
            yield number, [cells[i] for i in order]
    except csv.Error as error:
        fault(number + 1, f"the file is no CSV from here on ({error}).", "Check the quotes.")


def values_of(
    number: int,
    cells: list[str],
    table: Table,
    codes: Mapping[str, set[str]],
    faults: list[Fault],
    known: Sequence[dict[str, Any]],
) -> dict[str, Any] | None:
    """Return the typed values of one row, or None after noting its faults.

    Most cells of a table repeat: what one was found to be is kept in `known`, for each column by cell.
    """
    values: dict[str, Any] = {}
    sound = True
    for column, cell, found in zip(table.columns, cells, known, strict=True):
        if cell not in found:
            try:
                found[cell] = _value_of(table, column, cell, codes)
            except _CellError as error:
                sound = False
                faults.append(
                    Fault(
                        file=table.url,
                        row=number,
                        column=column.name,
                        value=cell,
                        cause=error.cause,
                        remedy=error.remedy,
                    )
                )
                continue
        values[column.name] = found[cell]
    return values if sound else None


class _CellError(Exception):
    """A cell is not what its column takes."""

    def __init__(self, cause: str, remedy: str) -> None:
        self.cause, self.remedy = cause, remedy
        super().__init__(cause)


def _value_of(table: Table, column: Any, cell: str, codes: Mapping[str, set[str]]) -> Any:
    """Return the value of a cell, typed as the record wants it."""
    if cell.startswith(_FORMULA_STARTS):
        raise _CellError(
            "looks like a formula, which a spreadsheet would run.", "Begin the cell with a letter or digit."
        )
    control = _CONTROL.search(cell)
    if control:
        raise _CellError(
            f"holds the control character U+{ord(control.group()):04X}.", "Remove the invisible character."
        )
    if cell != cell.strip():
        raise _CellError("begins or ends with a space.", "Remove the space.")
    try:
        value = table.readers[column.name](cell)
    except (ValueError, TypeError):
        raise _CellError(*_why_refused(column, cell)) from None
    parts: list[str] = value if isinstance(value, list) else [value]
    if isinstance(value, list) and len(set(value)) != len(value):
        raise _CellError("names the same thing twice.", "Remove the repetition.")
    if isinstance(value, list) and value != sorted(value):
        # A list is a set here; one order only, so that the same facts are the same bytes.
        raise _CellError("is a list out of order.", f"Write it as {';'.join(sorted(value))}.")
    scheme = _scheme_of(str(column.valueUrl)) if column.valueUrl is not None else None
    if scheme is not None:
        for part in parts:
            if part is not None and part not in codes[scheme]:
                raise _CellError(f"{part!r} is no code of the scheme {scheme}.", suggest(part, codes[scheme]))
    return _typed(value, table.hints[column.name])


def _why_refused(column: Any, cell: str) -> tuple[str, str]:
    """Return cause and remedy for a cell that csvw refused."""
    datatype = column.datatype
    if not cell:
        return "the cell is empty, and the column needs a value.", "Fill it in, with a source."
    if datatype.base == "date":
        return "is not a day of the calendar.", "Write it as YYYY-MM-DD, for example 2020-01-31."
    if datatype.base == "boolean":
        return "is neither yes nor no.", "Write yes or no."
    if datatype.base == "integer":
        return "is not a whole number of at least 0.", "Write digits only."
    return (
        f"is not written as the column asks (pattern {datatype.format}).",
        f"The column holds: {column.common_props['dc:description']}",
    )


def suggest(text: str, known: set[str]) -> str:
    """Return a remedy that names the nearest known codes."""
    near = difflib.get_close_matches(text, known, n=2, cutoff=0.6)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    shown = sorted(known)
    return f"Use one of {', '.join(shown[:12])}{', ...' if len(shown) > 12 else ''}."


def _typed(value: Any, hint: Any) -> Any:
    """Return `value` (as csvw gives it) as the type the record declares."""
    if isinstance(value, list):
        return tuple(_typed(part, get_args(hint)[0]) for part in value)
    if value is None:
        return "" if hint is str else None
    wanted = _wanted(hint)
    if wanted in {PartialDate, Duration, date}:
        try:
            # csvw gives midnight of the day for a date; the project knows days only.
            return parse_day(f"{value:%Y-%m-%d}") if wanted is date else wanted.parse(value)
        except (BadDayError, BadDurationError) as error:
            cause, _, remedy = str(error).removeprefix(f"{value!r} ").partition(". ")
            raise _CellError(cause + ".", remedy) from None
    return wanted(value) if isinstance(value, str) else value


@cache
def _wanted(hint: Any) -> Any:
    """Return the type of a cell that is not empty."""
    return next((option for option in get_args(hint) if option is not type(None)), hint)


@cache
def _scheme_of(template: str) -> str | None:
    """Return the scheme whose codes a column takes, by the template of its IRIs; None for a column of other things."""
    return template.removeprefix(CONCEPTS).partition("/")[0] if template.startswith(CONCEPTS) else None
