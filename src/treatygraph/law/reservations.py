"""Reservations as such: what each does to the commitments of its author. Legal basis: VCLT arts. 19 to 23.

A reservation excludes or modifies, whatever it is called (art. 2(1)(d)). It works both ways between its author and
each other party (21(1)), never between the others (21(2)); what it does between two is in `law.acceptance`.

Late reservations follow the practice of the depositary: accepted for deposit when no contracting State objects
within twelve months, and one objection defeats it for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from treatygraph.days import Span
from treatygraph.facts.model import Effect, Statement, StatementKind
from treatygraph.facts.reference import Fact
from treatygraph.facts.register import Register
from treatygraph.law.consent import signature
from treatygraph.law.formulation import (
    Formulation,
    covered,
    formulated,
    participation_of,
    purports_to_reserve,
)
from treatygraph.law.model import (
    EffectOn,
    Permission,
    Phase,
    Reason,
    Reservation,
    Timing,
    because,
)
from treatygraph.law.objections import InTime, deadline, in_time, withdrawal, withdrawal_reason
from treatygraph.law.purport import is_reservation
from treatygraph.law.reservation_rules import (
    DECLARATION_DOUBTED,
    DECLARATION_IN_SUBSTANCE,
    RESERVATION_AT_SIGNATURE,
    RESERVATION_CONFIRMED,
    RESERVATION_DEFEATED,
    RESERVATION_DEPOSITED,
    RESERVATION_ELSEWHEN,
    RESERVATION_LATE,
    RESERVATION_LATE_CONFIRMATION,
    RESERVATION_LATER,
    RESERVATION_MADE,
    RESERVATION_NOT_ALLOWED,
    RESERVATION_NULL,
    RESERVATION_PERMITTED,
    RESERVATION_PROHIBITED,
    RESERVATION_UNCONFIRMED,
    RESERVATION_UNDATED,
    WORDING_NOT_SEEN,
)
from treatygraph.law.rule import Rule
from treatygraph.law.status import Concluded
from treatygraph.law.termination import earlier_of

_EFFECTS = {
    Effect.EXCLUDES: EffectOn.EXCLUDED,
    Effect.MODIFIES: EffectOn.MODIFIED,
}

_INVALID = {
    Permission.PROHIBITED: RESERVATION_PROHIBITED,
    Permission.NOT_ALLOWED: RESERVATION_NOT_ALLOWED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """What becomes of a late reservation: the last day to object, and the objections that may defeat it."""

    last: Span
    against: tuple[Statement, ...]


def reservations(concluded: Concluded, treaty: str) -> Mapping[str, tuple[Reservation, ...]]:
    """Return the reservations to a treaty by the participant that made them; concluded once."""
    return concluded.once(("reservations", treaty), lambda: _reservations(concluded, treaty))


def _reservations(concluded: Concluded, treaty: str) -> Mapping[str, tuple[Reservation, ...]]:
    made = concluded.register.statements_by_treaty.get(treaty, ())
    authors = dict.fromkeys(s.participant for s in made if purports_to_reserve(s))
    return {author: reservations_of(concluded, author, treaty) for author in authors}


def reservations_of(concluded: Concluded, author: str, treaty: str) -> tuple[Reservation, ...]:
    """Return the reservations of one to a treaty: who asks about one need not know those of all; concluded once."""
    made = concluded.register.statements_of(author, treaty)
    if not made:
        return ()
    return concluded.once(
        ("reservations", treaty, author),
        lambda: tuple(_reservation(concluded, statement) for statement in made if purports_to_reserve(statement)),
    )


def wanted(statement: Statement) -> EffectOn:
    """Return what a reservation does where it stands."""
    if statement.wording_seen is False:
        return EffectOn.UNDETERMINED
    return _EFFECTS.get(statement.effect, EffectOn.EXTENT_NOT_STATED)


def deposit(concluded: Concluded, statement: Statement, made: Formulation) -> Deposit:
    """Return what becomes of a late reservation in the practice of the depositary.

    Objections withdrawn before the time was over do not count, nor those of who had not consented.
    """
    assert made.day is not None, "a late reservation has the day on which it came late"
    last = deadline(made.day, made.notified, None)
    against = []
    for objection in concluded.register.statements_by_treaty.get(statement.treaty, ()):
        if objection.kind is not StatementKind.OBJECTION or not _may_aim_at(objection, statement, made):
            continue
        if in_time(objection, last) is InTime.NO or not _contracting(concluded, objection):
            continue
        taken_back = withdrawal(concluded.register, objection)
        if taken_back is not None and taken_back.stage(last.earliest):
            continue
        against.append(objection)
    return Deposit(last=last, against=tuple(against))


def _may_aim_at(objection: Statement, statement: Statement, made: Formulation) -> bool:
    if objection.target_statement is not None:
        return objection.target_statement == statement.id
    return (
        objection.target_participant in {None, statement.participant}
        and objection.participant != statement.participant
        and not (
            objection.made_on is not None and made.day is not None and objection.made_on.latest < made.day.earliest
        )
    )


def _contracting(concluded: Concluded, objection: Statement) -> bool:
    """Return whether the objector had consented when it objected, as far as the days are known."""
    return any(
        objection.made_on is None
        or (
            p.consented.earliest <= objection.made_on.latest
            and (p.until is None or objection.made_on.earliest < p.until.latest)
        )
        for p in concluded.of(objection.participant, objection.treaty)
    )


def _reservation(concluded: Concluded, statement: Statement) -> Reservation:
    register = concluded.register
    participation = participation_of(concluded, statement)
    made = formulated(register, statement, participation)
    since = participation.since if participation is not None else None
    late = made.timing is Timing.LATE
    if late and made.confirmation is None and since is not None and made.day is not None:
        since = since.later_of(made.day)
    taken_back = withdrawal(register, statement)
    until = taken_back.day if taken_back is not None else None
    if participation is not None and participation.until is not None:
        # It ends with the participation it belongs to; who rejoins without it is bound in full.
        until = earlier_of(until, participation.until)
    if since is not None and until is not None and until.latest <= since.earliest:
        # Withdrawn before the treaty bound its author: it never stood.
        since = None
    phases: tuple[Phase, ...] = ()
    deposited: Deposit | None = None
    if since is not None:
        if late and made.permission is Permission.OPEN:
            deposited = deposit(concluded, statement, made)
        phases = tuple(_phases(statement, made, since, deposited))
    under = tuple(_under(concluded, statement, made, deposited))
    if taken_back is not None:
        under += (withdrawal_reason(taken_back, statement),)
    effect = phases[-1].effect if phases else wanted(statement)
    return Reservation(
        statement=statement,
        effect=effect,
        timing=made.timing,
        permission=made.permission,
        since=since,
        until=until,
        participation_until=participation.until if participation is not None else None,
        provisions=covered(register, statement),
        phases=phases,
        day=made.day,
        notified=made.notified,
        confirmation=made.confirmation,
        against=deposited.against if deposited is not None else (),
        reason=_made(register, statement, made, effect, under),
    )


def _phases(statement: Statement, made: Formulation, since: Span, deposited: Deposit | None) -> Iterator[Phase]:
    """Yield what the reservation does to its author's commitments, from when."""
    effect = wanted(statement)
    if not is_reservation(statement):
        yield Phase(since=since, effect=EffectOn.DISPUTED)
    elif made.permission in _INVALID:
        # A consent given before it was made cannot fall with it.
        yield Phase(since=since, effect=EffectOn.NONE if made.timing is Timing.LATE else EffectOn.DISPUTED)
    elif deposited is not None:
        yield Phase(since=since, effect=EffectOn.DISPUTED)
        if not deposited.against:
            accepted = deposited.last.latest + timedelta(days=1)
            yield Phase(since=since.later_of(Span(accepted, accepted)), effect=effect)
    else:
        unconfirmed = made.timing is Timing.UNCONFIRMED
        yield Phase(since=since, effect=EffectOn.DISPUTED if unconfirmed else effect)


