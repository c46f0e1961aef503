"""A graph as lines of N-Quads: made of terms, sorted, each once, counted. What a build keeps and puts together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

import pyoxigraph as ox

from treatygraph.graph.terms import TYPE

Term = ox.NamedNode | ox.Literal

_TYPE = f" {TYPE} ".encode()
#: Terms that come again and again, whose text is kept: classes, properties, participants, days.
_KEPT = 2**15
#: Bytes of lines that are looked through at once.
_AT_ONCE = 2**18


@lru_cache(_KEPT)
def _spelled(term: Term) -> str:
    """Return a term as the engine spells it: escaping is its own."""
    return str(term)


def told(subject: ox.NamedNode, pairs: Iterable[tuple[ox.NamedNode, Term | None]], graph: ox.NamedNode) -> str:
    """Return what a named graph says of a subject, as lines of N-Quads: a line for each property that has a value.

    No quad is made of the terms on the way: a build says millions of lines, and needs them as text.
    """
    start, end = f"{subject} ", f" {_spelled(graph)} .\n"
    return "".join([f"{start}{_spelled(name)} {_spelled(value)}{end}" for name, value in pairs if value is not None])


def quads_in(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """Return the quads that lines of N-Quads tell, in their order."""
    return ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS, lenient=True)


def in_lines(quads: Iterable[ox.Quad]) -> str:
    """Return quads as lines of N-Quads, in their order."""
    raw = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert raw is not None
    return raw.decode()


def sorted_lines(lines: Iterable[str]) -> list[bytes]:
    """Return lines of N-Quads one by one, sorted, each once."""
    # As bytes: a text may hold what ends a line elsewhere, and one with a rare letter takes four times the room.
    return sorted({line for some in lines for line in some.encode().splitlines(keepends=True)})


@dataclass(frozen=True, slots=True)
class Counted:
    """How many quads each named graph has, and how many things each class."""

    graphs: Mapping[str, int]
    classes: Mapping[str, int]


def counted(lines: Iterable[bytes]) -> Counted:
    """Return the counts of sorted lines; a thing stands in one graph with a class, or is counted once."""
    lines = list(lines)
    graphs = Counter([line[line.rindex(b" <") + 2 : -4] for line in lines])
    classes: Counter[bytes] = Counter()
    before = b""
    for line in [line for line in lines if _TYPE in line]:
        rest = line[: line.rindex(b" <")]
        # Sorted: the same class of the same thing in another graph is the next line. A text may hold the sign.
        if _TYPE in rest and rest != before:
            classes[rest.rpartition(b" <")[2][:-1]] += 1
            before = rest
    return Counted(
        {name.decode(): number for name, number in graphs.items()},
        {name.decode(): number for name, number in classes.items()},
    )


def together(counts: Iterable[Counted]) -> Counted:
    """Return the sum of counts of lines that have no line in common."""
    graphs: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for each in counts:
        graphs.update(each.graphs)
        classes.update(each.classes)
    return Counted(graphs, classes)


def lines_in(quads: IO[bytes], graph: str) -> Iterator[bytes]:
    """Yield the triples of a named graph as N-Triples, many lines at once, from lines of N-Quads."""
    end = f" <{graph}> .\n".encode()
    cut = -len(end)
    while block := quads.readlines(_AT_ONCE):
        found = [line[:cut] for line in block if line.endswith(end)]
        if found:
            yield b" .\n".join((*found, b""))
