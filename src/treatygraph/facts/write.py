"""Writing facts back as the CSV files they came from: sorted, the same bytes every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from treatygraph.days import Duration, PartialDate, Span
from treatygraph.facts.model import Facts
from treatygraph.facts.read import read_tables


def cell(value: Any) -> str:
    """Return a value as its cell: lists joined by semicolons, yes and no, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(cell(part) for part in value)
    if isinstance(value, str | int | date | StrEnum | PartialDate | Span | Duration):
        return str(value)
    raise TypeError(f"A cell cannot hold {type(value).__name__}.")


def table_text(columns: Iterable[str] | None, rows: Iterable[Iterable[Any]]) -> str:
    """Return a table as CSV text (RFC 4180, line feeds), in the order given; without columns, its rows alone."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if columns is not None:
        writer.writerow(columns)
    # Most cells are text already, and there are millions of them.
    writer.writerows([value if type(value) is str else cell(value) for value in row] for row in rows)
    return out.getvalue()


def text_of_rows(record: type, rows: Iterable[Any]) -> str:
    """Return records of one type as CSV text, in the order given."""
    columns = tuple(f.name for f in fields(record))
    return table_text(columns, ([getattr(row, column) for column in columns] for row in rows))


def write_facts(facts: Facts, folder: Path, metadata: Path) -> None:
    """Write every table of `facts` below `folder`, whole, as `metadata` describes it, and the metadata beside them.

    Raises:
        OSError: The folder cannot be written.
    """
    for table in read_tables(metadata):
        path = folder / table.url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of_rows(table.record, getattr(facts, table.name)), encoding="utf-8", newline="")
    (folder / "metadata.json").write_bytes(metadata.read_bytes())
