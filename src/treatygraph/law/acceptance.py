"""What a reservation does between its author and another party on a day. Legal basis: VCLT arts. 19 to 23.

The order in which it is judged, each rule only where the one before it leaves room:
validly made? permissible? expressly permitted? accepted or objected to? withdrawn? Where the law is disputed or
the record does not settle a question, the answer has one reading for each view, and no effect is chosen silently.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from treatygraph.facts.model import Statement
from treatygraph.facts.reference import Fact
from treatygraph.law.attitude import attitude
from treatygraph.law.between_rules import (
    NOT_ACCEPTABLE,
    NOT_PERMISSIBLE,
    OBJECTION_PRECLUDES,
    OBJECTION_TO_PERMITTED,
    RESERVATION_EFFECT,
    RESERVATION_LATE_DEFEATED,
    RESERVATION_LATE_PENDING,
    WITHDRAWAL_PENDING,
)
from treatygraph.law.model import (
    Acceptance,
    EffectOn,
    Participation,
    Permission,
    ProvisionEffect,
    Reservation,
    Timing,
    View,
    because,
)
from treatygraph.law.objections import (
    InTime,
    deadline,
    early,
    in_time,
    objections_to,
    unaimed,
    withdrawal,
)
from treatygraph.law.purport import is_reservation
from treatygraph.law.reservations import wanted
from treatygraph.law.stance import Case, Result, Stance, either, lacks_confirmation
from treatygraph.law.status import Concluded


def between(concluded: Concluded, reservation: Reservation, other: Participation, day: date) -> ProvisionEffect:
    """Return what a reservation that stands on a day does between its author and another party, and why."""
    case = Case(concluded=concluded, reservation=reservation, other=other, day=day)
    stance = _unconfirmed(case, _permissible(case))
    if not is_reservation(case.statement):
        stance = replace(
            stance,
            result=either((View.ONLY_DECLARES, EffectOn.NONE), (View.IS_RESERVATION, stance.result)),
            acceptance=Acceptance.OPEN,
        )
    taken_back = withdrawal(case.register, case.statement)
    if taken_back is not None and taken_back.stage(day) is None:
        stance = replace(
            stance,
            result=either((View.WITHDRAWN, EffectOn.NONE), (View.NOT_YET_NOTIFIED, stance.result)),
            reason=case.because(WITHDRAWAL_PENDING, stance.reason, facts=(taken_back.statement,)),
        )
    readings = stance.result if isinstance(stance.result, tuple) else ()
    effects = {r.effect for r in readings} if isinstance(stance.result, tuple) else {stance.result}
    effect = EffectOn.DISPUTED if len(effects) > 1 else next(iter(effects))
    return ProvisionEffect(
        reservation=reservation,
        effect=effect,
        acceptance=stance.acceptance,
        readings=readings if len(effects) > 1 else (),
        objection=stance.objection,
        notices=stance.notices,
        reason=stance.reason,
    )


def _unconfirmed(case: Case, inner: Stance) -> Stance:
    """Return both readings where it is not known whether the reservation was confirmed (VCLT art. 23(2))."""
    if not lacks_confirmation(case):
        return inner
    impossible = inner.acceptance is Acceptance.IMPOSSIBLE
    return replace(
        inner,
        result=either((View.NOT_CONFIRMED, EffectOn.NONE), (View.CONFIRMED_UNSEEN, inner.result)),
        acceptance=inner.acceptance if impossible else Acceptance.OPEN,
        reason=case.because(NOT_ACCEPTABLE, *inner.reason.because[1:], facts=_told(inner)),
    )


def _told(stance: Stance) -> tuple[Fact, ...]:
    return (*stance.notices,) if stance.objection is None else (stance.objection, *stance.notices)


def _permissible(case: Case) -> Stance:
    """Return the stance, the permissibility of the reservation judged first (VCLT arts. 19, 20(1))."""
    reservation = case.reservation
    aimed = case.by_day(objections_to(case.register, case.statement, case.other.participant))
    maybe = case.by_day(unaimed(case.register, case.statement, case.other.participant))
    if reservation.permission is Permission.PERMITTED:
        notices = (*aimed, *maybe)
        under = tuple(
            because(
                OBJECTION_TO_PERMITTED,
                other=case.other.participant,
                objection=o.id,
                treaty=case.statement.treaty,
                facts=(o,),
            )
            for o in notices
        )
        return Stance(
            result=wanted(case.statement),
            acceptance=Acceptance.NOT_NEEDED,
            reason=case.because(RESERVATION_EFFECT, *under),
            notices=notices,
        )
    if reservation.permission is not Permission.OPEN:
        return _impermissible(case, aimed, maybe)
    if reservation.timing is Timing.LATE and not lacks_confirmation(case):
        return _late(case, aimed, maybe)
    return attitude(case, aimed, maybe)


def _impermissible(case: Case, aimed: tuple[Statement, ...], maybe: tuple[Statement, ...]) -> Stance:
    """Return what a reservation that the treaty does not allow does: no acceptance or objection cures it."""
    reservation = case.reservation
    notices = (*aimed, *maybe)
    if reservation.timing is not Timing.LATE:
        for objection in aimed:
            if (
                objection.precludes
                and in_time(objection, case.last) is InTime.YES
                and case.stage(objection) is not True
            ):
                return Stance(
                    result=EffectOn.NO_RELATION,
                    acceptance=Acceptance.OBJECTED,
                    reason=case.because(
                        OBJECTION_PRECLUDES,
                        *early(objection, case.other),
                        facts=(objection,),
                        made_on=objection.made_on,
                    ),
                    objection=objection,
                )
    result: Result = EffectOn.NONE
    if reservation.timing is not Timing.LATE:
        result = either((View.BOUND_WITHOUT, EffectOn.NONE), (View.CONSENT_FALLS, EffectOn.NO_RELATION))
    return Stance(
        result=result,
        acceptance=Acceptance.IMPOSSIBLE,
        reason=case.because(NOT_PERMISSIBLE, facts=notices),
        notices=notices,
    )


def _late(case: Case, aimed: tuple[Statement, ...], maybe: tuple[Statement, ...]) -> Stance:
    """Return what a late reservation does: the practice of the depositary, and pair by pair."""
    reservation = case.reservation
    pair = attitude(case, aimed, maybe)
    against = case.by_day(reservation.against)
    last = deadline(case.made, reservation.notified, None)
    if not against and case.day > last.latest:
        return pair
    own = {o.id for o in (*aimed, *maybe)} & {o.id for o in against}
    one = pair.result if own else wanted(case.statement)
    if against:
        rule, objected = RESERVATION_LATE_DEFEATED, pair.acceptance is Acceptance.OBJECTED
        acceptance: Acceptance = Acceptance.OBJECTED if objected else Acceptance.OPEN
    else:
        rule = RESERVATION_LATE_PENDING
        acceptance = Acceptance.PENDING if case.day <= last.earliest else Acceptance.OPEN
    return replace(
        pair,
        result=either((View.DEPOSITARY_PRACTICE, EffectOn.NONE), (View.PAIR_BY_PAIR, one)),
        acceptance=acceptance,
        reason=case.because(rule, *(pair.reason,) * bool(own), facts=against, deadline=last),
    )
