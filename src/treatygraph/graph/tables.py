"""Facts and conclusions as tables for DuckDB, pandas, Spark: one file a table, with the CSVW metadata beside them."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from treatygraph.errors import MissingExtraError
from treatygraph.facts.read import read_tables


def write(folder: Path, form: str, out: Path) -> None:
    """Write the tables of a build.

    Args:
        folder: The folder of a build.
        form: csv or parquet. In Parquet the columns of facts have the type the metadata give them (date, integer,
            boolean, else text: lists with semicolons, partial dates, since a year is no day); in conclusions,
            `since` and `until` are dates when every one is known to the day.
        out: The new folder.

    Raises:
        MissingExtraError: Parquet is asked for and pyarrow is missing.
        OSError: The folder cannot be written.
    """
    if form == "csv":
        shutil.copytree(folder / "facts", out / "facts")
        shutil.copytree(folder / "conclusions", out / "conclusions")
        return
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("parquet", "pyarrow") from None
    facts = folder / "facts"
    kinds = {
        table.url: {column.name: str(column.datatype.base) for column in table.columns}
        for table in read_tables(facts / "metadata.json")
    }
    for path in sorted([*facts.rglob("*.csv"), *(folder / "conclusions").glob("*.csv")]):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), list(reader.fieldnames or ())
        known = kinds.get(path.relative_to(facts).as_posix()) if path.is_relative_to(facts) else None
        cells = {name: [row[name] for row in rows] for name in names}
        columns = {
            name: _typed(cells[name], known[name] if known is not None else _conclusion(name, cells[name]), pa)
            for name in names
        }
        target = out / path.relative_to(folder).with_suffix(".parquet")
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), target)
    (out / "facts" / "metadata.json").write_bytes((facts / "metadata.json").read_bytes())


def _conclusion(name: str, cells: list[str]) -> str:
    """Return the type of a column of conclusions."""
    if name in {"since", "until"} and all(len(cell) in {0, 10} for cell in cells):
        return "date"
    return {"ordinal": "integer", "unread_statement": "boolean"}.get(name, "string")


def _typed(cells: list[str], kind: str, pa: Any) -> Any:
    """Return a column as its type; an empty cell is null."""
    if kind == "boolean":
        return pa.array([None if not cell else cell == "yes" for cell in cells], type=pa.bool_())
    if kind == "date":
        return pa.array([date.fromisoformat(cell) if cell else None for cell in cells], type=pa.date32())
    if kind == "integer":
        return pa.array([int(cell) if cell else None for cell in cells], type=pa.int64())
    return pa.array([cell or None for cell in cells], type=pa.string())
