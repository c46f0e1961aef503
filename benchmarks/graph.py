"""How long the graph takes: building, opening, each question, on pyoxigraph and rdflib. Prints tables; judges nothing.

rdflib is asked every question of the library, once, for no longer than the limit that is printed; with `--quick` for a
second each, and nothing is generated.

Aims: every question under 50 ms median on the default engine, store opened in under 50 ms, build under 5 s, at least
10 × rdflib in memory (= 1).
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.law import enlarged, median
from treatygraph import pipeline
from treatygraph.facts.read import read_facts
from treatygraph.facts.read.tables import read_tables
from treatygraph.facts.register import Register
from treatygraph.graph import from_facts, from_law
from treatygraph.graph.engines import open_store
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.serialise import read_ontology
from treatygraph.graph.store import Store
from treatygraph.graph.terms import ONTOLOGY_GRAPH
from treatygraph.law.status import conclude
from treatygraph.questions.catalogue import questions
from treatygraph.questions.named import default_day
from treatygraph.settings import METADATA, ONTOLOGY

#: Seconds in which rdflib answers a question, or is told not to have; some would take it hours.
_LIMIT, _QUICK_LIMIT = 20.0, 1.0


class TooLongError(BaseException):
    """The time for an answer is over; not an error of the query, which rdflib would be told to have."""


def _over(_: int, __: object) -> None:
    raise TooLongError


def within(work: Callable[[], object], seconds: float) -> float | None:
    """Return how long `work` takes, in seconds; None where it takes more than it may."""
    signal.signal(signal.SIGALRM, _over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return once(work)
    except TooLongError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def once(work: Callable[[], object]) -> float:
    """Return how long `work` takes, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="A second for each question, and nothing generated.")
    asked = parser.parse_args()
    begun = time.perf_counter()
    folder = pipeline.build(None, None, lambda _: None).folder
    print(f"full build {time.perf_counter() - begun:.1f} s (aim 5 s)")
    print(f"open the store {median(lambda: open_store('oxigraph', folder), 9) * 1000:.1f} ms (aim 50 ms)")
    ours: Store = open_store("oxigraph", folder)
    theirs: Store = open_store("memory", folder)
    limit = _QUICK_LIMIT if asked.quick else _LIMIT
    ratios, late = [], 0
    print(f"\nrdflib is given {limit:.0f} s for each question")
    print(f"{'question':44} {'rows':>6} {'pyoxigraph':>12} {'rdflib':>12} {'ratio':>9}", flush=True)
    for question in questions().values():
        rows = len(ours.select(question.sparql).rows)
        taken = median(lambda q=question: ours.select(q.sparql), 1 if asked.quick else 5)  # type: ignore[misc]
        other = within(lambda q=question: theirs.select(q.sparql), limit)  # type: ignore[misc]
        late += other is None
        ratios.append((other or limit) / taken)
        shown = f"{other * 1000:9.1f} ms" if other is not None else f"> {limit:.0f} s"
        ratio = f"{'> ' if other is None else ''}{ratios[-1]:.0f}×"
        print(f"{question.id:44} {rows:6} {taken * 1000:9.1f} ms {shown:>12} {ratio:>9}", flush=True)
    slower = sum(ratio < 10 for ratio in ratios)
    print(
        f"rdflib / pyoxigraph: at least {statistics.median(ratios):.0f}× at the median of {len(ratios)} questions; "
        f"{late} not answered in {limit:.0f} s; {slower} below 10×"
    )
    if asked.quick:
        return

    facts, tables = read_facts().facts, read_tables(METADATA)
    names = ("status/parties-on-a-day", "obligations/binding-a-participant", "gaps/distance", "relations/between-two")
    print(
        f"\n{'generated data':28} {'triples':>10} {'to RDF':>10} "
        + " ".join(f"{n.partition('/')[2]:>24}" for n in names)
    )
    for states, treaties in ((1, 1), (10, 1), (1, 10)):
        register = Register(enlarged(facts, states, treaties))
        concluded = conclude(register)
        begun = time.perf_counter()
        quads = [
            *from_facts.quads(register, tables),
            *from_law.quads(concluded, default_day(register), ()),
            *read_ontology(ONTOLOGY, ONTOLOGY_GRAPH),
        ]
        written = time.perf_counter() - begun
        store = OxigraphStore.of(quads)
        times = [median(lambda n=n, s=store: s.select(questions()[n].sparql), 3) for n in names]  # type: ignore[misc]
        print(
            f"participants × {states}, treaties × {treaties:<3} {len(quads):10,} {written:8.1f} s "
            + " ".join(f"{t * 1000:21.1f} ms" for t in times)
        )


if __name__ == "__main__":
    main()
