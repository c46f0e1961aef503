"""Participations of everyone in everything, and the status of one on a day.

Legal basis: VCLT art. 2(1)(f) (contracting State), (g) (party), (h) (third State); 14, 18 (signatory);
24 and 54 (from when and until when).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import Action, ActionKind
from treatygraph.facts.register import Register
from treatygraph.law.consent import continued, expresses_consent, signature
from treatygraph.law.dependency import after_parents
from treatygraph.law.force import treaty_force
from treatygraph.law.model import Participation, Reason, Standing, Status, TreatyForce, because
from treatygraph.law.succession import force_after
from treatygraph.law.termination import denunciation_effect, earlier_of, organization_end, revocation_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """What follows from the facts, whatever day is asked about."""

    register: Register
    forces: Mapping[str, TreatyForce]
    participations: Mapping[tuple[str, str], tuple[Participation, ...]]
    revocations: Mapping[tuple[str, str], tuple[Action, ...]]

    def of(self, participant: str, treaty: str) -> tuple[Participation, ...]:
        """Return the participant's participations in the treaty, in order of time."""
        return self.participations.get((participant, treaty), ())

    def under(self, treaty: str) -> Iterator[Participation]:
        """Yield all participations in the treaty, by participant and time."""
        for participant in self.register.participants:
            yield from self.of(participant, treaty)


def conclude(register: Register) -> Concluded:
    """Return all participations that follow from the facts.

    Raises:
        MissingClauseError: A treaty lacks a clause that its actions need.
    """
    forces: dict[str, TreatyForce] = {}
    participations: dict[tuple[str, str], tuple[Participation, ...]] = {}
    revocations: dict[tuple[str, str], tuple[Action, ...]] = {}
    for treaty in register.treaties:
        forces[treaty] = treaty_force(register, treaty, forces)
        present = {a.participant for a in register.actions_by_treaty.get(treaty, ())}
        # Organizations last: whether one still takes part can depend on its member States.
        for participant in sorted(present, key=lambda p: (p not in register.states, p)):
            found, revoked = _participate(register, participant, treaty, forces[treaty], participations)
            if found and participant not in register.states:
                found = _with_members(register, participant, treaty, found, participations)
            if found:
                participations[participant, treaty] = found
            if revoked:
                revocations[participant, treaty] = revoked
    return Concluded(register=register, forces=forces, participations=participations, revocations=revocations)


def _participate(
    register: Register,
    participant: str,
    treaty: str,
    force: TreatyForce,
    earlier: Mapping[tuple[str, str], tuple[Participation, ...]],
) -> tuple[tuple[Participation, ...], tuple[Action, ...]]:
    """Return one participant's participations in one treaty, and the revocations that ended a consent."""
    found: list[Participation] = []
    revoked: list[Action] = []
    consent: Action | None = None
    since: Span | None = None
    reason: Reason | None = None

    def close(until: Span | None, end_reason: Reason | None) -> None:
        assert consent is not None
        assert reason is not None
        own = (since, until, reason, end_reason)
        bound, end, why, why_ended = after_parents(register, participant, treaty, own, earlier)
        if bound is not None and end is not None and bound.earliest >= end.latest:
            bound = None  # it ended before it could begin
        found.append(
            Participation(
                participant=participant,
                treaty=treaty,
                ordinal=len(found) + 1,
                consent=consent,
                consented=consent.done_on.span,
                since=bound,
                until=end,
                reason=why,
                end_reason=why_ended,
            )
        )

    for action in register.actions_of(participant, treaty):
        if consent is None:
            if expresses_consent(action.kind):
                consent = action
                since, reason = force_after(register, action, force)
        elif action.kind is ActionKind.REVOCATION:
            if since is None or action.done_on.latest < since.earliest:
                revoked.append(action)
                since = None
                close(action.done_on.span, revocation_reason(action))
                consent = None
        elif action.kind is ActionKind.DENUNCIATION:
            close(*denunciation_effect(register, action))
            consent = None
    if consent is not None:
        close(None, None)
    return tuple(found), tuple(revoked)


def _with_members(
    register: Register,
    organization: str,
    treaty: str,
    found: tuple[Participation, ...],
    earlier: Mapping[tuple[str, str], tuple[Participation, ...]],
) -> tuple[Participation, ...]:
    """Return an organization's participations, the last one ended when all its member States have left."""
    ended = organization_end(register, organization, treaty, earlier)
    last = found[-1]
    if ended is None or earlier_of(last.until, ended[0]) == last.until:
        return found
    return (*found[:-1], replace(last, until=ended[0], end_reason=ended[1]))


