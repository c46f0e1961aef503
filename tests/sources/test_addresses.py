"""The XML file of a treaty lies where its page says, in the volume of its chapter."""

from __future__ import annotations

import pytest

from treatygraph.sources.addresses import addresses_of, is_file_of

PAGE = "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no={}&chapter=4&clang=_en"
FILES = "https://treaties.un.org/doc/Publication/MTDSG"


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("IV-5", "Volume%20I/Chapter%20IV/IV-5.en.xml"),
        ("XI-A-6", "Volume%20I/Chapter%20XI/XI-A-6.en.xml"),
        ("XII-1", "Volume%20I/Chapter%20XII/XII-1.en.xml"),
        ("XVIII-12-b", "Volume%20II/Chapter%20XVIII/XVIII-12-b.en.xml"),
        ("XXIX-1", "Volume%20II/Chapter%20XXIX/XXIX-1.en.xml"),
    ],
)
def test_the_file_comes_before_the_page(number: str, path: str) -> None:
    page = PAGE.format(number)
    assert addresses_of(page, number) == (f"{FILES}/{path}", page)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://example.org/table.csv", "IV-5"),
        (PAGE.format("IV-5"), None),
        (PAGE.format("IV-5"), "IV-6"),
        (PAGE.format("12"), "12"),
    ],
)
def test_another_address_is_taken_as_it_is(url: str, number: str | None) -> None:
    assert addresses_of(url, number) == (url,)


def test_a_file_is_known_by_its_number_in_any_letters() -> None:
    assert is_file_of(f"{FILES}/Volume%20II/Chapter%20XVIII/xviii-12-c.en.xml", "XVIII-12-c")
    assert not is_file_of(f"{FILES}/Volume%20II/Chapter%20XVIII/xviii-12-c.en.xml", "XVIII-12")
    assert not is_file_of(f"{FILES}/x.en.xml", None)
