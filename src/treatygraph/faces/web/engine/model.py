"""What a query of a stranger is here: a job, its limits, its answer, and the ways in which it can fail."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Protocol

from treatygraph.graph.store import QueryError, StoreError

#: Media types of rows, the preferred first: name of the format → media type.
ROW_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
#: Formats of rows for spreadsheets, given where they are named, and only by the engine of a build: CSV with a mark of
#: byte order and no formula in it, and workbooks.
SHEET_TYPES = {
    "csv-bom": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Media types of triples, the preferred first.
TRIPLE_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "xml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one query may take, and how many may wait.

    `seconds` of a core and `megabytes` end the worker; `result_bytes` bounds the answer; `depth` the nesting of a
    query, and `words` what it says beside flat lists (`graph.weight`). Seconds are those the query computes, however
    busy the machine is and however slowly its answer is read; one that waits for something else `patience` times as
    long is ended too. `slow_after` seconds a query leaves its place to others and goes on with low priority, `slow` of
    them at the most. `each_address` queries of one address are answered at once and `each_waiting` of them wait; they
    take all places but one, which is kept for the site's own. `services` are the endpoints that SERVICE may call; with
    none, workers can reach nothing at all. A graph of up to `in_memory` quads is answered from memory.
    """

    seconds: float = 30.0
    patience: int = 10
    megabytes: int = 1536
    result_bytes: int = 64 * 2**20
    query_bytes: int = 2**20
    depth: int = 400
    words: int = 10_000
    workers: int = 2
    waiting: int = 64
    waiting_seconds: float = 20.0
    slow_after: float = 0.5
    slow: int = 4
    each_address: int = 3
    each_waiting: int = 16
    in_memory: int = 1_000_000
    services: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Return the limits as text, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Limits:
        """Return the limits that were written as text."""
        values = json.loads(text)
        return cls(**(values | {"services": tuple(values["services"])}))


#: What a query of one's own may take: who asks waits for himself.
WIDE = Limits(seconds=300, megabytes=4096, result_bytes=2**30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A query with the formats its sender takes: None where no format of rows (or triples) is taken."""

    query: str
    rows: str | None = "json"
    triples: str | None = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class NotAcceptableError(QueryError):
    """The query gives triples and the sender takes rows only, or the other way round."""


class RefusedQueryError(QueryError):
    """A query that is refused by name: an update, SERVICE, too deep, too long."""


class BusyError(StoreError):
    """Too many queries wait already."""


class TooManyError(StoreError):
    """One address asks more at once than it may."""


class TooSlowError(StoreError):
    """The query took longer than a query may."""


class TooMuchMemoryError(StoreError):
    """The query took more memory than a query may."""


class TooLargeResultError(StoreError):
    """The answer is larger than an answer may be."""


class WorkerLostError(StoreError):
    """The process that answered ended, or the engine behind it is not there."""


class StoreFailedError(StoreError):
    """The store cannot be read, or there is a fault in what reads it: ours, and never the sender's."""


class EngineFailedError(StoreError):
    """Another endpoint answers what is no answer, or nothing: the engine behind this server, or one a query calls."""


class Answer(Protocol):
    """A running answer; must be closed."""

    media_type: str

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes of the answer.

        Raises:
            StoreError: The answer broke off: time, memory, size, or a lost worker.
        """
        ...

    async def close(self) -> None:
        """End the answer; a query that still runs is ended with its worker."""
        ...


class Engine(Protocol):
    """Answers jobs."""

    async def ask(self, job: Job, sender: str | None = None) -> Answer:
        """Return the running answer of a job.

        Args:
            job: The job.
            sender: The address of the stranger that asks, or none ("") where nobody is told apart; None: the site
                itself, which comes first.

        Raises:
            QueryError: The query is malformed or refused.
            StoreError: The engine is busy, slow, or not there, or the sender asks too much at once.
        """
        ...

    def state(self) -> dict[str, int]:
        """Return how many workers are idle, busy and slow, and how many queries wait."""
        ...

    async def drain(self, seconds: float) -> None:
        """Let running answers end, for so many seconds at the most, then end all workers."""
        ...

    async def close(self) -> None:
        """End all workers."""
        ...
