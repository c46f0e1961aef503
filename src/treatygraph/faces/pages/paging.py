"""Long lists a page at a time: the rows of the page that was asked for, and how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[_Row]):
    """One page of a list."""

    #: The rows of this page.
    rows: tuple[_Row, ...]
    #: How many the list has, and how many a page has.
    number: int
    size: int
    #: Which page this is, counted from 1.
    page: int

    @property
    def first(self) -> int:
        """The place of the first row of this page in the list, counted from 1."""
        return self.size * (self.page - 1) + 1

    @property
    def last(self) -> int:
        """The place of the last row of this page in the list."""
        return self.first + len(self.rows) - 1

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty list has one."""
        return max(1, -(-self.number // self.size))


def paged(rows: Sequence[_Row], asked: str, size: int) -> Paged[_Row]:
    """Return the page of a list that an address names.

    Args:
        rows: The whole list.
        asked: What the address gives as the page; what is no number is passed over, as other unknown things are.
        size: How many rows stand on a page.
    """
    wanted = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    page = min(max(1, wanted), max(1, -(-len(rows) // size)))
    return Paged(rows=tuple(rows[size * (page - 1) : size * page]), number=len(rows), size=size, page=page)