def standing(concluded: Concluded, participant: str, treaty: str, day: date) -> Standing:
    """Return the status of a participant under a treaty on a day, with the reasons."""
    signed = signature(concluded.register, participant, treaty)
    status, participation, reason = _status(concluded, participant, treaty, day, signed)
    return Standing(
        participant=participant,
        treaty=treaty,
        on=day,
        status=status,
        participation=participation,
        signature=signed,
        reason=reason,
    )


def _status(
    concluded: Concluded, participant: str, treaty: str, day: date, signed: Action | None
) -> tuple[Status, Participation | None, Reason]:
    """Return status, the participation it rests on, and the reason."""
    past: Participation | None = None
    for participation in reversed(concluded.of(participant, treaty)):
        answer = _from_participation(participation, day)
        if answer is None:
            continue
        status, rule, under = answer
        if status is Status.FORMER_PARTY:
            past = past or participation
            continue
        return status, participation, _reason(rule, participant, treaty, day, under, participation)
    if past is not None:
        assert past.end_reason is not None
        return Status.FORMER_PARTY, past, _reason("former-party", participant, treaty, day, (past.end_reason,), past)
    revoked = tuple(
        revocation_reason(action)
        for action in concluded.revocations.get((participant, treaty), ())
        if action.done_on.earliest <= day
    )
    if signed is not None and signed.done_on.earliest <= day:
        act = because(
            "signature",
            *continued(concluded.register, signed),
            participant=participant,
            treaty=treaty,
            done_on=signed.done_on,
            facts=(f"actions/{signed.id}",),
        )
        if signed.done_on.latest > day:
            return Status.UNDETERMINED, None, _reason("data-gap-day", participant, treaty, day, (act,), None)
        return Status.SIGNATORY, None, _reason("signatory", participant, treaty, day, (act, *revoked), None)
    return Status.THIRD_STATE, None, _reason("third-state", participant, treaty, day, revoked, None)


def _from_participation(participation: Participation, day: date) -> tuple[Status, str, tuple[Reason, ...]] | None:
    """Return status, rule and reasons that one participation gives on the day; None before its consent."""
    if day < participation.consented.earliest and not (
        participation.since is not None and day >= participation.since.earliest
    ):
        return None
    ends = (participation.end_reason,) if participation.end_reason is not None else ()
    if participation.until is not None and day >= participation.until.latest:
        # Who ended a consent that never bound was never a party.
        return (Status.FORMER_PARTY, "former-party", ends) if participation.since is not None else None
    if participation.in_force_on(day):
        return Status.PARTY, "party", (participation.reason,)
    if participation.in_force_on(day) is None:
        return Status.UNDETERMINED, "data-gap-day", (participation.reason, *ends)
    if day < participation.consented.latest:
        return Status.UNDETERMINED, "data-gap-day", (participation.reason,)
    return Status.CONTRACTING_STATE, "contracting-state", (participation.reason,)


def _reason(
    rule: str,
    participant: str,
    treaty: str,
    day: date,
    under: tuple[Reason, ...],
    participation: Participation | None,
) -> Reason:
    since = participation.since if participation and participation.since else ""
    until = participation.until if participation and participation.until else ""
    return because(rule, *under, participant=participant, treaty=treaty, day=day, since=since, until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of parties to a treaty on a day, in both senses, and of signatories.

    `deposited` counts as UN practice does: every participant with an instrument of consent that has not
    ended; `in_force` those for which the treaty is in force. `undetermined` are in neither.
    """

    treaty: str
    on: date
    deposited: int
    in_force: int
    signatories: int
    undetermined: int


def tally(concluded: Concluded, treaty: str, day: date) -> Tally:
    """Return the counts for a treaty on a day."""
    deposited = in_force = undetermined = 0
    for (_, of_treaty), found in concluded.participations.items():
        if of_treaty != treaty:
            continue
        current = [p for p in found if p.until is None or day < p.until.latest]
        bound = any(p.in_force_on(day) is True for p in current)
        if not bound and any(
            p.in_force_on(day) is None or p.consented.earliest <= day < p.consented.latest for p in current
        ):
            undetermined += 1
            continue
        # A succession reaches back: in force on days before it was deposited.
        in_force += bound
        deposited += any(p.consented.latest <= day for p in current)
    signatories = sum(
        1
        for participant in concluded.register.participants
        if (signed := signature(concluded.register, participant, treaty)) is not None and signed.done_on.latest <= day
    )
    return Tally(
        treaty=treaty,
        on=day,
        deposited=deposited,
        in_force=in_force,
        signatories=signatories,
        undetermined=undetermined,
    )
