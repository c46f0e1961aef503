"""Pieces that several parts of a report use."""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.faces.report.document import Block, Box, Bullets, Grid, Line, Paragraph, Run
from treatygraph.faces.report.wording import Wording, marked
from treatygraph.facts.lookups import inside
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.what_if import WhatIf

#: What stands in a cell where there is nothing to say.
EMPTY: Line = (Run(text="–"),)


def cell(text: object | None, strong: bool = False) -> Line:
    """Return a text as a cell; a dash for nothing."""
    return (Run(text=str(text), strong=strong),) if text not in (None, "") else EMPTY


def headings(words: Wording, *texts: str) -> tuple[str, ...]:
    """Return the headings of a table in the language."""
    return tuple(words.say(text) for text in texts)


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


def box(title: str, *blocks: Block) -> Box:
    """Return a part set apart."""
    return Box(title=title, blocks=blocks)


def reserved_under(found: Dossier, treaty: str, words: Wording, *, named: bool = False) -> Line:
    """Return a treaty with the provisions that reservations of its own touch."""
    own = [e for e in found.gaps.exclusions if e.treaty == treaty]
    provisions = words.provisions(dict.fromkeys(p for e in own for p in e.provisions))
    whole = words.line("whole treaty") if any(not e.provisions for e in own) else ()
    return words.line(
        "%(treaty)s (%(provisions)s)",
        treaty=words.named(treaty) if named else words.instrument(treaty),
        provisions=words.listed(part for part in (whole, provisions) if part),
    )


def applied(supposed: WhatIf, words: Wording, *, named: bool = True) -> Run:
    """Return the article that decides when an instrument supposed would be in force; with its treaty, if `named`."""
    if supposed.provision is None:
        return words.data(supposed.article)
    return words.provision(supposed.provision, with_treaty=named)


def to_deposit(supposed: WhatIf, words: Wording, *, named: bool = True) -> Line:
    """Return the instruments to deposit, with the act for each; the act alone, if not `named`."""
    found: list[Run] = []
    for treaty, kind in supposed.acts.items():
        found += [Run(text="; ")] if found else []
        act = inside(words.word("treaty_action", kind))
        named_ = words.line("%(instrument)s – %(act)s", instrument=words.instrument(treaty), act=act)
        found += named_ if named else cell(act)
    return tuple(found)


def in_full_by(found: Dossier) -> Run:
    """Return the command that tells a treaty in full: the place of its name is left open."""
    also = "".join(f" --treaty {treaty}" for treaty in found.chosen)
    command = f"treatygraph report {found.participant} --on {found.on}{also} --treaty TREATY"
    return Run(text=command, lang="en", verbatim=True)


def joined(words: Wording, *lines: Line) -> Line:
    """Return lines one after the other, with a space between where the language has spaces."""
    found: list[Run] = []
    for line in lines:
        if found and line and words.language != "zh":
            found.append(Run(text=" "))
        found += line
    return tuple(found)
