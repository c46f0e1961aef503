"""How much smaller letters must be for the first page to be one page, where nobody sets the page before it is opened.

Typst sets a PDF and measures (`templates/report.typ`); a Word file is set by Word, so its lines are counted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from math import ceil

from treatygraph.faces.report.document import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Fold,
    Grid,
    Heading,
    Paragraph,
    Run,
    text_of,
    width_of,
)

#: Lines of the first page, and the part of their usual size at which they fit; where there are more, two pages at full
#: size are better than tiny letters.
_CROWDED = ((52, 1.0), (57, 0.95), (62, 0.9), (68, 0.85))
#: Letters in a line of text at full size; a table has some more (`Grid.weights`).
_IN_A_LINE = 125
#: How much taller than others the lines of a script are.
_TALL = {"zh": 1.2}


def smaller(document: Document) -> float:
    """Return the part of their usual size that letters have for the first page to be one page; 1 where it is or cannot.

    A count of letters, not a measure: it was compared with what LibreOffice sets, in all six languages.
    """
    lines = sum(map(_lines, _of_first_page(document))) * _TALL.get(document.language, 1)
    return next((part for most, part in _CROWDED if lines <= most), 1.0)


def _of_first_page(document: Document) -> Iterator[Block]:
    return takewhile(lambda block: not (isinstance(block, Heading) and block.mark == "commitments"), document.blocks)


def _lines(block: Block) -> float:
    """Return about how many lines a part of the first page fills."""
    match block:
        case Heading():
            return 1.9 if block.level == 2 else 1.6
        case Paragraph():
            return _lines_of(text_of(block.line), _IN_A_LINE)
        case Bullets():
            return sum(_lines_of(text_of(item), _IN_A_LINE) for item in block.items)
        case Grid():
            lines = [tuple((Run(text=text),) for text in block.columns), *block.rows]
            weights = block.weights
            return 1 + sum(
                max(_lines_of(text_of(text), weight * 1.1) for text, weight in zip(line, weights, strict=True))
                for line in lines
            )
        case Figure():
            return 8.0 if block.small else 16.0
        case Box() | Fold():
            return 1.6 + sum(map(_lines, block.blocks))


def _lines_of(text: str, letters: float) -> int:
    return max(1, ceil(width_of(text) / letters))
