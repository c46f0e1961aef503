"""An answer of the embedded engine, written in the format that is asked for, as it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import IO, cast

import pyoxigraph as ox

from treatygraph.graph.lexer import in_order_of_appearance, star, tokens
from treatygraph.graph.store import QueryError
from treatygraph.graph.terms import PREFIXES
from treatygraph.graph.xml import AsXML
from treatygraph.settings import BASE_IRI

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

#: Looks so from far; whether it is one tells the lexer.
_STAR = re.compile(r"SELECT\b[^*{]{0,200}\*", re.IGNORECASE)
_NOTHING = ox.Store()

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
        QueryError: What should be the name of a graph is none.
    """
    query = with_columns(query)
    if default_graphs or named_graphs:
        return store.query(
            query,
            base_iri=BASE_IRI,
            prefixes=dict(PREFIXES),
            default_graph=[_graph(name) for name in default_graphs],
            named_graphs=[_graph(name) for name in named_graphs],
        )
    return store.query(query, base_iri=BASE_IRI, prefixes=dict(PREFIXES), use_default_graph_as_union=union)


def _graph(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise QueryError(f"{name[:80]!r} is no IRI of a graph ({error}). Write it whole, such as https://… .") from None


def with_columns(query: str) -> str:
    """Return the query with the columns of `SELECT *` named in the order in which it names its variables.

    The engine sorts them by letters. Which there are it tells itself, asked of a store that holds nothing.

    Raises:
        SyntaxError: The query is malformed.
    """
    if _STAR.search(query) is None:
        return query
    words = tokens(query)
    every = star(words)
    if every is None:
        return query
    asked = _NOTHING.query(query, base_iri=BASE_IRI, prefixes=dict(PREFIXES))
    if not isinstance(asked, ox.QuerySolutions) or not asked.variables:
        return query
    named = in_order_of_appearance(words, [variable.value for variable in asked.variables])
    return f"{query[: every.at]}{' '.join(f'?{name}' for name in named)}{query[every.at + 1 :]}"


def gives_triples(answer: Found) -> bool:
    """Return whether it is an answer of triples, not of rows."""
    return isinstance(answer, ox.QueryTriples)


def write(answer: Found, form: str, prefixes: Mapping[str, str], out: IO[bytes]) -> None:
    """Write an answer in a format of its kind, as it is made.

    Raises:
        UnheldError: The format cannot hold it.
    """
    if form == "xml":
        out = cast(IO[bytes], AsXML(out, not isinstance(answer, ox.QueryTriples)))
    if not isinstance(answer, ox.QueryTriples):
        answer.serialize(out, format=ROWS[form])
    elif form in _SHORT:
        ox.serialize(answer, out, format=TRIPLES[form], prefixes=dict(prefixes))
    else:
        answer.serialize(out, format=TRIPLES[form])
