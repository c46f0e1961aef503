"""A siege: every kind of hostile client at once, from many addresses, with eight honest clients beside.

`make siege MINUTES=10`. What is told: whether an honest request failed, how long the honest waited (the machine is
theirs and the attackers'), and whether memory and open files stay flat. Addresses are those of loopback, so that each
client is counted for itself; the server is one of ours, and nothing else is reached.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers import ended

from treatygraph import pipeline
from treatygraph.settings import Settings

#: Seconds in which an honest request must be answered, and between two looks at memory and files.
_PATIENCE, _LOOK = 60.0, 2.0
#: What tells a client to come back, and seconds after which it does, as it is told.
_COME_BACK, _LATER = frozenset({429, 503}), 5.0
_HONEST = 8
_ALL = "?s ?p ?o"
_BIG = 2**20 - 200

#: Queries that would take all there is: products, paths, texts that double, what nests, what a regular expression does.
BOMBS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b }",
    "SELECT (COUNT(*) AS ?n) { ?a ((!<x:a>)|^(!<x:a>))* ?b . ?b (((!<x:a>)+)+)+ ?c }",
    f"SELECT (COUNT(*) AS ?n) {{ {_ALL} " + "OPTIONAL { ?s ?p ?o . ?x ?y ?z " * 60 + "}" * 60 + " }",
    f"SELECT (COUNT(*) AS ?n) {{ {_ALL} . ?a ?b ?c MINUS {{ ?a ?p ?o . ?s ?b ?c }} }}",
    "SELECT (COUNT(*) AS ?n) { VALUES ?x { %s } VALUES ?y { %s } VALUES ?z { %s } }" % (("1 " * 20000,) * 3),
    'SELECT (REGEX("' + "a" * 50000 + '!", "^(a+)+$") AS ?r) {}',
    'SELECT (REGEX("aaaa", "(a)\\\\1") AS ?r) (REGEX("aaaa", "(((a{0,1000}){0,1000}){0,1000})") AS ?t) {}',
    "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?o), STR(?f)))) AS ?n) { ?s ?p ?o . ?d ?e ?f }",
    'SELECT (STRLEN(?x40) AS ?n) { BIND("0123456789" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + " }",
    "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { [] ?p [ ?p [ ?p [] ] ] } { ?s ?p ?o . ?a ?b ?c }",
    "DESCRIBE * { ?s ?p ?o }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { " * 190 + _ALL + " } } " * 190 + "}",
    "SELECT ((" + "(" * 100000 + "1" + ")" * 100000 + ") AS ?x) {}",
    "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 20000) + " } LIMIT 1",
    'SELECT ("' + "x" * 900000 + '" AS ?x) { ?s ?p ?o . ?a ?b ?c }',
    "ASK { <http://a/" + "é" * 400000 + "> ?p ?o }",
    "SELECT (SHA512(GROUP_CONCAT(STR(?o))) AS ?n) { ?s ?p ?o . ?a ?b ?c } GROUP BY ?a",
)
#: What is a megabyte of something; who reads it in one go and a half looks at each sign a million times.
SIGNS = ("!" * 199 + "x", "{}", '"\n', "'''a'' ", "<a", "#\r", "PREFIX a:<> ", "FROM.", "\\", "\\u0041", "?a ", "a ")
_DAYS = itertools.count()


@dataclass(kw_only=True)
class Told:
    """What a siege came to."""

    #: Seconds of the honest requests with what was asked, and what those that failed came to.
    taken: list[tuple[float, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    #: How often an honest client was told to come back, and did.
    again: int = 0
    #: Answers to hostile requests, by kind and status.
    hostile: Counter[str] = field(default_factory=Counter)
    #: Seconds since the begin, megabytes of the server, those that it keeps ready by its own word (nothing where
    #: it did not say so in time), megabytes of all its processes, and open files of the server.
    looks: list[tuple[float, int, int | None, int, int]] = field(default_factory=list)
    #: What the server says at the end of the bytes it keeps: pages, answers, what waits for its reader.
    kept: str = ""


def _target(method: str, path: str, body: bytes = b"", kind: str = "", *more: str) -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: */*", "Connection: close", *more]
    if kind:
        head += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join((*head, "", "")).encode() + body


def _query(text: str) -> bytes:
    return _target("POST", "/sparql", text.encode(), "application/sparql-query")


def _day() -> str:
    number = next(_DAYS)
    return f"20{number // 336 % 16 + 10}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def bombs(first: int = 0) -> Iterator[bytes]:
    """Yield requests that would take all there is, for ever."""
    return (_query(text) for text in itertools.cycle(BOMBS[first:] + BOMBS[:first]))


def signs(*kinds: str) -> Iterator[bytes]:
    """Yield queries of a megabyte that are none."""
    return (_query(text * (_BIG // len(text.encode()))) for text in itertools.cycle(kinds))


def missing() -> Iterator[bytes]:
    """Yield requests for what is not there, each for something else."""
    paths = ("/id/treaty/un/XVIII-12-a/action/AFG/statement/1/art/1/{}.ttl", "/en/participants?q=x{}", "/en/of/{}")
    return (_target("GET", path.format(next(_DAYS))) for path in itertools.cycle(paths))


def reports() -> Iterator[bytes]:
    """Yield orders of reports, each of another day."""
    return (_target("GET", f"/en/report/FRA?format=pdf&on={_day()}") for _ in itertools.count())


class Siege:
    """Clients of one server, until a time."""

    def __init__(self, address: str, seconds: float, told: Told) -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None
        self._host, self._port = parts.hostname, parts.port
        self._until, self._told = time.monotonic() + seconds, told

    @property
    def on(self) -> bool:
        """Whether it goes on."""
        return time.monotonic() < self._until

    async def _open(self, source: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._host, self._port, local_addr=(source, 0))

    async def _ask(self, source: str, sent: bytes, whole: bool = False) -> tuple[int, bytes]:
        """Ask, read the answer to its end, and return its status and its first bytes, or all of them."""
        reader, writer = await self._open(source)
        try:
            writer.write(sent)
            with contextlib.suppress(ConnectionError):
                await writer.drain()
            first = b""
            while part := await reader.read(2**18):
                first = first + part if whole else (first + part)[:4000] if len(first) < 4000 else first
            return int(first[9:12]) if first else 0, first
        finally:
            writer.close()

    # The honest.

    async def honest(self, source: str) -> None:
        """Read pages and data, ask small questions, and take what is given."""
        chance = random.Random(source)
        codes = ("CHE", "FRA", "DEU", "ITA", "JPN", "CHN", "BRA", "KEN", "NGA", "EGY")
        while self.on:
            code, on = chance.choice(codes), _day()
            asked = chance.choice(
                (
                    f"/en/participant/{code}?on={on}",
                    f"/zh/treaty/som?on={on}",
                    "/en/",
                    f"/id/participant/{code}.ttl",
                    f"/api/questions/status/parties-on-a-day?treaty=tip&on={on}",
                    f"/en/why/{code}/som?on={on}",
                    f"/en/report/{code}?on={on}",
                    "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s a tg:State }"),
                    "/sparql?query=" + quote("SELECT ?s { ?s a tg:State } LIMIT 50"),
                    "/health",
                )
            )
            begun = time.monotonic()
            try:
                async with asyncio.timeout(_PATIENCE):
                    status, first = await self._ask(source, _target("GET", asked))
                    while status in _COME_BACK and self.on:
                        self._told.again += 1
                        await asyncio.sleep(_LATER)
                        status, first = await self._ask(source, _target("GET", asked))
            except (OSError, TimeoutError) as error:
                self._told.failed.append(f"{asked}: {type(error).__name__}")
                continue
            self._told.taken.append((time.monotonic() - begun, asked))
            if status != 200 and not (status in _COME_BACK and not self.on):
                said = first.partition(b"\r\n\r\n")[2][:120].decode(errors="replace")
                self._told.failed.append(f"{asked}: {status} {said}")
            await asyncio.sleep(0.1)

    # The hostile: each is one client that does one thing again and again.

    async def _again(self, name: str, once: Callable[[], Awaitable[int]]) -> None:
        while self.on:
            status: object = "-"
            with contextlib.suppress(OSError, TimeoutError, ValueError):
                async with asyncio.timeout(max(1.0, self._until - time.monotonic())):
                    status = await once() or "-"
            self._told.hostile[f"{name} {status}"] += 1
            await asyncio.sleep(0.05)

    async def asking(self, name: str, source: str, sent: Iterator[bytes]) -> None:
        """Send one request after the other, and read each answer."""
        await self._again(name, lambda: self._status(source, next(sent)))

    async def _status(self, source: str, sent: bytes) -> int:
        return (await self._ask(source, sent))[0]

    async def unread(self, source: str, pace: float) -> None:
        """Ask for everything and read nothing, or a little now and then."""

        async def once() -> int:
            reader, writer = await self._open(source)
            try:
                writer.write(_target("GET", "/sparql?format=json&query=" + quote(f"SELECT * {{ {_ALL} }}")))
                while self.on and not reader.at_eof():
                    await asyncio.sleep(pace or 5)
                    if pace:
                        await reader.read(4096)
                return 0
            finally:
                writer.transport.abort()

        await self._again("unread", once)

    async def slow(self, source: str, first: bytes, drip: bytes) -> None:
        """Begin a request and never end it."""

        async def once() -> int:
            reader, writer = await self._open(source)
            try:
                writer.write(first)
                while self.on:
                    writer.write(drip)
                    await writer.drain()
                    try:
                        async with asyncio.timeout(2):
                            if not await reader.read(4096):
                                return 0
                    except TimeoutError:
                        continue
                return 0
            finally:
                writer.transport.abort()

        await self._again("slow", once)

    async def flood(self, source: str, first: bytes, more: bytes) -> None:
        """Send without end, as fast as it is taken."""

        async def once() -> int:
            _, writer = await self._open(source)
            try:
                writer.write(first)
                for _ in range(2000):
                    writer.write(more)
                    await writer.drain()
                return 0
            finally:
                writer.transport.abort()

        await self._again("flood", once)

    async def gone(self, source: str) -> None:
        """Ask and hang up."""

        async def once() -> int:
            _, writer = await self._open(source)
            writer.write(_query(random.choice(BOMBS[:4])))
            await asyncio.sleep(random.random() * 0.5)
            writer.transport.abort()
            return 0

        await self._again("gone", once)

    async def hold(self, source: str, number: int) -> None:
        """Hold connections open and say nothing."""

        async def once() -> int:
            held = []
            try:
                for _ in range(number):
                    held.append((await self._open(source))[1])
                await asyncio.sleep(10)
                return 0
            finally:
                for writer in held:
                    writer.transport.abort()

        await self._again("hold", once)

    async def odd(self, source: str) -> None:
        """Say what is almost HTTP, or almost an address."""
        inner = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        cases = (
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            + inner,
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nASK{"
            + inner,
            b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n" * 500 + b"\x00",
            b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n",
            _target("GET", "/health", b"", "", *(f"X-{n}: {'y' * 50}" for n in range(3000))),
            _target("GET", "/sparql?query=ASK%7B%7D&" + "&".join(f"a{n}=1" for n in range(5000))),
            _target("GET", "/id/" + "%F0%9F%98%80" * 4000),
            _target("GET", "/id/../../etc/passwd"),
            _target("GET", "/id/x%3E%7D%20UNION%20%7B%3Fs%20%3Fp%20%3Fo%7D.nt"),
            _target("POST", "/sparql", b"[" * 10**6, "application/json"),
            _target("POST", "/sparql", b"query=ASK%7B%7D&" * 50000, "application/x-www-form-urlencoded"),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 200,
        )
        await self.asking("odd", source, itertools.cycle(cases))

    async def looks(self, server: int) -> None:
        """Look at what the server holds."""
        begun = time.monotonic()
        while self.on:
            with contextlib.suppress(OSError):
                own = _megabytes(server)
                files = len(list(Path(f"/proc/{server}/fd").iterdir()))
                all_ = own + sum(_megabytes(child) for child in _children(server))
                kept = await self._kept()
                ready = sum(size for what, size in kept.items() if what != "spooled") // 2**20 if kept else None
                self._told.looks.append((time.monotonic() - begun, own, ready, all_, files))
            await asyncio.sleep(_LOOK)
        self._told.kept = ", ".join(f"{what} {size / 2**20:.1f} MB" for what, size in (await self._kept()).items())

    async def _kept(self) -> dict[str, int]:
        """Return the bytes that the server keeps ready or has waiting, by kind; nothing when it is too busy."""
        said = b""
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_LATER):
                _, said = await self._ask("127.0.0.1", _target("GET", "/metrics"), whole=True)
        found = re.findall(r'kept_bytes\{what="(\w+)"\} (\S+)', said.decode())
        return {what: int(float(size)) for what, size in found}

    async def run(self, server: int) -> None:
        """Run everything at once."""
        chunked = b" /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunk = b"%x\r\n" % 2**18 + b"a" * 2**18 + b"\r\n"
        post = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        get = b"GET /en/ HTTP/1.1\r\nHost: a\r\n"
        first = f"127.0.{random.randrange(1, 200)}"
        hosts = (f"{first}.{n}" for n in range(1, 250))
        hostile = [
            *(self.asking("bomb", next(hosts), bombs(part)) for part in range(0, len(BOMBS), 4)),
            *(self.asking("signs", next(hosts), signs(*SIGNS)) for _ in range(2)),
            *(self.unread(source, pace) for pace in (0.0, 0.0, 1.0, 5.0) for source in [next(hosts)] for _ in range(4)),
            self.slow(next(hosts), b"", b""),
            self.slow(next(hosts), get + b"X: ", b"a"),
            self.slow(next(hosts), get + b"\r\n" + get + b"X: ", b"a"),
            self.slow(next(hosts), get + b"Content-Length: 1000\r\n\r\n", b"a"),
            self.slow(next(hosts), post + b"Content-Length: 1000\r\n\r\n", b"a"),
            self.slow(next(hosts), post + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
            self.flood(next(hosts), b"GET" + chunked, chunk),
            self.flood(next(hosts), b"POST" + chunked, chunk),
            self.flood(next(hosts), get, b"X-A: " + b"a" * 4000 + b"\r\n"),
            *(self.gone(next(hosts)) for _ in range(2)),
            self.hold(next(hosts), 150),
            self.odd(next(hosts)),
            *(self.asking("missing", source, missing()) for source in [next(hosts)] for _ in range(4)),
            *(self.asking("report", source, reports()) for source in [next(hosts)] for _ in range(4)),
        ]
        await asyncio.gather(*hostile, *(self.honest(next(hosts)) for _ in range(_HONEST)), self.looks(server))


def _megabytes(process: int) -> int:
    # The share of each in what several hold is what it adds to the whole.
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii"), re.M)
    return int(found[1]) // 1024 if found else 0


def _children(process: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(OSError):
            found += [int(n) for n in (path / "children").read_text(encoding="ascii").split()]
    return found


def besiege(address: str, server: int, seconds: float) -> Told:
    """Return what a siege of a server came to; `server` is the number of its process."""
    told = Told()
    asyncio.run(Siege(address, seconds, told).run(server))
    return told


def lines(told: Told) -> list[str]:
    """Return what a siege came to, as text."""
    answered = sorted(told.taken)
    taken = [seconds for seconds, _ in answered]
    cuts = statistics.quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    found = [
        f"honest: {len(taken)} requests answered, {len(told.failed)} failed, {told.again} times told to come back; "
        f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, longest {taken[-1] if taken else 0:.1f} s",
        *(f"  failed: {each}" for each in told.failed[:20]),
        *(f"  waited {seconds:.1f} s: {asked}" for seconds, asked in answered[:-6:-1]),
        "hostile: " + ", ".join(f"{number} × {kind}" for kind, number in sorted(told.hostile.items())),
        f"kept: {told.kept}",
        f"{'second':>8} {'server MB':>10} {'kept MB':>8} {'all MB':>8} {'files':>6}",
    ]
    step = max(1, len(told.looks) // 12)
    found += [
        f"{at:8.0f} {own:10} {'-' if kept is None else kept:>8} {all_:8} {files:6}"
        for at, own, kept, all_, files in told.looks[::step]
    ]
    return found


def main() -> None:
    """Besiege a server of the current build, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    minutes = asked.parse_args().minutes
    pipeline.current_build(None, lambda _: None)
    environment = {**os.environ, "TREATYGRAPH_BUILD": str(Settings.of().builds), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", "0", "--log", "error"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    with ended(process, 40):
        assert process.stdout is not None
        found = re.search(r"http://\S+?/", process.stdout.readline())
        assert found, "the server did not start"
        print("\n".join(lines(besiege(found[0], process.pid, minutes * 60))))


if __name__ == "__main__":
    main()
