"""What costs its sender a few kilobytes, is let pass, and would take all there is: it is ended, and told."""

from __future__ import annotations

import contextlib
import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.graph.grammar import RULES, alternatives
from tests.rotating import some_of
from tests.server.conftest import Running, serving
from treatygraph.faces.web.engine.model import Limits
from treatygraph.faces.web.engine.screen import screen

#: The seconds and megabytes of a query are few, so that each bomb reaches them; what a query may say is as ever.
OPTIONS = ("--seconds", "1", "--memory", "256")
_ALL = "?s ?p ?o"


def _many(number: int, text: str) -> str:
    """Return a text so many times, each time with its number for `#` and the next for `+`."""
    return " ".join(text.replace("#", str(n)).replace("+", str(n + 1)) for n in range(number))


def _counted(what: str) -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ {what} }}"


def _rows(times: int) -> str:
    return " ".join(f"VALUES ?x{n} {{ {_many(1000, '#')} }}" for n in range(times))


_EITHER = "BIND(CONCAT('(', ?x#, '|', ?x#, ')*') AS ?x+)"
_UP_TO_NINE, _LETTERS = "{0,9})", r"'(\\p{L}{1,50}){1,20}'"
_DIGEST = "(SHA512(CONCAT(STR(?o), STR(#))) AS ?g#)"
_TEXTS = "(COUNT(DISTINCT CONCAT(STR(?o), STR(#))) AS ?n#)"
_TERM = "BIND(TRIPLE(<x:a>, <x:b>, ?x#) AS ?x+)"
BOMBS = {
    "a chain of statements": f"SELECT * {{ {_many(400, '?a# ?p# ?a+ .')} }} LIMIT 1",
    "a chain of thousands": f"CONSTRUCT WHERE {{ {_many(2000, '?a# ?p# ?a+ .')} }}",
    "a star of statements": _counted(_many(400, "?a ?p# ?a# .")),
    "statements of no common name": f"SELECT * {{ {_many(400, '?a# ?p# ?b# .')} }} LIMIT 1",
    "optional statements": _counted(_many(900, "OPTIONAL { ?s ?p# ?o# }")),
    "unions": _counted(_many(300, "{ ?a# ?p ?b# } UNION { ?b# ?p ?a# }")),
    "graphs": f"SELECT * {{ {_many(300, 'GRAPH ?g# { ?a ?b# ?c# }')} }} LIMIT 1",
    "a list": f"SELECT * {{ ?s ?p ( {'?x ' * 3000} ) }} LIMIT 1",
    "conditions": _counted(f"{_ALL} . ?a ?b ?c FILTER({'!EXISTS { ?s ?p ?o . ?o ?q ?r } && ' * 300} true)"),
    "conditions in conditions": _counted(f"{_ALL} {'FILTER EXISTS { ?s ?p ?o ' * 60} {'}' * 60}"),
    "a pattern that doubles for each row": _counted(
        f"{_ALL} BIND(STR(?o) AS ?x0) {_many(8, _EITHER)} FILTER(REGEX(STR(?s), ?x8))"
    ),
    "a pattern that repeats": _counted(f"{_ALL} FILTER(REGEX(STR(?o), '{'(' * 6}a{_UP_TO_NINE * 6}'))"),
    "a pattern of its own for each row": _counted(f"{_ALL} FILTER(REGEX(STR(?o), CONCAT({_LETTERS}, STR(?s)), 'i'))"),
    "what is described": f"DESCRIBE {_many(9990, '<x:y#>')}",
    "everything is described": "DESCRIBE ?s ?a { ?s ?p ?o . ?a ?b ?c }",
    "rows by rows": _counted(_rows(4)),
    "different rows by rows": f"SELECT DISTINCT * {{ {_rows(3)} }}",
    "joined texts": "SELECT (STRLEN(GROUP_CONCAT(STR(?o))) AS ?n) { ?s ?p ?o . ?a ?b ?c }",
    "counted texts": f"SELECT {_many(500, _TEXTS)} {{ {_ALL} . ?o ?q ?r }}",
    "groups": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} . ?a ?b ?c }} GROUP BY {_many(500, _DIGEST)}",
    "orders": f"SELECT * {{ {_ALL} . ?a ?b ?c }} ORDER BY {'SHA512(STR(?o)) ' * 900}",
    "paths in a row": _counted("?a (!<x:a>)* ?b . ?b (!<x:a>)* ?c . ?c (!<x:a>)* ?d"),
    "a path of many": _counted(f"?a {'/'.join(['(!<x:a>|^!<x:a>)'] * 300)} ?b"),
    "paths in paths": _counted(f"?a {'(' * 150}!<x:a>{')?' * 150} ?b . ?b (^!<x:a>)* ?c . ?c (!<x:a>)* ?d"),
    "terms in terms": f"SELECT DISTINCT ?x700 {{ {_ALL} . ?a ?b ?x0 {_many(700, _TERM)} }}",
    "statements of statements": f"SELECT * {{ ?s ?p {'<< ?a ?b ' * 190} ?c {'>>' * 190} . ?d ?e ?f . ?g ?h ?i }}",
}
#: The functions by themselves: each is given a text that doubles with every step, and what it makes of it is added.
CALLS = sorted(
    {"".join(words) for words in alternatives(RULES["BuiltInCall"]) if "?v" in words and words[0] != "BOUND"}
)


