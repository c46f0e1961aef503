"""What a store is here: it answers SPARQL. Three engines stand behind the one protocol (`graph.engines`).

- `graph.oxigraph`: pyoxigraph, in memory or on disk; the default
- `graph.memory`: rdflib, for interchange and as a second opinion
- `graph.remote`: any SPARQL 1.1 endpoint, through httpx
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal as Choice
from typing import Protocol

from treatygraph.errors import TreatygraphError
from treatygraph.graph.lexer import bare, in_order_of_appearance, resolved, star, tokens


class QueryError(TreatygraphError):
    """A query that is no SPARQL, or that an engine refuses; with the position when the parser tells it."""


class StoreError(TreatygraphError):
    """A store that is missing, damaged, down, slow or answers garbage."""


class DamagedStoreError(StoreError):
    """A store of ours that cannot be opened; it can be built again from the facts."""


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """An RDF term in an answer."""

    kind: Choice["iri", "literal", "blank"]
    text: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The answer to a SELECT; an unbound variable is None. An ASK is one row of one boolean."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


#: The words one of which a query has; what has none is an update, or no SPARQL.
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def words_of(query: str) -> frozenset[str]:
    """Return the bare words of a query in capitals, without its strings, IRIs, comments and variables."""
    said = re.sub(r"[?$]\w+", " ", bare(resolved(query)))
    return frozenset(re.findall(r"[A-Za-z]+", said.upper()))


def words_asked(query: str) -> frozenset[str]:
    """Return the words of a query that asks, as `words_of` does.

    Raises:
        QueryError: It is an update, or no SPARQL at all.
    """
    words = words_of(query)
    if not words & _FORMS:
        raise QueryError(
            "The query is no SELECT, ASK, CONSTRUCT or DESCRIBE. The graph is read-only here: it changes by its facts "
            "(`treatygraph build`, `treatygraph publish`)."
        )
    return words


def as_asked(rows: Rows, query: str) -> Rows:
    """Return rows with the columns of `SELECT *` in the order in which the query names its variables first."""
    words = tokens(query)
    if star(words) is None:
        return rows
    named = tuple(in_order_of_appearance(words, list(rows.variables)))
    places = [rows.variables.index(name) for name in named]
    return Rows(variables=named, rows=tuple(tuple(row[at] for at in places) for row in rows.rows))


class Store(Protocol):
    """Answers SPARQL over the union of the named graphs."""

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT, or the one row of an ASK.

        Raises:
            QueryError: The query is malformed or refused.
            StoreError: The store cannot answer.
        """
        ...

    def construct(self, query: str) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as sorted N-Triples.

        Raises:
            QueryError: The query is malformed or refused.
            StoreError: The store cannot answer.
        """
        ...
