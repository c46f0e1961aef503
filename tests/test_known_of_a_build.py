"""A build keeps the statuses of its day; with and without them every answer is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph import pipeline
from treatygraph.law.known import everyone
from treatygraph.pipeline.known import KNOWN, known_of
from treatygraph.questions.desk import desk_on
from treatygraph.questions.law import answer
from treatygraph.questions.named import default_day
from treatygraph.settings import Settings


@pytest.fixture
def built(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a build of the small world, which is the current one."""
    monkeypatch.setenv("TREATYGRAPH_DATA", str(folder))
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "builds"))
    return pipeline.build(None, None, lambda _: None).folder


def test_a_build_keeps_what_it_concluded_for_everyone(built: Path) -> None:
    concluded = pipeline.conclusions_of_build(built)
    bare = pipeline.open_conclusions()
    assert concluded.known == bare.known == everyone(concluded, default_day(concluded.register))


def test_answers_are_the_same_with_and_without(built: Path) -> None:
    known, bare = pipeline.open_conclusions(), pipeline.open_conclusions()
    assert known.known is not None
    bare.known = None
    for question in ("status/participants", "status/treaties"):
        for day in (None, "2000-01-01"):
            assert answer(known, question, on=day) == answer(bare, question, on=day)


def test_another_day_and_other_facts_are_concluded(built: Path) -> None:
    concluded = pipeline.open_conclusions()
    day = default_day(concluded.register)
    assert desk_on(concluded, day)._known(concluded.register.treaties[0])
    assert not desk_on(concluded, day.replace(year=1990))._known(concluded.register.treaties[0])
    texts = Settings.of().data / "texts.csv"
    texts.write_bytes(texts.read_bytes().replace(b"\n", b"\r\n"))
    assert pipeline.open_conclusions().known is None


@pytest.mark.parametrize("raw", [b"", b"\x93\x01", b"\x80"])
def test_what_is_damaged_is_not_known(built: Path, raw: bytes) -> None:
    path = built / KNOWN
    path.unlink()
    path.write_bytes(raw)
    assert known_of(built) is None
    assert pipeline.open_conclusions().known is None
    path.unlink()
    assert pipeline.conclusions_of_build(built).known is None
