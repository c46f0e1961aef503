"""Every method, on every kind of address, from a client that is slow, endless, or gone: all are hung up on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from treatygraph.faces.serve.app import application
from treatygraph.faces.serve.connection import Careful
from treatygraph.faces.serve.run import engine_maker, served
from treatygraph.faces.web import limits as bounds
from treatygraph.faces.web.engine.model import Limits
from treatygraph.faces.web.site import Site

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
PATHS = (
    *("/", "/health", "/sparql", "/sparql?query=ASK%7B%7D", "/api/questions/status/parties-on-a-day", "/en/"),
    *("/id/participant/CHE.ttl", "/id/nothing", "/en/treaty/som", "/static/site.css", "/download/manifest.json"),
)
KIND = "Content-Type: application/sparql-query\r\n"
LONG = b"10000\r\n" + b"x" * 65536 + b"\r\n"
#: What is sent after the request line → what is sent again and again.
MANNERS = {
    "silent in the head": ("", b""),
    "dripping in the head": ("X-A: ", b"a"),
    "endless in the head": ("", b"X-A: " + b"a" * 4000 + b"\r\n"),
    "silent in the body": (f"{KIND}Content-Length: 1000\r\n\r\nASK", b""),
    "dripping in the body": (f"{KIND}Content-Length: 1000\r\n\r\n", b"a"),
    "dripping in chunks": (f"{KIND}Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "endless in chunks": (f"{KIND}Transfer-Encoding: chunked\r\n\r\n", LONG),
    "dripping after the chunks": (f"{KIND}Transfer-Encoding: chunked\r\n\r\n5\r\nASK{{}}\r\n0\r\n", b"X: a\r\n"),
    "upgrading": (f"{KIND}Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 1000\r\n\r\nASK", b""),
}
SHORT = bounds.Limits(head_seconds=1.0, body_seconds=1.0, unread_seconds=1.0, keep_alive=1)
#: What no client can bring about.
OURS = {500, 501, 502, 504, 507}


@contextlib.contextmanager
def site_of(builds: Path) -> Iterator[tuple[int, set[Any]]]:
    """Yield the port of the whole site, with short limits of connections, and its connections."""
    bound = socket.create_server(("127.0.0.1", 0))
    limits = Limits(workers=1)
    site = Site(builds, engine_maker("oxigraph", limits), limits)
    http = type("Bounded", (Careful,), {"limits": SHORT})
    config = uvicorn.Config(application(site), http=http, ws="none", lifespan="on", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(served(site, server, bound)))
    thread.start()
    try:
        yield bound.getsockname()[1], server.server_state.connections
    finally:
        server.should_exit = True
        thread.join()


async def one(port: int, method: str, path: str, manner: str) -> int:
    """Behave so until the server hangs up; return the status it said, or 0."""
    first, drip = MANNERS[manner]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = b""
    try:
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{first}".encode())
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.2 if len(drip) < 100 else 0.01):
                    part = await reader.read(2**16)
                    if not part:
                        break
                    said = said or part
            if drip:
                writer.write(drip)
                await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()
    return int(said[9:12]) if said else 0


async def leave(port: int, method: str, path: str, sent: str) -> None:
    """Begin, and go."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{sent}".encode())
    await asyncio.sleep(0.02)
    writer.transport.abort()


@pytest.mark.slow
def test_every_method_address_and_manner_is_hung_up_on(builds: Path, caplog: pytest.LogCaptureFixture) -> None:
    with site_of(builds) as (port, open_), caplog.at_level(logging.ERROR):
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(
            base_url=address, transport=httpx.HTTPTransport(retries=5), trust_env=False, timeout=None
        ) as client:
            while client.get("/health").status_code != 200:
                pass
        found: Counter[int] = Counter()

        async def walk() -> None:
            at_once = asyncio.Semaphore(150)

            async def step(method: str, path: str, manner: str) -> None:
                async with at_once:
                    status = await one(port, method, path, manner)
                    assert status not in OURS, (method, path, manner, status)
                    found[status] += 1

            await asyncio.gather(*(step(m, p, n) for m in METHODS for p in PATHS for n in MANNERS))
            for sent in ("", "\r\n", MANNERS["silent in the body"][0], MANNERS["dripping in chunks"][0]):
                await asyncio.gather(*(leave(port, m, p, sent) for m in METHODS for p in PATHS))

        asyncio.run(walk())
        # Whoever would not be hung up on would be waited for here for ever.
        while open_:
            pass
        assert {0, 200, 408, 413, 431} <= set(found), found
        with httpx.Client(base_url=address, trust_env=False, timeout=None) as client:
            # Whom nobody awaits any more is answered to the end, and then nothing waits.
            while (state := client.get("/health").json())["idle"] < 1 or state["waiting"]:
                pass
            assert state["status"] == "well"
            assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
