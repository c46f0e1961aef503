"""The description of a SPARQL service (W3C SPARQL 1.1 Service Description), with that of its dataset (VoID)."""

from __future__ import annotations

import pyoxigraph as ox

from treatygraph.graph.serialise import FORMATS
from treatygraph.graph.terms import GRAPH, PREFIXES, TYPE, WRITTEN, term
from treatygraph.graph.void import DATASET

_SD = "http://www.w3.org/ns/sparql-service-description#"
_SH = "http://www.w3.org/ns/shacl#"
_FORMAT = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_TRIPLES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
_ANY_URI = term("xsd:anyURI")
_ALL = {**FORMATS, "xml": ox.RdfFormat.RDF_XML}


def described(address: str, void: bytes, form: str) -> bytes:
    """Return the description of a service.

    Args:
        address: The address of the endpoint.
        void: The description of the dataset, in N-Triples.
        form: ttl, nt, xml, jsonld, trig or nq.
    """
    service, dataset, default = ox.NamedNode(address), DATASET, ox.NamedNode(f"{address}#default-graph")
    triples = {quad.triple for quad in ox.parse(void, format=ox.RdfFormat.N_TRIPLES)}

    def say(subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.BlankNode) -> None:
        triples.add(ox.Triple(subject, ox.NamedNode(_SD + name), value))

    triples.add(ox.Triple(service, TYPE, ox.NamedNode(_SD + "Service")))
    say(service, "endpoint", service)
    say(service, "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query"))
    say(service, "feature", ox.NamedNode(_SD + "UnionDefaultGraph"))
    for name in (*_RESULTS, *_TRIPLES):
        say(service, "resultFormat", ox.NamedNode(_FORMAT + name))
    for prefix, iri in PREFIXES.items():
        # What a query may leave undeclared, as SHACL declares prefixes.
        node = ox.NamedNode(f"{address}#prefix-{prefix}")
        triples.add(ox.Triple(service, ox.NamedNode(_SH + "declare"), node))
        triples.add(ox.Triple(node, ox.NamedNode(_SH + "prefix"), ox.Literal(prefix)))
        triples.add(ox.Triple(node, ox.NamedNode(_SH + "namespace"), ox.Literal(iri, datatype=_ANY_URI)))
    say(service, "defaultDataset", dataset)
    triples.add(ox.Triple(dataset, TYPE, ox.NamedNode(_SD + "Dataset")))
    say(dataset, "defaultGraph", default)
    triples.add(ox.Triple(default, TYPE, ox.NamedNode(_SD + "Graph")))
    subset = term("void:subset")
    for graph in sorted({t.object.value for t in triples if t.predicate == subset}):
        if graph.startswith(GRAPH):
            node = ox.NamedNode(f"{address}#{graph.removeprefix(GRAPH)}")
            say(dataset, "namedGraph", node)
            triples.add(ox.Triple(node, TYPE, ox.NamedNode(_SD + "NamedGraph")))
            say(node, "name", ox.NamedNode(graph))
            say(node, "graph", ox.NamedNode(graph))
    triples.add(ox.Triple(dataset, term("void:sparqlEndpoint"), service))
    ordered = sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    prefixes = {**WRITTEN, "sd": _SD, "sh": _SH} if form not in {"nt", "nq"} else None
    raw = ox.serialize(ordered, format=_ALL[form], prefixes=prefixes)
    assert raw is not None
    return raw
