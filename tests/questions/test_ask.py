"""Asking: parameters become terms, and no text of a user ever changes a query."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import WORLD
from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.facts.read import read_facts
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded
from treatygraph.questions.ask import filled
from treatygraph.questions.catalogue import find_question, questions
from treatygraph.questions.parameters import ParameterError

REGISTER = Register(read_facts(WORLD).facts)
PARTICIPANT = find_question("binding-a-participant")
HOSTILE = ['"', "} DROP ALL {", "> } DROP", "<urn:x>", "CHE\n}", "\\u007D", "$participant", "\\1", "{ }", "'''"]


def shape(sparql: str) -> str:
    """Return a query without the content of its VALUES."""
    return re.sub(r"VALUES \?\w+ \{[^{}]*\}", "VALUES", sparql)


def test_a_parameter_is_put_in_as_a_term() -> None:
    text = filled(REGISTER, PARTICIPANT, {"participant": "Borrin", "on": "2001-02-03"})
    assert "VALUES ?participant { <https://w3id.org/treatygraph/id/participant/BOR> }" in text
    assert 'VALUES ?on { "2001-02-03"^^<http://www.w3.org/2001/XMLSchema#date> }' in text
    assert shape(text) == shape(PARTICIPANT.sparql or "")


def test_every_place_of_a_parameter_is_filled(real: Concluded) -> None:
    question = find_question("one-away")
    text = filled(real.register, question, {"on": "2010-01-01"})
    assert "2026-09-11" not in re.sub(r"#\+.*", "", text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("question", ["binding-a-participant", "parties-of-a-region", "with-theme", "who-is-bound"])
def test_hostile_text_is_refused(question: str, text: str) -> None:
    found = find_question(question)
    for parameter in found.parameters:
        with pytest.raises(TreatygraphError):
            filled(REGISTER, found, {parameter.name: text})


@given(st.sampled_from(sorted(questions())), st.data())
def test_no_text_changes_a_query(identifier: str, data: st.DataObject) -> None:
    question = questions()[identifier]
    text = data.draw(st.one_of(st.text(max_size=40), st.sampled_from([*HOSTILE, "AVA", "river", "2001-01-01", "op1"])))
    values = {p.name: text for p in question.parameters}
    try:
        result = filled(REGISTER, question, values)
    except TreatygraphError:
        return
    assert shape(result) == shape(question.sparql or "")


def test_an_unknown_parameter_or_question_is_named() -> None:
    with pytest.raises(ParameterError, match=r"has no parameter 'when'\. It has: participant, on"):
        filled(REGISTER, PARTICIPANT, {"when": "2001-01-01"})
    with pytest.raises(UnknownNameError, match="Did you mean status/parties-on-a-day"):
        find_question("status/partys-on-a-day")


def test_there_are_at_least_forty_documented_questions_in_their_folders() -> None:
    library = questions()
    assert len(library) >= 40
    folders = {"status", "relations", "obligations", "gaps", "provenance", "resolution"}
    assert {q.partition("/")[0] for q in library} == folders
    for question in library.values():
        assert "ORDER BY" in (question.sparql or "")
        assert "SERVICE" not in (question.sparql or "")
        assert question.tags == (question.id.partition("/")[0],)


def test_the_example_of_every_parameter_is_the_one_in_the_query(real: Concluded) -> None:
    for question in questions().values():
        values = {p.name: p.example for p in question.parameters}
        text = filled(real.register, question, values)
        expanded = (question.sparql or "").replace("xsd:date", "<http://www.w3.org/2001/XMLSchema#date>")
        assert (
            text.split("PREFIX", 1)[1].replace("xsd:date", "<http://www.w3.org/2001/XMLSchema#date>")
            == (expanded.split("PREFIX", 1)[1])
        ), question.id


def test_an_endpoint_that_answers_with_other_columns_is_told() -> None:
    from treatygraph.graph.store import Rows, StoreError, Value
    from treatygraph.questions.ask import as_table
    from treatygraph.questions.catalogue import library

    rows = Rows(variables=("n",), rows=((Value("literal", "0"),),))
    with pytest.raises(StoreError, match="has the columns n, and not "):
        as_table(rows, "", columns=library()["status/counts"].columns)
