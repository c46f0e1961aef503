"""A number of a dossier, with the question of the library that gives it, so that anybody can ask it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from treatygraph.questions.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, and how the library gives it.

    It is the number of rows of the answer whose columns have the values of `where` (null: no value, `*`: any, `!x`: any
    but x), or, with `column`, what stands in that column of the one such row (0 where there is none). Without a
    question it was computed by the law alone, because the graph keeps such conclusions for one day only. `counted` is
    what it counts, one by one, by identifier: obligations, participants, provisions, statements or treaties.
    """

    value: int
    question: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    where: dict[str, str | None] = field(default_factory=dict)
    column: str | None = None
    counted: tuple[str, ...] = ()


def number(
    desk: Desk,
    value: int,
    question: str | None,
    *,
    asked: dict[str, str] | None = None,
    where: dict[str, str | None] | None = None,
    column: str | None = None,
    default_only: bool = False,
    counted: Iterable[str] = (),
) -> Number:
    """Return a number with its question; with `default_only`, without it on days that the graph does not keep."""
    each = tuple(counted)
    if question is None or (default_only and not desk.default):
        return Number(value=value, counted=each)
    return Number(
        value=value, question=question, parameters=asked or {}, where=where or {}, column=column, counted=each
    )


def numbers(record: Any) -> Iterator[Number]:
    """Yield every number of a dossier, or of a part of one, in the order of its fields."""
    if isinstance(record, Number):
        yield record
    elif isinstance(record, dict):
        for value in record.values():
            yield from numbers(value)
    elif isinstance(record, tuple):
        for value in record:
            yield from numbers(value)
    elif is_dataclass(record):
        for each in fields(record):
            yield from numbers(getattr(record, each.name))
