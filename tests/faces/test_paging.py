"""Pages that tell of many treaties tell of so many at a time, say how many there are, and lead to all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from benchmarks.grown import grown

from treatygraph.faces.pages.answer import rendered
from treatygraph.faces.pages.paging import paged
from treatygraph.faces.pages.participant import PAGE, participant
from treatygraph.faces.pages.proof import compare
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.site import Edition
from treatygraph.facts.read import Loaded
from treatygraph.facts.register import Register
from treatygraph.law.status import conclude

TREATIES = PAGE + 5
#: A page, its template, its path and what is asked of it.
KINDS = (
    (participant, "participant.html", {"code": "CHE"}, {"on": "2020-01-01"}),
    (compare, "compare.html", {}, {"a": "CHE", "b": "FRA"}),
)


@pytest.fixture(scope="module")
def edition(loaded: Loaded) -> Edition:
    """An edition of more treaties read than a page shows."""
    concluded = conclude(Register(grown(loaded.facts, TREATIES, seed=5)))
    return Edition(folder=Path(), version="v", manifest={}, concluded=concluded, engine=None)  # type: ignore[arg-type]


def text_of(
    edition: Edition,
    make: Callable[[View], dict[str, Any]],
    template: str,
    path: Mapping[str, str],
    asked: Mapping[str, str],
    language: str = "en",
) -> str:
    """Return a page."""
    view = View(edition=edition, language=language, here=f"/{language}/here", path=path, asked=asked)
    return rendered(template, view, make(view), f"/{language}/").decode()


def shown(edition: Edition, text: str) -> list[str]:
    """Return the treaties to whose pages a heading or the head of a row leads."""
    told = re.findall(r'<(?:th scope="row"|h2)><a href="/en/treaty/([^"?]+)', text)
    return [treaty for treaty in told if treaty in edition.register.in_depth]


@pytest.mark.parametrize(("make", "template", "path", "asked"), KINDS)
def test_the_pages_of_a_list_tell_each_treaty_once(
    edition: Edition, make: Callable[[View], dict[str, Any]], template: str, path: dict[str, str], asked: dict[str, str]
) -> None:
    first = text_of(edition, make, template, path, asked)
    assert f"1 to {PAGE} of {TREATIES}" in first
    found = re.search(r'rel="next" href="([^"]+)"', first)
    assert found is not None
    address = urlsplit(unescape(found[1]))
    turned = dict(parse_qsl(address.query))
    assert turned == {**asked, "page": "2"}, "what was asked beside stays asked"
    assert f'id="{address.fragment}"' in first
    second = text_of(edition, make, template, path, turned)
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert f"{PAGE + 1} to {TREATIES} of {TREATIES}" in second
    of_sets = {m.instrument for m in edition.register.facts.set_members}
    told = [[t for t in shown(edition, text) if t not in of_sets] for text in (first, second)]
    assert [*told[0], *told[1]] == [t for t in edition.register.in_depth if t not in of_sets]


@pytest.mark.parametrize(("make", "template", "path", "asked"), KINDS)
def test_each_page_says_how_many_there_are_of_each_kind(
    edition: Edition, make: Callable[[View], dict[str, Any]], template: str, path: dict[str, str], asked: dict[str, str]
) -> None:
    for page in ("1", "2"):
        text = text_of(edition, make, template, path, {**asked, "page": page})
        numbers = [int(n) for n in re.findall(rf"</span> (\d+) / {TREATIES}", text)]
        assert sum(numbers) == TREATIES


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_other_languages_turn_pages_in_their_own_words(edition: Edition, language: str) -> None:
    text = text_of(edition, participant, "participant.html", {"code": "CHE"}, {}, language)
    assert "Next page" not in text
    assert f" of {TREATIES}" not in text


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 5000, 1), ("٢", 2)],
)
def test_a_page_that_does_not_exist_is_the_nearest_that_does(asked: str, page: int) -> None:
    found = paged(range(25), asked, 10)
    assert (found.page, found.pages) == (page, 3)
    assert found.rows == tuple(range(found.first - 1, found.last))


def test_an_empty_list_has_one_page() -> None:
    found = paged((), "7", 10)
    assert (found.page, found.pages, found.rows) == (1, 1, ())
