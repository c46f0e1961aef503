"""The description of the dataset (VoID and DCAT), in `graph/void`: counts, as-of days, version. No clock."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.facts.register import Register
from treatygraph.graph.from_facts import literal
from treatygraph.graph.lines import Counted
from treatygraph.graph.mint import Mint
from treatygraph.graph.terms import DATA, VOID_GRAPH, term

DATASET = NamedNode(f"{DATA}dataset")


def quads(register: Register, counts: Counted, version: str) -> Iterator[Quad]:
    """Yield the description of the dataset.

    Args:
        register: The facts.
        counts: How much there is of all other quads.
        version: The version of the facts and conclusions.
    """

    def about(predicate: str, value: NamedNode | Literal, subject: NamedNode = DATASET) -> Quad:
        return Quad(subject, term(predicate), value, VOID_GRAPH)

    yield about("rdf:type", term("void:Dataset"))
    yield about("rdf:type", term("dcat:Dataset"))
    yield about("dcterms:title", Literal("treatygraph: who is bound by which commitment", language="en"))
    about_what = ", ".join(register.instruments[i].short_title for i in (*register.treaties, *register.resolutions))
    description = f"Acts, final clauses, obligations and requests, with what follows from them and why: {about_what}."
    yield about("dcterms:description", Literal(description, language="en"))
    yield about("dcat:version", Literal(version))
    yield about("void:triples", literal(sum(counts.graphs.values())))
    yield about("void:uriSpace", Literal(DATA))
    for name, number in sorted(counts.graphs.items()):
        part = NamedNode(name)
        yield about("void:subset", part)
        yield about("rdf:type", term("void:Dataset"), part)
        yield about("void:triples", literal(number), part)
    for name, number in sorted(counts.classes.items()):
        part = NamedNode(f"{DATA}dataset/class/{name.rpartition('#')[2].rpartition('/')[2]}")
        yield about("void:classPartition", part)
        yield about("void:class", NamedNode(name), part)
        yield about("void:entities", literal(number), part)
    mint = Mint(register)
    for coverage in register.facts.coverage:
        part = NamedNode(f"{DATA}dataset/treaty/{coverage.treaty}")
        yield about("dcterms:hasPart", part)
        yield about("dcterms:subject", NamedNode(mint.instrument(coverage.treaty)), part)
        yield about("dcterms:temporal", literal(coverage.as_of), part)
