"""The embedded engine: pyoxigraph, in memory or on disk, read-only when asked questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from treatygraph.errors import UnheldError
from treatygraph.graph import answering
from treatygraph.graph.packed import UNREADABLE, opened
from treatygraph.graph.store import DamagedStoreError, QueryError, Rows, StoreError, Value, words_asked
from treatygraph.graph.syntax import advice
from treatygraph.graph.terms import TYPE

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XSD_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class OxigraphStore:
    """A pyoxigraph store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> OxigraphStore:
        """Return a store in memory that holds the quads."""
        store = ox.Store()
        store.bulk_extend(quads)
        return cls(store)

    @classmethod
    def open(cls, folder: Path) -> OxigraphStore:
        """Return the store on disk, opened read-only.

        Raises:
            StoreError: There is none, or it is damaged.
        """
        return cls(read_only(folder))

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT, or the one row of an ASK."""
        found = self._run(query)
        if isinstance(found, ox.QueryTriples):
            raise QueryError("The query gives triples, not rows. Use SELECT or ASK here.")
        try:
            return rows_from(found)
        except (OSError, ValueError, RuntimeError) as error:
            raise StoreError(f"The store cannot answer ({error}). Run `treatygraph build`.") from None

    def construct(self, query: str) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as sorted N-Triples."""
        found = self._run(query)
        if not isinstance(found, ox.QueryTriples):
            raise QueryError("The query gives rows, not triples. Use CONSTRUCT or DESCRIBE here.")
        return "".join(sorted(f"{triple} .\n" for triple in found))

    def _run(self, query: str) -> Any:
        if "SERVICE" in words_asked(query):
            raise QueryError("SERVICE is off: a query may not fetch from another endpoint.")
        try:
            return answering.found(self._store, query, (), (), union=True)
        except SyntaxError as error:
            raise QueryError(f"The query is no SPARQL: {advice(query, str(error))}") from None
        except (OSError, ValueError, RuntimeError) as error:
            raise StoreError(f"The store cannot answer ({error}). Run `treatygraph build`.") from None


def rows_from(found: ox.QuerySolutions | ox.QueryBoolean) -> Rows:
    """Return an answer of pyoxigraph as rows; an ASK is one row of one boolean."""
    if isinstance(found, ox.QueryBoolean):
        value = Value("literal", "true" if found else "false", _XSD_BOOLEAN)
        return Rows(variables=("answer",), rows=((value,),))
    variables = tuple(v.value for v in found.variables)
    # The same terms come again and again in a large answer: each becomes a value once.
    known: dict[Any, Value | None] = {None: None}
    rows = tuple(
        tuple(known[term] if term in known else known.setdefault(term, value_of(term)) for term in solution)
        for solution in found
    )
    return Rows(variables=variables, rows=rows)


def read_only(folder: Path) -> ox.Store:
    """Return the store on disk, opened read-only.

    Raises:
        StoreError: There is none, or it is damaged.
    """
    if not folder.is_dir():
        raise DamagedStoreError(f"There is no store in {folder}. Run `treatygraph build`.")
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, ValueError, RuntimeError) as error:
        raise DamagedStoreError(f"The store in {folder} is damaged ({error}). Run `treatygraph build`.") from None


def in_memory(lines: Path) -> ox.Store:
    """Return a store in memory that holds the graph of a build.

    Raises:
        StoreError: There is none, or it is damaged.
    """
    store = ox.Store()
    try:
        with opened(lines) as quads:
            store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
    except (*UNREADABLE, SyntaxError, ValueError) as error:
        raise DamagedStoreError(f"{lines} cannot be read ({error}). Run `treatygraph build`.") from None
    return store


def classes_in(folder: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a store on disk that say which class a thing has.

    Raises:
        StoreError: There is none, or it is damaged.
    """
    yield from read_only(folder).quads_for_pattern(None, TYPE, None, None)


def value_of(term: Any) -> Value | None:
    """Return a term of pyoxigraph as a value.

    Raises:
        UnheldError: It is a triple.
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Value("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Value("blank", term.value)
    if isinstance(term, ox.Triple):
        raise UnheldError("A triple stands as a value, which no table holds. Take JSON or plain CSV.")
    datatype = term.datatype.value
    if datatype == _XSD_BOOLEAN:
        # "1" and "true" are the same truth; Virtuoso writes the one, others the other.
        return Value("literal", {"1": "true", "0": "false"}.get(term.value, term.value), datatype)
    plain = datatype in {_XSD_STRING, _LANG_STRING}
    return Value("literal", term.value, "" if plain else datatype, term.language or "")