def _under(
    concluded: Concluded,
    statement: Statement,
    made: Formulation,
    deposited: Deposit | None,
) -> Iterator[Reason]:
    """Yield what the judgement of a reservation rests on beside how it was formulated."""
    treaty = statement.treaty
    if not is_reservation(statement):
        values: dict[str, object] = {"statement": statement.id, "participant": statement.participant}
        if statement.doubted_by:
            yield because(DECLARATION_DOUBTED, participants=statement.doubted_by, values=values)
        else:
            yield because(DECLARATION_IN_SUBSTANCE, values=values)
    if statement.wording_seen is False:
        yield because(WORDING_NOT_SEEN, statement=statement.id)
    if made.clause is not None:
        values = {"treaty": treaty}
        rule = RESERVATION_PERMITTED
        if made.permission is not Permission.PERMITTED:
            values["participant"] = statement.participant
            rule = RESERVATION_NULL if made.timing is Timing.LATE else _INVALID[made.permission]
        yield because(rule, article=made.clause.article, facts=(made.clause,), values=values)
    if made.elsewhen is not None:
        yield because(
            RESERVATION_ELSEWHEN,
            article=made.elsewhen.article,
            facts=(made.elsewhen,),
            treaty=treaty,
            statement=statement.id,
        )
    if deposited is None:
        return
    for objection in deposited.against:
        consents = tuple(p.consent for p in concluded.of(objection.participant, treaty))
        yield because(
            RESERVATION_DEFEATED,
            facts=(objection, *consents),
            other=objection.participant,
            objection=objection.id,
            statement=statement.id,
        )
    if not deposited.against:
        yield because(RESERVATION_DEPOSITED, statement=statement.id, deadline=deposited.last)


