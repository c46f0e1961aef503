"""The days of a whole report as people write them, each in the language of its text."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from treatygraph.faces.report.document import Document, Run
from treatygraph.faces.telling.days import written


def with_written_days(document: Document) -> Document:
    """Return a document whose days are as people write them, each in the language of its text."""

    def each(thing: Any) -> Any:
        if isinstance(thing, Run):
            if thing.verbatim:
                return thing
            changed = written(thing.text, thing.lang or document.language, gap=None)
            return thing if changed == thing.text else replace(thing, text=changed)
        if isinstance(thing, str):
            return written(thing, document.language, gap=None)
        if isinstance(thing, tuple):
            return tuple(each(part) for part in thing)
        if is_dataclass(thing) and not isinstance(thing, type):
            return replace(thing, **{f.name: each(getattr(thing, f.name)) for f in fields(thing) if f.name not in _NOT})
        return thing

    found: Document = each(document)
    return found


#: Fields that hold no text for people, and what was drawn.
_NOT = frozenset({"home", "mark", "role", "language", "direction", "svg", "level", "numeric", "wide", "small"})
