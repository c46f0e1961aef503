"""Commitments that reservations touch: what is left of them, and from when until when.

Legal basis: VCLT arts. 21(1), 23.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from treatygraph.days import Span
from treatygraph.facts.model import Obligation
from treatygraph.law.model import Bound, Commitment, EffectOn, Participation, Reservation

_STATES = {
    EffectOn.EXCLUDED: Bound.EXCLUDED,
    EffectOn.MODIFIED: Bound.MODIFIED,
    EffectOn.EXTENT_NOT_STATED: Bound.EXTENT_NOT_STATED,
    EffectOn.DISPUTED: Bound.DISPUTED,
    EffectOn.UNDETERMINED: Bound.UNDETERMINED,
    EffectOn.NONE: Bound.BOUND,
}

#: Where more than one reservation touches an obligation, the one that changes most is shown.
_WEIGHT = {
    Bound.EXCLUDED: 5,
    Bound.MODIFIED: 4,
    Bound.EXTENT_NOT_STATED: 3,
    Bound.DISPUTED: 2,
    Bound.UNDETERMINED: 1,
    Bound.BOUND: 0,
}


@dataclass(frozen=True, slots=True)
class Untouched:
    """What a commitment is where no reservation touches it: the same for all but a few participants."""

    obligation: Obligation
    carried_from: str | None
    state: Bound
    unread: bool
    within_competence: bool


def split(participation: Participation, whole: Untouched, touching: tuple[Reservation, ...]) -> Iterator[Commitment]:
    """Yield the stretches of one commitment between the days on which a reservation begins or ends."""
    assert participation.since is not None
    begin, end = participation.since, participation.until
    cuts = {begin}
    for reservation in touching:
        for edge in (*(phase.since for phase in reservation.phases), reservation.until):
            inside = edge is not None and begin.latest < edge.earliest
            if edge is not None and inside and (end is None or edge.latest < end.earliest):
                cuts.add(edge)
    ordered = sorted(cuts)
    for since, until in zip(ordered, [*ordered[1:], end], strict=True):
        standing = [(r, state) for r in touching if (state := _state(r, since)) is not None]
        heaviest = max(standing, key=lambda found: _WEIGHT[found[1]], default=None)
        touched = heaviest is not None and _WEIGHT[heaviest[1]] > _WEIGHT[whole.state]
        yield Commitment(
            participant=participation.participant,
            treaty=participation.treaty,
            obligation=whole.obligation.id,
            carried_from=whole.carried_from,
            since=since,
            until=until,
            state=heaviest[1] if heaviest is not None and touched else whole.state,
            statement=heaviest[0].statement.id if heaviest is not None and touched else None,
            unread=whole.unread,
            within_competence=whole.within_competence,
        )


def _state(reservation: Reservation, since: Span) -> Bound | None:
    """Return what a reservation does to its author's commitments from a day on; None while it does not stand."""
    if reservation.until is not None and since.earliest >= reservation.until.earliest:
        return None
    begun = [phase for phase in reservation.phases if phase.since.earliest <= since.earliest]
    return _STATES[begun[-1].effect] if begun else None
