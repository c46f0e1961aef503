"""How a reservation was formulated, and what the treaty says of it. Legal basis: VCLT arts. 2(1)(d), 19, 20(1), 23.

The first two steps of the order in which a reservation is judged: was it validly made, and may it be made?
A clause that permits a reservation permits it at the moments it names; at another moment it is like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.days import Span
from treatygraph.facts.model import Clause, ClauseKind, Effect, Moment, Statement, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.consent import signature
from treatygraph.law.model import Participation, Permission, Timing
from treatygraph.law.purport import is_reservation
from treatygraph.law.status import Concluded

#: The moment of a clause at which each timing falls; made before consent and not at signature, it counts as
#: made on the consent on which it was, or had to be, confirmed.
_MOMENTS = {
    Timing.AT_SIGNATURE: Moment.SIGNATURE,
    Timing.ON_CONSENT: Moment.CONSENT,
    Timing.CONFIRMED: Moment.CONSENT,
    Timing.UNCONFIRMED: Moment.CONSENT,
    Timing.UNDATED: Moment.CONSENT,
    Timing.LATE: Moment.LATER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """When a reservation counts as made, and what the treaty says of one made then.

    `day` is the day it counts as made (VCLT art. 23(2)), None while its author has not consented; `notified` the
    day of the depositary's notification where it is known. `elsewhen` is the clause that would permit it at
    another moment.
    """

    timing: Timing
    day: Span | None
    notified: Span | None
    confirmation: Statement | None
    permission: Permission
    clause: Clause | None
    elsewhen: Clause | None


def purports_to_reserve(statement: Statement) -> bool:
    """Return whether the statement purports to exclude or modify legal effect (VCLT art. 2(1)(d)).

    A reservation whose extent is not stated counts; a declaration counts when it excludes or modifies, or when it is
    recorded that it may be a reservation in substance. One that speaks of territory alone is about where a treaty
    applies (VCLT art. 29) and not what it asks: a doubt about it is told beside it and touches no provision.
    """
    of_territory = statement.effect is Effect.TERRITORIAL_EXCLUSION
    return is_reservation(statement) or (bool(statement.may_reserve) and not of_territory)


def covered(register: Register, statement: Statement) -> frozenset[str] | None:
    """Return the provisions a statement concerns, with all that stand inside them; None for every one.

    A reservation whose provision is not known covers none by itself: it is a data gap, not a guess.
    """
    if statement.whole_treaty:
        return None
    return frozenset(part for provision in statement.provisions for part in register.within(provision))


def participation_of(concluded: Concluded, statement: Statement) -> Participation | None:
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


def formulated(register: Register, statement: Statement, participation: Participation | None) -> Formulation:
    """Return when a reservation counts as made, and whether the treaty permits, prohibits or leaves it open."""
    permitting = _permitting(register, statement)
    timing, day, confirmation = _timing(register, statement, participation, permitting)
    notice = confirmation if confirmation is not None else statement
    notified = notice.notified_on.span if notice.notified_on is not None else None
    permission, clause = _permission(register, statement, permitting)
    elsewhen = None
    if permission is Permission.PERMITTED:
        assert clause is not None
        # A clause that names no moment leaves that of the general rule: consent (VCLT art. 19).
        if _MOMENTS[timing] not in (clause.moments or (Moment.CONSENT,)):
            permission, clause, elsewhen = Permission.OPEN, None, clause
    return Formulation(
        timing=timing,
        day=day,
        notified=notified,
        confirmation=confirmation,
        permission=permission,
        clause=clause,
        elsewhen=elsewhen,
    )


def _timing(
    register: Register, statement: Statement, participation: Participation | None, permitting: Clause | None
) -> tuple[Timing, Span | None, Statement | None]:
    """Return when a reservation was formulated, the day it counts as made, and what confirmed it."""
    consented = participation.consented if participation is not None else None
    if statement.made_on is None:
        return Timing.UNDATED, consented, None
    made = statement.made_on.span
    if consented is not None and made.latest >= consented.earliest:
        return (Timing.LATE if made.earliest > consented.latest else Timing.ON_CONSENT), made, None
    if permitting is not None and Moment.SIGNATURE in permitting.moments:
        signed = signature(register, statement.participant, statement.treaty)
        if signed is not None and made.earliest <= signed.done_on.latest and signed.done_on.earliest <= made.latest:
            return Timing.AT_SIGNATURE, made, None
    for other in register.statements_on.get(statement.id, ()):
        if other.kind is not StatementKind.CONFIRMATION or consented is None:
            continue
        if other.made_on is None:
            return Timing.CONFIRMED, consented, other
        if other.made_on.earliest > consented.latest:
            return Timing.LATE, other.made_on.span, other
        if other.made_on.latest >= consented.earliest:
            return Timing.CONFIRMED, other.made_on.span, other
    return Timing.UNCONFIRMED, consented, None


def _permitting(register: Register, statement: Statement) -> Clause | None:
    """Return the clause that expressly permits a reservation to these provisions, at whatever moment."""
    provisions = covered(register, statement)
    for clause in register.clauses(statement.treaty, ClauseKind.RESERVATION_PERMITTED):
        named = {part for provision in clause.provisions for part in register.within(provision)}
        if provisions and provisions <= named:
            return clause
    return None


def _permission(
    register: Register, statement: Statement, permitting: Clause | None
) -> tuple[Permission, Clause | None]:
    """Return what the treaty says of such a reservation, and by which clause."""
    provisions = covered(register, statement)
    for clause in register.clauses(statement.treaty, ClauseKind.RESERVATION_PROHIBITED):
        named = {part for provision in clause.provisions for part in register.within(provision)}
        if not clause.provisions or provisions is None or provisions & named:
            return Permission.PROHIBITED, clause
    if permitting is not None:
        return Permission.PERMITTED, permitting
    limited = register.clause(statement.treaty, ClauseKind.RESERVATION_LIMITED)
    # One whose provision is not known may be among those the treaty allows.
    if limited is not None and (provisions is None or provisions):
        return Permission.NOT_ALLOWED, limited
    return Permission.OPEN, None
