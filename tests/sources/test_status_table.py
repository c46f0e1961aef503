"""A status table is read column by column; what it does not settle is set aside, and nothing passed over in silence."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.forms import read_published
from treatygraph.sources.published import PublishedTable

HEADER = 'Participant,"Signature, Succession to signature(d)","Ratification, Acceptance(A), Accession(a)"\n'
MARKS = MappingProxyType({"A": "acceptance", "a": "accession", "d": "succession"})


def table(text: str) -> PublishedTable:
    (found,) = read_published(text.encode(), "table.csv", MARKS)
    return found


def acts(text: str) -> list[tuple[str, str, str]]:
    return [(a.participant, a.act, str(a.day)) for a in table(text).acts]


def reasons(text: str) -> list[str]:
    return [str(a) for a in table(text).aside]


def test_days_marks_and_footnotes_are_read() -> None:
    text = HEADER + "\n".join(
        [
            "China 3 4,12 Dec 2000,23 Sep 2003",
            '"Bolivia (Plurinational State of)",12 Dec 2000,2005-10-10 [5]',
            "Finland,12 Dec. 2000,10 Feb 2004 A",
            "Monaco,,30 Oct 2003 a 1",
            "Andorra,11 Nov 2001,",
            "Nauru,-,N/A",
            ",,",
            "",
        ]
    )
    found = table(text)
    assert [(a.participant, a.act) for a in found.acts] == [
        ("China", "signature"), ("China", "ratification"), ("Bolivia (Plurinational State of)", "signature"),
        ("Bolivia (Plurinational State of)", "ratification"), ("Finland", "signature"), ("Finland", "acceptance"),
        ("Monaco", "accession"), ("Andorra", "signature"),
    ]  # fmt: skip
    assert found.acts[0].footnotes == ("3", "4")
    assert found.acts[3].footnotes == ("5",)
    assert found.acts[6].row == 5
    assert found.named[-1] == "Nauru"
    assert (found.aside, found.unread) == ((), ())


def test_a_succession_to_signature_is_no_consent() -> None:
    assert acts(HEADER + "Montenegro,23 Oct 2006 d,\n") == [("Montenegro", "succession_to_signature", "2006-10-23")]


def test_every_column_is_read_or_named() -> None:
    header = 'Participant,Signature,Provisional application(n),"Ratification, Accession(a)",Denunciation,Remarks\n'
    text = header + "Borrin,2 Feb 2000,5 Mar 2000 n,1 Jun 2001,1 Feb 2009,see note\nCelandine,,,,,\n"
    assert [a for _, a, _ in acts(text)] == ["signature", "provisional_application", "ratification", "denunciation"]
    assert table(text).unread == ("'Remarks': 1 cells",)


def test_a_day_of_effect_belongs_to_the_act_beside_it() -> None:
    header = "Participant,Signature,Accession(a),Date of effect\n"
    found = table(header + "Borrin,1 Jan 2000,5 Mar 2000,4 Apr 2000\nCelandine,,5 Mar 2000,\n")
    assert [str(a.effective_on) if a.effective_on else None for a in found.acts] == [None, "2000-04-04", None]


def test_a_heading_of_one_act_decides_its_unmarked_days() -> None:
    assert acts("Participant,Accession(a)\nCelandine,1 Jul 2000\n") == [("Celandine", "accession", "2000-07-01")]
    assert acts("Participant,Ratification\nAvalond,1 Jun 2000\n") == [("Avalond", "ratification", "2000-06-01")]


def test_the_marks_of_the_publisher_stand_in_where_a_heading_explains_none() -> None:
    assert acts("Participant,Signature,Ratification\nMonaco,,5 Jun 2001 a\n") == [("Monaco", "accession", "2001-06-05")]
    assert (
        "does not say what the mark 'd' means"
        in reasons("Participant,Signature,Ratification\nMonaco,5 Jun 2001 d,\n")[0]
    )


def test_a_column_of_kinds_says_what_each_consent_is() -> None:
    text = "Participant,Signature,Ratification,Kind\nMonaco,1 Jan 2000,5 Jun 2001,Acceptance\n"
    assert [a for _, a, _ in acts(text)] == ["signature", "acceptance"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Monaco,,30 Oct 2003\n", "a day without a mark and without a signature"),
        ("Monaco,,30 Oct 2003 x\n", "does not say what the mark 'x' means (it has: A (acceptance), a (accession))"),
        ("Monaco,1 Jan 2000 a,\n", "does not say what the mark 'a' means"),
        ("Monaco,,ratified\n", "'ratified': no day with a mark"),
        ("Monaco,,=B2\n", "a formula, not a day"),
        ("Monaco,,12/11/2003 a\n", "can be read as two days"),
        ("12,,30 Oct 2003 a\n", "'12': no name of a participant"),
        ("Monaco,,30 Oct 2003 a,x\n", "4 cells, the header has 3"),
    ],
)
def test_what_the_table_does_not_settle_is_set_aside_and_hides_nothing(row: str, reason: str) -> None:
    text = HEADER + row + "China,12 Dec 2000,23 Sep 2003\n"
    assert len(reasons(text)) == 1
    assert reason in reasons(text)[0]
    assert reasons(text)[0].startswith("row 2")
    assert [a for a in acts(text) if a[0] == "China"] == [
        ("China", "signature", "2000-12-12"),
        ("China", "ratification", "2003-09-23"),
    ]


def test_days_whose_marks_are_all_printed_need_one() -> None:
    text = 'Participant,"Accession(a), Succession(d)"\nMonaco,30 Oct 2003\n'
    assert "where every act has one" in reasons(text)[0]
    text = 'Participant,"Definitive signature of the Protocol, Acceptance of the Protocol"\nMonaco,30 Oct 1946\n'
    assert "can be definitive_signature or acceptance" in reasons(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        HEADER.replace(",", "\t").replace('"', "").replace("Signature\t Succ", "Signature, Succ"),
        "sep=;\nParticipant;Signature;Ratification, Accession(a)\n",
        "Participant;Signature;Ratification, Accession(a)\n",
        "\ufeffParticipant,Signature,Ratification\r\n",
        "Status of the treaty,,\n,,\nParticipant,Signature,Ratification\n",
    ],
)
def test_tables_of_every_spreadsheet_are_read(text: str) -> None:
    separator = "\t" if "\t" in text else ";" if ";" in text else ","
    assert [a for _, a, _ in acts(text + separator.join(["Avalond", "1 Feb 2000", "1 Jun 2000"]) + "\n")] == [
        "signature",
        "ratification",
    ]


def test_utf_16_is_read_and_other_bytes_are_named() -> None:
    (found,) = read_published((HEADER + "Côte d'Ivoire,,1 Jun 2000 a\n").encode("utf-16"), "t", MARKS)
    assert found.acts[0].participant == "Côte d'Ivoire"
    with pytest.raises(UnreadableSourceError, match=r"neither UTF-8 nor UTF-16 \(byte 13\)"):
        read_published("Participant,Cô".encode("latin-1"), "t", MARKS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        ("Participant,Day\nMonaco,30 Oct 2003\n", "names no column of participants with a column of acts"),
        (HEADER + 'Monaco,,"30 Oct 2003\n', "the table is no CSV"),
        (HEADER + "Monaco,,30 Oct 2003 a\n" * 2001, "are no table of participants"),
        (HEADER + "Monaco,,30 Oct 2003 a\n" * 20_001, "more than 20000 rows"),
        (HEADER, "has a heading and no rows"),
        (HEADER + "Monaco,,13/2/2003 a\nChina,,2/13/2003 a\n", "Some days put the day first"),
        ("a" * (16 * 1024 * 1024 + 1), "larger than 16 MiB"),
    ],
)
def test_what_is_no_table_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=r"table\.csv") as caught:
        table(text)
    assert message in str(caught.value)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_on_purpose(text: str) -> None:
    try:
        table(HEADER + text)
    except UnreadableSourceError as error:
        assert str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("36678", "a number by which a spreadsheet counts days"),
        ("30 Feb 2000", "no day of the calendar"),
        ("2000-02-30", "no day of the calendar"),
        ("Feb 2000", "a month or a year without its day"),
        ("06/2000", "a month or a year without its day"),
        ("soon", "no day with a mark"),
    ],
)
def test_a_cell_that_holds_no_day_says_why(cell: str, reason: str) -> None:
    (found,) = read_published(f"Participant,Signature\nAvalond,{cell}\n".encode(), "x", {})
    assert not found.acts
    assert reason in found.aside[0].reason


def test_raised_footnotes_and_drawn_lines_are_no_marks() -> None:
    drawn = "| Participant | Signature | Ratification |\n|:---|---|---:|\n| Avalond² | 1 Feb 2000³ | 1 Jun 2000 |\n"
    (found,) = read_published(drawn.encode(), "x", {})
    assert (found.aside, found.named) == ((), ("Avalond",))
    assert [(a.act, a.mark, a.footnotes) for a in found.acts] == [
        ("signature", "", ("2", "3")),
        ("ratification", "", ("2",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_to_a_sign_are_seen_without_a_mark(encoding: str) -> None:
    (found,) = read_published("Participant,Signature\nAvalond,1 Feb 2000\n".encode(encoding), "x", {})
    assert len(found.acts) == 1


def test_a_mark_that_two_acts_share_decides_nothing() -> None:
    table = "Participant;Signature;Acceptance(A), Approval(A)\nAvalond;1 Feb 2000;1 Jun 2000 A\n"
    (found,) = read_published(table.encode(), "x", {})
    assert [a.act for a in found.acts] == ["signature"]
    assert "the mark 'A'" in found.aside[0].reason
    assert "acceptance or approval" in found.aside[0].reason
