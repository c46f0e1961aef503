"""Three engines, one answer; and what a remote engine that misbehaves looks like to a user."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from scripts.scratch_virtuoso import PASSWORD, USER, program, scratch_virtuoso

from tests import jena
from tests.real import a_few
from treatygraph.facts.read import Loaded
from treatygraph.facts.register import Register
from treatygraph.graph import http as web
from treatygraph.graph import publish as publishing
from treatygraph.graph import remote
from treatygraph.graph.engines import open_store
from treatygraph.graph.memory import MemoryStore
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.packed import LINES
from treatygraph.graph.publish import Target, publish
from treatygraph.graph.remote import RemoteStore
from treatygraph.graph.serialise import read_quads
from treatygraph.graph.store import QueryError, Store, StoreError, words_of
from treatygraph.graph.terms import GRAPH
from treatygraph.pipeline import version_of
from treatygraph.questions.ask import filled
from treatygraph.questions.catalogue import Question, questions

#: What to ask the invented world for, by the type of the parameter.
WORLD = {
    "participant": "DUN",
    "treaty": "river",
    "day": "2004-06-01",
    "paragraph": "op1",
    "obligation": "river-art-4-1-ob1",
    "provision": "river art. 5(1)",
    "source": "gazette",
    "region": "Inner Sea",
    "theme": "prevention",
}


@pytest.fixture(scope="session")
def engines(world_built: Path) -> dict[str, Store]:
    return {"oxigraph": open_store("oxigraph", world_built), "memory": open_store("memory", world_built)}


def asked_of_the_world(question: Question, register: Register) -> str:
    values = {p.name: "AVA" if p.name == "a" else WORLD[p.scheme or p.kind] for p in question.parameters}
    return filled(register, question, values)


#: rdflib takes these four seconds and more, even in the small world.
LONG = {
    "gaps/by-region",
    "obligations/binding-a-participant",
    "obligations/commitments-of-a-participant",
    "status/kinds-of-consent",
}


@pytest.mark.parametrize(
    "question",
    [pytest.param(q, id=n, marks=[pytest.mark.slow] if n in LONG else []) for n, q in questions().items()],
)
def test_a_question_gives_the_same_rows_on_rdflib_and_oxigraph(
    question: Question, engines: dict[str, Store], world_loaded: Loaded
) -> None:
    query = asked_of_the_world(question, Register(world_loaded.facts))
    ours, theirs = engines["oxigraph"].select(query), engines["memory"].select(query)
    assert ours == theirs
    assert len(set(ours.rows)) == len(ours.rows)


def test_most_questions_have_an_answer_in_the_world(engines: dict[str, Store], world_loaded: Loaded) -> None:
    register = Register(world_loaded.facts)
    empty = [q.id for q in questions().values() if not engines["oxigraph"].select(asked_of_the_world(q, register)).rows]
    assert len(empty) <= len(questions()) / 4, empty


@pytest.mark.slow
def test_every_question_has_an_answer_or_nothing_to_report_on_the_real_data(real_build: Path) -> None:
    store = open_store("oxigraph", real_build / "current")
    # Nobody waits for the treaty that is the example.
    nothing_to_report = {"status/contracting-on-a-day"}
    for question in questions().values():
        rows = store.select(question.sparql or "").rows
        assert bool(rows) != (question.id in nothing_to_report), question.id


def test_answers_agree_with_the_law(built: Path, loaded: Loaded) -> None:
    from datetime import date

    from treatygraph.law.matrix import matrix
    from treatygraph.law.obligations import Ledger
    from treatygraph.law.status import conclude

    register = Register(loaded.facts)
    concluded = conclude(register)
    store = open_store("oxigraph", built)

    def codes(name: str, **values: str) -> set[str]:
        rows = store.select(filled(register, questions()[name], values)).rows
        return {row[0].text for row in rows if row[0] is not None}

    for treaty in sorted(a_few(register)):
        day = date(2012, 5, 1)
        law = {p.participant for p in concluded.under(treaty) if p.in_force_on(day)}
        assert codes("status/parties-on-a-day", treaty=treaty, on=str(day)) == law
        outside = codes("relations/without-relation", treaty=treaty, on=str(day))
        bits = matrix(concluded, treaty, day)
        if "CHE" in law:
            assert outside == {p for p in register.listed(treaty) if not bits.related("CHE", p)} - {"CHE"}
    rows = store.select(filled(register, questions()["obligations/binding-in-a-treaty"], {"participant": "AZE"})).rows
    found = {row[0].text for row in rows if row[0] is not None}
    ledger = Ledger(concluded)
    day = date(2026, 9, 11)
    assert found == {c.obligation for c in ledger.on("AZE", "som", day, carried=False) if c.state != "excluded"}


@pytest.mark.parametrize("engine", ["oxigraph", "memory"])
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE { ?s ?p }", "no SPARQL"),
        ("SELECT", "no SPARQL"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "no SELECT, ASK, CONSTRUCT or DESCRIBE. The graph is read-only"),
        ("", "The graph is read-only"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "off"),
        ("SELECT * WHERE { SERV\\u0049CE <http://127.0.0.1:9/> { ?s ?p ?o } }", "off"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "gives triples, not rows"),
    ],
)
def test_a_query_that_cannot_be_answered_is_named(
    engine: str, query: str, message: str, engines: dict[str, Store]
) -> None:
    with pytest.raises(QueryError, match=message):
        engines[engine].select(query)


@pytest.mark.parametrize("engine", ["oxigraph", "memory"])
def test_ask_and_construct(engine: str, engines: dict[str, Store]) -> None:
    store = engines[engine]
    answer = store.select("ASK { ?s a <https://w3id.org/treatygraph/ns#Participation> }")
    assert answer.rows[0][0] is not None
    assert answer.rows[0][0].text == "true"
    text = store.construct("CONSTRUCT { ?s a <urn:T> } WHERE { ?s a <https://w3id.org/treatygraph/ns#Protocol> }")
    assert text.count("\n") == 1
    with pytest.raises(QueryError, match="gives rows, not triples"):
        store.construct("SELECT * WHERE { ?s ?p ?o } LIMIT 1")


def test_rdflib_is_kept_from_fetching_graphs(engines: dict[str, Store]) -> None:
    with pytest.raises(QueryError, match="FROM are off"):
        engines["memory"].select("SELECT * FROM <http://127.0.0.1:9/> WHERE { ?s ?p ?o }")


def test_words_in_strings_iris_comments_and_variables_are_no_words_of_a_query() -> None:
    assert words_of('SELECT ?x { ?s <urn:service> "service" } # SERVICE') == {"SELECT"}
    assert words_of("SELECT ?carried_from $service { ?s ?p 1SERVICE<urn:x>{} }") == {"SELECT", "SERVICE"}


class _Answer(http.server.BaseHTTPRequestHandler):
    """Answers as its server's `plan` says, one entry a request."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        plan: list[tuple[int, str, str]] = self.server.plan  # type: ignore[attr-defined]
        status, kind, body = plan.pop(0) if len(plan) > 1 else plan[0]
        if status == 0:
            self.server.released.wait()  # type: ignore[attr-defined]
            return
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", body)
        self.send_header("Content-Type", kind)
        if kind == "broken":
            self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(body.encode())
        with contextlib.suppress(OSError):
            while kind in {"endless", "dripping"} and not self.server.released.is_set():  # type: ignore[attr-defined]
                self.wfile.write(b" " * (65536 if kind == "endless" else 1))
                self.wfile.flush()
                if kind == "dripping":
                    time.sleep(0.05)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def endpoint(*plan: tuple[int, str, str], asked: list[str] | None = None) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    server.plan = list(plan)  # type: ignore[attr-defined]
    server.released = threading.Event()  # type: ignore[attr-defined]
    server.asked = asked if asked is not None else []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.released.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join()


