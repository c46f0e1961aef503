"""What a sentence is about: the names in it, in any of the six languages."""

from __future__ import annotations

import pytest

from treatygraph.law.status import Concluded
from treatygraph.questions.understood import Subject, Understanding


@pytest.mark.parametrize(
    ("text", "participants", "treaty", "region"),
    [
        ("who has not joined the trafficking protocol in Africa", (), "tip", "002"),
        ("非洲哪些国家没有加入偷运移民议定书", (), "som", "002"),
        ("日本加入贩运人口议定书了吗", ("JPN",), "tip", None),
        ("Did South Africa join the Firearms Protocol?", ("ZAF",), "firearms", None),
        ("الصين بروتوكول الأسلحة النارية", ("CHN",), "firearms", None),
    ],
)
def test_a_sentence_is_about_what_it_names(
    some: Concluded, text: str, participants: tuple[str, ...], treaty: str | None, region: str | None
) -> None:
    expected = Subject(participants=participants, treaty=treaty, region=region)
    assert Understanding(some.register).subject(text) == expected


def test_two_participants_are_two_whatever_stands_between(some: Concluded) -> None:
    found = Understanding(some.register).subject("What stands between Japan and China")
    assert found is not None
    assert set(found.participants) == {"JPN", "CHN"}


@pytest.mark.parametrize("text", ["", "Japan", "who", "x" * 5000, "ratification of the convention", "!!! ???"])
def test_what_names_less_than_two_things_is_about_nothing(some: Concluded, text: str) -> None:
    assert Understanding(some.register).subject(text) is None
