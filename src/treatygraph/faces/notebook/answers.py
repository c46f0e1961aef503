"""What a method answers: rows under typed columns, with their notes and sources; it turns into frames and files.

How it looks in a terminal and in Jupyter stands in `shown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, overload

from treatygraph.errors import TreatygraphError
from treatygraph.faces.notebook.why import Why
from treatygraph.faces.render import as_csv
from treatygraph.questions.question import Column, ColumnKind, Table, Value, exact_day

if TYPE_CHECKING:
    import pandas
    import polars


class NoProofError(TreatygraphError):
    """A row that names no participant and treaty, so that there is nothing to prove."""


class NoListError(TreatygraphError):
    """A value that counts nothing, so that there is no list to open."""


class UnwrittenError(TreatygraphError):
    """A place that cannot be written."""


def written(path: str | Path, raw: bytes) -> Path:
    """Write a file and return where it is.

    Raises:
        UnwrittenError: The place cannot be written.
    """
    place = Path(path)
    try:
        place.write_bytes(raw)
    except OSError as error:
        why = f"{place} cannot be written ({error.strerror})"
        raise UnwrittenError(f"{why}. Name a file in a folder that exists.") from None
    return place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of an answer: its values by name, and why it is so."""

    values: dict[str, Value]
    _why: Callable[[dict[str, Value]], Why] = field(repr=False)
    _counted: Callable[[dict[str, Value], str], Answer] = field(repr=False)

    def __getitem__(self, name: str) -> Value:
        """Return a value by the name of its column."""
        try:
            return self.values[name]
        except KeyError:
            raise KeyError(f"{name!r}; the row has {', '.join(self.values)}") from None

    def why(self) -> Why:
        """Return the proof of what the row says.

        Raises:
            NoProofError: The row names no participant and treaty.
        """
        return self._why(self.values)

    def counted(self, name: str) -> Answer:
        """Return who is counted by the number in a column: as many rows as it says.

        Raises:
            NoListError: The column counts nobody.
        """
        self[name]
        return self._counted(self.values, name)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Rows under named columns, with what a reader must know beside them.

    `notes` are whole sentences: counts, as-of days, gaps. `sparql` is the query, where one was asked. `more` says that
    the answer goes on: `next()` gives the next page. `triples` are N-Triples, where the query made some
    (`rdflib.Graph().parse(data=answer.triples)`).
    """

    table: Table
    sparql: str | None = None
    more: bool = False
    triples: str | None = None
    _why: Callable[[dict[str, Value]], Why] | None = field(default=None, repr=False)
    _counted: Callable[[dict[str, Value], str], Answer] | None = field(default=None, repr=False)
    _next: Callable[[], Answer] | None = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """What the answer is about."""
        return self.table.title

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know."""
        return self.table.notes

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.keys

    @property
    def types(self) -> dict[str, ColumnKind]:
        """What each column holds: `day`, `participant`, `code`, `number`, `text` ..."""
        return {column.name: column.kind for column in self.table.columns}

    @property
    def sources(self) -> tuple[str, ...]:
        """The identifiers of the sources that the rows cite."""
        cited = [n for n, column in enumerate(self.table.columns) if column.kind is ColumnKind.SOURCE]
        return tuple(sorted({s for row in self.table.rows for n in cited for s in str(row[n] or "").split(";") if s}))

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.table.rows)

    def __bool__(self) -> bool:
        """Return True: an answer without rows is an answer."""
        return True

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        for cells in self.table.rows:
            yield self._row(cells)

    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> list[Row]: ...
    @overload
    def __getitem__(self, which: str) -> list[Value]: ...
    def __getitem__(self, which: int | slice | str) -> Row | list[Row] | list[Value]:
        """Return a row by its number from 0, rows by a slice, or the values of a column by its name."""
        if isinstance(which, str):
            if which not in self.columns:
                raise KeyError(f"{which!r}; the answer has {', '.join(self.columns)}")
            number = self.columns.index(which)
            return [_as_python(self.table.columns[number], row[number]) for row in self.table.rows]
        if isinstance(which, slice):
            return [self._row(row) for row in self.table.rows[which]]
        try:
            return self._row(self.table.rows[which])
        except IndexError:
            raise IndexError(f"There is no row {which}; the answer has {len(self)}, from 0.") from None

    def _row(self, cells: tuple[Value, ...]) -> Row:
        values = (_as_python(*pair) for pair in zip(self.table.columns, cells, strict=True))
        return Row(
            values=dict(zip(self.columns, values, strict=True)),
            _why=self._why or no_proof,
            _counted=self._counted or no_list,
        )

    def head(self, number: int = 5) -> Answer:
        """Return the answer with its first rows alone."""
        return replace(self, table=replace(self.table, rows=self.table.rows[: max(0, number)]))

    @property
    def df(self) -> pandas.DataFrame:
        """The rows as a typed data frame of pandas, as `to_pandas()` gives it."""
        return self.to_pandas()

    def to_pandas(self) -> pandas.DataFrame:
        """Return a typed data frame: real days, whole numbers, categories for codes. Its `attrs` hold title and notes.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from treatygraph.faces.notebook.frames import pandas_frame

        return pandas_frame(self)

    def to_polars(self) -> polars.DataFrame:
        """Return a typed data frame of polars.

        Raises:
            MissingExtraError: polars is not installed.
        """
        from treatygraph.faces.notebook.frames import polars_frame

        return polars_frame(self)

    @overload
    def to_csv(self) -> str: ...
    @overload
    def to_csv(self, path: str | Path) -> Path: ...
    def to_csv(self, path: str | Path | None = None) -> str | Path:
        """Return the rows as CSV; with a path, write them there (UTF-8) and return where they are.

        Raises:
            UnwrittenError: The place cannot be written.
        """
        text = as_csv(self.table)
        return text if path is None else written(path, text.encode())

    def to_excel(self, path: str | Path) -> Path:
        """Write the rows as a workbook with real days, the notes on a second sheet, and return where it is.

        Raises:
            MissingExtraError: The library that writes workbooks is not installed.
            UnwrittenError: The place cannot be written.
        """
        from treatygraph.faces.workbook import as_workbook

        return written(path, as_workbook(self.table))

    def next(self) -> Answer:
        """Return the next page of a long answer; one without rows after the last."""
        if self._next is None:
            return Answer(table=Table(title=self.title, columns=self.table.columns, rows=()))
        return self._next()

    def __repr__(self) -> str:
        """Return the answer as a terminal shows it."""
        from treatygraph.faces.notebook.shown import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        """Return the answer as Jupyter shows it; every text is escaped."""
        from treatygraph.faces.notebook.shown import as_html

        return as_html(self)


def _as_python(column: Column, value: Value) -> Value:
    """Return a cell as plain Python: a whole day is a `date`, a code is text."""
    if column.kind is ColumnKind.DAY:
        return exact_day(value) or value
    return str(value) if isinstance(value, StrEnum) else value


def no_proof(values: dict[str, Value]) -> Why:
    """Refuse to prove a row that is about nobody.

    Raises:
        NoProofError: Always.
    """
    raise NoProofError(f"The row has {', '.join(values)}: it names no participant and treaty to prove anything of.")


def no_list(values: dict[str, Value], column: str) -> Answer:
    """Refuse to open a number that counts nobody.

    Raises:
        NoListError: Always.
    """
    raise NoListError(
        f"{column} of this row counts nobody. The counts of `list_treaties`, `obligations` and `paragraph` open "
        "their lists."
    )