JSON = "application/sparql-results+json"
ONE = '{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}'
SELECT = "SELECT ?x WHERE { ?x ?y ?z }"


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ([(500, "text/plain", "boom")], r"failed on the query \(500\)"),
        ([(400, "text/plain", "bad near line 3")], "refuses the query: .*bad near line 3"),
        ([(404, "text/plain", "")], r"is not there \(404\)"),
        ([(403, "text/plain", "")], "answers 403"),
        ([(200, "text/html", "<html>hello</html>")], "did not answer with SPARQL results"),
        ([(200, JSON, "{}")], "did not answer with SPARQL results"),
        ([(503, "text/plain", "")], "answers 503"),
    ],
)
def test_a_remote_engine_that_fails_is_named(
    plan: list[tuple[int, str, str]], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_PAUSES", (0.01, 0.01))
    with endpoint(*plan) as address, pytest.raises((StoreError, QueryError), match=message):
        RemoteStore(address).select(SELECT)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("endless", "more than 1 MB"),
        ("dripping", "did not answer in 1 s"),
        ("broken", "broke off its answer"),
    ],
)
def test_an_answer_without_end_is_given_up(kind: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", (0.01,))
    monkeypatch.setattr(web, "MOST", 2**20)
    with endpoint((200, kind, "{")) as address, pytest.raises(StoreError, match=message):
        RemoteStore(address, timeout=1 if kind == "dripping" else 60).select(SELECT)


def test_a_query_is_not_led_elsewhere() -> None:
    asked: list[str] = []
    with endpoint((200, JSON, ONE), asked=asked) as other, endpoint((302, "text/plain", other)) as address:
        with pytest.raises(StoreError, match=r"It leads to .*name that address"):
            RemoteStore(address).select(SELECT)
        with pytest.raises(StoreError, match="answers 302"):
            server(address).update("CLEAR ALL")
    assert asked == []


def server(address: str) -> publishing._Server:
    return publishing._Server(Target(address=address.removesuffix("/sparql"), user="me", password="secret"))


def test_a_count_that_is_no_number_is_told() -> None:
    with (
        endpoint((200, JSON, ONE.replace('"1"', '"many"'))) as address,
        pytest.raises(StoreError, match="counts 'many'"),
    ):
        server(address).count("x:graph")


def test_a_name_that_a_server_gives_never_stands_in_an_update_unless_it_is_ours() -> None:
    names = ["x> ; DROP ALL ; DROP SILENT GRAPH <x", GRAPH + "a> <b", GRAPH, GRAPH + "facts/staged/1"]
    rows = [{"x": {"type": "literal", "value": name}} for name in names]
    with endpoint((200, JSON, json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}))) as address:
        assert server(address).graphs() == {GRAPH + "facts/staged/1"}


