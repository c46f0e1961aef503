"""What changed between versions as RDF: a snapshot for each state of the record, a change for each change.

The IRI of a change is made of what it says and of the state it led to: computed again, it is the same. Sources: W3C,
PROV-O (wasRevisionOf, wasDerivedFrom) and DCAT (version).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.facts.changes import Change
from treatygraph.facts.register import Register
from treatygraph.graph.from_facts import literal
from treatygraph.graph.mint import Mint, concept, digest, participant
from treatygraph.graph.terms import DATA, DERIVED_FROM, TYPE, term


def change_iri(facts: str, change: Change) -> str:
    """Return the IRI of a change that led to the state of the record with the mark `facts`."""
    return f"{DATA}change/{facts}/{digest(*change.key)}"


def snapshot_iri(facts: str) -> str:
    """Return the IRI of the state of the record with the mark `facts`."""
    return f"{DATA}snapshot/{facts}"


def of_snapshot(facts: str, version: str, built: str, before: str | None) -> Iterator[Triple]:
    """Yield what is said of a state of the record.

    Args:
        facts: Its mark.
        version: The version that was built of it.
        built: The moment that version became current.
        before: The mark of the state before it, where that is known.
    """
    snapshot = NamedNode(snapshot_iri(facts))
    yield Triple(snapshot, TYPE, term("tg:Snapshot"))
    yield Triple(snapshot, term("dcat:version"), Literal(version))
    yield Triple(snapshot, term("dcterms:issued"), Literal(built, datatype=term("xsd:dateTime")))
    if before is not None:
        yield Triple(snapshot, term("prov:wasRevisionOf"), NamedNode(snapshot_iri(before)))


class ChangesGraph:
    """Says changes as triples; rows that today's record does not have any more are named, not linked."""

    def __init__(self, register: Register) -> None:
        self._register, self._mint = register, Mint(register)
        tables = ("actions", "statements")
        self._table_of = {row.id: table for table in tables for row in getattr(register.facts, table)}

    def of_change(self, facts: str, change: Change, sentences: Mapping[str, str]) -> Iterator[Triple]:
        """Yield what is said of a change that led to the state of the record with the mark `facts`.

        Args:
            facts: The mark of the state it led to.
            change: The change.
            sentences: It as a sentence, by language.
        """
        node = NamedNode(change_iri(facts, change))
        yield Triple(node, TYPE, term("tg:Change"))
        yield Triple(node, term("tg:changeKind"), concept("change_kind", change.kind.value))
        yield Triple(node, term("tg:changedIn"), NamedNode(snapshot_iri(facts)))
        for language, sentence in sentences.items():
            yield Triple(node, term("dcterms:description"), Literal(sentence, language=language))
        yield Triple(node, term("dcterms:identifier"), Literal(change.row))
        yield Triple(node, term("tg:changedWhat"), Literal(change.what))
        for name, text in (("tg:heldBefore", change.before), ("tg:heldAfter", change.after)):
            if text:
                yield Triple(node, term(name), Literal(text))
        if change.number is not None:
            yield Triple(node, term("tg:changedRows"), literal(change.number))
        for iri in self._about(change):
            yield Triple(node, term("tg:concerns"), NamedNode(iri))
        for row in (change.row, *change.because):
            if row in self._table_of:
                yield Triple(node, DERIVED_FROM, self._mint.by_id(self._table_of[row], row))
        for identifier in change.sources:
            if identifier in self._register.sources:
                yield Triple(node, term("dcterms:source"), self._mint.by_id("sources", identifier))

    def _about(self, change: Change) -> Iterator[str]:
        if change.treaty is not None and change.treaty in self._register.instruments:
            yield self._mint.instrument(change.treaty)
        for person in (change.participant, *change.others):
            if person in self._register.participants:
                yield participant(str(person)).value
