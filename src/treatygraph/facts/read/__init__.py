"""Reading a data folder: `metadata.json` says what each file must hold.

Every fault of every file is found and reported together; nothing is skipped in silence.
Source: W3C, Metadata Vocabulary for Tabular Data (2015), read with csvw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from treatygraph.errors import DataFolderError, Fault, FaultyDataError
from treatygraph.facts.model import Facts, Term
from treatygraph.facts.parts import file_of, part_of
from treatygraph.facts.read.cells import CONCEPTS, rows_of, suggest, text_of, values_of
from treatygraph.facts.read.schemes import read_concepts
from treatygraph.facts.read.tables import Table, read_tables
from treatygraph.settings import METADATA, ONTOLOGY, Settings

__all__ = ["Loaded", "place_of", "read_facts", "read_tables", "read_terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Facts, and for each table its file, or the folder of its parts, and the row number of each record.

    The header is row 1 of each file.
    """

    facts: Facts
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def read_terms(ontology: Path) -> tuple[Term, ...]:
    """Return the terms of `schemes.ttl`.

    Raises:
        DataFolderError: The file is missing or damaged.
    """
    rows = read_concepts(ontology / "schemes.ttl", CONCEPTS)
    return tuple(Term(scheme=row.scheme, code=row.code, labels=row.labels, definition=row.definition) for row in rows)


def read_facts(folder: Path | None = None) -> Loaded:
    """Return the facts of a data folder, each table sorted by its key.

    Args:
        folder: The folder; the one of the settings when None.

    Raises:
        FaultyDataError: Any file, row or cell is not as `metadata.json` says; all faults are in it.
        DataFolderError: There is no such folder, or the metadata or the ontology are damaged.
    """
    folder = folder or Settings.of().data
    if not folder.is_dir():
        raise DataFolderError(f"There is no data folder {folder}. Check --data or TREATYGRAPH_DATA.")
    tables = read_tables(METADATA)
    terms = read_terms(ONTOLOGY)
    codes: dict[str, set[str]] = {}
    for term in terms:
        codes.setdefault(term.scheme, set()).add(term.code)

    faults: list[Fault] = []
    records: dict[str, list[tuple[int, Any]]] = {}
    refused: dict[str, set[str]] = {}
    places = {table.name: place_of(folder, table) for table in tables}
    for table in tables:
        reader = _TableReader(folder, table, codes, faults)
        reader.read(places[table.name])
        records[table.name], refused[table.name] = reader.rows, reader.refused
    faults += _dangling(tables, places, records, refused)
    if faults:
        raise FaultyDataError(tuple(faults))
    facts = Facts(**{name: tuple(r for _, r in rows) for name, rows in records.items()}, terms=terms)
    return Loaded(
        facts=facts,
        rows={name: tuple(n for n, _ in rows) for name, rows in records.items()},
        files=places,
    )


def place_of(folder: Path, table: Table) -> str:
    """Return the file of a table, or the folder of its parts (with a slash at its end) where there is one."""
    return table.parts if table.parts is not None and (folder / table.parts).is_dir() else table.url


class _TableReader:
    """Reads a table, whole or in parts: the rows found by key, with their numbers, and the keys of refused rows."""

    def __init__(self, folder: Path, table: Table, codes: Mapping[str, set[str]], faults: list[Fault]) -> None:
        self._folder, self._table, self._codes, self._faults = folder, table, codes, faults
        self._found: dict[tuple[Any, ...], tuple[int, Any]] = {}
        self._cells: tuple[dict[str, Any], ...] = tuple({} for _ in table.columns)
        self.refused: set[str] = set()

    @property
    def rows(self) -> list[tuple[int, Any]]:
        """(Row number, record) pairs sorted by key."""
        return [self._found[key] for key in sorted(self._found)]

    def read(self, place: str) -> None:
        """Read the file of the table, or the parts in its folder."""
        if not place.endswith("/"):
            self._read_file(self._table, None)
            return
        if (self._folder / self._table.url).exists():
            cause, remedy = f"the table stands in the folder {place} too.", "Keep the folder; remove the file."
            self._faults.append(
                Fault(file=self._table.url, row=None, column=None, value=None, cause=cause, remedy=remedy)
            )
        for path in sorted((self._folder / place).glob("*.csv")):
            self._read_file(replace(self._table, url=place + path.name), path.stem)

    def _read_file(self, table: Table, part: str | None) -> None:
        text = text_of(self._folder / table.url, table.url, self._faults)
        for number, cells in rows_of(text, table, self._faults) if text is not None else ():
            values = values_of(number, cells, table, self._codes, self._faults, self._cells)
            if values is None:
                self.refused.add(cells[table.headers.index(table.key[0])])
                continue
            key = tuple("" if values[k] is None else str(values[k]) for k in table.key)
            record = table.record(**values)
            fault = self._misplaced(key, record, part)
            if fault is None:
                self._found[key] = (number, record)
                continue
            cause, remedy = fault
            columns, value = ", ".join(table.key), ", ".join(key)
            self._faults.append(
                Fault(file=table.url, row=number, column=columns, value=value, cause=cause, remedy=remedy)
            )

    def _misplaced(self, key: tuple[Any, ...], record: Any, part: str | None) -> tuple[str, str] | None:
        """Return why a row cannot stand where it does, with the remedy; None where it can."""
        if part is not None and (own := part_of(record)) != part:
            self.refused.add(str(key[0]))
            return f"belongs to {own}, and the file to {part}.", f"Move the row to {own}.csv."
        if key in self._found:
            cause = f"is already in row {self._found[key][0]}."
            return cause, "Remove one of the rows, or give the new one a key of its own."
        return None


def _dangling(
    tables: tuple[Table, ...],
    places: Mapping[str, str],
    records: Mapping[str, list[tuple[int, Any]]],
    refused: Mapping[str, set[str]],
) -> Iterator[Fault]:
    """Yield a fault for each reference to a row that is not there; one to a refused row is no second fault."""
    known = {
        table.name: {getattr(record, table.key[0]) for _, record in records[table.name]} | refused[table.name]
        for table in tables
    }
    for table in tables:
        for column, target in table.foreign:
            if not known[target]:
                continue  # the target could not be read at all; that is its own fault
            for number, record in records[table.name]:
                value = getattr(record, column)
                for part in value if isinstance(value, tuple) else (value,):
                    if part is not None and part not in known[target]:
                        yield Fault(
                            file=file_of(places[table.name], record),
                            row=number,
                            column=column,
                            value=part,
                            cause=f"there is no such row in {target}.csv.",
                            remedy=suggest(part, known[target]),
                        )
