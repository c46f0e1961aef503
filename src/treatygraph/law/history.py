"""The history of a participant under a treaty: stretches of status, without a gap, over all time.

Legal basis: VCLT art. 2(1)(f) (contracting State), (g) (party), (h) (not a party); 14, 18 (signatory); 24 and 54
(from when and until when). A status can change only on a day of an act, or on one that a clause makes of it;
where such a day is not known exactly, the status is undetermined between the first and the last day it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import ParticipantKind
from treatygraph.facts.register import Register
from treatygraph.law.authorship import NOT_ITS_OWN_YET
from treatygraph.law.model import Participation, Reason, Status, TreatyForce
from treatygraph.law.provisional import Provisional, provisional
from treatygraph.law.rule import Rule
from treatygraph.law.status_rules import (
    ACT_UNSETTLED,
    AUTHOR_OPEN,
    CONTRACTING_STATE,
    DATA_GAP_DAY,
    FORMER_PARTY,
    NO_LONGER_A_STATE,
    NOT_KNOWN_AFTER,
    PARTY,
    PAST_NOT_KNOWN,
    PROVISIONALLY_APPLYING,
    SIGNATORY,
    SUCCESSION_OPEN,
    THIRD_STATE,
    TREATY_OVER,
)
from treatygraph.law.steps import steps
from treatygraph.law.stretch import Stretch
from treatygraph.law.termination import state_end
from treatygraph.law.treaty_end import marked
from treatygraph.law.unseen import opening

#: What is said of one that has not consented, and that a consent not seen would change.
_NO_CONSENT = frozenset({THIRD_STATE, SIGNATORY, FORMER_PARTY, NO_LONGER_A_STATE})


@dataclass(frozen=True, slots=True)
class _State:
    """What holds on a day; the same over a stretch."""

    status: Status
    rule: Rule
    participation: Participation | None
    reasons: tuple[Reason, ...]


def history(
    register: Register,
    participant: str,
    treaty: str,
    participations: tuple[Participation, ...],
    force_of: Callable[[str], TreatyForce],
) -> tuple[Stretch, ...]:
    """Return the stretches of a participant's status under a treaty, in order of time.

    Args:
        register: The facts.
        participant: The participant.
        treaty: The treaty.
        participations: All participations of the participant in the treaty.
        force_of: Returns the entry into force of a treaty, and its end.
    """
    if not participations and _nothing_told(register, participant, treaty):
        return (
            Stretch(
                participant=participant,
                treaty=treaty,
                status=Status.THIRD_STATE,
                since=None,
                until=None,
                participation=None,
                rule=THIRD_STATE,
                reasons=(),
                limits=(),
            ),
        )
    force = force_of(treaty)
    told = _Told(
        participations=participations,
        steps=tuple(steps(register, participant, treaty)),
        applied=provisional(register, participant, treaty, participations, force),
        ended=state_end(register, participant),
        over=None if force.ended is None or force.end_reason is None else (force.ended, force.end_reason),
        opening=opening(register, participant, treaty),
    )
    found: list[tuple[date | None, _State]] = []
    for day in (None, *_turning_days(told)):
        state = _on(told, day or date.min)
        if state.rule in _NO_CONSENT and not told.treaty_over(day):
            state = _left_open(told, state, day or date.min)
        if not found or found[-1][1] != state:
            found.append((day, state))
    ends = [since for since, _ in found[1:]]
    return tuple(
        Stretch(
            participant=participant,
            treaty=treaty,
            status=state.status,
            since=since,
            until=until,
            participation=state.participation,
            rule=state.rule,
            reasons=state.reasons,
            limits=tuple(r for _, beside in (*found[max(n - 1, 0) : n], *found[n + 1 : n + 2]) for r in beside.reasons),
        )
        for n, ((since, state), until) in enumerate(zip(found, (*ends, None), strict=True))
    )


def _nothing_told(register: Register, participant: str, treaty: str) -> bool:
    """Return whether no act tells of the participant under the treaty, and nothing leaves one open.

    Of most pairs it is so: then no day turns anything, not even the end of the treaty.
    """
    return (
        register.participants[participant].kind is not ParticipantKind.FORMER_STATE
        and not register.actions_of(participant, treaty)
        and not register.undecided_of(participant, treaty)
        and register.possible_act(participant, treaty) is None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """All that decides the status: participations, acts without consent (day, status, reason), and the ends."""

    participations: tuple[Participation, ...]
    steps: tuple[tuple[Span, Status, Reason], ...]
    applied: Provisional | None
    ended: tuple[Span, Reason] | None
    over: tuple[Span, Reason] | None
    opening: tuple[date, tuple[Reason, ...]] | None

    def treaty_over(self, day: date | None) -> bool:
        """Return whether the treaty has ended for certain by the day."""
        return self.over is not None and day is not None and day >= self.over[0].latest


def _turning_days(told: _Told) -> list[date]:
    """Return the days on which the status can change, in order."""
    days = [day for p in told.participations for day in (p.consented, p.since, p.until, p.own_from)]
    spans = [span for span in days if span is not None]
    spans += [span for span, _, _ in told.steps]
    if told.applied is not None:
        spans += [span for span in (told.applied.since, told.applied.until) if span is not None]
    if told.ended is not None:
        spans.append(told.ended[0])
    if told.over is not None:
        spans.append(told.over[0])
    if told.opening is not None:
        spans.append(Span.of(told.opening[0]))
    # A day that may never come turns nothing.
    return sorted({day for span in spans for day in (span.earliest, span.latest)} - {date.min, date.max})


def _on(told: _Told, day: date) -> _State:
    """Return what holds on the day: being party counts before any consent given anew, and that before having left."""
    latest_first = told.participations[::-1]
    for in_force in (True, None):
        for p in latest_first:
            if p.in_force_on(day) is in_force:
                return _party(p) if in_force else _not_settled(p, day)
    applied = _applied(told.applied, day)
    if applied is not None:
        return applied
    if told.over is not None and told.treaty_over(day):
        return _over(told, told.over[1])
    for p in latest_first:
        if p.consented.earliest <= day and (p.until is None or day < p.until.latest):
            known = (
                p.consented.latest <= day and (p.until is None or day < p.until.earliest) and not _of_another(p, day)
            )
            return _contracting(p) if known else _not_settled(p, day)
    for p in latest_first:
        if p.since is not None and p.since.earliest <= day:
            return _State(Status.FORMER_PARTY, FORMER_PARTY, p, tuple(_whole(p)))
    # Who ended a consent that never bound was never a party.
    taken_back = tuple(r for p in told.participations if p.consented.earliest <= day for r in _whole(p))
    steps = [step for step in told.steps if step[0].earliest <= day]
    if steps and told.ended is not None and told.ended[0].latest <= day:
        return _State(Status.THIRD_STATE, NO_LONGER_A_STATE, None, (told.ended[1], *(why for _, _, why in steps)))
    if not steps:
        return _State(Status.THIRD_STATE, THIRD_STATE, None, taken_back)
    span, status, _ = steps[-1]
    under = (*(why for _, _, why in steps), *taken_back)
    if told.over is not None and told.over[0].earliest <= day:
        # Nobody is a signatory of a treaty that has ended, and it may have.
        return _State(Status.UNDETERMINED, DATA_GAP_DAY, None, (*under, told.over[1]))
    if span.latest > day:
        another = any(step.rule in NOT_ITS_OWN_YET for why in under for step in why.because)
        return _State(Status.UNDETERMINED, AUTHOR_OPEN if another else DATA_GAP_DAY, None, under)
    return _State(status, SIGNATORY if status is Status.SIGNATORY else ACT_UNSETTLED, None, under)


def _left_open(told: _Told, state: _State, day: date) -> _State:
    """Return what holds where no consent is recorded: a consent not seen may have been given before, or not."""
    if told.opening is None or day < told.opening[0]:
        return state
    reasons = (*state.reasons, *told.opening[1])
    if told.ended is not None and told.ended[0].latest <= day:
        ended = () if told.ended[1] in reasons else (told.ended[1],)
        return _State(Status.UNDETERMINED, PAST_NOT_KNOWN, None, (*ended, *reasons))
    return _State(Status.UNDETERMINED, NOT_KNOWN_AFTER, None, reasons)


def _over(told: _Told, why: Reason) -> _State:
    """Return what holds once the treaty has ended: former party is who was party for certain before."""
    for p in told.participations[::-1]:
        if _was_party(p):
            return _State(Status.FORMER_PARTY, FORMER_PARTY, p, tuple(_whole(p)))
    done = (*(reason for _, _, reason in told.steps), *(r for p in told.participations for r in _whole(p)))
    applied = () if told.applied is None else told.applied.reasons
    opened = () if told.opening is None else told.opening[1]
    if not done and not applied and not opened:
        return _State(Status.THIRD_STATE, THIRD_STATE, None, ())
    return _State(Status.THIRD_STATE, TREATY_OVER, None, tuple(dict.fromkeys((why, *done, *applied, *opened))))


def _was_party(p: Participation) -> bool:
    """Return whether the treaty was in force for the participant for certain before its participation ended."""
    if p.since is None or p.until is None or p.since.latest >= p.until.earliest:
        return False
    return p.open_until is None or p.open_until.latest < p.until.earliest


def _applied(applied: Provisional | None, day: date) -> _State | None:
    """Return that the treaty is applied provisionally on the day, or that the data do not settle it; None if not."""
    if applied is None or day < applied.since.earliest or (applied.until is not None and day >= applied.until.latest):
        return None
    known = applied.since.latest <= day and (applied.until is None or day < applied.until.earliest)
    if known:
        return _State(Status.PROVISIONALLY_APPLYING, PROVISIONALLY_APPLYING, None, applied.reasons)
    return _State(Status.UNDETERMINED, DATA_GAP_DAY, None, applied.reasons)


def _party(participation: Participation) -> _State:
    return _State(Status.PARTY, PARTY, participation, _standing(participation))


def _contracting(participation: Participation) -> _State:
    return _State(Status.CONTRACTING_STATE, CONTRACTING_STATE, participation, _standing(participation))


def _standing(participation: Participation) -> tuple[Reason, ...]:
    """Return why a participation stands; that a source marks the treaty as ended is told before it matters."""
    why, ended = participation.reason, participation.end_reason
    return (why, ended) if ended is not None and marked(ended) else (why,)


def _not_settled(participation: Participation, day: date) -> _State:
    """Return what leaves open whether it was in force: a day not known, or a succession not notified yet."""
    since, notified = participation.since, participation.open_until
    if _of_another(participation, day):
        return _undetermined(participation, AUTHOR_OPEN)
    if since is not None and notified is not None and since.latest <= day < notified.earliest:
        return _State(Status.UNDETERMINED, SUCCESSION_OPEN, participation, tuple(_whole(participation)))
    return _undetermined(participation)


def _of_another(participation: Participation, day: date) -> bool:
    """Return whether the consent may be another's act on the day: its author did not stand there itself for certain."""
    return participation.own_from is not None and day < participation.own_from.latest


def _undetermined(participation: Participation, rule: Rule = DATA_GAP_DAY) -> _State:
    return _State(Status.UNDETERMINED, rule, participation, tuple(_whole(participation)))


def _whole(participation: Participation) -> Iterator[Reason]:
    """Yield why a participation began and why it ended."""
    yield participation.reason
    if participation.end_reason is not None:
        yield participation.end_reason
