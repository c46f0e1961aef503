"""Answers in XML: what is written is XML and says the same, or it is refused by its place."""

from __future__ import annotations

import io
import re
from typing import IO, cast
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.errors import UnheldError
from treatygraph.graph import answering

_STORE = ox.Store()
_RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def answer(query: str) -> bytes:
    """Return the answer of a query in XML."""
    out = io.BytesIO()
    answering.write(answering.found(_STORE, query, (), (), True), "xml", {"x": "http://x/"}, cast(IO[bytes], out))
    return out.getvalue()


def escaped(text: str) -> str:
    """Return text as a query holds it."""
    return "".join(f"\\U{ord(sign):08X}" for sign in text)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1, max_size=4))
def test_rows_are_xml_and_say_the_same(texts: list[str]) -> None:
    values = " ".join(f'"{escaped(text)}"' for text in texts)
    wrong = [n for n, text in enumerate(texts, 1) if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)]
    query = f"SELECT ?name {{ VALUES ?name {{ {values} }} }}"
    if wrong:
        with pytest.raises(UnheldError, match=rf"^Row {wrong[0]}, column name: U\+[0-9A-F]{{4}} .* Take JSON"):
            answer(query)
    else:
        literals = ElementTree.fromstring(answer(query)).iter(f"{_RESULTS}literal")
        assert [literal.text or "" for literal in literals] == texts


@given(st.text(st.characters(exclude_categories=("Cs",))), st.sampled_from("abcXYZ019_-./#?:~%é") | st.just(""))
def test_triples_are_xml_and_say_the_same(text: str, last: str) -> None:
    predicate = f"http://x/{last.replace('%', '%20')}"
    query = f'CONSTRUCT {{ <http://x/s> <{predicate}> "{escaped(text)}" }} {{}}'
    if not (last.isalpha() or last == "_") or re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text):
        with pytest.raises(UnheldError, match=r"what is said of http://x/s: .* Take Turtle"):
            answer(query)
        return
    raw = answer(query)
    (triple,) = ox.parse(raw, format=ox.RdfFormat.RDF_XML)
    assert (triple.predicate.value, triple.object.value) == (predicate, text)
    ElementTree.fromstring(raw)


def test_a_sign_far_into_a_long_answer_is_found_where_it_stands() -> None:
    rows = " ".join(f'("{"a" * 300}" "{number if number != 4321 else escaped(chr(1))}")' for number in range(5000))
    with pytest.raises(UnheldError, match=r"^Row 4322, column second: U\+0001"):
        answer(f"SELECT ?first ?second {{ VALUES (?first ?second) {{ {rows} }} }}")


def test_what_ends_a_line_is_still_the_same_sign() -> None:
    assert b"a&#13;b" in answer('SELECT ("a\\rb" AS ?x) {}')
