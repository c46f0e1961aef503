"""Decisions applied to a published table: rows that it does not settle by itself become acts, or are left out for good.

A decision is about a row as it was printed (name, day and mark), about a name, or about a mark; the narrowest counts.
What is left out is told, with who decided it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from treatygraph.errors import BadDayError
from treatygraph.facts.model import NOT_AN_ACT, Decision
from treatygraph.facts.plain import plain
from treatygraph.facts.register import Register
from treatygraph.sources.cells import Cell, read_cell
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A table with decisions applied, and what was left out by them: the row, and the decision."""

    table: PublishedTable
    left_out: tuple[tuple[SetAside, Decision], ...]


def decided(register: Register, table: PublishedTable, treaty: str) -> Decided:
    """Return a table with the decisions for a treaty applied to it.

    Args:
        register: The facts, with their decisions.
        table: The table as published.
        treaty: The treaty it is of.
    """
    known = [d for d in register.facts.decisions if d.treaty in {None, treaty}]
    if not known:
        return Decided(table=table, left_out=())
    acts: list[PublishedAct] = []
    aside: list[SetAside] = []
    left: list[tuple[SetAside, Decision]] = []
    for act in table.acts:
        decision = _about(known, act.participant, printed_of(act))
        if decision is None:
            acts.append(act)
        elif decision.decided in NOT_AN_ACT:
            left.append((_row(act), decision))
        else:
            acts.append(replace(act, act=decision.decided))
    for waiting in table.aside:
        decision = _about(known, waiting.participant, waiting.value)
        cell = _cell(waiting.value)
        if decision is None:
            aside.append(waiting)
        elif decision.decided in NOT_AN_ACT:
            left.append((waiting, decision))
        elif cell is None:
            aside.append(waiting)
        else:
            acts.append(_act(waiting, cell, decision))
    acts.sort(key=lambda a: a.row)
    return Decided(table=replace(table, acts=tuple(acts), aside=tuple(aside)), left_out=tuple(left))


def printed_of(act: PublishedAct) -> str:
    """Return an act as its cell is told: the day, and the mark where there is one."""
    return f"{act.day} {act.mark}".strip()


def _about(known: Iterable[Decision], name: str, printed: str) -> Decision | None:
    """Return the decision about a cell: the narrowest of those that fit, and of those the last."""
    cell = _cell(printed)
    mark = cell.mark if cell is not None else ""
    fitting = [
        d
        for d in known
        if (d.name is None or plain(d.name) == plain(name))
        and (d.printed is None or d.printed in {printed, mark})
        and (d.name or d.printed)
    ]
    return max(
        fitting, key=lambda d: (d.name is not None, d.printed is not None, d.treaty is not None, d.id), default=None
    )


def _cell(text: str) -> Cell | None:
    try:
        return read_cell(text)
    except BadDayError:
        return None


def _row(act: PublishedAct) -> SetAside:
    return SetAside(row=act.row, participant=act.participant, value=printed_of(act), reason="decided")


def _act(waiting: SetAside, cell: Cell, decision: Decision) -> PublishedAct:
    return PublishedAct(
        row=waiting.row,
        participant=waiting.participant,
        act=decision.decided,
        day=cell.day,
        column=f"decided: {decision.id}",
        mark=cell.mark,
        ended=cell.ended,
        footnotes=cell.footnotes,
    )
