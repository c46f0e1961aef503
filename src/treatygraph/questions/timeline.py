"""What happened when: the life of a treaty, or of a participant under its treaties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.facts.model import Action, Statement
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import as_of_notes, inside, joined, label

_Row = tuple[str, str, str, str | None, str, str | None]

_COLUMNS = ("on", "treaty", "event", "participant", "detail", "source")


def of_treaty(concluded: Concluded, treaty: str, day: date) -> Table:
    """Return the acts, statements and milestones of a treaty up to a day, in order of time."""
    register = concluded.register
    rows = [*_milestones(concluded, treaty)]
    for action in register.actions_by_treaty.get(treaty, ()):
        rows.append(_action(register, action))
    for statement in register.statements_by_treaty.get(treaty, ()):
        rows += _statement(register, statement)
    rows += [r for p in register.participants for r in _in_force(concluded, p, treaty)]
    title = f"{register.instruments[treaty].short_title} up to {day}"
    return _table(register, title, rows, (treaty,), day)


def of_participant(concluded: Concluded, participant: str, day: date) -> Table:
    """Return the acts and statements of a participant, and since when it is bound, in order of time."""
    register = concluded.register
    rows: list[_Row] = []
    for treaty in register.treaties:
        rows += [_action(register, a) for a in register.actions_of(participant, treaty)]
        for statement in register.statements_of(participant, treaty):
            rows += _statement(register, statement)
        rows += _in_force(concluded, participant, treaty)
    title = f"{register.name(participant)} ({participant}) up to {day}"
    return _table(register, title, rows, register.treaties, day)


def _table(register: Register, title: str, rows: list[_Row], treaties: tuple[str, ...], day: date) -> Table:
    """Return the rows up to the day; a partial date counts from its first day."""
    shown: list[tuple[Value, ...]] = [row for row in sorted(rows, key=_order) if row[0][:10] <= str(day)]
    undated = sum(1 for row in rows if not row[0])
    notes = as_of_notes(register, treaties, day)
    if undated:
        notes = (f"{undated} statements whose day was not seen stand first.", *notes)
    return Table(title=title, columns=columns(*_COLUMNS), rows=tuple(shown), notes=notes)


def _order(row: _Row) -> tuple[str, ...]:
    return tuple(part or "" for part in row)


def _action(register: Register, action: Action) -> _Row:
    detail = f"effective {action.effective_on}" if action.effective_on is not None else ""
    return (
        str(action.done_on),
        action.treaty,
        inside(label(register, "treaty_action", action.kind)),
        action.participant,
        detail,
        joined(action.sources),
    )


def _statement(register: Register, statement: Statement) -> Iterator[_Row]:
    yield (
        "" if statement.made_on is None else str(statement.made_on),
        statement.treaty,
        label(register, "statement_kind", statement.kind).lower(),
        statement.participant,
        statement.summary,
        joined(statement.sources),
    )


def _in_force(concluded: Concluded, participant: str, treaty: str) -> Iterator[_Row]:
    for participation in concluded.of(participant, treaty):
        if participation.since is not None:
            yield str(participation.since), treaty, "in force for it", participant, "computed", None
        if participation.until is not None:
            yield str(participation.until), treaty, "no longer in force for it", participant, "computed", None


def _milestones(concluded: Concluded, treaty: str) -> Iterator[_Row]:
    instrument, force = concluded.register.instruments[treaty], concluded.forces[treaty]
    for day, what in (
        (instrument.adopted_on, "adopted"),
        (instrument.opened_on, "opened for signature"),
        (instrument.closed_on, "last day for signature"),
    ):
        if day is not None:
            yield str(day), treaty, what, None, "", None
    if force.threshold is not None:
        yield str(force.threshold), treaty, "threshold reached", None, "computed", None
    if force.in_force is not None:
        stated = f"computed; stated {force.stated}" if force.stated is not None else "computed"
        yield str(force.in_force), treaty, "entry into force", None, stated, None


def changes(concluded: Concluded, treaties: tuple[str, ...], since: date, day: date) -> Table:
    """Return what happened after `since` and up to the day, in order of time; a partial date counts from its first day.

    Args:
        concluded: The conclusions.
        treaties: The treaties asked about.
        since: The earlier day.
        day: The day asked about.
    """
    register = concluded.register
    rows: list[_Row] = []
    for treaty in treaties:
        rows += [_action(register, a) for a in register.actions_by_treaty.get(treaty, ())]
        for statement in register.statements_by_treaty.get(treaty, ()):
            rows += _statement(register, statement)
        rows += [r for p in register.participants for r in _in_force(concluded, p, treaty)]
    found: list[tuple[Value, ...]] = [r for r in sorted(rows, key=_order) if str(since) < r[0][:10] <= str(day)]
    notes = as_of_notes(register, treaties, day)
    return Table(title=f"After {since}, up to {day}", columns=columns(*_COLUMNS), rows=tuple(found), notes=notes)
