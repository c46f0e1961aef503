"""Leaving a treaty. Legal basis: VCLT arts. 54 to 56, 65 to 68; the treaty's own clause decides.

Clauses: denunciation (its delay), denunciation_cascade (which other treaties end with it); that an organization leaves
with its member States is in `law.organizations`. Taking a consent back before the treaty is in force for the
participant is not leaving it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from treatygraph.days import Duration, Span
from treatygraph.facts.model import CONSENT, Action, ActionKind, ClauseKind
from treatygraph.facts.register import Register
from treatygraph.law.delay import delay_of, delayed_span
from treatygraph.law.model import Participation, Reason, because
from treatygraph.law.rule import Family, Rule

DENUNCIATION = Rule(
    id="denunciation",
    title="Denunciation",
    basis="VCLT art. 54; the treaty's clause",
    family=Family.LEAVING,
    sentence="{participant} denounced {treaty}, received {received}; effective {day}, {delay} later.",
)
DENUNCIATION_WITHOUT_CLAUSE = Rule(
    id="denunciation-without-clause",
    title="Denunciation where the treaty has no clause",
    basis="VCLT art. 56",
    family=Family.LEAVING,
    sentence=(
        "{participant} gave notice on {received}, and {treaty} has no denunciation clause. Two readings: it "
        "may leave only if the parties meant to allow it or the nature of the treaty implies it, then with "
        "twelve months' notice (from {day}); or it may not leave."
    ),
)
DENUNCIATION_CASCADE = Rule(
    id="denunciation-cascade",
    title="A denunciation that ends other treaties",
    basis="The parent treaty's clause",
    family=Family.LEAVING,
    sentence="Denouncing {parent} also ends {treaty} for {participant}, on {day}.",
)
DEPENDENCY_ENDED = Rule(
    id="dependency-ended",
    title="No longer party to the treaty needed first",
    basis="The treaty's clause",
    family=Family.LEAVING,
    sentence="{participant} ceased to be party to {parent} on {day} and so to {treaty}, which requires it.",
)
DENUNCIATION_REVOKED = Rule(
    id="denunciation-revoked",
    title="A denunciation revoked before it took effect",
    basis="VCLT art. 68",
    family=Family.LEAVING,
    sentence=(
        "{participant} revoked on {done_on} its denunciation of {treaty} received {received}, before it took effect; "
        "it never left."
    ),
)
REVOCATION = Rule(
    id="revocation",
    title="Consent taken back before entry into force",
    basis="VCLT art. 18(b); depositary practice",
    family=Family.LEAVING,
    sentence=(
        "{participant} took its consent to {treaty} back on {done_on}, before it was in force for it; this "
        "is not leaving a treaty."
    ),
)

#: The notice of who leaves a treaty that has no clause, if it can leave at all (VCLT art. 56(2)).
NOTICE_PERIOD = Duration(months=12)


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
    if clause is None:
        end = Span(NOTICE_PERIOD.after(received.earliest), date.max)
        return end, because(
            DENUNCIATION_WITHOUT_CLAUSE,
            participant=action.participant,
            treaty=action.treaty,
            received=received,
            day=end.earliest,
            facts=(action,),
        )
    end = delayed_span(clause, received)
    return end, because(
        DENUNCIATION,
        article=clause.article,
        participant=action.participant,
        treaty=action.treaty,
        received=received,
        delay=delay_of(clause),
        day=end,
        facts=(action, clause),
    )


def revocation_reason(action: Action) -> Reason:
    """Return why a consent taken back before entry into force no longer stands."""
    return because(
        REVOCATION,
        participant=action.participant,
        treaty=action.treaty,
        done_on=action.done_on,
        facts=(action,),
    )


def revoked_denunciations(register: Register, participant: str, treaty: str) -> Mapping[str, Action]:
    """Return the acts that revoke a denunciation before it takes effect, by the denunciation (VCLT art. 68)."""
    found: dict[str, Action] = {}
    denounced: Action | None = None
    for action in register.actions_of(participant, treaty):
        if action.kind is ActionKind.DENUNCIATION:
            denounced = action
        elif action.kind is ActionKind.REVOCATION and denounced is not None:
            effect, _ = denunciation_effect(register, denounced)
            if action.done_on.latest < effect.earliest:
                found[denounced.id] = action
        elif action.kind in CONSENT:
            denounced = None
    return found


def denunciation_revoked_reason(denunciation: Action, revocation: Action) -> Reason:
    """Return why a denunciation did not end the participation."""
    return because(
        DENUNCIATION_REVOKED,
        participant=denunciation.participant,
        treaty=denunciation.treaty,
        received=denunciation.done_on.span,
        done_on=revocation.done_on,
        facts=(denunciation, revocation),
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
            rule, found = DENUNCIATION_CASCADE, clause
            break
    else:
        rule, found = DEPENDENCY_ENDED, register.clauses(treaty, ClauseKind.DEPENDENCY)[0]
    return parent.until, because(
        rule,
        parent.reason,
        parent.end_reason,
        article=found.article,
        participant=parent.participant,
        treaty=treaty,
        parent=parent.treaty,
        day=parent.until,
        facts=(found,),
    )
