"""How the whole path grows with the number of treaties: each folder of facts built, asked and started in processes.

`python benchmarks/width.py [FOLDER ...]` measures the invented world and then the facts as they are, or the folders
named, in their order; nothing in them is touched. Each figure is printed as soon as it is known, CPU beside wall, and
how it grew from the folder before; `--quick` asks each question once. Judges nothing.

Aims: full build under 30 s and 600 MB, one changed row under 3 s, `status` under 0.5 s, each question under 50 ms,
those over all treaties under 300 ms.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from treatygraph.facts.model import Facts  # noqa: E402
from treatygraph.facts.read import read_facts  # noqa: E402
from treatygraph.facts.write import write_facts  # noqa: E402
from treatygraph.graph.engines import open_store  # noqa: E402
from treatygraph.questions.catalogue import questions  # noqa: E402
from treatygraph.settings import DATA, METADATA  # noqa: E402

#: So many of the slowest questions are shown.
_SHOWN = 8


class Printed:
    """Figures, printed as they are found, each beside what it was at the size before."""

    def __init__(self) -> None:
        self._before: dict[str, float] = {}

    def line(self, name: str, value: float, unit: str, beside: str = "") -> None:
        """Print a figure."""
        before = self._before.get(name)
        grown = f"{value / before:7.1f} ×" if before else " " * 9
        self._before[name] = value
        print(f"  {name:44} {value:10,.1f} {unit:4} {grown}  {beside}", flush=True)


def process(arguments: list[str], environment: dict[str, str], *python: str) -> tuple[float, float, float]:
    """Return seconds of CPU, seconds of wall, and the most megabytes that a command takes: ours, unless Python's."""
    # As it is installed: with compiled modules.
    environment = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *(python or ("-m", "treatygraph")), *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    _, code, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(code)
    if child.returncode:
        raise SystemExit(f"treatygraph {' '.join(arguments)} ended with {child.returncode}.")
    return used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024


def change_a_row(data: Path) -> None:
    """Put a note to the last act of a file of acts."""
    path = max((data / "ratifications").glob("actions*/*.csv"), default=data / "ratifications" / "actions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    note = rows[0].index("note")
    rows[-1][note] = f"{rows[-1][note]} Measured.".strip()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def cpu(work: Callable[[], Any], times: int) -> float:
    """Return the milliseconds of a core that work takes, the median of some times."""
    found = []
    for _ in range(times):
        before = time.process_time()
        work()
        found.append(time.process_time() - before)
    return statistics.median(found) * 1000


def measure(facts: Facts, folder: Path, shown: Printed, times: int) -> None:
    """Print the figures of some facts."""
    print(f"{len(facts.coverage)} treaties, {len(facts.actions):,} acts:", flush=True)
    data, builds = folder / "data", folder / "build"
    write_facts(facts, data, METADATA)
    environment = {**os.environ, "TREATYGRAPH_BUILD": str(builds), "TREATYGRAPH_DATA": str(data)}
    used, wall, most = process(["build"], environment)
    shown.line("full build, CPU", used, "s", f"{wall:.1f} s of wall, {most:.0f} MB at most")
    change_a_row(data)
    used, wall, _ = process(["build"], environment)
    shown.line("build after one changed row, CPU", used, "s", f"{wall:.1f} s of wall")
    for command in (["--help"], ["status", facts.actions[-1].participant], ["treaties"]):
        used, wall, most = min(process(command, environment) for _ in range(3))
        shown.line(f"treatygraph {command[0]}, CPU", used * 1000, "ms", f"{wall * 1000:.0f} ms of wall")
    bare, _, _ = min(process([], environment, "-c", "pass") for _ in range(3))
    used, wall, _ = min(process([], environment, "-c", "import treatygraph; treatygraph.open()") for _ in range(3))
    shown.line(
        "tg.open() beyond a bare Python, CPU", (used - bare) * 1000, "ms", f"{wall * 1000:.0f} ms of wall, whole"
    )
    size = sum(path.stat().st_size for path in (builds / "current").resolve().rglob("*") if path.is_file())
    shown.line("on disk", size / 2**20, "MB")
    store = open_store("oxigraph", builds / "current")
    taken = {q.id: cpu(lambda q=q: store.select(q.sparql), times) for q in questions().values()}  # type: ignore[misc]
    slow = sum(value > 50 for value in taken.values())
    shown.line(f"the {len(taken)} questions together, CPU", sum(taken.values()), "ms", f"{slow} above 50 ms")
    for question in sorted(taken, key=taken.__getitem__, reverse=True)[:_SHOWN]:
        shown.line(question, taken[question], "ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Ask each question once.")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "tests" / "world", DATA])
    asked = parser.parse_args()
    shown = Printed()
    for place in asked.folders:
        with tempfile.TemporaryDirectory() as name:
            measure(read_facts(place).facts, Path(name), shown, 1 if asked.quick else 5)
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
