"""A query cannot hurt the server, nor another query."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.server.conftest import Running, serving
from treatygraph.faces.web.engine.model import (
    BusyError,
    Job,
    Limits,
    RefusedQueryError,
    TooLargeResultError,
    TooMuchMemoryError,
    TooSlowError,
)
from treatygraph.faces.web.engine.pool import Pool
from treatygraph.faces.web.engine.screen import names_dataset, screen
from treatygraph.graph.store import DamagedStoreError, QueryError
from treatygraph.graph.terms import PREFIXES

CARTESIAN = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
HUNGRY = "SELECT * WHERE { ?s ?p ?o . ?a ?b ?c } ORDER BY ?o ?c"
ENDLESS = "SELECT * WHERE { ?s ?p ?o . ?a ?b ?c }"
PATHS = "SELECT (COUNT(*) AS ?n) WHERE { ?s (!<x:y>)* ?o . ?o (!<x:z>|^!<x:z>)* ?t }"
REGEX = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . ?a ?b ?c "
    'FILTER(REGEX(CONCAT(STR(?o), STR(?c)), "(a+a+)+$|(.*.*.*)x")) }'
)


async def whole(pool: Pool, query: str) -> bytes:
    answer = await pool.ask(Job(query=query))
    try:
        return b"".join([chunk async for chunk in answer.chunks()])
    finally:
        await answer.close()


def with_pool(builds: Path, limits: Limits, work: object) -> None:
    async def run() -> None:
        pool = Pool((builds / "current" / "store").resolve(), limits, dict(PREFIXES))
        await pool.start()
        try:
            await work(pool)  # type: ignore[operator]
        finally:
            await pool.close()

    asyncio.run(run())


async def settled(pool: Pool, idle: int) -> dict[str, int]:
    for _ in range(200):
        state = pool.state()
        if state["idle"] == idle and not state["busy"] + state["slow"]:
            break
        await asyncio.sleep(0.05)
    return pool.state()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "error"),
    [
        (CARTESIAN, TooSlowError),
        (PATHS, TooSlowError),
        (REGEX, TooSlowError),
        (HUNGRY, TooMuchMemoryError),
        (ENDLESS, TooLargeResultError),
    ],
)
def test_a_bomb_is_ended_and_leaves_the_pool_as_it_was(builds: Path, query: str, error: type[Exception]) -> None:
    limits = Limits(seconds=3 if error is TooSlowError else 60, megabytes=256, result_bytes=2**20, workers=1)

    async def work(pool: Pool) -> None:
        begun = time.monotonic()
        with pytest.raises(error):
            await whole(pool, query)
        assert time.monotonic() - begun < 30
        assert await settled(pool, 1) == {"idle": 1, "busy": 0, "slow": 0, "waiting": 0}
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")

    with_pool(builds, limits, work)


@pytest.mark.slow
def test_a_slow_query_leaves_its_place_to_fast_ones(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        slow = asyncio.create_task(whole(pool, CARTESIAN))
        await asyncio.sleep(1.5)
        assert pool.state()["slow"] == 1
        for _ in range(5):
            assert b"true" in await asyncio.wait_for(whole(pool, "ASK { ?s ?p ?o }"), 2)
        with pytest.raises(TooSlowError):
            await slow

    with_pool(builds, Limits(seconds=4, workers=1, slow=1), work)


@pytest.mark.slow
def test_too_many_queries_are_told_to_come_back(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        tasks = [asyncio.create_task(whole(pool, CARTESIAN)) for _ in range(6)]
        done = await asyncio.gather(*tasks, return_exceptions=True)
        kinds = sorted(type(e).__name__ for e in done)
        # One runs, two wait, three are refused at once; those that wait give up after half a second.
        assert kinds == ["BusyError"] * 5 + ["TooSlowError"], kinds
        assert await settled(pool, 1) == {"idle": 1, "busy": 0, "slow": 0, "waiting": 0}

    with_pool(builds, Limits(seconds=2, workers=1, slow=0, waiting=2, waiting_seconds=0.5), work)


def test_who_waits_gets_a_place_when_one_is_free(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        done = await asyncio.gather(*(whole(pool, "ASK { ?s ?p ?o }") for _ in range(40)))
        assert all(b"true" in d for d in done)

    with_pool(builds, Limits(workers=1, waiting=64), work)


def test_a_query_whose_sender_went_away_is_ended(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        task = asyncio.create_task(whole(pool, CARTESIAN))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await settled(pool, 1))["idle"] == 1

    with_pool(builds, Limits(seconds=30, workers=1), work)


def test_a_worker_that_dies_is_replaced(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        (worker,) = pool._all
        worker.process.kill()
        await worker.process.wait()
        with pytest.raises(Exception, match="Ask again"):
            await whole(pool, "ASK {}")
        assert (await settled(pool, 1))["idle"] == 1
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")

    with_pool(builds, Limits(workers=1), work)


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    async def run() -> None:
        await Pool(tmp_path / "nothing", Limits(workers=1), {}).start()

    with pytest.raises(DamagedStoreError, match="treatygraph build"):
        asyncio.run(run())


def test_a_sealed_process_reaches_nothing_even_when_the_screen_is_passed(builds: Path) -> None:
    """The kernel refuses the socket: a SERVICE that got past every other check reaches no listener."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        code = (
            "from treatygraph.faces.web.engine.seal import seal; import sys; sealed = sys.argv[2] == 'seal' and seal();"
            "import pyoxigraph as ox; store = ox.Store.read_only(sys.argv[1]);"
            f"list(store.query('SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}'))"
        )
        store = str((builds / "current" / "store").resolve())
        done = subprocess.run(
            [sys.executable, "-c", code, store, "seal"], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode != 0
        with pytest.raises(TimeoutError):
            listener.accept()
        # The counter-check: without the seal it does reach out.
        open_ = subprocess.Popen([sys.executable, "-c", code, store, "open"], stderr=subprocess.DEVNULL)
        listener.settimeout(20)
        listener.accept()[0].close()
        open_.kill()
        open_.wait()


ALLOWED = Limits(services=("http://a.example/sparql", "https://b.example/q"))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a.example/sparql> { ?s ?p ?o } }",
        "select*{service silent<https://b.example/q>{?s ?p ?service}}",
        "SELECT * { SERVICE # a remark\n <http://a.example/sparql> { } }",
        "SELECT ?service { ?service <x:SERVICE> 'SERVICE <x:y> {}' } # SERVICE <x:y> {}",
    ],
)
def test_service_may_call_the_endpoints_allowed(query: str) -> None:
    screen(query, ALLOWED)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://c.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://a.example/sparql?more> { } }",
        "SELECT * { SERVICE ?where { } }",
        "BASE <http://c.example/> SELECT * { SERVICE <sparql> { } }",
        "PREFIX c: <http://c.example/> SELECT * { SERVICE c:sparql { } }",
        "SELECT * { SERVICE <http://a.example/sparql> { SERVICE <http://c.example/> { } } }",
        # Each hides the word from a careless reader of the text.
        "SELECT * { \\u0053ERVICE <http://c.example/> { } }",
        "SELECT*{FILTER(1<2)SERVICE?x{?s?p?o}FILTER(3>2)}",
        "SELECT * { ?s ?p 1SERVICE<http://c.example/>{ } }",
        "PREFIX e: <x:> SELECT * { e:it\\'s ?p ?o . SERVICE ?x { } FILTER(?o != 'a') }",
        'SELECT * { BIND("\\u0022" AS ?q) SERVICE ?x { } BIND("\\u0022" AS ?r) }',
    ],
)
def test_service_may_call_no_other(query: str) -> None:
    with pytest.raises(RefusedQueryError, match=r"SERVICE may call http://a\.example/sparql, https://b"):
        screen(query, ALLOWED)


