"""Tables as workbooks (`.xlsx`): days are days, text is never a formula, and the notes stand on a second sheet."""

from __future__ import annotations

import importlib
import io
import zipfile
from datetime import date
from typing import Any

from treatygraph.errors import MissingExtraError
from treatygraph.questions.question import Column, ColumnKind, Table, Value, exact_day

#: Columns are as wide as their longest cell, up to this many letters.
_WIDEST = 60
#: Control characters that no workbook can hold.
_UNHEARD = {code: None for code in range(32) if code not in {9, 10, 13}}
#: A workbook knows no day before this one.
_FIRST = date(1900, 3, 1)
#: The same answer gives the same bytes: a package says when it was made, and this one says no day.
_NEVER = (1980, 1, 1, 0, 0, 0)


def as_workbook(table: Table) -> bytes:
    """Return a table as a workbook of two sheets: the rows, and what a reader must know.

    Raises:
        MissingExtraError: The library that writes workbooks is not installed.
    """
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ModuleNotFoundError as error:
        raise MissingExtraError("notebook", error.name) from None
    book = openpyxl.Workbook(write_only=False)
    sheet, about = book.active, book.create_sheet("About")
    sheet.title = "Rows"
    bold = openpyxl.styles.Font(bold=True)
    for at, column in enumerate(table.columns, 1):
        _put(sheet.cell(1, at), column.name).font = bold
        longest = len(column.name)
        for line, row in enumerate(table.rows, 2):
            value = _value(column, row[at - 1])
            if value is not None:
                longest = max(longest, len(str(value)))
                _put(sheet.cell(line, at), value)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].width = min(longest, _WIDEST) + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for line, note in enumerate((table.title, *table.notes), 1):
        _put(about.cell(line, 1), note)
    about.column_dimensions["A"].width = 2 * _WIDEST
    out = io.BytesIO()
    book.save(out)
    return _without_time(out.getvalue())


def _value(column: Column, value: Value) -> Value:
    if column.kind is ColumnKind.DAY and (day := exact_day(value)) is not None and day >= _FIRST:
        return day
    return value if value is None or isinstance(value, bool | int | float) else str(value).translate(_UNHEARD)


def _put(cell: Any, value: Value) -> Any:
    """Write a cell; text that begins like a formula stays text."""
    cell.value = value
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
    import re

    return re.sub(rb"<(?:Override|Relationship)\b[^>]*core\.xml[^>]*/>", b"", part)
