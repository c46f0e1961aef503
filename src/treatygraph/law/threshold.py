"""The number of instruments a treaty needs, and the day on which it was reached.

Legal basis: VCLT art. 24(1); the treaty's own clause decides which acts count. Every deposit counts on its day, that of
a State that ended later, too: what a State did is not undone by its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from treatygraph.days import Span
from treatygraph.facts.model import ENDING, Action, Clause
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason, because
from treatygraph.law.rule import Family, Rule

THRESHOLD = Rule(
    id="threshold",
    title="The instrument that completes the number needed",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence=(
        "The instrument number {threshold} that counts for {treaty} was deposited on {day} (deposits that "
        "day: {participants})."
    ),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The instruments that count: how many stand, and when there were as many as needed, if ever."""

    standing: int
    day: Span | None
    reason: Reason | None


def count_instruments(register: Register, clause: Clause, threshold: int) -> Counted:
    """Return when `threshold` participants first had an instrument standing at once, and why."""
    # An instrument of an organization counts like any other, unless the clause says that it is not additional to
    # those of its member States (UNTOC art. 38(1)).
    actions = [
        a
        for a in register.actions_by_treaty.get(clause.instrument, ())
        if a.kind in ENDING
        or (a.kind in clause.counted_actions and (clause.reio_counts is not False or a.participant in register.states))
    ]
    # With inexact days the threshold lies between the day reached if every act was early and every
    # taking-back late, and the day reached the other way round.
    soon = _reach(_ordered(actions, _early), threshold, _early)
    late = _reach(_ordered(actions, _late), threshold, _late)
    if soon is None or late is None:
        standing = {a.participant for a in actions if a.kind not in ENDING}
        standing -= {a.participant for a in actions if a.kind in ENDING}
        return Counted(len(standing), None, None)
    day = Span(soon.day, late.day)
    reason = because(
        THRESHOLD,
        article=clause.article,
        treaty=clause.instrument,
        threshold=threshold,
        participants=_depositing_on(actions, late.day),
        day=day,
        # Without what was taken back before, the threshold would have been reached too early.
        facts=(*late.counted, *late.ended),
    )
    return Counted(threshold, day, reason)


@dataclass(frozen=True, slots=True)
class _Reached:
    """When the threshold was reached, by which instruments, and what took others back before."""

    day: date
    counted: tuple[Action, ...]
    ended: tuple[Action, ...]


def _reach(actions: Iterable[Action], threshold: int, at: Callable[[Action], date]) -> _Reached | None:
    """Return when `threshold` participants first had an instrument standing at once.

    Order of deposit, not of rows: the depositary's list is alphabetical. On one day an instrument that
    is taken back is taken back before another is counted, so that the day is not reached too early.
    """
    standing: dict[str, Action] = {}
    ended: list[Action] = []
    for action in actions:
        if action.kind in ENDING:
            if standing.pop(action.participant, None) is not None:
                ended.append(action)
        else:
            standing.setdefault(action.participant, action)
            if len(standing) == threshold:
                return _Reached(at(action), tuple(standing.values()), tuple(ended))
    return None


def _ordered(actions: list[Action], at: Callable[[Action], date]) -> list[Action]:
    """Return actions in the order in which they count. Of exact days the parts are compared: there are many."""
    if None not in [a.done_on.day for a in actions]:
        parts = [
            (a.done_on.year, a.done_on.month or 1, a.done_on.day or 1, a.kind not in ENDING, a.id, a) for a in actions
        ]
        return [each[-1] for each in sorted(parts, key=itemgetter(slice(-1)))]
    return sorted(actions, key=lambda a: (at(a), a.kind not in ENDING, a.id))


def _depositing_on(actions: list[Action], day: date) -> tuple[str, ...]:
    """Return everyone whose instrument can have been the last one: several may deposit on one day."""
    found = {
        a.participant
        for a in actions
        if a.done_on.year == day.year and a.kind not in ENDING and a.done_on.latest == day
    }
    return tuple(sorted(found))


def _early(action: Action) -> date:
    return action.done_on.latest if action.kind in ENDING else action.done_on.earliest


def _late(action: Action) -> date:
    return action.done_on.earliest if action.kind in ENDING else action.done_on.latest
