"""Publishing the named graphs to a SPARQL server, through the Graph Store Protocol and SPARQL Update.

Each graph is staged under a name that carries the version, in bounded batches, and counted; when all are complete
they replace the old ones by MOVE. A run that broke off goes on: staged graphs that are complete are not sent again.
Tried with Virtuoso 7.2 (Debian); another server needs its own paths for `--graph-store` and `--update`.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Quad

from treatygraph.graph.http import Password, post
from treatygraph.graph.remote import RemoteStore
from treatygraph.graph.store import StoreError
from treatygraph.graph.terms import GRAPH

#: Triples in one request: small enough for a server's limits, large enough to be quick.
BATCH = 4000
_TIMEOUT = 120
_OURS = re.compile(re.escape(GRAPH) + r"[\w/.-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server and its paths, with the user who may write."""

    address: str
    user: str
    password: str
    query: str = "/sparql"
    update: str = "/sparql-auth"
    graph_store: str = "/sparql-graph-crud-auth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published."""

    graphs: int
    triples: int
    resumed: int


def publish(quads: Iterable[Quad], version: str, target: Target, step: Callable[[int, int], None]) -> Published:
    """Publish the quads and return how much there is; old graphs are replaced only when the new are complete.

    Args:
        quads: All quads, each in a named graph.
        version: The version of the build; names the staged graphs.
        target: The server.
        step: Told (triples sent, of all), for a progress display.

    Raises:
        StoreError: The server cannot be reached, refuses, or does not hold what was sent.
    """
    server = _Server(target)
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .\n")  # type: ignore[union-attr]
    total = sum(len(lines) for lines in graphs.values())
    sent = resumed = 0
    for name, lines in sorted(graphs.items()):
        staged = f"{name}/staged/{version}"
        if server.count(staged) == len(lines):
            resumed += 1
            sent += len(lines)
            step(sent, total)
            continue
        server.update(f"CLEAR SILENT GRAPH <{staged}>")
        remaining = iter(lines)
        while batch := list(islice(remaining, BATCH)):
            server.add(staged, "".join(batch))
            sent += len(batch)
            step(sent, total)
        held = server.count(staged)
        if held != len(lines):
            raise StoreError(
                f"{target.address} holds {held} of {len(lines)} triples of {name}. The old graphs are untouched; "
                "run the command again."
            )
    for name in sorted(graphs):
        server.update(f"MOVE GRAPH <{name}/staged/{version}> TO <{name}>")
    for old in sorted(server.graphs() - set(graphs)):
        server.update(f"DROP SILENT GRAPH <{old}>")
    held = sum(server.count(name) for name in graphs)
    if held != total:
        raise StoreError(f"{target.address} holds {held} of {total} triples after the move. Run the command again.")
    return Published(graphs=len(graphs), triples=total, resumed=resumed)


class _Server:
    """The three paths of a server, with digest authentication where it writes."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._store = RemoteStore(target.address + target.query)
        self._password = Password(target.user, target.password)

    def count(self, graph: str) -> int:
        """Return how many triples a graph holds."""
        rows = self._store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows
        told = rows[0][0].text if rows and rows[0][0] is not None else "nothing"
        if not told.isascii() or not told.isdigit():
            raise StoreError(f"{self._target.address} counts {told[:60]!r} triples. It is no SPARQL endpoint.")
        return int(told)

    def graphs(self) -> set[str]:
        """Return the graphs of ours that the server holds."""
        query = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{GRAPH}")) }}'
        found = {row[0].text for row in self._store.select(query).rows if row[0] is not None}
        # What the server says stands in an update next: only names that we could have given.
        return {name for name in found if _OURS.fullmatch(name)}

    def add(self, graph: str, triples: str) -> None:
        """Add triples to a graph."""
        address = f"{self._target.address}{self._target.graph_store}?graph={urllib.parse.quote(graph, safe='')}"
        self._send(address, triples.encode(), "application/n-triples")

    def update(self, text: str) -> None:
        """Run an update."""
        body = urllib.parse.urlencode({"query": text, "update": text}).encode()
        self._send(self._target.address + self._target.update, body, "application/x-www-form-urlencoded")

    def _send(self, address: str, body: bytes, kind: str) -> None:
        try:
            answer = post(address, body, kind, seconds=_TIMEOUT, auth=self._password)
        except StoreError as error:
            raise StoreError(f"{error} Run the command again.") from None
        if not 200 <= answer.status < 300:
            whys = {401: "the user or password is wrong", 403: "the user may not write"}
            why = whys.get(answer.status, f"{answer.reason} {answer.location[:200]}".strip())
            raise StoreError(f"{address.partition('?')[0]} answers {answer.status}: {why}.")
