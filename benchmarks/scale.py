"""What the whole path costs with 600 treaties, and how that grew from 60: made-up ones, which `grown.py` writes.

`python benchmarks/scale.py [TREATIES ...] [--seed N]`: build, disk, command line, every question of the library, the
start of the server, and the largest page of every kind, asked once of a server that has just been started. CPU stands
beside wall, since others use the machine too. Each figure is printed as soon as it is known; judges nothing.

Aims with 600: build 60 s of CPU and 800 MB; `status` 0.5 s; each question 500 ms; a page 300 ms and 500 kB; the start
of the server 2 s; 400 MB of disk. What grew more than the treaties did is marked.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.servers import ended, free_port  # noqa: E402

from benchmarks.grown import write_grown  # noqa: E402
from benchmarks.width import cpu, process  # noqa: E402
from treatygraph.facts.model import Facts  # noqa: E402
from treatygraph.facts.read import read_facts  # noqa: E402
from treatygraph.graph.engines import open_store  # noqa: E402
from treatygraph.graph.store import Store  # noqa: E402
from treatygraph.questions.catalogue import questions  # noqa: E402
from treatygraph.settings import DATA  # noqa: E402

SIZES = (60, 600)
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a figure should be below with 600 treaties."""

    most: float
    unit: str


SECONDS, MEGABYTES = Aim(most=60, unit="s"), Aim(most=800, unit="MB")
QUESTION, PAGE, SIZE = Aim(most=500, unit="ms"), Aim(most=300, unit="ms"), Aim(most=500, unit="kB")


class Printed:
    """Figures, printed as they are found, each beside what it was at the size before, and its aim."""

    def __init__(self) -> None:
        self._before: dict[str, float] = {}
        self.times = 1.0
        self.missed: list[str] = []
        self.steep: list[str] = []

    def line(self, name: str, value: float, aim: Aim, beside: str = "", floor: float = 0.0) -> None:
        """Print a figure; growth of what is below the floor tells nothing."""
        before = self._before.get(name)
        self._before[name] = value
        marks = ""
        if value > aim.most:
            marks, _ = f" above {aim.most:,.0f}", self.missed.append(name)
        grown = " " * 9
        if before:
            grown = f"{value / before:7.1f} ×"
            if value / before > 1.3 * self.times and value > floor:
                marks, _ = f"{marks} steep", self.steep.append(name)
        print(f"  {name:52} {value:10,.1f} {aim.unit:3}{grown}  {beside}{marks}", flush=True)


