"""Queries as people write them: their words, our prefixes, the order of columns, and what is wrong with a bad one."""

from __future__ import annotations

import itertools
import random

import pyoxigraph as ox
import pytest

from treatygraph.graph.lexer import place, tokens, undeclared, with_prefixes
from treatygraph.graph.memory import MemoryStore
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.store import QueryError
from treatygraph.graph.syntax import advice
from treatygraph.graph.terms import PREFIXES

_STATES = "?s a tg:State"


@pytest.fixture(scope="module")
def stores(world_quads: list[ox.Quad]) -> tuple[OxigraphStore, MemoryStore]:
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    dataset.parse(data=ox.serialize(world_quads, format=ox.RdfFormat.N_QUADS), format="nquads")
    return OxigraphStore.of(world_quads), MemoryStore(dataset)


PIECES = (
    *("?a", "$b", "<urn:x>", "'it'", '"a \\" b"', "'''x\n'y'''", "# said ' \" {\n", "tg:State", "tg:it\\'s", "xsd:a.b"),
    *(
        "_:b",
        "1.5",
        "@en",
        "<",
        ">",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "*",
        "+",
        "!",
        "=",
        "^",
        "|",
        "/",
        "-",
    ),
    *("&", "a", "FILTER", "\n", "\r", "\t", '"""a"b"""', "true"),
)
#: A query → what the message must say: the place, the sign and the cure.
WRONG = (
    ("SELECT ?s WHERE { ?s foaf:name ?n }", ("at 1:22", "foaf:", "PREFIX foaf:", "tg, ")),
    ("SELECT ?s WHERE {\n  ?s :name ?n }", ("at 2:6", "PREFIX :")),
    ("SELECT ?t COUNT(?s) WHERE { ?s a ?t } GROUP BY ?t", ("at 1:11", "(COUNT(…) AS ?count)")),
    ("SELECT ?t sum(?s) { ?s a ?t } GROUP BY ?t", ("at 1:11", "(SUM(…) AS ?sum)")),
    ("SELECT ?s, ?t WHERE { ?s a ?t }", ("at 1:10", "comma")),
    ("SELECT ?s WHERE { ?s a ?t } LIMIT 1;", ("at 1:36", "semicolon", "remove it")),
    ("SELECT\u00a0?s WHERE { ?s a ?t }", ("at 1:7", "U+00A0 (NO-BREAK SPACE)", "plain space")),
    ("SELECT ?s WHERE { ?s ?p “a” }", ("U+201C", "plain quotation mark")),
    ("SELECT ?s WHERE ｛ ?s ?p ?o }", ("U+FF5B", "Write {.")),
    ("SELECT ?s WHERE { ?s ?p 'abc }", ("at 1:25", "does not end")),
    ("SELECT ?s WHERE { ?s ?p ?o ", ("at 1:17", "never closed")),
    ("SELECT ?s {\n ?s ?p ?o FILTER(lang(?o = 'en')\n}", ("at 3:1", "( of 2:17")),
    ("SELECT ?s WHERE { ?s ?p ?o }}", ("at 1:29", "closes nothing")),
    ("SELECT ?s WHERE { ?s ?p ?o } ORDER ?s", ("at 1:30", "ORDER BY")),
    ("SELECT ?s WHERE { ?s ?p ?o } LIMIT 3 ORDER BY ?s", ("at 1:38", "before them")),
    ("SELECT ?x WHERE { ?s a ?t } GROUP BY ?t", ("GROUP BY, or aggregate",)),
    ("SELECT ?s WHERE { ?s ?p ?o } LIMIT 99999999999999999999999", ("at 1:36", "after LIMIT is larger than any")),
    ("SELECT ?s WHERE { ?s ?s }", ("at 1:26", "cannot be read")),
)


@pytest.mark.parametrize(("query", "said"), WRONG)
def test_a_bad_query_is_told_by_its_place_and_its_cure(
    query: str, said: tuple[str, ...], stores: tuple[OxigraphStore, MemoryStore]
) -> None:
    with pytest.raises(QueryError) as error:
        stores[0].select(query)
    for part in said:
        assert part in str(error.value)
    assert "expected" not in str(error.value)


