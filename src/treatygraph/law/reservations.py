"""Reservations and objections. Legal basis: VCLT arts. 19 to 23.

A reservation excludes or modifies, whatever it is called (art. 2(1)(d)). It works both ways between its
author and each other party (21(1)), never between the others (21(2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from treatygraph.days import Duration, Span
from treatygraph.facts.model import ClauseKind, Effect, Statement, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.force import clause_fact
from treatygraph.law.model import (
    EffectOn,
    Participation,
    Permission,
    ProvisionEffect,
    Reason,
    Reservation,
    Timing,
    because,
)
from treatygraph.law.status import Concluded
from treatygraph.law.termination import earlier_of

#: A party is taken to accept what it has not objected to within this time (VCLT art. 20(5)).
ACCEPTANCE_PERIOD = Duration.parse("P12M")

_EFFECTS = {
    Effect.EXCLUDES: EffectOn.EXCLUDED,
    Effect.MODIFIES: EffectOn.MODIFIED,
    Effect.UNSPECIFIED: EffectOn.EXTENT_NOT_STATED,
}

_TIMING_RULES = {
    Timing.ON_CONSENT: "reservation-made",
    Timing.CONFIRMED: "reservation-confirmed",
    Timing.UNCONFIRMED: "reservation-unconfirmed",
    Timing.LATE: "reservation-late",
    Timing.UNDATED: "reservation-undated",
}


def purports_to_reserve(statement: Statement) -> bool:
    """Return whether the statement purports to exclude or modify legal effect (VCLT art. 2(1)(d)).

    A reservation whose extent is not stated counts; a declaration counts only when it excludes or modifies.
    """
    if statement.kind is StatementKind.RESERVATION:
        return True
    return statement.kind in {
        StatementKind.DECLARATION,
        StatementKind.INTERPRETATIVE_DECLARATION,
    } and statement.effect in {Effect.EXCLUDES, Effect.MODIFIES}


def reservations(concluded: Concluded, treaty: str) -> Mapping[str, tuple[Reservation, ...]]:
    """Return the reservations to a treaty by the participant that made them."""
    found: dict[str, list[Reservation]] = {}
    for statement in concluded.register.statements_by_treaty.get(treaty, ()):
        if purports_to_reserve(statement):
            found.setdefault(statement.participant, []).append(_reservation(concluded, statement))
    return {participant: tuple(own) for participant, own in found.items()}


def covered(register: Register, statement: Statement) -> frozenset[str] | None:
    """Return the provisions a statement concerns, with all that stand inside them; None for every one.

    A reservation whose provision is not known covers none by itself: it is a data gap, not a guess.
    """
    if statement.whole_treaty:
        return None
    return frozenset(part for provision in statement.provisions for part in register.within(provision))


def _reservation(concluded: Concluded, statement: Statement) -> Reservation:
    register = concluded.register
    participation = _participation_of(concluded, statement)
    timing, confirmed = _timing(register, statement, participation)
    permission, clause_facts, article = _permission(register, statement)
    since = participation.since if participation is not None else None
    if timing is Timing.LATE and since is not None and statement.made_on is not None:
        since = since.later_of(statement.made_on.span)
    until, withdrawn = _withdrawal(register, statement)
    if participation is not None and participation.until is not None:
        # It ends with the participation it belongs to; who rejoins without it is bound in full.
        until = earlier_of(until, participation.until)
    under: list[Reason] = []
    if permission is not Permission.OPEN:
        under.append(
            because(
                f"reservation-{permission}",
                article=article,
                participant=statement.participant,
                treaty=statement.treaty,
                facts=clause_facts,
            )
        )
    if withdrawn is not None:
        under.append(withdrawn)
    # A reservation that is not confirmed, late, or prohibited may not stand: both readings are named.
    settled = timing in {Timing.ON_CONSENT, Timing.CONFIRMED, Timing.UNDATED}
    effect = _EFFECTS.get(statement.effect, EffectOn.EXTENT_NOT_STATED)
    if not settled or permission is Permission.PROHIBITED:
        effect = EffectOn.DISPUTED
    reason = because(
        _TIMING_RULES[timing],
        *under,
        participant=statement.participant,
        treaty=statement.treaty,
        statement=statement.id,
        effect=effect,
        made_on=statement.made_on or "",
        consented=participation.consented if participation is not None else "",
        called=statement.called or "",
        facts=(f"statements/{statement.id}", *(f"statements/{s.id}" for s in confirmed)),
    )
    return Reservation(
        statement=statement,
        effect=effect,
        timing=timing,
        permission=permission,
        since=since,
        until=until,
        provisions=covered(register, statement),
        reason=reason,
    )


def _participation_of(concluded: Concluded, statement: Statement) -> Participation | None:
    """Return the participation a statement belongs to: the first not ended when it was made."""
    own = concluded.of(statement.participant, statement.treaty)
    for participation in own:
        if (
            statement.made_on is None
            or participation.until is None
            or statement.made_on.earliest < participation.until.latest
        ):
            return participation
    return None


def _timing(
    register: Register, statement: Statement, participation: Participation | None
) -> tuple[Timing, tuple[Statement, ...]]:
    """Return when a reservation was formulated, and what confirmed it (VCLT arts. 19, 23(2))."""
    if statement.made_on is None:
        return Timing.UNDATED, ()
    if participation is None or statement.made_on.latest < participation.consented.earliest:
        confirmed = tuple(
            s
            for s in register.statements_on.get(statement.id, ())
            if s.kind is StatementKind.CONFIRMATION and s.participant == statement.participant
        )
        return (Timing.CONFIRMED if confirmed else Timing.UNCONFIRMED), confirmed
    if statement.made_on.earliest > participation.consented.latest:
        return Timing.LATE, ()
    return Timing.ON_CONSENT, ()


def _permission(register: Register, statement: Statement) -> tuple[Permission, tuple[str, ...], str]:
    """Return what the treaty says of such a reservation, by which clause and article."""
    provisions = covered(register, statement)
    for clause in register.clauses(statement.treaty, ClauseKind.RESERVATION_PROHIBITED):
        named = {part for provision in clause.provisions for part in register.within(provision)}
        if not clause.provisions or provisions is None or provisions & named:
            return Permission.PROHIBITED, (clause_fact(clause),), clause.article
    for clause in register.clauses(statement.treaty, ClauseKind.RESERVATION_PERMITTED):
        named = {part for provision in clause.provisions for part in register.within(provision)}
        if provisions and provisions <= named:
            return Permission.PERMITTED, (clause_fact(clause),), clause.article
    return Permission.OPEN, (), ""


def _withdrawal(register: Register, statement: Statement) -> tuple[Span | None, Reason | None]:
    """Return from when a statement no longer stands because its author withdrew it (VCLT art. 22(3))."""
    for other in register.statements_on.get(statement.id, ()):
        if other.kind is not StatementKind.WITHDRAWAL or other.participant != statement.participant:
            continue
        day = other.effective_on or other.made_on
        until = day.span if day is not None else Span(date.min, date.max)
        return until, because(
            "statement-withdrawn",
            participant=statement.participant,
            statement=statement.id,
            day=day or "",
            facts=(f"statements/{other.id}",),
        )
    return None, None


def objections(register: Register, reservation: Statement, objector: str) -> tuple[Statement, ...]:
    """Return the objector's objections to the reservation."""
    return tuple(
        s
        for s in register.statements_on.get(reservation.id, ())
        if s.kind is StatementKind.OBJECTION and s.participant == objector
    )


