"""Taking a published file over into the facts, in one step or not at all, and having what was there before back.

Everything that new acts need is written together: their rows, their identifiers in the ledger, the card of the source
with its count, the other claims of days that differ, and, where the whole table was read, the day the acts are
complete to. The facts are checked as they would be before a file is touched. What stood before is kept beside the
builds until it is undone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from treatygraph.days import PartialDate
from treatygraph.errors import TreatygraphError
from treatygraph.facts.model import ENDING, Action, Conflict, Facts, LedgerEntry, Source
from treatygraph.facts.parts import in_parts
from treatygraph.facts.read import place_of, read_tables
from treatygraph.facts.register import Register
from treatygraph.facts.write import text_of_rows
from treatygraph.pipeline.ground import claim
from treatygraph.pipeline.intake import Taken
from treatygraph.pipeline.opening import read_and_check
from treatygraph.pipeline.whole import write_whole
from treatygraph.settings import METADATA, Settings

#: In the folder of builds: what accepted files replaced, the last one first to be had back.
_KEPT = "accepted"
#: The tables that new acts touch.
_TABLES = ("actions", "conflicts", "coverage", "ledger", "sources")


class NotAcceptedError(TreatygraphError):
    """A file cannot be taken over, or what was taken over cannot be undone; no file was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was written.

    The number of new acts, of other claims kept beside ours, and the files, as paths in the folder.
    """

    treaty: str
    source: str
    acts: int
    conflicts: int
    complete_to: date | None
    files: tuple[str, ...]


def accept(taken: Taken, folder: Path | None, as_of: date | None = None, address: str | None = None) -> Accepted:
    """Write what a file says into the facts.

    Args:
        taken: The file, read against the facts.
        folder: The data folder, or None for the shipped one.
        as_of: The day the file shows, where it does not say so itself.
        address: Where the file was published, for the card of a source that is new.

    Raises:
        NotAcceptedError: It has no source or no day, or the facts would be faulty; nothing was written.
        FaultyDataError: The facts as they stand, or as they would be, are faulty; nothing was written.
    """
    settings = Settings.of(folder)
    day = taken.published.as_of or as_of
    if taken.source is None or day is None:
        lacking = "its source (--source)" if taken.source is None else "the day it shows (--as-of)"
        raise NotAcceptedError(
            f"The file does not say {lacking}. Name it, so that each new row has a source and a day."
        )
    before = read_and_check(folder)
    facts = _with(before, taken, taken.source, day, address)
    texts = _texts(facts, settings.data, taken.like.treaty)
    changed = {name: text for name, text in texts.items() if text != _text_of(settings.data / name)}
    if all(getattr(facts, name) == getattr(before.facts, name) for name in _TABLES if name != "sources"):
        raise NotAcceptedError("The file says nothing that the facts do not hold. Nothing is to be written.")
    write_checked(settings, changed)
    return Accepted(
        treaty=taken.like.treaty,
        source=taken.source,
        acts=len(taken.result.new),
        conflicts=len(facts.conflicts) - len(before.facts.conflicts),
        complete_to=day if _whole(taken) else None,
        files=tuple(sorted(changed)),
    )


def write_checked(settings: Settings, changed: dict[str, str]) -> None:
    """Write files of the facts, by path: all of them, after the checks, or none; what they held can be had back.

    Raises:
        FaultyDataError: The facts would be faulty; nothing was written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        tried = Path(scratch) / "data"
        shutil.copytree(settings.data, tried)
        for name, text in changed.items():
            (tried / name).write_text(text, encoding="utf-8", newline="")
        read_and_check(tried)
    _keep(settings, changed)
    for name, text in sorted(changed.items()):
        write_whole(settings.data / name, text.encode())


def _with(register: Register, taken: Taken, source: str, day: date, address: str | None) -> Facts:
    """Return the facts with what the file says."""
    facts, result, treaty = register.facts, taken.result, taken.like.treaty
    new = [replace(a, sources=(source,)) for a in result.new]
    known = {c.about: c for c in facts.conflicts}
    exact = {ours.id: _more_exact(ours, theirs, source) for ours, theirs in result.differing if _refines(theirs, ours)}
    others = [(o, t) for o, t in (*result.differing, *result.changed) if o.id not in known and o.id not in exact]
    number = max((int(c.id.lstrip("C")) for c in facts.conflicts if c.id.lstrip("C").isdigit()), default=0)
    claims = [_claim(f"C{n:02d}", ours, theirs, source) for n, (ours, theirs) in enumerate(others, number + 1)]
    return replace(
        facts,
        actions=_sorted((*(exact.get(a.id, a) for a in facts.actions), *new)),
        ledger=_sorted((*facts.ledger, *(LedgerEntry(id=a.id, listed_in="actions", retired=False) for a in new))),
        conflicts=_sorted((*facts.conflicts, *claims)),
        sources=_sorted(_cards(register, taken, source, day, address, len(new) + len(exact))),
        coverage=tuple(
            replace(c, as_of=max(c.as_of, day), sources=tuple(sorted({*c.sources, source})))
            if c.treaty == treaty and _whole(taken)
            else c
            for c in facts.coverage
        ),
    )


