"""Running the server: one process that speaks HTTP, in front of workers that answer."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from treatygraph.errors import TreatygraphError
from treatygraph.faces.serve.app import application
from treatygraph.faces.web.engine.model import Engine, Limits
from treatygraph.faces.web.site import Site
from treatygraph.faces.web.watch import LONGEST_ADDRESS, log_to_standard_error
from treatygraph.graph.terms import PREFIXES

#: Connections at once; more are told to come back (503).
_CONNECTIONS = 512
#: Seconds in which the head of a request must have arrived, and bytes it may have beside its address.
_HEAD_SECONDS, _HEAD_BYTES = 15.0, 32768
#: Seconds in which answers may end after the server was asked to stop.
_GRACE = 20


_TOO_LONG = (
    b"HTTP/1.1 414 URI Too Long\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Content-Length: 49\r\n\r\nThe address is too long. Send the query by POST.\n"
)


class ServeError(TreatygraphError):
    """The server cannot be started."""


class _Careful(HttpToolsProtocol):
    """HTTP, with a client that sends its head slowly or without end cut off: uvicorn has no such limit itself."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._head_bytes, self._refused = 0, False
        self._head_timer = self.loop.call_later(_HEAD_SECONDS, self._too_slow)

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        if not self._refused:
            super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        if not self._refused:
            super().send_400_response(msg)

    def on_url(self, url: bytes) -> None:
        if self._head_bytes + len(url) > LONGEST_ADDRESS:
            # The parser would refuse it with no more than "invalid request". What is still under way is read and thrown
            # away for a moment: a connection closed over unread bytes is reset, and the answer with it.
            self._refused = True
            self.transport.write(_TOO_LONG)
            self.loop.call_later(1.0, self.transport.close)
            raise ValueError("the address of the request is too long")
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._head_timer.cancel()
        self._head_bytes = 0
        super().on_headers_complete()

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > LONGEST_ADDRESS + _HEAD_BYTES:
            self.transport.close()
            raise ValueError("the head of the request is too long")

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_timer.cancel()
        super().connection_lost(exc)


def engine_maker(engine: str, limits: Limits) -> Callable[[Path], Any]:
    """Return what makes the engine of a build: workers over its store, or a relay to the engine at an address."""

    async def make(folder: Path) -> Engine:
        if engine == "oxigraph":
            from treatygraph.faces.web.engine.pool import Pool

            pool = Pool(folder / "store", limits, dict(PREFIXES))
            await pool.start()
            return pool
        from treatygraph.faces.web.engine.relay import Relay

        return Relay(engine, limits)

    return make


def serve(
    builds: Path, host: str, port: int, engine: str, limits: Limits, log: str, ready: Callable[[str], None]
) -> None:
    """Serve until asked to stop (SIGINT, SIGTERM); running answers may end first.

    Args:
        builds: The build folder; a new build in it is picked up.
        host: The address to bind.
        port: The port; 0 takes a free one.
        engine: `oxigraph`, or the address of a SPARQL 1.1 endpoint.
        limits: What a query may take.
        log: Level of the log on the error stream.
        ready: Told the address when the server answers.

    Raises:
        ServeError: The port is taken, or the address is not ours.
        TreatygraphError: The build cannot be opened.
    """
    parts = urlsplit(engine)
    if engine != "oxigraph" and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise ServeError(f"The server has no engine {engine[:60]!r}. Use oxigraph, or the address of an endpoint.")
    log_to_standard_error(log)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"{host}:{port} cannot be bound ({getattr(error, 'strerror', error)}). Choose another --port or --host."
        ) from None
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/"
    site = Site(builds, engine_maker(engine, limits), limits)
    config = uvicorn.Config(
        application(site),
        http=_Careful,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_GRACE,
        lifespan="on",
    )
    server = _Server(config, lambda: ready(address))
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(server.serve(sockets=[bound]))
    if not server.started:
        raise ServeError("The server did not start; the log above says why.")


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM, and leave it at that: to be asked to stop is no failure."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, self.handle_exit, sign, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
