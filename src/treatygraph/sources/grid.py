"""Text with columns: CSV and TSV as spreadsheets of different countries write them, into rows of cells."""

from __future__ import annotations

import csv
import io
import re

from treatygraph.errors import UnreadableSourceError

#: A table longer than this is no table of participants, and no list of their acts.
MOST_ROWS = 2000
#: A list of acts has several rows for each participant.
MOST_ACTS = 20_000

_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)

#: A row of a table and where it stands in its file.
Row = tuple[int, list[str]]


def decoded(raw: bytes, name: str) -> str:
    """Return a file as text: UTF-8, or UTF-16 where a byte order mark says so.

    Raises:
        UnreadableSourceError: It is neither.
    """
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    if encoding == "utf-8-sig" and raw[:4].count(0) == 2 and {raw[0], raw[2]} != {raw[1], raw[3]}:
        # Two bytes to a sign, and no mark that says which comes first: one of each pair is empty.
        encoding = "utf-16-le" if raw[1] == raw[3] == 0 else "utf-16-be"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        at = f"byte {error.start}"
        raise UnreadableSourceError(f"{name} is neither UTF-8 nor UTF-16 ({at}). Save it as UTF-8.") from None


def rows_of(text: str, name: str) -> list[Row]:
    """Return the rows that hold something, each with the line it stands on.

    The separator is the one a `sep=` line names, else the one of tab, semicolon, comma and bar that parts the rows
    best.

    Raises:
        UnreadableSourceError: The text is empty, or its quotes do not close.
    """
    if not text.strip("\ufeff \r\n\t"):
        raise UnreadableSourceError(f"{name}: the table is empty. Copy it again, with its header line.")
    named = _SEPARATOR_LINE.match(text)
    body = text[named.end() :] if named is not None else text
    separator = named[1] if named is not None else _separator(body)
    reader = csv.reader(io.StringIO(body.lstrip("\ufeff"), newline=""), delimiter=separator, strict=True)
    found: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num + (named is not None), cells))
            if len(found) > MOST_ACTS:
                raise UnreadableSourceError(f"{name}: more than {MOST_ACTS} rows are no table of acts. Check the file.")
    except csv.Error as error:
        raise UnreadableSourceError(f"{name}: the table is no CSV ({error}). Check the quotes.") from None
    return found


def _separator(text: str) -> str:
    """Return the separator that gives the most of the first rows the same number of cells, two or more."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]

    def fit(separator: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
        except csv.Error:
            return 0, 0
        most = max(set(widths), key=lambda w: (widths.count(w), w)) if widths else 0
        return (widths.count(most), most) if most > 1 else (0, 0)

    return max("\t;,|", key=lambda s: (*fit(s), -"\t;,|".index(s)))
