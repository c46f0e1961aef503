"""What is different between two states of the record, row by row: what was done in the world, and what was mended.

Legal basis: VCLT art. 77(1)(e) and (f), what a depositary tells: acts, notifications and communications; and its
practice of telling a correction apart from an act. A correction mends the record: the world did not change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from treatygraph.facts.model import CONSENT, ENDING, Action, ActionKind
from treatygraph.facts.register import Register


class ChangeKind(StrEnum):
    """Kinds of change between two states of the record."""

    NEW_TREATY = "new_treaty"
    NEW_ACT = "new_act"
    END = "end"
    NEW_STATEMENT = "new_statement"
    NEW_RULE = "new_rule"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    NEW_CONCLUSION = "new_conclusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    `row` is the act, the statement, or the treaty it is about, in the table `table`; `what` the code of what was done,
    the column that was mended, or the effect that followed. `number` counts where one change stands for many rows, and
    `others` are the participants between which and this one a relation arose or ended. `because` are the rows that
    changed and led to a conclusion.
    """

    kind: ChangeKind
    table: str
    row: str
    what: str
    treaty: str | None = None
    participant: str | None = None
    before: str = ""
    after: str = ""
    number: int | None = None
    others: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it this change and no other between the same two states."""
        return self.kind.value, self.table, self.row, self.what, self.before, self.after


#: Columns that say who told it, not what was done.
_TELLING = frozenset({"id", "sources", "note", "confidence"})
#: Tables of rules: of a treaty, or of who belongs to and comes after whom.
_RULES = ("clauses", "obligations", "memberships", "continuity")
#: The columns of a treaty that everybody's part in it rests on.
_DAYS_OF_TREATIES = ("stated_in_force_on", "stated_until", "end_marked_on")
#: One act can only take the place of another of the same group.
_GROUPS = (CONSENT, frozenset({ActionKind.SIGNATURE, ActionKind.SUCCESSION_TO_SIGNATURE}))


def row_changes(before: Register, after: Register) -> tuple[Change, ...]:
    """Return the changes of rows between two states of the record, in a fixed order.

    The acts and statements of a treaty that only one of the two covers are told together.
    """
    ways = (_treaties, _days_of_treaties, _acts, _statements, _rules)
    found = [change for way in ways for change in way(before, after)]
    return tuple(sorted(found, key=lambda c: (c.treaty or "", c.participant or "", c.key)))


def _treaties(before: Register, after: Register) -> Iterator[Change]:
    for kind, one, other in ((ChangeKind.NEW_TREATY, after, before), (ChangeKind.WITHDRAWN, before, after)):
        for treaty in sorted(set(one.coverage) - set(other.coverage)):
            number = len(one.actions_by_treaty.get(treaty, ())) + len(one.statements_by_treaty.get(treaty, ()))
            sources = one.coverage[treaty].sources
            yield Change(
                kind=kind, table="instruments", row=treaty, what="treaty", treaty=treaty, number=number, sources=sources
            )


def _days_of_treaties(before: Register, after: Register) -> Iterator[Change]:
    """Yield what is published otherwise of when a treaty began and ended; that it ended at all is no correction."""
    for treaty in before.coverage.keys() & after.coverage.keys():
        old, new = before.instruments[treaty], after.instruments[treaty]
        for column in _DAYS_OF_TREATIES:
            was, now = getattr(old, column), getattr(new, column)
            if was != now:
                ends = column == "stated_until" and was is None
                yield Change(
                    kind=ChangeKind.END if ends else ChangeKind.CORRECTION,
                    table="instruments",
                    row=treaty,
                    what=column,
                    treaty=treaty,
                    before=_told(was),
                    after=_told(now),
                    sources=(new.end_source,) if ends and new.end_source is not None else (),
                )


def _acts(before: Register, after: Register) -> Iterator[Change]:
    shared = before.coverage.keys() & after.coverage.keys()
    old = {a.id: a for a in before.facts.actions if a.treaty in shared}
    new = {a.id: a for a in after.facts.actions if a.treaty in shared}
    added = [a for key, a in new.items() if key not in old]
    removed = [a for key, a in old.items() if key not in new]
    replaced = _replaced(removed, added)
    gone, come = {a.id for a, _ in replaced}, {a.id for _, a in replaced}
    for theirs, ours in replaced:
        yield _mended("actions", ours, "kind", f"{theirs.kind} {theirs.done_on}", f"{ours.kind} {ours.done_on}")
    for act in added:
        if act.id not in come:
            kind = ChangeKind.END if act.kind in ENDING else ChangeKind.NEW_ACT
            yield _one(kind, "actions", act, act.kind.value, after=str(act.done_on))
    for act in removed:
        if act.id not in gone:
            yield _one(ChangeKind.WITHDRAWN, "actions", act, act.kind.value, before=str(act.done_on))
    for key in old.keys() & new.keys():
        yield from _columns("actions", old[key], new[key])


def _replaced(removed: list[Action], added: list[Action]) -> list[tuple[Action, Action]]:
    """Return what was taken out with what stands in its place: one consent of another kind, or one signature."""
    out, come = _by_group(removed), _by_group(added)
    return [(out[key][0], come[key][0]) for key in sorted(out) if len(out[key]) == len(come.get(key, ())) == 1]


def _by_group(acts: list[Action]) -> dict[tuple[str, str, int], list[Action]]:
    found: dict[tuple[str, str, int], list[Action]] = defaultdict(list)
    for act in acts:
        for number, group in enumerate(_GROUPS):
            if act.kind in group:
                found[act.treaty, act.participant, number].append(act)
    return found


def _statements(before: Register, after: Register) -> Iterator[Change]:
    shared = before.coverage.keys() & after.coverage.keys()
    old = {s.id: s for s in before.facts.statements if s.treaty in shared}
    new = {s.id: s for s in after.facts.statements if s.treaty in shared}
    for key, statement in new.items():
        if key not in old:
            day = _told(statement.made_on)
            yield _one(ChangeKind.NEW_STATEMENT, "statements", statement, statement.kind.value, after=day)
        else:
            yield from _columns("statements", old[key], statement)
    for key, statement in old.items():
        if key not in new:
            yield _one(
                ChangeKind.WITHDRAWN, "statements", statement, statement.kind.value, before=_told(statement.made_on)
            )


def _rules(before: Register, after: Register) -> Iterator[Change]:
    """Yield how many rules of a treaty, or of all, are new, mended or gone: a treaty has hundreds."""
    shared = before.coverage.keys() & after.coverage.keys()
    for table in _RULES:
        old, new = _by_key(before, table), _by_key(after, table)
        counted: dict[tuple[ChangeKind, str | None], list[Any]] = defaultdict(list)
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                row = new.get(key, old.get(key))
                kind = ChangeKind.CORRECTION if key in old and key in new else ChangeKind.NEW_RULE
                kind = kind if key in new else ChangeKind.WITHDRAWN
                counted[kind, _treaty_of(table, row, before, after)].append(row)
        for (kind, treaty), rows in counted.items():
            if treaty is None or treaty in shared:
                yield Change(
                    kind=kind,
                    table=table,
                    row=treaty or table,
                    what=table,
                    treaty=treaty,
                    number=len(rows),
                    # Rows that name no treaty say who they are about.
                    others=() if treaty is not None else tuple(sorted({p for row in rows for p in _named(row)})),
                )


def _by_key(register: Register, table: str) -> dict[str, Any]:
    rows = getattr(register.facts, table)
    return {getattr(r, "id", None) or f"{r.organization}/{r.member}/{r.since}": r for r in rows}


def _treaty_of(table: str, row: Any, before: Register, after: Register) -> str | None:
    if table == "clauses":
        return str(row.instrument)
    if table == "obligations":
        known = after.provisions if row.provision in after.provisions else before.provisions
        return known[row.provision].instrument
    return None


def _named(row: Any) -> Iterable[str]:
    return (row.organization, row.member) if hasattr(row, "member") else (row.predecessor, row.successor)


def _columns(table: str, old: Any, new: Any) -> Iterator[Change]:
    """Yield a correction for each column of a row that holds something else now."""
    if old == new:
        return
    for column in fields(new):
        was, now = getattr(old, column.name), getattr(new, column.name)
        if was != now and column.name not in _TELLING:
            yield _mended(table, new, column.name, _told(was), _told(now))


def _mended(table: str, row: Any, what: str, before: str, after: str) -> Change:
    return _one(ChangeKind.CORRECTION, table, row, what, before=before, after=after)


def _one(kind: ChangeKind, table: str, row: Any, what: str, before: str = "", after: str = "") -> Change:
    return Change(
        kind=kind,
        table=table,
        row=row.id,
        what=what,
        treaty=row.treaty,
        participant=row.participant,
        before=before,
        after=after,
        sources=row.sources,
    )


def _told(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(map(_told, value)) if isinstance(value, tuple) else str(value)
