"""How quick the server is, beside others on the same data and with the same client. Prints tables; judges nothing.

Peers: a bare pyoxigraph behind uvicorn (the limit for one process of HTTP), rdflib-endpoint, Virtuoso when it is
installed, and pyoxigraph in this process without HTTP. Aims: 10 × rdflib-endpoint, within 2 × of the bare server, pages
under 100 ms (p95, 8 clients), and a bomb that raises the p95 of 8 others less than 2 ×.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.scratch_virtuoso import PASSWORD, USER, program, scratch_virtuoso
from tests.servers import ended, free_port

from benchmarks.siege import Siege, Told, bombs, missing, reports, signs
from treatygraph import pipeline
from treatygraph.graph.engines import open_store
from treatygraph.graph.packed import LINES
from treatygraph.graph.publish import Target, publish
from treatygraph.graph.serialise import read_quads
from treatygraph.graph.store import StoreError
from treatygraph.pipeline import version_of
from treatygraph.questions.catalogue import questions
from treatygraph.settings import Settings

#: Quick, middling and larger questions: rdflib answers each in seconds at the most.
ASKED = ("status/counts", "status/parties-on-a-day", "gaps/missing-instruments", "relations/reservations")
PAGES = ("/en/", "/en/participants", "/en/participant/CHE", "/en/treaty/som", "/en/why/CHE/som", "/zh/resolution/op6")
#: Seconds of each run, and the most requests in one.
_SECONDS, _MOST = 2.5, 4000

_BARE = """
import sys
from urllib.parse import parse_qs
import pyoxigraph as ox, uvicorn
store = ox.Store.read_only(sys.argv[1])
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    asked = scope["query_string"] or (await receive())["body"]
    query = parse_qs(asked.decode())["query"][0]
    body = store.query(query, use_default_graph_as_union=True).serialize(format=ox.QueryResultsFormat.JSON)
    head = [(b"content-type", b"application/sparql-results+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})
uvicorn.run(app, port=int(sys.argv[2]), log_level="error", lifespan="off")
"""
_RDFLIB = """
import gzip
import sys
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
import uvicorn
dataset = Dataset(default_union=True)
dataset.parse(data=gzip.open(sys.argv[1], "rt", encoding="utf-8").read(), format="nquads")
uvicorn.run(SparqlEndpoint(graph=dataset), port=int(sys.argv[2]), log_level="error")
"""


@contextlib.contextmanager
def started(command: list[str], address: str, patience: float = 90) -> Iterator[str]:
    """Yield the address of a server that was started; end it by its own id after."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    with ended(running):
        parts = urlsplit(address)
        until = time.monotonic() + patience
        while time.monotonic() < until and running.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((parts.hostname or "", parts.port or 0), 1):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{command[:3]} did not start")
        yield address


async def _one(path: str, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """Ask once, read the whole answer, and return its status."""
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/sparql-results+json,*/*;q=0.5\r\n\r\n".encode()
    )
    answer = await reader.readuntil(b"\r\n\r\n")
    size = re.search(rb"content-length: (\d+)", answer, re.I)
    if size is not None:
        await reader.readexactly(int(size[1]))
    else:
        while length := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(length + 2)
        await reader.readuntil(b"\r\n")
    return int(answer[9:12])


async def _client(address: str, paths: list[str], until: float, taken: list[float], failed: list[str]) -> None:
    """Ask until the time is over. A peer that refuses, resets or cuts off has failed one request and is asked on."""
    parts = urlsplit(address)
    turn, link = 0, None
    while time.perf_counter() < until and len(taken) + len(failed) < _MOST:
        path = paths[turn % len(paths)]
        turn += 1
        begun = time.perf_counter()
        try:
            # The connection is held open, and made anew only after a failure.
            link = link or await asyncio.open_connection(parts.hostname, parts.port)
            status = await asyncio.wait_for(_one(path, parts.netloc, *link), 60)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            failed.append(type(error).__name__)
            if link is not None:
                link[1].close()
            link = None
            await asyncio.sleep(0.05)
            continue
        if status == 200:
            taken.append(time.perf_counter() - begun)
        else:
            failed.append(str(status))
    if link is not None:
        link[1].close()


def load(address: str, paths: list[str], clients: int, seconds: float = _SECONDS) -> tuple[float, list[float], str]:
    """Return answers per second, the seconds of each, and what failed how often, with so many clients at once."""

    async def run() -> tuple[float, list[float], str]:
        taken: list[float] = []
        failed: list[str] = []
        begun = time.perf_counter()
        await asyncio.gather(*(_client(address, paths, begun + seconds, taken, failed) for _ in range(clients)))
        told = ", ".join(f"{n} × {kind}" for kind, n in sorted(Counter(failed).items()))
        return len(taken) / (time.perf_counter() - begun), taken, told

    return asyncio.run(run())


def percentiles(taken: list[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99 in milliseconds; not-a-number where nothing was answered."""
    if not taken:
        return (math.nan,) * 3
    cuts = statistics.quantiles(taken, n=100) if len(taken) > 1 else [taken[0]] * 99
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def ratio(one: float, other: float) -> str:
    """Return how many times the other one is, or that there is nothing to compare with."""
    return f"{one / other:.2f} ×" if other else "not comparable with"


def main() -> None:
    """Measure and print."""
    pipeline.current_build(None, lambda _: None)
    folder = Settings.of().builds / "current"
    queries = {name: re.sub(r"^#.*\n", "", questions()[name].sparql, flags=re.M) for name in ASKED}
    store = open_store("oxigraph", folder)
    with contextlib.ExitStack() as stack:
        python = sys.executable
        ports = [free_port() for _ in range(3)]
        ours = stack.enter_context(
            started(
                [python, "-m", "treatygraph", "serve", "--port", str(ports[0]), "--log", "error"],
                f"http://127.0.0.1:{ports[0]}/sparql",
            )
        )
        bare = stack.enter_context(
            started([python, "-c", _BARE, str(folder / "store"), str(ports[1])], f"http://127.0.0.1:{ports[1]}/sparql")
        )
        rdflib = stack.enter_context(
            started(
                [python, "-c", _RDFLIB, str(folder / LINES), str(ports[2])],
                f"http://127.0.0.1:{ports[2]}/",
            )
        )
        peers = {"treatygraph": ours, "bare pyoxigraph": bare, "rdflib-endpoint": rdflib}
        if program() is not None:
            work = stack.enter_context(tempfile.TemporaryDirectory())
            address = stack.enter_context(scratch_virtuoso(Path(work)))
            quads = read_quads(folder / LINES)
            target = Target(address=address, user=USER, password=PASSWORD)
            publish(quads, version_of(folder), target, lambda _, __: None)
            peers["Virtuoso"] = f"{address}/sparql"
        print(
            f"{'question':28} {'peer':18} {'clients':>7} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} failed"
        )
        for name, query in queries.items():
            alone = []
            for _ in range(20):
                begun = time.perf_counter()
                store.select(query)
                alone.append(time.perf_counter() - begun)
            rows = len(store.select(query).rows)
            for peer, address in peers.items():
                # A peer that answers something else would be quick for nothing.
                try:
                    theirs = len(open_store(address, Path()).select(query).rows)
                except StoreError as error:
                    print(f"{name:28} {peer} fails: {error}")
                    continue
                if theirs != rows:
                    print(f"{name:28} {peer} answers {theirs} rows, not {rows}")
            median = statistics.median(alone)
            print(f"{name:28} {'in this process':18} {1:7} {1 / median:8.0f} {median * 1000:8.1f}")
            rates: dict[str, float] = {}
            for peer, address in peers.items():
                for clients in (1, 8, 32):
                    if peer == "rdflib-endpoint" and clients != 8:
                        continue  # one thread of Python: more clients only wait
                    path = f"{urlsplit(address).path}?query={quote(query)}"
                    rate, taken, failed = load(address, [path], clients)
                    p50, p95, p99 = percentiles(taken)
                    rates[f"{peer} {clients}"] = rate
                    print(f"{'':28} {peer:18} {clients:7} {rate:8.0f} {p50:8.1f} {p95:8.1f} {p99:8.1f} {failed}")
            mine = rates["treatygraph 8"]
            print(
                f"{'':28} with 8 clients: {ratio(mine, rates['rdflib-endpoint 8'])} rdflib-endpoint, "
                f"{ratio(mine, rates['bare pyoxigraph 8'])} the bare server"
            )
        print(f"\n{'page, 8 clients':40} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8}   (aim: p95 under 100 ms)")
        for page in PAGES:
            rate, taken, failed = load(ours, [page], 8, 1.5)
            p50, p95, _ = percentiles(taken)
            print(f"{page:40} {rate:8.0f} {p50:8.1f} {p95:8.1f} {failed}")
        days = [f"/en/participant/{c}?on=20{y}-01-01" for y in range(10, 26) for c in ("CHE", "AZE", "FRA", "KEN")]
        rate, taken, failed = load(ours, days, 8, 3)
        p50, p95, _ = percentiles(taken[: len(days)])
        print(f"{'participants, each made anew':40} {rate:8.0f} {p50:8.1f} {p95:8.1f} {failed}")

        asked = f"/sparql?query={quote(queries['status/parties-on-a-day'])}"
        print(f"\n{'p95 of 8 clients beside':28} {'alone ms':>9} {'beside ms':>9} {'ratio':>8}   (aim: below 2 ×)")
        for name, paths in (("a question", [asked]), ("pages", list(PAGES))):
            for kind, hostile in HOSTILE.items():
                alone, together, failed = beside(ours, paths, hostile)
                told = f"{alone:9.1f} {together:9.1f} {ratio(together, alone):>8}   {failed or 'none'} failed"
                print(f"{name + ', ' + kind:28} {told}")


#: Who is beside the honest → what each of its clients does.
HOSTILE: dict[str, Callable[[Siege], list[Any]]] = {
    "nobody": lambda _: [],
    "a bomb": lambda s: [s.asking("bomb", "127.0.0.2", bombs())],
    "a megabyte of !": lambda s: [s.asking("signs", "127.0.0.2", signs("!"))],
    "6 unread answers": lambda s: [s.unread(f"127.0.0.{n}", 0.0) for n in range(2, 8)],
    "4 clients of 404s": lambda s: [s.asking("missing", f"127.0.0.{n}", missing()) for n in range(2, 6)],
    "8 PDF reports": lambda s: [s.asking("report", f"127.0.0.{n}", reports()) for n in range(2, 10)],
}
#: Pairs of runs, alone and beside, of which the medians are told.
_PAIRS = 3


def beside(address: str, paths: list[str], hostile: Callable[[Siege], list[Any]]) -> tuple[float, float, str]:
    """Return the p95 of eight clients alone and beside others, in milliseconds, and what failed beside them."""
    alone, together, failures = [], [], []
    for _ in range(_PAIRS):
        alone.append(percentiles(load(address, paths, 8)[1])[1])
        siege = Siege(address, _SECONDS + 2, Told())

        async def run(siege: Siege = siege) -> None:
            await asyncio.gather(*hostile(siege))

        others = threading.Thread(target=lambda run=run: asyncio.run(run()))
        others.start()
        time.sleep(1)
        _, taken, failed = load(address, paths, 8)
        together.append(percentiles(taken)[1])
        failures += [failed] if failed else []
        others.join()
    return statistics.median(alone), statistics.median(together), "; ".join(failures)


if __name__ == "__main__":
    main()
