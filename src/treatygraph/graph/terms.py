"""The IRIs of terms, and which property each column of the tables becomes. IRIs are spelled here and in `mint`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from treatygraph.facts.model import OWN_LANGUAGE, ActionKind, ParticipantKind, StatementKind
from treatygraph.settings import BASE_IRI

NS = f"{BASE_IRI}ns#"
CONCEPT = f"{BASE_IRI}concept/"
DATA = f"{BASE_IRI}id/"
GRAPH = f"{BASE_IRI}graph/"

#: Prefixes of every query and serialisation.
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


def term(curie: str) -> NamedNode:
    """Return the IRI of a prefixed name."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE = term("rdf:type")
LABEL = term("rdfs:label")
PREF_LABEL = term("skos:prefLabel")
NOTATION = term("skos:notation")
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

#: The class that every row of a table has; subclasses by kind are added.
CLASSES: Mapping[str, str] = {
    "sources": "Source",
    "participants": "Participant",
    "names": "ParticipantName",
    "regions": "Region",
    "memberships": "Membership",
    "continuity": "Continuity",
    "actions": "TreatyAction",
    "statements": "UnilateralStatement",
    "ledger": "LedgerEntry",
    "statement_flags": "StatementFlag",
    "coverage": "Coverage",
    "counts": "PublishedCount",
    "conflicts": "ConflictingClaim",
    "action_marks": "ActionMark",
    "participant_names": "Spelling",
    "instruments": "Instrument",
    "clauses": "Clause",
    "coding": "Phrase",
    "provisions": "Provision",
    "obligations": "Obligation",
    "paragraphs": "Paragraph",
    "verbs": "ParagraphVerb",
    "links": "Link",
    "link_rules": "LinkRule",
    "citations": "Citation",
    "languages": "Language",
}

_CAMEL = {
    kind.value: "".join(part.capitalize() for part in kind.value.split("_")) for kind in (*ActionKind, *StatementKind)
}

#: The subclass that a kind makes of a row: (table, kind) → class.
SUBCLASSES: Mapping[tuple[str, str], str] = {
    **{("actions", kind.value): _CAMEL[kind.value] for kind in ActionKind},
    **{("statements", kind.value): _CAMEL[kind.value] for kind in StatementKind},
    ("actions", ActionKind.TERRITORIAL_APPLICATION.value): "TerritorialApplicationAction",
    ("participants", ParticipantKind.STATE.value): "State",
    ("participants", ParticipantKind.REIO.value): "RegionalEconomicIntegrationOrganization",
    ("instruments", "convention"): "Treaty",
    ("instruments", "protocol"): "Protocol",
    ("instruments", "resolution"): "Resolution",
    ("paragraphs", "operative"): "OperativeParagraph",
    ("paragraphs", "preambular"): "PreambularParagraph",
}

#: Columns whose texts are marked as English; further languages stand beside them.
_ENGLISH = {
    ("instruments", "short_title"),
    ("instruments", "title"),
    ("provisions", "heading"),
    ("obligations", "summary"),
    ("paragraphs", "verb_text"),
    ("paragraphs", "summary"),
    ("coding", "coding"),
    ("links", "rationale"),
    ("link_rules", "rationale"),
    ("statements", "summary"),
}
_ELSEWHERE = {
    "id": "dcterms:identifier",
    "title": "dcterms:title",
    "source": "dcterms:source",
    "sources": "dcterms:source",
    "part_of": "dcterms:isPartOf",
    "note": "skos:note",
}
#: Columns whose name means something else in another table.
_APART = {
    ("provisions", "paragraph"): "tg:paragraphNumber",
    ("conflicts", "reason"): "tg:explanation",
    ("action_marks", "reason"): "tg:explanation",
    ("participant_names", "reason"): "tg:explanation",
}


@dataclass(frozen=True, slots=True)
class Property:
    """The property a column becomes, and the language of its literals."""

    node: NamedNode
    language: str | None


def camel(column: str) -> str:
    """Return the local name that a column's words make: `done_on` → `doneOn`."""
    first, *rest = column.split("_")
    return first + "".join(part.capitalize() for part in rest)


def property_of(table: str, column: str) -> Property:
    """Return the property of a column."""
    language = OWN_LANGUAGE if (table, column) in _ENGLISH else None
    if (table, column) in _APART:
        return Property(term(_APART[table, column]), language)
    if column in _ELSEWHERE:
        return Property(term(_ELSEWHERE[column]), language)
    return Property(term(f"tg:{camel(column)}"), language)
