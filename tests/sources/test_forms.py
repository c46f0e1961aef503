"""Each published form goes through its reader, found by looking at the file."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.errors import TreatygraphError, UnreadableSourceError
from treatygraph.sources import libraries
from treatygraph.sources.forms import read_published
from treatygraph.sources.published import PublishedTable
from treatygraph.sources.swiss_scope import ANY_RATIFICATION

MARKS = {"a": "accession"}
NODE = "ctl00_ContentPlaceHolder1_"


def one(text: str | bytes) -> PublishedTable:
    (found,) = read_published(text if isinstance(text, bytes) else text.encode(), "file", MARKS)
    return found


def acts(found: PublishedTable) -> list[tuple[str, str, str, bool]]:
    return [(a.participant, a.act, str(a.day), a.ended) for a in found.acts]


PAGE = f"""<!DOCTYPE html><html><head><title>UNTC</title>
<script>var rows = "<table><tr><td>Evil</td></tr></table>";</script></head>
<body><div id="{NODE}div3">STATUS AS AT : 03-02-2026 10:16:18 EDT</div>
<div id="{NODE}rptHead_ctl00_tcHead">CHAPTER IV</div>
<div id="{NODE}rptTreaty_ctl00_tcTreaty"> 5. <br/> Invented Protocol </div>
<div id="{NODE}rptStatus_ctl00_tcText">Signatories : 2. Parties : 1.
<sup><a href="#1">1</a></sup></div>
<table><tr><td>Participant</td></tr></table>
<table id="{NODE}tblgrid"><tr><td>Participant <sup>4</sup></td>
<td>Signature</td><td>Ratification, Accession(a)</td></tr>
<tr><td>Avalond <sup><a>6</a>, <a>7</a></sup></td><td>&nbsp;4 Oct 2007 </td><td>[30 Sep 2012 ]</td></tr>
<tr><td><a href="#EndDec">Borrin</a></td><td> 5 Oct 2007<table><tr><td>inner</td></tr></table></td>
<td>1 Jan 2009</td></tr>
<tr><td> </td><td></td><td></td></tr><!-- a comment -->
</table></body></html>"""


def test_a_saved_page_is_read_with_what_it_says_of_itself() -> None:
    found = one(PAGE)
    assert acts(found) == [
        ("Avalond", "signature", "2007-10-04", False),
        ("Avalond", "ratification", "2012-09-30", True),
        ("Borrin", "signature", "2007-10-05", False),
        ("Borrin", "ratification", "2009-01-01", False),
    ]
    assert found.acts[0].footnotes == ("6", "7")
    assert (found.number, found.title, found.as_of) == ("IV-5", "Invented Protocol", date(2026, 2, 3))
    assert (found.signatories, found.parties) == (2, 1)


def test_a_page_without_a_chapter_has_no_number() -> None:
    bare = (
        "<table><tr><th>Participant</th><th>Accession(a)</th></tr><tr><td>Avalond</td><td>1 Jan 2000</td></tr></table>"
    )
    found = one(f"<html><body>{bare}</body></html>")
    assert (found.number, found.title, found.parties) == (None, None, None)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Please prove that you are human</h1>",
        "<title>Urgent maintenance</title>",
        "<table><tr><td>x</td></tr></table>",
    ],
)
def test_a_page_without_the_table_is_refused_by_what_it_calls_itself(body: str) -> None:
    with pytest.raises(UnreadableSourceError, match="no table with a heading of participants and acts"):
        one(f"<html><body>{body}</body></html>")


XML = """<?xml version="1.0" encoding="utf-8"?><Root><Treaty>
<ExternalData><Titlesect>Invented Act&lt;superscript&gt;1&lt;/superscript&gt;</Titlesect>
<Status><Parties>2</Parties></Status></ExternalData>
<Participants><Table><TGroup><Thead><Row><Entry>Participant</Entry><Entry>Accession(a)</Entry></Row></Thead>
<Tbody><Rows><Row><Entry>Avalond&lt;superscript&gt;3,4&lt;/superscript&gt;</Entry>
<Entry>&#160;9 Jun 1971 a</Entry></Row>
<Row><Entry>Borrin&lt;i&gt;&lt;/i&gt;</Entry><Entry>23 Dec 1949 a</Entry></Row><Row><Entry></Entry></Row>
</Rows></Tbody></TGroup></Table></Participants>
</Treaty></Root>"""


def test_the_depositarys_xml_is_read_with_its_escaped_markup() -> None:
    found = one(XML)
    assert [(a.participant, str(a.day), a.footnotes) for a in found.acts] == [
        ("Avalond", "1971-06-09", ("3", "4")),
        ("Borrin", "1949-12-23", ()),
    ]
    assert (found.title, found.parties, found.signatories) == ("Invented Act", 2, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (XML.replace("<Root>", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Root>'), "never resolved here"),
        (XML[:400], "cut off or damaged"),
        ("<?xml version='1.0'?><Root/>", "no table of participants"),
    ],
)
def test_xml_that_is_none_or_reaches_out_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message):
        one(text)


def book(*rows: list[object], sheets: int = 1) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for _ in range(sheets - 1):
        sheet = made.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_is_read_whichever_sheet_holds_the_table() -> None:
    head = ["Participant", "Signature", "Ratification"]
    rows = [head, ["Avalond", datetime(2000, 2, 1), date(2000, 6, 1)], ["Borrin", "=TODAY()", None]]
    found = one(book(*rows, sheets=3))
    assert [a[:3] for a in acts(found)] == [
        ("Avalond", "signature", "2000-02-01"),
        ("Avalond", "ratification", "2000-06-01"),
    ]
    assert "a formula" in found.aside[0].reason


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04 and nothing", "cut off or damaged"),
        (book(), "the workbook is empty"),
        (book(["Name", "Colour"], ["x", "red"]), "names no column of participants with a column of acts"),
    ],
)
def test_a_workbook_without_a_table_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message):
        one(raw)


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, raw in parts.items():
            zipped.writestr(name.replace("__", "/"), raw)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package(**{"xl__workbook.xml": b"0" * (65 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(UnreadableSourceError, match="unpacks to 65 MiB"):
        one(bomb)


def test_other_packages_and_damaged_books_are_refused() -> None:
    with pytest.raises(UnreadableSourceError, match="holds no workbook"):
        one(package(**{"word__document.xml": b"<x/>"}))
    with pytest.raises(UnreadableSourceError, match="cannot be read"):
        one(package(**{"xl__workbook.xml": b"<x/>"}))


def test_a_sheet_longer_than_any_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treatygraph.sources.workbook.MOST_ACTS", 2)
    with pytest.raises(UnreadableSourceError, match="more than 2 rows"):
        one(book(["a"], ["b"], ["c"]))


def test_a_list_of_acts_is_read_with_its_days_of_effect() -> None:
    found = one(
        "Participant,Action,Date,Date of effect,Note\nAvalond,Accession,2001-03-26,2001-06-26,x\nBorrin,Signature,NA,,\n"  # noqa: E501
    )
    assert acts(found) == [("Avalond", "accession", "2001-03-26", False)]
    assert str(found.acts[0].effective_on) == "2001-06-26"
    assert found.aside[0].reason == "no day"
    assert found.unread == ("'Note'",)


def test_a_list_with_the_day_in_three_columns_is_read() -> None:
    head = "Treaty Name;Country (as entered);Action Type;Year;Month;Day;field_date\n"
    rows = (
        "Pact;Avalond;Ratification;2020;5;26;\nPact;Borrin;Entry into force;2020;8;24;\n"
        "Pact;Celandine;Ratification;2020;0;0;\n"
    )
    found = one(head + rows)
    assert acts(found) == [
        ("Avalond", "ratification", "2020-05-26", False),
        ("Celandine", "ratification", "2020", False),
    ]
    assert found.title == "Pact"
    assert found.aside[0].reason == "a day of effect, not an act"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("12,Accession,2001-03-26", "no name of a participant"),
        ("Borrin,Lunch,2001-03-26", "not the name of a treaty action"),
        ("Borrin,Accession,3/4/2001", "can be read as two days"),
        ("Borrin,Accession,1111-11-11", "no day"),
        ("Borrin,Accession,soon", "no day"),
        ("Borrin,Accession", "no day"),
    ],
)
def test_what_a_list_does_not_settle_is_set_aside(row: str, reason: str) -> None:
    found = one(f"Party,Act,Day\n{row}\nAvalond,Accession,2001-03-26\n")
    assert reason in found.aside[0].reason
    assert len(found.acts) == 1


def test_a_list_of_several_treaties_or_two_orders_of_days_is_refused() -> None:
    with pytest.raises(UnreadableSourceError, match="lists acts of 2 treaties \\(A; B\\)"):
        one("Treaty,Party,Act,Day\nA,Avalond,Accession,2001-03-26\nB,Avalond,Accession,2001-03-26\n")
    with pytest.raises(UnreadableSourceError, match="Some days put the day first"):
        one("Party,Act,Day\nAvalond,Accession,13/2/2001\nBorrin,Accession,2/13/2001\n")


SCOPE = """<table border="1"><tr><td><p>Kroatien</p></td><td><p>12. Oktober</p></td><td><p>1992 N</p></td>
<td><p>8. Oktober</p></td><td>1991</td></tr>
<tr><td><p>Luxemburg* **</p></td><td><p>23. Juli</p></td><td><p>1953</p></td><td><p>22. April</p></td>
<td><p>1954</p></td></tr>
<tr><td><p>\u00a0\u00a0Insel Man*</p></td><td><p>11. M\u00e4rz</p></td><td><p>1954 B</p></td>
<td><p>11. M\u00e4rz</p></td><td>1954</td></tr>
<tr><td>Chile a</td><td>11. April</td><td colspan="4">2018 X</td><td>10. Juli</td><td>2018</td></tr>
<tr><td>Peru</td><td>bald</td><td></td><td></td><td></td></tr>
<tr><td></td><td>1. Mai</td><td>2000</td><td></td><td></td></tr></table>"""


def test_a_swiss_scope_table_is_read_with_its_own_marks() -> None:
    found = one(SCOPE)
    assert [(a.participant, a.act, str(a.day), str(a.effective_on)) for a in found.acts] == [
        ("Kroatien", "succession", "1992-10-12", "1991-10-08"),
        ("Luxemburg", ANY_RATIFICATION, "1953-07-23", "1954-04-22"),
    ]
    assert [a.reason.partition(":")[0] for a in found.aside] == [
        "an indented row", "the mark 'X' is not known in these tables", "no day that can be read", "no name of a participant"  # noqa: E501
    ]  # fmt: skip


def test_a_scope_table_that_became_running_text_is_read() -> None:
    text = (
        "Geltungsbereich am 7. Februar 2020 <sup>5</sup> Vertragsstaaten Ratifikation Beitritt (B) Afghanistan* 30. November "  # noqa: E501
        "2004 B 28. Februar 2005 Belgien* 18. August 1975 16. November 1975 Bhutan* 25. Sept"
    )
    found = one(text)
    assert [(a.participant, a.act) for a in found.acts] == [("Afghanistan", "accession"), ("Belgien", ANY_RATIFICATION)]
    assert found.as_of == date(2020, 2, 7)
    assert found.aside[0].reason == "the text ends here"
    french = "Champ d'application le 1er mai 2020 Chili 11 avril 2018 A 10 juillet 2018"
    assert [(a.participant, a.act) for a in one(french).acts] == [("Chili", "accession")]
    assert one(french).aside == ()


STATEMENT = """No. 14531.  Multilateral
 Covenant on Invented
