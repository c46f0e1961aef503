"""A query cannot hurt the server, nor another query."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.server.conftest import Running, serving
from treatygraph.errors import BuildError, DataFolderError, MissingExtraError, TreatygraphError, UnheldError
from treatygraph.faces.web import apart as works
from treatygraph.faces.web.engine import blame, forked, holding
from treatygraph.faces.web.engine.failures import OURS, kind_of
from treatygraph.faces.web.engine.forked import Mother
from treatygraph.faces.web.engine.model import (
    BusyError,
    Job,
    Limits,
    NotAcceptableError,
    RefusedQueryError,
    StoreFailedError,
    TooLargeResultError,
    TooMuchMemoryError,
    TooSlowError,
    WorkerLostError,
)
from treatygraph.faces.web.engine.pool import Pool
from treatygraph.faces.web.engine.screen import names_dataset, screen
from treatygraph.faces.web.refusals import refusal_of
from treatygraph.graph.disk import damaged
from treatygraph.graph.packed import LINES
from treatygraph.graph.store import DamagedStoreError, QueryError, StoreError
from treatygraph.graph.terms import PREFIXES
from treatygraph.questions.catalogue import library

#: Everybody beside everybody, five times over: without end, and in little memory however large the graph is.
_PRODUCT = " ".join(f"?{letter} a <{PREFIXES['tg']}State> ." for letter in "abcde")
CARTESIAN = f"SELECT (COUNT(*) AS ?n) WHERE {{ {_PRODUCT} }}"
HUNGRY = "SELECT * WHERE { ?s ?p ?o . ?a ?b ?c } ORDER BY ?o ?c"
ENDLESS = f"SELECT * WHERE {{ {_PRODUCT} }}"
PATHS = "SELECT (COUNT(*) AS ?n) WHERE { ?s (!<x:y>)* ?o . ?o (!<x:z>|^!<x:z>)* ?t }"
REGEX = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . ?a ?b ?c "
    'FILTER(REGEX(CONCAT(STR(?o), STR(?c)), "(a+a+)+$|(.*.*.*)x")) }'
)


@pytest.fixture(scope="module")
def server(builds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of short limits: what a query may cost is the same at every size, and is reached sooner with few."""
    with serving(builds, tmp_path_factory.mktemp("log"), "--seconds", "5", "--memory", "512") as running:
        yield running


async def whole(pool: Pool, query: str) -> bytes:
    answer = await pool.ask(Job(query=query))
    try:
        return b"".join([chunk async for chunk in answer.chunks()])
    finally:
        await answer.close()


def wait_for_the_end_of(process: Path) -> None:
    """Wait until a process, by its folder in /proc, is gone or only waits to be counted."""
    while process.exists() and "Z" not in (process / "stat").read_text().rpartition(")")[2].split()[0]:
        time.sleep(0.05)


def with_pool(builds: Path, limits: Limits, work: object, held: bool = False) -> None:
    """Run work with a pool; where the graph is held in memory, when all workers answer from there."""

    async def run() -> None:
        build = (builds / "current").resolve()
        pool = Pool(build / "store", limits, dict(PREFIXES), build / LINES if held else None)
        await pool.start()
        while held and pool.state()["in_memory"] < limits.workers:
            await asyncio.sleep(0.05)
        try:
            await work(pool)  # type: ignore[operator]
        finally:
            await pool.close()

    asyncio.run(run())


async def settled(pool: Pool, idle: int) -> dict[str, int]:
    """Wait until nothing runs; a test that waits in vain is ended by who runs it, not by a clock of its own."""
    while (state := pool.state()) | {"in_memory": 0} != QUIET | {"idle": idle}:
        await asyncio.sleep(0.05)
    return state | {"in_memory": 0}


RDF = PREFIXES["rdf"]
#: One worker, and nothing to do.
QUIET = {"idle": 1, "busy": 0, "slow": 0, "starting": 0, "failing": 0, "waiting": 0, "in_memory": 0}
BOTH = pytest.mark.parametrize("held", [False, True], ids=["disk", "memory"])


