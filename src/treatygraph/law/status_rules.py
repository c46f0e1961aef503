"""The rules that give a status: what a participant is under a treaty on a day.

Legal basis: VCLT art. 2(1)(f) (contracting State), (g) (party), (h) (not a party); 14, 18 (signatory); 25; 54, 70.
"""

from __future__ import annotations

from treatygraph.law.rule import Family, Rule

PARTY = Rule(
    id="party",
    title="Party",
    basis="VCLT art. 2(1)(g)",
    family=Family.STATUS,
    sentence="On {day}, {participant} is party to {treaty}, in force for it since {since}.",
)
CONTRACTING_STATE = Rule(
    id="contracting-state",
    title="Contracting State",
    basis="VCLT art. 2(1)(f)",
    family=Family.STATUS,
    sentence=(
        "On {day}, {participant} is a contracting State of {treaty}: it has consented, and the treaty is not "
        "in force for it."
    ),
)
PROVISIONALLY_APPLYING = Rule(
    id="provisionally-applying",
    title="Provisional application",
    basis="VCLT art. 25",
    family=Family.STATUS,
    sentence="On {day}, {participant} applies {treaty} provisionally; it is not in force for it.",
)
SIGNATORY = Rule(
    id="signatory",
    title="Signatory",
    basis="VCLT arts. 14, 18",
    family=Family.STATUS,
    sentence=(
        "On {day}, {participant} is a signatory of {treaty}: it has signed and no consent to be bound is recorded."
    ),
)
THIRD_STATE = Rule(
    id="third-state",
    title="Not a party",
    basis="VCLT art. 2(1)(h)",
    family=Family.STATUS,
    sentence="On {day}, no signature of and no consent to {treaty} by {participant} is recorded.",
)
FORMER_PARTY = Rule(
    id="former-party",
    title="Former party",
    basis="VCLT arts. 54, 70",
    family=Family.STATUS,
    sentence="On {day}, {participant} is no longer party to {treaty}; it was until {until}.",
)
NOT_KNOWN_AFTER = Rule(
    id="not-known-after",
    title="A status not known after a day",
    basis="none: a gap in our knowledge",
    family=Family.STATUS,
    sentence=(
        "On {day}, it is not known whether {participant} has consented to {treaty}: no consent is recorded, and one "
        "may have been given."
    ),
)
PAST_NOT_KNOWN = Rule(
    id="past-not-known",
    title="A State that is no more, and whose part is not known",
    basis="Customary law of the extinction of States; a gap in our knowledge",
    family=Family.STATUS,
    sentence=(
        "On {day}, {participant} is no more; whether it had been party to {treaty} is not known: no consent is "
        "recorded, and one may have been given."
    ),
)
TREATY_OVER = Rule(
    id="treaty-over",
    title="A treaty that has ended",
    basis="VCLT art. 70(1)",
    family=Family.STATUS,
    sentence="On {day}, {treaty} has ended: it binds nobody, whatever {participant} had done under it.",
)
NO_LONGER_A_STATE = Rule(
    id="no-longer-a-state",
    title="A State that is no more",
    basis="Customary law of the extinction of States",
    family=Family.STATUS,
    sentence="On {day}, {participant} is no more; what it had done under {treaty} ended with it.",
)
ACT_UNSETTLED = Rule(
    id="act-unsettled",
    title="An act whose effect on the status no rule settles",
    basis="none: a gap in our knowledge",
    family=Family.STATUS,
    sentence=(
        "The status of {participant} under {treaty} on {day} is not settled: it has done an act that the treaty makes "
        "something of, and no rule here says what."
    ),
)
DATA_GAP_DAY = Rule(
    id="data-gap-day",
    title="A day that the data do not settle",
    basis="none: a gap in our knowledge",
    family=Family.STATUS,
    sentence=(
        "The status of {participant} under {treaty} on {day} is not settled: the rule needs a day that the "
        "source does not give."
    ),
)
AUTHOR_OPEN = Rule(
    id="author-open",
    title="A status that rests on an act which may be another's",
    basis="VCLT arts. 1, 6; VCSST art. 31; depositary practice",
    family=Family.STATUS,
    sentence=(
        "The status of {participant} under {treaty} on {day} is not settled: the act that it rests on was done before "
        "{participant} stood there itself, and whose act it was is not known."
    ),
)
SUCCESSION_OPEN = Rule(
    id="succession-open",
    title="Between the succession of States and its notification",
    basis="VCSST arts. 23(2), 34(1); depositary practice",
    family=Family.STATUS,
    sentence=(
        "On {day}, {participant} had not yet notified its succession to {treaty}, with effect from {since}; it did on "
        "{done_on}. Two readings: the treaty was in force for it from {since} on, by law or by the notification that "
        "reaches back; or its operation was suspended until the notification."
    ),
)
