"""What sources, conflicts and the ledger of identifiers must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import Action, Obligation, Statement
from treatygraph.facts.write import cell


def sources_know_only_their_past(rows: Rows) -> Iterator[Fault]:
    """No act is later than the newest source that reports it."""
    known = {s.id: s.as_of.latest for s in rows.facts.sources}
    for action in rows.facts.actions:
        newest = max(known[source] for source in action.sources)
        if action.done_on.earliest > newest:
            yield rows.fault("actions", action, "done_on", *_too_late(newest))
    for statement in rows.facts.statements:
        newest = max(known[source] for source in statement.sources)
        if statement.made_on is not None and statement.made_on.earliest > newest:
            yield rows.fault("statements", statement, "made_on", *_too_late(newest))


def _too_late(newest: date) -> tuple[str, str]:
    return f"is after the as-of day of its newest source ({newest}).", "Correct the day, or add the source."


def conflicts_keep_what_stands(rows: Rows) -> Iterator[Fault]:
    """A conflict is about a row and column that are there, and keeps the value that stands in it."""
    records: dict[str, Action | Statement] = {a.id: a for a in rows.facts.actions}
    records |= {s.id: s for s in rows.facts.statements}
    for conflict in rows.facts.conflicts:
        record = records.get(conflict.about)
        if record is None:
            cause = "there is no such action or statement."
            yield rows.fault("conflicts", conflict, "about", cause, "Correct the identifier.")
        elif not hasattr(record, conflict.field):
            cause = f"{conflict.about} has no such column."
            yield rows.fault("conflicts", conflict, "field", cause, "Correct the column.")
        elif (stands := cell(getattr(record, conflict.field))) != conflict.kept:
            cause = f"the row of {conflict.about} says {stands!r}."
            yield rows.fault("conflicts", conflict, "kept", cause, "Correct the row or the conflict.")


def sources_have_their_rows(rows: Rows) -> Iterator[Fault]:
    """As many rows cite a source as its card expects; a reader that lost or doubled rows is found here."""
    cited: Counter[str] = Counter()
    cited.update(source for action in rows.facts.actions for source in action.sources)
    cited.update(source for statement in rows.facts.statements for source in statement.sources)
    cited.update(source for act in rows.facts.undecided for source in act.sources)
    cited.update(flag.source for flag in rows.facts.statement_flags)
    for source in rows.facts.sources:
        if cited[source.id] != source.expected_rows:
            cause = f"{cited[source.id]} rows of actions, statements and flags cite {source.id}."
            remedy = "Find the lost or added rows; change the number only when the change is meant."
            yield rows.fault("sources", source, "expected_rows", cause, remedy)


def identifiers_are_never_reused(rows: Rows) -> Iterator[Fault]:
    """Every identifier given out stands in the ledger; one whose row was withdrawn is not given out again."""
    ledger = {entry.id: entry for entry in rows.facts.ledger}
    tables: dict[str, dict[str, Action | Obligation | Statement]] = {
        "actions": {a.id: a for a in rows.facts.actions},
        "obligations": {o.id: o for o in rows.facts.obligations},
        "statements": {s.id: s for s in rows.facts.statements},
    }
    for table, records in tables.items():
        for identifier, record in records.items():
            entry = ledger.get(identifier)
            if entry is None or entry.listed_in != table:
                cause = "is not in the ledger."
                yield rows.fault(table, record, "id", cause, f"Append it: {identifier},{table},no.")
            elif entry.retired:
                cause = "was withdrawn before, and an identifier is never used again."
                yield rows.fault(table, record, "id", cause, "Take the next ordinal.")
    for entry in rows.facts.ledger:
        if not entry.retired and entry.id not in tables.get(entry.listed_in, {}):
            cause = "was given out, and its row is gone."
            yield rows.fault("ledger", entry, "id", cause, "Bring the row back, or write retired: yes.")
