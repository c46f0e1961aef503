"""Consents that no source read shows, and that may have been given all the same.

Legal basis: none; a gap in our knowledge. Where a list shows nothing of a participant, it has not consented; but not
where a source leaves it open, where it does not tell the kind of an act, or where what a successor did tells of an act
of its predecessor (VCSST arts. 17, 31, 34: one succeeds to what the predecessor did). A list of a day prints who is
there on that day: of a State that had ended by then its silence tells nothing, unless the list's source tells elsewhere
of States of another time.
"""

from __future__ import annotations

from datetime import date, timedelta
from operator import itemgetter

from treatygraph.facts.model import PossibleAct, Undecided
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason, because
from treatygraph.law.rule import Family, Rule

POSSIBLE_ACT = Rule(
    id="possible-act",
    title="A consent that may have been given",
    basis="none: a gap in our knowledge",
    family=Family.CONSENT,
    sentence=(
        "No source read shows that {participant} had consented to {treaty} by {day}, and none says whether it did "
        "later."
    ),
)
ACT_UNDECIDED = Rule(
    id="act-undecided",
    title="An act whose kind its source does not tell",
    basis="none: a gap in our knowledge",
    family=Family.CONSENT,
    sentence=(
        "A source shows an act of {participant} under {treaty} of {done_on}; of which kind it is, the source does not "
        "tell."
    ),
)
PREDECESSOR_FOLLOWED = Rule(
    id="predecessor-followed",
    title="A predecessor's act that only a successor's succession tells of",
    basis="VCSST arts. 17, 31, 34; a gap in our knowledge",
    family=Family.CONSENT,
    sentence=(
        "{other}, in the place of {participant} since {effective_on}, notified on {done_on} that it succeeds to "
        "{treaty}. One succeeds to what a predecessor did under a treaty, and the lists read show no consent of "
        "{participant}: what it did, and when, is not known."
    ),
)
PREDECESSOR_IN_SUCCESSORS_ROW = Rule(
    id="predecessor-in-successors-row",
    title="An act in a successor's row that may be the predecessor's",
    basis="Depositary practice; a gap in our knowledge",
    family=Family.CONSENT,
    sentence=(
        "The row of {other} under {treaty} shows a consent of {done_on}. It came to stand in the place of "
        "{participant} on {effective_on}, and the list tells what both did in one row: whose consent that was is not "
        "known."
    ),
)
FORMER_STATE_NOT_LISTED = Rule(
    id="former-state-not-listed",
    title="A State of another time, which the list read no longer shows",
    basis="none: a gap in our knowledge",
    family=Family.CONSENT,
    sentence=(
        "The list of {treaty} that was read is of {day}, and {participant} had ended on {until}. {treaty} was there "
        "before that, such a list no longer shows States that had ended, and nothing else read tells what "
        "{participant} did: whether it had consented is not known."
    ),
)


def opening(register: Register, participant: str, treaty: str) -> tuple[date, tuple[Reason, ...]] | None:
    """Return the first day on which it is not known whether the participant has consented, and why; None if it is.

    A consent may have been given since, or an act was done of a kind that its source does not tell, or what a
    successor did tells of one, or the list read shows no States of that time.
    """
    possible = register.possible_act(participant, treaty)
    first = min(register.undecided_of(participant, treaty), key=lambda u: (u.done_on.earliest, u.id), default=None)
    found = [_followed(register, participant, treaty) or _not_listed(register, participant, treaty)]
    if possible is not None:
        since = possible.known_to + timedelta(days=1)
        found.append((since, (_may_have(possible, participant),)))
    if first is not None:
        found.append((first.done_on.earliest, (_of_a_kind_not_told(first),)))
    # Of two that begin on one day the act done counts before the one that may have been.
    return min((one for one in reversed(found) if one is not None), key=itemgetter(0), default=None)


def _may_have(act: PossibleAct, participant: str) -> Reason:
    return because(POSSIBLE_ACT, participant=participant, treaty=act.treaty, day=act.known_to, facts=(act,))


def _of_a_kind_not_told(act: Undecided) -> Reason:
    return because(ACT_UNDECIDED, participant=act.participant, treaty=act.treaty, done_on=act.done_on, facts=(act,))


def _followed(register: Register, participant: str, treaty: str) -> tuple[date, tuple[Reason, ...]] | None:
    """Return from when it is open whether a predecessor had consented, and why; None where nothing says it had.

    A list that no longer prints States of another time shows what they did only by what followed them.
    """
    reasons = tuple(
        because(
            PREDECESSOR_IN_SUCCESSORS_ROW if act.done_on.latest < link.effective_on.earliest else PREDECESSOR_FOLLOWED,
            participant=participant,
            other=link.successor,
            treaty=treaty,
            done_on=act.done_on,
            effective_on=link.effective_on,
            facts=(act, link),
        )
        for link, act in register.followed_under(participant, treaty)
    )
    return (_both_there(register, participant, treaty), reasons) if reasons else None


def _not_listed(register: Register, participant: str, treaty: str) -> tuple[date, tuple[Reason, ...]] | None:
    """Return from when it is open whether a State of another time had consented, and why; None where a list tells."""
    until = register.not_listed_since(participant, treaty)
    if until is None:
        return None
    reason = because(
        FORMER_STATE_NOT_LISTED,
        participant=participant,
        treaty=treaty,
        until=until,
        day=register.coverage[treaty].as_of,
        facts=(register.participants[participant], register.instruments[treaty]),
    )
    return _both_there(register, participant, treaty), (reason,)


def _both_there(register: Register, participant: str, treaty: str) -> date:
    """Return the first day on which both the State and the treaty were there; where neither is told, any day."""
    begins = (register.instruments[treaty].adopted_on, register.participants[participant].since)
    return max((day.earliest for day in begins if day is not None), default=date.min)
