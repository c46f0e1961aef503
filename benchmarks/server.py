"""How quick the pages are, and how little the hostile slow the others. Prints tables; judges nothing.

Aims: pages under 100 ms (p95, 8 clients), and a bomb that raises the p95 of 8 others less than 2 ×. What the
endpoint is beside other servers, `peers.py` says.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers import ended, free_port

from benchmarks.siege import Siege, Told, bombs, missing, reports, signs
from treatygraph import pipeline
from treatygraph.questions.catalogue import questions

#: Quick, middling and larger questions: rdflib answers each in seconds at the most.
ASKED = ("status/counts", "status/parties-on-a-day", "gaps/missing-instruments", "relations/reservations")
PAGES = ("/en/", "/en/participants", "/en/participant/CHE", "/en/treaty/som", "/en/why/CHE/som", "/zh/resolution/op6")
#: Seconds of each run, and the most requests in one.
_SECONDS, _MOST = 2.5, 4000


@contextlib.contextmanager
def started(
    command: list[str], address: str, environment: Mapping[str, str] = os.environ, patience: float = 90
) -> Iterator[int]:
    """Yield the process of a server that was started; end it by its own id after."""
    environment = {**environment, "PYTHONWARNINGS": "ignore"}
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
        yield running.pid


async def asked_once(path: str, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
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
            status = await asyncio.wait_for(asked_once(path, parts.netloc, *link), 60)
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


def once(address: str, paths: list[str], clients: int) -> list[float]:
    """Return the seconds of each of some addresses, each asked once, by so many clients beside each other."""
    parts = urlsplit(address)
    taken: list[float] = []

    async def client(ahead: Iterator[str]) -> None:
        link = await asyncio.open_connection(parts.hostname, parts.port)
        for path in ahead:
            begun = time.perf_counter()
            status = await asyncio.wait_for(asked_once(path, parts.netloc, *link), 60)
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            taken.append(time.perf_counter() - begun)
        link[1].close()

    async def run() -> None:
        ahead = iter(paths)
        await asyncio.gather(*(client(ahead) for _ in range(clients)))

    asyncio.run(run())
    return taken


def first_asked(address: str) -> None:
    """Print what pages take that are asked for once, by 8 clients, right after the start: nothing of them is kept."""
    register = pipeline.open_facts()
    kinds = {
        "participants": [f"/en/participant/{p}" for p in register.present],
        "treaties": [f"/en/treaty/{t}" for t in register.treaties[::3]],
        "chapters, in French": [f"/fr/treaties?chapter={c}" for c in register.chapters],
    }
    print(f"\n{'asked for once, 8 clients':40} {'pages':>8} {'p50 ms':>8} {'p95 ms':>8}")
    for kind, paths in kinds.items():
        p50, p95, _ = percentiles(once(address, paths, 8))
        print(f"{kind:40} {len(paths):8} {p50:8.1f} {p95:8.1f}")


def ratio(one: float, other: float) -> str:
    """Return how many times the other one is, or that there is nothing to compare with."""
    return f"{one / other:.2f} ×" if other else "not comparable with"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="One pair of runs for each, not three.")
    pairs = 1 if parser.parse_args().quick else _PAIRS
    pipeline.current_build(None, lambda _: None)
    query = re.sub(r"^#.*\n", "", questions()["status/parties-on-a-day"].sparql, flags=re.M)
    port = free_port()
    ours = f"http://127.0.0.1:{port}/sparql"
    with started([sys.executable, "-m", "treatygraph", "serve", "--port", str(port), "--log", "error"], ours):
        first_asked(ours)
        print(f"\n{'page, 8 clients':40} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8}   (aim: p95 under 100 ms)")
        for page in PAGES:
            rate, taken, failed = load(ours, [page], 8, 1.5)
            p50, p95, _ = percentiles(taken)
            print(f"{page:40} {rate:8.0f} {p50:8.1f} {p95:8.1f} {failed}")
        days = [f"/en/participant/{c}?on=20{y}-01-01" for y in range(10, 26) for c in ("CHE", "AZE", "FRA", "KEN")]
        rate, taken, failed = load(ours, days, 8, 3)
        p50, p95, _ = percentiles(taken[: len(days)])
        print(f"{'participants, each made anew':40} {rate:8.0f} {p50:8.1f} {p95:8.1f} {failed}")

        asked = f"/sparql?query={quote(query)}"
        print(f"\n{'p95 of 8 clients beside':28} {'alone ms':>9} {'beside ms':>9} {'ratio':>8}   (aim: below 2 ×)")
        for name, paths in (("a question", [asked]), ("pages", list(PAGES))):
            for kind, hostile in HOSTILE.items():
                alone, together, failed = beside(ours, paths, hostile, pairs)
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


def beside(
    address: str, paths: list[str], hostile: Callable[[Siege], list[Any]], pairs: int
) -> tuple[float, float, str]:
    """Return the p95 of eight clients alone and beside others, in milliseconds, and what failed beside them."""
    alone, together, failures = [], [], []
    for _ in range(pairs):
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
