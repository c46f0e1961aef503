"""What a report is before it has a format: blocks of text in one language, the same for HTML, PDF, Markdown, Word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text: where it leads, its language where that is not the report's, and what a pointer shows."""

    text: str
    href: str | None = None
    lang: str | None = None
    strong: bool = False
    hint: str | None = None


#: A line, or a cell of a table.
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 2 or 3; those of level 2 have a mark to lead to."""

    level: int
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; its role is `lead`, `note` or nothing."""

    line: Line
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list."""

    items: tuple[Line, ...]


def _width(text: str, most: int = 2000) -> int:
    """Return how wide a text is in letters; a Chinese sign counts for two, and can be broken after (to `most`)."""
    wide = sum(1 for sign in text if ord(sign) > _WIDE)
    return len(text) if not wide else min(most, len(text) + wide)


_WIDE = 0x2E80


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: headings, which columns hold numbers, and rows whose first cell heads the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()

    @property
    def weights(self) -> tuple[int, ...]:
        """How wide each column wants to be beside the others, by what stands in it; for paper."""
        found = []
        for n, heading in enumerate(self.columns):
            texts = [text_of(row[n]) for row in self.rows]
            word = max((_width(w, 8) for text in (heading, *texts) for w in text.split(" ")), default=1)
            mean = sum(_width(t) for t in texts) / max(1, len(texts))
            found.append(round(max(word + 4, 9, min(mean * 1.2, 60))))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing (SVG), the same in words, and what stands under it."""

    svg: str
    alt: str
    caption: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A part that a screen keeps folded and paper shows."""

    summary: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Bullets | Grid | Figure | Fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report in one language."""

    title: str
    subtitle: str
    language: str
    direction: str
    description: str
    footer: str
    contents: str
    home: str
    blocks: tuple[Block, ...]

    @property
    def parts(self) -> tuple[Heading, ...]:
        """The headings of the parts, for a list of contents."""
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.level == 2)


def text_of(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(run.text for run in line)