def _sorted(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda record: record.id))


def _refines(theirs: Action, ours: Action) -> bool:
    """Return whether a day is one of those that ours leaves open: a year or month known to the day now."""
    return ours.done_on.earliest <= theirs.done_on.earliest and theirs.done_on.latest <= ours.done_on.latest


def _more_exact(ours: Action, theirs: Action, source: str) -> Action:
    return replace(ours, done_on=theirs.done_on, sources=tuple(sorted({*ours.sources, source})))


def _claim(identifier: str, ours: Action, theirs: Action, source: str) -> Conflict:
    """Return what the file says otherwise, beside what stands: ours is kept until somebody decides."""
    field = "done_on" if ours.kind is theirs.kind else "kind"
    return Conflict(
        id=identifier,
        about=ours.id,
        field=field,
        kept=str(getattr(ours, field)),
        kept_sources=ours.sources,
        other=str(getattr(theirs, field)),
        other_sources=(source,),
        reason="A table read later says otherwise; nobody has decided yet which is right.",
    )


def _cards(
    register: Register, taken: Taken, source: str, day: date, address: str | None, rows: int
) -> Iterator[Source]:
    """Yield the cards of all sources, that of the file with its day and its count."""
    known = register.sources.get(source)
    for card in register.facts.sources:
        if card.id != source:
            yield card
    url = address or register.instruments[taken.like.treaty].url
    if known is not None:
        later = PartialDate(day.year, day.month, day.day)
        as_of = later if later.earliest > known.as_of.earliest else known.as_of
        yield replace(known, expected_rows=known.expected_rows + rows, as_of=as_of)
    elif url is None:
        raise NotAcceptedError(f"The source {source} is new and has no address. Name it with --address.")
    else:
        title = taken.published.title or register.instruments[taken.like.treaty].short_title
        yield Source(
            id=source,
            title=f"{title}: {taken.published.form}",
            publisher="As published by the depositary",
            url=url,
            as_of=PartialDate(day.year, day.month, day.day),
            expected_rows=rows,
            note="Read with `treatygraph intake`.",
        )


def _whole(taken: Taken) -> bool:
    """Return whether the table shows all acts of the treaty: none of ours missing, none set aside, counts as printed.

    Of those that left, a table shows no more than that they did, or nothing.
    """
    left = {a.participant for a in taken.result.absent if a.kind in ENDING}
    missing = [a for a in taken.result.absent if a.participant not in left]
    waiting = (*taken.reading.aside, *taken.result.ended, *missing)
    return bool(taken.published.columns) and not waiting and taken.adds_up


def _texts(facts: Facts, data: Path, treaty: str) -> dict[str, str]:
    """Return the tables that new acts touch, as text, by path; of one in parts, that of the treaty."""
    found = {}
    for table in read_tables(METADATA):
        if table.name in _TABLES:
            place = place_of(data, table)
            rows = in_parts(place, getattr(facts, table.name))
            name = f"{place}{treaty}.csv" if place.endswith("/") else place
            found[name] = text_of_rows(table.record, rows.get(name, ()))
    return found


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _keep(settings: Settings, changed: dict[str, str]) -> None:
    """Keep what the files hold now, and the mark of what they will hold."""
    claim(settings.builds)
    place = settings.builds / _KEPT
    number = len(list(place.glob("*"))) + 1 if place.exists() else 1
    for name in changed:
        write_whole(place / f"{number:04d}" / name, _text_of(settings.data / name).encode())
    marks = {name: _mark(text.encode()) for name, text in changed.items()}
    told = {"data": str(settings.data.resolve()), "files": marks}
    write_whole(place / f"{number:04d}" / "accepted.json", json.dumps(told, indent=1, sort_keys=True).encode())


def _mark(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def undo(folder: Path | None) -> tuple[str, ...]:
    """Put back what the last accepted file replaced, and return the paths.

    Raises:
        NotAcceptedError: Nothing was accepted into this folder, or a file was changed since.
    """
    settings = Settings.of(folder)
    for place in sorted((settings.builds / _KEPT).glob("*"), reverse=True):
        told = json.loads((place / "accepted.json").read_bytes())
        if told["data"] != str(settings.data.resolve()):
            continue
        for name, mark in told["files"].items():
            if _mark((settings.data / name).read_bytes()) != mark:
                raise NotAcceptedError(
                    f"{name} was changed since the file was accepted. Take that change back first; nothing was undone."
                )
        for name in told["files"]:
            before = (place / name).read_bytes()
            if before:
                write_whole(settings.data / name, before)
            else:
                # The first acts of a treaty made its file.
                (settings.data / name).unlink()
        shutil.rmtree(place)
        return tuple(sorted(told["files"]))
    raise NotAcceptedError("No accepted file is kept for this data folder. There is nothing to undo.")
