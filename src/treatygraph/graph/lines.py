"""A graph as lines of N-Quads: sorted, each once, counted on the way. What a build keeps and puts together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

import pyoxigraph as ox

from treatygraph.graph.terms import TYPE

_TYPE = f" {TYPE} ".encode()
#: Bytes of lines that are looked through at once.
_AT_ONCE = 2**18


def lines_of(quads: Iterable[ox.Quad]) -> list[bytes]:
    """Return quads as lines of N-Quads, sorted, each once."""
    raw = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert raw is not None
    return sorted(set(raw.splitlines(keepends=True)))


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
