"""Tables as workbooks (`.xlsx`): days are days, text is never a formula, and the notes stand on a second sheet."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from datetime import date
from typing import Any

from treatygraph.errors import MissingExtraError, UnheldError
from treatygraph.graph.xml import FORBIDDEN
from treatygraph.questions.question import Column, ColumnKind, Table, Value, exact_day

#: Columns are as wide as their longest cell, up to this many letters.
_WIDEST = 60
#: What a sheet holds (ECMA-376, and what Excel says of itself): rows with the first, which names the columns; columns;
#: characters of a cell, in units of UTF-16.
_ROWS, _COLUMNS, _CELL = 2**20, 2**14, 2**15 - 1
#: Characters that no workbook can hold stand as this one, and a note says so.
_INSTEAD = "\ufffd"
#: What a workbook takes for the code of a character, and how it is written so that it is not.
_CODE, _NO_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)"), "_x005F_"
#: A workbook knows numbers to so many digits; a longer one stands as text.
_DIGITS = 15
#: A workbook knows no day before this one.
_FIRST = date(1900, 3, 1)
#: The same answer gives the same bytes: a package says when it was made, and this one says no day.
_NEVER = (1980, 1, 1, 0, 0, 0)


def as_workbook(table: Table) -> bytes:
    """Return a table as a workbook of two sheets: the rows, and what a reader must know.

    Raises:
        MissingExtraError: The library that writes workbooks is not installed.
        UnheldError: It has more rows or columns than a sheet, or a cell has more characters than one of a sheet.
    """
    fits(len(table.rows), len(table.columns))
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ModuleNotFoundError as error:
        raise MissingExtraError("notebook", error.name) from None
    book = openpyxl.Workbook(write_only=False)
    sheet, about = book.active, book.create_sheet("About")
    sheet.title = "Rows"
    bold = openpyxl.styles.Font(bold=True)
    replaced = 0
    for at, column in enumerate(table.columns, 1):
        _put(sheet.cell(1, at), column.name).font = bold
        longest = len(column.name)
        for line, row in enumerate(table.rows, 2):
            value = _value(column, row[at - 1])
            if value is None:
                continue
            if isinstance(value, str):
                _fits_cell(value, column, line)
                value, number = FORBIDDEN.subn(_INSTEAD, value)
                replaced += number
            longest = max(longest, len(str(value)))
            _put(sheet.cell(line, at), value)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].width = min(longest, _WIDEST) + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    told = [f"{_INSTEAD} stands for a character that no workbook can hold, {replaced} times."] if replaced else []
    for line, note in enumerate((table.title, *table.notes, *told), 1):
        _put(about.cell(line, 1), note)
    about.column_dimensions["A"].width = 2 * _WIDEST
    out = io.BytesIO()
    book.save(out)
    return _without_time(out.getvalue())


def _value(column: Column, value: Value) -> Value:
    if column.kind is ColumnKind.DAY and (day := exact_day(value)) is not None and day >= _FIRST:
        return day
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def fits(rows: int, columns: int) -> None:
    """Let a table pass that a sheet can hold.

    Raises:
        UnheldError: It has more rows or columns.
    """
    if columns > _COLUMNS:
        raise UnheldError(f"A sheet has {_COLUMNS:,} columns, and the answer {columns:,}. Take CSV, or select fewer.")
    if rows >= _ROWS:
        raise UnheldError(
            f"A sheet has {_ROWS:,} rows with the one of the names, and the answer {rows:,} beside it. "
            "Take CSV, or ask for a part (LIMIT and OFFSET)."
        )


def _fits_cell(text: str, column: Column, line: int) -> None:
    # A character is one unit or two.
    if len(text) > _CELL // 2 and (units := len(text.encode("utf-16-le", "surrogatepass")) // 2) > _CELL:
        raise UnheldError(
            f"Row {line - 1}, column {column.name}: a cell of a sheet has {_CELL:,} characters, and this {units:,}. "
            "Take CSV, or ask for a part of it (SUBSTR)."
        )


def _put(cell: Any, value: Value) -> Any:
    """Write a cell; text that begins like a formula stays text."""
    cell.value = _CODE.sub(_NO_CODE, value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _without_time(raw: bytes) -> bytes:
    """Return a package whose parts say no time at which they were made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist()):
            if name == "docProps/core.xml":
                continue
            part = made.read(name)
            if name in {"[Content_Types].xml", "_rels/.rels"}:
                part = _without_core(part)
            kept.writestr(zipfile.ZipInfo(name, _NEVER), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _without_core(part: bytes) -> bytes:
    """Return a list of parts without the one that says when the workbook was made."""
    return re.sub(rb"<(?:Override|Relationship)\b[^>]*core\.xml[^>]*/>", b"", part)
