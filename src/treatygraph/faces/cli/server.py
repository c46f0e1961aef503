"""The command that serves: pages, SPARQL endpoint, linked data and the questions as an API."""

from __future__ import annotations

import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.errors import MissingExtraError
from treatygraph.faces.cli.options import with_data
from treatygraph.faces.render import say
from treatygraph.questions.named import is_web_address
from treatygraph.settings import Settings


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to bind; 0.0.0.0 opens it to the network."
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Queries answered at once.")
@click.option(
    "--engine",
    default="oxigraph",
    show_default=True,
    help="oxigraph (the store of the build), or the address of a SPARQL 1.1 endpoint that holds the same graph.",
)
@click.option(
    "--seconds",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds of a core that a query may take.",
)
@click.option("--memory", default=1536, show_default=True, type=click.IntRange(128), help="Megabytes for a query.")
@click.option(
    "--in-memory",
    default=1_000_000,
    show_default=True,
    type=click.IntRange(0),
    metavar="QUADS",
    help="A graph of up to so many quads is answered from memory: 3 to 8 times quicker, 0.4 kB a quad for each worker.",
)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="URL",
    help="An endpoint that SERVICE in a query may call (repeat it for more). None by default, and then the processes "
    "that answer can open no connection at all. Name only endpoints you trust: they can redirect.",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy in front (its IP address), which says in X-Forwarded-For for whom it speaks: queries are counted for "
    "each address. None by default, and then that header is passed over.",
)
@click.option(
    "--log",
    default="info",
    show_default=True,
    type=click.Choice(["info", "warning", "error"]),
    help="info: each request.",
)
@with_data
def serve(
    host: str,
    port: int,
    workers: int,
    engine: str,
    seconds: float,
    memory: int,
    in_memory: int,
    services: tuple[str, ...],
    proxies: tuple[str, ...],
    log: str,
    data: Path | None,
) -> None:
    r"""Serve the site: pages, SPARQL endpoint, linked data, and the questions as an API.

    A new build (`treatygraph build`) is picked up while it runs. Stop it with Ctrl-C.

    \b
    treatygraph serve --port 8080
    treatygraph serve --engine http://127.0.0.1:8890/sparql
    """
    try:
        from treatygraph.faces.serve.run import serve as run
        from treatygraph.faces.web.engine.model import Limits
    except ModuleNotFoundError as error:
        raise MissingExtraError("serve", error.name) from None
    _built(data)
    for address in services:
        if not is_web_address(address) or set(address) & set(' <>"{}|\\^`'):
            raise click.UsageError(f"--service {address[:80]!r} is no address. Write it as https://host/sparql.")
    for address in proxies:
        try:
            ip_address(address)
        except ValueError:
            raise click.UsageError(f"--proxy {address[:80]!r} is no IP address. Write it as 127.0.0.1.") from None
    limits = Limits(seconds=seconds, megabytes=memory, workers=workers, services=services, in_memory=in_memory)

    def ready(address: str) -> None:
        say(f"treatygraph serves at {address} (SPARQL at {address}sparql). Stop it with Ctrl-C.")

    run(Settings.of(data).builds, host, port, engine, limits, log, ready, proxies)


def _built(data: Path | None) -> None:
    """See to it that there is a current build. One that is made now is made in a process of its own, which ends.

    What a build takes is more than what a server takes, and this process would hold it for as long as it serves.
    """
    if not pipeline.is_built(data):
        of = ["--data", str(data)] if data is not None else []
        command = [sys.executable, "-m", "treatygraph", "build", *of]
        # It says itself what it does, and what is wrong.
        made = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - this program, no shell
        if made.returncode:
            sys.exit(made.returncode)
