"""What the cells of a column mean is what its heading says."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from treatygraph.sources.act_words import PARTICIPANTS
from treatygraph.sources.heading import act_named, read_heading

#: Headings of 323 tables of the depositary as they stood in 2014 and 2015, with what a mark under each stands for
#: (source: the public copy zmjones/untreaties, read into the list of acts of the whole depositary).
KNOWN = list(csv.DictReader((ROOT / "tests" / "known" / "headings.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", KNOWN, ids=[f"{r['heading'][:60]} {r['mark']}" for r in KNOWN])
def test_each_heading_of_the_depositary_says_what_its_marks_mean(row: dict[str, str]) -> None:
    heading = read_heading(row["heading"])
    assert heading.read
    assert sorted(heading.act_of(row["mark"])) == sorted(row["acts"].split("|"))


@pytest.mark.parametrize(
    ("title", "mark", "acts"),
    [
        ("Signature, Succession to signature(d)", "d", ("succession_to_signature",)),
        ("Signature, Succession to signature(d)", "a", ()),
        ("Accession(a)", "", ("accession",)),
        ("Accession(a), Succession(d)", "", ()),
        ("Ratification, Adhesion (A), Declaration of succession (S)", "A", ("accession",)),
        ("Ratification, Adhésion(a)", "a", ("accession",)),
        ("Ratificación, Adhesión (a), Sucesión (d)", "d", ("succession",)),
        ("Ratifikation Beitritt (B) Nachfolgeerklärung (N)", "B", ("accession",)),
        ("Ratifikation Beitritt (B) Nachfolgeerklärung (N)", "", ("ratification",)),
        ("批准, 接受(A), 加入(a)", "a", ("accession",)),
        ("Denunciation", "", ("denunciation",)),
        ("Notice of withdrawal", "", ("denunciation",)),
        ("Notification under article 7 (1) (b)", "b", ()),
        ("Provisional application under article 23(n)", "n", ("provisional_application",)),
        ("Definitive signature or acceptance of the Protocol", "", ("definitive_signature", "acceptance")),
        ("Ratification 3, 4", "", ("ratification",)),
        ("Definitive signature or acceptance (X)", "", ("definitive_signature", "acceptance")),
    ],
)
def test_a_mark_means_what_its_heading_says(title: str, mark: str, acts: tuple[str, ...]) -> None:
    assert read_heading(title).act_of(mark) == acts


@pytest.mark.parametrize("title", ["Date of effect", "Date-Of-Effect", "Entry into force", "Inkrafttreten"])
def test_a_day_of_effect_is_no_act(title: str) -> None:
    heading = read_heading(title)
    assert heading.effect
    assert heading.acts == ()


@pytest.mark.parametrize("title", ["Notes", "Emissions", "", "Signatures count?", "Ratified by whom"])
def test_a_heading_that_names_no_act_is_not_read(title: str) -> None:
    assert not read_heading(title).read


def test_the_name_of_an_act_is_known_in_several_languages() -> None:
    assert [act_named(t) for t in ("Accession", "Beitritt", "批准", "Withdrawal", "lunch")] == [
        "accession", "accession", "ratification", "denunciation", None
    ]  # fmt: skip


@given(st.text(max_size=120))
def test_any_heading_is_read_or_not(title: str) -> None:
    assert read_heading(title).read in {True, False}


@pytest.mark.parametrize(
    ("title", "mark", "acts"),
    [
        ("Ratification , Accession ( a )", "", ("ratification",)),
        ("Ratification , Accession ( a )", "a", ("accession",)),
        ("Ratification or accession (a)", "a", ("accession",)),
        ("Ratification or accession (a)", "", ("ratification",)),
        ("Date of ratification/accession (a)", "a", ("accession",)),
        ("Date of deposit of the instrument of ratification", "", ("ratification",)),
        ("RATIFICATION, ACCESSION(A)", "a", ("accession",)),
        ("RATIFICATION, ACCEPTANCE(A), ACCESSION(A)", "a", ("acceptance", "accession")),
        ("Ratification, Acceptance(A), Approval(A)", "A", ("acceptance", "approval")),
        ("Ratification; Accession (a)", "a", ("accession",)),
        ("Ratifikation, Beitritt (B)", "B", ("accession",)),
        ("Ratificação, Adesão (a)", "a", ("accession",)),
        ("批准、加入（a）", "a", ("accession",)),
        ("التصديق، الانضمام(a)", "a", ("accession",)),
        ("Fecha de la ratificación", "", ("ratification",)),
        ("Дата ратификации", "", ("ratification",)),
        ("Ratified", "", ("ratification",)),
        ("Acceded", "", ("accession",)),
        ("退约", "", ("denunciation",)),
    ],
)
def test_a_heading_may_be_written_by_another_hand(title: str, mark: str, acts: tuple[str, ...]) -> None:
    heading = read_heading(title)
    assert heading.act_of(mark) == acts
    assert set(acts) <= set(heading.acts)


@pytest.mark.parametrize(
    "title",
    [
        "Participante",
        "参加国",
        "Staat",
        "Stato",
        "Estado",
        "País",
        "Vertragspartei",
        "Участники",
        "الدولة",
        "États parties",
    ],
)
def test_the_column_of_participants_is_known_in_its_language(title: str) -> None:
    assert PARTICIPANTS.fullmatch(title)
