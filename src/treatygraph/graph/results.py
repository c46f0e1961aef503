"""SPARQL results in JSON (W3C, SPARQL 1.1 Query Results JSON Format) → rows, read by pyoxigraph."""

from __future__ import annotations

import pyoxigraph as ox

from treatygraph.graph.oxigraph import rows_from
from treatygraph.graph.store import Rows


def rows_of(raw: bytes) -> Rows:
    """Return the rows of a SELECT, or the one row of an ASK.

    Raises:
        ValueError: It is not SPARQL results in JSON.
    """
    try:
        return rows_from(ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON))
    except SyntaxError as error:
        raise ValueError(str(error)) from None
