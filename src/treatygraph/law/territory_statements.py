"""What was said of a territory by a day: the statement that took effect last, since when, and whether that is settled.

Legal basis: VCLT art. 29: a statement that extends or excludes establishes the intention; `territories` says what
follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import Effect, Statement
from treatygraph.facts.register import Register
from treatygraph.law.objections import withdrawal


@dataclass(frozen=True, slots=True)
class LastWord:
    """The statement that took effect last, from when, and whether it is settled that it works on the day."""

    statement: Statement
    begun: Span
    settled: bool

    @property
    def extends(self) -> bool:
        """Whether it extends the treaty to the territory, and does not exclude it."""
        return self.statement.effect is Effect.TERRITORIAL_EXTENSION


def last_word(register: Register, own: list[Statement], day: date) -> LastWord | None:
    """Return the last word on a territory by the day; None where nothing is said, or all of it was taken back."""
    for statement, span in sorted(_begun(register, own, day), key=lambda b: (b[1].latest, b[0].id))[::-1]:
        stage = _taken_back(register, statement, day)
        if stage is not True:
            return LastWord(statement, span, span.latest <= day and stage is False)
    return None


def _taken_back(register: Register, statement: Statement, day: date) -> bool | None:
    """Return whether a statement is withdrawn on the day; None when the record does not settle it."""
    found = withdrawal(register, statement)
    return found.stage(day) if found is not None else False


def going_on(register: Register, own: list[Statement], day: date) -> LastWord | None:
    """Return the last word on a territory where a notice may stand by which a treaty goes on applying there, or None.

    An exclusion by one that is not party, without such a notice, is about nothing.
    """
    notices = [s for s in own if s.effect is Effect.TERRITORIAL_EXTENSION and s.effective_on is not None]
    standing = [s for s, _ in _begun(register, notices, day) if _taken_back(register, s, day) is not True]
    excluding = [s for s in own if s.effect is Effect.TERRITORIAL_EXCLUSION]
    return last_word(register, [*standing, *excluding], day) if standing else None


def _begun(register: Register, own: list[Statement], day: date) -> Iterator[tuple[Statement, Span]]:
    """Yield the statements that may have taken effect by the day, with when."""
    for statement in own:
        span = begins(register, statement)
        if span.earliest <= day:
            yield statement, span


def begins(register: Register, statement: Statement) -> Span:
    """Return when a statement takes effect: its own day of effect, or that on which it was made.

    Where no day was seen, any day until its source was made.
    """
    told = statement.effective_on or statement.made_on
    if told is not None:
        return told.span
    return Span(date.min, max(register.sources[s].as_of.latest for s in statement.sources))
