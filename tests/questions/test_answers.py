"""The answers of the law as questions: their parameters, their columns, and what the library tells of the same."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import date

import pytest

from tests.questions.test_tellings import Telling, graph_of
from treatygraph.errors import UnknownNameError
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.law.status import Concluded
from treatygraph.questions.desk import desk_on
from treatygraph.questions.law import LAW, answer
from treatygraph.questions.parameters import ParameterError
from treatygraph.questions.question import Question
from treatygraph.questions.resolution import outside


@pytest.fixture(scope="module")
def in_the_world(world: Concluded) -> Telling:
    return Telling(world, OxigraphStore.of(graph_of(world)))


@pytest.fixture(scope="module")
def in_reality(some: Concluded) -> Telling:
    return Telling(some, OxigraphStore.of(graph_of(some)))


@pytest.mark.parametrize("question", LAW.values(), ids=LAW)
def test_the_parameters_of_a_question_are_the_keywords_of_its_function(question: Question) -> None:
    function = inspect.unwrap(question.law)  # type: ignore[arg-type]
    keywords = {p.name: p for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY}
    asked = {p.name: p for p in question.parameters if p.name != "on"}
    assert keywords.keys() == asked.keys()
    for name, parameter in asked.items():
        assert parameter.optional == (keywords[name].default is not inspect.Parameter.empty)


@pytest.mark.parametrize("question", LAW.values(), ids=LAW)
def test_an_answer_has_the_columns_of_its_question(question: Question, real: Concluded) -> None:
    table = answer(real, question.id, **{p.name: p.example for p in question.parameters if not p.optional})
    assert table.columns == question.headed(real.register.in_depth)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert table.rows
    assert question.sentence("zh") != question.sentence("en")


def test_what_is_written_wrongly_is_named(real: Concluded) -> None:
    with pytest.raises(ParameterError, match="has no parameter 'when'"):
        answer(real, "status/treaties", when="2000-01-01")
    with pytest.raises(UnknownNameError, match=r"Unknown treaty: ''\. Give a name or a code, as text"):
        answer(real, "status/of-a-treaty", treaty="")


def members_outside(telling: Telling, paragraph: str, day: date) -> set[tuple[str, ...]]:
    desk = desk_on(telling.concluded, day)
    found = outside(desk, telling.concluded.register.paragraphs[paragraph])
    return {(treaty, participant) for treaty, codes in found.items() for participant in codes}


def test_a_paragraph_and_the_question_tell_the_same_of_one_that_left(in_the_world: Telling) -> None:
    """Who denounced has not joined: it is asked again."""
    asked = ("gaps/asked-to-join", ("treaty", "participant"))
    for day, there in ((date(2004, 1, 1), False), (date(2008, 1, 1), True)):
        told = members_outside(in_the_world, "council-1-op1", day)
        assert (("river", "DUN") in told) is there
        assert told == set(in_the_world.library(*asked, paragraph="op1", on=str(day)))


@pytest.mark.parametrize("day", [date(2002, 6, 1), date(2008, 1, 1), date(2010, 12, 31)])
def test_the_status_of_everyone_is_told_alike(in_the_world: Telling, day: date) -> None:
    for participant in in_the_world.concluded.register.participants:
        status_is_told_alike(in_the_world, participant, day)


def test_the_status_of_everyone_is_told_alike_in_reality(in_reality: Telling) -> None:
    for participant in (*in_reality.concluded.register.present, "CSHH", "GRL"):
        status_is_told_alike(in_reality, participant, date(2026, 9, 11))


def status_is_told_alike(telling: Telling, participant: str, day: date) -> None:
    """The library tells of every treaty; a list of the law of those read in depth, and of all it acted under."""
    library = set(
        telling.library("status/statuses-of-a-participant", ("treaty", "status"), participant=participant, on=str(day))
    )
    in_depth = telling.concluded.register.in_depth
    for every in (False, True):
        table = answer(telling.concluded, "status/of-a-participant", participant=participant, on=day, every=every)
        told = {(row["treaty"], row["status"]) for row in table.records()}
        assert told <= library, participant
        assert told >= {(treaty, status) for treaty, status in library if treaty in in_depth}, participant


def test_what_binds_a_participant_is_told_alike(in_reality: Telling) -> None:
    for participant in ("AFG", "AZE", "CHE", "EUU", "SAU", "TUV"):
        table = answer(in_reality.concluded, "obligations/of-a-participant", participant=participant, everything=True)
        told = {(row["obligation"], row["state"]) for row in table.records()}
        library = in_reality.library(
            "obligations/commitments-of-a-participant", ("obligation", "state"), participant=participant
        )
        assert told == {(obligation, state or "bound") for obligation, state in library}, participant


def test_what_is_asked_opens_no_room_that_it_does_not_need() -> None:
    asked = (
        "import sys; from treatygraph.questions.law import LAW; LAW['status/of-a-participant']; "
        "print(sorted(m for m in sys.modules if m.startswith('treatygraph.questions.')))"
    )
    found = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout
    assert "treatygraph.questions.status" in found
    assert [
        room for room in ("what_if", "resolution", "gaps_of", "between") if f"treatygraph.questions.{room}'" in found
    ] == []
    assert "no/question" not in LAW
    with pytest.raises(KeyError):
        LAW["no/question"]
