"""Which treaties a dossier tells in full, article by article, and how the others that were read are told.

A few are all told in full. Of many, those are that the resolution names and those asked for; of each other one is told
where the participant stands, in the chapter, and what needs an eye, one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.errors import TreatygraphError
from treatygraph.facts.model import Knowledge, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.law.obligations import DUTIES, NOT_COUNTED
from treatygraph.questions.desk import Desk
from treatygraph.questions.gaps import DataGap, MissingNotification, marked_gap, missing_notifications
from treatygraph.questions.number import Number, number
from treatygraph.questions.relations import StatementRow, received_by, stated_by, statement_row
from treatygraph.questions.resolution import request_to_join, treaties_to_join
from treatygraph.questions.standing import STATUSES
from treatygraph.questions.timeline import Change, changes_of

#: So many treaties read are all told in full; of more, those named and asked for.
FEW = 12
#: So many can be asked for in one dossier beside those that are named: each adds its articles.
MOST = 12
#: Statements that change what binds between two parties; of the others a treaty's own dossier tells.
_CHANGING = frozenset({StatementKind.RESERVATION, StatementKind.OBJECTION, StatementKind.WITHDRAWAL})


class NotInFullError(TreatygraphError):
    """A treaty that no dossier can tell in full, or more of them than one can."""


def in_full(register: Register, asked: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the treaties that a dossier tells in full: those that the resolution names before those asked for.

    Raises:
        NotInFullError: One that is asked for is known by status only, or too many are asked for.
    """
    chosen = set(asked)
    for treaty in sorted(chosen - set(register.in_depth)):
        raise NotInFullError(
            f"{register.instruments[treaty].short_title} ({treaty}) is known by status only: there are no articles to "
            "tell of it. Name a treaty that was read to obligation level."
        )
    if len(register.in_depth) <= FEW:
        return register.in_depth
    if len(chosen) > MOST:
        raise NotInFullError(
            f"{len(chosen)} treaties are asked for, and one report tells at most {MOST} in full beside those that the "
            "resolution names. Ask for several reports."
        )
    request = request_to_join(register)
    named = set(treaties_to_join(register, request)) if request is not None else set()
    # Those that the resolution names first: the report is about them.
    return (
        *(t for t in register.in_depth if t in named),
        *(t for t in register.in_depth if t in chosen - named),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterRow:
    """Where the participant stands under the treaties of a chapter that are not told in full, in numbers.

    `statuses` has those that anybody has there; `complete_to` is the earliest day to which acts are complete.
    """

    chapter: str | None
    treaties: Number
    statuses: dict[str, Number]
    duties: int
    reservations: int
    unread: int
    notifications: int
    complete_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The treaties read that are not told in full: how many, by chapter, and what of them needs an eye.

    `not_known` are those to which it may have consented; `made` its reservations, objections and withdrawals, and
    `received` the objections to what it stated; `unread` what lists show and nobody read; `changes` what happened
    after an earlier day.
    """

    treaties: int
    chapters: tuple[ChapterRow, ...]
    not_known: tuple[str, ...]
    notifications: tuple[MissingNotification, ...]
    unread: tuple[DataGap, ...]
    made: tuple[StatementRow, ...]
    received: tuple[StatementRow, ...]
    changes: tuple[Change, ...]


def others(desk: Desk, participant: str, told: tuple[str, ...], since: date | None = None) -> Others | None:
    """Return how the treaties read stand that are not told in full; None where there are none."""
    register = desk.register
    rest = tuple(t for t in register.in_depth if t not in set(told))
    if not rest:
        return None
    apart = frozenset(rest)
    made = tuple(s for s in stated_by(desk, participant, rest) if s.kind in _CHANGING)
    unread = tuple(_unread(desk, participant, rest))
    notifications = missing_notifications(desk, participant, rest)
    counts = _Counts(
        made=Counter(s.treaty for s in made if s.kind is StatementKind.RESERVATION),
        unread=Counter(gap.treaty for gap in unread),
        notifications=Counter(gap.treaty for gap in notifications),
    )
    return Others(
        treaties=len(rest),
        chapters=tuple(_chapters(desk, participant, rest, counts)),
        not_known=tuple(t for t in rest if desk.status(participant, t) is Status.UNDETERMINED),
        notifications=notifications,
        unread=unread,
        made=tuple(statement_row(desk, s) for s in made),
        received=tuple(
            statement_row(desk, s) for s in received_by(desk, participant) if s.treaty in apart and s.kind in _CHANGING
        ),
        changes=changes_of(desk, participant, since, rest) if since is not None else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """What needs an eye, counted by treaty."""

    made: Counter[str]
    unread: Counter[str]
    notifications: Counter[str]


def _chapters(desk: Desk, participant: str, rest: tuple[str, ...], counts: _Counts) -> Iterator[ChapterRow]:
    register = desk.register
    wanted = frozenset(rest)
    for chapter, treaties in register.by_chapter.items():
        own = tuple(t for t in treaties if t in wanted)
        if not own:
            continue
        by_status: dict[Status, list[str]] = {}
        for treaty in own:
            by_status.setdefault(desk.status(participant, treaty), []).append(treaty)
        yield ChapterRow(
            chapter=chapter,
            treaties=number(desk, len(own), None, counted=own),
            statuses={
                s.value: number(desk, len(by_status[s]), None, counted=by_status[s]) for s in STATUSES if s in by_status
            },
            duties=sum(_duties(desk, participant, t) for t in own),
            reservations=sum(counts.made[t] for t in own),
            unread=sum(counts.unread[t] for t in own),
            notifications=sum(counts.notifications[t] for t in own),
            complete_to=min(register.coverage[t].as_of for t in own),
        )


def _duties(desk: Desk, participant: str, treaty: str) -> int:
    obligations = desk.register.obligations
    return sum(
        c.state not in NOT_COUNTED and obligations[c.obligation].strength in DUTIES
        for c in desk.commitments(participant, treaty)
    )


def _unread(desk: Desk, participant: str, treaties: tuple[str, ...]) -> Iterator[DataGap]:
    for treaty in treaties:
        for flag in desk.register.flags_of(participant, treaty):
            if flag.knowledge is Knowledge.NOT_READ:
                yield marked_gap(flag)
