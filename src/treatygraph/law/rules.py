"""The rules: identifier, legal basis, module and the sentence a proof says for each.

`docs/the-law.md` is made from this list; `tests/cases` has at least one case for every rule.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A legal rule the engine applies.

    `basis` is the article of general law; where a treaty's own clause decides, the reason carries its article.
    `sentence` takes the values of the reason.
    """

    id: str
    title: str
    basis: str
    module: str
    sentence: str


def _rule(id: str, title: str, basis: str, module: str, sentence: str) -> Rule:  # noqa: A002
    return Rule(id=id, title=title, basis=basis, module=module, sentence=sentence)


_ALL = (
    # consent
    _rule("consent", "An act that expresses consent to be bound", "VCLT arts. 11 to 17", "consent",
          "{participant} expressed consent to be bound by {treaty}: {kind}, {done_on}."),
    _rule("signature", "A signature subject to consent", "VCLT arts. 14, 18", "status",
          "{participant} signed {treaty} on {done_on}; a signature alone does not bind."),
    _rule("continuity", "One identity per legal person", "Customary law of continuity of States", "consent",
          "{participant} continues the legal person known as {predecessor} until {day}; its acts are {participant}'s own."),
    # entry into force of a treaty
    _rule("threshold", "The instrument that completes the number needed", "VCLT art. 24(1); the treaty's clause", "force",
          "The instrument number {threshold} that counts for {treaty} was deposited on {day} (deposits that day: {participants})."),
    _rule("treaty-force", "Entry into force of a treaty", "VCLT art. 24(1); the treaty's clause", "force",
          "{treaty} entered into force on {day}, {delay} after that deposit."),
    _rule("treaty-force-with-parent", "Not before the treaty it supplements", "VCLT art. 24(1); the treaty's clause", "force",
          "{treaty} entered into force on {day}, not before the treaty it supplements."),
    _rule("treaty-waits", "The treaty it supplements is not in force", "VCLT art. 24(1); the treaty's clause", "force",
          "{treaty} cannot be in force before {parent} is."),
    _rule("treaty-not-in-force", "Too few instruments", "VCLT art. 24(1); the treaty's clause", "force",
          "{treaty} is not in force: {counted} instruments of the {threshold} needed."),
    # entry into force for a participant
    _rule("treaty-awaited", "Consent before the treaty is in force", "VCLT art. 24(1), (2)", "force",
          "{participant} has consented; {treaty} is not in force yet."),
    _rule("force-with-treaty", "Consent up to the threshold", "VCLT art. 24(1); the treaty's clause", "force",
          "{participant} was among those whose instruments brought {treaty} into force; for it, too, in force since {day}."),
    _rule("force-later", "Consent after the threshold", "VCLT art. 24(3); the treaty's clause", "force",
          "{treaty} entered into force for {participant} on {day}, {delay} after its deposit of {deposited}."),
    _rule("force-later-not-before", "Consent after the threshold, treaty not yet in force", "VCLT art. 24(3); the treaty's clause", "force",
          "{treaty} entered into force for {participant} on {day}: its own period ended no later than the treaty's entry into force, and the later day counts."),
    _rule("succession-effect", "Succession takes effect on the day of the succession of States", "Vienna Convention on Succession of States in respect of Treaties arts. 22, 23; depositary practice", "succession",
          "{participant} succeeded to {treaty} with effect from {effective_on}; in force for it since {day}."),
    _rule("dependency-met", "Party to the treaty needed first", "UNTOC art. 37(2); the treaty's clause", "dependency",
          "{participant} is party to {parent} since {parent_since}, as {treaty} requires."),
    _rule("dependency-later", "Bound only once party to the treaty needed first", "UNTOC art. 37(2); the treaty's clause", "dependency",
          "{participant} became party to {parent} on {parent_since}; {treaty} binds it from {day}, not before."),
    _rule("dependency-lacking", "Not party to the treaty needed first", "UNTOC art. 37(2); the treaty's clause", "dependency",
          "{participant} is not party to {parent}; its consent to {treaty} does not bind it before it is."),
    # leaving
    _rule("denunciation", "Denunciation", "VCLT art. 54; the treaty's clause", "termination",
          "{participant} denounced {treaty}, received {received}; effective {day}, {delay} later."),
    _rule("denunciation-without-clause", "Denunciation where the treaty has no clause", "VCLT art. 56", "termination",
          "{participant} gave notice on {received}, and {treaty} has no denunciation clause. Two readings: it may leave only if the parties meant to allow it or the nature of the treaty implies it, then with twelve months' notice (from {day}); or it may not leave."),
    _rule("denunciation-cascade", "A denunciation that ends other treaties", "UNTOC art. 40(3); the parent's clause", "termination",
          "Denouncing {parent} also ends {treaty} for {participant}, on {day}."),
    _rule("dependency-ended", "No longer party to the treaty needed first", "UNTOC art. 37(2); the treaty's clause", "termination",
          "{participant} ceased to be party to {parent} on {day} and so to {treaty}, which requires it."),
    _rule("organization-ended", "An organization leaves with its member States", "UNTOC art. 40(2); the treaty's clause", "termination",
          "All member States of {participant} had left {treaty} by {day}; it ceased to be a party."),
    _rule("revocation", "Consent taken back before entry into force", "VCLT art. 18(b); depositary practice", "termination",
          "{participant} took its consent to {treaty} back on {done_on}, before it was in force for it; this is not leaving a treaty."),
    # status
    _rule("party", "Party", "VCLT art. 2(1)(g)", "status",
          "On {day}, {participant} is party to {treaty}, in force for it since {since}."),
    _rule("contracting-state", "Contracting State", "VCLT art. 2(1)(f)", "status",
          "On {day}, {participant} is a contracting State of {treaty}: it has consented, and the treaty is not in force for it."),
    _rule("signatory", "Signatory", "VCLT arts. 14, 18", "status",
          "On {day}, {participant} is a signatory of {treaty}: it has signed and no consent to be bound is recorded."),
    _rule("third-state", "Third State", "VCLT art. 2(1)(h)", "status",
          "On {day}, no signature of and no consent to {treaty} by {participant} is recorded."),
    _rule("former-party", "Former party", "VCLT arts. 54, 70", "status",
          "On {day}, {participant} is no longer party to {treaty}; it was until {until}."),
    _rule("data-gap-day", "A day that the data do not settle", "none: a gap in our knowledge", "status",
          "The status of {participant} under {treaty} on {day} is not settled: the rule needs a day that the source does not give."),
    # reservations
    _rule("reservation-made", "A reservation formulated on consent", "VCLT arts. 2(1)(d), 19, 21(1)", "reservations",
          "{participant} made reservation {statement} on consenting ({made_on}); effect: {effect}."),
    _rule("reservation-confirmed", "A reservation made on signature and confirmed", "VCLT art. 23(2)", "reservations",
          "{participant} made reservation {statement} on {made_on}, before consenting, and confirmed it; effect: {effect}."),
    _rule("reservation-unconfirmed", "A reservation made on signature, no confirmation recorded", "VCLT art. 23(2)", "reservations",
          "{participant} made reservation {statement} on {made_on}, before consenting, and no confirmation is recorded. Two readings: it was not confirmed and has no effect; or it was, and the source read does not show it."),
    _rule("reservation-late", "A reservation made after consent", "VCLT art. 19; depositary practice on late reservations", "reservations",
          "{participant} made reservation {statement} on {made_on}, after consenting. Two readings: it came too late (VCLT 19); or, in depositary practice, it stands if no party objects within twelve months."),
    _rule("reservation-undated", "A reservation whose day was not seen", "VCLT art. 19", "reservations",
          "{participant} made reservation {statement} on a day that was not seen; it is taken to have been made on consent. Effect: {effect}."),
    _rule("reservation-permitted", "A reservation the treaty expressly permits", "VCLT art. 20(1); the treaty's clause", "reservations",
          "{treaty} expressly permits such a reservation; it needs no acceptance."),
    _rule("reservation-prohibited", "A reservation the treaty prohibits", "VCLT art. 19(a), (b); severability disputed", "reservations",
          "{treaty} prohibits such a reservation. Two readings: it is null and {participant} is bound without it; or its consent falls with it."),
    _rule("statement-withdrawn", "Withdrawal of a reservation or objection", "VCLT arts. 22, 23(4)", "reservations",
          "{participant} withdrew {statement}, effective {day}."),
    _rule("reservation-effect", "Effect of a permitted reservation between two parties", "VCLT arts. 20(1), 21(1)", "reservations",
          "Between {participant} and {other}, reservation {statement} works both ways: {effect}."),
    _rule("reservation-accepted", "Tacit acceptance", "VCLT arts. 20(5), 21(1)", "reservations",
          "{other} has no objection to {statement} on record and its time to object is over; between {participant} and {other} the reservation works both ways: {effect}."),
    _rule("reservation-pending", "Time to object still running", "VCLT arts. 20(4)(a), 20(5)", "reservations",
          "{other} can still object to {statement} until {deadline}; until then the reservation of {participant} works between the two provisionally: {effect}."),
    _rule("objection", "Objection that does not preclude the treaty", "VCLT arts. 20(4)(b), 21(3)", "reservations",
          "{other} objected to {statement} of {participant} on {made_on} without precluding the treaty; the provisions concerned do not apply between the two to the extent of the reservation."),
    _rule("objection-undated", "Objection whose day was not seen", "VCLT arts. 20(5), 21(3)", "reservations",
          "{other} objected to {statement} of {participant} on a day that was not seen; taken to be in time, the provisions concerned do not apply between the two to the extent of the reservation."),
    _rule("objection-late", "Objection after the time to object", "VCLT art. 20(5)", "reservations",
          "{other} objected to {statement} of {participant} on {made_on}, more than twelve months after it was made. Two readings: {other} is taken to have accepted it; or, if notification came later, the objection stands."),
    _rule("objection-precludes", "Objection that precludes the treaty", "VCLT art. 20(4)(b)", "reservations",
          "{other} objected to {statement} of {participant} on {made_on} and definitely expressed that the treaty shall not enter into force between them."),
    # relations
    _rule("relation", "Treaty relation between two parties", "VCLT arts. 21, 26", "relations",
          "{treaty} is in force between {a} and {b} on {day}."),
    _rule("relation-not-both", "No relation without two parties", "VCLT arts. 26, 34", "relations",
          "{treaty} is not in force between {a} and {b} on {day}: not both are party."),
    _rule("relation-undetermined", "A relation that the data do not settle", "none: a gap in our knowledge", "relations",
          "Whether {treaty} is in force between {a} and {b} on {day} is not settled by the data."),
    _rule("relation-precluded", "No relation after a precluding objection", "VCLT art. 20(4)(b)", "relations",
          "{treaty} is not in force between {a} and {b} on {day}, although both are party: an objection precludes it."),
    _rule("relation-accession", "No relation with an accession not accepted", "The treaty's clause", "relations",
          "{treaty} is not in force between {a} and {b} on {day}, although both are party: an accession has to be accepted."),
    _rule("accession-not-accepted", "An accession not accepted", "The treaty's clause", "relations",
          "No acceptance by {other} of the accession of {participant} to {treaty} is recorded by {day}."),
    # commitments
    _rule("provision", "What a provision asks of a participant", "VCLT art. 26", "explain",
          "What {provision} of {treaty} asks of {participant} on {day}."),
    _rule("commitment", "An obligation that binds", "VCLT art. 26", "obligations",
          "{participant} is bound by {obligation} since {since} ({strength}): {summary}"),
    _rule("commitment-carried", "An obligation carried over from another treaty", "UNTOC art. 37(4), Protocols art. 1(2)", "obligations",
          "{participant} also owes {obligation} for the matters of {treaty}, mutatis mutandis, since {since} ({strength}): {summary}"),
    _rule("choice", "A power or advice, which binds nobody", "The wording of the provision", "explain",
          "Under {treaty}, {obligation} is open to {participant} since {since} and binds nobody ({modality}): {summary}"),
    _rule("trigger", "What must happen before an obligation is due", "The wording of the provision", "explain",
          "{obligation} is due only in this case: {triggers}."),
    _rule("condition", "A condition that stands in another provision", "VCLT art. 31(2)", "explain",
          "{obligation} applies as art. {condition} says: {heading}."),
    _rule("commitment-reserved", "An obligation touched by the participant's own reservation", "VCLT art. 21(1)", "obligations",
          "Reservation {statement} of {participant} touches {obligation} ({state}) since {since}: {summary}"),
    _rule("not-bearer", "An obligation of somebody else", "The provision itself", "obligations",
          "{obligation} is owed by somebody else ({bearer}), not by {participant}: {summary}"),
    _rule("not-bound", "An obligation under a treaty not in force for the participant", "VCLT art. 34", "obligations",
          "{obligation} does not bind {participant} on {day}: {summary}"),
    _rule("notification-not-recorded", "A notification not recorded", "The provision itself", "obligations",
          "No notification under art. {article} of {treaty} by {participant} is recorded by {day} (asked of: {condition}). This is a gap in the record, not a breach."),
)  # fmt: skip

#: Every rule by identifier.
RULES = {rule.id: rule for rule in _ALL}
