"""Days, marks, names and footnotes are read as tables print them; what can be read in two ways is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.days import PartialDate
from treatygraph.errors import BadDayError
from treatygraph.sources.cells import UndecidedDayError, order_of_numbers, read_cell, read_name, read_timestamp


@pytest.mark.parametrize(
    ("text", "day", "mark", "notes"),
    [
        ("\u00a0 4 Oct 2007 a", "2007-10-04", "a", ()),
        ("12 Dec. 2000 3 4", "2000-12-12", "", ("3", "4")),
        ("12 December 2000", "2000-12-12", "", ()),
        ("2005-10-10 [5]", "2005-10-10", "", ("5",)),
        ("2000-12-13 00:00:00", "2000-12-13", "", ()),
        ("2000-12-13T00:00:00Z AA", "2000-12-13", "AA", ()),
        ("30 Oct 2003 a 1", "2003-10-30", "a", ("1",)),
        ("27-Oct-2005 (R)", "2005-10-27", "R", ()),
        ("13 déc. 2000", "2000-12-13", "", ()),
        ("1er juin 2001", "2001-06-01", "", ()),
        ("12 de diciembre de 2000", "2000-12-12", "", ()),
        ("1. März 1954 B", "1954-03-01", "B", ()),
        ("5 giugno 2001", "2001-06-05", "", ()),
        ("13 декабря 2000", "2000-12-13", "", ()),
        ("2000年12月13日 a", "2000-12-13", "a", ()),
        ("١٣ ديسمبر ٢٠٠٠", "2000-12-13", "", ()),
        ("\u200f13 Dec 2000\u200e", "2000-12-13", "", ()),
        ("Dec 13, 2000", "2000-12-13", "", ()),
        ("2003-10 a", "2003-10", "a", ()),
    ],
)
def test_a_cell_holds_a_day_a_mark_and_notes(text: str, day: str, mark: str, notes: tuple[str, ...]) -> None:
    cell = read_cell(text)
    assert cell is not None
    assert (str(cell.day), cell.mark, cell.footnotes, cell.ended) == (day, mark, notes, False)


@pytest.mark.parametrize("text", ["1" * 900, "1 " * 450, ", 1" * 300, "*" * 900, "[1] " * 200, "1 " * 10**5])
def test_a_cell_of_many_notes_and_no_day_is_read_to_its_end(text: str) -> None:
    """What could be cut in two ways at each note would take longer than anybody waits."""
    assert read_cell(f"27 Oct 2006 {text}x y z") is None


@pytest.mark.parametrize("text", ["[30 Sep 1992 a]", "[30 Sep 1992 a] 3"])
def test_brackets_say_that_the_participation_ended(text: str) -> None:
    cell = read_cell(text)
    assert cell is not None
    assert (str(cell.day), cell.mark, cell.ended) == ("1992-09-30", "a", True)


@pytest.mark.parametrize(
    "text",
    ["ratified", "31 Feb 2003 a", "30 Xyz 2003", "30 Oct 2003 abc", "jui 2003", "4 jui 2003", "[]", "=A1", "2003-13"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_cell(text) is None


@pytest.mark.parametrize("text", ["12/11/2000", "11.12.2000 a", "24-Jan-78", "3/4/99"])
def test_a_day_that_can_be_two_is_asked_about(text: str) -> None:
    with pytest.raises(UndecidedDayError):
        read_cell(text)


def test_the_file_proves_the_order_of_day_and_month() -> None:
    assert order_of_numbers(["1/2/2000", "13/2/2000"]) == "dmy"
    assert order_of_numbers(["1/2/2000 a", "2/13/2000"]) == "mdy"
    assert order_of_numbers(["1/2/2000", "none"]) is None
    with pytest.raises(UndecidedDayError, match="Some days put the day first"):
        order_of_numbers(["13/2/2000", "2/13/2000"])
    assert read_cell("1/2/2000", "dmy") != read_cell("1/2/2000", "mdy")
    same = read_cell("2/2/2000")
    assert same is not None
    assert same.day == PartialDate(2000, 2, 2)


@pytest.mark.parametrize(
    ("text", "name", "notes"),
    [
        ("China 3 4", "China", ("3", "4")),
        ("Serbia2", "Serbia", ("2",)),
        ("Netherlands (Kingdom of the)3,4", "Netherlands (Kingdom of the)", ("3", "4")),
        ("Denmark ¹", "Denmark", ("1",)),
        ("United Kingdom[1]", "United Kingdom", ("1",)),
        ("Luxemburg* **", "Luxemburg", ()),
        ("Côte d'Ivoire 1, 2", "Côte d'Ivoire", ("1", "2")),
        ("\u202bChina\u202c", "China", ()),
    ],
)
def test_footnotes_are_taken_off_a_name_and_kept(text: str, name: str, notes: tuple[str, ...]) -> None:
    assert read_name(text) == (name, notes)


def test_digits_alone_are_no_name() -> None:
    assert read_name("12") is None


def test_the_page_says_its_day_with_the_day_first() -> None:
    assert read_timestamp("STATUS AS AT : 03-02-2026 10:16:18 EDT") == PartialDate(2026, 2, 3)
    assert read_timestamp("03-22-2026") is None
    assert read_timestamp("no day") is None


@given(st.text(max_size=60))
def test_any_cell_is_read_or_refused_on_purpose(text: str) -> None:
    try:
        read_cell(text)
        read_name(text)
    except BadDayError as error:
        assert str(error)  # noqa: PT017
