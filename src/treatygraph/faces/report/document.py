"""What a report is before it has a format: blocks of text in one language, the same for HTML, PDF, Markdown, Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text: where it leads, its language where that is not the report's, and what a pointer shows.

    `mark` makes it a place to lead to. Before links are settled (`links`), `target` is the mark of the place that it
    would lead to, and `page` the path of the page of a site; then `href` is what came of them. `verbatim` is what
    people copy as it stands, such as a command.
    """

    text: str
    href: str | None = None
    lang: str | None = None
    strong: bool = False
    hint: str | None = None
    mark: str | None = None
    target: str | None = None
    page: str | None = None
    verbatim: bool = False
    #: Says nothing but where it leads: left out where it leads nowhere.
    pointer: bool = False


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


def width_of(text: str, most: int = 2000) -> int:
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
        """How many letters wide each column is on paper: room for its longest word, then by what stands in it."""
        needs, wants = [], []
        for n, heading in enumerate(self.columns):
            texts = [text_of(row[n]) for row in self.rows]
            word = max(
                # Headings are bold, and so wider.
                max((round(width_of(w, 8) * 1.25) for w in _words(heading)), default=1),
                max(
                    (
                        round(width_of(w, 8) * (1.15 if any(run.strong for run in row[n]) else 1))
                        for row in self.rows
                        for w in _words(text_of(row[n]))
                    ),
                    default=1,
                ),
            )
            mean = sum(width_of(t) for t in texts) / max(1, len(texts))
            needs.append(min(word, _WORD) + 2)
            wants.append(max(0.0, min(mean * 1.3, 200) - needs[-1]))
        spare = max(0, _LETTERS - sum(needs))
        asked = sum(wants)
        return tuple(
            round(need + spare * (want / asked if asked else 1 / len(needs)))
            for need, want in zip(needs, wants, strict=True)
        )


#: Letters in a line of a table on paper, and how long a word it makes room for.
_LETTERS, _WORD = 118, 30
#: A day in Chinese, which no line should break.
_CHINESE_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def _words(text: str) -> Iterator[str]:
    """Yield the parts of a text that no line breaks."""
    for day in _CHINESE_DAY.findall(text):
        # Its three signs are wide, and stand apart from the digits.
        yield "0" * (len(day) + 8)
    yield from text.split(" ")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part set apart from the others: what must not be missed, or what is there to be copied."""

    title: str
    blocks: tuple[Block, ...]


Block = Box | Heading | Paragraph | Bullets | Grid | Figure | Fold


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
    home: str | None
    blocks: tuple[Block, ...]

    @property
    def parts(self) -> tuple[Heading, ...]:
        """The headings of the parts, for a list of contents."""
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.level == 2)

    @property
    def main(self) -> tuple[Block, ...]:
        """What people read from the first page to the last: all but the annex."""
        return self.blocks[: len(self.blocks) - len(self.annex)]

    @property
    def annex(self) -> tuple[Block, ...]:
        """The annex: all from its heading on; nothing where there is none."""
        starts = (n for n, b in enumerate(self.blocks) if isinstance(b, Heading) and b.mark == "annex")
        return self.blocks[next(starts, len(self.blocks)) :]


def text_of(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(run.text for run in line)


_T = TypeVar("_T")


#: Fields that hold no text for people, and what was drawn.
_NO_TEXT = frozenset({"home", "mark", "role", "language", "direction", "svg", "level", "numeric", "wide", "small"})


def changed(thing: _T, change: Callable[[Run], Run], texts: Callable[[str], str] | None = None) -> _T:
    """Return a document, or a part of one, with each piece of text changed; with `texts`, headings and captions too."""
    # The same piece stands in many places, and is changed once: a report has ten thousand, of which few differ.
    once: dict[int, Run] = {}

    def each(value: Any) -> Any:
        kind = type(value)
        if kind is Run:
            found = once.get(id(value))
            if found is None:
                found = once[id(value)] = change(value)
            return found
        if kind is str:
            return value if texts is None else texts(value)
        if kind is tuple:
            return tuple([each(part) for part in value])
        names = names_of(kind)
        if names is None:
            return value
        return replace(value, **{name: each(getattr(value, name)) for name in names if name not in _NO_TEXT})

    made: _T = each(thing)
    return made


_NAMES: dict[type, tuple[str, ...] | None] = {}


def names_of(kind: type) -> tuple[str, ...] | None:
    """Return the names of the fields of a part of a document; None of what is no part."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(each.name for each in fields(kind)) if is_dataclass(kind) else None
    return _NAMES[kind]


def runs_of(thing: object) -> Iterator[Run]:
    """Yield each piece of text of a document, or of a part of one, in its order."""
    ahead = [thing]
    while ahead:
        part = ahead.pop()
        if isinstance(part, Run):
            yield part
        elif isinstance(part, tuple):
            ahead.extend(reversed(part))
        elif (names := names_of(type(part))) is not None:
            ahead.extend(getattr(part, name) for name in reversed(names))
