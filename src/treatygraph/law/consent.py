"""Consent to be bound, and what is not. Legal basis: VCLT arts. 11 to 17; 18 for the signatory; 73 for successors."""

from __future__ import annotations

from treatygraph.facts.model import CONSENT, Action, ActionKind, Relation
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason, because
from treatygraph.law.rule import Family, Rule

EXPRESSED_CONSENT = Rule(
    id="consent",
    title="An act that expresses consent to be bound",
    basis="VCLT arts. 11 to 17",
    family=Family.CONSENT,
    sentence="{participant} expressed consent to be bound by {treaty}: {kind}, {done_on}.",
)
SUCCESSION_NOTIFIED = Rule(
    id="succession-notified",
    title="A succession, which takes the place of consent",
    basis="VCSST art. 2(1)(g); VCLT art. 73",
    family=Family.CONSENT,
    sentence=(
        "{participant} notified on {done_on} its succession to {treaty}: it stays bound by what its predecessor "
        "consented to, and expresses no consent anew."
    ),
)
CONTINUITY = Rule(
    id="continuity",
    title="One identity per legal person",
    basis="Customary law of continuity of States",
    family=Family.CONSENT,
    sentence=(
        "{participant} continues the legal person known as {predecessor} until {day}; its acts are {participant}'s own."
    ),
)

#: Acts by which a participant signs.
SIGNING = frozenset(
    {
        ActionKind.SIGNATURE,
        ActionKind.SIGNATURE_AD_REFERENDUM,
        ActionKind.SUCCESSION_TO_SIGNATURE,
        ActionKind.DEFINITIVE_SIGNATURE,
    }
)


def expresses_consent(kind: ActionKind) -> bool:
    """Return whether an action of this kind expresses consent to be bound."""
    return kind in CONSENT


def signature(register: Register, participant: str, treaty: str) -> Action | None:
    """Return the participant's first signature of the treaty, or None."""
    return next((a for a in register.actions_of(participant, treaty) if a.kind in SIGNING), None)


def consent_reason(register: Register, action: Action) -> Reason:
    """Return why the participant is taken to consent: its act, and the person of international law that did it."""
    succeeds = action.kind is ActionKind.SUCCESSION
    return because(
        SUCCESSION_NOTIFIED if succeeds else EXPRESSED_CONSENT,
        *continued(register, action),
        participant=action.participant,
        treaty=action.treaty,
        done_on=action.done_on,
        facts=(action,),
        values={} if succeeds else {"kind": action.kind},
    )


def continued(register: Register, action: Action) -> tuple[Reason, ...]:
    """Return, for an act done under an earlier name, why it is the participant's own.

    One identity per legal person, not per name: a continuing State is the State that acted.
    """
    return tuple(
        because(
            CONTINUITY,
            participant=action.participant,
            predecessor=link.predecessor,
            day=link.effective_on,
            facts=(link,),
        )
        for link in register.came_of.get(action.participant, ())
        if link.relation is Relation.CONTINUATION and action.done_on.latest < link.effective_on.earliest
    )
