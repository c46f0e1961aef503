"""What a reservation does between its author and another party on a day. Legal basis: VCLT arts. 19 to 23.

The order in which it is judged, each rule only where the one before it leaves room:
validly made? permissible? expressly permitted? accepted or objected to? withdrawn? Where the law is disputed or
the record does not settle a question, the answer has one reading for each view, and no effect is chosen silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import Statement, StatementKind
from treatygraph.facts.reference import Fact
from treatygraph.facts.register import Register
from treatygraph.law.between_rules import (
    NOT_ACCEPTABLE,
    NOT_PERMISSIBLE,
    OBJECTION,
    OBJECTION_CLOSE,
    OBJECTION_INVALIDITY,
    OBJECTION_LATE,
    OBJECTION_LATE_INVALIDITY,
    OBJECTION_PRECLUDES,
    OBJECTION_TO_PERMITTED,
    OBJECTION_UNAIMED,
    OBJECTION_UNDATED,
    RESERVATION_ACCEPTED,
    RESERVATION_ACCEPTED_EXPRESSLY,
    RESERVATION_CONTESTED,
    RESERVATION_EFFECT,
    RESERVATION_LATE_DEFEATED,
    RESERVATION_LATE_PENDING,
    RESERVATION_NOTICE_UNKNOWN,
    RESERVATION_PENDING,
    WITHDRAWAL_PENDING,
)
from treatygraph.law.formulation import participation_of
from treatygraph.law.model import (
    Acceptance,
    EffectOn,
    Participation,
    Permission,
    ProvisionEffect,
    Reading,
    Reason,
    Reservation,
    Timing,
    View,
    because,
)
from treatygraph.law.objections import (
    INVALIDITY,
    InTime,
    accepted_by,
    deadline,
    early,
    in_time,
    may_be_invalid,
    objections_to,
    unaimed,
    withdrawal,
    withdrawal_reason,
)
from treatygraph.law.purport import is_reservation
from treatygraph.law.reservations import wanted
from treatygraph.law.rule import Rule
from treatygraph.law.status import Concluded

#: What a view comes to: one effect, or the readings that stand inside it.
_Result = EffectOn | tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stance:
    """What the attitude of the other party comes to; `notices` are its objections without effect."""

    result: _Result
    acceptance: Acceptance
    reason: Reason
    notices: tuple[Statement, ...] = ()
    objection: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One reservation, one other party, one day."""

    concluded: Concluded
    reservation: Reservation
    other: Participation
    day: date

    @property
    def register(self) -> Register:
        return self.concluded.register

    @property
    def statement(self) -> Statement:
        return self.reservation.statement

    @property
    def made(self) -> Span:
        """The day on which the reservation counts as made; one confirmed late counted as made on consent before."""
        if _lacks_confirmation(self):
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


