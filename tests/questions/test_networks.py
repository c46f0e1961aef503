"""Networks: what is connected to what, measured and written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from treatygraph.law.status import Concluded
from treatygraph.questions.networks import (
    NetworkFormatError,
    citations,
    dependencies,
    measures,
    participation_together,
    write,
)


def test_the_convention_is_needed_before_its_protocols(real: Concluded) -> None:
    found = dependencies(real.register)
    assert set(found.predecessors("untoc")) == {"tip", "som", "firearms"}
    assert found.edges["som", "untoc"]["clause"] == "37(2)"


def test_the_resolution_cites_the_treaties(real: Concluded) -> None:
    graph = citations(real.register)
    assert graph.edges["ares-67-185", "untoc"]["weight"] == 4
    assert graph.edges["som", "untoc"]["relation"] == "supplements"


def test_participation_together_counts_common_treaties(world: Concluded) -> None:
    graph = participation_together(world, date(2002, 6, 1))
    assert graph.edges["AVA", "BOR"]["weight"] == 3
    assert graph.edges["AVA", "CEL"]["weight"] == 1
    assert "FEN" not in graph


def test_measures_and_files(world: Concluded, tmp_path: Path) -> None:
    graph = participation_together(world, date(2002, 6, 1))
    assert measures(graph)["AVA"]["weighted_degree"] == sum(d["weight"] for *_, d in graph.edges("AVA", data=True))
    for name in ("a.graphml", "a.gexf"):
        write(graph, tmp_path / name)
        write(graph, tmp_path / f"again-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()
    assert nx.read_graphml(tmp_path / "a.graphml").number_of_edges() == graph.number_of_edges()
    assert nx.read_gexf(tmp_path / "a.gexf").number_of_nodes() == graph.number_of_nodes()
    with pytest.raises(NetworkFormatError, match=r"\.graphml or \.gexf"):
        write(graph, tmp_path / "a.dot")
