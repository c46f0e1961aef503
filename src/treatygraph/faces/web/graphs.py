"""A named graph as a whole: how large it is, in which formats it is given, and its triples as the build holds them.

An answer of the engine is bounded (`result_bytes`), and the largest graphs are larger. These are given from the
lines of the build, as fast as they are read and with nothing kept in memory, in the formats that are lines: N-Triples
is Turtle.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import IO

from starlette.concurrency import run_in_threadpool

from treatygraph.faces.web.engine.model import TRIPLE_TYPES, TooSlowError
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.faces.web.limits import LIMITS
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Edition
from treatygraph.graph import packed
from treatygraph.graph.lines import lines_in
from treatygraph.graph.store import DamagedStoreError
from treatygraph.graph.triples import triples_of
from treatygraph.questions.ask import described
from treatygraph.questions.catalogue import descriptions
from treatygraph.settings import BASE_IRI

#: A graph of more triples is given as lines; the engine would give so many in some 30 MB.
_LARGE = 150_000
#: Bytes of lines that are given at once.
_AT_ONCE = 2**18
#: Formats that are lines, and those that are not.
_LINES, _OTHERS = ("ttl", "nt"), ("jsonld", "xml")


def is_large(triples: int) -> bool:
    """Return whether a graph of so many triples is given as lines only."""
    return triples > _LARGE


async def size(edition: Edition, graph: str) -> int | None:
    """Return how many triples a named graph holds, by the description of the dataset; None where that does not tell."""
    query = described(descriptions()["linked-data/description"], "thing", graph)
    about = triples_of(await edition.raw(query, rows=None, triples="nt"))
    return next((int(o.text) for s, p, o in about if s.text == graph and p.text.endswith("void#triples")), None)


def given_as_lines(path: str, triples: int, form: str) -> None:
    """Let pass a format that a large graph is given in.

    Raises:
        RefusedError: It is given in others (406).
    """
    if form not in _LINES:
        told = (
            f"{BASE_IRI}{path} holds {triples:,} triples: too many for {TRIPLE_TYPES[form]}, which is made as a whole."
        )
        near = tuple((f"/{path}.{each}", TRIPLE_TYPES[each]) for each in _LINES)
        raise RefusedError(406, "Not given in this format", f"{told} Take N-Triples or Turtle.", near=near)


def opened(edition: Edition) -> IO[bytes]:
    """Return the lines of a build, open: they can be read to their end, whatever becomes of the folder.

    Raises:
        RefusedError: They are not there: newer builds took the place of this one (503).
    """
    try:
        return packed.opened(edition.folder / packed.LINES)
    except OSError:
        raise gone(edition) from None


def gone(edition: Edition) -> RefusedError:
    """Return what is told where a file of the edition that is served is there no more."""
    told = f"The files of edition {edition.version} are there no more: a newer one is about to be served. Ask again."
    return RefusedError(503, "Not answered", told, {"Retry-After": "5"})


async def as_lines(
    quads: IO[bytes], graph: str | None, turns: Turnstile, sender: str, part: tuple[int, int] | None = None
) -> AsyncIterator[bytes]:
    """Yield the triples of a named graph as lines of N-Triples, some thousands at once, in the order of the build.

    Without a graph, all lines are given as they are, or the part of them from one byte up to another.

    Raises:
        TooSlowError: The reader takes longer than it may.
        DamagedStoreError: The lines cannot be read to their end.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + LIMITS.answer_seconds
    with quads:
        found = lines_in(quads, graph) if graph is not None else _read(quads, part)
        while (block := await _next(found, turns, sender)) is not None:
            if loop.time() > until:
                raise TooSlowError(f"The graph was not read within {LIMITS.answer_seconds:g} s.")
            yield block


def _read(quads: IO[bytes], part: tuple[int, int] | None) -> Iterator[bytes]:
    """Yield the bytes of a part, or all; what comes before is read and left, a block at a time as all else is."""
    start, stop = part if part is not None else (0, None)
    at = 0
    while (stop is None or at < stop) and (block := quads.read(_AT_ONCE)):
        found = block[max(0, start - at) : None if stop is None else stop - at]
        at += len(block)
        yield found


async def _next(found: Iterator[bytes], turns: Turnstile, sender: str) -> bytes | None:
    """Return the next block; a place is held while it is looked for, not while it is read."""
    await turns.enter(sender)
    try:
        return await run_in_threadpool(next, found, None)
    except packed.UNREADABLE as error:
        raise DamagedStoreError(f"The graph of the build is damaged ({error}). Run `treatygraph build`.") from None
    finally:
        turns.leave(sender)
