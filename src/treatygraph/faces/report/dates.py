"""The days of a whole report as people write them, each in the language of its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from treatygraph.faces.report.document import Document, Run, names_of
from treatygraph.faces.telling.days import written


def with_written_days(document: Document) -> Document:
    """Return a document whose days are as people write them, each in the language of its text."""
    # The same piece stands in many places, and is read once.
    once: dict[int, Run] = {}

    def of_run(run: Run) -> Run:
        if run.verbatim or "-" not in run.text:
            return run
        text = written(run.text, run.lang or document.language, gap=None)
        return run if text == run.text else replace(run, text=text)

    def each(thing: Any) -> Any:
        kind = type(thing)
        if kind is Run:
            found = once.get(id(thing))
            if found is None:
                found = once[id(thing)] = of_run(thing)
            return found
        if kind is str:
            return written(thing, document.language, gap=None)
        if kind is tuple:
            return tuple([each(part) for part in thing])
        names = names_of(kind)
        if names is None:
            return thing
        return replace(thing, **{name: each(getattr(thing, name)) for name in names if name not in _NOT})

    found: Document = each(document)
    return found


#: Fields that hold no text for people, and what was drawn.
_NOT = frozenset({"home", "mark", "role", "language", "direction", "svg", "level", "numeric", "wide", "small"})
