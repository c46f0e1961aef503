"""A remote SPARQL 1.1 endpoint, through SPARQLWrapper. Only reading is retried, and only where that is safe."""

from __future__ import annotations

import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from treatygraph.graph.results import rows_of
from treatygraph.graph.store import QueryError, Rows, StoreError, words_asked

#: A query is given this long, then the endpoint is called slow.
TIMEOUT = 30
#: Seconds before each new try, when the endpoint is busy or dropped the connection.
_PAUSES = (0.2, 1.0)
#: 504 is not among them: a query that was too slow for a gateway will be too slow again.
_TRY_AGAIN = frozenset({502, 503})


class RemoteStore:
    """An endpoint by its address."""

    def __init__(self, address: str, timeout: int = TIMEOUT) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise StoreError(f"{address[:80]!r} is no address of an endpoint. Write it as http://host:port/sparql.")
        self._address, self._timeout = address, timeout

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT, or the one row of an ASK."""
        raw = self._ask(query, "json")
        try:
            return rows_of(raw)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"{self._address} did not answer with SPARQL results in JSON ({type(error).__name__}). Check that it "
                "is a SPARQL endpoint, and that the query is a SELECT or ASK."
            ) from None

    def construct(self, query: str) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as sorted N-Triples."""
        import pyoxigraph as ox

        raw = self._ask(query, "turtle")
        try:
            triples = ox.parse(raw, format=ox.RdfFormat.TURTLE)
            return "".join(sorted({f"{q.triple} .\n" for q in triples}))
        except SyntaxError as error:
            raise StoreError(f"{self._address} did not answer with Turtle ({error}).") from None

    def _ask(self, query: str, form: str) -> bytes:
        from SPARQLWrapper import POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, EndPointNotFound, QueryBadFormed

        words_asked(query)
        wrapper = SPARQLWrapper(self._address, returnFormat=form)
        wrapper.setTimeout(self._timeout)
        # SPARQLWrapper takes a word in a comment for the form of the query.
        wrapper.setQuery("\n".join(line for line in query.splitlines() if not line.startswith("#")))
        wrapper.setMethod(POST)
        for pause in (*_PAUSES, None):
            try:
                raw: Any = wrapper.query().response.read()
                return bytes(raw)
            except QueryBadFormed as error:
                raise QueryError(f"{self._address} refuses the query: {_short(error)}") from None
            except EndPointNotFound:
                raise StoreError(f"{self._address} is not there (404). Check the path, often /sparql.") from None
            except EndPointInternalError as error:
                raise StoreError(f"{self._address} failed on the query (500): {_short(error)}") from None
            except HTTPError as error:
                if error.code not in _TRY_AGAIN or pause is None:
                    hint = (
                        "It is busy: ask again later, or for less."
                        if error.code in _TRY_AGAIN
                        else "Check the address."
                    )
                    raise StoreError(f"{self._address} answers {error.code} {error.reason}. {hint}") from None
            except TimeoutError:
                # A query that was slow once will be slow again: no new try.
                raise StoreError(f"{self._address} did not answer in {self._timeout} s. Ask for less.") from None
            except (URLError, OSError, ValueError) as error:
                if isinstance(getattr(error, "reason", None), TimeoutError):
                    raise StoreError(f"{self._address} did not answer in {self._timeout} s.") from None
                if pause is None:
                    raise StoreError(
                        f"{self._address} is down ({getattr(error, 'reason', error)}). Check the address, and that a "
                        "server runs there; `treatygraph serve` starts one."
                    ) from None
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 300 else text[:297] + "..."
