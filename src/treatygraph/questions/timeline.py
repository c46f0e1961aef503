"""What happened when: the life of a treaty, or of a participant under its treaties; and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.errors import BadDayError
from treatygraph.facts.lookups import inside
from treatygraph.facts.model import Action, Statement
from treatygraph.facts.register import Register
from treatygraph.law.model import Application
from treatygraph.law.status import Concluded
from treatygraph.law.territories import territories_of, territory_history
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, ONLY_TREATY, PARTICIPANT, SINCE, TREATY
from treatygraph.questions.notes import as_of_notes, joined, label
from treatygraph.questions.question import Question, Table, Value

_COLUMNS = columns("on", "treaty", "event", "participant", "participant_name", "detail", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; a day not known exactly counts from its first.

    `what` is `act`, `statement`, `in_force`, `ended`, `territory` or `milestone`; `kind` the code of an act or
    statement; `row` the act or statement behind it.
    """

    on: str
    earliest: date | None
    treaty: str
    what: str
    kind: str
    told: str
    participant: str | None = None
    detail: str = ""
    row: str | None = None
    sources: tuple[str, ...] = ()


def events_of(concluded: Concluded, participant: str, treaty: str) -> Iterator[Event]:
    """Yield the acts and statements of a participant under a treaty, and from and until when it is in force for it."""
    register = concluded.register
    for action in register.actions_of(participant, treaty):
        yield _act(register, action)
    for statement in register.statements_of(participant, treaty):
        yield _statement(register, statement)
    yield from _territories(concluded, participant, treaty)
    force = concluded.force(treaty)
    for party in concluded.of(participant, treaty):
        for span, what, told in (
            (party.since, "in_force", "in force for it"),
            (party.until, "ended", "no longer in force for it"),
        ):
            if span is not None:
                yield Event(
                    on=str(span),
                    earliest=span.earliest,
                    treaty=treaty,
                    what=what,
                    kind=what,
                    told=told,
                    participant=participant,
                    detail=str(force.basis) if span == force.in_force else "computed",
                    row=party.consent.id,
                    sources=party.consent.sources,
                )


def _territories(concluded: Concluded, participant: str, treaty: str) -> Iterator[Event]:
    """Yield from when the treaty applies to a territory of the participant, or to one that it leaves outside.

    The day is that of the law: never before the treaty is in force for the participant.
    """
    register = concluded.register
    for territory in territories_of(register, participant):
        for stretch in territory_history(concluded, territory, treaty):
            if stretch.statement is None or stretch.begun is None:
                continue
            first = stretch.since or stretch.begun.earliest
            applies = stretch.application is Application.EXTENDED
            yield Event(
                on=str(first),
                earliest=first,
                treaty=treaty,
                what="territory",
                kind=stretch.application.value,
                told="applies to a territory" if applies else "does not apply to a territory",
                participant=participant,
                detail=f"{register.name(territory)}; computed",
                row=stretch.statement.id,
                sources=stretch.statement.sources,
            )


def _act(register: Register, action: Action) -> Event:
    return Event(
        on=str(action.done_on),
        earliest=action.done_on.earliest,
        treaty=action.treaty,
        what="act",
        kind=action.kind.value,
        told=inside(label(register, "treaty_action", action.kind)),
        participant=action.participant,
        detail=f"effective {action.effective_on}" if action.effective_on is not None else "",
        row=action.id,
        sources=action.sources,
    )


def _statement(register: Register, statement: Statement) -> Event:
    return Event(
        on="" if statement.made_on is None else str(statement.made_on),
        earliest=None if statement.made_on is None else statement.made_on.earliest,
        treaty=statement.treaty,
        what="statement",
        kind=statement.kind.value,
        told=inside(label(register, "statement_kind", statement.kind)),
        participant=statement.participant,
        detail=statement.summary,
        row=statement.id,
        sources=statement.sources,
    )


def milestones(concluded: Concluded, treaty: str) -> Iterator[Event]:
    """Yield what happened to a treaty itself: adopted, opened, closed, threshold reached, entry into force."""
    instrument, force = concluded.register.instruments[treaty], concluded.force(treaty)
    stated = f"{force.basis}; stated {force.stated}" if force.stated is not None else str(force.basis)
    for day, told, detail in (
        (instrument.adopted_on, "adopted", ""),
        (instrument.opened_on, "opened for signature", ""),
        (instrument.closed_on, "last day for signature", ""),
        (force.threshold, "threshold reached", "computed"),
        (force.in_force, "entry into force", stated),
        (instrument.stated_until, "last day in force", "stated"),
        (instrument.end_marked_on, "marked as ended", "whether and when it ended is not known"),
    ):
        if day is not None:
            first = day if isinstance(day, date) else day.earliest
            yield Event(
                on=str(day), earliest=first, treaty=treaty, what="milestone", kind=told, told=told, detail=detail
            )


def of_a_treaty(desk: Desk, *, treaty: str) -> Table:
    """Return the acts, statements and milestones of a treaty up to the day, in order of time."""
    register = desk.register
    found = [*milestones(desk.concluded, treaty)]
    found += [e for p in register.participants for e in events_of(desk.concluded, p, treaty)]
    return _table(desk, f"{register.instruments[treaty].short_title} up to {desk.day}", found, (treaty,))


