"""Answers as data frames, with the types their columns have: the one door of pandas and polars."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from treatygraph.errors import TreatygraphError
from treatygraph.questions.table import Value

if TYPE_CHECKING:
    import pandas
    import polars

    from treatygraph.faces.notebook.answers import Answer

#: Columns of the law's answers that hold days.
DAYS = frozenset(
    {
        "on",
        "as_of",
        "since",
        "until",
        "made_on",
        "signed_on",
        "deposited_on",
        "effective_on",
        "in_force_since",
        "in_force_until",
        "consented_on",
        "un_member_since",
        "adopted_on",
        "opened_on",
        "in_force_on",
        "stated_in_force_on",
        "threshold_on",
    }
)
#: Columns that hold codes of few values.
CODES = frozenset(
    {
        "status",
        "strength",
        "modality",
        "kind",
        "consent_kind",
        "state",
        "owed",
        "bearer",
        "treaty",
        "effect",
        "relation",
        "row",
        "event",
        "gap",
        "region",
        "in_force",
    }
)
#: The grades in their order.
STRENGTHS = ("discretionary", "consideration", "best_efforts", "qualified_mandatory", "mandatory")


class MissingExtraError(TreatygraphError):
    """A library of the extra `notebook` is not installed."""


def missing(error: ModuleNotFoundError) -> MissingExtraError:
    """Return the error that names what to install."""
    return MissingExtraError(
        f"This needs {error.name}, which is not installed. Run `pip install 'treatygraph[notebook]'`."
    )


def needed(name: str) -> Any:
    """Return a library of the extra.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise missing(error) from None


def type_of(key: str, values: Sequence[Value], codes: frozenset[str]) -> str:
    """Return the type of a column of the law: `day`, `number`, `truth`, `code` or `text`."""
    if key in DAYS:
        return "day"
    if key in CODES or key in codes:
        return "code"
    filled = [v for v in values if v is not None]
    if filled and all(isinstance(v, bool) for v in filled):
        return "truth"
    if filled and all(isinstance(v, int) and not isinstance(v, bool) for v in filled):
        return "number"
    return "text"


def exact(value: Value) -> date | None:
    """Return a whole day, or None: a day known to the year alone is no day."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _columns(answer: Answer) -> list[tuple[str, str, list[Any]]]:
    """Return name, type and values of each column; a day that is not whole is kept beside, in `…_stated`."""
    found: list[tuple[str, str, list[Any]]] = []
    for n, key in enumerate(answer.columns):
        kind = answer.types[key]
        values: list[Any] = [row[n] for row in answer.table.rows]
        if kind != "day":
            if kind in {"code", "text"}:
                values = [None if v is None else str(v) for v in values]
            found.append((key, kind, values))
            continue
        days = [exact(v) for v in values]
        found.append((key, "day", days))
        if any(v is not None and d is None for v, d in zip(values, days, strict=True)):
            found.append((f"{key}_stated", "text", [None if v is None else str(v) for v in values]))
    return found


def pandas_frame(answer: Answer) -> pandas.DataFrame:
    """Return an answer as a frame of pandas."""
    pd = needed("pandas")
    columns: dict[str, Any] = {}
    for key, kind, values in _columns(answer):
        if kind == "day":
            columns[key] = pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]")
        elif kind == "number":
            columns[key] = pd.Series(values, dtype="Int64")
        elif kind == "truth":
            columns[key] = pd.Series(values, dtype="boolean")
        elif kind == "code":
            present = {v for v in values if v is not None}
            ordered = key == "strength" and present <= set(STRENGTHS)
            categories = list(STRENGTHS) if ordered else sorted(present)
            columns[key] = pd.Series(pd.Categorical(values, categories=categories, ordered=ordered))
        else:
            columns[key] = pd.Series(values, dtype="string")
    frame: pandas.DataFrame = pd.DataFrame(columns)
    frame.attrs = {"title": answer.title, "notes": list(answer.notes), "sparql": answer.sparql}
    return frame


def polars_frame(answer: Answer) -> polars.DataFrame:
    """Return an answer as a frame of polars."""
    pl = needed("polars")
    types: dict[str, Any] = {
        "day": pl.Date,
        "number": pl.Int64,
        "truth": pl.Boolean,
        "code": pl.Categorical,
        "text": pl.String,
    }
    frame: polars.DataFrame = pl.DataFrame(
        [pl.Series(key, values, dtype=types[kind]) for key, kind, values in _columns(answer)]
    )
    return frame
