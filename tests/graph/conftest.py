"""Graphs of the real facts and of the invented world, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad

from tests.conftest import ROOT, WORLD
from treatygraph import pipeline
from treatygraph.facts.read.tables import Table, read_tables
from treatygraph.graph.packed import LINES
from treatygraph.graph.serialise import read_quads


@pytest.fixture(scope="session")
def tables() -> tuple[Table, ...]:
    """The tables of the metadata."""
    return read_tables(ROOT / "data" / "metadata.json")


@pytest.fixture(scope="session")
def built(few_build: Path) -> Path:
    """A build of the real facts of a few treaties."""
    return (few_build / "current").resolve()


@pytest.fixture(scope="session")
def world_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the invented world."""
    return pipeline.build(WORLD, tmp_path_factory.mktemp("world"), lambda _: None).folder


@pytest.fixture(scope="session")
def quads(built: Path) -> list[Quad]:
    """The graph of the real facts of a few treaties."""
    return read_quads(built / LINES)


@pytest.fixture(scope="session")
def world_quads(world_built: Path) -> list[Quad]:
    """The graph of the invented world."""
    return read_quads(world_built / LINES)
