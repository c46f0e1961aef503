"""Six questions, asked of DuckDB on our Parquet export, and of us as the server answers them: pair by pair.

`python benchmarks/duck.py [BUILDS ...]`: folders of builds; without any, that of `TREATYGRAPH_BUILD`. A graph of up
to a million quads is asked in memory, a larger one on disk, as the server does. Each pair is one answer of ours and
one of theirs, right after each other, both warm; the medians of CPU (of all threads) and wall are printed, and where
the numbers of rows differ. Aims: level at today's size, within 3 × with 600 treaties.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from treatygraph import pipeline
from treatygraph.graph.engines import open_store
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.packed import LINES
from treatygraph.graph.serialise import read_quads
from treatygraph.graph.store import Store
from treatygraph.law.status import conclude
from treatygraph.pipeline import facts_of_build
from treatygraph.questions.catalogue import questions
from treatygraph.questions.networks import network
from treatygraph.settings import Settings

PAIRS = 7
#: As `serve --in-memory` has it when nothing is said.
_IN_MEMORY = 1_000_000
_DAY = date(2026, 9, 11)
#: Rows of a table on the day; what stands for it is the name of the table.
_ON = "{0}.since <= DATE '2026-09-11' AND ({0}.until IS NULL OR DATE '2026-09-11' < {0}.until)"
_BINDS = "{0}.carried_from IS NULL AND {0}.state NOT IN ('excluded', 'undetermined') AND " + _ON
_DUTY = "o.strength <> 'discretionary'"
#: Ours → the same in SQL; the names of the tables are those of the export.
ASKED: Mapping[str, str] = {
    "status/parties-on-a-day": f"""
        SELECT p.participant, p.since FROM participations p
        WHERE p.treaty = 'som' AND {_ON.format("p")} ORDER BY p.participant""",
    "obligations/binding-a-participant": f"""
        SELECT c.treaty, i.short_title, c.obligation, o.strength, o.summary FROM commitments c
        JOIN obligations o ON o.id = c.obligation JOIN instruments i ON i.id = c.treaty
        WHERE c.participant = 'CHE' AND {_BINDS.format("c")} AND {_DUTY}
        ORDER BY i.short_title, c.obligation""",
    "obligations/matrix-by-theme": f"""
        SELECT d.participant, d.theme, count(*) FROM (
          SELECT c.participant, unnest(string_split(o.themes, ';')) AS theme FROM commitments c
          JOIN obligations o ON o.id = c.obligation WHERE {_BINDS.format("c")} AND {_DUTY}) d
        GROUP BY ALL ORDER BY ALL""",
    "gaps/asked-to-join": """
        SELECT t.instrument, s.id FROM citations t CROSS JOIN participants s
        WHERE t.paragraph = 'ares-67-185-op6' AND s.kind = 'state' AND s.un_member_since_stated IS NOT NULL
        AND t.instrument IN (SELECT treaty FROM coverage) AND NOT EXISTS (
          SELECT 1 FROM participations p WHERE p.participant = s.id AND p.treaty = t.instrument
          AND (p.until IS NULL OR DATE '2026-09-11' < p.until))
        AND NOT EXISTS (SELECT 1 FROM possible_acts m WHERE m.participant = s.id AND m.treaty = t.instrument)
        ORDER BY ALL""",
    "status/kinds-of-consent": """
        SELECT a.treaty, a.kind, count(DISTINCT a.id) FROM participations p JOIN actions a ON a.id = p.consent
        GROUP BY ALL ORDER BY ALL""",
    "network together": f"""
        SELECT a.participant, b.participant, count(DISTINCT a.treaty) FROM participations a
        JOIN participations b ON a.treaty = b.treaty AND a.participant < b.participant
        WHERE {_ON.format("a")} AND {_ON.format("b")} GROUP BY ALL""",
}


def timed(work: Callable[[], int]) -> tuple[float, float, int]:
    """Return the milliseconds of CPU and of wall that work takes, and how many rows it found."""
    cpu, wall = time.process_time(), time.perf_counter()
    rows = work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000, rows


def exported(builds: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """Export a build as Parquet, and return a connection with a view of each table."""
    command = [sys.executable, "-m", "treatygraph", "export", "--format", "parquet", "--out", str(folder)]
    environment = {**os.environ, "TREATYGRAPH_BUILD": str(builds)}
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
    asked = duckdb.connect()
    for path in sorted(folder.rglob("*.parquet")):
        asked.sql(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{path}')")
    return asked


def in_memory(build: Path) -> Store | None:
    """Return the graph of a build in memory, where the server would hold it so."""
    with gzip.open(build / LINES) as lines:
        if sum(1 for _ in lines) > _IN_MEMORY:
            return None
    return OxigraphStore.of(read_quads(build / LINES))


def measure(builds: Path) -> None:
    """Print the pairs of one folder of builds."""
    build = (builds / "current").resolve()
    held = in_memory(build)
    store = held or open_store("oxigraph", build)
    concluded = conclude(facts_of_build(build))
    treaties, where = len(concluded.register.treaties), "memory" if held is not None else "disk"
    print(f"{treaties} treaties, ours from {where}; medians of {PAIRS} pairs, CPU ms (wall ms):", flush=True)
    print(f"  {'question':36} {'rows':>7} {'ours':>18} {'DuckDB, Parquet':>18} {'ours/theirs':>12}")
    with tempfile.TemporaryDirectory() as folder:
        theirs = exported(builds, Path(folder) / "tables")
        for name, sql in ASKED.items():

            def ours(name: str = name) -> int:
                if name in questions():
                    return len(store.select(questions()[name].sparql).rows)
                return int(network(concluded, name.partition(" ")[2], _DAY).number_of_edges())

            def other(sql: str = sql) -> int:
                return len(theirs.sql(sql).fetchall())

            ours(), other()
            pairs = [(timed(ours), timed(other)) for _ in range(PAIRS)]
            cpu = [statistics.median(pair[side][0] for pair in pairs) for side in (0, 1)]
            wall = [statistics.median(pair[side][1] for pair in pairs) for side in (0, 1)]
            ratio = statistics.median(mine[0] / max(other[0], 0.01) for mine, other in pairs)
            rows = [pair[2] for pair in pairs[-1]]
            told = "" if rows[0] == rows[1] else f"  they have {rows[1]:,} rows"
            mine, others = (f"{cpu[side]:9.1f} ({wall[side]:6.0f})" for side in (0, 1))
            print(f"  {name:36} {rows[0]:7,} {mine} {others} {ratio:10.2f} ×{told}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("builds", nargs="*", type=Path)
    asked = parser.parse_args()
    if not asked.builds:
        pipeline.current_build(None, lambda _: None)
    for builds in asked.builds or [Settings.of().builds]:
        measure(builds)


if __name__ == "__main__":
    main()
