"""Charts as figures for SVG: where everything stands. Templates draw; a table or list beside each says the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.law.model import Participation, Standing

#: Width of a chart, and the room left of it for labels.
WIDTH, LEFT, RIGHT = 760, 150, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Days along a line."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day stands."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT), 1)

    def years(self) -> list[tuple[float, int]]:
        """Return the years to mark, about eight of them, with where they stand."""
        span = self.last.year - self.first.year
        step = next(s for s in (1, 2, 5, 10, 20, 50, 1000) if span / s <= 8)
        years = range(-(-self.first.year // step) * step, self.last.year + 1, step)
        return [(self.x(date(y, 1, 1)), y) for y in years if date(y, 1, 1) >= self.first]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A line of a timeline: a treaty, when it was signed and joined, and when it was in force.

    `after` are the parts of the bars that lie after the day to which acts are complete: nothing is known of an end.
    """

    treaty: str
    y: int
    signed: tuple[float, str] | None
    joined: tuple[tuple[float, str], ...]
    bars: tuple[tuple[float, float, str], ...]
    after: tuple[tuple[float, float, str], ...] = ()


def timeline(
    standings: list[tuple[Standing, tuple[Participation, ...]]], scale: Scale, complete: Mapping[str, date]
) -> tuple[Lane, ...]:
    """Return the lanes of a participant's timeline; a span of days is drawn from its earliest.

    `complete` says of each treaty to which day its acts are complete: a bar that nothing ends is certain until then.
    """
    lanes = []
    for n, (held, participations) in enumerate(standings):
        signed = held.signature
        bars, after = [], []
        for p in participations:
            if p.since is not None and p.since.earliest <= scale.last:
                known = max(p.since.earliest, min(scale.last, complete[held.treaty]))
                end = p.until.earliest if p.until is not None else known
                begin, text = scale.x(p.since.earliest), f"{p.since} – {p.until or ''}"
                bars.append((begin, max(1.0, round(scale.x(end) - begin, 1)), text))
                if p.until is None and known < scale.last:
                    after.append((scale.x(known), round(scale.x(scale.last) - scale.x(known), 1), text))
        lanes.append(
            Lane(
                treaty=held.treaty,
                y=34 + n * 34,
                signed=(scale.x(signed.done_on.earliest), str(signed.done_on)) if signed is not None else None,
                joined=tuple((scale.x(p.consented.earliest), str(p.consented)) for p in participations),
                bars=tuple(bars),
                after=tuple(after),
            )
        )
    return tuple(lanes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Parties over time: a line of steps, with marks along both axes.

    `after` goes on from `points` after the day to which acts are complete: dotted, since more may have happened.
    """

    points: str
    after: str
    ticks: tuple[tuple[float, int], ...]
    years: tuple[tuple[float, int], ...]
    marks: tuple[tuple[float, str], ...]
    last: int
    by_year: tuple[tuple[int, int], ...]


_TOP, _BOTTOM = 16, 230


def steps(participations: Iterable[Participation], last: date) -> list[tuple[date, int]]:
    """Return on which days, up to the last, a treaty entered into force for one more (+1) or ended for one (-1)."""
    changes: list[tuple[date, int]] = []
    for p in participations:
        if p.since is None:
            continue
        # A succession leaves open whether it was in force before its notice; an end, from its earliest day.
        begun = max(p.since.latest, p.open_until.latest) if p.open_until is not None else p.since.latest
        if begun <= last:
            changes.append((begun, 1))
            if p.until is not None and p.until.earliest <= last:
                changes.append((max(begun, p.until.earliest), -1))
    return sorted(changes)


def growth(participations: list[Participation], scale: Scale, marks: list[tuple[date, str]], complete: date) -> Growth:
    """Return for how many a treaty was in force, from day to day, and at the end of each year.

    The line is whole up to the day to which acts are complete, and another one after it.
    """
    changes = steps(participations, scale.last)
    known = max(scale.first, min(scale.last, complete))
    most = max(10, -(-max(1, sum(n for _, n in changes)) // 50) * 50)

    def y(number: int) -> float:
        return round(_BOTTOM - number / most * (_BOTTOM - _TOP), 1)

    points, after, number, days, numbers = [f"{scale.x(scale.first)},{y(0)}"], list[str](), 0, [], []
    for day, change in changes:
        if day > known and not after:
            points.append(f"{scale.x(known)},{y(number)}")
            after.append(points[-1])
        line = after if day > known else points
        line.append(f"{scale.x(day)},{y(number)}")
        number += change
        line.append(f"{scale.x(day)},{y(number)}")
        days.append(day)
        numbers.append(number)
    if not after:
        points.append(f"{scale.x(known)},{y(number)}")
        after = [points[-1]] if known < scale.last else []
    if after:
        after.append(f"{scale.x(scale.last)},{y(number)}")

    def at(day: date) -> int:
        found = bisect_right(days, day)
        return numbers[found - 1] if found else 0

    ends = [(year, min(date(year, 12, 31), scale.last)) for year in range(scale.first.year, scale.last.year + 1)]
    return Growth(
        points=" ".join(points),
        after=" ".join(after),
        ticks=tuple((y(n), n) for n in range(0, most + 1, most // 5)),
        years=tuple(scale.years()),
        marks=tuple((scale.x(day), text) for day, text in marks if scale.first <= day <= scale.last),
        last=number,
        by_year=tuple((year, at(day)) for year, day in ends),
    )
