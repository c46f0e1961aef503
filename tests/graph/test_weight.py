"""Nothing that the grammar repeats or nests ends a worker: what is too long is refused, what is let pass is read."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from tests.graph.grammar import Long, nested, repeated
from tests.rotating import some_of
from treatygraph.errors import TreatygraphError
from treatygraph.faces.web.engine.alone import SealedStore
from treatygraph.faces.web.engine.model import Limits, RefusedQueryError, TooMuchMemoryError, WorkerLostError
from treatygraph.faces.web.engine.screen import screen
from treatygraph.graph.store import QueryError
from treatygraph.graph.weight import weight

LIMITS = Limits(seconds=1, megabytes=1024)
SHORT = Limits(words=1_000)
LONG = {each.name: each for each in (*repeated(), *nested())}
#: What is a list for the engine too, and of any length: the data of VALUES, and plain terms in brackets.
FLAT = re.compile(r"(DataBlock: (?!\?n)|(ArgList|ExpressionList): , (\S+|'a' @en)$)")


def length(text: Long) -> int:
    """Return how often something stands in a sentence of it about as long as is let pass, and as a request can send."""

    def passes(times: int) -> bool:
        try:
            screen(text.sentence(times), LIMITS)
        except RefusedQueryError:
            return False
        return True

    low, high = 1, 2
    while passes(high) and high < 2**15:
        low, high = high, high * 2
    # To a twentieth: what the engine reads is half as long again, and a megabyte takes a moment to look at.
    while high - low > max(1, low // 20):
        middle = (low + high) // 2
        low, high = (middle, high) if passes(middle) else (low, middle)
    return low


def test_the_grammar_repeats_and_nests_what_is_known_to() -> None:
    """The walk through the grammar finds at least what people found by hand."""
    for known in (
        *("HavingClause: ( ?v )", "ObjectListPath: , ?v", "OrderClause: ?v", "PropertyListPathNotEmpty: ; ?v ?v"),
        *("PathSequence: / a", "Path: | a", "TriplesNodePath: ?v", "GroupClause: ?v", "DataBlock: ?n#"),
        *("GroupOrUnionGraphPattern: UNION { }", "SelectClause: ( ?v AS ?n# )", "DescribeQuery: <x:y>"),
        *("ConditionalAndExpression: && ?v", "ConstructTriples: . ?v a ?v", "GroupGraphPatternSub: OPTIONAL { }"),
    ):
        assert known in LONG, sorted(LONG)
    nests = [each.name for each in LONG.values() if each.nests]
    for known in ("( … )", "[ a … ]", "{ … }", "OPTIONAL { … }", "CONCAT ( … )", "EXISTS { … }", "SELECT"):
        assert any(known in name for name in nests), (known, nests)


@pytest.mark.parametrize("name", LONG)
def test_what_is_repeated_without_end_is_refused_unless_it_is_a_flat_list(name: str) -> None:
    text = LONG[name].sentence(SHORT.words + 2)
    if FLAT.match(name):
        screen(text, SHORT)
        assert weight(text, SHORT.words) < 100
    else:
        with pytest.raises(RefusedQueryError, match=r"Ask in parts|Write it (flatter|without)|SERVICE is off"):
            screen(text, SHORT)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SealedStore]:
    """A store of a few statements, asked in a process as the server's."""
    folder = tmp_path_factory.mktemp("few") / "store"
    written = ox.Store(str(folder))
    name, kind = ox.NamedNode("x:y"), ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for place in (None, name):
        for value in (name, ox.Literal("a"), ox.Literal(1)):
            written.add(ox.Quad(name, name, value, *([place] if place else [])))
        written.add(ox.Quad(name, kind, name, *([place] if place else [])))
    written.flush()
    del written
    asked = SealedStore(folder, LIMITS)
    yield asked
    asked.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", some_of([name for name in LONG if "SERVICE" not in name], 4))
def test_what_is_let_pass_ends_no_worker(name: str, store: SealedStore) -> None:
    text = LONG[name].sentence(length(LONG[name]))
    try:
        (store.construct if re.match(r"CONSTRUCT|DESCRIBE", text) else store.select)(text)
    except (TooMuchMemoryError, WorkerLostError) as error:
        pytest.fail(f"{name}: {error}")
    except TreatygraphError:
        # No query, or one that takes long (a thousand statements are joined in no second): its time is bounded.
        pass


@pytest.mark.parametrize("space", [" ", "\n", "# (,)\n", "\t# ''\r"])
@pytest.mark.parametrize("term", ["-1.5", "id:act-1.a", "<urn:a-b/c>", "'a;b.c/d|{,'", '"a AS b"@zh-Hans', "tg:As"])
def test_rows_and_members_may_be_any_number(space: str, term: str) -> None:
    parts = [term, '"2020-01-01"^^xsd:date', "true", "?x"]
    members = f"{space},{space}".join(parts * 2_000)
    rows = space.join(f"({space}{term}{space}UNDEF{space})" for _ in range(6_000))
    screen(f"SELECT * {{ VALUES{space}(?a ?b){space}{{ {rows} }} ?s ?p ?o FILTER(?a IN ({members})) }}", LIMITS)


@pytest.mark.parametrize(
    "hidden",
    [
        # What stands together is taken apart by an engine, and weighs as what it is.
        "SELECT * { ?s ?p (" + "true" * 30_000 + ") }",
        "SELECT * { ?s ?p (" + "true.1" * 20_000 + ") }",
        "SELECT * { ?s ?p (1" + "true1" * 20_000 + ") }",
        "SELECT * { FILTER(1 IN (1" + "-1" * 30_000 + ")) }",
        "SELECT * { FILTER(1 IN (1, 1" + "+1" * 30_000 + ")) }",
        # It only looks like a list, or like the data of VALUES.
        "SELECT * { ?s ?p " + "1," * 30_000 + "1 }",
        "SELECT * { ?s ?p [ ?p " + "1," * 30_000 + "1 ] }",
        "SELECT * { ?s id:VALUES ?x { ?s ?p " + "1," * 30_000 + "1 } }",
        "SELECT * { ?s ?VALUES ?x { ?s ?p " + "1," * 30_000 + "1 } }",
        "SELECT * { ?s id:a\\'VALUES ?x {" + " 1" * 30_000 + ", ?p } }",
        "SELECT * { # VALUES ?x {\n ?s ?p ?o" + ", 1" * 30_000 + "}",
        "SELECT * { ?s ?p 'VALUES ?x {' " + ", 1" * 30_000 + "}",
        "SELECT * { VALUES (" + "?x " * 30_000 + ") { } }",
    ],
)
def test_nothing_hides_as_a_list(hidden: str) -> None:
    assert weight(hidden, LIMITS.words) > LIMITS.words


@pytest.mark.parametrize(
    "text",
    ["'", '"""\\', "<", "- ", "#", "a.", ".1e", "VALUES ?x {", "VALUES (?x ", ",a", ",a:", "(1,", "''^^"],
)
def test_any_text_is_weighed_in_one_pass(text: str) -> None:
    begun = time.process_time()
    weight(text * (1_000_000 // len(text)), 2**30)
    # What looks at each sign as often as there are signs takes a minute and more.
    assert time.process_time() - begun < 10


def test_a_query_of_ours_weighs_little() -> None:
    from treatygraph.questions.catalogue import questions

    assert max(weight(q.sparql, LIMITS.words) for q in questions().values()) < LIMITS.words / 4
    with pytest.raises(QueryError):
        screen("ASK { ?s ?p ?o }\0", LIMITS)
