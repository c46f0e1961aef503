"""facts → graph → facts is the identity: the published graph is enough to reach every conclusion."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from treatygraph.errors import FaultyDataError
from treatygraph.facts.model import Facts
from treatygraph.facts.read import Loaded
from treatygraph.facts.read.tables import Table
from treatygraph.facts.register import Register
from treatygraph.graph import from_facts
from treatygraph.graph.terms import term
from treatygraph.graph.to_facts import facts_from
from treatygraph.law.status import Concluded, conclude


def test_the_real_facts_come_back(quads: list[ox.Quad], tables: tuple[Table, ...], loaded: Loaded) -> None:
    assert facts_from(quads, tables, loaded.facts.terms) == loaded.facts


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
