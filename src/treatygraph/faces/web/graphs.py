"""A named graph as a whole: how large it is, in which formats it is given, and its triples as the build holds them.

An answer of the engine is bounded (`result_bytes`), and the largest graphs are larger. These are given from the
lines of the build, as fast as they are read and with nothing kept in memory, in the formats that are lines: N-Triples
is Turtle.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from treatygraph.faces.web.engine.model import TRIPLE_TYPES
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Edition
from treatygraph.graph.lines import lines_in
from treatygraph.graph.triples import triples_of
from treatygraph.questions.ask import described
from treatygraph.questions.catalogue import descriptions
from treatygraph.settings import BASE_IRI

#: A graph of more triples is given as lines; the engine would give so many in some 30 MB.
_LARGE = 150_000
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


async def as_lines(edition: Edition, graph: str) -> AsyncIterator[bytes]:
    """Yield the triples of a named graph as lines of N-Triples, some thousands at once, in the order of the build."""
    # Once it is open it can be read to its end, whatever becomes of the folder.
    with (edition.folder / "graph" / "treatygraph.nq").open("rb") as file:
        found = lines_in(file, graph)
        while (block := await run_in_threadpool(next, found, None)) is not None:
            yield block
