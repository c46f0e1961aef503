"""N-Triples → terms as values, for faces that show them."""

from __future__ import annotations

import pyoxigraph as ox

from treatygraph.graph.oxigraph import value_of
from treatygraph.graph.store import Value


def triples_of(raw: bytes) -> list[tuple[Value, Value, Value]]:
    """Return the triples of N-Triples, each once, in their order."""
    found: dict[tuple[Value, Value, Value], None] = {}
    for quad in ox.parse(raw, format=ox.RdfFormat.N_TRIPLES):
        s, p, o = value_of(quad.subject), value_of(quad.predicate), value_of(quad.object)
        assert s is not None
        assert p is not None
        assert o is not None
        found[s, p, o] = None
    return list(found)
