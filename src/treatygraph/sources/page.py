"""The depositary's status page as a browser saves it.

Source: treaties.un.org, *Status of Treaties*. The table of participants is the one whose identifier ends in
`tblgrid`, or the first whose heading names participants and acts. Raised digits are footnotes; scripts, styles and
tables inside cells are not read. Titles, the day of the page and the printed counts are kept: a table that does not
add up is not taken.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.cells import plain_text, read_timestamp
from treatygraph.sources.grid import Row
from treatygraph.sources.libraries import library
from treatygraph.sources.published import PublishedTable
from treatygraph.sources.status_table import is_status_table, read_status_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PAGE = re.compile(r"<(!doctype html|html|table|body|tr)\b", re.I)


def is_page(text: str) -> bool:
    """Return whether the text begins as a page or a table of one."""
    return _PAGE.search(text[:4000]) is not None


def read_page(text: str, name: str, marks: Mapping[str, str]) -> PublishedTable:
    """Return the table of participants of a saved page.

    Raises:
        UnreadableSourceError: The page holds no such table: an error page, a captcha, or another layout.
        MissingExtraError: The library that reads pages is not installed.
    """
    tree = _tree(text)
    table = _table(tree)
    if table is None:
        says = plain_text(" ".join(tree.xpath("//title//text() | //h1//text()")))[:80]
        raise UnreadableSourceError(
            f"{name}: the page has no table with a heading of participants and acts"
            + (f" (it calls itself {says!r})" if says else "")
            + ". Open the status page of the treaty in a browser, wait until the table shows, and save it."
        )
    found = read_status_table(table, name, marks, form="page of the depositary")
    title = _node(tree, "rptTreaty_ctl00_tcTreaty")
    number = _number(_node(tree, "rptHead_ctl00_tcHead"), title)
    status = _node(tree, "rptStatus_ctl00_tcText") or _node(tree, "tcStatus") or ""
    stamp = read_timestamp(" ".join(tree.xpath("//*[contains(text(), 'STATUS AS AT')]//text()")))
    return replace(
        found,
        title=re.sub(r"^\d+\.\s*(?:[a-z]\)\s*)?", "", title) if title else None,
        number=number,
        as_of=stamp.earliest if stamp is not None else None,
        signatories=printed(status, "Signatories"),
        parties=printed(status, "Parties"),
    )


def _tree(text: str) -> Any:
    html = library("lxml.html")
    return html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False))


def all_rows(text: str) -> list[Row]:
    """Return the rows of all tables of a page that stand in no other, one after the other."""
    return [row for table in _tree(text).xpath("//table[not(ancestor::table)]") for row in _rows(table)]


def printed(text: str, word: str) -> int | None:
    """Return a printed count (`Parties : 116.`)."""
    match = re.search(rf"{word}\s*:?\s*(\d{{1,3}})(?!\d)", text)
    return int(match[1]) if match is not None else None


def _node(tree: Any, end: str) -> str | None:
    """Return the text of the node whose identifier ends so, footnotes left out."""
    for node in tree.xpath("//*[@id]"):
        if node.get("id", "").endswith(end):
            return plain_text("".join(_texts(node)))
    return None


def _number(chapter: str | None, title: str | None) -> str | None:
    """Return the depositary's number from the heading of the chapter and the number before the title: `IV-5`."""
    roman = re.search(r"CHAPTER\s+([IVXL]+)\b", chapter or "")
    own = re.match(r"(\d+)\.\s*(?:([a-z])\))?", title or "")
    if roman is None or own is None:
        return None
    return "-".join(part for part in (roman[1], own[1], own[2]) if part)


def _table(tree: Any) -> list[Row] | None:
    """Return the rows of the table of participants, or None when the page has none."""
    tables = tree.xpath("//table")
    named = [t for t in tables if (t.get("id") or "").endswith("tblgrid")]
    for table in (*named, *tables):
        rows = list(_rows(table))
        if rows and is_status_table(rows):
            return rows
    return None


def _rows(table: Any) -> Iterator[Row]:
    for number, row in enumerate(table.xpath("./tr | ./thead/tr | ./tbody/tr"), 1):
        cells = ["".join(_texts(cell)) for cell in row.xpath("./td | ./th")]
        if any(plain_text(cell) for cell in cells):
            yield number, cells


def _texts(node: Any) -> Iterator[str]:
    """Yield the texts that show in a cell; a raised digit as a footnote in brackets."""
    if not isinstance(node.tag, str) or node.tag in {"script", "style", "noscript"}:
        return
    if node.tag == "sup":
        digits = re.findall(r"\d+", "".join(node.itertext()))
        yield f" [{','.join(digits)}] " if digits else ""
        return
    yield node.text or ""
    for child in node:
        if child.tag != "table":
            yield from _texts(child)
        yield " " if child.tag == "br" else ""
        yield child.tail or ""
