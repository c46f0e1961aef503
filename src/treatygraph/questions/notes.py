"""What stands in and beside the rows of an answer: cells as text, as-of days and gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from treatygraph.facts.lookups import cite, inside
from treatygraph.facts.model import Clause, ClauseKind
from treatygraph.facts.register import Register


class Level(StrEnum):
    """How whole the acts of a treaty are on a day: to that day, or to one before, with later acts or without."""

    COMPLETE = "complete"
    SOME_LATER = "some_later"
    NONE_LATER = "none_later"


#: More names than this are counted.
_NAMED = 5


def joined(parts: Iterable[object]) -> str:
    """Return a list as one cell."""
    return ";".join(str(part) for part in parts)


def shown(day: object | None) -> str | None:
    """Return a day, partial date or span as text, or None."""
    return None if day is None else str(day)


def as_of_notes(register: Register, treaties: Iterable[str], day: date) -> tuple[str, ...]:
    """Return a note on the treaties whose acts and statements are not known to be complete on the day."""
    return _told_once((t, _reach(register, t, day)) for t in treaties if not complete(register, t, day))


def complete(register: Register, treaty: str, day: date) -> bool:
    """Return whether the acts of a treaty and the lists of its statements are known to be complete on the day."""
    coverage = register.coverage[treaty]
    statements = coverage.statements_as_of
    return day <= coverage.as_of and statements is not None and day <= statements


def level(register: Register, treaty: str, day: date) -> Level:
    """Return how whole the acts of a treaty are on a day."""
    if day <= register.coverage[treaty].as_of:
        return Level.COMPLETE
    return Level.SOME_LATER if register.later_acts_by(treaty, day) else Level.NONE_LATER


def _reach(register: Register, treaty: str, day: date) -> str:
    coverage, later = register.coverage[treaty], register.later_acts_by(treaty, day)
    statements = coverage.statements_as_of
    listed = "no list of statements was seen" if statements is None else f"lists of statements to {statements}"
    acts = f"acts are complete to {coverage.as_of}, {listed}; "
    match level(register, treaty, day):
        case Level.COMPLETE:
            return acts + f"later statements may be missing on {day}."
        case Level.SOME_LATER:
            return (
                acts + f"{later} later act{'s are' if later > 1 else ' is'} known, and others may be missing on {day}."
            )
        case Level.NONE_LATER:
            return acts + f"no later act is known up to {day}, and some may be missing."


def unnamed_notes(register: Register, treaties: Iterable[str], day: date) -> tuple[str, ...]:
    """Return what is known of consents given by one not named, for those of whom no consent is recorded."""
    return tuple(
        f"{treaty}: one consent given between {act.known_to} and {act.given_by} is missing, and it is not known whose: "
        "one of those of whom no consent is recorded has given it."
        for treaty in treaties
        for act in register.unnamed_acts(treaty)
        if act.known_to < day
    )


def gap_notes(register: Register, treaties: Iterable[str]) -> tuple[str, ...]:
    """Return what is known to be missing for each treaty."""
    coverage = register.coverage
    return _told_once((t, gaps) for t in treaties if (gaps := coverage[t].gaps))


def past_notes(register: Register, treaties: Iterable[str], day: date) -> tuple[str, ...]:
    """Return which States that were there on the day, and are no more, no list read of each treaty could show."""
    return _told_once((t, _of_the_past(register, there)) for t in treaties if (there := _there(register, t, day)))


def _of_the_past(register: Register, there: tuple[str, ...]) -> str:
    names = ", ".join(register.name(p) for p in there)
    return f"not known, and not counted: {names}. The lists read are of a later day and show no State that had ended."


def _there(register: Register, treaty: str, day: date) -> tuple[str, ...]:
    """Return the States of another time that no list read of the treaty shows, and that were there on the day."""
    adopted = register.instruments[treaty].adopted_on
    if adopted is not None and day < adopted.earliest:
        return ()
    lives = {p: register.participants[p].since for p, until in register.ended.items() if day <= until.latest}
    there = [p for p, since in lives.items() if since is None or since.earliest <= day]
    return tuple(p for p in register.not_listed(treaty) if p in there) if there else ()


def depth_notes(register: Register, treaties: Iterable[str]) -> tuple[str, ...]:
    """Return a note on the treaties whose obligations were not read: an empty list of them would say that none is."""
    unread = [t for t in treaties if t not in register.facts.treaties_read]
    if not unread:
        return ()
    return (f"{_listed(unread)}: obligations not read; what is known is the status.",)


def _told_once(told: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return one note for all treaties of which the same is told."""
    by_text: dict[str, list[str]] = {}
    for treaty, text in told:
        by_text.setdefault(text, []).append(treaty)
    return tuple(f"{_listed(treaties)}: {text}" for text, treaties in by_text.items())


def _listed(treaties: list[str]) -> str:
    return ", ".join(treaties[:_NAMED]) + (f" and {len(treaties) - _NAMED} more" if len(treaties) > _NAMED else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservable:
    """What the clauses of a treaty say of reservations (VCLT art. 19); `known` is whether they were looked for."""

    prohibiting: tuple[Clause, ...]
    limiting: tuple[Clause, ...]
    permitting: tuple[Clause, ...]
    known: bool

    @property
    def told(self) -> bool:
        """Whether any clause speaks of them."""
        return bool(self.prohibiting or self.limiting or self.permitting)

    @property
    def others(self) -> bool:
        """Whether one that no clause names may be made, if it is compatible with the object and purpose."""
        return not (self.limiting or any(not c.provisions for c in self.prohibiting))


def reservable(register: Register, treaty: str) -> Reservable:
    """Return which reservations the clauses of a treaty prohibit and permit."""
    return Reservable(
        prohibiting=tuple(register.clauses(treaty, ClauseKind.RESERVATION_PROHIBITED)),
        limiting=tuple(register.clauses(treaty, ClauseKind.RESERVATION_LIMITED)),
        permitting=tuple(register.clauses(treaty, ClauseKind.RESERVATION_PERMITTED)),
        known=register.instruments[treaty].text_read and treaty in register.in_depth,
    )


def reservation_notes(register: Register, treaty: str) -> tuple[str, ...]:
    """Return which reservations the clauses of a treaty prohibit and permit, in words, or that none is known."""
    found = reservable(register, treaty)
    told = [
        *(f"art. {c.article} prohibits reservations{_to(register, c)}" for c in found.prohibiting),
        *(f"art. {c.article} permits only the reservations that it names{_to(register, c)}" for c in found.limiting),
        *(f"art. {c.article} permits a reservation{_to(register, c)}" for c in found.permitting),
    ]
    if told:
        others = _COMPATIBLE if found.others else ""
        return (f"{treaty}, reservations: {'; '.join(told)}{others}.",)
    if found.known:
        return (f"{treaty}, reservations: no clause of the treaty speaks of them{_COMPATIBLE}.",)
    return (f"{treaty}, reservations: whether a clause prohibits or permits some is not in the data.",)


_COMPATIBLE = "; any other must be compatible with the object and purpose (VCLT art. 19(c))"


def _to(register: Register, clause: Clause) -> str:
    """Return to what a clause on reservations is limited, in words."""
    to = ", ".join(cite(register.provisions[p]) for p in clause.provisions)
    limits = clause.condition or clause.note
    return (f" to {to}" if to else "") + (f" ({inside(limits.rstrip('.'))})" if limits else "")


def label(register: Register, scheme: str, code: str, language: str = "en") -> str:
    """Return the label of a code."""
    return register.terms[f"{scheme}/{code}"].labels[language]
