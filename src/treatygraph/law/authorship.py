"""Acts in a State's row that it may not have done itself: of before it began, or before others united in it.

Legal basis: VCLT arts. 1, 2(1)(f), (g), 6 (a State concludes treaties; none does before it is one); VCSST art. 31 (what
was in force for States that unite stays in force). A list shows in the row of a State of today what was done in its
place before. Whose act that was, and who was bound by it, is not known until the State stands there itself; from then
on the list counts it as the State's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.days import Span
from treatygraph.facts.model import Action, Continuity, Relation
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason, because
from treatygraph.law.rule import Family, Rule

ACT_BEFORE_STATE = Rule(
    id="act-before-state",
    title="An act of before its author was a State",
    basis="VCLT arts. 1, 6; depositary practice",
    family=Family.CONSENT,
    sentence=(
        "The list of {treaty} shows in the row of {participant} an act of {done_on}, and {participant} is a State "
        "since {since}. Whose act it was, and whether anybody was bound by it until then, is not known; from then on "
        "the list counts it as that of {participant}."
    ),
)
ACT_BEFORE_UNION = Rule(
    id="act-before-union",
    title="An act of before others united in its author",
    basis="VCSST art. 31; depositary practice",
    family=Family.CONSENT,
    sentence=(
        "The list of {treaty} shows in the row of {participant} an act of {done_on}. {predecessor} united in it on "
        "{effective_on}, and the list tells what was done before in one row: whose act it was is not known; from then "
        "on it counts as that of {participant}."
    ),
)

#: Why an act may not be of the State in whose row it stands.
NOT_ITS_OWN_YET = frozenset({ACT_BEFORE_STATE, ACT_BEFORE_UNION})


def own_from(register: Register, act: Action) -> tuple[Span, tuple[Reason, ...]] | None:
    """Return the day from which an act counts for certain as that of the State in whose row it stands, and why.

    None for an act that is its own from the beginning.
    """
    found = list(_before_state(register, act)) + [
        (
            link.effective_on.span,
            because(
                ACT_BEFORE_UNION,
                participant=act.participant,
                predecessor=link.predecessor,
                treaty=act.treaty,
                done_on=act.done_on,
                effective_on=link.effective_on,
                facts=(act, link),
            ),
        )
        for link in register.came_of.get(act.participant, ())
        if _may_be_of(register, act, link)
    ]
    if not found:
        return None
    first, *others = (day for day, _ in found)
    for other in others:
        first = first.later_of(other)
    return first, tuple(reason for _, reason in found)


def _before_state(register: Register, act: Action) -> Iterator[tuple[Span, Reason]]:
    who = register.participants[act.participant]
    if who.since is not None and act.done_on.latest < who.since.earliest:
        yield (
            who.since.span,
            because(
                ACT_BEFORE_STATE,
                participant=act.participant,
                treaty=act.treaty,
                done_on=act.done_on,
                since=who.since,
                facts=(act, who),
            ),
        )


def _may_be_of(register: Register, act: Action, link: Continuity) -> bool:
    """Return whether an act of before a union may be that of a State that united; not where the list tells its own."""
    predecessor = register.participants.get(link.predecessor)
    return (
        link.relation is Relation.UNION
        and predecessor is not None
        and act.done_on.latest < link.effective_on.earliest
        and (predecessor.since is None or predecessor.since.earliest <= act.done_on.latest)
        and not register.actions_of(link.predecessor, act.treaty)
    )
