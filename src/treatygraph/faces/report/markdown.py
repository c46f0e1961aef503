"""A document as Markdown (GitHub's tables), for copying into a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from treatygraph.faces.report.document import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Fold,
    Grid,
    Heading,
    Line,
    Paragraph,
    Run,
)

#: What Markdown or HTML would read as a sign of its own.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def as_markdown(document: Document) -> bytes:
    """Return the document as Markdown, in UTF-8; drawings are left out, since the tables say the same."""
    lines = [f"# {_plain(document.title)}", "", _plain(document.subtitle), "", _plain(document.description), ""]
    for block in document.blocks:
        lines += _lines(block)
    lines += ["---", "", _plain(document.footer)]
    return ("\n".join(lines) + "\n").encode()


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            mark = f'<a id="{block.mark}"></a>' if block.mark else ""
            yield from (f"{'#' * block.level} {mark}{_plain(block.text)}", "")
        case Paragraph():
            yield from (_line(block.line), "")
        case Bullets():
            yield from (f"- {_line(item)}" for item in block.items)
            yield ""
        case Grid():
            yield _cells(_plain(text) for text in block.columns)
            yield _cells("---:" if n in block.numeric else "---" for n in range(len(block.columns)))
            yield from (_cells(_line(cell) for cell in row) for row in block.rows)
            yield ""
        case Figure():
            return
        case Box():
            yield from (f"### {_plain(block.title)}", "")
            for inner in block.blocks:
                yield from _lines(inner)
        case Fold():
            yield from (f"**{_plain(block.summary)}**", "")
            for inner in block.blocks:
                yield from _lines(inner)


def _cells(texts: Iterator[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _run(run: Run) -> str:
    text = _plain(run.text)
    if run.verbatim and run.href is None:
        # Inside code a table still reads its bars.
        return f"`{run.text.replace('`', '').replace('|', chr(92) + '|')}`"
    if run.strong:
        text = f"**{text.strip()}**"
    if run.href:
        text = f"[{text}](<{run.href}>)"
    # A mark is written as HTML, which Markdown lets through: it has no sign of its own for a place.
    return f'<a id="{run.mark}"></a>{text}' if run.mark else text


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text.replace("\n", " "))
