"""Checking a store against the shapes (SHACL) by asking it: each constraint of `shapes.ttl` becomes a query.

Source: W3C, Shapes Constraint Language (2017), sect. 4 and 5. Only what our shapes use is known, and anything else is
refused. pyshacl (`graph.validate`) is the second opinion of the tests; over rdflib it takes hours for a large graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from treatygraph.errors import TreatygraphError
from treatygraph.graph.oxigraph import read_only
from treatygraph.graph.terms import DATA, TYPE
from treatygraph.graph.validate import Violation

_SH = "http://www.w3.org/ns/shacl#"
_DATASET = f"{DATA}dataset"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SAID = frozenset({"property", "sparql", "message", "path", "prefixes", "targetNode"})

_Node = ox.NamedNode | ox.BlankNode | ox.Literal


def violations_in(folder: Path, ontology: Path) -> tuple[Violation, ...]:
    """Return what in a store on disk breaks the shapes, sorted.

    Args:
        folder: The folder of the store.
        ontology: The folder with `shapes.ttl`.

    Raises:
        StoreError: There is no such store, or it is damaged.
        TreatygraphError: The shapes hold what is not known here.
    """
    return broken(read_only(folder), ontology)


def broken(store: ox.Store, ontology: Path) -> tuple[Violation, ...]:
    """Return what in a store breaks the shapes, sorted.

    Raises:
        TreatygraphError: The shapes hold what is not known here.
    """
    shapes = _Shapes(ontology / "shapes.ttl")
    found = set()
    for query, message in shapes.queries():
        solutions = store.query(query, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        for row in solutions:
            focus, value = row["focus"], row["value"]
            found.add(
                Violation(
                    focus=focus.value if focus is not None else _DATASET,
                    value=value.value if value is not None else "",
                    message=message,
                )
            )
    return tuple(sorted(found, key=lambda v: (v.message, v.focus, v.value)))


class _Shapes:
    """The shapes of a file."""

    def __init__(self, path: Path) -> None:
        self._facts: dict[_Node, dict[str, list[_Node]]] = {}
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            of = self._facts.setdefault(triple.subject, {})
            of.setdefault(triple.predicate.value, []).append(triple.object)

    def _all(self, node: _Node, name: str) -> list[_Node]:
        return self._facts.get(node, {}).get(_SH + name, [])

    def _one(self, node: _Node, name: str) -> _Node | None:
        return next(iter(self._all(node, name)), None)

    def _list(self, node: _Node) -> list[_Node]:
        found = []
        while (first := self._facts.get(node, {}).get(_RDF + "first")) is not None:
            found.append(first[0])
            node = self._facts[node][_RDF + "rest"][0]
        return found

    def queries(self) -> Iterator[tuple[str, str]]:
        """Yield for each constraint the query that finds what breaks it, and what it says."""
        kind = ox.NamedNode(_SH + "NodeShape")
        for shape, facts in self._facts.items():
            if kind not in facts.get(TYPE.value, []):
                continue
            target = " UNION ".join(self._targets(shape))
            for constraint in self._all(shape, "sparql"):
                yield self._asked(constraint), _text(self._one(constraint, "message"))
            for rule in self._all(shape, "property"):
                yield from ((q, _text(self._one(rule, "message"))) for q in self._of_property(target, rule))
            for denied in self._all(shape, "not"):
                query = f"SELECT ?focus ?value WHERE {{ {target} ?focus a {self._one(denied, 'class')} }}"
                yield query, _text(self._one(shape, "message"))

    def _targets(self, shape: _Node) -> Iterator[str]:
        for node in self._all(shape, "targetClass"):
            yield f"{{ ?focus a {node} }}"
        for node in self._all(shape, "targetSubjectsOf"):
            yield f"{{ ?focus {node} ?any }}"
        for node in self._all(shape, "targetObjectsOf"):
            yield f"{{ SELECT DISTINCT ?focus WHERE {{ ?any {node} ?focus }} }}"

    def _asked(self, constraint: _Node) -> str:
        """Return the query of a rule about the dataset."""
        prefixes = [
            f"PREFIX {_text(self._one(d, 'prefix'))}: <{_text(self._one(d, 'namespace'))}>"
            for named in self._all(constraint, "prefixes")
            for d in self._all(named, "declare")
        ]
        text = _text(self._one(constraint, "select")).replace("$this ?value", "?value")
        return "\n".join(prefixes) + f"\nSELECT ?focus ?value WHERE {{ {{ {text} }} }}"

    def _of_property(self, target: str, rule: _Node) -> Iterator[str]:
        path = self._one(rule, "path")
        for name, values in self._facts[rule].items():
            constraint = name.removeprefix(_SH)
            for value in values:
                test = self._test(constraint, value, path)
                if test is not None:
                    yield f"SELECT DISTINCT ?focus ?value WHERE {{ {target} {test} }}"

    def _test(self, constraint: str, value: _Node, path: _Node | None) -> str | None:
        """Return the pattern of what breaks a constraint; None of what constrains nothing."""
        stated = f"?focus {path} ?value ."
        if constraint in _SAID:
            return None
        if constraint == "minCount" and _text(value) == "1":
            return f"FILTER NOT EXISTS {{ ?focus {path} ?some }}"
        if constraint == "maxCount" and _text(value) == "1":
            return f"{stated} ?focus {path} ?other . FILTER(!sameTerm(?value, ?other))"
        if constraint == "class":
            return f"{stated} FILTER NOT EXISTS {{ ?value a {value} }}"
        if constraint == "not" and self._one(value, "in") is not None:
            denied = ", ".join(map(str, self._list(self._all(value, "in")[0])))
            return f"{stated} FILTER(?value IN ({denied}))"
        types = [value] if constraint == "datatype" else []
        if constraint == "or":
            types = [t for option in self._list(value) for t in self._all(option, "datatype")]
        if not types:
            raise TreatygraphError(
                f"shapes.ttl holds sh:{constraint}, which graph/shapes.py does not know. Add it there."
            )
        allowed = ", ".join(map(str, types))
        return f"{stated} FILTER(!isLiteral(?value) || DATATYPE(?value) NOT IN ({allowed}))"


def _text(node: _Node | None) -> str:
    return node.value if node is not None else ""
