"""What objections or silence of another party do to a reservation. Legal basis: VCLT arts. 20(4), 20(5), 21, 22."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph.facts.model import Statement, StatementKind
from treatygraph.law.between_rules import (
    OBJECTION,
    OBJECTION_CLOSE,
    OBJECTION_INVALIDITY,
    OBJECTION_LATE,
    OBJECTION_LATE_INVALIDITY,
    OBJECTION_PRECLUDES,
    OBJECTION_UNAIMED,
    OBJECTION_UNDATED,
    RESERVATION_ACCEPTED,
    RESERVATION_ACCEPTED_EXPRESSLY,
    RESERVATION_CONTESTED,
    RESERVATION_NOTICE_UNKNOWN,
    RESERVATION_PENDING,
)
from treatygraph.law.model import (
    Acceptance,
    EffectOn,
    View,
    because,
)
from treatygraph.law.objections import (
    INVALIDITY,
    InTime,
    accepted_by,
    early,
    in_time,
    may_be_invalid,
    withdrawal,
    withdrawal_reason,
)
from treatygraph.law.reservations import wanted
from treatygraph.law.stance import Case, Result, Stance, either


def attitude(case: Case, aimed: tuple[Statement, ...], maybe: tuple[Statement, ...]) -> Stance:
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
    return Stance(
        result=either((View.AIMED_AT_IT, _if_in_time(case, objection)), (View.AIMED_ELSEWHERE, silent.result)),
        acceptance=Acceptance.OPEN,
        reason=case.because(
            OBJECTION_UNAIMED, *early(objection, case.other), facts=(objection,), objection=objection.id
        ),
        notices=tuple(notices),
        objection=objection,
    )


def _noticed(case: Case, silent: Stance, notices: tuple[Statement, ...]) -> Stance:
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


def _taken_back(case: Case, objection: Statement, stance: Stance) -> Stance:
    """Return both readings where the withdrawal of an objection may not be notified yet (VCLT art. 22(3)(b))."""
    found = withdrawal(case.register, objection)
    assert found is not None
    return replace(
        stance,
        result=either((View.WITHDRAWN, wanted(case.statement)), (View.NOT_YET_NOTIFIED, stance.result)),
        acceptance=Acceptance.OPEN,
        reason=replace(stance.reason, because=(*stance.reason.because, withdrawal_reason(found, objection))),
    )


def _if_in_time(case: Case, objection: Statement) -> Result:
    """Return what an objection in time does."""
    if objection.precludes:
        return EffectOn.NO_RELATION
    effect = wanted(case.statement)
    if effect in {EffectOn.EXCLUDED, EffectOn.MODIFIED}:
        effect = EffectOn.NOT_APPLIED
    if may_be_invalid(objection):
        return either((View.BOUND_WITHOUT, EffectOn.NONE), (View.ARTICLE_21_3, effect))
    return effect


def _objected(case: Case, objection: Statement) -> Stance:
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
        return Stance(result=prompt, acceptance=Acceptance.OBJECTED, reason=reason, objection=objection)
    tardy: Result = wanted(case.statement)
    if may_be_invalid(objection):
        tardy = either((View.ACCEPTED, wanted(case.statement)), (View.BOUND_WITHOUT, EffectOn.NONE))
    if when is InTime.NO:
        if isinstance(tardy, tuple):
            reason = case.because(OBJECTION_LATE_INVALIDITY, *under, facts=facts, **values)
            return Stance(result=tardy, acceptance=Acceptance.OPEN, reason=reason, objection=objection)
        reason = case.because(OBJECTION_LATE, *under, facts=facts, **values)
        return Stance(result=tardy, acceptance=Acceptance.ACCEPTED, reason=reason, notices=(objection,))
    rule = OBJECTION_UNDATED if when is InTime.UNDATED else OBJECTION_CLOSE
    return Stance(
        result=either((View.IN_TIME, prompt), (View.OUT_OF_TIME, tardy)),
        acceptance=Acceptance.OPEN,
        reason=case.because(rule, *under, facts=facts, **values),
        objection=objection,
    )


def _silence(case: Case, gone: tuple[Statement, ...]) -> Stance:
    """Return what silence, or express acceptance, comes to; an objection withdrawn is an acceptance."""
    effect = wanted(case.statement)
    express = accepted_by(case.register, case.statement, case.other.participant, case.day)
    under = tuple(withdrawal_reason(found, o) for o in gone if (found := withdrawal(case.register, o)) is not None)
    result: Result = effect
    acceptance = Acceptance.ACCEPTED
    if express is not None:
        reason = case.because(RESERVATION_ACCEPTED_EXPRESSLY, facts=(express,))
    elif gone or case.day > case.last.latest:
        reason = case.because(RESERVATION_ACCEPTED, *under, facts=gone)
    elif case.day <= case.last.earliest:
        result = either((View.DEPOSITARY_PRACTICE, effect), (View.AWAITS_ACCEPTANCE, EffectOn.NO_RELATION))
        acceptance = Acceptance.PENDING
        reason = case.because(RESERVATION_PENDING, deadline=case.last)
    else:
        result = either((View.ACCEPTED, effect), (View.AWAITS_ACCEPTANCE, EffectOn.NO_RELATION))
        acceptance = Acceptance.OPEN
        reason = case.because(RESERVATION_NOTICE_UNKNOWN, deadline=case.last)
    claims = tuple(_claims(case))
    if claims:
        result = either((View.ACCEPTED, result), (View.BOUND_WITHOUT, EffectOn.NONE))
        claimants = tuple(sorted({o.participant for o in claims}))
        reason = case.because(RESERVATION_CONTESTED, reason, facts=claims, participants=claimants)
        acceptance = Acceptance.OPEN
    return Stance(result=result, acceptance=acceptance, reason=reason)


def _claims(case: Case) -> Iterator[Statement]:
    """Yield the objections of others that hold the reservation impermissible, standing on the day."""
    for objection in case.by_day(case.register.statements_on.get(case.statement.id, ())):
        if (
            objection.kind is StatementKind.OBJECTION
            and objection.participant != case.other.participant
            and objection.ground in INVALIDITY
            and case.stage(objection) is not True
        ):
            yield objection