def of_a_participant(desk: Desk, *, participant: str) -> Table:
    """Return the acts and statements of a participant, and since when it is bound, in order of time."""
    register = desk.register
    found = [e for t in register.in_depth for e in events_of(desk.concluded, participant, t)]
    return _table(desk, f"{register.name(participant)} ({participant}) up to {desk.day}", found, register.in_depth)


def changes(desk: Desk, *, since: date, treaty: str | None = None) -> Table:
    """Return what happened after `since` and up to the day, in order of time.

    Args:
        desk: The conclusions on the day.
        since: The earlier day.
        treaty: Only this treaty.

    Raises:
        BadDayError: `since` is not before the day.
    """
    if since >= desk.day:
        raise BadDayError(f"since={since} is not before on={desk.day}. Name an earlier day.")
    register = desk.register
    treaties = (treaty,) if treaty is not None else register.in_depth
    found = (e for t in treaties for p in register.participants for e in events_of(desk.concluded, p, t))
    after = [e for e in found if e.earliest is not None and since < e.earliest]
    return _table(desk, f"After {since}, up to {desk.day}", after, treaties)


def _table(desk: Desk, title: str, events: list[Event], treaties: tuple[str, ...]) -> Table:
    """Return the events up to the day; those whose day was not seen stand last, as in every list."""
    notes = as_of_notes(desk.register, treaties, desk.day)
    undated = sum(e.earliest is None for e in events)
    if undated:
        notes = (f"The day of {undated} was not seen; what has no day stands last.", *notes)
    return Table.of(
        title=title,
        columns=_COLUMNS,
        records=(_cells(desk.register, e) for e in sorted(events, key=_order) if (e.earliest or desk.day) <= desk.day),
        notes=notes,
    )


#: After every day.
_LAST = "9999-99-99"


def _order(event: Event) -> tuple[str, ...]:
    return event.on or _LAST, event.treaty, event.told, event.participant or "", event.detail, joined(event.sources)


def _cells(register: Register, event: Event) -> dict[str, Value]:
    computed = event.what in {"in_force", "ended", "territory"}
    return {
        "on": event.on or None,
        "treaty": event.treaty,
        "event": event.told,
        "participant": event.participant,
        "participant_name": register.name(event.participant) if event.participant is not None else None,
        "detail": event.detail,
        "source": None if computed or not event.sources else joined(event.sources),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that happened after the earlier day and up to the day of the report."""

    on: str
    treaty: str
    what: str
    kind: str
    identifier: str | None
    sources: tuple[str, ...]


def changes_of(desk: Desk, participant: str, since: date, treaties: Iterable[str]) -> tuple[Change, ...]:
    """Return what happened to a participant under treaties after `since` and up to the day, in order of time."""
    events = [e for t in treaties for e in events_of(desk.concluded, participant, t)]
    found = [
        Change(on=e.on, treaty=e.treaty, what=e.what, kind=e.kind, identifier=e.row, sources=e.sources)
        for e in events
        if e.earliest is not None and since < e.earliest <= desk.day
    ]
    return tuple(sorted(found, key=lambda c: (c.on, c.treaty, c.what, c.identifier or "")))


def first_opened(register: Register, treaties: Iterable[str]) -> date | None:
    """Return the day on which the first of the treaties was opened for signature, or adopted."""
    opened = (i.opened_on or i.adopted_on for t in treaties if (i := register.instruments[t]))
    return min((d if isinstance(d, date) else d.earliest for d in opened if d is not None), default=None)


def years_shown(register: Register, treaties: Iterable[str], day: date) -> tuple[date, date]:
    """Return the first and last day of a line of time: from the year the first treaty was opened, to the day."""
    first = first_opened(register, treaties) or day
    return date(first.year, 1, 1), max(day, date(first.year + 1, 1, 1))


def resolutions_adopted(register: Register) -> tuple[tuple[date, str], ...]:
    """Return the day and identifier of each resolution whose paragraphs are in the data."""
    adopted = ((register.instruments[r].adopted_on, r) for r in register.resolutions)
    return tuple((d.earliest, r) for d, r in adopted if d is not None)


OF_A_TREATY = Question(
    id="status/timeline-of-a-treaty",
    sentences={"en": "What happened when under a treaty?", "zh": "某条约项下何时发生了什么？"},
    description="Acts, statements and milestones up to the day, in order of time.",
    tags=("status",),
    parameters=(TREATY, ON),
    columns=_COLUMNS,
    law=by_law(of_a_treaty),
)
OF_A_PARTICIPANT = Question(
    id="status/timeline-of-a-participant",
    sentences={
        "en": "What did a participant do when, and since when is it bound?",
        "zh": "某参与方何时采取了何种行动，自何时起受约束？",
    },
    description="Acts, statements and days in force up to the day, in order of time.",
    tags=("status",),
    parameters=(PARTICIPANT, ON),
    columns=_COLUMNS,
    law=by_law(of_a_participant),
)
CHANGES = Question(
    id="status/changes",
    sentences={"en": "What happened after an earlier day?", "zh": "某一较早日期之后发生了什么？"},
    description="Acts, statements and days in force after `since` and up to the day, in order of time.",
    tags=("status",),
    parameters=(SINCE, ONLY_TREATY, ON),
    columns=_COLUMNS,
    law=by_law(changes),
)
QUESTIONS = (OF_A_TREATY, OF_A_PARTICIPANT, CHANGES)
