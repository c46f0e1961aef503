"""Leaving a treaty. Legal basis: VCLT arts. 54 to 56, 65 to 68; the treaty's own clause decides.

Clauses: denunciation (its delay), denunciation_cascade (which other treaties end with it),
denunciation_reio (an organization leaves when all its member States have). Taking a consent back before the
treaty is in force for the participant is not leaving it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from treatygraph.days import Duration, Span
from treatygraph.facts.model import Action, ClauseKind
from treatygraph.facts.register import Register
from treatygraph.law.force import clause_fact, delayed_span
from treatygraph.law.model import Participation, Reason, because


def earlier_of(a: Span | None, b: Span) -> Span:
    """Return the earlier of two ends; None stands for no end."""
    return b if a is None else Span(min(a.earliest, b.earliest), min(a.latest, b.latest))


def denunciation_effect(register: Register, action: Action) -> tuple[Span, Reason]:
    """Return the first day on which the treaty is no longer in force for the denouncing participant.

    Where the treaty has no clause, VCLT art. 56 leaves open whether one can leave at all and asks for
    twelve months' notice if so: the end is then anywhere from twelve months on, and says so.
    """
    clause = register.clause(action.treaty, ClauseKind.DENUNCIATION)
    received = action.done_on.span
    facts = (f"actions/{action.id}",)
    if clause is None:
        end = Span(Duration.parse("P12M").after(received.earliest), date.max)
        return end, because(
            "denunciation-without-clause",
            participant=action.participant,
            treaty=action.treaty,
            received=received,
            day=end.earliest,
            facts=facts,
        )
    end = delayed_span(clause, received)
    return end, because(
        "denunciation",
        article=clause.article,
        participant=action.participant,
        treaty=action.treaty,
        received=received,
        delay=Duration.parse(clause.delay or ""),
        day=end,
        facts=(*facts, clause_fact(clause)),
    )


def revocation_reason(action: Action) -> Reason:
    """Return why a consent taken back before entry into force no longer stands."""
    return because(
        "revocation",
        participant=action.participant,
        treaty=action.treaty,
        done_on=action.done_on,
        facts=(f"actions/{action.id}",),
    )


def end_with_parent(register: Register, treaty: str, parent: Participation) -> tuple[Span, Reason] | None:
    """Return when participation in `treaty` ends because participation in its parent ends, or None.

    By the parent's cascade clause (UNTOC art. 40(3)); without one, because a party to the Protocol must be
    party to the Convention (37(2)).
    """
    if parent.until is None or parent.end_reason is None:
        return None
    for clause in register.clauses(parent.treaty, ClauseKind.DENUNCIATION_CASCADE):
        if treaty in clause.instruments:
            rule, found = "denunciation-cascade", clause
            break
    else:
        rule, found = "dependency-ended", register.clauses(treaty, ClauseKind.DEPENDENCY)[0]
    return parent.until, because(
        rule,
        parent.reason,
        parent.end_reason,
        article=found.article,
        participant=parent.participant,
        treaty=treaty,
        parent=parent.treaty,
        day=parent.until,
        facts=(clause_fact(found),),
    )


def organization_end(
    register: Register,
    organization: str,
    treaty: str,
    part_in: Callable[[str, str], tuple[Participation, ...]],
) -> tuple[Span, Reason] | None:
    """Return when an organization ceases to be a party because all its member States have left, or None."""
    clause = register.clause(treaty, ClauseKind.DENUNCIATION_REIO)
    members = [
        m.member
        for m in register.facts.memberships
        if m.organization == organization and m.member in register.states and m.until is None
    ]
    if clause is None or not members:
        return None
    ends = []
    for member in members:
        own = part_in(member, treaty)
        # A member that never took part has not denounced; the clause asks that all have.
        if not own or own[-1].until is None or own[-1].end_reason is None:
            return None
        ends.append((own[-1].until, (own[-1].reason, own[-1].end_reason)))
    last = ends[0][0]
    for end, _ in ends:
        last = last.later_of(end)
    return last, because(
        "organization-ended",
        *(reason for _, reasons in ends for reason in reasons),
        article=clause.article,
        participant=organization,
        treaty=treaty,
        day=last,
        facts=(clause_fact(clause),),
    )
