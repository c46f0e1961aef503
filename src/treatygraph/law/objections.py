"""Objections to reservations: when they can be made, and which of them stand. Legal basis: VCLT arts. 20(5), 22, 23.

The time to object is twelve months from the notification of the reservation, or until the objector's own consent,
whichever is later. The record often holds the day a reservation was made and not the day of its notification:
what lies within `NOTICE` after the anniversary is close, and no answer calls it settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from treatygraph.days import Duration, Span
from treatygraph.facts.model import Effect, Ground, Statement, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.model import Participation, Reason, because
from treatygraph.law.rule import Family, Rule

#: A party is taken to accept what it has not objected to within this time (VCLT art. 20(5)).
ACCEPTANCE_PERIOD = Duration.parse("P12M")

#: How long a notice of the depositary may take where its day is not known. No rule of law: a caution.
NOTICE = Duration.parse("P6M")

#: Grounds that say that the reservation may not be made at all, so that no lapse of time cures it.
INVALIDITY = frozenset({Ground.PROHIBITED, Ground.NOT_ALLOWED, Ground.INCOMPATIBLE})

STATEMENT_WITHDRAWN = Rule(
    id="statement-withdrawn",
    title="Withdrawal of a reservation or objection",
    basis="VCLT arts. 22, 23(4)",
    family=Family.RESERVATION,
    sentence="{participant} withdrew {statement}, effective {day}.",
)
WITHDRAWAL_NOT_NOTIFIED = Rule(
    id="withdrawal-not-notified",
    title="A withdrawal whose notice is not known",
    basis="VCLT arts. 22(3), 23(4)",
    family=Family.RESERVATION,
    sentence=(
        "{participant} withdrew {statement} ({day}); a withdrawal is operative for another party once that party has "
        "notice of it, and the day of notice was not seen."
    ),
)
WITHDRAWAL_UNDATED = Rule(
    id="withdrawal-undated",
    title="A withdrawal whose day was not seen",
    basis="VCLT arts. 22(3), 23(4)",
    family=Family.RESERVATION,
    sentence="{participant} withdrew {statement} on a day that was not seen.",
)
OBJECTION_BEFORE_CONSENT = Rule(
    id="objection-before-consent",
    title="An objection made before the objector's own consent",
    basis="VCLT arts. 20(4)(b), 20(5)",
    family=Family.OBJECTION,
    sentence=(
        "{other} made {objection} before it consented to {treaty}; an objection has effect from its author's own "
        "consent to be bound."
    ),
)


class InTime(StrEnum):
    """Whether an objection came within the time to object."""

    YES = "yes"
    NO = "no"
    CLOSE = "close"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The withdrawal of a statement: when it was made, and from when it is operative for others.

    `settled` is the first day on which it surely is; None where no day was seen.
    """

    statement: Statement
    begun: date
    settled: date | None
    day: Span

    def stage(self, day: date) -> bool | None:
        """Return whether it is operative on the day; None when the record does not settle it."""
        if day < self.begun:
            return False
        return True if self.settled is not None and day >= self.settled else None


def withdrawal(register: Register, statement: Statement) -> Withdrawal | None:
    """Return the withdrawal of a statement by its author, or None (VCLT arts. 22(3), 23(4))."""
    for other in register.statements_on.get(statement.id, ()):
        if other.kind is not StatementKind.WITHDRAWAL or other.participant != statement.participant:
            continue
        known = other.effective_on or other.notified_on
        if known is not None:
            return Withdrawal(statement=other, begun=known.earliest, settled=known.latest, day=known.span)
        if other.made_on is None:
            return Withdrawal(statement=other, begun=date.min, settled=None, day=Span(date.min, date.max))
        made = other.made_on
        return Withdrawal(statement=other, begun=made.earliest, settled=NOTICE.after(made.latest), day=made.span)
    return None


def withdrawal_reason(found: Withdrawal, statement: Statement) -> Reason:
    """Return why a statement no longer stands, or may no longer stand."""
    told = found.statement.effective_on or found.statement.notified_on
    values = {"participant": statement.participant, "statement": statement.id}
    if told is None and found.statement.made_on is None:
        return because(WITHDRAWAL_UNDATED, values=values, facts=(found.statement,))
    rule = STATEMENT_WITHDRAWN if told is not None else WITHDRAWAL_NOT_NOTIFIED
    return because(rule, day=found.day, values=values, facts=(found.statement,))


def objections_to(register: Register, reservation: Statement, objector: str) -> tuple[Statement, ...]:
    """Return the objector's objections to the reservation."""
    return tuple(
        s
        for s in register.statements_on.get(reservation.id, ())
        if s.kind is StatementKind.OBJECTION and s.participant == objector
    )


def unaimed(register: Register, reservation: Statement, objector: str) -> tuple[Statement, ...]:
    """Return the objector's objections under the treaty that may be aimed at the reservation: no target was seen."""
    return tuple(
        s
        for s in register.statements_of(objector, reservation.treaty)
        if s.kind is StatementKind.OBJECTION
        and s.target_statement is None
        and s.target_participant in {None, reservation.participant}
        and objector != reservation.participant
        and not _older(s, reservation)
    )


def accepted_by(register: Register, reservation: Statement, other: str, day: date) -> Statement | None:
    """Return the other's express acceptance of the reservation by the day (VCLT art. 20(4)(a)), or None."""
    return next(
        (
            s
            for s in register.statements_on.get(reservation.id, ())
            if s.effect is Effect.ACCEPTS
            and s.participant == other
            and s.made_on is not None
            and s.made_on.latest <= day
        ),
        None,
    )


def deadline(made: Span, notified: Span | None, consented: Span | None) -> Span:
    """Return the last day to object: exact where the day of notification is known, else earliest and latest."""
    if notified is not None:
        last = Span(ACCEPTANCE_PERIOD.after(notified.earliest), ACCEPTANCE_PERIOD.after(notified.latest))
    else:
        last = Span(ACCEPTANCE_PERIOD.after(made.earliest), NOTICE.after(ACCEPTANCE_PERIOD.after(made.latest)))
    return last if consented is None else last.later_of(consented)


def in_time(objection: Statement, last: Span) -> InTime:
    """Return whether an objection came in time."""
    if objection.made_on is None:
        return InTime.UNDATED
    if objection.made_on.latest <= last.earliest:
        return InTime.YES
    return InTime.NO if objection.made_on.earliest > last.latest else InTime.CLOSE


def may_be_invalid(objection: Statement) -> bool:
    """Return whether the objection says that the reservation may not be made, or its text was not seen."""
    return objection.ground is None or objection.ground in INVALIDITY


def early(objection: Statement, other: Participation) -> tuple[Reason, ...]:
    """Return, for an objection made before its author consented, that it has effect from the consent only."""
    if objection.made_on is None or objection.made_on.latest >= other.consented.earliest:
        return ()
    return (
        because(
            OBJECTION_BEFORE_CONSENT,
            other=other.participant,
            treaty=other.treaty,
            objection=objection.id,
            facts=(objection, other.consent),
        ),
    )


def _older(objection: Statement, reservation: Statement) -> bool:
    made, answered = objection.made_on, reservation.made_on
    return made is not None and answered is not None and made.latest < answered.earliest
