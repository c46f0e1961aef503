"""Reading a data folder: `metadata.json` says what each file must hold.

Every fault of every file is found and reported together; nothing is skipped in silence.
Source: W3C, Metadata Vocabulary for Tabular Data (2015), read with csvw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from treatygraph.errors import DataFolderError, Fault, FaultyDataError
from treatygraph.facts.model import Facts, Term
from treatygraph.facts.read.cells import CONCEPTS, rows_of, suggest, text_of, values_of
from treatygraph.facts.read.schemes import read_concepts
from treatygraph.facts.read.tables import Table, read_tables
from treatygraph.settings import METADATA, ONTOLOGY, Settings

__all__ = ["Loaded", "read_facts", "read_tables", "read_terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Facts, and for each table its file and the row number (the header is row 1) of each record."""

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
    for table in tables:
        records[table.name], refused[table.name] = _read_table(folder, table, codes, faults)
    faults += _dangling(tables, records, refused)
    if faults:
        raise FaultyDataError(tuple(faults))
    facts = Facts(**{name: tuple(r for _, r in rows) for name, rows in records.items()}, terms=terms)
    return Loaded(
        facts=facts,
        rows={name: tuple(n for n, _ in rows) for name, rows in records.items()},
        files={table.name: table.url for table in tables},
    )


def _read_table(
    folder: Path, table: Table, codes: Mapping[str, set[str]], faults: list[Fault]
) -> tuple[list[tuple[int, Any]], set[str]]:
    """Return (row number, record) pairs sorted by key, and the keys of refused rows; tell faults to `faults`."""
    text = text_of(folder / table.url, table.url, faults)
    if text is None:
        return [], set()
    found: dict[tuple[Any, ...], tuple[int, Any]] = {}
    refused: set[str] = set()
    for number, cells in rows_of(text, table, faults):
        values = values_of(number, cells, table, codes, faults)
        if values is None:
            refused.add(cells[table.headers.index(table.key[0])])
            continue
        key = tuple("" if values[k] is None else str(values[k]) for k in table.key)
        if key in found:
            faults.append(
                Fault(
                    file=table.url,
                    row=number,
                    column=", ".join(table.key),
                    value=", ".join(key),
                    cause=f"is already in row {found[key][0]}.",
                    remedy="Remove one of the rows, or give the new one a key of its own.",
                )
            )
            continue
        found[key] = (number, table.record(**values))
    return [found[key] for key in sorted(found)], refused


def _dangling(
    tables: tuple[Table, ...], records: Mapping[str, list[tuple[int, Any]]], refused: Mapping[str, set[str]]
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
                            file=table.url,
                            row=number,
                            column=column,
                            value=part,
                            cause=f"there is no such row in {target}.csv.",
                            remedy=suggest(part, known[target]),
                        )
