"""Acts that lead no further than to a signature, and acts whose effect on the status no rule settles.

Legal basis: VCLT arts. 10, 12, 14, 18; the convention on succession in respect of treaties, art. 18.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.days import Span
from treatygraph.facts.model import Action, ActionKind
from treatygraph.facts.register import Register
from treatygraph.law.authorship import own_from
from treatygraph.law.consent import continued, signature
from treatygraph.law.model import Reason, Status, because
from treatygraph.law.rule import Family, Rule

SIGNED = Rule(
    id="signature",
    title="A signature subject to consent",
    basis="VCLT arts. 14, 18",
    family=Family.CONSENT,
    sentence="{participant} signed {treaty} on {done_on}; a signature alone does not bind.",
)
SIGNED_AD_REFERENDUM = Rule(
    id="signature-ad-referendum",
    title="A signature that its State must confirm",
    basis="VCLT arts. 10, 12(2)(b)",
    family=Family.CONSENT,
    sentence="{participant} signed {treaty} ad referendum on {done_on}: no full signature until it is confirmed.",
)
SIGNATURE_CONFIRMED = Rule(
    id="signature-confirmed",
    title="A signature ad referendum, confirmed",
    basis="VCLT art. 12(2)(b)",
    family=Family.CONSENT,
    sentence="{participant} confirmed its signature of {treaty} on {done_on}: a full one, which alone does not bind.",
)
SIGNATURE_CONFIRMED_OPEN = Rule(
    id="signature-confirmed-open",
    title="A confirmed signature of a treaty by whose signature alone others bound themselves",
    basis="VCLT art. 12(1), (2)(b)",
    family=Family.CONSENT,
    sentence=(
        "{participant} confirmed its signature of {treaty} on {done_on}: a full one. Others bound themselves to "
        "{treaty} by signing; whether this signature, too, expresses consent to be bound the list does not tell."
    ),
)
SIGNATURE_SUCCEEDED = Rule(
    id="signature-succeeded",
    title="A signature taken over from a predecessor State",
    basis="Vienna Convention on Succession of States in respect of Treaties art. 18; depositary practice",
    family=Family.CONSENT,
    sentence=(
        "{participant} succeeded to the signature of {treaty} on {done_on}; to succeed to a signature is not to "
        "consent to be bound."
    ),
)
UNSETTLED_ACT = Rule(
    id="unsettled-act",
    title="An act that is neither signature nor consent",
    basis="The treaty's own terms",
    family=Family.CONSENT,
    sentence="{participant} did under {treaty}: {kind}, {done_on}.",
)

#: Acts that a treaty of its own kind makes something of: a membership, a jurisdiction.
UNSETTLED = frozenset({ActionKind.ADMISSION, ActionKind.REGISTRATION, ActionKind.DECLARATION})
_SIGNED_BY = {
    ActionKind.SUCCESSION_TO_SIGNATURE: SIGNATURE_SUCCEEDED,
    ActionKind.SIGNATURE_AD_REFERENDUM: SIGNED_AD_REFERENDUM,
}


def steps(register: Register, participant: str, treaty: str) -> Iterator[tuple[Span, Status, Reason]]:
    """Yield what leads no further than to a signature, and the acts whose effect no rule settles."""
    signed = signature(register, participant, treaty)
    # A definitive signature is a consent: it is told with its participation.
    if signed is not None and signed.kind is not ActionKind.DEFINITIVE_SIGNATURE:
        yield _signed(register, signed)
    for act in register.actions_of(participant, treaty):
        if act.kind is ActionKind.CONFIRMATION_OF_SIGNATURE:
            bound = _bound_by_signing(register, treaty)
            if bound is not None:
                yield act.done_on.span, Status.UNDETERMINED, _did(SIGNATURE_CONFIRMED_OPEN, act, bound)
            else:
                yield act.done_on.span, Status.SIGNATORY, _did(SIGNATURE_CONFIRMED, act)
        elif act.kind in UNSETTLED:
            yield (
                act.done_on.span,
                Status.UNDETERMINED,
                because(
                    UNSETTLED_ACT,
                    participant=participant,
                    treaty=treaty,
                    kind=act.kind,
                    done_on=act.done_on,
                    facts=(act,),
                ),
            )


def _bound_by_signing(register: Register, treaty: str) -> Action | None:
    """Return an act that shows that the treaty lets one express consent by signing (VCLT art. 12(1)(b)), or None."""
    acts = register.actions_by_treaty.get(treaty, ())
    return next((a for a in acts if a.kind is ActionKind.DEFINITIVE_SIGNATURE), None)


def _did(rule: Rule, act: Action, *beside: Action) -> Reason:
    return because(rule, participant=act.participant, treaty=act.treaty, done_on=act.done_on, facts=(act, *beside))


def _signed(register: Register, act: Action) -> tuple[Span, Status, Reason]:
    """Return a signature, from when it makes its author a signatory: open until it counts as its author's own."""
    done, own = act.done_on.span, own_from(register, act)
    why = because(
        _SIGNED_BY.get(act.kind, SIGNED),
        *continued(register, act),
        *(own[1] if own is not None else ()),
        participant=act.participant,
        treaty=act.treaty,
        done_on=act.done_on,
        facts=(act,),
    )
    return Span(done.earliest, max(done.latest, own[0].latest)) if own is not None else done, Status.SIGNATORY, why
