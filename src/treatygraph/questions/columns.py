"""The columns that answers have, from `queries/columns.csv`: a name means the same in every answer.

The headings stand in `queries/labels.csv`, a row for each language.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from treatygraph.errors import DataFolderError
from treatygraph.questions.question import Column, ColumnKind
from treatygraph.settings import QUERIES


def column(name: str, **labels: str) -> Column:
    """Return the column with a name.

    Args:
        name: Its name.
        labels: Headings by language (`en="who"`), where an answer needs others than the usual ones.

    Raises:
        DataFolderError: There is no such column.
    """
    known = all_columns()
    if name not in known:
        raise DataFolderError(f"queries/columns.csv: there is no column {name!r}. Add a row for it, and its headings.")
    found = known[name]
    if not labels:
        return found
    return Column(name=name, kind=found.kind, scheme=found.scheme, many=found.many, labels={**found.labels, **labels})


def columns(*names: str) -> tuple[Column, ...]:
    """Return the columns with these names.

    Raises:
        DataFolderError: There is no such column.
    """
    return tuple([column(name) for name in names])


@cache
def all_columns() -> dict[str, Column]:
    """Return the columns of the library by name."""
    return read_columns(QUERIES)


def read_columns(folder: Path) -> dict[str, Column]:
    """Return the columns that a folder of questions names.

    Raises:
        DataFolderError: A row is faulty; with file, row, value and remedy.
    """
    headings: dict[str, dict[str, str]] = {}
    for row, cells in _rows(folder / "labels.csv", ("column", "language", "label")):
        known = headings.setdefault(cells["column"], {})
        if cells["language"] in known or not cells["label"]:
            raise DataFolderError(
                f"{folder / 'labels.csv'}, row {row}: {cells['column']!r} needs one heading for a language "
                f"({cells['language']!r} is empty or there twice). Give it one."
            )
        known[cells["language"]] = cells["label"]
    found: dict[str, Column] = {}
    for row, cells in _rows(folder / "columns.csv", ("column", "kind", "scheme", "many")):
        name, where = cells["column"], f"{folder / 'columns.csv'}, row {row}"
        if cells["kind"] not in set(ColumnKind):
            raise DataFolderError(f"{where}: no kind {cells['kind']!r}. Use one of {', '.join(ColumnKind)}.")
        if name in found or "en" not in headings.get(name, {}):
            raise DataFolderError(f"{where}: {name!r} stands twice, or has no English heading in labels.csv. Mend it.")
        if cells["scheme"] and cells["kind"] != ColumnKind.CODE:
            raise DataFolderError(f"{where}: {name!r} names a scheme and holds no codes. Leave the scheme out.")
        found[name] = Column(
            name=name,
            kind=ColumnKind(cells["kind"]),
            scheme=cells["scheme"] or None,
            many=cells["many"] == "yes",
            labels=headings.pop(name),
        )
    if headings:
        raise DataFolderError(f"{folder / 'labels.csv'}: no column {sorted(headings)[0]!r}. Add it to columns.csv.")
    return found


def _rows(path: Path, header: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != header:
                raise DataFolderError(f"{path}: the header is {reader.fieldnames}. Write {', '.join(header)}.")
            rows = []
            for cells in reader:
                if None in cells or None in cells.values():
                    raise DataFolderError(f"{path}, row {reader.line_num}: not {len(header)} cells. Complete the row.")
                rows.append((reader.line_num, cells))
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFolderError(f"{path} cannot be read ({error}). Install the package again.") from None
