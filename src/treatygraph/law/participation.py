"""The participations of one participant in one treaty: its acts, folded in order of time.

Legal basis: VCLT arts. 11 to 16 (consent), 18 (taking it back before it binds), 24 (from when), 54 (until when).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph.days import Span
from treatygraph.facts.model import Action, ActionKind
from treatygraph.facts.register import Register
from treatygraph.law.authorship import own_from
from treatygraph.law.consent import expresses_consent
from treatygraph.law.dependency import PartIn, held_to_parents
from treatygraph.law.model import Course, Participation, Reason, TreatyForce
from treatygraph.law.organizations import admission, organization_end
from treatygraph.law.succession import force_after, open_until
from treatygraph.law.termination import (
    denunciation_effect,
    denunciation_revoked_reason,
    earlier_of,
    revocation_reason,
    revoked_denunciations,
    state_end,
    withdrawal_not_accepted,
)
from treatygraph.law.treaty_end import ended_with_treaty


def participate(
    register: Register, participant: str, treaty: str, force: TreatyForce, part_in: PartIn
) -> tuple[Participation, ...]:
    """Return one participant's participations in one treaty, in order of time.

    Args:
        register: The facts.
        participant: The participant.
        treaty: The treaty.
        force: The entry into force of the treaty.
        part_in: Gives the participations that these can depend on: of the participant in the treaties needed first,
            and of an organization's member States in the same treaty.
    """
    found = tuple(
        _own(
            register,
            Participation(
                participant=participant,
                treaty=treaty,
                ordinal=number,
                consent=consent,
                consented=consent.done_on.span,
                since=course.since,
                until=course.until,
                open_until=open_until(consent, course.since),
                reason=course.why,
                end_reason=course.why_ended,
            ),
        )
        for number, (consent, course) in enumerate(_courses(register, participant, treaty, force, part_in), 1)
    )
    if found and participant not in register.states:
        admitted = tuple(
            replace(p, reason=replace(p.reason, because=(*p.reason.because, *admission(register, p.consent))))
            for p in found
        )
        return _with_members(register, admitted, part_in)
    return found


def _own(register: Register, p: Participation) -> Participation:
    """Return the participation, left open until its author stood there itself, where the act may be another's."""
    own = own_from(register, p.consent)
    if own is None:
        return p
    day, reasons = own
    since = None if p.since is None else Span(p.since.earliest, max(p.since.latest, day.latest))
    return replace(p, since=since, own_from=day, reason=replace(p.reason, because=(*p.reason.because, *reasons)))


def _courses(
    register: Register, participant: str, treaty: str, force: TreatyForce, part_in: PartIn
) -> Iterator[tuple[Action, Course]]:
    """Yield each consent with its course; an act of consent while another stands adds nothing."""
    standing: tuple[Action, Course] | None = None
    ended: tuple[Reason, ...] = ()
    taken_back = revoked_denunciations(register, participant, treaty, force.in_force)
    ends = state_end(register, participant)
    revoking = {act.id for act in taken_back.values()}
    # Who leaves and comes back on one day leaves first.
    acts = sorted(
        register.actions_of(participant, treaty),
        key=lambda a: (a.done_on.earliest, a.kind is not ActionKind.DENUNCIATION or a.done_on.exact is None),
    )
    for act in acts:
        if act.id in revoking:
            continue
        if act.id in taken_back and standing is not None:
            why = standing[1].why
            revoked = denunciation_revoked_reason(act, taken_back[act.id])
            standing = standing[0], replace(standing[1], why=replace(why, because=(*why.because, revoked)))
            continue
        if standing is not None and act.kind is ActionKind.WITHDRAWAL_NOT_ACCEPTED:
            why = standing[1].why
            refused = withdrawal_not_accepted(act)
            standing = standing[0], replace(standing[1], why=replace(why, because=(*why.because, refused)))
            continue
        if standing is not None:
            closed = _closed_by(register, act, standing[1], force)
            over = closed is not None
            course = ended_with_treaty(closed or standing[1], force)
            held = held_to_parents(register, participant, treaty, course, part_in)
            if not over and expresses_consent(act.kind):
                # It may have ended without an act under this treaty: with the treaty that it needs.
                over = held.until is not None and held.until.latest <= act.done_on.earliest
            if not over:
                continue
            yield standing[0], _begun_or_not(held)
            # The act that closed it, even where it ended with the treaty it needs before the act took effect.
            ways = (held.why_ended, closed.why_ended if closed is not None else None)
            standing, ended = None, tuple(dict.fromkeys(why for why in ways if why is not None))
        if expresses_consent(act.kind):
            standing = act, _opened_by(register, act, force, ended)
    if standing is not None:
        course = standing[1] if ends is None else replace(standing[1], until=ends[0], why_ended=ends[1])
        held = held_to_parents(register, participant, treaty, ended_with_treaty(course, force), part_in)
        yield standing[0], _begun_or_not(held)


def _opened_by(register: Register, consent: Action, force: TreatyForce, ended: tuple[Reason, ...]) -> Course:
    """Return the course of a consent by the treaty's own clauses.

    Who comes back has left before: the end of the participation before is among the reasons of the next.
    """
    since, why = force_after(register, consent, force)
    why = replace(why, because=(*why.because, *ended))
    return Course(since=since, until=None, why=why, why_ended=None)


def _closed_by(register: Register, act: Action, course: Course, force: TreatyForce) -> Course | None:
    """Return the course as the act ends it, or None where it does not."""
    if act.kind is ActionKind.DENUNCIATION:
        until, why = denunciation_effect(register, act, force.in_force)
        return replace(course, until=until, why_ended=why)
    in_time = course.since is None or act.done_on.latest < course.since.earliest
    if act.kind is ActionKind.REVOCATION and in_time:
        return replace(course, since=None, until=act.done_on.span, why_ended=revocation_reason(act))
    return None


def _begun_or_not(course: Course) -> Course:
    """Return the course; one that ended before it could begin never bound."""
    if course.since is not None and course.until is not None and course.since.earliest >= course.until.latest:
        return replace(course, since=None)
    return course


def _with_members(register: Register, found: tuple[Participation, ...], part_in: PartIn) -> tuple[Participation, ...]:
    """Return an organization's participations, the last one ended when all its member States have left."""
    last = found[-1]
    ended = organization_end(register, last.participant, last.treaty, part_in)
    if ended is None or earlier_of(last.until, ended[0]) == last.until:
        return found
    return (*found[:-1], replace(last, until=ended[0], end_reason=ended[1]))
