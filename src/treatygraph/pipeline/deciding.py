"""Deciding, in place, what a published table does not settle: who is meant, what was done, or that it is no act.

A decision is written into the lookups with its day and its reason, after the checks or not at all, and can be had back
as an accepted file can (`undo`). A name that is decided is decided for every table; a row or a mark for its treaty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.facts.lookups import find_participant
from treatygraph.facts.model import NOT_AN_ACT, ActionKind, Decision, Facts, Participant, ParticipantKind, Spelling
from treatygraph.facts.read import read_tables
from treatygraph.facts.register import Register
from treatygraph.facts.write import table_text
from treatygraph.pipeline.accepting import write_checked
from treatygraph.pipeline.intake import Taken
from treatygraph.pipeline.opening import read_and_check
from treatygraph.settings import METADATA, Settings
from treatygraph.sources.published import SetAside

_TABLES = ("participant_names", "decisions")
#: Decisions about who a row is of, and not about what was done.
_NAMES = ("territory", "no_participant")


class NotDecidedError(TreatygraphError):
    """A decision that cannot be taken as it is written; nothing was."""


def decide(taken: Taken, decisions: Iterable[str], reason: str, day: date, folder: Path | None) -> tuple[str, ...]:
    """Write decisions about the rows of a file that wait for one; return what was decided, a sentence each.

    Args:
        taken: The file, read against the facts.
        decisions: `ROW=WHAT`, `ROW:VALUE=WHAT` where a row has several cells that wait, or `mark P=WHAT`.
        reason: Why.
        day: When it was decided.
        folder: The data folder, or None for the shipped one.

    Raises:
        NotDecidedError: No such row waits, or that cannot be decided of it; nothing was written.
        FaultyDataError: The facts are faulty, or would be; nothing was written.
    """
    settings = Settings.of(folder)
    register = read_and_check(folder)
    facts, said = register.facts, []
    for text in decisions:
        place, sign, what = text.partition("=")
        if not sign or not place.strip() or not what.strip():
            raise NotDecidedError(f"{text[:60]!r} is no decision. Write it as ROW=WHAT, for example 12=accession.")
        record, sentence = _record(register, taken, place.strip(), what.strip(), reason, day)
        facts = _with(facts, record)
        said.append(sentence)
    before = {name: text for name, _, text in _texts(register.facts)}
    changed = {url: text for name, url, text in _texts(facts) if text != before[name]}
    write_checked(settings, changed)
    return tuple(said)


def _record(
    register: Register, taken: Taken, place: str, what: str, reason: str, day: date
) -> tuple[Spelling | Decision, str]:
    """Return a decision as a row of the lookups, and as a sentence."""
    treaty, word = taken.like.treaty, what.casefold().replace("-", "_").replace(" ", "_")
    if place.casefold().startswith("mark "):
        mark = place[5:].strip()
        kind = _kind(word, what, "a mark")
        if not any(w.value.endswith(f" {mark}") for w in taken.reading.aside):
            raise NotDecidedError(f"No row waits for the mark {mark!r}. {_waiting(taken)}")
        found = _decision(treaty, None, mark, kind, reason, day)
        return found, f"In tables of {treaty}, the mark {mark} stands for {kind.replace('_', ' ')}."
    row = _row(taken, place)
    if _participant(register, row.participant) is not None:
        kind = word if word in NOT_AN_ACT else _kind(word, what, f"row {row.row}")
        of_all = word in _NAMES
        found = _decision(None if of_all else treaty, row.participant, None if of_all else row.value, kind, reason, day)
        return found, f"Row {row.row} ({row.participant}, {row.value}): {kind.replace('_', ' ')}."
    if word in NOT_AN_ACT:
        return (
            _decision(None, row.participant, None, word, reason, day),
            f"{row.participant}: {word.replace('_', ' ')}, in every table.",
        )
    try:
        meant = find_participant(register, what)
    except TreatygraphError as error:
        raise NotDecidedError(
            f"Row {row.row} waits for who {row.participant!r} is, and {what[:60]!r} is nobody: {error} Or decide "
            "`territory` or `no-participant`."
        ) from None
    if meant.kind is ParticipantKind.TERRITORY:
        return (
            _decision(None, row.participant, None, "territory", reason, day),
            f"{row.participant}: a territory ({meant.id}), in every table.",
        )
    spelling = Spelling(name=row.participant, participant=meant.id, decided_on=day, reason=reason)
    return spelling, f"{row.participant} is {register.name(meant.id)} ({meant.id}), in every table."


def _row(taken: Taken, place: str) -> SetAside:
    """Return the row that waits for a decision."""
    number, _, value = place.casefold().removeprefix("row").strip().partition(":")
    waiting = [w for w in taken.reading.aside if str(w.row) == number.strip()]
    if value:
        waiting = [w for w in waiting if w.value.casefold() == value.strip()]
    if not waiting:
        raise NotDecidedError(f"No row {place[:40]!r} waits for a decision. {_waiting(taken)}")
    if len({w.value for w in waiting}) > 1 and len({w.reason for w in waiting}) > 1:
        values = " or ".join(f"{number}:{w.value}" for w in waiting)
        raise NotDecidedError(f"Row {number} has several cells that wait. Name one: {values}.")
    if not waiting[0].participant:
        raise NotDecidedError(f"Row {number} has no name, so that nothing can be decided of it. Correct the file.")
    return waiting[0]


def _waiting(taken: Taken) -> str:
    rows = sorted({w.row for w in taken.reading.aside})
    told = ", ".join(map(str, rows[:20])) + (" ..." if len(rows) > 20 else "")
    return f"Those that wait: {told}." if rows else "None waits."


def _kind(word: str, what: str, place: str) -> str:
    try:
        return ActionKind(word).value
    except ValueError:
        known = ", ".join(k.value for k in ActionKind)
        raise NotDecidedError(
            f"{what[:60]!r} is no kind of act, which {place} waits for. Use one of {known}; or no-act."
        ) from None


def _decision(treaty: str | None, name: str | None, printed: str | None, what: str, reason: str, day: date) -> Decision:
    return Decision(id="", treaty=treaty, name=name, printed=printed, decided=what, decided_on=day, reason=reason)


def _participant(register: Register, name: str) -> Participant | None:
    """Return who bears the name, where somebody does that can take part."""
    try:
        return find_participant(register, name)
    except UnknownNameError:
        return None
    except TreatygraphError:
        return None


def _with(facts: Facts, record: Spelling | Decision) -> Facts:
    """Return the facts with a row more in the lookups; what was decided of the same before is replaced."""
    if isinstance(record, Spelling):
        others = tuple(s for s in facts.participant_names if s.name != record.name)
        return replace(facts, participant_names=tuple(sorted((*others, record), key=lambda s: s.name)))
    about = (record.treaty, record.name, record.printed)
    kept = tuple(d for d in facts.decisions if (d.treaty, d.name, d.printed) != about)
    number = max((int(d.id[1:]) for d in facts.decisions), default=0) + 1
    return replace(facts, decisions=(*kept, replace(record, id=f"D{number:04d}")))


def _texts(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Yield the lookups as text: name of the table, its path, its text."""
    for table in read_tables(METADATA):
        if table.name in _TABLES:
            columns = tuple(f.name for f in fields(table.record))
            rows: Iterable[list[Any]] = (
                [getattr(record, column) for column in columns] for record in getattr(facts, table.name)
            )
            yield table.name, table.url, table_text(columns, rows)
