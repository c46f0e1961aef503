"""Facts and conclusions as tables for DuckDB, pandas, Spark: one file a table, with the CSVW metadata beside them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from treatygraph.days import PartialDate, Span
from treatygraph.errors import MissingExtraError
from treatygraph.facts.read import read_tables
from treatygraph.facts.read.tables import Table


def write(folder: Path, form: str, out: Path, conclusions: Mapping[str, str]) -> None:
    """Write the tables of a build.

    Args:
        folder: The folder of a build.
        form: csv or parquet. In Parquet a column has its type: days are dates, numbers integers, yes and no booleans,
            all else text. A day that is not known to the day is no date: where a column has one, all its cells stand
            beside it as text, in `…_stated`.
        out: The new folder.
        conclusions: What each column of the conclusions holds, by its name: `day`, `number`, `truth`, else text.

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
    kinds = {table.url: _kinds(table) for table in read_tables(facts / "metadata.json")}
    for path in sorted([*facts.rglob("*.csv"), *(folder / "conclusions").glob("*.csv")]):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), list(reader.fieldnames or ())
        known = kinds.get(path.relative_to(facts).as_posix(), {}) if path.is_relative_to(facts) else conclusions
        columns: dict[str, Any] = {}
        for name in names:
            columns |= dict(_typed(name, [row[name] for row in rows], known.get(name, "text"), pa))
        target = out / path.relative_to(folder).with_suffix(".parquet")
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), target)
    (out / "facts" / "metadata.json").write_bytes((facts / "metadata.json").read_bytes())


#: What a field of a record holds → what its column does.
_BY_TYPE = {date: "day", PartialDate: "day", Span: "day", int: "number", bool: "truth"}


def _kinds(table: Table) -> dict[str, str]:
    """Return what the columns of a table of facts hold, from the fields of its record."""
    found = {}
    for name, hint in table.hints.items():
        types = [hint, *get_args(hint)]
        found[name] = next((_BY_TYPE[t] for t in types if t in _BY_TYPE), "text")
    return found


def _typed(name: str, cells: list[str], kind: str, pa: Any) -> Iterator[tuple[str, Any]]:
    """Yield a column as its type; an empty cell is null."""
    if kind == "truth":
        yield name, pa.array([None if not cell else cell == "yes" for cell in cells], type=pa.bool_())
    elif kind == "number":
        yield name, pa.array([int(cell) if cell else None for cell in cells], type=pa.int64())
    elif kind == "day":
        whole = [date.fromisoformat(cell) if len(cell) == 10 else None for cell in cells]
        yield name, pa.array(whole, type=pa.date32())
        if any(len(cell) not in {0, 10} for cell in cells):
            yield f"{name}_stated", pa.array([cell or None for cell in cells], type=pa.string())
    else:
        yield name, pa.array([cell or None for cell in cells], type=pa.string())
