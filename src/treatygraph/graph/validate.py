"""Checking a graph against the shapes (SHACL), with pyshacl. Source: W3C, Shapes Constraint Language (2017)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, serialize

from treatygraph.errors import MissingExtraError, TreatygraphError
from treatygraph.graph.serialise import in_order
from treatygraph.graph.terms import term

#: Properties that no shape looks at; without them rdflib loads the graph in half the time.
_TEXTS = frozenset(
    term(name).value
    for name in (
        *("rdfs:label", "skos:prefLabel", "skos:definition", "skos:example", "tg:summary", "tg:sentence", "tg:basis"),
        *("tg:name", "tg:rationale", "tg:heading", "tg:covers", "tg:legalBasis", "tg:withinRegion", "tg:rule"),
        *("tg:bindsKind", "tg:verbText"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A thing that breaks a shape: which thing, what is wrong and what to do."""

    focus: str
    value: str
    message: str


def violations(quads: Iterable[Quad], ontology: Path) -> tuple[Violation, ...]:
    """Return what breaks the shapes, sorted.

    Args:
        quads: The graph, the ontology's own triples included.
        ontology: The folder with `shapes.ttl`.

    Raises:
        MissingExtraError: pyshacl is not installed.
    """
    try:
        import pyshacl
    except ImportError:
        raise MissingExtraError("shacl", "pyshacl") from None
    from rdflib import Graph

    data = Graph()
    triples = (quad.triple for quad in in_order(quads) if quad.predicate.value not in _TEXTS)
    raw = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert raw is not None
    data.parse(data=raw, format="nt")
    shapes = Graph().parse(ontology / "shapes.ttl", format="turtle")
    # Subclasses are asserted beside their class, so no inference is needed; meta-SHACL is tested on its own.
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    if isinstance(results, Exception):
        raise TreatygraphError(f"shapes.ttl cannot be applied: {results}")
    return tuple(sorted(_found(results), key=lambda v: (v.message, v.focus, v.value)))


def _found(results: Any) -> list[Violation]:
    from rdflib import RDF, SH

    found = []
    for node in results.subjects(RDF.type, SH.ValidationResult):
        message = str(results.value(node, SH.resultMessage) or "")
        found.append(
            Violation(
                focus=str(results.value(node, SH.focusNode) or ""),
                value=str(results.value(node, SH.value) or ""),
                message=message,
            )
        )
    return found
