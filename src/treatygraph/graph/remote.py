"""A remote SPARQL 1.1 endpoint. Only reading is tried again, and only where that is safe."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from treatygraph.graph.http import Answer, DownError, is_address, post
from treatygraph.graph.lexer import with_prefixes
from treatygraph.graph.results import rows_of
from treatygraph.graph.serialise import turtle_lines
from treatygraph.graph.store import QueryError, Rows, StoreError, as_asked, words_asked
from treatygraph.graph.terms import PREFIXES

#: A query is given this long, then the endpoint is called slow.
TIMEOUT = 30
#: Seconds before each new try, when the endpoint is busy or dropped the connection.
_PAUSES = (0.2, 1.0)
#: 504 is not among them: a query that was too slow for a gateway will be too slow again.
_TRY_AGAIN = frozenset({502, 503})


class RemoteStore:
    """An endpoint by its address."""

    def __init__(self, address: str, timeout: int = TIMEOUT) -> None:
        if not is_address(address):
            raise StoreError(f"{address[:80]!r} is no address of an endpoint. Write it as http://host:port/sparql.")
        self._address, self._timeout = address, timeout

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT, or the one row of an ASK."""
        raw = self._ask(query, "application/sparql-results+json")
        try:
            return as_asked(rows_of(raw), query)
        except ValueError as error:
            raise StoreError(
                f"{self._address} did not answer with SPARQL results in JSON ({error}). Check that it "
                "is a SPARQL endpoint, and that the query is a SELECT or ASK."
            ) from None

    def construct(self, query: str) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as sorted N-Triples."""
        raw = self._ask(query, "text/turtle")
        try:
            return turtle_lines(raw)
        except SyntaxError as error:
            raise StoreError(f"{self._address} did not answer with Turtle ({error}).") from None

    def _ask(self, query: str, accept: str) -> bytes:
        words_asked(query)
        body, kind = (
            urlencode({"query": with_prefixes(query, PREFIXES)}).encode("utf-8", "surrogatepass"),
            "application/x-www-form-urlencoded",
        )
        for pause in (*_PAUSES, None):
            try:
                answer = post(self._address, body, kind, accept=accept, seconds=self._timeout)
            except DownError:
                if pause is None:
                    raise
            else:
                if answer.status == 200:
                    return answer.body
                if answer.status not in _TRY_AGAIN or pause is None:
                    raise self._refused(answer)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _refused(self, answer: Answer) -> StoreError | QueryError:
        match answer.status:
            case 400:
                return QueryError(f"{self._address} refuses the query: {answer.said}")
            case 404:
                return StoreError(f"{self._address} is not there (404). Check the path, often /sparql.")
            case 500:
                return StoreError(f"{self._address} failed on the query (500): {answer.said}")
            case 401:
                return StoreError(f"{self._address} answers 401: it wants a user and a password, which are not sent.")
            case status if status in _TRY_AGAIN:
                hint = "It is busy: ask again later, or for less."
            case status if 300 <= status < 400:
                hint = f"It leads to {answer.location[:200]!r}; name that address, if you trust it."
            case 429:
                hint = "It is asked too much: ask again later, one after the other."
            case 504:
                hint = "It was too slow for who stands in front of it: ask for less."
            case status if status < 300:
                hint = "An answer with status 200 is needed: check that it is a SPARQL endpoint."
            case _:
                hint = "Check the address."
        return StoreError(f"{self._address} answers {answer.status} {answer.reason}. {hint}")