@pytest.mark.slow
def test_an_allowed_endpoint_is_really_called(builds: Path, server: Running, tmp_path: Path) -> None:
    """One server asks another, and nobody else."""
    there = f"{server.address}sparql"
    with serving(builds, tmp_path, "--service", there, "--workers", "1") as asking, asking.client() as client:
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{there}> {{ ?s a <https://w3id.org/treatygraph/ns#State> }} }}"
        answer = client.get("/sparql", params={"query": query, "format": "csv"})
        assert answer.status_code == 200, answer.text
        assert int(answer.text.split()[1]) > 190
        refused = client.get("/sparql", params={"query": query.replace(there, "http://127.0.0.1:1/")})
        assert refused.status_code == 403
        assert there in refused.text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * FROM <x:y> {}", True),
        ("SELECT * from named g:h {}", True),
        ("SELECT ?from { ?from <x:FROM> 'FROM <x:y>' } # FROM <x:y>", False),
        ("PREFIX FROM: <x:> SELECT * { FROM:a ?p ?o }", False),
    ],
)
def test_a_dataset_clause_is_seen_where_it_is_one(query: str, named: bool) -> None:
    assert names_dataset(query) is named


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service <x:SERVICE> 'SERVICE <x:y> {}' }",
        "SELECT ?insert { ?insert ?p 'DELETE' } # INSERT",
        "PREFIX insert: <x:> SELECT * { insert:a ?p ?o }",
        "BASE <x:> PREFIX delete: <y:> ASK {}",
    ],
)
def test_words_that_only_look_like_it_are_let_through(query: str) -> None:
    screen(query, Limits())


