"""Fetching the facts that a store holds, thing by thing, so that the law can be applied to them here."""

from __future__ import annotations

from treatygraph.facts.model import Facts
from treatygraph.facts.read import read_terms
from treatygraph.facts.read.tables import read_tables
from treatygraph.graph.mapping import mappings
from treatygraph.graph.serialise import read_triples
from treatygraph.graph.store import Store, StoreError
from treatygraph.graph.to_facts import facts_from
from treatygraph.questions.ask import described
from treatygraph.questions.catalogue import descriptions
from treatygraph.settings import METADATA, ONTOLOGY


def fetch_facts(store: Store) -> Facts:
    """Return the facts that a store holds.

    Raises:
        StoreError: The store is down, busy or slow, or cuts its answers short.
        FaultyDataError: What it holds cannot be read as facts.
    """
    quads = []
    asked = descriptions()
    for iri in sorted(mapped.type.value for mapped in mappings().values()):
        rows = store.select(described(asked["linked-data/count-of-a-class"], "class", iri)).rows
        expected = int(rows[0][0].text) if rows and rows[0][0] is not None else 0
        if not expected:
            continue
        raw = store.construct(described(asked["linked-data/things-of-a-class"], "class", iri))
        found = read_triples(raw)
        if len({q.subject for q in found}) != expected:
            raise StoreError(
                f"The endpoint cuts its answers short: {expected} things of the class {iri.rpartition('#')[2]}, and "
                "fewer came. Ask its keeper for a higher limit."
            )
        quads += found
    return facts_from(quads, read_tables(METADATA), read_terms(ONTOLOGY))


def version_in(store: Store) -> str:
    """Return the version that a store says it holds, or `unknown`."""
    rows = store.select(descriptions()["linked-data/version"].sparql or "").rows
    return rows[0][0].text if rows and rows[0][0] is not None else "unknown"