def between(concluded: Concluded, reservation: Reservation, other: Participation, day: date) -> ProvisionEffect:
    """Return what a reservation that stands on a day does between its author and another party, and why."""
    case = _Case(concluded=concluded, reservation=reservation, other=other, day=day)
    stance = _unconfirmed(case, _permissible(case))
    if not is_reservation(case.statement):
        stance = replace(
            stance,
            result=_either((View.ONLY_DECLARES, EffectOn.NONE), (View.IS_RESERVATION, stance.result)),
            acceptance=Acceptance.OPEN,
        )
    taken_back = withdrawal(case.register, case.statement)
    if taken_back is not None and taken_back.stage(day) is None:
        stance = replace(
            stance,
            result=_either((View.WITHDRAWN, EffectOn.NONE), (View.NOT_YET_NOTIFIED, stance.result)),
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


def _either(*views: tuple[View, _Result]) -> tuple[Reading, ...]:
    """Return one reading for each view; a view that itself has readings gives those."""
    found: list[Reading] = []
    for view, result in views:
        own = result if isinstance(result, tuple) else (Reading(view=view, effect=result),)
        found += [reading for reading in own if reading not in found]
    return tuple(found)


def _unconfirmed(case: _Case, inner: _Stance) -> _Stance:
    """Return both readings where it is not known whether the reservation was confirmed (VCLT art. 23(2))."""
    if not _lacks_confirmation(case):
        return inner
    impossible = inner.acceptance is Acceptance.IMPOSSIBLE
    return replace(
        inner,
        result=_either((View.NOT_CONFIRMED, EffectOn.NONE), (View.CONFIRMED_UNSEEN, inner.result)),
        acceptance=inner.acceptance if impossible else Acceptance.OPEN,
        reason=case.because(NOT_ACCEPTABLE, *inner.reason.because[1:], facts=_told(inner)),
    )


def _told(stance: _Stance) -> tuple[Fact, ...]:
    return (*stance.notices,) if stance.objection is None else (stance.objection, *stance.notices)


def _lacks_confirmation(case: _Case) -> bool:
    """Return whether it is unconfirmed on the day; one confirmed late was unconfirmed until then."""
    reservation = case.reservation
    if reservation.confirmation is not None and reservation.timing is Timing.LATE:
        assert reservation.day is not None
        return case.day < reservation.day.earliest
    return reservation.timing is Timing.UNCONFIRMED


def _permissible(case: _Case) -> _Stance:
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
        return _Stance(
            result=wanted(case.statement),
            acceptance=Acceptance.NOT_NEEDED,
            reason=case.because(RESERVATION_EFFECT, *under),
            notices=notices,
        )
    if reservation.permission is not Permission.OPEN:
        return _impermissible(case, aimed, maybe)
    if reservation.timing is Timing.LATE and not _lacks_confirmation(case):
        return _late(case, aimed, maybe)
    return _attitude(case, aimed, maybe)


def _impermissible(case: _Case, aimed: tuple[Statement, ...], maybe: tuple[Statement, ...]) -> _Stance:
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
                return _Stance(
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
    result: _Result = EffectOn.NONE
    if reservation.timing is not Timing.LATE:
        result = _either((View.BOUND_WITHOUT, EffectOn.NONE), (View.CONSENT_FALLS, EffectOn.NO_RELATION))
    return _Stance(
        result=result,
        acceptance=Acceptance.IMPOSSIBLE,
        reason=case.because(NOT_PERMISSIBLE, facts=notices),
        notices=notices,
    )


def _late(case: _Case, aimed: tuple[Statement, ...], maybe: tuple[Statement, ...]) -> _Stance:
    """Return what a late reservation does: the practice of the depositary, and pair by pair."""
    reservation = case.reservation
    pair = _attitude(case, aimed, maybe)
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
        result=_either((View.DEPOSITARY_PRACTICE, EffectOn.NONE), (View.PAIR_BY_PAIR, one)),
        acceptance=acceptance,
        reason=case.because(rule, *(pair.reason,) * bool(own), facts=against, deadline=last),
    )


def _attitude(case: _Case, aimed: tuple[Statement, ...], maybe: tuple[Statement, ...]) -> _Stance:
    """Return what the other's objections or its silence come to (VCLT arts. 20(4), 20(5), 21)."""
    notices: list[Statement] = []
    gone: list[Statement] = []
    for objection in aimed:
        stage = case.stage(objection)
        if stage is True:
            gone.append(objection)
            continue
        stance = _objected(case, objection)
        if objection in stance.notices:
            notices.append(objection)
        elif stage is False:
            return replace(stance, notices=tuple(notices))
        else:
            return _taken_back(case, objection, stance)
    doubtful = []
    for objection in maybe:
        if case.stage(objection) is True:
            continue
        if in_time(objection, case.last) is InTime.NO:
            notices.append(objection)
        else:
            doubtful.append(objection)
    silent = _silence(case, tuple(gone))
    if not doubtful:
        return replace(silent, notices=tuple(notices)) if not notices else _noticed(case, silent, tuple(notices))
    objection = doubtful[0]
    return _Stance(
        result=_either((View.AIMED_AT_IT, _if_in_time(case, objection)), (View.AIMED_ELSEWHERE, silent.result)),
        acceptance=Acceptance.OPEN,
        reason=case.because(
            OBJECTION_UNAIMED, *early(objection, case.other), facts=(objection,), objection=objection.id
        ),
        notices=tuple(notices),
        objection=objection,
    )


def _noticed(case: _Case, silent: _Stance, notices: tuple[Statement, ...]) -> _Stance:
    """Return a silence beside which late objections are shown as notices."""
    under = tuple(
        because(
            OBJECTION_LATE,
            other=case.other.participant,
            objection=o.id,
            statement=case.statement.id,
            facts=(o,),
        )
        for o in notices
    )
    return replace(silent, notices=notices, reason=replace(silent.reason, because=(*silent.reason.because, *under)))


def _taken_back(case: _Case, objection: Statement, stance: _Stance) -> _Stance:
    """Return both readings where the withdrawal of an objection may not be notified yet (VCLT art. 22(3)(b))."""
    found = withdrawal(case.register, objection)
    assert found is not None
    return replace(
        stance,
        result=_either((View.WITHDRAWN, wanted(case.statement)), (View.NOT_YET_NOTIFIED, stance.result)),
        acceptance=Acceptance.OPEN,
        reason=replace(stance.reason, because=(*stance.reason.because, withdrawal_reason(found, objection))),
    )


def _if_in_time(case: _Case, objection: Statement) -> _Result:
    """Return what an objection in time does."""
    if objection.precludes:
        return EffectOn.NO_RELATION
    effect = wanted(case.statement)
    if effect in {EffectOn.EXCLUDED, EffectOn.MODIFIED}:
        effect = EffectOn.NOT_APPLIED
    if may_be_invalid(objection):
        return _either((View.BOUND_WITHOUT, EffectOn.NONE), (View.ARTICLE_21_3, effect))
    return effect


def _objected(case: _Case, objection: Statement) -> _Stance:
    """Return what one objection comes to; a late one without effect is among its own notices."""
    under = early(objection, case.other)
    facts = (objection,)
    values = {"objection": objection.id, "made_on": objection.made_on}
    when = in_time(objection, case.last)
    prompt = _if_in_time(case, objection)
    invalidity = may_be_invalid(objection) and not objection.precludes
    if when is InTime.YES:
        rule = OBJECTION_PRECLUDES if objection.precludes else OBJECTION_INVALIDITY if invalidity else OBJECTION
        ground = objection.ground or "not seen"
        reason = case.because(rule, *under, facts=facts, ground=str(ground), **values)
        return _Stance(result=prompt, acceptance=Acceptance.OBJECTED, reason=reason, objection=objection)
    tardy: _Result = wanted(case.statement)
    if may_be_invalid(objection):
        tardy = _either((View.ACCEPTED, wanted(case.statement)), (View.BOUND_WITHOUT, EffectOn.NONE))
    if when is InTime.NO:
        if isinstance(tardy, tuple):
            reason = case.because(OBJECTION_LATE_INVALIDITY, *under, facts=facts, **values)
            return _Stance(result=tardy, acceptance=Acceptance.OPEN, reason=reason, objection=objection)
        reason = case.because(OBJECTION_LATE, *under, facts=facts, **values)
        return _Stance(result=tardy, acceptance=Acceptance.ACCEPTED, reason=reason, notices=(objection,))
    rule = OBJECTION_UNDATED if when is InTime.UNDATED else OBJECTION_CLOSE
    return _Stance(
        result=_either((View.IN_TIME, prompt), (View.OUT_OF_TIME, tardy)),
        acceptance=Acceptance.OPEN,
        reason=case.because(rule, *under, facts=facts, **values),
        objection=objection,
    )


def _silence(case: _Case, gone: tuple[Statement, ...]) -> _Stance:
    """Return what silence, or express acceptance, comes to; an objection withdrawn is an acceptance."""
    effect = wanted(case.statement)
    express = accepted_by(case.register, case.statement, case.other.participant, case.day)
    under = tuple(withdrawal_reason(found, o) for o in gone if (found := withdrawal(case.register, o)) is not None)
    result: _Result = effect
    acceptance = Acceptance.ACCEPTED
    if express is not None:
        reason = case.because(RESERVATION_ACCEPTED_EXPRESSLY, facts=(express,))
    elif gone or case.day > case.last.latest:
        reason = case.because(RESERVATION_ACCEPTED, *under, facts=gone)
    elif case.day <= case.last.earliest:
        result = _either((View.DEPOSITARY_PRACTICE, effect), (View.AWAITS_ACCEPTANCE, EffectOn.NO_RELATION))
        acceptance = Acceptance.PENDING
        reason = case.because(RESERVATION_PENDING, deadline=case.last)
    else:
        result = _either((View.ACCEPTED, effect), (View.AWAITS_ACCEPTANCE, EffectOn.NO_RELATION))
        acceptance = Acceptance.OPEN
        reason = case.because(RESERVATION_NOTICE_UNKNOWN, deadline=case.last)
    claims = tuple(_claims(case))
    if claims:
        result = _either((View.ACCEPTED, result), (View.BOUND_WITHOUT, EffectOn.NONE))
        claimants = tuple(sorted({o.participant for o in claims}))
        reason = case.because(RESERVATION_CONTESTED, reason, facts=claims, participants=claimants)
        acceptance = Acceptance.OPEN
    return _Stance(result=result, acceptance=acceptance, reason=reason)


def _claims(case: _Case) -> Iterator[Statement]:
    """Yield the objections of others that hold the reservation impermissible, standing on the day."""
    for objection in case.by_day(case.register.statements_on.get(case.statement.id, ())):
        if (
            objection.kind is StatementKind.OBJECTION
            and objection.participant != case.other.participant
            and objection.ground in INVALIDITY
            and case.stage(objection) is not True
        ):
            yield objection
