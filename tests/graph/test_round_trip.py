"""facts → graph → facts is the identity: the published graph is enough to reach every conclusion."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT
from treatygraph.errors import FaultyDataError
from treatygraph.facts.model import Facts
from treatygraph.facts.read import Loaded
from treatygraph.facts.read.tables import Table
from treatygraph.facts.register import Register
from treatygraph.facts.write import write_facts
from treatygraph.graph import from_facts
from treatygraph.graph.from_facts import TRANSLATIONS
from treatygraph.graph.mapping import mappings
from treatygraph.graph.mint import Mint
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.terms import PREFIXES, term
from treatygraph.graph.to_facts import facts_from
from treatygraph.law.status import Concluded, conclude
from treatygraph.pipeline import fetch_facts


def test_the_real_facts_come_back(quads: list[ox.Quad], tables: tuple[Table, ...], some: Concluded) -> None:
    facts = some.register.facts
    assert facts_from(quads, tables, facts.terms) == facts


def test_the_facts_of_the_world_come_back(world_quads: list[ox.Quad], tables: tuple[Table, ...], facts: Facts) -> None:
    assert facts_from(world_quads, tables, facts.terms) == facts


def test_the_graph_alone_leads_to_the_same_conclusions(
    world_quads: list[ox.Quad], tables: tuple[Table, ...], world: Concluded
) -> None:
    again = conclude(Register(facts_from(world_quads, tables, world.register.facts.terms)))
    assert again.participations == world.participations


def test_each_triple_stands_in_one_graph_only(quads: list[ox.Quad]) -> None:
    assert len({q.triple for q in quads}) == len(quads)


def test_no_blank_node_and_no_space_in_an_iri(quads: list[ox.Quad]) -> None:
    for quad in quads:
        for node in (quad.subject, quad.object):
            assert not isinstance(node, ox.BlankNode)
            assert not (isinstance(node, ox.NamedNode) and " " in node.value)


def test_consent_is_inferred_never_asserted(quads: list[ox.Quad]) -> None:
    consent = term("tg:ConsentToBeBound")
    assert not [q for q in quads if q.object == consent and q.predicate == term("rdf:type")]


@pytest.mark.parametrize("damage", ["missing", "double", "wrong"])
def test_a_damaged_graph_is_named(
    damage: str, world_quads: list[ox.Quad], tables: tuple[Table, ...], facts: Facts
) -> None:
    done = term("tg:doneOn")
    found = next(q for q in world_quads if q.predicate == done)
    rest = [q for q in world_quads if q != found] if damage != "double" else list(world_quads)
    if damage != "missing":
        value = from_facts.literal("soon" if damage == "wrong" else "2001-01-09")
        rest.append(ox.Quad(found.subject, done, value, found.graph_name))
    with pytest.raises(FaultyDataError, match="cannot be read as a row"):
        facts_from(rest, tables, facts.terms)


def test_no_iri_of_a_row_ever_changes(loaded: Loaded) -> None:
    mint = Mint(Register(loaded.facts))
    kept = json.loads((ROOT / "tests" / "golden" / "iris.json").read_text(encoding="utf-8"))
    assert len(kept) == 23
    for table, rows in kept.items():
        key = mappings()[table].key
        found = {"\t".join(str(getattr(r, c)) for c in key): r for r in getattr(loaded.facts, table)}
        assert {text: mint.row(table, found[text]).value for text in rows} == rows


def test_the_metadata_say_how_every_column_becomes_rdf(tables: tuple[Table, ...]) -> None:
    for table in tables:
        if table.name != TRANSLATIONS:
            assert set(mappings()[table.name].properties) == set(table.headers)


def test_what_a_reader_of_csvw_by_others_makes_of_the_tables_stands_in_the_graph(
    quads: list[ox.Quad], some: Concluded, tmp_path: Path
) -> None:
    """The csvw library turns tables into linked data as the W3C says: each value it makes stands in our graph.

    It reads the copy that a build publishes, in which every table is one file.
    """
    from csvw.metadata import CSVW

    ours: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            ours[quad.subject.value, quad.predicate.value].add(quad.object.value)
    # The library writes one prefix of its own for the terms of Dublin Core.
    prefixes = {**PREFIXES, "dc": PREFIXES["dcterms"]}
    write_facts(some.register.facts, tmp_path / "facts", ROOT / "data" / "metadata.json")
    made, missing, things = 0, [], set()
    for thing in CSVW(str(tmp_path / "facts" / "metadata.json")).to_json(minimal=True):
        if "/id/ledger/" in thing["@id"] and thing[f"{PREFIXES['tg']}retired"] is False:
            continue  # an identifier in use stands with its row, and is told once
        things.add(thing["@id"])
        for name, value in thing.items():
            prefix, _, local = name.partition(":")
            iri = prefixes[prefix] + local if prefix in prefixes else name
            for part in value if isinstance(value, list) else [value]:
                if name != "@id":
                    made += 1
                    if _lexical(part) not in ours[thing["@id"], iri]:
                        missing.append((thing["@id"], iri, part))
    assert missing == []
    assert made > 7_000
    assert len(things) > 1_000


def _lexical(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_facts_come_back_from_a_store_with_the_same_meaning(quads: list[ox.Quad], some: Concluded) -> None:
    """A store writes values in forms of its own (no delay at all as PT0S, twelve months as a year)."""
    fetched = fetch_facts(OxigraphStore.of(quads))
    day, facts = date(2000, 2, 29), some.register.facts
    assert fetched.actions == facts.actions
    assert [c.delay and c.delay.after(day) for c in fetched.clauses] == [
        c.delay and c.delay.after(day) for c in facts.clauses
    ]
