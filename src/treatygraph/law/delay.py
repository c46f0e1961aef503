"""When a period of a clause is over. Legal basis: the treaty's own clause (`clauses.csv`: delay, counting, periods)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count

from treatygraph.days import Duration, Span, first_of_next_month
from treatygraph.errors import MissingClauseError
from treatygraph.facts.model import Clause, Counting


def delay_of(clause: Clause) -> Duration:
    """Return the delay of a clause of a kind that has one.

    Raises:
        MissingClauseError: The clause has no delay, which checked facts require.
    """
    if clause.delay is None:
        raise MissingClauseError(f"Clause {clause.id} of clauses.csv has no delay. Fill it in from the treaty.")
    return clause.delay


def _first_of_year(end: date) -> date:
    return end if (end.month, end.day) == (1, 1) else date(end.year + 1, 1, 1)


#: What becomes of the day on which the delay is over, by the way a clause counts; else it is that day.
_ROUNDED: Mapping[Counting | None, Callable[[date], date]] = {
    Counting.FIRST_OF_MONTH: first_of_next_month,
    # "The first day of the sixth month after the month in which": the day of the act does not matter.
    Counting.FIRST_OF_MONTH_COUNTED_FROM_MONTH: lambda end: end.replace(day=1),
    # "Received on or before 1 July: from 1 January of the next year": six months, then the first 1 January.
    Counting.FIRST_OF_YEAR: _first_of_year,
}


def rounded(clause: Clause) -> bool:
    """Return whether the day is not the one on which the delay is over, but the beginning of a month or year."""
    return clause.counting in _ROUNDED


def counted(clause: Clause) -> dict[str, object]:
    """Return what a sentence says of a clause's delay: how long it is and, where it is rounded, how it is counted."""
    told: dict[str, object] = {"delay": delay_of(clause)}
    return {**told, "counting": str(clause.counting)} if rounded(clause) else told


def delayed(clause: Clause, day: date) -> date:
    """Return the day on which the clause's delay, counted from `day`, is over."""
    end = delay_of(clause).after(day)
    to = _ROUNDED.get(clause.counting)
    return end if to is None else to(end)


def delayed_span(clause: Clause, span: Span) -> Span:
    """Return the span of days on which the delay is over; delays keep the order of days."""
    return Span(delayed(clause, span.earliest), delayed(clause, span.latest))


def end_of_period(clause: Clause, begun: date, received: date) -> date:
    """Return the end of the first period that is not over before the clause's notice, given on `received`, is.

    Args:
        clause: A clause that counts by periods: `first_period`, then `period` after `period`; `delay` is the notice.
        begun: The day from which the periods run: the entry into force of the treaty.
        received: The day of the notice.

    Raises:
        MissingClauseError: The clause has no period, which checked facts require.
    """
    if clause.period is None or clause.period == Duration():
        raise MissingClauseError(f"Clause {clause.id} of clauses.csv has no period. Fill it in from the treaty.")
    soonest = delay_of(clause).after(received)
    first, later = clause.first_period or clause.period, clause.period
    ends = (
        Duration(
            years=first.years + n * later.years,
            months=first.months + n * later.months,
            days=first.days + n * later.days,
        ).after(begun)
        for n in count()
    )
    return next(end for end in ends if end >= soonest)
