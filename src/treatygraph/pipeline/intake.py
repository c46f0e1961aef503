"""A published file on its way in: read, matched with its treaty, compared with what stands."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from treatygraph.errors import TreatygraphError, UnreadableSourceError
from treatygraph.facts.from_sources import (
    Intake,
    Likeness,
    Reading,
    actions_from_table,
    compare,
    likeness,
    marks_of,
    treaty_of_table,
)
from treatygraph.facts.lookups import find_source, find_treaty
from treatygraph.facts.model import Action
from treatygraph.facts.register import Register
from treatygraph.facts.write import table_text
from treatygraph.pipeline.opening import open_facts
from treatygraph.questions.intake import comparison, sums
from treatygraph.questions.question import Table
from treatygraph.sources.forms import LARGEST, read_published
from treatygraph.sources.published import PublishedTable

#: What a new card of a source may be called.
_NEW_SOURCE = re.compile(r"S\d{2,3}-[a-z0-9-]{2,40}")


class SourceNeededError(TreatygraphError):
    """Rows for the facts need the source they come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was read, and what to call it."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file read against the facts."""

    published: PublishedTable
    like: Likeness
    reading: Reading
    result: Intake
    comparison: Table
    source: str | None

    @property
    def adds_up(self) -> bool:
        """Whether the rows give the counts that the file prints, where it prints any."""
        return all(printed in {None, counted} for _, printed, counted in sums(self.published))


def read_file(path: str) -> File:
    """Return a file, or standard input for `-`; no more of it than any table needs.

    Raises:
        UnreadableSourceError: It is not there, or may not be read.
    """
    if path == "-":
        return File(name="standard input", raw=sys.stdin.buffer.read(LARGEST + 1))
    try:
        with Path(path).open("rb") as file:
            return File(name=Path(path).name, raw=file.read(LARGEST + 1))
    except OSError as error:
        raise UnreadableSourceError(f"{path} cannot be read ({error.strerror}). Check the path.") from None


def take(file: File, treaty: str | None, source: str | None, data: Path | None) -> Taken:
    """Return what a file says against what stands.

    Args:
        file: The file.
        treaty: The treaty it is of, as a person names it; None to find out.
        source: The identifier of its source, or None where none is needed.
        data: The data folder, or None for the shipped one.

    Raises:
        UnreadableSourceError: The file is of no known form, or of another treaty.
        UnknownNameError: No such treaty or source.
    """
    register = open_facts(data)
    named = find_treaty(register, treaty).id if treaty is not None else None
    known = source
    if source is not None and source not in register.sources and not _NEW_SOURCE.fullmatch(source):
        known = find_source(register, source).id
    tables = read_published(file.raw, file.name, marks_of(register))
    published, like = _of_treaty(register, tables, named, file.name)
    reading = actions_from_table(register, published, like.treaty, known or "", date.today())
    result = compare(register, reading, like.treaty)
    return Taken(
        published=published,
        like=like,
        reading=reading,
        result=result,
        comparison=comparison(register, file.name, published, like, reading, result),
        source=known,
    )


def _of_treaty(
    register: Register, tables: tuple[PublishedTable, ...], named: str | None, name: str
) -> tuple[PublishedTable, Likeness]:
    """Return the table that is the treaty's, of those a publication holds."""
    if len(tables) == 1:
        return tables[0], treaty_of_table(register, tables[0], named, name)
    wanted = [named] if named is not None else list(register.treaties)
    known = {_registration(register.instruments[t].unts_registration): t for t in wanted}
    for table in tables:
        treaty = known.get((table.number or "").removeprefix("registration "))
        if treaty is not None:
            return table, likeness(register, table, treaty)
    titles = "; ".join(f"{t.title} ({t.number})" for t in tables[:5])
    raise UnreadableSourceError(
        f"{name} holds acts of {len(tables)} treaties, and none of them is {named or 'in the data'}: {titles[:300]}. "
        "Name another with --treaty, or copy the part of one treaty."
    )


def _registration(number: str | None) -> str:
    return "".join(c for c in number or "" if c.isdigit())


def rows_for(taken: Taken) -> str:
    """Return the acts as rows for `actions.csv`.

    Raises:
        SourceNeededError: No source was named.
    """
    if taken.source is None:
        raise SourceNeededError("Rows for actions.csv need their source. Name it with --source, as in sources.csv.")
    columns = tuple(f.name for f in fields(Action))
    return table_text(columns, ([getattr(a, c) for c in columns] for a in taken.reading.actions))
