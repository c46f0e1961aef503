"""The tables that `metadata.json` (CSV on the Web) describes, each joined with its record type."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from treatygraph.errors import DataFolderError
from treatygraph.facts.model import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the metadata, joined with the record type its rows become.

    `parts` is the folder in which it stands in one file for each treaty, where it may; `readers` make values of the
    cells of each column.
    """

    url: str
    parts: str | None
    name: str
    columns: tuple[Any, ...]
    key: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...]
    record: Any
    hints: Mapping[str, Any]
    readers: Mapping[str, Callable[[str], Any]]

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the metadata."""
        return tuple(column.name for column in self.columns)


def table_name(url: str) -> str:
    """Return the field of `Facts` that holds the table at `url`."""
    return Path(url).stem


@contextmanager
def without_grammars() -> Iterator[None]:
    """Load csvw without the grammars of IRIs that jsonschema would build for it: a second, for a check nobody asks for.

    They are there where Jupyter is installed; everywhere else jsonschema does without them, too.
    """
    name = "rfc3987_syntax"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's way to say that a module is not to be found
    try:
        yield
    finally:
        sys.modules.pop(name, None)


def read_tables(metadata: Path) -> tuple[Table, ...]:
    """Return the tables that `metadata` (CSVW) describes.

    Raises:
        DataFolderError: The metadata are missing, no CSVW, or do not match the records.
    """
    # By contents: a build asks three times, and csvw takes a while each time.
    return _tables(metadata, metadata.read_bytes() if metadata.is_file() else b"")


@lru_cache(maxsize=4)
def _tables(metadata: Path, _contents: bytes) -> tuple[Table, ...]:
    with without_grammars():
        from csvw import TableGroup

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what csvw would only warn of is damage here
            group = TableGroup.from_file(metadata)
    except FileNotFoundError:
        raise DataFolderError(f"{metadata} is missing. It describes the tables; restore it.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Warning) as error:
        raise DataFolderError(f"{metadata} is no CSV-on-the-Web metadata: {error}. Correct it.") from None
    records = {f.name: get_args(get_type_hints(Facts)[f.name])[0] for f in fields(Facts)}
    tables = []
    for table in group.tables:
        url, schema = str(table.url), table.tableSchema
        name = table_name(url)
        record = records.get(name)
        columns = tuple(column for column in schema.columns if not column.virtual)
        if record is None or [c.name for c in columns] != [f.name for f in fields(record)]:
            raise DataFolderError(
                f"{metadata}: the columns of {url} are not the fields of a record. Change both together."
            )
        foreign = tuple((key.columnReference[0], table_name(str(key.reference.resource))) for key in schema.foreignKeys)
        tables.append(
            Table(
                url=url,
                parts=table.common_props.get("dc:hasPart"),
                name=name,
                columns=columns,
                key=tuple(schema.primaryKey),
                foreign=foreign,
                record=record,
                hints=get_type_hints(record),
                readers={column.name: _reader(column) for column in columns},
            )
        )
    missing = set(Facts.tables()) - {table.name for table in tables}
    if missing:
        raise DataFolderError(f"{metadata} describes no table {', '.join(sorted(missing))}. Restore it.")
    return tuple(tables)


def _reader(column: Any) -> Callable[[str], Any]:
    """Return what makes a value of a cell, or raises ValueError: csvw, but for words.

    csvw looks up for each cell what a column inherits, and compiles its pattern; nearly all cells are words.
    """
    datatype = column.inherit("datatype")
    usual = (column.inherit_null(), column.inherit("default"), column.inherit("separator")) == ([""], "", None)
    limits = datatype and (datatype.length, datatype.minLength, datatype.maxLength)
    if not usual or datatype is None or datatype.base != "string" or limits != (None, None, None):
        return column.read  # type: ignore[no-any-return]  # csvw is untyped
    required, pattern = bool(column.inherit("required")), datatype.derived_description.get("regex")

    def word(cell: str) -> str | None:
        if (required and not cell) or (cell and pattern is not None and pattern.match(cell) is None):
            raise ValueError(cell)
        return cell or None

    return word
