"""The rules on territories: what is said where a treaty applies to one, does not, or where that is not known.

Legal basis: VCLT art. 29, and the practice of depositaries. `law/territories` says which of them holds on a day.
"""

from __future__ import annotations

from treatygraph.law.rule import Family, Rule

TERRITORY_EXTENDED = Rule(
    id="territory-extended",
    title="A treaty that applies to a territory by a statement",
    basis="VCLT art. 29",
    family=Family.TERRITORY,
    sentence=(
        "{treaty} applies to {territory} on {day}: {participant} says so ({statement}), with effect from {since}. "
        "What {participant} owes under it, it owes there too."
    ),
)
TERRITORY_EXCLUDED = Rule(
    id="territory-excluded",
    title="A treaty that a statement keeps from a territory",
    basis="VCLT art. 29",
    family=Family.TERRITORY,
    sentence=(
        "{treaty} does not apply to {territory} on {day}: {participant} leaves it outside ({statement}), with effect "
        "from {since}."
    ),
)
TERRITORY_NOT_STATED = Rule(
    id="territory-not-stated",
    title="A territory of which nothing is said",
    basis="VCLT art. 29; depositary practice",
    family=Family.TERRITORY,
    sentence=(
        "No statement of {participant} on {treaty} and {territory} was seen. The default rule, which is no certainty: "
        "a treaty binds a party in respect of its entire territory unless a different intention appears or is "
        "otherwise established (VCLT 29). In the practice of the depositary, a State that extends treaties to such "
        "territories one by one may establish that intention, and the territory is then outside until it is named."
    ),
)
TERRITORY_UNREAD = Rule(
    id="territory-unread",
    title="A territory of which a statement not read may speak",
    basis="none: a gap in our knowledge",
    family=Family.TERRITORY,
    sentence=(
        "Whether {treaty} applies to {territory} on {day} is not known: a statement of {participant} that a list shows "
        "was not read and may speak of it."
    ),
)
TERRITORY_UNSETTLED = Rule(
    id="territory-unsettled",
    title="A territory and a day that the data do not settle",
    basis="none: a gap in our knowledge",
    family=Family.TERRITORY,
    sentence=(
        "Whether {treaty} applies to {territory} on {day} is not settled: it hangs on a day that the source does not "
        "give."
    ),
)
TERRITORY_NOT_IN_FORCE = Rule(
    id="territory-not-in-force",
    title="A territory of one for which the treaty is not in force",
    basis="VCLT arts. 29, 34",
    family=Family.TERRITORY,
    sentence=(
        "{treaty} does not apply to {territory} on {day}: it is not in force for {participant}, which is responsible "
        "for it, and of the notices seen none stands by which it goes on applying there from a time when another was."
    ),
)
TERRITORY_CONTINUED = Rule(
    id="territory-continued",
    title="A treaty that goes on applying to a territory of one that is not party to it",
    basis="VCLT arts. 11, 29, 35; depositary practice",
    family=Family.TERRITORY,
    sentence=(
        "{treaty} applies to {territory} on {day}: {participant}, which is not party to it, says that it goes on "
        "applying there ({statement}), with effect from {since}. Elsewhere it does not bind {participant}."
    ),
)
TERRITORY_TREATY_NOT_IN_FORCE = Rule(
    id="territory-treaty-not-in-force",
    title="A notice that a treaty goes on applying, on a day on which the treaty is not in force",
    basis="VCLT arts. 24, 29, 70",
    family=Family.TERRITORY,
    sentence=(
        "{treaty} does not apply to {territory} on {day}: {participant} says that it goes on applying there "
        "({statement}), with effect from {since}, but on that day the treaty is not in force, or {participant} is no "
        "more."
    ),
)
TERRITORY_OF_NOBODY = Rule(
    id="territory-of-nobody",
    title="A territory for which nobody is known to be responsible",
    basis="none: a gap in our knowledge",
    family=Family.TERRITORY,
    sentence=(
        "Whether {treaty} applies to {territory} on {day} is not known: no source read says who is responsible for its "
        "international relations."
    ),
)
TERRITORY_CONTESTED = Rule(
    id="territory-contested",
    title="A communication of another about a territory",
    basis="VCLT art. 29; depositary practice",
    family=Family.TERRITORY,
    sentence="{other} made a communication on {territory} under {treaty} ({statement}); it is shown beside the answer.",
)

TERRITORY_PROVISION = Rule(
    id="territory-provision",
    title="What a provision asks in a territory",
    basis="VCLT arts. 26, 29",
    family=Family.TERRITORY,
    sentence="What {provision} of {treaty} asks in {territory} on {day}.",
)
TERRITORY_NOT_YET = Rule(
    id="territory-not-yet",
    title="A territory of before it was what it is",
    basis="none: a gap in our knowledge",
    family=Family.TERRITORY,
    sentence=(
        "Whether {treaty} applied to {territory} on {day} is not known: it is what it is since {since}, and who was "
        "responsible for what was there before, and what applied there, is not told of it."
    ),
)
TERRITORY_ENDED = Rule(
    id="territory-ended",
    title="A territory that is no more",
    basis="VCLT art. 29",
    family=Family.TERRITORY,
    sentence=(
        "{treaty} does not apply to {territory} on {day}: since {since} there is no such territory. What applies where "
        "it was is told of what came after it."
    ),
)
