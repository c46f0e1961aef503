"""Names people use lead to identifiers; near misses are suggested."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.days import PartialDate
from treatygraph.errors import AmbiguousNameError, TreatygraphError, UnknownNameError
from treatygraph.facts.lookups import (
    cite,
    find_chapter,
    find_obligation,
    find_paragraph,
    find_participant,
    find_provision,
    find_region,
    find_set,
    find_source,
    find_term,
    find_treaty,
    inside,
)
from treatygraph.facts.model import Facts, Name
from treatygraph.facts.plain import plain
from treatygraph.facts.register import Register
from treatygraph.facts.treaty_names import chapter, chapter_of, chapter_order, number, order_of
from treatygraph.law.status import Concluded


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CHE", "CHE"),
        ("che", "CHE"),
        ("ch", "CHE"),
        ("756", "CHE"),
        ("4", "AFG"),
        ("Switzerland", "CHE"),
        ("  suisse ", "CHE"),
        ("瑞士", "CHE"),
        ("Швейцария", "CHE"),
        ("سويسرا", "CHE"),
        ("the Netherlands", "NLD"),
        ("Turkey", "TUR"),
        ("turkiye", "TUR"),
        ("Swaziland", "SWZ"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Cote d'Ivoire", "CIV"),
        ("YUG", "SRB"),
        ("Serbia and Montenegro", "SRB"),
        ("Holy See", "VAT"),
        ("EU", "EUU"),
        ("European Community", "EUU"),
    ],
)
def test_a_participant_answers_to_its_names_and_codes(text: str, code: str, real: Concluded) -> None:
    assert find_participant(real.register, text).id == code


def test_every_name_in_the_data_leads_to_its_bearer(real: Concluded) -> None:
    for name in real.register.facts.names:
        assert find_participant(real.register, name.name).id == name.participant


def test_a_near_miss_is_suggested(real: Concluded) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean Switzerland \(CHE\)"):
        find_participant(real.register, "Switzerlnd")


def test_names_given_in_the_other_order_are_told_apart(real: Concluded) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown participant: 'tip'\. It names a treaty, Trafficking"):
        find_participant(real.register, "tip")
    with pytest.raises(UnknownNameError, match=r"Unknown treaty: 'IRN'\. It names a participant, Iran"):
        find_treaty(real.register, "IRN")


def test_a_code_that_nobody_has_leads_to_nobody(real: Concluded) -> None:
    """Letters that look alike are no hint: a wrong one leads to a wrong decision."""
    with pytest.raises(UnknownNameError) as caught:
        find_participant(real.register, "CHX")
    assert caught.value.near == ()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5000])
def test_what_is_no_name_is_refused_in_one_line(text: str, real: Concluded) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_participant(real.register, text)
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


def test_a_name_of_two_participants_asks_for_the_code(facts: Facts) -> None:
    shared = Name(
        participant="BOR", language="fr", form="short", name="Gorlande", code=None, until=None, seen_on=None, source="x"
    )
    register = Register(replace(facts, names=(*facts.names, shared)))
    with pytest.raises(AmbiguousNameError, match=r"Borrin \(BOR\), Gorland \(GOR\). Use the code."):
        find_participant(register, "gorlande")


@pytest.mark.parametrize(
    ("text", "treaty"),
    [
        ("som", "som"),
        ("XVIII-12-b", "som"),
        ("xviii-12", "untoc"),
        ("Trafficking in Persons Protocol", "tip"),
        ("打击跨国有组织犯罪公约", "untoc"),
        ("Palermo Convention", "untoc"),
        ("TIP Protocol", "tip"),
        ("CTOC", "untoc"),
        ("18-12-b", "som"),
        ("XVIII.12.b", "som"),
        ("xviii 12(b)", "som"),
        ("Chapter XVIII, no. 12 b", "som"),
        ("ch. 18 n° 12-c", "firearms"),
        ("smuggling", "som"),
        ("smuggling protocol", "som"),
        ("human trafficking", "tip"),
        ("guns", "firearms"),
        ("偷运移民议定书", "som"),
        ("贩运人口", "tip"),
        ("Convention de Palerme", "untoc"),
        (
            "Protocole contre le trafic illicite de migrants par terre, air et mer, additionnel à la Convention des "
            "Nations Unies contre la criminalité transnationale organisée",
            "som",
        ),
    ],
)
def test_a_treaty_answers_to_its_number_and_titles(text: str, treaty: str, real: Concluded) -> None:
    assert find_treaty(real.register, text).id == treaty


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Palermo Protocol", {"XVIII-12-a", "XVIII-12-b", "XVIII-12-c"}),
        ("Palermo Protocols", {"XVIII-12-a", "XVIII-12-b", "XVIII-12-c"}),
        ("Slavery Convention", {"XVIII-2", "XVIII-3"}),
        ("Single Convention", {"VI-15", "VI-18"}),
        ("Vienna Convention", {"III-3", "III-6", "XXIII-1"}),
        ("Drug Convention", {"VI-15", "VI-19"}),
    ],
)
def test_a_name_in_use_for_several_treaties_is_a_choice(text: str, several: set[str], real: Concluded) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        find_treaty(real.register, text)
    assert all(f"({number})" in str(caught.value) for number in several)


@pytest.mark.parametrize(
    ("text", "several"),
    [("Yugoslavia", {"YUCS", "SRB"}), ("Korea", {"KOR", "PRK"})],
)
def test_a_name_in_use_for_several_participants_is_a_choice(text: str, several: set[str], real: Concluded) -> None:
    with pytest.raises((AmbiguousNameError, UnknownNameError)) as caught:
        find_participant(real.register, text)
    assert all(f"({code})" in str(caught.value) for code in several)


def test_words_of_a_title_that_are_not_its_own_lead_nowhere(real: Concluded) -> None:
    names = real.register.treaty_names
    titles = {
        (treaty.id, title)
        for treaty in map(real.register.instruments.__getitem__, real.register.treaties)
        for field in ("short_title", "title")
        for title in real.register.texts(treaty, field).values()
    }
    asked = {form: frozenset(names.with_words(form)) for form in ("convention", "protocol", "agreement", "amendment")}
    for treaty, title in titles:
        # Whoever asks for another form than the title begins with asks for another treaty.
        first = min(asked, key=lambda form: (title.lower().find(form) % 1000, form))
        assert all(treaty not in having for form, having in asked.items() if form in title.lower() and form != first)
    told = re.compile(r"\b(?:concluded|signed|done),? at ((?:The )?\w+)")
    for treaty, place in {(treaty, place) for treaty, title in titles for place in told.findall(title)}:
        assert all(treaty not in names.with_words(f"{place} {form}") for form in asked), (treaty, place)
    for text in ("Hague Convention", "Geneva Convention", "Kyoto Convention", "Lake Success Protocol"):
        with pytest.raises(UnknownNameError):
            find_treaty(real.register, text)


def test_a_title_leads_to_its_treaty_without_where_it_was_concluded(real: Concluded) -> None:
    assert find_treaty(real.register, "Obscene Publications Agreement amended").id == "viii-5"
    assert find_treaty(real.register, "Slavery Convention, signed at Geneva").id == "xviii-2"
    for treaty in real.register.treaties:
        assert treaty in real.register.treaty_names.called(real.register.instruments[treaty].title)


def test_a_treaty_without_participants_in_the_data_says_so(real: Concluded) -> None:
    with pytest.raises(UnknownNameError, match="its participants are not in the data"):
        find_treaty(real.register, "UDHR")
    with pytest.raises(UnknownNameError, match="Did you mean firearms"):
        find_treaty(real.register, "firaerms")


def test_a_name_of_many_treaties_lists_them_and_leads_to_none(world: Concluded) -> None:
    with pytest.raises(AmbiguousNameError, match=r"Dam Protocol .*River Convention .*Use its number"):
        find_treaty(world.register, "water treaty")
    with pytest.raises(AmbiguousNameError, match="Fish Convention"):
        find_treaty(world.register, "convention")
    many = tuple(
        replace(world.register.instruments["fish"], id=f"fish-{n}", short_title=f"Fish Convention {n}")
        for n in range(12)
    )
    covered = tuple(replace(world.register.facts.coverage[0], treaty=i.id) for i in many)
    with pytest.raises(AmbiguousNameError, match="and 4 more"):
        find_treaty(Register(replace(world.register.facts, instruments=many, coverage=covered)), "fish")
    assert find_treaty(world.register, "Fishing treaty").id == "fish"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IV-13", "iv-13"),
        ("iv.13", "iv-13"),
        ("XXVII.7.d", "xxvii-7-d"),
        ("chapter IV no 13", "iv-13"),
        ("№ IV/13", "iv-13"),
        ("4 13", "iv-13"),
        ("xi-a-16", "xi-a-16"),
        ("40-1", None),
        ("IV-13 convention", None),
        ("1951-07-28", None),
        ("Convention 1951", None),
        ("IV", None),
        ("6(a)", None),
    ],
)
def test_a_number_with_the_depositary_is_read_in_any_spelling(text: str, told: str | None) -> None:
    assert number(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IV", "IV"),
        ("iv", "IV"),
        ("4", "IV"),
        ("chapter XVIII", "XVIII"),
        ("XI-B", "XI-B"),
        ("99", None),
        ("IV-13", None),
    ],
)
def test_a_chapter_is_read_in_any_spelling(text: str, told: str | None) -> None:
    assert chapter(text) == told


def test_a_name_shared_with_a_treaty_without_acts_leads_to_neither(facts: Facts) -> None:
    numbered = tuple(replace(i, untc_number=f"II-{n}") for n, i in enumerate(facts.instruments))
    apart = replace(facts, instruments=numbered, coverage=tuple(c for c in facts.coverage if c.treaty != "dam"))
    with pytest.raises(AmbiguousNameError, match="Dam Protocol"):
        find_treaty(Register(apart), "water treaty")
    with pytest.raises(UnknownNameError, match="its participants are not in the data"):
        find_treaty(Register(apart), "dam")


def test_a_chapter_and_a_set_are_found_by_number_title_and_identifier(real: Concluded) -> None:
    register = real.register
    assert {find_chapter(register, text).id for text in ("IV", "4", "chapter iv", "Human Rights", "人权")} == {"IV"}
    with pytest.raises(UnknownNameError, match=r"Penal Matters \(XVIII\)"):
        find_chapter(register, "penal")
    assert find_set(register, "migrants").id == "migrants"
    with pytest.raises(UnknownNameError, match="The sets are migrants"):
        find_set(register, "birds")


def test_a_part_of_a_chapter_belongs_to_it_unless_it_is_listed(facts: Facts) -> None:
    numbered = tuple(replace(i, untc_number="XI-A-3" if i.id == "fish" else None) for i in facts.instruments)
    one = replace(facts, instruments=numbered)
    assert Register(one).by_chapter["XI"] == ("fish",)
    listed = replace(facts.chapters[0], id="XI-A")
    assert Register(replace(one, chapters=(listed,))).by_chapter["XI-A"] == ("fish",)
    assert sorted(["IX", "XI-B", "VIII", "XI-A", "II", "?"], key=chapter_order) == [
        "II",
        "VIII",
        "IX",
        "XI-A",
        "XI-B",
        "?",
    ]


def test_treaties_stand_in_the_chapters_of_the_depositary(real: Concluded) -> None:
    register = real.register
    in_depth = tuple(t for t in register.by_chapter["XVIII"] if t in register.in_depth)
    assert in_depth == ("untoc", "tip", "som", "firearms")
    assert register.chapters["IV"].title == "Human Rights"
    assert chapter_of(replace(register.instruments["som"], untc_number="XI-A-16")) == "XI-A"
    assert chapter_of(replace(register.instruments["som"], untc_number=None)) is None
    numbers = ("IX-4", "IV-11", "V-2", "IV-9", None, "IV-9-b")
    told = sorted((replace(register.instruments["som"], untc_number=n) for n in numbers), key=order_of)
    assert [i.untc_number for i in told] == ["IV-9", "IV-9-b", "IV-11", "V-2", "IX-4", None]


def test_the_treaties_that_protect_migrants_are_a_named_set(real: Concluded) -> None:
    register = real.register
    assert register.sets["migrants"].title == "Core treaties protecting migrants"
    assert {"icrmw", "refugee-1951", "tip"} <= {m.instrument for m in register.members_of["migrants"]}
    assert {link.instrument for link in register.status_links_of["ares-67-185-op5"]} == {"cerd"}


@pytest.mark.parametrize(
    ("text", "provision", "cited"),
    [
        ("som-art-6-1-a", "som-art-6-1-a", "art. 6(1)(a)"),
        ("SOM 6(1)(a)", "som-art-6-1-a", "art. 6(1)(a)"),
        ("som art. 6 (1) (b) (ii)", "som-art-6-1-b-ii", "art. 6(1)(b)(ii)"),
        ("UNTOC article 18(13)", "untoc-art-18-13", "art. 18(13)"),
        ("XVIII-12-c art 16", "firearms-art-16", "art. 16"),
    ],
)
def test_a_provision_answers_to_its_citation(text: str, provision: str, cited: str, real: Concluded) -> None:
    found = find_provision(real.register, text)
    assert found.id == provision
    assert cite(found) == cited


@pytest.mark.parametrize("text", ["som 99", "nowhere 3", "som-art-6-1-z", "art"])
def test_an_unknown_provision_is_refused(text: str, real: Concluded) -> None:
    with pytest.raises(UnknownNameError, match="Write it as som-art-6-1-a"):
        find_provision(real.register, text)


def test_paragraphs_regions_terms_and_sources_are_found(real: Concluded) -> None:
    register = real.register
    assert find_paragraph(register, "6").id == "ares-67-185-op6"
    assert find_paragraph(register, "PP15").number == "pp15"
    assert find_region(register, "africa").id == "002"
    assert find_region(register, "150").name == "Europe"
    assert find_term(register, "status", "not a party").code == "third_state"
    assert find_source(register, "S01-untc-2014").as_of.year == 2014


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: find_paragraph(r, "op99"),
        lambda r: find_region(r, "Atlantis"),
        lambda r: find_term(r, "status", "member"),
        lambda r: find_source(r, "S99"),
    ],
)
def test_what_is_not_there_is_refused(ask: object, real: Concluded) -> None:
    with pytest.raises(UnknownNameError):
        ask(real.register)  # type: ignore[operator]


def test_an_obligation_by_its_identifier_in_any_case(real: Concluded) -> None:
    assert find_obligation(real.register, "SOM-art-6-1-a-ob1").id == "som-art-6-1-a-ob1"
    with pytest.raises(UnknownNameError, match="som-art-6-1-a-ob1"):
        find_obligation(real.register, "som-art-6-1-a-ob9")


def test_a_treaty_without_a_title_in_a_language_is_found_by_the_others(world: Concluded) -> None:
    assert find_treaty(world.register, "Convention on Fish").id == "fish"


def test_regions_stand_inside_each_other(real: Concluded) -> None:
    assert real.register.regions_around("155") == ("155", "150", "001")
    assert real.register.regions_around(None) == ()


def test_plain_text_keeps_what_distinguishes() -> None:
    assert plain("The Gambia") == plain("Gambia") == "gambia"
    assert plain("Côte d’Ivoire") == "cote d ivoire"
    assert plain("the") == "the"


@given(st.text(max_size=300))
def test_any_text_is_found_or_refused_on_purpose(real: Concluded, text: str) -> None:
    for find in (find_participant, find_treaty, find_provision, find_paragraph, find_region, find_source):
        try:
            find(real.register, text)
        except TreatygraphError as error:
            assert str(error)  # noqa: PT017


def with_a_second_resolution(facts: Facts) -> Register:
    """The same facts, with a later resolution that has a paragraph of the same number."""
    first = next(p for p in facts.paragraphs if p.operative)
    resolution = next(i for i in facts.instruments if i.id == first.resolution)
    later = replace(resolution, id="council-2", short_title="Council 2", adopted_on=PartialDate(2007))
    paragraphs = (
        replace(first, id="council-2-op1", resolution="council-2"),
        replace(first, id="council-2-op12", resolution="council-2", number="op12"),
    )
    instruments = (*facts.instruments, later)
    return Register(replace(facts, instruments=instruments, paragraphs=(*paragraphs, *facts.paragraphs)))


def test_a_paragraph_of_two_resolutions_asks_which(facts: Facts) -> None:
    register = with_a_second_resolution(facts)
    with pytest.raises(AmbiguousNameError, match=r"Council 1#op1, Council 2#op1\. Name the resolution before it"):
        find_paragraph(register, "1")
    assert find_paragraph(register, "Council 2#1").id == "council-2-op1"
    assert find_paragraph(register, "council-1#op1").id == "council-1-op1"
    assert find_paragraph(register, "op12").id == "council-2-op12"
    with pytest.raises(UnknownNameError, match="Council 2#op12"):
        find_paragraph(register, "Council 2#op13")


def test_paragraphs_stand_in_the_order_of_resolutions_parts_and_numbers(facts: Facts) -> None:
    register = with_a_second_resolution(facts)
    assert list(register.paragraphs) == ["council-1-op1", "council-1-pp1", "council-2-op1", "council-2-op12"]
    assert register.resolutions == ("council-1", "council-2")
    names = [register.paragraph_name(p) for p in register.paragraphs.values()]
    assert names == ["Council 1#op1", "pp1", "Council 2#op1", "op12"]
    for paragraph, name in zip(register.paragraphs.values(), names, strict=True):
        assert find_paragraph(register, name) is paragraph


def test_what_a_paragraph_cites_and_how_far_rows_reach(facts: Facts) -> None:
    register = Register(facts)
    assert register.cited_by("council-1-op1") == ("river",)
    assert register.cited_by("council-1-pp1") == ()
    assert set(register.coverage) == set(register.treaties)
    assert register.regions_around("nowhere") == ("nowhere",)


def test_a_row_tells_its_texts_in_every_language_it_has(real: Concluded) -> None:
    register = real.register
    untoc = register.instruments["untoc"]
    assert list(register.texts(untoc, "title")) == ["en", "ar", "es", "fr", "ru", "zh"]
    assert register.texts(register.instruments["ares-55-2"], "supplements") == {}
    assert register.translated("without delay", "zh") == "不延误"
    assert register.translated("without delay", "fr") is None


def test_a_language_is_whole_when_it_tells_what_any_language_tells(real: Concluded) -> None:
    assert real.register.whole_languages == {"en", "zh"}


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Approval (AA)", "approval (AA)"),
        ("Accession (a)", "accession (a)"),
        ("Flag State", "flag State"),
        ("Secretary-General of the United Nations", "Secretary-General of the United Nations"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence_loses_the_capital_it_begins_with_only(label: str, told: str) -> None:
    assert inside(label) == told
