"""Is the ontology consistent, and do defined classes come out as meant?

owlready2 runs HermiT where Java is there; without Java, owlrl closes the graph under OWL 2 RL in Python.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from treatygraph.errors import MissingExtraError
from treatygraph.graph.terms import NS, PREFIXES, TYPE, term

_NOTHING = PREFIXES["owl"] + "Nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What a reasoner says: by which means, whether consistent, and the members of ConsentToBeBound."""

    reasoner: str
    consistent: bool
    consents: tuple[str, ...]


def classify(ontology: Path, individuals: str = "", java: bool | None = None) -> Classified:
    """Return what a reasoner concludes from the ontology and some individuals.

    Args:
        ontology: The folder with `treatygraph.ttl`.
        individuals: More triples, as N-Triples.
        java: Whether to use HermiT; found out when None.

    Raises:
        MissingExtraError: There is no Java, and owlrl is not installed.
    """
    if java is None:
        java = shutil.which("java") is not None
    text = ontology.joinpath("treatygraph.ttl").read_text(encoding="utf-8")
    return _hermit(text, individuals) if java else _closure(text, individuals)


def _graph(text: str, individuals: str) -> Any:
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=text, format="turtle")
    graph.parse(data=individuals, format="nt")
    return graph


def _hermit(text: str, individuals: str) -> Classified:
    import owlready2 as owl

    raw = _graph(text, individuals).serialize(format="xml").encode()
    world = owl.World()
    loaded = world.get_ontology("https://w3id.org/treatygraph/ns").load(fileobj=io.BytesIO(raw))
    try:
        with loaded:
            owl.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owl.OwlReadyInconsistentOntologyError:
        return Classified(reasoner="HermiT", consistent=False, consents=())
    unsatisfiable = [c for c in world.inconsistent_classes() if c.iri != _NOTHING]
    defined = world[term("tg:ConsentToBeBound").value]
    members = tuple(sorted(i.iri for i in defined.instances())) if defined is not None else ()
    return Classified(reasoner="HermiT", consistent=not unsatisfiable, consents=members)


def _closure(text: str, individuals: str) -> Classified:
    try:
        import owlrl
    except ImportError:
        raise MissingExtraError("owl", "owlrl", ", or install a Java runtime") from None
    from rdflib import RDF, URIRef

    graph = _graph(text, individuals)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    # owlrl reports contradictions as error nodes in the graph.
    errors = list(graph.subjects(RDF.type, URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")))
    consent = URIRef(term("tg:ConsentToBeBound").value)
    members = tuple(sorted(str(s) for s in graph.subjects(RDF.type, consent)))
    return Classified(reasoner="owlrl", consistent=not errors, consents=members)


def sorts_of(quads: Iterable[Quad]) -> str:
    """Return N-Triples with one individual for each combination of classes that a graph has.

    Consistency depends on the combinations, not on how many things share one.
    """
    classes: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == TYPE and str(quad.object).startswith(f"<{NS}"):
            classes.setdefault(str(quad.subject), set()).add(str(quad.object))
    combinations = sorted({tuple(sorted(found)) for found in classes.values()})
    return "".join(
        f"<urn:sort:{number}> {TYPE} {name} .\n" for number, found in enumerate(combinations) for name in found
    )


def typed(pairs: Iterable[tuple[str, str]]) -> str:
    """Return N-Triples that give individuals their classes."""
    return "".join(f"<{subject}> {TYPE} {term(name)} .\n" for subject, name in pairs)
