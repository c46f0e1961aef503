"""A workbook (`.xlsx`): the sheet that holds a table of acts, as rows of cells.

Days become ISO text; a formula is read as the text of the formula, and so is set aside by the reader of the table. A
workbook that unpacks to far more than a table needs is refused before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.grid import MOST_ACTS, Row
from treatygraph.sources.libraries import library

#: A workbook of 20,000 rows unpacks to less than this.
_MOST_UNPACKED = 64 * 1024 * 1024


def is_workbook(raw: bytes) -> bool:
    """Return whether the bytes are a package of the Office Open XML family."""
    return raw[:4] == b"PK\x03\x04"


def sheets_of(raw: bytes, name: str) -> Iterator[list[Row]]:
    """Yield the rows of each sheet that holds any.

    Raises:
        UnreadableSourceError: It is no workbook, a damaged one, or one that unpacks to too much.
        MissingExtraError: The library that reads workbooks is not installed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            unpacked = sum(info.file_size for info in package.infolist())
            parts = package.namelist()
    except zipfile.BadZipFile:
        raise UnreadableSourceError(f"{name}: the workbook is cut off or damaged. Save it again.") from None
    if unpacked > _MOST_UNPACKED:
        raise UnreadableSourceError(
            f"{name}: the workbook unpacks to {unpacked // 2**20} MiB; a table of acts needs far less. "
            "Save the sheet alone."
        )
    if "xl/workbook.xml" not in parts:
        raise UnreadableSourceError(f"{name}: the package holds no workbook. Save the table as .xlsx or CSV.")
    openpyxl = library("openpyxl")
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            rows = list(_rows(sheet, name))
            if rows:
                yield rows
    except UnreadableSourceError:
        raise
    except Exception as error:  # whatever a damaged workbook makes the library say
        raise UnreadableSourceError(
            f"{name}: the workbook cannot be read ({type(error).__name__}: {str(error)[:80]}). Save it "
            "again, or as CSV."
        ) from None


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ACTS:
            raise UnreadableSourceError(f"{name}: more than {MOST_ACTS} rows are no table of acts. Check the file.")
        texts = [_shown(value) for value in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
