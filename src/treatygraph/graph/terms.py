"""The IRIs of terms. Those of rows are spelled in `mint`; which property a column becomes says `metadata.json`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode

from treatygraph.facts.model import ActionKind, ParticipantKind, StatementKind
from treatygraph.settings import BASE_IRI

NS = f"{BASE_IRI}ns#"
CONCEPT = f"{BASE_IRI}concept/"
DATA = f"{BASE_IRI}id/"
GRAPH = f"{BASE_IRI}graph/"

#: Prefixes that a query need not declare.
PREFIXES: Mapping[str, str] = {
    "tg": NS,
    "concept": CONCEPT,
    "id": DATA,
    "graph": GRAPH,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
}

#: Prefixes of what is written: those below which no name holds a slash. A slash in a name is written `\\/`, which
#: several readers of Turtle do not take.
WRITTEN: Mapping[str, str] = {name: iri for name, iri in PREFIXES.items() if iri not in {CONCEPT, DATA, GRAPH}}


@cache
def term(curie: str) -> NamedNode:
    """Return the IRI of a prefixed name."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE = term("rdf:type")
LABEL = term("rdfs:label")
PREF_LABEL = term("skos:prefLabel")
EXACT_MATCH = term("skos:exactMatch")
DERIVED_FROM = term("prov:wasDerivedFrom")

#: Named graphs: the words, rows without a source of their own, what is concluded, and the dataset's description.
ONTOLOGY_GRAPH = term("graph:ontology")
FACTS_GRAPH = term("graph:facts")
LAW_GRAPH = term("graph:law")
VOID_GRAPH = term("graph:void")

#: Ends that are open, in words of the Extended Date/Time Format (Library of Congress; ISO 8601-2): as text the one
#: sorts before every day and the other after, so that a question about a day compares both ends alike.
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
NO_BEGINNING, NO_END = Literal("..", datatype=EDTF), Literal("open", datatype=EDTF)

_CAMEL = {
    kind.value: "".join(part.capitalize() for part in kind.value.split("_")) for kind in (*ActionKind, *StatementKind)
}

#: The subclass that a kind makes of a row, which no template of CSVW can spell: (table, kind) → class.
SUBCLASSES: Mapping[tuple[str, str], str] = {
    **{("actions", kind.value): _CAMEL[kind.value] for kind in ActionKind},
    **{("statements", kind.value): _CAMEL[kind.value] for kind in StatementKind},
    # An act and a statement of one name are two things: a class of both would have nothing in it.
    ("actions", ActionKind.TERRITORIAL_APPLICATION.value): "TerritorialApplicationAction",
    ("actions", ActionKind.NOTIFICATION.value): "NotificationAction",
    ("actions", ActionKind.DECLARATION.value): "DeclarationAction",
    # The plain names are those of a class that is inferred, and of what an act leads to.
    ("actions", ActionKind.CONSENT_TO_BE_BOUND.value): "NotificationOfConsent",
    ("actions", ActionKind.PARTICIPATION.value): "NotificationOfParticipation",
    ("participants", ParticipantKind.STATE.value): "State",
    ("participants", ParticipantKind.FORMER_STATE.value): "FormerState",
    ("participants", ParticipantKind.ORGANIZATION.value): "InternationalOrganization",
    ("participants", ParticipantKind.TERRITORY.value): "Territory",
    ("participants", ParticipantKind.REIO.value): "RegionalEconomicIntegrationOrganization",
    ("instruments", "convention"): "Treaty",
    ("instruments", "protocol"): "Protocol",
    ("instruments", "resolution"): "Resolution",
    ("paragraphs", "operative"): "OperativeParagraph",
    ("paragraphs", "preambular"): "PreambularParagraph",
}
