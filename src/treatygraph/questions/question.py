"""What a question is here: one value, from which its command, page, API, data frame and documentation are made.

A question has typed parameters, typed columns and one answer: a function of the conclusions, or SPARQL. What its cells
hold is told by the kind of their column, never guessed from a name or from the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treatygraph.law.status import Concluded

#: A cell: text, number, day, truth or nothing.
Value = str | int | float | date | bool | None


def exact_day(value: Value) -> date | None:
    """Return a whole day, or None: a day known to the year alone is no day."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


class ColumnKind(StrEnum):
    """What the cells of a column hold, and what a parameter names."""

    #: A day; in a cell, text where it is not known to the day (`2001-05`, `2001-05-01/2001-07-31`).
    DAY = "day"
    PARTICIPANT = "participant"
    TREATY = "treaty"
    #: Any instrument: a treaty, or a resolution.
    INSTRUMENT = "instrument"
    PROVISION = "provision"
    OBLIGATION = "obligation"
    STATEMENT = "statement"
    #: A treaty action: signature, ratification, denunciation ...
    ACT = "act"
    SOURCE = "source"
    PARAGRAPH = "paragraph"
    REGION = "region"
    #: A chapter in which the depositary lists treaties.
    CHAPTER = "chapter"
    #: A named set of treaties.
    SET = "set"
    #: A code of the scheme that the column names, or of a short list that is no scheme.
    CODE = "code"
    #: A whole number.
    NUMBER = "number"
    #: A number with decimals.
    DECIMAL = "decimal"
    #: An IRI, whole.
    IRI = "iri"
    TEXT = "text"
    #: True or false.
    TRUTH = "truth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of an answer: its name is the key in CSV, JSON and frames, and the variable in SPARQL."""

    name: str
    kind: ColumnKind
    #: The scheme whose codes the cells are, for a column of the kind `code`.
    scheme: str | None = None
    #: A cell may hold more than one, with semicolons between.
    many: bool = False
    #: The heading by language; English always.
    labels: Mapping[str, str]

    def label(self, language: str = "en") -> str:
        """Return the heading in a language, in English where there is none."""
        return self.labels.get(language) or self.labels["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a question: what is asked for, an example, and what is asked without it."""

    name: str
    kind: ColumnKind
    scheme: str | None = None
    example: str
    description: str
    #: Without it: the latest as-of day of the data (days only), else the example.
    as_of: bool = False
    #: Without it the question is asked of all: only answers of the law may have such a parameter.
    optional: bool = False
    #: It may name more than one, with semicolons between: only codes and things, and only where the law answers.
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An answer: rows of plain values under typed columns.

    `notes` are whole sentences: counts, as-of days, gaps.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        title: str,
        columns: tuple[Column, ...],
        records: Iterable[Mapping[str, Value]],
        notes: tuple[str, ...] = (),
    ) -> Table:
        """Return the table of records: each has a value for every column, by its name."""
        names = [column.name for column in columns]
        return cls(title=title, columns=columns, rows=tuple(tuple([r[n] for n in names]) for r in records), notes=notes)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries by name of the column."""
        return [dict(zip(self.keys, row, strict=True)) for row in self.rows]


#: What was given for a parameter, looked up: an identifier, a code, a day, a number, a truth; None when left out.
Given = str | int | date | bool | None
#: An answer of the law: a function of the conclusions and of what was given.
LawAnswer = Callable[["Concluded", Mapping[str, Given]], Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its one answer: `sparql` or `law`."""

    id: str
    #: What it answers, by language; English always.
    sentences: Mapping[str, str]
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    #: A column that stands once for each treaty of the data, named after it, behind the others.
    for_each_treaty: Column | None = None
    sparql: str | None = None
    law: LawAnswer | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Hold a question to its one answer.

        Raises:
            ValueError: It has none, or two.
        """
        if (self.sparql is None) == (self.law is None):
            raise ValueError(f"{self.id}: a question has one answer, SPARQL or a function of the law. Give it one.")

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of its columns: in SPARQL, the variables of its SELECT."""
        return tuple(column.name for column in self.columns)

    def sentence(self, language: str = "en") -> str:
        """Return what it answers in a language, in English where there is none."""
        return self.sentences.get(language) or self.sentences["en"]

    def headed(self, treaties: Iterable[str]) -> tuple[Column, ...]:
        """Return the columns of an answer over these treaties."""
        each = self.for_each_treaty
        return (
            self.columns
            if each is None
            else (*self.columns, *(replace(each, name=t, labels={"en": t}) for t in treaties))
        )