def _made(
    register: Register,
    statement: Statement,
    made: Formulation,
    effect: EffectOn,
    under: tuple[Reason, ...],
) -> Reason:
    """Return the reason for a reservation: how it was formulated."""
    facts: tuple[Fact, ...] = (statement,) if made.confirmation is None else (statement, made.confirmation)
    rule, places = _HOW[made.timing]
    if made.timing is Timing.LATE:
        if made.confirmation is not None:
            rule, places = RESERVATION_LATE_CONFIRMATION, ("made_on", "day")
        elif made.permission is Permission.PERMITTED:
            rule, places = RESERVATION_LATER, ("day", "treaty", "effect")
    signed = signature(register, statement.participant, statement.treaty)
    if made.timing is Timing.AT_SIGNATURE and signed is not None:
        facts = (*facts, signed)
    known = {"made_on": statement.made_on, "day": made.day, "treaty": statement.treaty, "effect": effect}
    values = {place: known[place] for place in places}
    return because(rule, *under, facts=facts, participant=statement.participant, statement=statement.id, values=values)


#: The rule for each timing, and the places of its sentence beside author and statement.
_HOW: Mapping[Timing, tuple[Rule, tuple[str, ...]]] = {
    Timing.AT_SIGNATURE: (RESERVATION_AT_SIGNATURE, ("made_on", "treaty", "effect")),
    Timing.ON_CONSENT: (RESERVATION_MADE, ("made_on", "effect")),
    Timing.CONFIRMED: (RESERVATION_CONFIRMED, ("made_on", "day", "effect")),
    Timing.UNCONFIRMED: (RESERVATION_UNCONFIRMED, ("made_on",)),
    Timing.LATE: (RESERVATION_LATE, ("day",)),
    Timing.UNDATED: (RESERVATION_UNDATED, ("effect",)),
}
