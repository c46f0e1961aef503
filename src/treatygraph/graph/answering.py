"""An answer of the embedded engine, written in the format that is asked for, as it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO

import pyoxigraph as ox

#: Name of a format of rows → what pyoxigraph calls it.
ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
#: Name of a format of triples → what pyoxigraph calls it.
TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
#: Formats that abbreviate IRIs.
_SHORT = frozenset({"ttl", "trig", "jsonld", "xml"})

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def found(
    store: ox.Store, query: str, default_graphs: Sequence[str], named_graphs: Sequence[str], union: bool
) -> Found:
    """Return the running answer of a query.

    Args:
        store: The store.
        query: The query.
        default_graphs: The default graph is made of these, when any graph is named.
        named_graphs: The named graphs, when any graph is named.
        union: With no graph named, the default graph is the union of all.

    Raises:
        SyntaxError: The query is malformed.
    """
    if default_graphs or named_graphs:
        return store.query(
            query,
            default_graph=[ox.NamedNode(g) for g in default_graphs],
            named_graphs=[ox.NamedNode(g) for g in named_graphs],
        )
    return store.query(query, use_default_graph_as_union=union)


def gives_triples(answer: Found) -> bool:
    """Return whether it is an answer of triples, not of rows."""
    return isinstance(answer, ox.QueryTriples)


def write(answer: Found, form: str, prefixes: Mapping[str, str], out: IO[bytes]) -> None:
    """Write an answer in a format of its kind, as it is made."""
    if not isinstance(answer, ox.QueryTriples):
        answer.serialize(out, format=ROWS[form])
    elif form in _SHORT:
        ox.serialize(answer, out, format=TRIPLES[form], prefixes=dict(prefixes))
    else:
        answer.serialize(out, format=TRIPLES[form])
