"""Organizations as parties: their member States, when they can join, and when they leave with them.

Legal basis: the treaty's clauses of kind organization_admission (UNTOC art. 36(2) to (4)) and denunciation_reio
(40(2)). A membership has days: who had left, or had not joined yet, is no member State on that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from treatygraph.days import Span
from treatygraph.facts.model import CONSENT, Action, Clause, ClauseKind, Membership
from treatygraph.facts.register import Register
from treatygraph.law.consent import SIGNING
from treatygraph.law.model import Participation, Reason, because
from treatygraph.law.rule import Family, Rule

ORGANIZATION_ADMITTED = Rule(
    id="organization-admitted",
    title="An organization joins after one of its member States",
    basis="The treaty's clause",
    family=Family.CONSENT,
    sentence="{other}, a member State of {participant}, acted first ({kind}, {done_on}); so {participant} could join.",
)
ORGANIZATION_BEFORE_MEMBERS = Rule(
    id="organization-before-members",
    title="An organization joins and no act of a member State is recorded",
    basis="The treaty's clause",
    family=Family.CONSENT,
    sentence=(
        "{participant} could join {treaty} only after one of its member States, and no act of one by {day} is "
        "recorded: either an act is missing, or it could not join yet."
    ),
)
ORGANIZATION_ENDED = Rule(
    id="organization-ended",
    title="An organization leaves with its member States",
    basis="The treaty's clause",
    family=Family.LEAVING,
    sentence="All member States of {participant} had left {treaty} by {day}; it ceased to be a party.",
)
ORGANIZATION_ENDED_DOUBTFUL = Rule(
    id="organization-ended-doubtful",
    title="An organization whose member parties have left, while not all member States were parties",
    basis="The treaty's clause",
    family=Family.LEAVING,
    sentence=(
        "All member States of {participant} that were parties to {treaty} had left it by {day}; others never took "
        "part. Two readings of the clause that all member States have denounced: those that were parties count, and "
        "it ceased to be a party; or those that never joined have not denounced, and it still is one."
    ),
)


def member_on(membership: Membership, day: date) -> bool:
    """Return whether a State is a member on the day, as far as the days are known."""
    joined = membership.since is None or membership.since.earliest <= day
    return joined and (membership.until is None or day <= membership.until.latest)


def members(register: Register, organization: str, day: date) -> tuple[Membership, ...]:
    """Return the memberships of States in the organization on the day, as far as the days are known."""
    return tuple(
        m
        for m in register.facts.memberships
        if m.organization == organization and m.member in register.states and member_on(m, day)
    )


def admitted_after(register: Register, act: Action) -> tuple[Clause, Action | None] | None:
    """Return the clause by which a member State acts first, and the first act that did; None where no clause asks.

    A signature comes after a signature, consent after consent.
    """
    for clause in register.clauses(act.treaty, ClauseKind.ORGANIZATION_ADMISSION):
        if act.kind in clause.counted_actions:
            break
    else:
        return None
    kinds = SIGNING if act.kind in SIGNING - CONSENT else CONSENT
    states = {m.member for m in members(register, act.participant, act.done_on.latest)}
    before = (
        other
        for other in register.actions_by_treaty.get(act.treaty, ())
        if other.participant in states and other.kind in kinds and other.done_on.earliest <= act.done_on.latest
    )
    return clause, next(before, None)


def admission(register: Register, consent: Action) -> tuple[Reason, ...]:
    """Return why an organization could consent when it did; nothing where the treaty asks for no member State first."""
    found = admitted_after(register, consent)
    if found is None:
        return ()
    clause, first = found
    if first is None:
        return (
            because(
                ORGANIZATION_BEFORE_MEMBERS,
                article=clause.article,
                participant=consent.participant,
                treaty=consent.treaty,
                day=consent.done_on,
                facts=(clause,),
            ),
        )
    return (
        because(
            ORGANIZATION_ADMITTED,
            article=clause.article,
            participant=consent.participant,
            other=first.participant,
            kind=first.kind,
            done_on=first.done_on,
            facts=(clause, first),
        ),
    )


def organization_end(
    register: Register,
    organization: str,
    treaty: str,
    part_in: Callable[[str, str], tuple[Participation, ...]],
) -> tuple[Span, Reason] | None:
    """Return when an organization ceases to be a party because its member States have left, or None.

    That is the first day on which none of the States that are members then is a party, and one left as a member.
    Where some of them never took part, the clause has two readings: the end is then open from that day on.
    """
    clause = register.clause(treaty, ClauseKind.DENUNCIATION_REIO)
    if clause is None:
        return None
    every = [m for m in register.facts.memberships if m.organization == organization and m.member in register.states]
    last = {m.member: found[-1] for m in every if (found := part_in(m.member, treaty))}
    left = {m: (p.until, p.end_reason) for m, p in last.items() if p.until is not None and p.end_reason is not None}
    days = {until for until, _ in left.values()}
    # Who is no longer a member no longer counts, from the day after its last.
    days |= {_day_after(m.until.span) for m in every if m.member in last and m.until is not None}
    for day in sorted(days):
        now = members(register, organization, day.latest)
        stays = [m for m in now if m.member in last and not (m.member in left and left[m.member][0] <= day)]
        gone = [
            m for m in every if m.member in left and left[m.member][0] <= day and member_on(m, left[m.member][0].latest)
        ]
        if not now or stays or not gone:
            continue
        everyone = all(m.member in last for m in now)
        return day if everyone else Span(day.earliest, date.max), because(
            ORGANIZATION_ENDED if everyone else ORGANIZATION_ENDED_DOUBTFUL,
            *(reason for m in gone for reason in (last[m.member].reason, left[m.member][1])),
            article=clause.article,
            participant=organization,
            treaty=treaty,
            day=day,
            facts=(clause,),
        )
    return None


def _day_after(span: Span) -> Span:
    return Span(span.earliest + timedelta(days=1), span.latest + timedelta(days=1))