def used(pid: int) -> tuple[float, float]:
    """Return the seconds of CPU and the megabytes of a process and of those it started."""
    children: dict[int, list[int]] = {}
    stats: dict[int, tuple[float, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue
        parts = text.rpartition(")")[2].split()
        one = int(path.parent.name)
        children.setdefault(int(parts[1]), []).append(one)
        stats[one] = sum(map(int, parts[11:15])) / _TICK, int(parts[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    waiting, seconds, megabytes = [pid], 0.0, 0.0
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, ())
        seconds += stats.get(one, (0, 0))[0]
        megabytes += stats.get(one, (0, 0))[1]
    return seconds, megabytes


def pages(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield what each kind of page is called, and the address of the largest one of it."""

    def most(values: Iterable[str]) -> str:
        return Counter(values).most_common(1)[0][0]

    acting = most(a.participant for a in facts.actions)
    wide, told = most(a.treaty for a in facts.actions), most(s.treaty for s in facts.statements)
    other = Counter(a.participant for a in facts.actions).most_common(2)[1][0]
    # Who is responsible for the most territories: of each it is told where a treaty applies.
    widest = most(p.responsible for p in facts.participants if p.responsible is not None)
    obligation, statement = facts.obligations[-1].id, facts.statements[-1].id
    source = most(source for a in facts.actions for source in a.sources)
    linked = Counter(link.paragraph for link in facts.links).most_common(1)[0][0]
    number = next(p.number for p in facts.paragraphs if p.id == linked)
    chapters = {i.id: (i.untc_number or "").partition("-")[0] for i in facts.instruments}
    chapter = most(chapters[c.treaty] for c in facts.coverage)
    parts = next(p.id for p in reversed(facts.provisions) if p.part_of is None)
    made = most(a.treaty for a in facts.actions if a.treaty.startswith("grown"))
    for path in (
        "",
        "participants",
        f"participants?treaty={wide}",
        f"participant/{acting}",
        f"participant/{acting}?chapter={chapter}",
        f"participant/{acting}?on=2010-01-01",
        "treaties",
        f"treaties?chapter={chapter}",
        f"sets/{most(m.set for m in facts.set_members)}",
        f"treaty/{wide}",
        f"treaty/{told}",
        f"treaty/{made}",
        f"provision/{parts}",
        f"obligation/{obligation}",
        "resolution",
        f"resolution/{number}",
        f"compare?a={acting}&b={other}",
        f"why/{acting}/{wide}",
        f"why/{acting}/{obligation}",
        "questions",
        "questions/obligations/binding-a-participant",
        "questions/obligations/matrix-by-theme",
        "editor",
        "download",
        "about",
        "changes",
        f"act/{facts.actions[-1].id}",
        f"statement/{statement}",
        f"source/{source}",
        f"thing/id/participant/{acting}",
        f"thing/id/treaty/{wide}",
        "find?q=protocol",
        "report",
        f"report/{acting}",
        f"report/{acting}?annex=yes",
        f"report/{acting}?format=json",
        f"report/{acting}?format=md",
        f"report/{acting}?format=docx",
        f"report/{acting}?format=pdf",
        f"participant/{widest}?page=1",
        f"report/{widest}?since=2015-01-01",
    ):
        yield (
            re.sub(r"(?<=[/=])([a-z]+-art-[\w-]+|grown-[\w-]+|[A-Z]{3}\b|GROWN-\d+|[IVXL]+$)", "…", path)
            or "the first page",
            f"/en/{path}",
        )
    for path in (
        f"/id/participant/{acting}.ttl",
        "/id/participant/NOBODY",
        "/sitemap.xml",
        "/changes.atom",
        "/api/questions",
        "/.well-known/void",
    ):
        yield path.replace(acting, "…"), path


def get(port: int, path: str, patience: float = 120) -> tuple[int, int]:
    """Return the status and the bytes of an answer, uncompressed; a way to another page is gone."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        link.request("GET", quote(path, safe="/?=&"))
        answer = link.getresponse()
        size = len(answer.read())
    finally:
        link.close()
    if answer.status in {301, 302, 303, 307, 308}:
        where = urlsplit(answer.headers["Location"])
        return get(port, where.path + (f"?{where.query}" if where.query else ""), patience)
    return answer.status, size


def settle(pid: int) -> None:
    """Wait until a server does nothing any more: its processes take up the graph after the first answer."""
    before = -1.0
    while (now := used(pid)[0]) > before + 0.02:
        before = now
        time.sleep(1)


def measure_server(facts: Facts, environment: dict[str, str], shown: Printed) -> None:
    """Start a server, and ask it for each kind of page once."""
    port, begun = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", str(port), "--log", "error"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with ended(server):
        while server.poll() is None:
            try:
                get(port, "/health", 1)
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise SystemExit("The server did not start.")
        wall = time.perf_counter() - begun
        seconds, megabytes = used(server.pid)
        shown.line("start of the server, CPU", seconds, Aim(most=2, unit="s"), f"{wall:.1f} s of wall")
        shown.line("the server and its processes, started", megabytes, Aim(most=1024, unit="MB"))
        settle(server.pid)
        for name, path in dict(pages(facts)).items():
            before, begun = used(server.pid)[0], time.perf_counter()
            status, size = get(port, path)
            wall = time.perf_counter() - begun
            taken = (used(server.pid)[0] - before) * 1000
            beside = f"{wall * 1000:.0f} ms of wall" + ("" if status in {200, 404} else f", {status}!")
            shown.line(f"page: {name}", taken, PAGE, beside, floor=50)
            shown.line(f"size: {name}", size / 1000, SIZE, floor=50)
        shown.line("the server and its processes, all asked", used(server.pid)[1], Aim(most=1024, unit="MB"))


def measure(treaties: int, folder: Path, seed: int, shown: Printed) -> None:
    """Print the figures of so many treaties."""
    data, builds = folder / "data", folder / "build"
    stands = (builds / "current").exists()
    facts = read_facts(data).facts if stands else write_grown(read_facts(DATA).facts, data, treaties, seed)
    tables = ("actions", "statements", "obligations", "statement_flags")
    told = ", ".join(f"{len(getattr(facts, table)):,} {table.replace('_', ' ')}" for table in tables)
    print(f"{treaties} treaties, {told}:", flush=True)
    environment = {**os.environ, "TREATYGRAPH_BUILD": str(builds), "TREATYGRAPH_DATA": str(data)}
    if not stands:
        seconds, wall, most = process(["build"], environment)
        shown.line("full build, CPU", seconds, SECONDS, f"{wall:.1f} s of wall")
        shown.line("full build, memory", most, MEGABYTES)
    size = sum(path.stat().st_size for path in (builds / "current").resolve().rglob("*") if path.is_file())
    shown.line("on disk", size / 2**20, Aim(most=400, unit="MB"))
    for command in (["status", "CHE"], ["treaties"], ["participants"]):
        seconds, wall, most = min(process(command, environment) for _ in range(3))
        beside = f"{wall * 1000:.0f} ms of wall, {most:.0f} MB"
        shown.line(f"treatygraph {' '.join(command)}, CPU", seconds * 1000, QUESTION, beside)
    store = open_store("oxigraph", builds / "current")
    slow = 0
    for question in questions().values():
        taken = ask(store, question.sparql)
        slow += taken > QUESTION.most
        shown.line(f"question: {question.id}", taken, QUESTION, floor=50)
    print(f"  {slow} of {len(questions())} questions above {QUESTION.most:.0f} ms", flush=True)
    del store
    measure_server(facts, environment, shown)


def ask(store: Store, query: str) -> float:
    """Return the milliseconds of a core that a query takes the first time."""
    return cpu(lambda: store.select(query), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treaties", nargs="*", type=int, default=SIZES)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="Keep facts and builds there; those that stand are not made again.")
    asked = parser.parse_args()
    shown, before = Printed(), 0
    for treaties in asked.treaties:
        shown.times = treaties / before if before else 1
        shown.missed.clear()
        with tempfile.TemporaryDirectory(prefix="treatygraph-scale-") as folder:
            measure(treaties, (asked.keep or Path(folder)) / str(treaties), asked.seed, shown)
        before = treaties
    print(f"above its aim: {', '.join(shown.missed) or 'none'}")
    print(f"grew by more than 1.3 × the treaties: {', '.join(shown.steep) or 'none'}")


if __name__ == "__main__":
    main()