def test_a_wrong_password_is_told() -> None:
    with endpoint((401, "text/plain", "")) as address, pytest.raises(StoreError, match="password is wrong"):
        server(address).update("CLEAR ALL")


def test_a_busy_engine_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", (0.01, 0.01))
    with endpoint((503, "text/plain", ""), (502, "text/plain", ""), (200, JSON, ONE)) as address:
        assert len(RemoteStore(address).select(SELECT).rows) == 1


def test_a_slow_engine_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint((0, "", "")) as address, pytest.raises(StoreError, match="did not answer in 1 s"):
        RemoteStore(address, timeout=1).select(SELECT)


def test_an_engine_that_is_down_and_an_address_that_is_none_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", (0.01, 0.01))
    with endpoint((200, JSON, ONE)) as address:
        pass
    with pytest.raises(StoreError, match="refuses the connection"):
        RemoteStore(address).select(SELECT)
    with pytest.raises(StoreError, match="is no address"):
        RemoteStore("file:///etc/passwd")
    with endpoint((200, JSON, ONE)) as address, pytest.raises(QueryError, match="publish"):
        RemoteStore(address).select("DROP ALL")


needs_virtuoso = pytest.mark.skipif(
    program() is None, reason="Virtuoso is not here: install the Debian package virtuoso-opensource"
)


