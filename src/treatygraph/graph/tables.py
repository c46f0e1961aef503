"""Facts and conclusions as tables for DuckDB, pandas, Spark: one file a table, with the CSVW metadata beside them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

from treatygraph.errors import BuildError


def write(folder: Path, form: str, out: Path) -> None:
    """Write the tables of a build.

    Args:
        folder: The folder of a build.
        form: csv or parquet. In Parquet, whole days are dates, counts integers, yes and no booleans; lists stay
            one text with semicolons, and partial dates stay text, since a year is no day.
        out: The new folder.

    Raises:
        BuildError: Parquet is asked for and pyarrow is missing.
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
        raise BuildError("Parquet needs pyarrow. Install it with `pip install treatygraph[parquet]`.") from None
    for path in sorted([*(folder / "facts").rglob("*.csv"), *(folder / "conclusions").glob("*.csv")]):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), list(reader.fieldnames or ())
        target = out / path.relative_to(folder).with_suffix(".parquet")
        target.parent.mkdir(parents=True, exist_ok=True)
        columns = {name: _typed([row[name] for row in rows], pa) for name in names}
        pq.write_table(pa.table(columns), target)
    (out / "facts" / "metadata.json").write_bytes((folder / "facts" / "metadata.json").read_bytes())


def _typed(cells: list[str], pa: Any) -> Any:
    """Return a column in the narrowest type that holds every cell; an empty cell is null."""
    filled = [cell for cell in cells if cell]
    if filled and all(cell in {"yes", "no"} for cell in filled):
        return pa.array([None if not cell else cell == "yes" for cell in cells], type=pa.bool_())
    if filled and all(len(cell) == 10 and cell[4] == cell[7] == "-" and cell[:4].isdigit() for cell in filled):
        import datetime

        return pa.array([datetime.date.fromisoformat(cell) if cell else None for cell in cells], type=pa.date32())
    if filled and all(cell.isascii() and cell.isdigit() and (cell == "0" or cell[0] != "0") for cell in filled):
        return pa.array([int(cell) if cell else None for cell in cells], type=pa.int64())
    return pa.array([cell or None for cell in cells], type=pa.string())
