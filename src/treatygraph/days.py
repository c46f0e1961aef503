"""Days as sources give them and as rules need them.

A date known only to the year stays a year (`PartialDate`). A rule that needs a day works on a `Span`,
the earliest and latest day it can be; a span of one day is exact. `since`/`until` are half-open:
`until` is the first day no longer in force.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from treatygraph.errors import BadDayError, BadDurationError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DURATION = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?", re.ASCII)

#: Placeholders that databases use for "no end" and "no start"; never dates.
PLACEHOLDERS = frozenset({"9999-12-31", "0001-01-01"})

#: The first day a treaty of today's data could plausibly date from (Congress of Vienna), and a last one.
EARLIEST, LATEST = date(1815, 1, 1), date(2199, 12, 31)


def parse_day(text: str) -> date:
    """Return the day that `text` (YYYY-MM-DD) names.

    Raises:
        BadDayError: The text is no such day, or a placeholder.
    """
    partial = PartialDate.parse(text)
    if partial.day is None:
        raise BadDayError(f"{text!r} is not a whole day. Write it as YYYY-MM-DD, for example 2020-01-31.")
    return partial.earliest


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days something can have happened on: one day when it is known exactly."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, day: date) -> Span:
        """Return the span of one exactly known day."""
        return cls(day, day)

    @property
    def exact(self) -> date | None:
        """The day when it is known exactly, otherwise None."""
        return self.earliest if self.earliest == self.latest else None

    def later_of(self, other: Span) -> Span:
        """Return the span of the later of the two days ("whichever is the later")."""
        return Span(max(self.earliest, other.earliest), max(self.latest, other.latest))

    def __str__(self) -> str:
        """Return the day, or both bounds; two points for a latest day that is not known."""
        latest = ".." if self.latest == date.max else self.latest
        return str(self.earliest) if self.exact else f"{self.earliest}/{latest}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as exact as its source: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the partial date that `text` (YYYY, YYYY-MM or YYYY-MM-DD) names.

        Raises:
            BadDayError: Another form, a day not in the calendar, a placeholder, or a year beyond reason.
        """
        shown = text if len(text) <= 40 else text[:37] + "..."
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise BadDayError(f"{shown!r} is not a day. Write it as YYYY-MM-DD, for example 2020-01-31.")
        if text in PLACEHOLDERS:
            raise BadDayError(f"{text!r} is a placeholder, never a date. Leave the cell empty.")
        year, month, day = (int(g) if g else None for g in match.groups())
        assert year is not None
        try:
            whole = date(year, month or 1, day or 1)
        except ValueError:
            raise BadDayError(f"{shown!r} is not in the calendar. Check month and day.") from None
        if not EARLIEST <= whole <= LATEST:
            raise BadDayError(f"{shown!r} is outside {EARLIEST.year} to {LATEST.year}. Check the year.")
        return cls(year, month, day)

    @property
    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def span(self) -> Span:
        """The days it can be."""
        return Span(self.earliest, self.latest)

    @property
    def exact(self) -> date | None:
        """The day when it is known exactly, otherwise None."""
        return self.span.exact

    def __str__(self) -> str:
        """Return YYYY, YYYY-MM or YYYY-MM-DD, as exact as it is known."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True, slots=True)
class Duration:
    """A period of calendar years, months and days, kept as it is written (ISO 8601 durations of these)."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Return the duration that `text` (P90D, P3M, P1Y) names.

        Raises:
            BadDurationError: Another form, or more digits and parts than it needs.
        """
        match = _DURATION.fullmatch(text)
        if match is None or not any(match.groups()):
            raise BadDurationError(f"{text!r} is not a duration. Write it as P90D, P3M or P1Y.")
        found = cls(*(int(g or 0) for g in match.groups()))
        if str(found) != text:
            # One spelling only, so that the same facts are the same bytes.
            raise BadDurationError(f"{text!r} is not how the duration is written. Write it as {found}.")
        return found

    def after(self, day: date) -> date:
        """Return the day on which the period that runs from `day` ends.

        The Nth day after 1 July is 1 July + N days. A period of months ends on the same day of the month,
        or on its last day where the month is shorter.
        """
        index = (day.year + self.years) * 12 + day.month - 1 + self.months
        year, month = divmod(index, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)

    def __str__(self) -> str:
        """Return the duration as ISO 8601 writes it: P90D, P3M, P1Y."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")


def first_of_next_month(day: date) -> date:
    """Return the first day of the month that follows the month of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
