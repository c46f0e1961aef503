"""Days and Latin words inside a right-to-left text: kept in their own direction (Unicode Bidirectional Algorithm).

Without isolates, `2026-09-11` is shown as 11-09-2026 in an Arabic line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from treatygraph.faces.report.document import Document

_T = TypeVar("_T")
#: LEFT-TO-RIGHT ISOLATE, POP DIRECTIONAL ISOLATE.
_OPEN, _CLOSE = "\u2066", "\u2069"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Fields that hold no text for people.
_NOT_TEXT = frozenset({"href", "home", "lang", "mark", "role", "language", "direction", "svg"})


def isolated(document: Document) -> Document:
    """Return the document as a right-to-left script needs it; another is returned as it is."""
    return _each(document) if document.direction == "rtl" else document


def _each(thing: _T) -> _T:
    value: Any = thing
    if isinstance(value, str):
        value = _text(value)
    elif isinstance(value, tuple):
        value = tuple(_each(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _each(getattr(value, f.name)) for f in fields(value) if f.name not in _NOT_TEXT}
        value = replace(value, **changed)
    found: _T = value
    return found


def _text(text: str) -> str:
    directions = {unicodedata.bidirectional(sign) for sign in text}
    if "L" in directions and not directions & {"R", "AL"}:
        return f"{_OPEN}{text}{_CLOSE}"
    return _DAY.sub(f"{_OPEN}\\g<0>{_CLOSE}", text)
