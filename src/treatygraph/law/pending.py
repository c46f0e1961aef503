"""Rules that do not stand beside their function yet, with the module they belong to."""

from __future__ import annotations

from treatygraph.law.rule import Family, Rule

_ALL = (
    (
        Rule(
            id="reservation-made",
            title="A reservation formulated on consent",
            basis="VCLT arts. 2(1)(d), 19, 21(1)",
            family=Family.RESERVATION,
            sentence="{participant} made reservation {statement} on consenting ({made_on}); effect: {effect}.",
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-confirmed",
            title="A reservation made on signature and confirmed",
            basis="VCLT art. 23(2)",
            family=Family.RESERVATION,
            sentence=(
                "{participant} made reservation {statement} on {made_on}, before consenting, and confirmed it; "
                "effect: {effect}."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-unconfirmed",
            title="A reservation made on signature, no confirmation recorded",
            basis="VCLT art. 23(2)",
            family=Family.RESERVATION,
            sentence=(
                "{participant} made reservation {statement} on {made_on}, before consenting, and no confirmation is "
                "recorded. Two readings: it was not confirmed and has no effect; or it was, and the source read does "
                "not show it."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-late",
            title="A reservation made after consent",
            basis="VCLT art. 19; depositary practice on late reservations",
            family=Family.RESERVATION,
            sentence=(
                "{participant} made reservation {statement} on {made_on}, after consenting. Two readings: it came "
                "too late (VCLT 19); or, in depositary practice, it stands if no party objects within twelve months."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-undated",
            title="A reservation whose day was not seen",
            basis="VCLT art. 19",
            family=Family.RESERVATION,
            sentence=(
                "{participant} made reservation {statement} on a day that was not seen; it is taken to have been "
                "made on consent. Effect: {effect}."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-permitted",
            title="A reservation the treaty expressly permits",
            basis="VCLT art. 20(1); the treaty's clause",
            family=Family.RESERVATION,
            sentence="{treaty} expressly permits such a reservation; it needs no acceptance.",
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-prohibited",
            title="A reservation the treaty prohibits",
            basis="VCLT art. 19(a), (b); severability disputed",
            family=Family.RESERVATION,
            sentence=(
                "{treaty} prohibits such a reservation. Two readings: it is null and {participant} is bound without "
                "it; or its consent falls with it."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="statement-withdrawn",
            title="Withdrawal of a reservation or objection",
            basis="VCLT arts. 22, 23(4)",
            family=Family.RESERVATION,
            sentence="{participant} withdrew {statement}, effective {day}.",
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-effect",
            title="Effect of a permitted reservation between two parties",
            basis="VCLT arts. 20(1), 21(1)",
            family=Family.RESERVATION,
            sentence="Between {participant} and {other}, reservation {statement} works both ways: {effect}.",
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-accepted",
            title="Tacit acceptance",
            basis="VCLT arts. 20(5), 21(1)",
            family=Family.RESERVATION,
            sentence=(
                "{other} has no objection to {statement} on record and its time to object is over; between "
                "{participant} and {other} the reservation works both ways: {effect}."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="reservation-pending",
            title="Time to object still running",
            basis="VCLT arts. 20(4)(a), 20(5)",
            family=Family.RESERVATION,
            sentence=(
                "{other} can still object to {statement} until {deadline}; until then the reservation of "
                "{participant} works between the two provisionally: {effect}."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="objection",
            title="Objection that does not preclude the treaty",
            basis="VCLT arts. 20(4)(b), 21(3)",
            family=Family.OBJECTION,
            sentence=(
                "{other} objected to {statement} of {participant} on {made_on} without precluding the treaty; the "
                "provisions concerned do not apply between the two to the extent of the reservation."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="objection-undated",
            title="Objection whose day was not seen",
            basis="VCLT arts. 20(5), 21(3)",
            family=Family.OBJECTION,
            sentence=(
                "{other} objected to {statement} of {participant} on a day that was not seen; taken to be in time, "
                "the provisions concerned do not apply between the two to the extent of the reservation."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="objection-late",
            title="Objection after the time to object",
            basis="VCLT art. 20(5)",
            family=Family.OBJECTION,
            sentence=(
                "{other} objected to {statement} of {participant} on {made_on}, more than twelve months after it was "
                "made. Two readings: {other} is taken to have accepted it; or, if notification came later, the "
                "objection stands."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="objection-precludes",
            title="Objection that precludes the treaty",
            basis="VCLT art. 20(4)(b)",
            family=Family.OBJECTION,
            sentence=(
                "{other} objected to {statement} of {participant} on {made_on} and definitely expressed that the "
                "treaty shall not enter into force between them."
            ),
        ),
        "reservations",
    ),
    (
        Rule(
            id="relation",
            title="Treaty relation between two parties",
            basis="VCLT arts. 21, 26",
            family=Family.RELATION,
            sentence="{treaty} is in force between {a} and {b} on {day}.",
        ),
        "relations",
    ),
    (
        Rule(
            id="relation-not-both",
            title="No relation without two parties",
            basis="VCLT arts. 26, 34",
            family=Family.RELATION,
            sentence="{treaty} is not in force between {a} and {b} on {day}: not both are party.",
        ),
        "relations",
    ),
    (
        Rule(
            id="relation-undetermined",
            title="A relation that the data do not settle",
            basis="none: a gap in our knowledge",
            family=Family.RELATION,
            sentence="Whether {treaty} is in force between {a} and {b} on {day} is not settled by the data.",
        ),
        "relations",
    ),
    (
        Rule(
            id="relation-precluded",
            title="No relation after a precluding objection",
            basis="VCLT art. 20(4)(b)",
            family=Family.RELATION,
            sentence=(
                "{treaty} is not in force between {a} and {b} on {day}, although both are party: an objection "
                "precludes it."
            ),
        ),
        "relations",
    ),
    (
        Rule(
            id="relation-accession",
            title="No relation with an accession not accepted",
            basis="The treaty's clause",
            family=Family.RELATION,
            sentence=(
                "{treaty} is not in force between {a} and {b} on {day}, although both are party: an accession has to "
                "be accepted."
            ),
        ),
        "relations",
    ),
    (
        Rule(
            id="accession-not-accepted",
            title="An accession not accepted",
            basis="The treaty's clause",
            family=Family.RELATION,
            sentence="No acceptance by {other} of the accession of {participant} to {treaty} is recorded by {day}.",
        ),
        "relations",
    ),
    (
        Rule(
            id="notification-not-recorded",
            title="A notification not recorded",
            basis="The provision itself",
            family=Family.COMMITMENT,
            sentence=(
                "No notification under {article} of {treaty} by {participant} is recorded by {day} (asked of: "
                "{condition}). This is a gap in the record, not a breach."
            ),
        ),
        "obligations",
    ),
)

#: Rule and module by identifier.
PENDING = {rule.id: (rule, module) for rule, module in _ALL}
