"""Tables that are sorted, narrowed and paged by links, without scripts: what is shown, and where each link leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from treatygraph.faces.arranging import ordered
from treatygraph.faces.pages.paging import paged
from treatygraph.faces.pages.view import View

_T = TypeVar("_T")

#: Rows of a long list on one page.
PAGE = 100
#: So many values of a facet are offered; the others are chosen in the form, or by first narrowing otherwise.
_OFFERED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column: where its link leads, and how the table is sorted by it now (`aria-sort`), or not."""

    address: str
    sorted: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a facet: how many rows have it; its link chooses it, or gives it up where it is chosen."""

    code: str
    text: str
    number: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged(Generic[_T]):
    """The rows of a page of a table, the heads of its columns, and the links to its other pages."""

    rows: tuple[_T, ...]
    number: int
    #: The numbers of the first row shown and of the last, counted from 1.
    first: int
    last: int
    heads: Mapping[str, Head]
    pages: tuple[tuple[int, str, bool], ...]


def arranged(
    view: View,
    rows: Sequence[_T],
    keys: Mapping[str, Callable[[_T], Any]],
    *,
    by: str,
    names: Collection[str] = (),
    size: int | None = PAGE,
    prefix: str = "",
) -> Arranged[_T]:
    """Return the rows of a page, sorted as the address asks (`sort=day`, backwards `sort=-day`).

    Args:
        view: The page.
        rows: All rows.
        keys: What they can be sorted by, by the name in the address; None stands last either way.
        by: What they are sorted by unless asked otherwise.
        names: Which of the keys are names, in the order of the language.
        size: Rows on a page; None: all.
        prefix: Before `sort` and `page` in the address, where these may be something else.
    """
    asked = view.asked.get(f"{prefix}sort", "")
    order = asked if asked.removeprefix("-") in keys else by
    key, back = order.removeprefix("-"), order.startswith("-")
    found = ordered(rows, keys[key], back=back, language=view.language if key in names else None)
    shown = paged(found, view.asked.get(f"{prefix}page", ""), size or max(1, len(found)))

    def head(name: str) -> Head:
        now = None if name != key else "descending" if back else "ascending"
        turned = f"-{name}" if now == "ascending" else name
        address = view.again(**{f"{prefix}sort": None if turned == by else turned, f"{prefix}page": None})
        return Head(address=address, sorted=now)

    return Arranged(
        rows=shown.rows,
        number=shown.number,
        first=shown.first,
        last=shown.last,
        heads={name: head(name) for name in keys},
        pages=tuple(
            (n, view.again(**{f"{prefix}page": n if n > 1 else None}), n == shown.page)
            for n in _near(shown.page, shown.pages)
            if shown.pages > 1
        ),
    )


def facet(
    view: View, name: str, counts: Mapping[str, int], told: Callable[[str], str], *, prefix: str = ""
) -> tuple[Choice, ...]:
    """Return the values of a facet, those of the most rows first; the one that is chosen can be given up.

    Args:
        view: The page.
        name: The parameter of the address that narrows the rows by it.
        counts: How many of the rows have each value.
        told: What a value is called.
        prefix: Before `page` in the address.
    """
    chosen = view.asked.get(name, "").strip()
    return tuple(
        Choice(
            code=code,
            text=told(code),
            number=number,
            address=view.again(**{name: None if code == chosen else code, f"{prefix}page": None}),
            chosen=code == chosen,
        )
        for code, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_OFFERED]
    )


def counted(values: Iterable[object]) -> Mapping[str, int]:
    """Return how often each value stands, what is none left out."""
    return Counter(str(value) for value in values if value not in (None, ""))


def _near(page: int, last: int) -> list[int]:
    """Return the first pages, the last, and those around the one shown."""
    return sorted({n for n in (1, 2, *range(page - 2, page + 3), last - 1, last) if 1 <= n <= last})
