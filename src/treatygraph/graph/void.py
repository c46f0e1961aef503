"""The description of the dataset (VoID and DCAT), in `graph/void`: counts, as-of days, version. No clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.facts.register import Register
from treatygraph.graph.from_facts import literal
from treatygraph.graph.lines import Counted
from treatygraph.graph.mint import Mint
from treatygraph.graph.terms import CONCEPT, DATA, GRAPH, PREFIXES, TYPE, VOID_GRAPH, term
from treatygraph.settings import BASE_IRI

DATASET = NamedNode(f"{DATA}dataset")
#: The whole graph as a file, and the media type it has.
DUMP, _DUMPED = NamedNode(f"{BASE_IRI}download/treatygraph.nq"), "application/n-quads"
#: The words that the data are told in; what the other prefixes stand for are things and datatypes.
VOCABULARIES = tuple(iri for iri in PREFIXES.values() if iri not in {CONCEPT, DATA, GRAPH, PREFIXES["xsd"]})
#: A thing of each of these tables is shown as an example.
_EXAMPLES = ("participants", "actions", "obligations")
#: The terms of what the project adds to its sources.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_RIGHTS = (
    "The licence is of what this project made of its sources. The facts are the sources': each row names its source, "
    "whose own terms hold for what is taken from it again."
)


def quads(register: Register, counts: Counted, version: str) -> Iterator[Quad]:
    """Yield the description of the dataset, whose numbers count the description too.

    Args:
        register: The facts.
        counts: How much there is of all other quads.
        version: The version of the facts and conclusions.
    """
    told = list(_told(register, version))
    classes = Counter(counts.classes)
    classes.update(quad.object.value for quad in told if quad.predicate == TYPE and isinstance(quad.object, NamedNode))
    # Every graph is a part: this one, and those that are counted.
    classes[term("void:Dataset").value] += len(counts.graphs) + 1
    number = len(told) + 1 + 3 * (len(classes) + len(counts.graphs) + 1)
    yield from told
    yield from _counted({**counts.graphs, VOID_GRAPH.value: number}, classes)


def _counted(graphs: Mapping[str, int], classes: Mapping[str, int]) -> Iterator[Quad]:
    yield _about("void:triples", literal(sum(graphs.values())))
    for name, number in sorted(graphs.items()):
        part = NamedNode(name)
        yield _about("void:subset", part)
        yield _about("rdf:type", term("void:Dataset"), part)
        yield _about("void:triples", literal(number), part)
    for name, number in sorted(classes.items()):
        local = name.rpartition("#")[2].rpartition("/")[2]
        # Both vocabularies of datasets call theirs alike.
        apart = next((f"{prefix}-" for prefix in ("void", "dcat") if name.startswith(PREFIXES[prefix])), "")
        part = NamedNode(f"{DATA}dataset/class/{apart}{local}")
        yield _about("void:classPartition", part)
        yield _about("void:class", NamedNode(name), part)
        yield _about("void:entities", literal(number), part)


def _about(predicate: str, value: NamedNode | Literal, subject: NamedNode = DATASET) -> Quad:
    return Quad(subject, term(predicate), value, VOID_GRAPH)


def _told(register: Register, version: str) -> Iterator[Quad]:
    """Yield what is no number."""
    about = _about
    yield about("rdf:type", term("void:Dataset"))
    yield about("rdf:type", term("dcat:Dataset"))
    yield about("dcterms:title", Literal("treatygraph: who is bound by which commitment", language="en"))
    named = [register.instruments[i].short_title for i in (*register.in_depth, *register.resolutions)]
    if others := len(set(register.treaties) - set(register.in_depth)):
        named.append(f"and {others} more treaties")
    description = (
        f"Acts, final clauses, obligations and requests, with what follows from them and why: {', '.join(named)}."
    )
    yield about("dcterms:description", Literal(description, language="en"))
    yield about("dcat:version", Literal(version))
    yield about("dcterms:license", NamedNode(LICENCE))
    yield about("dcterms:rights", Literal(_RIGHTS, language="en"))
    yield about("void:uriSpace", Literal(DATA))
    yield about("void:dataDump", DUMP)
    yield about("dcat:mediaType", Literal(_DUMPED), DUMP)
    for vocabulary in VOCABULARIES:
        yield about("void:vocabulary", NamedNode(vocabulary))
    mint = Mint(register)
    for coverage in register.facts.coverage:
        part = NamedNode(f"{DATA}dataset/treaty/{coverage.treaty}")
        yield about("dcterms:hasPart", part)
        yield about("dcterms:subject", NamedNode(mint.instrument(coverage.treaty)), part)
        yield about("dcterms:temporal", literal(coverage.as_of), part)
    for table in _EXAMPLES:
        for row in getattr(register.facts, table)[:1]:
            yield about("void:exampleResource", mint.by_id(table, row.id))
    for treaty in register.treaties[:1]:
        yield about("void:exampleResource", NamedNode(mint.instrument(treaty)))
