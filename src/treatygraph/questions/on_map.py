"""What a map may say of each participant: never more than the acts, their as-of day and the statements read allow.

Every map (site, report, notebook) is drawn from these rows, so that a doubt is told on all of them or on none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from treatygraph.facts.model import Participant
from treatygraph.law.knowledge import unread
from treatygraph.law.model import Status
from treatygraph.questions.desk import Desk
from treatygraph.questions.standing import last_known, open_since

#: Statuses in which a reservation of the participant can change what binds it.
_BOUND = frozenset({Status.PARTY, Status.PROVISIONALLY_APPLYING, Status.CONTRACTING_STATE, Status.UNDETERMINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is known of a participant under a treaty on the day.

    Where it may have consented after a day and no source says, `not_known_after` is that day, `last_known` the status
    on it, and `status` undetermined. `unread` where a list shows a reservation or declaration that was not read.
    """

    participant: str
    status: Status
    not_known_after: date | None
    last_known: Status | None
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """For how many of some treaties a participant is a party, and of how many more this is not known."""

    participant: str
    parties: int
    open: int


def shown_of(desk: Desk, participant: str, treaty: str) -> Shown:
    """Return what a map may say of a participant under a treaty."""
    status = desk.status(participant, treaty)
    # Only what is undetermined is open since a day.
    possible = open_since(desk, participant, treaty) if status is Status.UNDETERMINED else None
    return Shown(
        participant=participant,
        status=status,
        not_known_after=possible.known_to if possible is not None else None,
        last_known=last_known(desk, possible) if possible is not None else None,
        unread=status in _BOUND and bool(unread(desk.register, participant, treaty)),
    )


def degree_of(desk: Desk, participant: str, treaties: Sequence[str]) -> Degree:
    """Return for how many of the treaties a participant is a party."""
    held = [desk.status(participant, treaty) for treaty in treaties]
    return Degree(participant=participant, parties=held.count(Status.PARTY), open=held.count(Status.UNDETERMINED))


def placed(desk: Desk) -> tuple[Participant, ...]:
    """Return the participants that have a place on a map of the day's world."""
    return tuple(p for p in desk.register.present.values() if p.m49)
