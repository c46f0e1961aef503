"""Tables as CSV: as other programs read it (RFC 4180), and as spreadsheets open it."""

from __future__ import annotations

import csv
import io
import re

from treatygraph.questions.question import Table, Value

#: What spreadsheets take for a formula. A number with a sign is none.
_FORMULA, _NUMBER = re.compile(r"[=+\-@\t\r]"), re.compile(r"[+-]?\d+(\.\d+)?")
#: By it Excel tells UTF-8 from the code page of the machine.
MARK = "\ufeff"


def plain(value: Value) -> str:
    """Return a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}"
    return str(value)


def as_csv(table: Table) -> str:
    """Return the rows as CSV (RFC 4180, line feeds) under the names of the columns."""
    return _text(table, [[plain(value) for value in row] for row in table.rows])


def as_csv_for_excel(table: Table) -> str:
    """Return the rows as CSV that a spreadsheet opens as it is meant: with a mark of byte order, and no formula in it.

    Text that a spreadsheet would compute begins with an apostrophe, which shows it as text.
    """
    return MARK + _text(table, [[_guarded(plain(value)) for value in row] for row in table.rows])


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _text(table: Table, rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.keys)
    writer.writerows(rows)
    return out.getvalue()
