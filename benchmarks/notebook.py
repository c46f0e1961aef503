"""How quick the Python interface is, beside rdflib and SPARQLWrapper doing the same. Prints tables; judges nothing.

Aims: `import treatygraph` under 150 ms and `tg.open()` under 300 ms as a user waits for them, each method under 100 ms,
a result of 100,000 rows in pandas under 1 s.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd
import rdflib
import SPARQLWrapper
from tests.servers import free_port

import treatygraph as tg
from benchmarks.law import median
from benchmarks.server import started
from treatygraph import pipeline
from treatygraph.graph import packed
from treatygraph.questions.catalogue import questions
from treatygraph.settings import Settings

ROWS = 100_000
#: The graph has fewer triples than that: each is asked for twice.
LARGE = f"SELECT ?s ?p ?o WHERE {{ {{ ?s ?p ?o }} UNION {{ ?s ?p ?o }} }} LIMIT {ROWS}"
ASKED = "status/counts"

METHODS: dict[str, Callable[[tg.Graph], object]] = {
    'parties("som", on=…)': lambda g: g.parties("som", on="2020-01-01"),
    'status("CHE")': lambda g: g.status("CHE"),
    "participants()": lambda g: g.participants(),
    'bound("CHE")': lambda g: g.bound("CHE"),
    'between("FRA", "IRN")': lambda g: g.between("FRA", "IRN"),
    'why("CHE", "som")': lambda g: g.why("CHE", "som"),
    'why("AZE", "som 20(2)")': lambda g: g.why("AZE", "som 20(2)"),
    'gaps("CHE")': lambda g: g.gaps("CHE"),
    'whatif("JPN", "firearms", …)': lambda g: g.whatif("JPN", "firearms", deposit="2027-01-15"),
    "happened(since=…)": lambda g: g.happened(since="2015-01-01"),
    "network()": lambda g: g.network(),
    'ask("status/parties-on-a-day")': lambda g: g.ask("status/parties-on-a-day", treaty="som"),
    "sparql(…), 197 rows": lambda g: g.sparql("SELECT ?s WHERE { ?s a <https://w3id.org/treatygraph/ns#State> }"),
    "parties(…).to_pandas()": lambda g: g.parties("som").to_pandas(),
    "parties(…).to_polars()": lambda g: g.parties("som").to_polars(),
}


def process(code: str, times: int = 7) -> float:
    """Return the median seconds of a new Python that runs the code, less those of one that runs nothing."""

    def once(text: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", text], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begun

    both = [(once(code), once("pass")) for _ in range(times)]
    return statistics.median(a for a, _ in both) - statistics.median(b for _, b in both)


def once(work: Callable[[], object]) -> tuple[float, object]:
    """Return how long `work` takes, in seconds, and what it gives."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def line(what: str, seconds: float, aim: str = "", peers: dict[str, float] | None = None) -> None:
    """Print a line: milliseconds, aim, and how many times longer others take."""
    others = "  ".join(
        f"{name} {taken * 1000:.0f} ms ({taken / seconds:.1f} ×)" for name, taken in (peers or {}).items()
    )
    print(f"{what:46} {seconds * 1000:9.1f} {aim:>9}  {others}")


def wrapped(address: str, query: str) -> pd.DataFrame:
    """Return an answer of an endpoint as SPARQLWrapper and pandas give it to who has nothing else."""
    asked = SPARQLWrapper.SPARQLWrapper(address)
    asked.setReturnFormat(SPARQLWrapper.JSON)
    asked.setMethod(SPARQLWrapper.POST)
    asked.setQuery(query)
    rows = asked.queryAndConvert()["results"]["bindings"]
    return pd.DataFrame([{name: cell["value"] for name, cell in row.items()} for row in rows])


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    folder = pipeline.current_build(None, lambda _: None).resolve()
    quads = folder / packed.LINES
    assert quads.is_relative_to(Settings.of().builds)
    print(f"\n{'as a user waits':46} {'ms':>9} {'aim':>9}  others (their time ÷ ours)")
    peers = {name: process(f"import {name}") for name in ("rdflib", "SPARQLWrapper", "pandas")}
    line("import treatygraph", process("import treatygraph"), "150", peers)
    opened = process("import treatygraph as tg; tg.open()")
    line("import and tg.open(), a new process", opened, "450")
    first = process("import treatygraph as tg; tg.open().parties('som')")
    line("… and the first answer of the law", first)
    first = process("import treatygraph as tg; tg.open().ask('status/counts')")
    line("… and the first answer in SPARQL", first)

    g = tg.open()
    theirs = rdflib.Dataset(default_union=True)
    loading, _ = once(lambda: theirs.parse(file=packed.opened(quads), format="nquads"))
    # What rdflib holds is no load of the others': the collector need not walk it.
    gc.collect()
    gc.freeze()
    line("tg.open()", median(tg.open, 7), "300", {"rdflib, parsing": loading})

    print(f"\n{'method, warm':46} {'ms':>9} {'aim':>9}  first call")
    for name, method in METHODS.items():
        before, _ = once(lambda m=method: m(g))  # type: ignore[misc]
        taken = median(lambda m=method: m(g), 7)  # type: ignore[misc]
        print(f"{name:46} {taken * 1000:9.1f} {'100':>9}  {before * 1000:.1f}")

    port = free_port()
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", str(port), "--log", "error"]
    address = f"http://127.0.0.1:{port}/sparql"
    with started(command, address):
        remote = tg.open(address)
        query = questions()[ASKED].sparql
        for what, asked in ((f"{ASKED} into pandas", query), (f"{ROWS:,} rows into pandas", LARGE)):
            print(f"\n{what:46} {'ms':>9} {'aim':>9}  others (their time ÷ ours)")

            def ours(graph: tg.Graph, text: str = asked) -> pd.DataFrame:
                return graph.sparql(text, limit=None).to_pandas()

            def of_rdflib(text: str = asked) -> pd.DataFrame:
                found = theirs.query(text)
                return pd.DataFrame(iter(found), columns=[str(name) for name in found.vars or ()])

            results = [ours(g), ours(remote), of_rdflib(), wrapped(address, asked)]
            assert len({len(frame) for frame in results}) == 1, [len(frame) for frame in results]
            times = 3 if asked is LARGE else 7
            near, far = median(lambda f=ours: f(g), times), median(lambda f=ours: f(remote), times)  # type: ignore[misc]
            plain = median(lambda f=of_rdflib: f(), times)  # type: ignore[misc]
            wrap = median(lambda a=asked: wrapped(address, a), times)  # type: ignore[misc]
            aim = "1000" if asked is LARGE else "100"
            line("embedded", near, aim, {"rdflib in memory": plain, "SPARQLWrapper": wrap})
            line("from an endpoint on this machine", far, "", {"SPARQLWrapper": wrap})


if __name__ == "__main__":
    main()
