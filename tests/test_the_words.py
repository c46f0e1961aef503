"""One list of words for all faces: what `docs/words.md` turns down is said nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from treatygraph.facts.model import Facts
from treatygraph.facts.read import Loaded

WORDS = ROOT / "docs" / "words.md"
#: Where sentences and labels that readers see stand.
SAID = (
    *sorted((ROOT / "src/treatygraph/faces/pages/templates").glob("*.html")),
    *sorted((ROOT / "src/treatygraph/faces").glob("*/locale/*.po")),
    *sorted((ROOT / "src/treatygraph/faces/report/compose").glob("*.py")),
    *sorted((ROOT / "src/treatygraph/proofs/words").glob("*/*.csv")),
    *sorted((ROOT / "src/treatygraph/questions").glob("*.py")),
    *sorted((ROOT / "src/treatygraph/law").glob("*.py")),
    *sorted((ROOT / "queries").rglob("*.rq")),
    ROOT / "queries/labels.csv",
    ROOT / "ontology/schemes.ttl",
)


def table() -> Iterator[list[str]]:
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| idea"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def turned_down() -> list[str]:
    return sorted({word.strip() for *_, last in table() for word in last.split(";") if word.strip()})


def test_the_list_turns_something_down() -> None:
    assert len(turned_down()) > 10
    assert all(len(row) == 4 for row in table())


@pytest.mark.parametrize("path", SAID, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_face_says_what_is_turned_down(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [
        word
        for word in turned_down()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else word, text)
    ]
    assert not found, path


def test_the_data_say_nothing_that_is_turned_down(loaded: Loaded) -> None:
    facts: Facts = loaded.facts
    told = [text.text for text in facts.texts] + [label for term in facts.terms for label in term.labels.values()]
    told += [each for c in facts.coverage for each in (c.gaps,) if each is not None]
    assert not [(word, text) for word in turned_down() for text in told if word in text]


def test_the_marks_of_the_depositary_keep_their_case(loaded: Loaded) -> None:
    terms = {t.code: t.labels["en"] for t in loaded.facts.terms if t.scheme == "treaty_action"}
    for mark in loaded.facts.action_marks:
        if mark.mark and f"({mark.mark.lower()})" in terms[mark.kind].lower():
            assert f"({mark.mark})" in terms[mark.kind]
