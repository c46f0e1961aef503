"""What one server bears: 1, 10 and 100 requests a second, as visitors ask them; cores, memory, and how long they wait.

`python benchmarks/sizes.py [RATE ...]`: each rate for ten seconds, begun on time whether the one before was answered or
not, after the first visits of a server just started. Of ten requests seven are pages, of which few are asked twice, two
are queries of the library with a day of their own, and one is the description of a thing. Judges nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers import free_port

from benchmarks.scale import settle, used
from benchmarks.server import asked_once, percentiles, started
from treatygraph import pipeline
from treatygraph.facts.register import Register
from treatygraph.pipeline import facts_of_build
from treatygraph.questions.catalogue import questions
from treatygraph.settings import Settings

RATES = (1, 10, 100)
_SECONDS = 10.0
#: So many connections are open at most, as a browser and a proxy hold them.
_LINKS = 64


def requests(register: Register, seed: int = 7) -> list[str]:
    """Return addresses as visitors ask them, in a random order that is the same every time."""
    draw = random.Random(seed)
    text = re.sub(r"^#.*\n", "", questions()["status/parties-on-a-day"].sparql, flags=re.M)
    states, treaties = sorted(register.present), list(register.treaties)
    duties = [o.id for o in register.facts.obligations]
    found = []
    for n in range(2000):
        (who, other), treaty = draw.sample(states, 2), draw.choice(treaties)
        language = draw.choice(("en", "en", "en", "zh", "fr"))
        day = f"{draw.randrange(1990, 2026)}-{draw.randrange(1, 13):02}-01"
        pages = (
            f"participant/{who}",
            f"participant/{who}?on={day}",
            f"treaty/{treaty}",
            f"why/{who}/{treaty}",
            f"obligation/{draw.choice(duties)}",
            f"compare?a={who}&b={other}",
            "participants",
        )
        if n % 10 < 7:
            found.append(f"/{language}/{pages[n % 10]}")
        elif n % 10 < 9:
            found.append(f"/sparql?query={quote(text.replace('2026-09-11', day))}")
        else:
            found.append(f"/id/participant/{who}.ttl")
    return found


async def visit(address: str, paths: list[str], rate: int, seconds: float) -> tuple[list[float], Counter[str]]:
    """Begin so many requests a second; return how long each took from when it was due, and what failed how often."""
    parts = urlsplit(address)
    taken: list[float] = []
    failed: Counter[str] = Counter()
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    free = asyncio.Semaphore(_LINKS)
    begun = time.perf_counter()

    async def one(path: str, due: float) -> None:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        async with free:
            link = idle.pop() if idle else await asyncio.open_connection(parts.hostname, parts.port)
            try:
                status = await asyncio.wait_for(asked_once(path, parts.netloc, *link), 60)
            except (OSError, EOFError, ValueError) as error:
                failed[type(error).__name__] += 1
                link[1].close()
                return
            idle.append(link)
        if status == 200:
            taken.append(time.perf_counter() - due)
        else:
            failed[str(status)] += 1

    number = max(1, int(rate * seconds))
    await asyncio.gather(*(one(paths[n % len(paths)], begun + n / rate) for n in range(number)))
    for _, writer in idle:
        writer.close()
    return taken, failed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rates", nargs="*", type=int, default=RATES)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    pipeline.current_build(None, lambda _: None)
    register = facts_of_build((Settings.of().builds / "current").resolve())
    paths = requests(register)
    port = free_port()
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", str(port), "--log", "error"]
    with started([*command, "--workers", str(asked.workers)], f"http://127.0.0.1:{port}/", os.environ) as server:
        settle(server)
        asyncio.run(visit(f"http://127.0.0.1:{port}", paths[-20:], 20, 1.0))
        for rate in asked.rates:
            before, begun = used(server)[0], time.perf_counter()
            taken, failed = asyncio.run(visit(f"http://127.0.0.1:{port}", paths, rate, _SECONDS))
            wall = time.perf_counter() - begun
            seconds, megabytes = used(server)
            p50, p95, p99 = percentiles(taken)
            told = ", ".join(f"{n} × {kind}" for kind, n in failed.items()) or "none"
            cost = (seconds - before) * 1000 / max(1, len(taken))
            cores = (seconds - before) / wall
            print(
                f"{rate:4} a second, {wall:3.0f} s: {cost:5.1f} ms of a core each, {cores:4.2f} cores, "
                f"{megabytes:4.0f} MB, p50 {p50:6.1f} p95 {p95:6.1f} p99 {p99:6.1f} ms; failed: {told}",
                flush=True,
            )


if __name__ == "__main__":
    main()
