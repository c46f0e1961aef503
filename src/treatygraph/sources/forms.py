"""Which form a file has, found by looking at it and not at its name, and the reader of that form."""

from __future__ import annotations

from collections.abc import Mapping

from treatygraph.errors import UnreadableSourceError
from treatygraph.sources import (
    act_list,
    council_of_europe,
    depositary_xml,
    grid,
    monthly_statement,
    page,
    swiss_scope,
    workbook,
)
from treatygraph.sources.published import PublishedTable
from treatygraph.sources.status_table import is_status_table, read_status_table

#: A saved page with all declarations is the largest file a depositary gives for one treaty.
LARGEST = 16 * 1024 * 1024

#: How files begin that people have at hand and that hold no table that can be read.
_OTHERS: Mapping[bytes, str] = {
    b"%PDF-": "a PDF. Save the status page it was printed from, or copy its table into a spreadsheet",
    bytes.fromhex("d0cf11e0a1b11ae1"): "a workbook of the old form (.xls). Save it as .xlsx or as CSV",
    b"{\\rtf": "a text document. Copy its table into a spreadsheet, and save that",
    b"\x89PNG": "a picture. Copy the table as text",
    b"\xff\xd8\xff": "a picture. Copy the table as text",
    b"GIF8": "a picture. Copy the table as text",
    b"\x1f\x8b": "compressed. Unpack it first",
    b"7z\xbc\xaf": "compressed. Unpack it first",
}


def read_published(raw: bytes, name: str, marks: Mapping[str, str]) -> tuple[PublishedTable, ...]:
    """Return the tables of a file: one, or one for each treaty where a publication holds several.

    Args:
        raw: The file.
        name: What to call it in errors.
        marks: What the publisher's marks mean where a heading explains none.

    Raises:
        UnreadableSourceError: It is too large, damaged, or of no form that is known here.
        MissingExtraError: The library that reads the form is not installed.
    """
    if len(raw) > LARGEST:
        raise UnreadableSourceError(
            f"{name} is larger than {LARGEST // 2**20} MiB: no status table is. Check the file."
        )
    if (other := next((told for begun, told in _OTHERS.items() if raw.startswith(begun)), None)) is not None:
        raise UnreadableSourceError(f"{name} is {other}.")
    if workbook.is_workbook(raw):
        return (_from_sheets(raw, name, marks),)
    text = grid.decoded(raw, name)
    if depositary_xml.is_xml(text):
        return (depositary_xml.read_xml(text, name, marks),)
    if page.is_page(text):
        return (_from_page(text, name, marks),)
    if council_of_europe.is_json(text):
        return (council_of_europe.read_chart(text, name),)
    if monthly_statement.is_monthly_statement(text):
        return monthly_statement.read_monthly_statement(text)
    if swiss_scope.is_scope_text(text):
        return (swiss_scope.read_scope_text(text),)
    return (_from_rows(grid.rows_of(text, name), name, marks),)


def _from_rows(rows: list[grid.Row], name: str, marks: Mapping[str, str]) -> PublishedTable:
    if act_list.is_act_list(rows):
        return act_list.read_act_list(rows, name)
    return read_status_table(rows, name, marks)


def _from_sheets(raw: bytes, name: str, marks: Mapping[str, str]) -> PublishedTable:
    """Return the first sheet that holds a table; the others are named as not read."""
    sheets = list(workbook.sheets_of(raw, name))
    for rows in sheets:
        if act_list.is_act_list(rows) or is_status_table(rows):
            return _from_rows(rows, name, marks)
    if not sheets:
        raise UnreadableSourceError(f"{name}: the workbook is empty. Save the sheet that holds the table.")
    return read_status_table(sheets[0], name, marks)


def _from_page(text: str, name: str, marks: Mapping[str, str]) -> PublishedTable:
    """Return the depositary's table, or a Swiss scope table where the page holds that."""
    try:
        return page.read_page(text, name, marks)
    except UnreadableSourceError:
        rows = page.all_rows(text)
        if swiss_scope.is_scope_table(rows):
            return swiss_scope.read_scope_table(rows)
        raise
