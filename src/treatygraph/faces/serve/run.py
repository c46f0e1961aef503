"""Running the server: one process that speaks HTTP, in front of workers that answer."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from treatygraph.collecting import collect_seldom
from treatygraph.errors import TreatygraphError
from treatygraph.faces.serve.allocation import give_back
from treatygraph.faces.serve.app import application
from treatygraph.faces.serve.connection import Careful
from treatygraph.faces.serve.warming import steps
from treatygraph.faces.web.engine.model import Engine, Limits
from treatygraph.faces.web.limits import LIMITS
from treatygraph.faces.web.site import Site
from treatygraph.faces.web.watch import log_to_standard_error
from treatygraph.graph.http import is_address
from treatygraph.graph.packed import LINES
from treatygraph.graph.terms import WRITTEN
from treatygraph.pipeline import manifest_of

#: Connections that may wait to be taken, as uvicorn has it.
_BACKLOG = 2048
#: Seconds after which a thread that computes lets the loop have its turn: what is ready to be sent waits no longer.
_TURN = 0.001


class ServeError(TreatygraphError):
    """The server cannot be started."""


def engine_maker(engine: str, limits: Limits) -> Callable[[Path], Any]:
    """Return what makes the engine of a build: workers over its store, or a relay to the engine at an address."""

    async def make(folder: Path) -> Engine:
        if engine == "oxigraph":
            from treatygraph.faces.web.engine.pool import Pool

            lines = folder / LINES
            small = manifest_of(folder)["quads"] <= limits.in_memory
            # A copy of a process is whole on Linux only.
            held = lines if small and sys.platform == "linux" else None
            pool = Pool(folder / "store", limits, dict(WRITTEN), held)
            await pool.start()
            return pool
        from treatygraph.faces.web.engine.relay import Relay

        return Relay(engine, limits)

    return make


def serve(
    builds: Path,
    host: str,
    port: int,
    engine: str,
    limits: Limits,
    log: str,
    ready: Callable[[str], None],
    proxies: tuple[str, ...] = (),
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
        proxies: Addresses of proxies in front, whose word is taken for whom they speak (X-Forwarded-For, -Proto).

    Raises:
        ServeError: The port is taken, or the address is not ours.
        TreatygraphError: The build cannot be opened.
    """
    if engine != "oxigraph" and not is_address(engine):
        raise ServeError(f"The server has no engine {engine[:60]!r}. Use oxigraph, or the address of an endpoint.")
    log_to_standard_error(log)
    # Before there is a second thread.
    give_back()
    collect_seldom()
    sys.setswitchinterval(_TURN)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        # At once, not when the store is open: of two servers on one port the second is told now.
        bound.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"{host}:{port} cannot be bound ({getattr(error, 'strerror', error)}). Choose another --port or --host."
        ) from None
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/"
    site = Site(builds, engine_maker(engine, limits), limits, steps)
    config = uvicorn.Config(
        application(site),
        http=_careful(proxies),
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        date_header=True,
        ws="none",
        timeout_keep_alive=LIMITS.keep_alive,
        timeout_graceful_shutdown=LIMITS.grace,
        lifespan="on",
    )
    server = _Server(config, lambda: ready(address))
    with bound, asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(served(site, server, bound))
    if not server.started:
        raise ServeError("The server did not start; the log above says why.")


async def served(site: Site, server: uvicorn.Server, bound: socket.socket) -> None:
    """Open the site, and serve it: what cannot be opened is told before anybody is answered."""
    await site.open()
    try:
        await server.serve(sockets=[bound])
    finally:
        await site.close()


def _careful(proxies: tuple[str, ...]) -> type[Careful]:
    """Return what speaks HTTP; a proxy's connections are those of its clients, and not counted as of one address."""
    limits = replace(LIMITS, speakers=LIMITS.speakers | frozenset(proxies))
    return type("Careful", (Careful,), {"limits": limits})


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
