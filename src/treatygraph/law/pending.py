"""Rules that do not stand beside their function yet, with the module they belong to."""

from __future__ import annotations

from treatygraph.law.rule import Family, Rule

_ALL = (
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
