"""The sentences that tell changes: each has its translation, with the same places, and names no code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import treatygraph.faces.telling as package
from treatygraph.faces.languages import catalog_of
from treatygraph.faces.telling import COLUMNS, CONCLUSIONS, RULES, Telling, languages
from treatygraph.faces.telling.days import ALONE, MONTHS, SHAPES, written
from treatygraph.facts.changes import Change, ChangeKind
from treatygraph.facts.model import Action, Statement
from treatygraph.law.status import Concluded

PLACES = re.compile(r"%\(\w+\)s")


def test_every_sentence_has_its_translation_with_the_same_places() -> None:
    code = Path(package.__file__).read_text(encoding="utf-8")
    said = set(re.findall(r"""say\(\s*["']([^"']+)["']""", code)) | {"yes", "no"}
    said |= {*COLUMNS.values(), *CONCLUSIONS.values(), *RULES.values(), *MONTHS, *SHAPES, *ALONE}
    assert languages() == ("en", "ar", "es", "fr", "ru", "zh")
    for language in languages()[1:]:
        known = {k: v for k, v in catalog_of(package.__name__, language)._catalog.items() if k}  # type: ignore[attr-defined]
        assert set(known) == said
        for sentence, translated in known.items():
            assert sorted(PLACES.findall(sentence)) == sorted(PLACES.findall(translated)), sentence


def test_every_column_that_can_be_mended_has_a_name() -> None:
    mended = {f.name for record in (Action, Statement) for f in fields(record)}
    assert mended - set(COLUMNS) == {"id", "sources", "note", "confidence"}


def test_a_month_alone_is_named_as_one_names_it() -> None:
    days = "2014-03, 2014-03-01"
    assert written(days, "en") == "March 2014, 1 March 2014"
    assert written(days, "fr") == "mars 2014, 1er mars 2014"
    assert written(days, "ru") == "март 2014 года, 1 марта 2014 года"
    assert written(days, "zh") == "2014年3月, 2014年3月1日"


def test_a_mended_code_is_told_by_its_label(world: Concluded) -> None:
    def said(language: str, **cells: str) -> str:
        change = Change(kind=ChangeKind.CORRECTION, row="x-1", treaty="river", participant="AVA", **cells)
        return Telling(facts=world.register, language=language).sentence(change)

    acts = {"table": "actions", "what": "kind", "before": "accession 2001-01-01", "after": "ratification 2001-01-01"}
    assert "the kind: ratification 1 January 2001 in place of accession (a) 1 January 2001" in said("en", **acts)
    assert "由加入 2001年1月1日改为批准 2001年1月1日" in said("zh", **acts)
    whole = {"table": "statements", "what": "whole_treaty", "before": "no", "after": "yes"}
    assert "由否改为是" in said("zh", **whole)
    assert "in place of nothing" in said("en", table="statements", what="called", before="", after="understanding")


def test_a_treaty_or_an_end_that_went_is_told(world: Concluded) -> None:
    telling = Telling(facts=world.register, language="en")

    def said(kind: ChangeKind, table: str, what: str, **cells: object) -> str:
        return telling.sentence(Change(kind=kind, table=table, row="r", what=what, **cells))  # type: ignore[arg-type]

    gone = said(ChangeKind.WITHDRAWN, "instruments", "treaty", treaty="old-1", number=12)
    assert gone == "old-1: no longer in the record; acts and statements: 12."
    back = said(
        ChangeKind.NEW_CONCLUSION, "participations", "ended", treaty="river", participant="AVA", before="2001-01-01"
    )
    assert back == "River Convention: no end for Avalond any more. Before: 1 January 2001."
    assert said(ChangeKind.CORRECTION, "memberships", "memberships", number=2) == "The record: memberships mended: 2."
    many = said(
        ChangeKind.NEW_CONCLUSION,
        "participations",
        "relations_began",
        treaty="river",
        participant="AVA",
        others=("BEL", "XXX", "Y1", "Y2", "Y3", "Y4", "Y5"),
    )
    assert many.endswith(" and 2 more.")


def test_the_end_of_a_treaty_is_told_as_news_and_its_day_as_mended(world: Concluded) -> None:
    def said(language: str, kind: ChangeKind, what: str, **cells: str) -> str:
        change = Change(kind=kind, table="instruments", row="river", what=what, treaty="river", **cells)
        return Telling(facts=world.register, language=language).sentence(change)

    news = said("en", ChangeKind.END, "stated_until", after="2008-12-31")
    assert news == "River Convention: its end is published, last day in force 31 December 2008."
    mended = said("en", ChangeKind.CORRECTION, "stated_until", before="2008", after="2009")
    assert mended == "River Convention: record mended, the published last day in force: 2009 in place of 2008."
    assert said("en", ChangeKind.NEW_CONCLUSION, "ended", after="2009-01-01").endswith("nobody from 1 January 2009.")
    assert "已终止" in said("zh", ChangeKind.NEW_CONCLUSION, "ended", after="2009-01-01")


def test_a_change_is_told_in_each_language_without_a_word_of_another(world: Concluded) -> None:
    change = Change(
        kind=ChangeKind.NEW_ACT,
        table="actions",
        row="x-1",
        what="accession",
        treaty="river",
        participant="AVA",
        after="2001-05-01",
    )
    told = {code: Telling(facts=world.register, language=code).sentence(change) for code in languages()}
    for language, act, day in (
        ("en", "accession (a)", "1 May 2001"),
        ("fr", "adhésion", "1er mai 2001"),
        ("es", "adhesión", "1 de mayo de 2001"),
        ("ru", "присоединение", "1 мая 2001 года"),
        ("zh", "加入", "2001年5月1日"),
        ("ar", "الانضمام", "1 أيار/مايو 2001"),
    ):
        assert act in told[language]
        assert day in told[language]
        assert language == "en" or not re.search(r"\b(by|of|in|the)\b", told[language])


def test_a_day_is_written_as_far_as_it_is_known_and_what_is_none_stays() -> None:
    assert written("2001-05", "fr") == "mai 2001"
    assert written("2001-05-01/2001-06-01", "es") == "1 de mayo de 2001 – 1 de junio de 2001"
    assert written("2001-13-01, x-2001-05-01", "ru") == "2001-13-01, x-2001-05-01"
    assert written("2001-05-02", "en", gap="_") == "2_May_2001"
