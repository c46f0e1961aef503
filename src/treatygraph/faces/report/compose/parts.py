"""Pieces that several parts of a report use."""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.faces.report.document import Bullets, Grid, Line, Paragraph, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.facts.lookups import inside
from treatygraph.questions.what_if import WhatIf

#: What stands in a cell where there is nothing to say.
EMPTY: Line = (Run(text="–"),)


def cell(text: object | None, strong: bool = False) -> Line:
    """Return a text as a cell; a dash for nothing."""
    return (Run(text=str(text), strong=strong),) if text not in (None, "") else EMPTY


def headings(words: Wording, *texts: str) -> tuple[str, ...]:
    """Return the headings of a table in the language."""
    return tuple(words.say(text) for text in texts)


def marked(sentences: dict[str, str]) -> dict[str, str]:
    """Return sentences as they are: the mark tells who gathers them for the catalogues."""
    return sentences


#: What a reservation does to an obligation, in a word.
STATES = marked(
    {
        "excluded": "excluded",
        "modified": "modified",
        "extent_not_stated": "extent not stated",
        "disputed": "disputed",
        "undetermined": "not known: a statement was not read",
        "none": "no effect",
    }
)


def paragraph(line: Line, role: str = "") -> Paragraph:
    """Return a paragraph."""
    return Paragraph(line=line, role=role)


def said(words: Wording, sentence: str, role: str = "", **values: str | Run | Line) -> Paragraph:
    """Return a paragraph of one sentence of the catalogue."""
    return Paragraph(line=words.line(sentence, **values), role=role)


def bullets(items: Iterable[Line]) -> Bullets:
    """Return a list."""
    return Bullets(items=tuple(items))


def grid(
    caption: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Line, ...]],
    numeric: tuple[int, ...] = (),
    wide: tuple[int, ...] = (),
) -> Grid:
    """Return a table."""
    return Grid(caption=caption, columns=columns, rows=tuple(rows), numeric=numeric, wide=wide)


def applied(supposed: WhatIf, words: Wording) -> Run:
    """Return the article that decides when an instrument supposed would be in force."""
    if supposed.provision is None:
        return words.data(supposed.article)
    return words.provision(supposed.provision, with_treaty=True)


def to_deposit(supposed: WhatIf, words: Wording) -> Line:
    """Return the instruments to deposit, with the act for each."""
    found: list[Run] = []
    for treaty, kind in supposed.acts.items():
        found += [Run(text="; ")] if found else []
        act = inside(words.word("treaty_action", kind))
        found += words.line("%(instrument)s – %(act)s", instrument=words.instrument(treaty), act=act)
    return tuple(found)


def joined(words: Wording, *lines: Line) -> Line:
    """Return lines one after the other, with a space between where the language has spaces."""
    found: list[Run] = []
    for line in lines:
        if found and line and words.language != "zh":
            found.append(Run(text=" "))
        found += line
    return tuple(found)
