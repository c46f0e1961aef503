"""Succession of States: from when a treaty is in force for a successor.

Legal basis: Vienna Convention on Succession of States in respect of Treaties (1978) arts. 22 and 23, and the
practice of the depositary: the treaty is considered in force from the day of the succession of States where
the notification says so; the row of the action then carries `effective_on`.
"""

from __future__ import annotations

from treatygraph.days import Span
from treatygraph.facts.model import Action, ActionKind
from treatygraph.facts.register import Register
from treatygraph.law.consent import consent_reason
from treatygraph.law.force import participant_force
from treatygraph.law.model import Reason, TreatyForce, because
from treatygraph.law.rule import Family, Rule

SUCCESSION_EFFECT = Rule(
    id="succession-effect",
    title="Succession takes effect on the day of the succession of States",
    basis="Vienna Convention on Succession of States in respect of Treaties arts. 22, 23; depositary practice",
    family=Family.FORCE,
    sentence="{participant} succeeded to {treaty} with effect from {effective_on}; in force for it since {day}.",
)


def reaches_back(consent: Action) -> bool:
    """Return whether the consent is a succession with a day of its own: only a succession reaches back."""
    return consent.kind is ActionKind.SUCCESSION and consent.effective_on is not None


def force_after(register: Register, consent: Action, force: TreatyForce) -> tuple[Span | None, Reason]:
    """Return the day the treaty enters into force for the participant, by succession or by the clause.

    Never before the treaty itself is in force. A succession without a day of its own follows the clause.
    """
    if consent.effective_on is None or not reaches_back(consent) or force.in_force is None:
        return participant_force(register, consent, force)
    since = consent.effective_on.span.later_of(force.in_force)
    return since, because(
        SUCCESSION_EFFECT,
        consent_reason(register, consent),
        force.reason,
        participant=consent.participant,
        treaty=consent.treaty,
        effective_on=consent.effective_on,
        day=since,
        facts=(consent,),
    )