def test_advice_is_given_for_any_text() -> None:
    drawn = random.Random(186)
    for size in range(300):
        text = " ".join(drawn.choices((*PIECES, "SELECT", "ORDER", "COUNT", "LIMIT", "PREFIX", ":"), k=size % 7))
        assert advice(text, "error at 1:1: expected SELECT").endswith((".", ")"))
    for nothing in ("", "\n# nothing but a comment\n"):
        assert (
            advice(nothing, "no place")
            == "it is empty. Write SELECT, ASK, CONSTRUCT or DESCRIBE, and what is asked for."
        )


def test_a_long_query_is_told_by_its_place_alone() -> None:
    # Whatever it holds, it is not read as a whole again.
    query = "ASK {\n" + "[] " * 60_000
    assert advice(query, "error at 2:4: expected one of") == (
        "at 2:4 '[] [] [] [] [] [] [] [] [] [] [] [] [] [' cannot stand there, or something is missing before it."
    )
    assert advice(query, f"error at 2:{180_001}: expected one of").startswith("at 2:180001 it cannot be read")


@pytest.mark.parametrize("engine", [0, 1])
def test_our_prefixes_need_no_declaration_and_give_way_to_one(
    engine: int, stores: tuple[OxigraphStore, MemoryStore]
) -> None:
    found = stores[engine].select(f"SELECT ?s WHERE {{ {_STATES} . ?t a owl:Class }} ORDER BY ?s")
    assert found.rows
    own = f"PREFIX tg: <https://elsewhere.example/> SELECT ?s WHERE {{ {_STATES} }}"
    assert stores[engine].select(own).rows == ()


@pytest.mark.parametrize("engine", [0, 1])
@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * WHERE { ?s ?p ?o } LIMIT 1", "s p o"),
        ("select distinct * { ?z a ?b . OPTIONAL { ?b ?a ?z } } LIMIT 1", "z b a"),
        ("# ?q\nSELECT * { { SELECT ?y { ?y a ?x } } ?y ?b ?c } LIMIT 1", "y b c"),
        ("SELECT ?o ?s WHERE { ?s ?p ?o } LIMIT 1", "o s"),
    ],
)
def test_columns_come_in_the_order_of_the_query(
    engine: int, query: str, columns: str, stores: tuple[OxigraphStore, MemoryStore]
) -> None:
    assert " ".join(stores[engine].select(query).variables) == columns


def test_a_relative_iri_is_one_of_ours(stores: tuple[OxigraphStore, MemoryStore]) -> None:
    whole = stores[0].select(f"SELECT ?s WHERE {{ {_STATES} }} ORDER BY ?s").rows[0][0]
    assert whole is not None
    relative = whole.text.removeprefix(PREFIXES["id"].removesuffix("id/"))
    assert stores[0].select(f"SELECT ?t WHERE {{ <{relative}> a ?t }}").rows


def test_a_declaration_is_added_once_and_where_none_is() -> None:
    assert with_prefixes("SELECT ?s { ?s a tg:State, tg:Party }", {"tg": "urn:x"}) == (
        "PREFIX tg: <urn:x> SELECT ?s { ?s a tg:State, tg:Party }"
    )
    for query in ("PREFIX tg: <urn:y> ASK { ?s a tg:State }", "ASK { ?s ?p 'tg:State' } # tg:x", "ASK { ?s a <tg:x> }"):
        assert with_prefixes(query, {"tg": "urn:x"}) == query


def test_the_lexer_and_the_engine_agree_on_where_words_end() -> None:
    """What the engine takes has no undeclared prefix, no odd sign, and gives back the text it was made of."""
    drawn = random.Random(67185)
    read = 0
    for _ in range(4000):
        inner = " ".join(drawn.choices(PIECES, k=drawn.randint(1, 6)))
        query = f"SELECT * {{ ?s ?p ?o . {inner} }}"
        words = tokens(query)
        assert all(query[w.at : w.at + len(w.text)] == w.text for w in words)
        assert all(a.at + len(a.text) <= b.at for a, b in itertools.pairwise(words))
        try:
            ox.Store().query(query, prefixes=dict(PREFIXES))
        except SyntaxError:
            continue
        read += 1
        assert undeclared(words, PREFIXES) is None, query
        assert sum((w.text == "{") - (w.text == "}") for w in words if w.kind == "sign") == 0, query
    assert read > 50


def test_a_place_is_counted_from_one() -> None:
    assert place("a\nbc", 0) == (1, 1)
    assert place("a\nbc", 3) == (2, 2)
