"""The rules about a reservation between two parties, which `law.acceptance` applies.

Legal basis: VCLT arts. 19 to 23.
"""

from __future__ import annotations

from treatygraph.law.rule import Family, Rule

RESERVATION_EFFECT = Rule(
    id="reservation-effect",
    title="Effect of a permitted reservation between two parties",
    basis="VCLT arts. 20(1), 21(1)",
    family=Family.RESERVATION,
    sentence="Between {participant} and {other}, reservation {statement} works both ways: {effect}.",
)
RESERVATION_ACCEPTED = Rule(
    id="reservation-accepted",
    title="Tacit acceptance",
    basis="VCLT arts. 20(5), 21(1)",
    family=Family.RESERVATION,
    sentence=(
        "{other} has no objection to {statement} on record that counts, and its time to object is over; between "
        "{participant} and {other} the reservation works both ways: {effect}."
    ),
)
RESERVATION_ACCEPTED_EXPRESSLY = Rule(
    id="reservation-accepted-expressly",
    title="Express acceptance",
    basis="VCLT arts. 20(4)(a), 21(1)",
    family=Family.RESERVATION,
    sentence=(
        "{other} accepted {statement}; between {participant} and {other} the reservation works both ways: {effect}."
    ),
)
RESERVATION_PENDING = Rule(
    id="reservation-pending",
    title="Time to object still running",
    basis="VCLT arts. 20(4)(a), (c), 20(5); depositary practice",
    family=Family.RESERVATION,
    sentence=(
        "{other} can still object to {statement} (until {deadline}). Two readings: the depositary counts {participant} "
        "as a party at once, and the reservation works: {effect}; or there is no relation between the two until "
        "{other} accepts or the time is over."
    ),
)
RESERVATION_NOTICE_UNKNOWN = Rule(
    id="reservation-notice-unknown",
    title="Time to object that may still run",
    basis="VCLT art. 20(5)",
    family=Family.RESERVATION,
    sentence=(
        "The time to object to {statement} runs from its notification, whose day was not seen; it ends somewhere in "
        "{deadline}. Two readings: {other} has accepted by silence, and the reservation works: {effect}; or the time "
        "still runs."
    ),
)
RESERVATION_CONTESTED = Rule(
    id="reservation-contested",
    title="A reservation that others hold impermissible",
    basis="VCLT arts. 19, 20(5)",
    family=Family.RESERVATION,
    sentence=(
        "{participants} hold that {statement} may not be made at all; if so, no acceptance by {other} cures it. Two "
        "readings: the silence of {other} counts; or {participant} is bound without the reservation."
    ),
)
NOT_ACCEPTABLE = Rule(
    id="reservation-not-acceptable",
    title="No acceptance of a reservation that may not have been made",
    basis="VCLT arts. 20(5), 21(1), 23(2)",
    family=Family.RESERVATION,
    sentence=(
        "Whether {statement} was validly made is open, so that no acceptance by {other} can be asserted: acceptance "
        "presupposes a reservation made in accordance with VCLT 19 and 23."
    ),
)
NOT_PERMISSIBLE = Rule(
    id="reservation-not-permissible",
    title="No acceptance of a reservation the treaty does not allow",
    basis="VCLT arts. 19(a), (b), 20",
    family=Family.RESERVATION,
    sentence=(
        "{treaty} does not allow {statement}; neither silence nor acceptance nor an objection of {other} changes that."
    ),
)
RESERVATION_LATE_PENDING = Rule(
    id="reservation-late-pending",
    title="A late reservation within the time to object",
    basis="Depositary practice on late reservations",
    family=Family.RESERVATION,
    sentence=(
        "The time to object to the late reservation {statement} ends on {deadline}. Two readings: it has no effect "
        "before it is accepted for deposit; or, pair by pair, it works between {participant} and {other}: {effect}."
    ),
)
RESERVATION_LATE_DEFEATED = Rule(
    id="reservation-late-defeated",
    title="A late reservation that an objection may have defeated",
    basis="Depositary practice on late reservations",
    family=Family.RESERVATION,
    sentence=(
        "The late reservation {statement} met an objection by {deadline}. Two readings: it was not accepted for "
        "deposit and has no effect for anyone; or, pair by pair, {other} stands where its own attitude puts it."
    ),
)
WITHDRAWAL_PENDING = Rule(
    id="withdrawal-pending",
    title="A reservation withdrawn, notice not known",
    basis="VCLT art. 22(3)(a)",
    family=Family.RESERVATION,
    sentence=(
        "{participant} has withdrawn {statement}; whether {other} has notice of it yet is not known. Two readings: the "
        "reservation no longer works; or it works until the notice."
    ),
)
OBJECTION = Rule(
    id="objection",
    title="Objection that is not seen to preclude the treaty",
    basis="VCLT arts. 20(4)(b), 21(3)",
    family=Family.OBJECTION,
    sentence=(
        "{other} objected to {statement} of {participant} on {made_on} (ground: {ground}); that it "
        "definitely opposes the entry into force of the treaty between the two was not seen, so that it is in force "
        "between them: the provisions concerned do not apply between the two to the extent of the reservation."
    ),
)
OBJECTION_INVALIDITY = Rule(
    id="objection-invalidity",
    title="Objection that a reservation may not be made",
    basis="VCLT arts. 19, 20(4)(b), 21(3)",
    family=Family.OBJECTION,
    sentence=(
        "{other} objected to {statement} of {participant} on {made_on} (ground: {ground}); that it "
        "definitely opposes the entry into force of the treaty between the two was not seen, so that it is in force "
        "between them. Two readings, with opposite results: an impermissible reservation is null, and {participant} is "
        "bound without it; or the provisions concerned do not apply between the two to the extent of the reservation."
    ),
)
OBJECTION_TO_PERMITTED = Rule(
    id="objection-to-permitted",
    title="Objection to a reservation the treaty permits",
    basis="VCLT art. 20(1), (4)",
    family=Family.OBJECTION,
    sentence=(
        "{objection} of {other} has no effect on the relation: {treaty} expressly permits the reservation, and article "
        "20(4) of the VCLT covers other cases only. It is shown as a notice."
    ),
)
OBJECTION_CLOSE = Rule(
    id="objection-close",
    title="Objection of which it is not known whether it came in time",
    basis="VCLT art. 20(5)",
    family=Family.OBJECTION,
    sentence=(
        "{other} objected to {statement} of {participant} on {made_on}, more than twelve months after it was made; the "
        "time runs from notification, whose day was not seen. Two readings: in time; or late."
    ),
)
OBJECTION_UNDATED = Rule(
    id="objection-undated",
    title="Objection whose day was not seen",
    basis="VCLT art. 20(5)",
    family=Family.OBJECTION,
    sentence=(
        "{other} objected to {statement} of {participant} on a day that was not seen. Two readings: in time; or late."
    ),
)
OBJECTION_LATE = Rule(
    id="objection-late",
    title="Objection after the time to object",
    basis="VCLT art. 20(5)",
    family=Family.OBJECTION,
    sentence=(
        "{other} made {objection} after its time to object to {statement} was over; it is taken to have accepted, and "
        "the objection is shown as a notice."
    ),
)
OBJECTION_LATE_INVALIDITY = Rule(
    id="objection-late-invalidity",
    title="Late objection that a reservation may not be made",
    basis="VCLT arts. 19, 20(5)",
    family=Family.OBJECTION,
    sentence=(
        "{other} made {objection} after its time to object to {statement} was over, and holds, or may hold, that the "
        "reservation may not be made. Two readings: {other} is taken to have accepted it; or no lapse of time cures "
        "it, and {participant} is bound without it."
    ),
)
OBJECTION_PRECLUDES = Rule(
    id="objection-precludes",
    title="Objection that precludes the treaty",
    basis="VCLT art. 20(4)(b)",
    family=Family.OBJECTION,
    sentence=(
        "{other} objected to {statement} of {participant} on {made_on} and definitely expressed that the treaty shall "
        "not enter into force between them."
    ),
)
OBJECTION_UNAIMED = Rule(
    id="objection-unaimed",
    title="An objection whose target was not seen",
    basis="VCLT art. 20(5)",
    family=Family.OBJECTION,
    sentence=(
        "{other} made {objection} under {treaty}; what it is aimed at was not seen, so that no silence towards "
        "{statement} can be asserted. Two readings: it is aimed at it; or at something else."
    ),
)