def between(
    concluded: Concluded, reservation: Reservation, other: Participation, day: date
) -> ProvisionEffect | Reason:
    """Return what a reservation does between its author and another party on a day.

    A bare reason is why there is no treaty relation at all: an objection precludes it.
    """
    register = concluded.register
    objected = _objection_standing(register, reservation, other, day)
    if objected is not None:
        objection, rule = objected
        facts = (f"statements/{objection.id}",)
        values: dict[str, object] = {
            "participant": reservation.statement.participant,
            "other": other.participant,
            "statement": reservation.statement.id,
            "objection": objection.id,
            "made_on": objection.made_on or "",
        }
        if rule == "objection" and objection.precludes:
            return because("objection-precludes", reservation.reason, facts=facts, values=values)
        reason = because(rule, reservation.reason, facts=facts, values=values)
        if rule == "objection-late":
            return ProvisionEffect(reservation=reservation, effect=reservation.effect, reason=reason)
        effect = reservation.effect
        if effect in {EffectOn.EXCLUDED, EffectOn.MODIFIED}:
            effect = EffectOn.NOT_APPLIED
        return ProvisionEffect(reservation=reservation, effect=effect, reason=reason)
    reason = _acceptance(reservation, other, day)
    return ProvisionEffect(reservation=reservation, effect=reservation.effect, reason=reason)


def _deadline(reservation: Reservation, other: Participation) -> date | None:
    """Return the last day for the other's objection: twelve months, or its own consent if later.

    The twelve months run from notification (VCLT art. 20(5)); the data hold the day the reservation was made.
    """
    if reservation.statement.made_on is None:
        return None
    return max(ACCEPTANCE_PERIOD.after(reservation.statement.made_on.latest), other.consented.latest)


def _objection_standing(
    register: Register, reservation: Reservation, other: Participation, day: date
) -> tuple[Statement, str] | None:
    """Return the other party's objection that stands on the day, and the rule for it."""
    deadline = _deadline(reservation, other)
    for objection in objections(register, reservation.statement, other.participant):
        until, _ = _withdrawal(register, objection)
        if until is not None and day >= until.earliest:
            continue
        if objection.made_on is None:
            return objection, "objection-undated"
        if day < objection.made_on.earliest:
            continue
        if deadline is not None and objection.made_on.earliest > deadline:
            return objection, "objection-late"
        return objection, "objection"
    return None


def _acceptance(reservation: Reservation, other: Participation, day: date) -> Reason:
    """Return the reason for the effect of a reservation the other party has not objected to."""
    statement = reservation.statement
    values: dict[str, object] = {
        "participant": statement.participant,
        "other": other.participant,
        "statement": statement.id,
        "effect": reservation.effect,
    }
    if reservation.permission is Permission.PERMITTED:
        return because("reservation-effect", reservation.reason, values=values)
    deadline = _deadline(reservation, other)
    if deadline is None or day > deadline:
        return because("reservation-accepted", reservation.reason, deadline=deadline or "", values=values)
    return because("reservation-pending", reservation.reason, deadline=deadline, values=values)