Rights.  New
York, 16 December 1966
Objection to the declaration made by Borrin upon ratification
Avalond
Notification deposited with the Secretary-General: 16 May 2018
Registration with the Secretariat of the United Nations: ex officio,
16 May 2018
Accession (with reservation and declaration)
Celandine
Deposit of instrument with the Secretary-General of the United
Nations: 21 May 2018
 13Date of effect: 21 August 2018
Registration with the Secretariat of the United Nations: ex officio,
21 May 2018
No. 2.  Multilateral
 Pact. Geneva, 1 September 1970
Accession
Fenmark
"""


def test_a_monthly_statement_gives_a_table_for_each_treaty() -> None:
    first, second = read_published(STATEMENT.encode(), "file", MARKS)
    assert (first.number, first.title) == ("registration 14531", "Covenant on Invented Rights")
    assert [(a.participant, a.act, str(a.day), str(a.effective_on)) for a in first.acts] == [
        ("Celandine", "accession", "2018-05-21", "2018-08-21")
    ]
    assert first.aside[0].reason == "not the name of a treaty action"
    assert second.acts == ()
    assert second.aside[0].reason == "no act of a participant with its day"


def test_a_chart_of_the_council_of_europe_leaves_the_kind_of_consent_open() -> None:
    chart = [
        {
            "Pays": "Avalond",
            "DateSignature": "2005-05-16T00:00:00",
            "DateConsentement": "2007-02-06",
            "DateEntreeVigueur": None,
        },
        {"State": "Borrin", "DateDenonciation": "2010-01-01", "DateEffetDenonciation": "2010-07-01"},
        {"code": 3, "DateSignature": None},
    ]
    for told in (chart, {"chart": chart}):
        found = one(json.dumps(told))
        assert [(a.participant, a.act.partition("|")[0], str(a.day)) for a in found.acts] == [
            ("Avalond", "signature", "2005-05-16"), ("Avalond", "ratification", "2007-02-06"),
            ("Borrin", "denunciation", "2010-01-01"),
        ]  # fmt: skip
        assert found.aside[0].reason == "no name of a State"


@pytest.mark.parametrize(
    ("text", "message"),
    [('{"Numero_traite": "197"}', "a record of a treaty"), ("[1, 2]", "no chart of States"), ("{", "damaged")],
)
def test_json_that_is_no_chart_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message):
        one(text)


def test_a_library_that_is_missing_is_named_with_the_extra() -> None:
    with pytest.raises(TreatygraphError, match=r"pip install '\.\[intake\]'"):
        libraries.library("nowhere.to.be.found")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"<html>", b"<?xml version='1.0'?>", b"PK\x03\x04", b"[", b"No. 1.  Multilateral\n", b""]),
)
def test_any_bytes_are_read_or_refused_on_purpose(raw: bytes, start: bytes) -> None:
    try:
        read_published(start + raw, "file", MARKS)
    except TreatygraphError as error:
        assert str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"%PDF-1.7\n\x00", "is a PDF"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "a workbook of the old form"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"\x1f\x8b\x08", "is compressed"),
        (b"{\\rtf1", "is a text document"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(raw: bytes, told: str) -> None:
    with pytest.raises(UnreadableSourceError, match=told):
        read_published(raw, "x", {})


def test_a_list_of_acts_may_be_headed_in_another_language() -> None:
    for heading in ("État,Acte,Date", "Estado,Acto,Fecha", "国家,行为,日期", "Государство,Действие,Дата"):
        (found,) = read_published(f"{heading}\nAvalond,Ratification,2000-06-13\n".encode(), "x", {})
        assert [(a.participant, a.act) for a in found.acts] == [("Avalond", "ratification")]
