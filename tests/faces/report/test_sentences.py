"""The sentences of reports: every one has its translation, with the same places, in every language offered."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import treatygraph.faces.report as package
from tests.faces.report.conftest import Composer
from treatygraph.faces.languages import catalog_of, languages_of
from treatygraph.faces.report.bidi import isolated
from treatygraph.faces.report.document import Document, Grid, Heading, Paragraph, Run
from treatygraph.faces.report.folder import Office
from treatygraph.faces.report.markdown import as_markdown
from treatygraph.faces.report.wording import Wording
from treatygraph.facts.model import ClauseKind, ParticipantKind
from treatygraph.questions.counted import Text

HERE = Path(package.__file__).parent
NAME = "treatygraph.faces.report"
#: Calls whose texts are sentences of the catalogue.
SPEAKING = {"say", "told", "line", "said", "headings", "marked"}
OTHERS = languages_of(NAME)[1:]


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from texts(value)


def sentences() -> set[str]:
    """Return the sentences that the code and the templates say."""
    found: set[str] = set()
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in SPEAKING:
                    arguments = node.args[:2] if name == "said" else node.args
                    found |= {text for argument in arguments for text in texts(argument)}
    for path in HERE.rglob("*.html"):
        found |= set(re.findall(r"words\.(?:say|told)\('([^']+)'", path.read_text(encoding="utf-8")))
    return found


def entries(language: str) -> dict[str, str]:
    return {k: v for k, v in catalog_of(NAME, language)._catalog.items() if k}  # type: ignore[attr-defined]


def test_all_six_languages_are_offered() -> None:
    assert languages_of(NAME) == ("en", "ar", "es", "fr", "ru", "zh")
    assert len(sentences()) > 150


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_its_translation_with_the_same_places(language: str) -> None:
    known = entries(language)
    missing = sorted(sentences() - set(known))
    assert missing == []
    places = re.compile(r"%\(\w+\)s")
    for sentence, translated in known.items():
        assert translated.strip(), sentence
        assert sorted(places.findall(sentence)) == sorted(places.findall(translated)), sentence


@pytest.mark.parametrize("language", OTHERS)
def test_every_region_has_its_name(language: str, office: Office) -> None:
    register = office.desk.register
    assert [r.name for r in register.facts.regions if language not in register.texts(r, "name")] == []


def data_sentences(office: Office) -> set[str | None]:
    """Return the sentences of the data that reports show and that the data hold in English alone."""
    facts = office.desk.register.facts
    treaties = set(office.desk.register.treaties)
    depth = set(office.desk.register.in_depth)
    parties = {p.id for p in facts.participants if p.kind is not ParticipantKind.FORMER_STATE}
    return {
        *(o.deadline for o in facts.obligations),
        *(c.condition for c in facts.clauses if c.kind is ClauseKind.NOTIFICATION and c.instrument in treaties),
        # Of the treaties that a report reads; what is known of the others is told in the language of its source.
        *(c.gaps for c in facts.coverage if c.treaty in depth),
        *(link.note for link in facts.continuity if link.successor in parties and link.predecessor in parties),
        *(c.reason for c in facts.conflicts if c.about.partition("-")[0] in depth),
        *(s.summary for s in facts.statements if s.treaty in depth),
    } - {None}


def test_chinese_has_the_sentences_of_the_data_too(office: Office) -> None:
    register = office.desk.register
    missing = {s for s in data_sentences(office) if s is not None and register.translated(s, "zh") is None}
    assert not missing, "Add them to data/texts.csv"


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_holds_what_nobody_says(language: str) -> None:
    assert not set(entries(language)) - sentences()


def test_in_arabic_days_and_latin_words_keep_their_direction() -> None:
    made = Document(
        title="تقرير",
        subtitle="في 2026-09-11.",
        language="ar",
        direction="rtl",
        description="",
        footer="",
        contents="",
        home="https://example.org/2026-09-11/",
        blocks=(
            Paragraph(line=(Run(text="UNTOC art. 5(3)", href="https://example.org/x"), Run(text=" نافذ"))),
            Grid(caption="جدول", columns=("اليوم",), rows=(((Run(text="2026-09-11"),),),)),
        ),
    )
    found = isolated(made)
    assert found.subtitle == "في \u20662026-09-11\u2069."
    assert found.home == made.home
    (paragraph, grid) = found.blocks
    assert isinstance(paragraph, Paragraph)
    assert [r.text for r in paragraph.line] == ["\u2066UNTOC art. 5(3)\u2069", " نافذ"]
    assert paragraph.line[0].href == "https://example.org/x"
    assert isinstance(grid, Grid)
    assert grid.rows[0][0][0].text == "\u20662026-09-11\u2069"


def test_a_text_without_its_language_is_english_and_marked_so(office: Office) -> None:
    from treatygraph.faces.report.wording import Wording

    def said(language: str, text: Text | str) -> tuple[str, str | None]:
        run = Wording(facts=office.desk.register, language=language).data(text)
        return run.text, run.lang

    assert said("zh", {"en": "one", "zh": "一"}) == ("一", None)
    assert said("fr", {"en": "one", "zh": "一"}) == ("one", "en")
    assert said("en", {"en": "one", "zh": "一"}) == ("one", None)
    assert said("zh", "without delay") == ("不延误", None)


def test_english_gives_a_name_its_article_where_people_do(office: Office) -> None:
    english = Wording(facts=office.desk.register, language="en")
    named = {code: english.spoken(code) for code in ("USA", "NLD", "EUU", "VAT", "COK", "RUS", "PSE", "IRN", "CHE")}
    assert [code for code, name in named.items() if not name.startswith("the ")] == ["IRN", "CHE"]
    assert english.spoken("USA", first=True) == "The United States of America"
    assert Wording(facts=office.desk.register, language="fr").spoken("USA") == "États-Unis d'Amérique"


def test_a_report_cites_provisions_as_lawyers_of_its_language_do(office: Office) -> None:
    def cited(language: str) -> list[str]:
        words = Wording(facts=office.desk.register, language=language)
        return [words.provision("untoc-art-5-1-a-i").text, words.provision("som-art-22-2", with_treaty=True).text]

    assert cited("zh") == ["第5条第1款(a)项(i)目", "偷运移民议定书第22条第2款"]
    assert cited("en") == ["art.\u00a05(1)(a)(i)", "Smuggling of Migrants Protocol, art.\u00a022(2)"]
    assert cited("fr") == [
        "art.\u00a05,\u00a0par.\u00a01\u00a0a)\u00a0i)",
        "Protocole relatif au trafic illicite de migrants, art.\u00a022,\u00a0par.\u00a02",
    ]


def test_a_successor_is_not_told_as_one_person_with_its_predecessor(compose: Composer) -> None:
    headings = [b.text for b in compose("MNE").blocks if isinstance(b, Heading)]
    assert "Names, continuity and succession" in headings
    assert not any("One person" in h for h in headings)


def test_no_article_of_a_chinese_report_is_cited_in_english(compose: Composer) -> None:
    assert not re.search(r"\bart\.\s", as_markdown(compose("CHN", "zh")).decode())
