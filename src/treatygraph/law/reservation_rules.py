"""The rules about a reservation as such, which `law.reservations` applies. Legal basis: VCLT arts. 19 to 23."""

from __future__ import annotations

from treatygraph.law.rule import Family, Rule

RESERVATION_MADE = Rule(
    id="reservation-made",
    title="A reservation formulated on consent",
    basis="VCLT arts. 2(1)(d), 19, 21(1)",
    family=Family.RESERVATION,
    sentence="{participant} made reservation {statement} on consenting ({made_on}); effect: {effect}.",
)
RESERVATION_AT_SIGNATURE = Rule(
    id="reservation-at-signature",
    title="A reservation made on signature, where the treaty allows it then",
    basis="VCLT arts. 20(1), 23(2); the treaty's clause",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on signing ({made_on}), when {treaty} allows it; no confirmation "
        "is needed. Effect: {effect}."
    ),
)
RESERVATION_CONFIRMED = Rule(
    id="reservation-confirmed",
    title="A reservation made on signature and confirmed",
    basis="VCLT art. 23(2)",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on {made_on}, before consenting, and confirmed it; it counts as "
        "made on {day}. Effect: {effect}."
    ),
)
RESERVATION_UNCONFIRMED = Rule(
    id="reservation-unconfirmed",
    title="A reservation made on signature, no confirmation recorded",
    basis="VCLT art. 23(2)",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on {made_on}, before consenting, and no confirmation on consent "
        "is recorded. Two readings: it was not confirmed and has no effect; or it was, and the source read does not "
        "show it."
    ),
)
RESERVATION_LATE = Rule(
    id="reservation-late",
    title="A reservation made after consent",
    basis="VCLT art. 19; depositary practice on late reservations",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on {day}, after consenting. In the practice of the depositary it "
        "is accepted for deposit only when no contracting State objects within twelve months."
    ),
)
RESERVATION_LATE_CONFIRMATION = Rule(
    id="reservation-late-confirmation",
    title="A reservation confirmed after consent",
    basis="VCLT arts. 19, 23(2); depositary practice on late reservations",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on {made_on} and confirmed it on {day}, after consenting: too late "
        "for VCLT 23(2), so that it is a late reservation."
    ),
)
RESERVATION_DEPOSITED = Rule(
    id="reservation-deposited",
    title="A late reservation to which nobody objected",
    basis="Depositary practice on late reservations",
    family=Family.RESERVATION,
    sentence="No objection by a contracting State to {statement} is recorded up to {deadline}.",
)
RESERVATION_DEFEATED = Rule(
    id="reservation-defeated",
    title="A late reservation to which somebody objected",
    basis="Depositary practice on late reservations",
    family=Family.RESERVATION,
    sentence=(
        "{other} made {objection}, which can be an objection in time to the late reservation {statement}. Two "
        "readings: one objection defeats it for all; or it defeats it for its author only."
    ),
)
RESERVATION_UNDATED = Rule(
    id="reservation-undated",
    title="A reservation whose day was not seen",
    basis="VCLT art. 19",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on a day that was not seen; it is taken to have been made on "
        "consent. Effect: {effect}."
    ),
)
RESERVATION_PERMITTED = Rule(
    id="reservation-permitted",
    title="A reservation the treaty expressly permits",
    basis="VCLT art. 20(1); the treaty's clause",
    family=Family.RESERVATION,
    sentence="{treaty} expressly permits such a reservation; it needs no acceptance.",
)
RESERVATION_ELSEWHEN = Rule(
    id="reservation-elsewhen",
    title="A reservation the treaty permits at another moment",
    basis="VCLT arts. 19, 20(1); the treaty's clause",
    family=Family.RESERVATION,
    sentence="{treaty} expressly permits such a reservation, and not at the moment at which {statement} was made.",
)
RESERVATION_PROHIBITED = Rule(
    id="reservation-prohibited",
    title="A reservation the treaty prohibits",
    basis="VCLT art. 19(a); severability disputed",
    family=Family.RESERVATION,
    sentence=(
        "{treaty} prohibits such a reservation; no acceptance cures it. Two readings: it is null and {participant} is "
        "bound without it; or the consent given with it falls with it."
    ),
)
RESERVATION_NOT_ALLOWED = Rule(
    id="reservation-not-allowed",
    title="A reservation that is not among those the treaty allows",
    basis="VCLT art. 19(b); severability disputed",
    family=Family.RESERVATION,
    sentence=(
        "{treaty} allows certain reservations only, and this is none of them; no acceptance cures it. Two readings: it "
        "is null and {participant} is bound without it; or the consent given with it falls with it."
    ),
)
RESERVATION_NULL = Rule(
    id="reservation-null",
    title="A reservation the treaty does not allow, made after consent",
    basis="VCLT art. 19(a), (b)",
    family=Family.RESERVATION,
    sentence=(
        "{treaty} does not allow such a reservation; made after consenting, it cannot take back a consent already "
        "given, and {participant} is bound without it."
    ),
)
RESERVATION_LATER = Rule(
    id="reservation-later",
    title="A reservation made after consent, where the treaty allows it then",
    basis="VCLT art. 20(1); the treaty's clause",
    family=Family.RESERVATION,
    sentence=(
        "{participant} made reservation {statement} on {day}, after consenting, when {treaty} allows it. Effect: "
        "{effect}."
    ),
)
DECLARATION_DOUBTED = Rule(
    id="declaration-doubted",
    title="A declaration that others treat as a reservation",
    basis="VCLT art. 2(1)(d)",
    family=Family.RESERVATION,
    sentence=(
        "{participant} does not call {statement} a reservation; {participants} treat it as one. Two readings: it only "
        "declares; or it is a reservation in substance."
    ),
)
DECLARATION_IN_SUBSTANCE = Rule(
    id="declaration-in-substance",
    title="A declaration that may modify in substance",
    basis="VCLT art. 2(1)(d)",
    family=Family.RESERVATION,
    sentence=(
        "{participant} does not call {statement} a reservation; by its substance it may be one. Two readings: it only "
        "declares; or it is a reservation."
    ),
)
WORDING_NOT_SEEN = Rule(
    id="wording-not-seen",
    title="A reservation whose wording was not seen",
    basis="none: a gap in our knowledge",
    family=Family.RESERVATION,
    sentence="The wording of {statement} was not seen; what it excludes or modifies is not known.",
)
