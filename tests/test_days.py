"""Days, partial dates, spans and delays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.days import Duration, PartialDate, Span, first_of_next_month, parse_day
from treatygraph.errors import BadDayError, BadDurationError

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2006-10-27", date(2006, 10, 27), date(2006, 10, 27)),
    ],
)
def test_a_partial_date_is_as_exact_as_its_source(text: str, earliest: date, latest: date) -> None:
    parsed = PartialDate.parse(text)
    assert str(parsed) == text
    assert parsed.span == Span(earliest, latest)
    assert parsed.exact == (earliest if earliest == latest else None)


@pytest.mark.parametrize(
    "text",
    ["", "today", "2012-2-1", "2012-13-01", "2013-02-29", "9999-12-31", "0001-01-01", "1700-01-01", "２０１２-01-01"],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadDayError):
        PartialDate.parse(text)


def test_a_long_text_is_cut_in_the_error() -> None:
    with pytest.raises(BadDayError) as caught:
        PartialDate.parse("9" * 1000)
    assert len(str(caught.value)) < 150


def test_a_day_is_whole() -> None:
    assert parse_day("2020-01-31") == date(2020, 1, 31)
    with pytest.raises(BadDayError, match="not a whole day"):
        parse_day("2020")


@pytest.mark.parametrize(
    ("text", "day", "end"),
    [
        ("P90D", date(2003, 7, 1), date(2003, 9, 29)),
        ("P30D", date(2006, 10, 27), date(2006, 11, 26)),
        ("P1Y", date(2004, 2, 29), date(2005, 2, 28)),
        ("P3M", date(2003, 3, 14), date(2003, 6, 14)),
        ("P1M", date(2003, 1, 31), date(2003, 2, 28)),
        ("P1Y2M3D", date(2000, 11, 1), date(2002, 1, 4)),
        ("P0D", date(2000, 11, 1), date(2000, 11, 1)),
    ],
)
def test_a_delay_ends_on_the_day_the_clause_means(text: str, day: date, end: date) -> None:
    assert Duration.parse(text).after(day) == end


@pytest.mark.parametrize("text", ["", "P", "90D", "P1W", "PT5M", "P-1D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(BadDurationError):
        Duration.parse(text)


@pytest.mark.parametrize("text", ["P90D", "P1Y", "P12M", "P14M1D", "P1Y2M3D", "P0D"])
def test_a_duration_is_written_as_it_was_read(text: str) -> None:
    assert str(Duration.parse(text)) == text


def test_a_duration_has_one_spelling() -> None:
    with pytest.raises(BadDurationError, match=r"'P1Y0M' is not how the duration is written\. Write it as P1Y\."):
        Duration.parse("P1Y0M")


def test_the_first_of_the_next_month() -> None:
    assert first_of_next_month(date(2003, 6, 14)) == date(2003, 7, 1)
    assert first_of_next_month(date(2003, 12, 1)) == date(2004, 1, 1)


def test_a_span_is_shown_as_a_day_or_both_bounds() -> None:
    assert str(Span.of(date(2003, 1, 1))) == "2003-01-01"
    assert str(Span(date(2003, 1, 1), date(2003, 2, 1))) == "2003-01-01/2003-02-01"


@given(days, days, st.sampled_from(["P90D", "P3M", "P1Y", "P1Y1M1D"]))
def test_delays_keep_the_order_of_days(a: date, b: date, text: str) -> None:
    delay = Duration.parse(text)
    if a <= b:
        assert delay.after(a) <= delay.after(b)


@given(days, days)
def test_whichever_is_the_later(a: date, b: date) -> None:
    assert Span.of(a).later_of(Span.of(b)).exact == max(a, b)