def _grown(call: str) -> str:
    aggregate = re.match(r"(COUNT|SUM|MIN|SAMPLE|GROUP_CONCAT)\(", call)
    added = "" if aggregate else f", COALESCE(STR({call.replace('?v', '?x#')}), '')"
    steps = _many(40, f"BIND(CONCAT(?x#, ?x#{added}) AS ?x+)")
    last = f"({call.replace('?v', '?x40')} AS ?n)" if aggregate else "(STRLEN(?x40) AS ?n)"
    return f"SELECT {last} {{ BIND('a.(b|c)*-1' AS ?x0) {steps} }}"


BOMBS |= {f"{call}, again and again": _grown(call) for call in CALLS}


@pytest.fixture(scope="module")
def server(builds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(builds, tmp_path_factory.mktemp("log"), *OPTIONS) as running:
        yield running


@contextlib.contextmanager
def somebody(server: Running, address: str) -> Iterator[httpx.Client]:
    """Yield a client of an address of its own, which is counted by itself."""
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(base_url=server.address, transport=transport, timeout=None) as client:
        yield client


def test_every_function_is_tried() -> None:
    names = {call.partition("(")[0] for call in CALLS}
    assert names >= {"CONCAT", "REPLACE", "REGEX", "ENCODE_FOR_URI", "STRDT", "IRI", "GROUP_CONCAT", "MD5", "IF"}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_cheap_and_let_pass(name: str) -> None:
    screen(BOMBS[name], Limits())
    assert len(BOMBS[name]) < 2**17


@pytest.mark.slow
@pytest.mark.parametrize("name", some_of(list(BOMBS), 4))
def test_a_cheap_bomb_is_told_as_its_own_fault_and_nobody_beside_fails(name: str, server: Running) -> None:
    ended = threading.Event()
    beside: Counter[int] = Counter()

    def honest() -> None:
        with somebody(server, "127.0.0.3") as client:
            while not ended.is_set():
                for path in ("/health", "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"):
                    beside[client.get(path).status_code] += 1

    other = threading.Thread(target=honest)
    other.start()
    try:
        with somebody(server, "127.0.0.2") as client:
            told = client.post("/sparql", data={"query": BOMBS[name]})
            status, said = told.status_code, told.text[:300]
    except httpx.RemoteProtocolError:
        # What had begun to be told is broken off, which is seen.
        status, said = 507, ""
    finally:
        ended.set()
        other.join()
    assert status in {504, 507}, said
    assert set(beside) == {200}
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "query not answered" not in log, "it is told as ours"
