"""rdflib in memory: a second opinion, and the way into the tools that speak rdflib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from treatygraph.graph.lexer import with_prefixes
from treatygraph.graph.packed import opened
from treatygraph.graph.store import DamagedStoreError, QueryError, Rows, Value, as_asked, words_asked
from treatygraph.graph.terms import PREFIXES

_XSD_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


class MemoryStore:
    """An rdflib dataset."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    @classmethod
    def load(cls, path: Path) -> MemoryStore:
        """Return a store that holds the graph of a build.

        Raises:
            StoreError: The file is missing or damaged.
        """
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        try:
            with opened(path) as lines:
                dataset.parse(file=lines, format="nquads")
        except FileNotFoundError:
            raise DamagedStoreError(f"There is no {path}. Run `treatygraph build`.") from None
        except Exception as error:
            # rdflib's parsers raise errors of many kinds, some of them bare.
            raise DamagedStoreError(f"{path} is damaged ({error}). Run `treatygraph build`.") from None
        return cls(dataset)

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT, or the one row of an ASK."""
        found = self._run(query)
        if found.type == "ASK":
            value = Value("literal", "true" if found.askAnswer else "false", _XSD_BOOLEAN)
            return Rows(variables=("answer",), rows=((value,),))
        if found.type != "SELECT":
            raise QueryError("The query gives triples, not rows. Use SELECT or ASK here.")
        variables = tuple(str(v) for v in found.vars)
        rows = tuple(tuple(_value(term) for term in row) for row in found)
        return as_asked(Rows(variables=variables, rows=rows), query)

    def construct(self, query: str) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as sorted N-Triples."""
        found = self._run(query)
        if found.type not in {"CONSTRUCT", "DESCRIBE"}:
            raise QueryError("The query gives rows, not triples. Use CONSTRUCT or DESCRIBE here.")
        text: str = found.graph.serialize(format="nt")
        return "".join(sorted(line + "\n" for line in text.splitlines() if line))

    def _run(self, query: str) -> Any:
        if words_asked(query) & {"SERVICE", "FROM"}:
            raise QueryError("SERVICE and FROM are off: a query may not fetch from elsewhere.")
        try:
            return self._dataset.query(with_prefixes(query, PREFIXES))
        except Exception as error:
            # pyparsing, rdflib and their plug-ins share no base class of errors.
            raise QueryError(f"The query is no SPARQL, or rdflib cannot answer it: {error}") from None


def _value(term: Any) -> Value | None:
    from rdflib import BNode, URIRef

    if term is None:
        return None
    if isinstance(term, URIRef):
        return Value("iri", str(term))
    if isinstance(term, BNode):
        return Value("blank", str(term))
    datatype = str(term.datatype or "")
    return Value("literal", str(term), "" if datatype.endswith("#string") else datatype, term.language or "")
