"""Answers as data frames, with the types their columns have: the one door of pandas and polars."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from treatygraph.errors import MissingExtraError
from treatygraph.questions.question import Column, ColumnKind, exact_day

if TYPE_CHECKING:
    import pandas
    import polars

    from treatygraph.faces.notebook.answers import Answer

#: The grades in their order.
STRENGTHS = ("discretionary", "consideration", "best_efforts", "qualified_mandatory", "mandatory")


def needed(name: str) -> Any:
    """Return a library of the extra.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise MissingExtraError("notebook", error.name) from None


#: Kinds of which a column has few values that come again: a category.
CATEGORIES = frozenset({ColumnKind.CODE, ColumnKind.TREATY, ColumnKind.REGION})


def _columns(answer: Answer) -> list[tuple[Column, list[Any]]]:
    """Return each column with its values; a day that is not whole is kept beside, in `…_stated`."""
    found: list[tuple[Column, list[Any]]] = []
    for n, column in enumerate(answer.table.columns):
        values: list[Any] = [row[n] for row in answer.table.rows]
        if column.kind is ColumnKind.DAY:
            days = [exact_day(v) for v in values]
            found.append((column, days))
            if any(v is not None and d is None for v, d in zip(values, days, strict=True)):
                stated = Column(name=f"{column.name}_stated", kind=ColumnKind.TEXT, labels=column.labels)
                found.append((stated, [None if v is None else str(v) for v in values]))
            continue
        if column.kind not in {ColumnKind.NUMBER, ColumnKind.DECIMAL, ColumnKind.TRUTH}:
            values = [None if v is None else str(v) for v in values]
        found.append((column, values))
    return found


def pandas_frame(answer: Answer) -> pandas.DataFrame:
    """Return an answer as a frame of pandas."""
    pd = needed("pandas")
    columns: dict[str, Any] = {}
    plain = {ColumnKind.NUMBER: "Int64", ColumnKind.DECIMAL: "Float64", ColumnKind.TRUTH: "boolean"}
    for column, values in _columns(answer):
        if column.kind is ColumnKind.DAY:
            made = pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]")
        elif column.kind in CATEGORIES and not column.many:
            present = {v for v in values if v is not None}
            ordered = column.scheme == "strength" and present <= set(STRENGTHS)
            categories = list(STRENGTHS) if ordered else sorted(present)
            made = pd.Series(pd.Categorical(values, categories=categories, ordered=ordered))
        else:
            made = pd.Series(values, dtype=plain.get(column.kind, "string"))
        columns[column.name] = made
    frame: pandas.DataFrame = pd.DataFrame(columns)
    frame.attrs = {"title": answer.title, "notes": list(answer.notes), "sparql": answer.sparql}
    return frame


def polars_frame(answer: Answer) -> polars.DataFrame:
    """Return an answer as a frame of polars."""
    pl = needed("polars")
    types: dict[ColumnKind, Any] = {
        ColumnKind.DAY: pl.Date,
        ColumnKind.NUMBER: pl.Int64,
        ColumnKind.DECIMAL: pl.Float64,
        ColumnKind.TRUTH: pl.Boolean,
        **dict.fromkeys(CATEGORIES, pl.Categorical),
    }
    frame: polars.DataFrame = pl.DataFrame(
        [
            pl.Series(column.name, values, dtype=pl.String if column.many else types.get(column.kind, pl.String))
            for column, values in _columns(answer)
        ]
    )
    return frame