@pytest.mark.parametrize(
    "text", ["'" * 900_000, '"""' + "\\" * 900_000, "<" * 900_000, "- " * 150 + " " * 900_000, "#" * 900_000]
)
def test_the_screen_itself_is_quick_on_hostile_text(text: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(QueryError):
        screen(text, Limits())
    assert time.perf_counter() - begun < 5


@pytest.mark.slow
def test_bombs_do_not_stop_others_on_the_server(server: Running) -> None:
    def bomb(query: str) -> int:
        with server.client() as client:
            return client.get("/sparql", params={"query": query}).status_code

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        bombs = [pool.submit(bomb, q) for q in (CARTESIAN, PATHS, HUNGRY)]
        time.sleep(1)
        with server.client() as client:
            for _ in range(5):
                assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=5).json()["boolean"] is True
            assert client.get("/en/participant/CHE", timeout=5).status_code == 200
        assert {b.result() for b in bombs} <= {504, 507}
    with server.client() as client:
        for _ in range(100):
            state = client.get("/health").json()
            if state["idle"] == 2 and not state["slow"]:
                break
            time.sleep(0.1)
        assert (state["idle"], state["slow"], state["waiting"]) == (2, 0, 0)


@pytest.mark.slow
def test_an_answer_that_breaks_off_is_noticed_by_the_client(server: Running) -> None:
    with server.client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/sparql", params={"query": ENDLESS, "format": "csv"})
    assert "broken" in server.log.read_text()


def test_a_sender_that_goes_away_frees_its_worker(server: Running) -> None:
    port = httpx.URL(server.address).port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port)) as sender:
        body = b"query=" + httpx.QueryParams({"q": CARTESIAN}).__str__().removeprefix("q=").encode()
        kind = "Content-Type: application/x-www-form-urlencoded"
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        sender.sendall(head.encode() + body)
        time.sleep(0.3)
    with server.client() as client:
        for _ in range(30):
            state = client.get("/health").json()
            if state["idle"] == 2 and not state["slow"]:
                break
            time.sleep(0.1)
    assert (state["idle"], state["slow"]) == (2, 0)


@pytest.mark.slow
def test_a_slow_head_and_a_slow_body_are_cut_off(server: Running) -> None:
    port = httpx.URL(server.address).port
    assert port is not None

    def told(first: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port)) as sender:
            sender.sendall(first)
            sender.settimeout(40)
            return sender.recv(4096)

    heads = [
        b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-A: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK",
    ]
    answers: dict[int, bytes] = {}
    threads = [threading.Thread(target=lambda n=n, h=h: answers.__setitem__(n, told(h))) for n, h in enumerate(heads)]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers[0] == b""
    assert answers[1].startswith(b"HTTP/1.1 408")


def test_a_head_without_end_is_cut_off(server: Running) -> None:
    port = httpx.URL(server.address).port
    assert port is not None

    def sent() -> int:
        """Send header after header; return how many bytes were taken until the server hung up."""
        number = 0
        with socket.create_connection(("127.0.0.1", port)) as sender, contextlib.suppress(ConnectionError):
            sender.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            for n in range(2000):
                number += sender.send(b"X-%d: %s\r\n" % (n, b"a" * 4000))
                time.sleep(0.001)
        return number

    assert sent() < 7_000_000


def test_busy_is_told_with_when_to_come_back() -> None:
    from treatygraph.faces.web.refusals import refusal_of

    found = refusal_of(BusyError("Too many."))
    assert (found.status, found.headers["Retry-After"]) == (503, "5")
