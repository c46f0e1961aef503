"""How quick the endpoint is beside others, on the same data, from the same client: pair by pair, with CPU beside wall.

Peers: a bare pyoxigraph behind uvicorn with as many processes as we have workers (the limit for HTTP in Python),
`oxigraph serve-read-only` (all in Rust), rdflib-endpoint, and Virtuoso when it is installed. Each round asks every peer
for a second, one right after the other, so that what else the machine does hits all alike; medians of the rounds are
printed, and of the ratios within each. A question is asked *again* (ours keeps answers) and *anew*: no two texts alike.

Aims with 8 clients: small questions at least 0.7 of the bare server, the others 2 × it and not below oxigraph. Judges
nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.scratch_virtuoso import PASSWORD, USER, program, scratch_virtuoso
from tests.servers import free_port

from benchmarks.scale import used
from benchmarks.server import load, percentiles, started
from treatygraph import pipeline
from treatygraph.graph.engines import open_store
from treatygraph.graph.packed import LINES
from treatygraph.graph.publish import Target, publish
from treatygraph.graph.serialise import read_quads
from treatygraph.graph.store import StoreError
from treatygraph.pipeline import version_of
from treatygraph.questions.catalogue import questions
from treatygraph.settings import Settings

#: Small questions, and larger ones.
ASKED = (
    "status/counts",
    "relations/reservations",
    "status/parties-on-a-day",
    "gaps/asked-to-join",
    "obligations/by-theme",
    "obligations/binding-a-participant",
)
OURS, BARE = "treatygraph", "bare pyoxigraph"
#: Processes that answer: ours has as many workers, and the bare server as many processes.
_WORKERS = 2

_BARE = """
import os
from urllib.parse import parse_qs
import pyoxigraph as ox
store = ox.Store.read_only(os.environ["STORE"])
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    asked = scope["query_string"] or (await receive())["body"]
    query = parse_qs(asked.decode())["query"][0]
    body = store.query(query, use_default_graph_as_union=True).serialize(format=ox.QueryResultsFormat.JSON)
    head = [(b"content-type", b"application/sparql-results+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A server that was started, or a Virtuoso, whose process is not ours to count."""

    address: str
    process: int | None = None
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Begin with another question."""
        for kept in (self.rates, self.costs, self.taken, self.failed):
            kept.clear()

    def ask(self, paths: list[str], clients: int, seconds: float) -> None:
        """Ask for some seconds, and keep what was found."""
        before = used(self.process)[0] if self.process is not None else 0.0
        rate, taken, failed = load(self.address, paths, clients, seconds)
        self.rates.append(rate)
        self.taken.extend(taken)
        if self.process is not None and taken:
            self.costs.append((used(self.process)[0] - before) * 1000 / len(taken))
        if failed:
            self.failed.append(failed)


@contextlib.contextmanager
def peers(folder: Path, quick: bool) -> Iterator[dict[str, Peer]]:
    """Yield ours and the others, all started on the same build."""
    with contextlib.ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (work / "bare.py").write_text(_BARE, encoding="utf-8")

        def start(command: list[str], path: str = "/sparql", **environment: str) -> Peer:
            port = free_port()
            address = f"http://127.0.0.1:{port}{path}"
            whole = [part.replace("PORT", str(port)) for part in command]
            running = stack.enter_context(started(whole, address, {**os.environ, **environment}))
            return Peer(address=address, process=running)

        python = sys.executable
        serve = [python, "-m", "treatygraph", "serve", "--workers", str(_WORKERS), "--port", "PORT", "--log", "error"]
        bare = ["-m", "uvicorn", "--app-dir", str(work), "--workers", str(_WORKERS), "--port", "PORT", "bare:app"]
        found = {OURS: start(serve), BARE: start([python, *bare, "--log-level", "error"], STORE=str(folder / "store"))}
        rust = Path(python).with_name("oxigraph")
        if rust.exists():
            command = [str(rust), "serve-read-only", "--union-default-graph", "--location", str(folder / "store")]
            found["oxigraph in Rust"] = start([*command, "--bind", "127.0.0.1:PORT"], "/query")
        else:
            print("oxigraph in Rust is not installed (pip install oxigraph)", flush=True)
        if not quick:
            graph = str(folder / LINES)
            found["rdflib-endpoint"] = start([python, "-c", _RDFLIB, graph, "PORT"], "/")
        if program() is not None and not quick:
            address = stack.enter_context(scratch_virtuoso(work / "virtuoso"))
            target = Target(address=address, user=USER, password=PASSWORD)
            publish(read_quads(folder / LINES), version_of(folder), target, lambda _, __: None)
            found["Virtuoso"] = Peer(address=f"{address}/sparql")
        yield found


#: A number no text had before.
_new = itertools.count(1_000_000)


def texts(query: str, anew: bool) -> list[str]:
    """Return the query once, or many times with a limit of its own that cuts nothing off."""
    return [f"{query}\nLIMIT {next(_new)}" for _ in range(5000)] if anew else [query]


def compare(name: str, query: str, found: dict[str, Peer], rounds: int, seconds: float) -> None:
    """Print how quick each is with a question: again and anew, with one and with eight clients."""
    expected = None
    for who, peer in found.items():
        # A peer that answers something else would be quick for nothing.
        try:
            rows = len(open_store(peer.address, Path()).select(query).rows)
        except StoreError as error:
            print(f"{name:34} {who} fails: {error}", flush=True)
            continue
        expected = rows if expected is None else expected
        if rows != expected:
            print(f"{name:34} {who} answers {rows} rows, not {expected}", flush=True)
    for clients, anew in ((1, True), (8, True), (8, False)):
        for peer in found.values():
            peer.forget()
        for _ in range(rounds):
            asked = texts(query, anew)
            for who, peer in found.items():
                if who != "rdflib-endpoint" or (clients, anew) == (8, True):
                    path = urlsplit(peer.address).path
                    peer.ask([f"{path}?query={quote(text)}" for text in asked], clients, seconds)
        print(f"{name}, {expected} rows, {clients} clients, {'anew' if anew else 'again'}", flush=True)
        ours = found[OURS].rates
        for who, peer in found.items():
            if peer.rates:
                p50, p95, p99 = percentiles(peer.taken)
                cost = f"{statistics.median(peer.costs):8.2f}" if peer.costs else " " * 8
                ratios = [mine / other for mine, other in zip(ours, peer.rates, strict=True) if other]
                ratio = f"ours {statistics.median(ratios):6.2f} × it" if ratios and who != OURS else ""
                told = f"{statistics.median(peer.rates):8.0f}/s {cost} ms CPU {p50:8.1f} {p95:8.1f} {p99:8.1f}"
                print(f"    {who:18} {told}  {ratio} {'; '.join(peer.failed)}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Fewer rounds; neither rdflib-endpoint nor Virtuoso.")
    asked = parser.parse_args()
    pipeline.current_build(None, lambda _: None)
    folder = (Settings.of().builds / "current").resolve()
    queries = {name: re.sub(r"^#.*\n", "", questions()[name].sparql, flags=re.M).rstrip() for name in ASKED}
    with peers(folder, asked.quick) as found:
        print("requests a second, CPU a request over all its processes, p50, p95, p99 in ms", flush=True)
        for name, query in queries.items():
            compare(name, query, found, 3 if asked.quick else 5, 0.5 if asked.quick else 1.0)


if __name__ == "__main__":
    main()