@pytest.mark.slow
@pytest.mark.skipif(not jena.is_here(), reason=jena.MISSING)
def test_jena_reads_every_line_and_gives_the_same_rows_for_every_question(few_build: Path, tmp_path: Path) -> None:
    built = (few_build / "current").resolve()
    asked, local = tmp_path / "asked", open_store("oxigraph", built)
    asked.mkdir()
    for question in questions().values():
        (asked / f"{question.id.replace('/', '.')}.rq").write_text(question.sparql or "", encoding="utf-8")
    lines = jena.run(Path(__file__).with_name("Answers.java"), str(built / LINES), str(asked), scratch=tmp_path)
    assert lines == [f"{len(read_quads(built / LINES))}\t{len(questions())}"]
    for question in questions().values():
        theirs = (asked / f"{question.id.replace('/', '.')}.rows").read_text(encoding="utf-8")
        rows = [
            "\t".join("" if cell is None else cell.text for cell in row) for row in local.select(question.sparql).rows
        ]
        assert sorted(theirs.split("\n") if theirs else []) == sorted(rows), question.id


@needs_virtuoso
@pytest.mark.slow
def test_virtuoso_gives_the_same_rows_for_every_question(few_build: Path, tmp_path: Path) -> None:
    built = (few_build / "current").resolve()
    quads = read_quads(built / LINES)
    version = version_of(built)
    with scratch_virtuoso(tmp_path) as address:
        told: list[int] = []
        target = Target(address=address, user=USER, password=PASSWORD)
        done = publish(quads, version, target, lambda sent, total: told.append(total - sent))
        assert done.triples == len(quads)
        assert told[-1] == 0
        store = RemoteStore(f"{address}/sparql")
        local = open_store("oxigraph", built)
        differing = [q.id for q in questions().values() if store.select(q.sparql) != local.select(q.sparql)]
        assert differing == []

        # A run that broke off goes on: a staged graph that is complete is not sent again.
        first = sorted({q.graph_name.value for q in quads})[0]  # type: ignore[union-attr]
        part = [q for q in quads if q.graph_name.value == first]  # type: ignore[union-attr]
        staged = [ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"{first}/staged/next")) for q in part]
        from treatygraph.graph.publish import _Server

        server = _Server(target)
        server.add(f"{first}/staged/next", "".join(f"{q.triple} .\n" for q in staged))
        assert publish(quads, "next", target, lambda *_: None).resumed == 1
        # An old graph that is no longer among ours goes; what others keep there stays.
        server.add("https://w3id.org/treatygraph/graph/source/gone", "<urn:a> <urn:b> <urn:c> .\n")
        server.add("urn:others", "<urn:a> <urn:b> <urn:c> .\n")
        publish(quads, version, target, lambda *_: None)
        assert server.count("https://w3id.org/treatygraph/graph/source/gone") == 0
        assert server.count("urn:others") == 1
        wrong = Target(address=address, user=USER, password="wrong")
        with pytest.raises(StoreError, match="user or password is wrong"):
            publish(quads[:10], version, wrong, lambda *_: None)


def test_publishing_to_nobody_is_named(world_quads: list[ox.Quad], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSES", ())
    with endpoint((200, JSON, ONE)) as address:
        pass
    target = Target(address=address.removesuffix("/sparql"), user="x", password="y")
    with pytest.raises(StoreError, match="refuses the connection"):
        publish(world_quads, "v", target, lambda *_: None)


def test_the_engine_in_memory_takes_quads(world_quads: list[ox.Quad], engines: dict[str, Store]) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert OxigraphStore.of(world_quads).select(query) == engines["oxigraph"].select(query)
    assert isinstance(engines["memory"], MemoryStore)
