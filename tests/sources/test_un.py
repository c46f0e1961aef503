"""The depositary's table is read as published; what is not understood stops and is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.days import PartialDate
from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.un import read_status_table

HEADER = (
    'Participant,"Signature, Succession to signature(d)","Ratification, Acceptance(A), Approval(AA), Accession(a)"\n'
)


def test_days_marks_and_footnotes_are_read() -> None:
    text = HEADER + "\n".join(
        [
            "China 3 4,12 Dec 2000,23 Sep 2003",
            "Serbia2,12 Dec 2000,6 September 2001",
            '"Bolivia (Plurinational State of)",12 Dec 2000,2005-10-10 [5]',
            "Finland,12 Dec. 2000,10 Feb 2004 A",
            "Monaco,,30 Oct 2003 a 1",
            "Andorra,11 Nov 2001,",
            ",,",
            "",
        ]
    )
    rows = read_status_table(text, "table.csv")
    assert [r.participant for r in rows] == [
        "China", "Serbia", "Bolivia (Plurinational State of)", "Finland", "Monaco", "Andorra"
    ]  # fmt: skip
    assert rows[0].footnotes == ("3", "4")
    assert rows[1].consent is not None
    assert rows[1].consent.day == PartialDate(2001, 9, 6)
    assert rows[3].consent is not None
    assert rows[3].consent.mark == "A"
    assert rows[4].signature is None
    assert rows[4].consent is not None
    assert rows[4].consent.mark == "a"
    assert rows[5].consent is None


def test_tabs_and_a_table_of_consents_only_are_read_too() -> None:
    rows = read_status_table("Participant\tAccession(a)\nMonaco\t30 Oct 2003 a\n", "table.tsv")
    assert rows[0].row == 2
    assert rows[0].signature is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        ("Participant,Day\nMonaco,30 Oct 2003\n", "no single column of consent"),
        (HEADER + "Monaco,,30 Oct 2003 a,x\n", "row 2: 4 cells, the header has 3"),
        (HEADER + "12,,30 Oct 2003 a\n", "row 2: '12' is no name of a participant"),
        (HEADER + "Monaco,,30 Okt 2003 a\n", "row 2: '30 Okt 2003 a' is no day with a mark"),
        (HEADER + "Monaco,,31 Feb 2003 a\n", "'31 Feb 2003 a' is no day with a mark"),
        (HEADER + "Monaco,,ratified\n", "'ratified' is no day with a mark"),
        (HEADER + "Monaco,,30 Oct 2003 abc\n", "is no day with a mark"),
        (HEADER + 'Monaco,,"30 Oct 2003\n', "the table is no CSV"),
        (HEADER + "Monaco,,30 Oct 2003 a\n" * 2001, "are no table of participants"),
    ],
)
def test_what_is_not_understood_stops_and_is_named(text: str, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=r"table\.csv") as caught:
        read_status_table(text, "table.csv")
    assert message in str(caught.value)


def test_every_bad_cell_is_named_at_once() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_status_table(HEADER + "Monaco,soon,30 Oct 2003 a\nChina,12 Dec 2000,later\n", "t")
    assert "row 2: 'soon'" in str(caught.value)
    assert "row 3: 'later'" in str(caught.value)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_on_purpose(text: str) -> None:
    try:
        read_status_table(HEADER + text, "t")
    except UnreadableSourceError as error:
        assert str(error)  # noqa: PT017
