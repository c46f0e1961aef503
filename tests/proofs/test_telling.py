"""Proofs in words, in each language they are told in."""

from __future__ import annotations

import json
import re
from datetime import date
from string import Formatter

import pytest

from treatygraph.days import Duration, PartialDate, Span
from treatygraph.law.explain import why_provision
from treatygraph.law.model import Reason
from treatygraph.law.rules import RULES
from treatygraph.law.status import Concluded, standing
from treatygraph.proofs import IN_GRAPH, LanguageError, Teller, languages, told_in, words_of

DAY = date(2026, 9, 11)
TRANSLATED = [code for code in languages() if code != "en"]


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.fixture(scope="module")
def party(real: Concluded) -> Reason:
    return standing(real, "CHE", "som", DAY).reason


def test_proofs_are_told_in_the_six_languages_and_the_graph_holds_two() -> None:
    assert languages() == ("en", "ar", "es", "fr", "ru", "zh")
    assert (told_in("fr"), told_in("tlh")) == ("fr", "en")
    assert set(IN_GRAPH) < set(languages())


def test_a_language_that_is_not_told_is_refused_with_those_that_are(real: Concluded) -> None:
    with pytest.raises(LanguageError, match=r"Proofs are not told in 'tlh'\. Use one of en, ar, es, fr, ru, zh\."):
        Teller(real.register, "tlh")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_rule_has_its_words(language: str) -> None:
    told = words_of(language).rules
    assert sorted(set(RULES) - set(told)) == [], f"rules without words in {language}: add them to rules.csv"
    assert sorted(set(told) - set(RULES)) == [], "words of rules that are no more"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translated_sentence_has_the_places_of_the_rule(language: str) -> None:
    for identifier, told in words_of(language).rules.items():
        assert places(told.sentence) == places(RULES[identifier].sentence), identifier
        assert told.title.strip(), identifier
        assert told.basis.strip(), identifier


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_language_has_the_same_phrases(language: str) -> None:
    forms = {f"duration.{unit}s.{form}" for unit in ("day", "month", "year") for form in ("one", "two", "few")}
    assert set(words_of(language).phrases) - forms == set(words_of("en").phrases)
    assert len(words_of(language).months) == 12


def test_a_proof_is_plain_nested_data(real: Concluded, party: Reason) -> None:
    proof = Teller(real.register).tree(party)
    assert json.loads(json.dumps(proof)) == proof
    assert proof["rule"] == "party"
    assert proof["because"][0]["rule"] == "dependency-met"


def test_the_proof_of_switzerland_in_chinese(real: Concluded, party: Reason) -> None:
    teller = Teller(real.register, "zh")
    told = [f"{teller.sentence(step)}〔{teller.basis(step)}〕" for step in party.walk()]
    assert (
        "《偷运移民议定书》于2006年11月26日对瑞士生效，即其于2006年10月27日交存之后30天。〔《偷运移民议定书》第22条第2款〕"
    ) in told
    assert "瑞士表示同意受《偷运移民议定书》约束：批准，2006年10月27日。〔《维也纳条约法公约》第11条至第17条〕" in told
    assert not any("Protocol" in line or "Switzerland" in line for line in told)


def test_what_a_provision_asks_in_chinese(real: Concluded) -> None:
    teller = Teller(real.register, "zh")
    proof = why_provision(real, "AZE", "som-art-20-2", DAY)
    assert teller.sentence(proof) == "《偷运移民议定书》第20条第2款在2026年9月11日对阿塞拜疆的要求。"


@pytest.mark.parametrize(
    ("article", "english", "chinese", "french"),
    [
        ("22", "art. 22", "第22条", "art. 22"),
        ("22(2)", "art. 22(2)", "第22条第2款", "art. 22, par. 2"),
        ("6(1)(a)(ii)", "art. 6(1)(a)(ii)", "第6条第1款(a)项(ii)目", "art. 6, par. 1 a) ii)"),
        ("2(a)", "art. 2(a)", "第2条(a)项", "art. 2 a)"),
        ("", "", "", ""),
    ],
)
def test_an_article_is_cited_as_lawyers_of_the_language_do(
    article: str, english: str, chinese: str, french: str, real: Concluded
) -> None:
    assert Teller(real.register).cited(article) == english
    assert Teller(real.register, "zh").cited(article) == chinese
    assert Teller(real.register, "fr").cited(article) == french


@pytest.mark.parametrize(
    ("language", "day", "first", "durations"),
    [
        ("fr", "28 janvier 2004", "1er mai 2004", "1 jour, 2 jours, 11 jours, 21 jours, 90 jours"),
        ("es", "28 de enero de 2004", "1 de mayo de 2004", "1 día, 2 días, 11 días, 21 días, 90 días"),
        ("ru", "28 января 2004 года", "1 мая 2004 года", "1 день, 2 дня, 11 дней, 21 день, 90 дней"),
        ("ar", "28 كانون الثاني/يناير 2004", "1 أيار/مايو 2004", "يوم واحد, يومان, 11 يوما, 21 يوما, 90 يوما"),
    ],
)
def test_days_and_numbers_agree_in_each_language(
    language: str, day: str, first: str, durations: str, real: Concluded
) -> None:
    teller = Teller(real.register, language)
    assert (teller.day(date(2004, 1, 28)), teller.day(date(2004, 5, 1))) == (day, first)
    assert ", ".join(teller.duration(Duration(days=n)) for n in (1, 2, 11, 21, 90)) == durations
    assert "3" in teller.duration(Duration(0, 3, 0))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_proof_has_no_word_of_english_in_another_language(language: str, real: Concluded, party: Reason) -> None:
    teller = Teller(real.register, language)
    for step in party.walk():
        told = f"{teller.sentence(step)} {teller.basis(step)}"
        assert not re.search(r"\b(the|of|and|in force|treaty|Protocol|against|art\. \d+\()\b", told), told


def test_days_and_durations_are_written_as_the_language_does(real: Concluded) -> None:
    english, chinese = Teller(real.register), Teller(real.register, "zh")
    for day, in_english, in_chinese in (
        (date(2004, 1, 28), "2004-01-28", "2004年1月28日"),
        (PartialDate(2004, 1), "2004-01", "2004年1月"),
        (PartialDate(2004), "2004", "2004年"),
        (Span(date(2004, 1, 1), date(2004, 1, 31)), "2004-01-01/2004-01-31", "2004年1月1日至2004年1月31日之间"),
        (Span(date(2004, 1, 1), date.max), "2004-01-01 or later", "2004年1月1日或之后"),
    ):
        assert english.day(day) == in_english
        assert chinese.day(day) == in_chinese
    assert english.duration(Duration(days=90)) == "90 days"
    assert english.duration(Duration(1, 2, 1)) == "1 year 2 months 1 day"
    assert english.duration(Duration()) == "0 days"
    assert chinese.duration(Duration(1, 2, 0)) == "1年零2个月"
