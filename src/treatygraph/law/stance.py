"""One reservation, one other party, one day, and what that party's attitude comes to. Legal basis: VCLT art. 20."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import Statement
from treatygraph.facts.reference import Fact
from treatygraph.facts.register import Register
from treatygraph.law.formulation import participation_of
from treatygraph.law.model import (
    Acceptance,
    EffectOn,
    Participation,
    Reading,
    Reason,
    Reservation,
    Timing,
    View,
    because,
)
from treatygraph.law.objections import (
    deadline,
    withdrawal,
)
from treatygraph.law.reservations import wanted
from treatygraph.law.rule import Rule
from treatygraph.law.status import Concluded

#: What a view comes to: one effect, or the readings that stand inside it.
Result = EffectOn | tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What the attitude of the other party comes to; `notices` are its objections without effect."""

    result: Result
    acceptance: Acceptance
    reason: Reason
    notices: tuple[Statement, ...] = ()
    objection: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One reservation, one other party, one day."""

    concluded: Concluded
    reservation: Reservation
    other: Participation
    day: date

    @property
    def register(self) -> Register:
        """The facts."""
        return self.concluded.register

    @property
    def statement(self) -> Statement:
        """The statement that makes the reservation."""
        return self.reservation.statement

    @property
    def made(self) -> Span:
        """The day on which the reservation counts as made; one confirmed late counted as made on consent before."""
        if lacks_confirmation(self):
            own = participation_of(self.concluded, self.statement)
            assert own is not None, "a reservation that stands belongs to a participation"
            return own.consented
        assert self.reservation.day is not None, "a reservation that stands was made by one who consented"
        return self.reservation.day

    @property
    def last(self) -> Span:
        """The last day on which the other can object."""
        return deadline(self.made, self.reservation.notified, self.other.consented)

    def because(self, rule: Rule, *under: Reason, facts: tuple[Fact, ...] = (), **values: object) -> Reason:
        """Return a reason about the two parties and the reservation; it stands on how the reservation was made."""
        known: dict[str, object] = {
            "participant": self.statement.participant,
            "other": self.other.participant,
            "statement": self.statement.id,
            "treaty": self.statement.treaty,
            "effect": str(wanted(self.statement)),
        }
        given = {name: value for name, value in {**known, **values}.items() if name in rule.places}
        return because(rule, self.reservation.reason, *under, facts=facts, values=given)

    def by_day(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """Return the statements made by the day, as far as their days are known."""
        return tuple(s for s in statements if s.made_on is None or s.made_on.earliest <= self.day)

    def stage(self, statement: Statement) -> bool | None:
        """Return whether the statement is withdrawn on the day; None when that is not settled."""
        found = withdrawal(self.register, statement)
        return False if found is None else found.stage(self.day)


def either(*views: tuple[View, Result]) -> tuple[Reading, ...]:
    """Return one reading for each view; a view that itself has readings gives those."""
    found: list[Reading] = []
    for view, result in views:
        own = result if isinstance(result, tuple) else (Reading(view=view, effect=result),)
        found += [reading for reading in own if reading not in found]
    return tuple(found)


def lacks_confirmation(case: Case) -> bool:
    """Return whether it is unconfirmed on the day; one confirmed late was unconfirmed until then."""
    reservation = case.reservation
    if reservation.confirmation is not None and reservation.timing is Timing.LATE:
        assert reservation.day is not None
        return case.day < reservation.day.earliest
    return reservation.timing is Timing.UNCONFIRMED
