"""Results of the embedded engine read from tab-separated values: the same rows as from JSON, whatever is in them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.results import rows_of, rows_of_tsv

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = (
    "a\tb",
    "a\nb",
    "a\rb",
    'q"q',
    "back\\slash",
    "",
    "é中\u2028\u0085",
    "\x0c\x08\x0b\x1c",
    "true",
    "1",
    "?x",
    "_:b",
)
TYPED = {
    "integer": ("1", "-01", "+5", "x"),
    "decimal": ("1.5", "1.", ".5", "-0.0"),
    "double": ("1e5", "INF", "1.0E0"),
    "boolean": ("true", "false", "1", "0", "nope"),
    "date": ("2020-01-01", "2020-02-31"),
    "int": ("5",),
    "string": ("s",),
}


def same(store: ox.Store, query: str) -> int:
    raw = [store.query(query).serialize(format=f) for f in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.TSV)]
    assert raw[0] is not None
    assert raw[1] is not None
    found = rows_of_tsv(raw[1])
    assert found == rows_of(raw[0])
    return len(found.rows)


def of(terms: list[ox.NamedNode | ox.BlankNode | ox.Literal]) -> ox.Store:
    store = ox.Store()
    for n, term in enumerate(terms):
        store.add(ox.Quad(ox.NamedNode(f"x:é/{n}"), ox.NamedNode("x:p"), term))
    return store


def test_every_kind_of_term_is_read_as_from_json() -> None:
    terms: list[ox.NamedNode | ox.BlankNode | ox.Literal] = [ox.BlankNode("b1"), ox.NamedNode("x:y")]
    for text in TEXTS:
        terms += [
            ox.Literal(text),
            ox.Literal(text, language="zh-Hans"),
            ox.Literal(text, datatype=ox.NamedNode("x:d")),
        ]
    terms += [ox.Literal(t, datatype=ox.NamedNode(XSD + kind)) for kind, texts in TYPED.items() for t in texts]
    terms.append(ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL))
    assert same(of(terms), "SELECT ?s ?o ?nothing { ?s ?p ?o }") == len(terms)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("ASK { ?s ?p ?o }", 1),
        ("ASK { ?s <x:q> ?o }", 1),
        ("SELECT * {}", 1),
        ("SELECT * { <x:none> <x:none> 1 }", 0),
        ("SELECT ?o { ?s <x:q> ?o }", 0),
        ("SELECT ?a ?b { VALUES (?a ?b) { (UNDEF UNDEF) (1 UNDEF) (UNDEF 2) } }", 3),
        ("SELECT ?true { VALUES ?true { true } }", 1),
    ],
)
def test_answers_without_rows_columns_or_values_are_read(query: str, rows: int) -> None:
    assert same(of([ox.Literal("x")]), query) == rows


@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(["", "fr", "x:d", XSD + "integer", XSD + "boolean"]))))
def test_any_text_is_read_as_from_json(literals: list[tuple[str, str]]) -> None:
    terms: list[ox.NamedNode | ox.BlankNode | ox.Literal] = []
    for text, kind in literals:
        if kind == "fr":
            terms.append(ox.Literal(text, language=kind))
        else:
            terms.append(ox.Literal(text, datatype=ox.NamedNode(kind)) if kind else ox.Literal(text))
    assert same(of(terms), "SELECT ?s ?o { ?s ?p ?o }") == len(terms)


@pytest.mark.parametrize("raw", [b"?a\nno term\n", b"?a\n<a b\n", b"?a\n\xff\n"])
def test_what_is_no_answer_is_told(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        rows_of_tsv(raw)
