"""A depositary's status table: participant, signature, consent with its mark.

Source: UN Treaty Collection, *Multilateral Treaties Deposited with the Secretary-General*, status tables
("Ratification, Acceptance(A), Approval(AA), Accession(a), Formal confirmation(c), Succession(d)").

The table is text as published: CSV or TSV with a header line, copied or exported from the page, in UTF-8.
Its first column is the participant; a column that begins with "Signature" holds the day of signature, with
a mark where it is also consent ("12 Dec 2000 s"); a column that begins with "Ratification", "Accession" or
"Consent" holds the day of the act with the mark after it ("27 Oct 2006", "30 Oct 2003 a"). Days are written
`12 Dec 2000`, `12 December 2000` or `2000-12-12`. Footnote digits glued to a name ("China 3 4", "Serbia2")
and in brackets after a day ("[3]") are taken off and kept.

Anything else stops, named with its row: nothing is skipped or guessed here. Who is meant by a name and what
a mark means is decided in `facts.from_sources`.
"""

from __future__ import annotations

import csv
import io
import re

from treatygraph.days import PartialDate
from treatygraph.errors import BadDayError, UnreadableSourceError
from treatygraph.sources.model import DatedMark, StatusRow

#: English month names; the first three letters decide, so "Sept." and "Sep" are September.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)
_NAME = re.compile(r"(?P<name>.*?[^\d\s,])(?P<notes>[\d,\s]*)")
_CELL = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}\s+[A-Za-z]+\.?\s+\d{4})"
    r"(?:\s*(?P<mark>[A-Za-z]{1,2}))?(?P<notes>(?:\s*\[\d+\]|\s*,?\s*\d{1,2})*)"
)
_SIGNATURE = re.compile(r"signature", re.IGNORECASE)
_CONSENT = re.compile(r"ratification|accession|consent|acceptance", re.IGNORECASE)

#: A table longer than this is no table of participants.
_MOST_ROWS = 2000


def read_status_table(text: str, name: str) -> tuple[StatusRow, ...]:
    """Return the rows of a depositary's status table.

    Args:
        text: The table, CSV or TSV with a header line.
        name: What to call the table in errors, for example its file name.

    Raises:
        UnreadableSourceError: The header or a cell is not as described above; every such cell is named.
    """
    lines = text.lstrip("\ufeff")
    if not lines.strip():
        raise UnreadableSourceError(f"{name}: the table is empty. Copy it again, with its header line.")
    delimiter = "\t" if "\t" in lines.splitlines()[0] else ","
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableSourceError(f"{name}: the table is no CSV ({error}). Check the quotes.") from None
    if len(rows) > _MOST_ROWS:
        raise UnreadableSourceError(f"{name}: {len(rows)} rows are no table of participants. Check the file.")
    signature_at, consent_at = _columns(rows[0], name)
    faults: list[str] = []
    found = [
        row
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
        and (row := _row(number, cells, (signature_at, consent_at, len(rows[0])), faults)) is not None
    ]
    if faults:
        raise UnreadableSourceError(f"{name}: " + "\n".join(faults))
    return tuple(found)


def _columns(header: list[str], name: str) -> tuple[int | None, int]:
    """Return where signature and consent stand."""
    signature = [n for n, title in enumerate(header) if n and _SIGNATURE.match(title.strip())]
    consent = [n for n, title in enumerate(header) if n and _CONSENT.match(title.strip())]
    if len(consent) != 1 or len(signature) > 1:
        raise UnreadableSourceError(
            f"{name} row 1: the header {', '.join(header)!r} has no single column of consent (Ratification, "
            "Accession ...) and at most one of signature. Name the columns as the depositary does."
        )
    return (signature[0] if signature else None), consent[0]


def _row(number: int, cells: list[str], columns: tuple[int | None, int, int], faults: list[str]) -> StatusRow | None:
    signature_at, consent_at, width = columns
    if len(cells) != width:
        faults.append(f"row {number}: {len(cells)} cells, the header has {width}. Complete the row.")
        return None
    name = _NAME.fullmatch(" ".join(cells[0].split()))
    if name is None:
        faults.append(f"row {number}: {cells[0]!r} is no name of a participant. Correct the cell.")
        return None
    signature = _dated(number, cells[signature_at], faults) if signature_at is not None else None
    consent = _dated(number, cells[consent_at], faults)
    return StatusRow(
        row=number,
        participant=name["name"].strip(),
        signature=signature,
        consent=consent,
        footnotes=tuple(re.findall(r"\d+", name["notes"])),
    )


def _dated(number: int, cell: str, faults: list[str]) -> DatedMark | None:
    """Return the day and mark of a cell, or None when it is empty."""
    text = " ".join(cell.split())
    if not text:
        return None
    match = _CELL.fullmatch(text)
    day = _day(match["day"]) if match is not None else None
    if match is None or day is None:
        faults.append(
            f"row {number}: {text[:60]!r} is no day with a mark. Write it as 12 Dec 2000, 12 Dec 2000 a or "
            "2000-12-12 AA."
        )
        return None
    return DatedMark(day=day, mark=match["mark"] or "")


def _day(text: str) -> PartialDate | None:
    """Return the day as published, or None when it is none."""
    parts = text.replace(".", "").split()
    if len(parts) == 3:
        name = parts[1].casefold()
        if _MONTH_NAME.fullmatch(name) is None:
            return None
        text = f"{parts[2]}-{_MONTHS.index(name[:3]) + 1:02d}-{int(parts[0]):02d}"
    try:
        return PartialDate.parse(text)
    except BadDayError:
        return None
