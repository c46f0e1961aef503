"""What stands in and beside the rows of an answer: cells as text, as-of days and gaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from treatygraph.facts.register import Register

#: More names than this are counted.
_NAMED = 5


def joined(parts: Iterable[object]) -> str:
    """Return a list as one cell."""
    return ";".join(str(part) for part in parts)


def shown(day: object | None) -> str | None:
    """Return a day, partial date or span as text, or None."""
    return None if day is None else str(day)


def as_of_notes(register: Register, treaties: Iterable[str], day: date) -> tuple[str, ...]:
    """Return a note for each treaty whose rows are not known to be complete on the day."""
    coverage = register.coverage
    return tuple(
        f"{treaty}: rows are complete to {coverage[treaty].as_of}; later acts may be missing on {day}."
        for treaty in treaties
        if day > coverage[treaty].as_of
    )


def gap_notes(register: Register, treaties: Iterable[str]) -> tuple[str, ...]:
    """Return what is known to be missing for each treaty."""
    coverage = register.coverage
    return tuple(f"{t}: {coverage[t].gaps}" for t in treaties if coverage[t].gaps)


def depth_notes(register: Register, treaties: Iterable[str]) -> tuple[str, ...]:
    """Return a note on the treaties whose obligations were not read: an empty list of them would say that none is."""
    unread = [t for t in treaties if t not in register.obligations_by_treaty]
    if not unread:
        return ()
    told = ", ".join(unread[:_NAMED]) + (f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else "")
    return (f"{told}: obligations not read; what is known is the status.",)


def label(register: Register, scheme: str, code: str, language: str = "en") -> str:
    """Return the label of a code."""
    return register.terms[f"{scheme}/{code}"].labels[language]


def inside(text: str) -> str:
    """Return a label as it stands inside a sentence; the depositary's marks keep their case: acceptance (A)."""
    return text[:1].lower() + text[1:]