@BOTH
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
def test_a_bomb_is_ended_and_leaves_the_pool_as_it_was(
    builds: Path, query: str, error: type[Exception], held: bool
) -> None:
    # One limit is near and the others are far, so that it is the one that ends the query, whatever the graph's size.
    slow = error is TooSlowError
    limits = Limits(seconds=3 if slow else 60, megabytes=1536 if slow else 256, result_bytes=2**20, workers=1)

    async def work(pool: Pool) -> None:
        with pytest.raises(error):
            await whole(pool, query)
        assert await settled(pool, 1) == QUIET
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        assert pool.state()["in_memory"] == held

    with_pool(builds, limits, work, held)


@pytest.mark.slow
def test_a_slow_query_leaves_its_place_to_fast_ones(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        slow = asyncio.create_task(whole(pool, CARTESIAN))
        while pool.state()["slow"] == 0:
            await asyncio.sleep(0.05)
        for _ in range(5):
            assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
            assert not slow.done()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow

    with_pool(builds, Limits(seconds=600, workers=1, slow=1), work)


@pytest.mark.slow
def test_too_many_queries_are_told_to_come_back(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        tasks = [asyncio.create_task(whole(pool, CARTESIAN)) for _ in range(6)]
        done = await asyncio.gather(*tasks, return_exceptions=True)
        kinds = sorted(type(e).__name__ for e in done)
        # One runs, two wait, three are refused at once; those that wait give up after half a second.
        assert kinds == ["BusyError"] * 5 + ["TooSlowError"], kinds
        assert await settled(pool, 1) == QUIET

    with_pool(builds, Limits(seconds=2, workers=1, slow=0, waiting=2, waiting_seconds=0.5), work)


def test_who_waits_gets_a_place_when_one_is_free(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        done = await asyncio.gather(*(whole(pool, "ASK { ?s ?p ?o }") for _ in range(40)))
        assert all(b"true" in d for d in done)

    with_pool(builds, Limits(workers=1, waiting=64), work)


@BOTH
def test_a_query_whose_sender_went_away_is_ended(builds: Path, held: bool) -> None:
    async def work(pool: Pool) -> None:
        task = asyncio.create_task(whole(pool, CARTESIAN))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await settled(pool, 1))["idle"] == 1

    with_pool(builds, Limits(seconds=30, workers=1), work, held)


def test_who_asks_and_hangs_up_costs_no_worker(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        (worker,) = pool._all
        for wait in (0.0, 0.001, 0.01, 0.05):
            task = asyncio.create_task(whole(pool, "SELECT * { ?s ?p ?o } LIMIT 3000"))
            await asyncio.sleep(wait)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        # What was left unread is not taken for the next answer.
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        assert await settled(pool, 1) == QUIET
        assert pool._all == {worker}

    with_pool(builds, Limits(workers=1, slow_after=60), work)


@BOTH
def test_a_worker_that_dies_is_replaced(builds: Path, held: bool) -> None:
    async def work(pool: Pool) -> None:
        (worker,) = pool._all
        worker.process.kill()
        # Nobody has seen yet that it is gone, and whoever asks first is answered all the same.
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        # The process that holds the graph ends its worker a moment later, and it may have answered by then.
        assert held or worker not in pool._all
        await worker.process.wait()
        while worker in pool._all:
            await asyncio.sleep(0.01)
        assert await settled(pool, 1) == QUIET
        (worker,) = pool._all
        worker.process.kill()
        await worker.process.wait()
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        (worker,) = pool._all
        worker.process.kill()
        # With nobody asking it is replaced too.
        while worker in pool._all:
            await asyncio.sleep(0.01)
        assert await settled(pool, 1) == QUIET

    with_pool(builds, Limits(workers=1), work, held)


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_over_the_disk_answer_while_nothing_holds_the_graph(builds: Path, workers: int) -> None:
    async def work(pool: Pool) -> None:
        mother = pool._holding.mother
        assert mother is not None
        os.kill(mother._process.pid, signal.SIGKILL)
        # Its workers end with it; whoever asks meanwhile is answered from the disk.
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        while pool.state()["in_memory"] < workers or pool._holding.mother is mother:
            assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        assert await settled(pool, workers) == QUIET | {"idle": workers}

    with_pool(builds, Limits(workers=workers), work, held=True)


def test_answers_that_nobody_reads_to_their_end_leave_nothing_open(
    builds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forked, "_AFTER", 0.1)

    async def work(pool: Pool) -> None:
        def opened() -> int:
            return len(list(Path("/proc/self/fd").iterdir()))

        before = opened()
        for _ in range(8):
            answer = await pool.ask(Job(query="SELECT * { ?s ?p ?o }"))
            async for _chunk in answer.chunks():
                break
            await answer.close()
        assert await settled(pool, 1) == QUIET
        while opened() > before:
            await asyncio.sleep(0.05)

    with_pool(builds, Limits(workers=1), work, held=True)


def test_memory_and_disk_give_the_same_answers(builds: Path) -> None:
    queries = [q.sparql for q in library().values() if q.law is None and q.sparql][::6]
    found: dict[bool, list[list[str]]] = {}
    for held in (False, True):

        async def work(pool: Pool, held: bool = held) -> None:
            raw = [json.loads(await whole(pool, query)) for query in queries]
            found[held] = [sorted(map(str, each["results"]["bindings"])) for each in raw]

        with_pool(builds, Limits(workers=1), work, held)
    assert found[False] == found[True]


@pytest.mark.parametrize("how", ["cancelled", "too late"])
def test_a_worker_is_given_to_one_at_a_time(builds: Path, how: str) -> None:
    async def work(pool: Pool) -> None:
        worker = await pool._take(pool._own)
        waiting = asyncio.create_task(pool._take(pool._own))
        await asyncio.sleep(0)
        if how == "too late":
            # The loop finds both at once: the wait is over, and a worker is there.
            time.sleep(0.3)
        pool._free(worker)
        if how == "cancelled":
            waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError, BusyError):
            assert await waiting is worker
            assert how == "too late"
            pool._free(worker)
        assert list(pool._idle) == [worker]
        assert await settled(pool, 1) == QUIET

    with_pool(builds, Limits(workers=1, waiting_seconds=0.2), work)


def test_the_answer_to_another_job_is_no_answer(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        worker = await pool._take(pool._own)
        worker.send(Job(query="ASK {}"), {})
        worker.job += 1
        with pytest.raises(WorkerLostError, match="what it was not asked"):
            await worker.read()
        pool.end(worker, WorkerLostError("done"))

    with_pool(builds, Limits(workers=1), work)


def test_a_pool_without_a_store_tries_for_ever(builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "_PAUSES", (0.0, 0.05))
    store, away = tmp_path / "store", tmp_path / "away"
    shutil.copytree((builds / "current" / "store").resolve(), store)

    async def run() -> None:
        pool = Pool(store, Limits(workers=1), dict(PREFIXES))
        await pool.start()
        store.rename(away)
        (worker,) = pool._all
        worker.process.kill()
        while pool.state() != QUIET | {"idle": 0, "failing": 1}:
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)
        away.rename(store)
        assert await settled(pool, 1) == QUIET
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        await pool.close()

    asyncio.run(run())


@BOTH
def test_a_worker_ends_with_its_parent(builds: Path, held: bool) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path;"
        "from treatygraph.faces.web.engine.model import Job, Limits;"
        "from treatygraph.faces.web.engine.pool import Pool\n"
        "async def run():\n"
        "    build, held = Path(sys.argv[1]), sys.argv[3] == 'True'\n"
        "    lines = build / 'graph' / 'treatygraph.nq.gz' if held else None\n"
        "    pool = Pool(build / 'store', Limits(workers=1, slow=0), {}, lines)\n"
        "    await pool.start()\n"
        "    while pool.state()['in_memory'] < held:\n"
        "        await asyncio.sleep(0.05)\n"
        "    asked = asyncio.create_task(pool.ask(Job(query=sys.argv[2])))\n"
        "    await asyncio.sleep(0.2)\n"
        "    print(next(iter(pool._all)).process.pid, flush=True)\n"
        "    await asked\n"
        "asyncio.run(run())"
    )
    command = [sys.executable, "-c", code, str((builds / "current").resolve()), CARTESIAN, str(held)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = Path("/proc") / parent.stdout.readline().strip()
        assert worker.exists()
        parent.kill()
    wait_for_the_end_of(worker)


def test_a_process_of_a_pool_ends_with_its_owner() -> None:
    code = (
        "import os, time\n"
        "from treatygraph.faces.web.engine.relay import _new_reader\n"
        "if __name__ == '__main__':\n"
        "    print(_new_reader().submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        helper = Path("/proc") / owner.stdout.readline().strip()
        assert helper.exists()
        owner.kill()
    wait_for_the_end_of(helper)


def test_every_pool_of_processes_ends_with_its_owner() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        for call in re.findall(r"ProcessPoolExecutor\((?:[^()]|\([^()]*\))*\)", path.read_text(encoding="utf-8")):
            assert re.search(r"initializer=(end_with|_bound)\b.*os\.getpid\(\)", call, re.DOTALL), path


def test_work_apart_ends_when_who_awaits_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(works.apart, time.sleep, 600, seconds=60, megabytes=1024)
        while not works._WORKING:
            time.sleep(0.01)
        works.end_all()
        with pytest.raises(works.TooMuchError):
            waiting.result()
    assert not works._WORKING
    monkeypatch.setattr(works, "_PATIENCE", 0)
    with pytest.raises(works.TooMuchError):
        works.apart(time.sleep, 600, seconds=60, megabytes=1024)


def test_work_apart_keeps_to_the_narrower_limits_of_the_machine() -> None:
    code = (
        "import resource\n"
        "from treatygraph.faces.web.apart import apart\n"
        "if __name__ == '__main__':\n"
        "    resource.setrlimit(resource.RLIMIT_CPU, (50, 50))\n"
        "    print(apart(resource.getrlimit, resource.RLIMIT_CPU, seconds=300, megabytes=1024))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(50, 50)\n"


def test_a_worker_that_is_given_up_before_it_was_ordered_leaves_nothing_open(builds: Path) -> None:
    async def run() -> None:
        mother = await Mother.start((builds / "current").resolve() / LINES, Limits())
        before = sorted(Path("/proc/self/fd").iterdir())
        for rounds in range(4):
            asked = asyncio.ensure_future(mother.worker())
            for _ in range(rounds):
                await asyncio.sleep(0)
            asked.cancel()
            await asyncio.wait({asked})
        while sorted(Path("/proc/self/fd").iterdir()) != before:
            await asyncio.sleep(0.05)
        mother.close()
        await mother.ended()

    asyncio.run(run())


def test_the_time_of_a_query_stands_still_while_nobody_reads_its_answer(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        answer = await pool.ask(Job(query="SELECT * WHERE { ?s ?p ?o } LIMIT 30000"))
        chunks = answer.chunks()
        first = await anext(chunks)
        await asyncio.sleep(5)
        assert len(first) + len(b"".join([chunk async for chunk in chunks])) > 2**20

    with_pool(builds, Limits(seconds=4, workers=1), work)


@pytest.mark.parametrize("text", ["!" * 199 + "x", "{}", "BASE <> ", "'''a'''", "\\", "word ", "FROM.", "<a ", "#\r"])
def test_a_megabyte_of_anything_does_not_hold_up_the_others(builds: Path, text: str) -> None:
    query = text * ((2**20 - 8) // len(text))

    async def work(pool: Pool) -> None:
        begun = time.process_time()
        with pytest.raises((QueryError, StoreError)):
            await whole(pool, query)
        # Time of this process alone, which serves everybody: the worker's is not in it.
        assert time.process_time() - begun < 0.3

    with_pool(builds, Limits(workers=1, seconds=5), work)


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
            [sys.executable, "-c", code, store, "seal"], capture_output=True, text=True, timeout=600, check=False
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


#: What stands together in thousands, as people found it by hand; `tests/graph/test_weight` walks all of the grammar.
MANY = {
    "having": ("ASK { } HAVING ", "(1)", ""),
    "objects": ("SELECT * { ?s ?p 1", ", 1", " }"),
    "order": ("ASK { } ORDER BY ", "RAND() ", ""),
    "members": ("SELECT * { ?s ?p (", " 1", ") }"),
    "choice": ("SELECT ?s { ?s a", "|a", " ?o } LIMIT 1"),
    "minus": ("SELECT * { ?s ?p ?o", " MINUS { ?s ?p 1 }", " } LIMIT 1"),
    "properties": ("SELECT ?s { ?s ?p ?o", "; ?p ?o", " } LIMIT 1"),
}


@pytest.mark.parametrize("case", MANY)
def test_a_query_of_thousands_of_parts_is_refused_or_answered_and_ends_no_worker(
    case: str, client: httpx.Client
) -> None:
    begins, part, ends = MANY[case]
    refused = client.post("/sparql", data={"query": begins + part * 10_001 + ends})
    assert refused.status_code == 403
    assert "more than 10000 words and signs" in refused.text
    assert "Ask in parts" in refused.text
    most = 9_900 // (3 * len(part.split()))
    assert client.post("/sparql", data={"query": begins + part * 100 + ends}).status_code == 200
    # It may take longer than a query may, which is told; it may not end the process that answers.
    answer = client.post("/sparql", data={"query": begins + part * most + ends})
    assert answer.status_code in {200, 504}, answer.text


@pytest.mark.parametrize(
    "text", ["'" * 900_000, '"""' + "\\" * 900_000, "<" * 900_000, "- " * 150 + " " * 900_000, "#" * 900_000]
)
def test_the_screen_itself_is_quick_on_hostile_text(text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(QueryError):
        screen(text, Limits())
    assert time.process_time() - begun < 5


def at_rest(client: httpx.Client) -> None:
    """Wait until the server has nothing to do."""
    while client.get("/health").json()["idle"] < 2:
        time.sleep(0.1)


@pytest.mark.slow
def test_bombs_do_not_stop_others_on_the_server(server: Running) -> None:
    enough = threading.Event()

    def bomb(query: str) -> set[int]:
        """Throw one bomb after the other until it is enough; what came of them."""
        came: set[int] = set()
        with server.client() as client:
            while not enough.is_set():
                came.add(client.get("/sparql", params={"query": query}).status_code)
        return came

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        bombs = [pool.submit(bomb, q) for q in (CARTESIAN, PATHS, HUNGRY)]
        with server.client() as client:
            try:
                while client.get("/health").json()["slow"] < 2:
                    time.sleep(0.1)
                for _ in range(5):
                    assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
                assert client.get("/en/participant/CHE").status_code == 200
            finally:
                enough.set()
        assert set().union(*(b.result() for b in bombs)) <= {503, 504, 507}
    with server.client() as client:
        at_rest(client)


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
        at_rest(client)


@pytest.mark.slow
def test_a_slow_head_and_a_slow_body_are_cut_off(server: Running) -> None:
    port = httpx.URL(server.address).port
    assert port is not None

    def told(first: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port)) as sender:
            sender.sendall(first)
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
        thread.join()
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


@pytest.mark.parametrize(
    ("job", "error", "said"),
    [
        (Job(query="SELECT (<x:f>(1) AS ?x) {}"), QueryError, "custom function.*functions of SPARQL 1.1"),
        (Job(query="SELECT * { ?s ?p ?o } ORDER BY <x:f>(?s) LIMIT 1"), QueryError, "custom function"),
        (Job(query="CONSTRUCT { <a:a> <b:b> <<( <a:a> <b:b> 1 )>> } {}", triples="jsonld"), NotAcceptableError, "1.2"),
        (Job(query='SELECT ("\\u0000" AS ?x) {}', rows="xml"), UnheldError, r"Row 1, column x: U\+0000"),
        (Job(query="SELECT (TRIPLE(<a:a>, <a:b>, 1) AS ?x) {}", rows="csv-bom"), UnheldError, "A triple stands"),
        (Job(query="SELECT (TRIPLE(<a:a>, <a:b>, 1) AS ?x) {}", rows="xlsx"), UnheldError, "A triple stands"),
        (Job(query="CONSTRUCT { <a:a> <a:#> 1 } {}", triples="xml"), UnheldError, "what is said of a:a"),
        (Job(query=f"CONSTRUCT {{ <a:a> <{RDF}li> 1 }} {{}}", triples="xml"), NotAcceptableError, "reserved"),
        (Job(query=f"SELECT ?{' ?'.join(f'c{n}' for n in range(17000))} {{}}", rows="xlsx"), UnheldError, "16,384"),
        (Job(query=f'SELECT ("{"a" * 40000}" AS ?x) {{}}', rows="xlsx"), UnheldError, "Row 1, column x: .*32,767"),
        (Job(query="ASK {}", default_graphs=("http://[::1",)), QueryError, "no IRI of a graph"),
        (Job(query="ASK {}", named_graphs=("a:\ufdd0",)), QueryError, "no IRI of a graph"),
    ],
)
def test_what_the_sender_did_is_told_as_his_and_costs_no_worker(
    builds: Path, job: Job, error: type[Exception], said: str
) -> None:
    async def work(pool: Pool) -> None:
        before = set(pool._all)
        with pytest.raises(error, match=said):
            await (await pool.ask(job)).close()
        assert pool._all == before

    # One that is slow costs its worker, and how slow one is depends on the machine. A table that is too wide has a word
    # for each column.
    with_pool(builds, Limits(workers=1, slow_after=600, words=20_000), work)


@pytest.mark.parametrize("kind", ["integer", "double", "decimal", "boolean", "date"])
def test_a_literal_that_is_none_of_its_kind_is_text_to_a_spreadsheet(client: httpx.Client, kind: str) -> None:
    texts = ["abc", "1" * 5000, "1_000", "NaN", "INF", "1e400", "2026-02-30"]
    columns = (f'("{text}"^^xsd:{kind} AS ?x{n})' for n, text in enumerate(texts))
    query = f"SELECT {' '.join(columns)} {{}}"
    found = client.post("/sparql", data={"query": query, "format": "csv-bom"})
    assert found.status_code == 200, found.text
    plain = client.post("/sparql", data={"query": query, "format": "csv"})
    assert found.text.removeprefix("\ufeff").split() == plain.text.split()


def spoil(store: Path) -> None:
    """Write nothing over half of what a store has written, beyond its beginning."""
    for path in store.glob("*.sst"):
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 10)
            file.write(b"\x00" * (path.stat().st_size // 2))


#: Queries that go on for ever, or until memory ends, over an index that cannot be read on.
@pytest.mark.parametrize("query", ["SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT * { ?s ?p ?o } ORDER BY ?o"])
def test_a_store_that_lets_a_query_go_on_for_ever_is_told_as_ours(
    query: str, builds: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = tmp_path / "store"
    shutil.copytree((builds / "current" / "store").resolve(), store)
    assert damaged(store) is None

    async def run() -> None:
        pool = Pool(store, Limits(workers=1, seconds=20, megabytes=256), dict(PREFIXES))
        await pool.start()
        (worker,) = pool._all
        spoil(store)
        with pytest.raises(StoreFailedError, match="does not hold what was written"):
            await whole(pool, query)
        assert worker not in pool._all
        await pool.close()

    asyncio.run(run())
    assert [r.fields["worker"] for r in caplog.records if r.msg == "query not answered"]  # type: ignore[attr-defined]


def test_a_store_that_breaks_is_told_as_ours_and_its_worker_replaced(
    builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(holding, "_PAUSES", (0.0, 0.05))
    store, kept = tmp_path / "store", (builds / "current" / "store").resolve()
    shutil.copytree(kept, store)

    async def run() -> None:
        pool = Pool(store, Limits(workers=1), dict(PREFIXES))
        await pool.start()
        (worker,) = pool._all
        spoil(store)
        with pytest.raises(StoreFailedError, match="The store cannot be read"):
            await whole(pool, "SELECT * { ?s ?p ?o }")
        assert worker not in pool._all
        shutil.rmtree(store)
        while not pool.state()["failing"]:
            for each in tuple(pool._all):
                each.process.kill()
            await asyncio.sleep(0.05)
        # Nobody waits for what does not come.
        with pytest.raises(StoreFailedError, match="No worker can be started"):
            await whole(pool, "ASK {}")
        shutil.copytree(kept, store)
        assert await settled(pool, 1) == QUIET
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        await pool.close()

    asyncio.run(run())
    assert [r.fields["worker"] for r in caplog.records if r.msg == "query not answered"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StoreFailedError("The store cannot be read (IO error: /secret/store)."), 503),
        (DamagedStoreError("The store in /secret/store is damaged."), 503),
        (BuildError("/secret/build cannot be written."), 503),
        (DataFolderError("/secret/columns.csv cannot be read."), 500),
        (MissingExtraError("notebook", "openpyxl"), 501),
    ],
)
def test_what_is_ours_is_told_without_the_names_of_our_folders(
    error: TreatygraphError, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = refusal_of(error)
    assert refusal.status == status
    assert "secret" not in str(refusal)
    assert "openpyxl" not in str(refusal)
    assert "why" in refusal.detail
    assert str(error) in caplog.records[-1].fields["error"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "calls", "sealed", "kind"),
    [
        (RuntimeError("The service <a:b> is not supported"), True, False, "query"),
        (RuntimeError("The variable encoding the service name is unbound"), True, False, "query"),
        (RuntimeError('"x" is not a valid service name'), True, False, "query"),
        (PermissionError("Operation not permitted"), False, True, "refused"),
        (PermissionError("Operation not permitted"), False, False, OURS),
        (OSError("Connection refused"), True, False, "elsewhere"),
        (OSError("Connection refused"), False, True, OURS),
        (KeyError("x"), False, True, OURS),
    ],
)
def test_whatever_is_not_known_to_be_the_sender_s_is_ours(
    error: Exception, calls: bool, sealed: bool, kind: str
) -> None:
    assert kind_of(error, calls, sealed) == kind


def test_a_store_is_read_once_for_all_whose_queries_took_too_much(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(blame, "damaged", lambda store: looked.append(store))

    async def run() -> None:
        found = blame.Blame(tmp_path)
        why = TooSlowError("long")
        leaves = asyncio.create_task(found.of(why, 1))
        await asyncio.sleep(0)
        leaves.cancel()
        assert await asyncio.gather(*(found.of(why, 1) for _ in range(5))) == [why] * 5
        busy = BusyError("busy")
        assert await found.of(busy, 1) is busy
        assert looked == [tmp_path]
        found._again = 0.0
        await found.of(why, 1)
        assert looked == [tmp_path] * 2

    asyncio.run(run())
