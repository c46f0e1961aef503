"""Made-up treaties, which the benchmarks grow by, pass the checks of the data, and are the same from the same seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from benchmarks.grown import grown, write_grown

from tests.conftest import ROOT
from treatygraph.facts.check import check_facts
from treatygraph.facts.model import ClauseKind
from treatygraph.facts.read import Loaded, read_facts, read_tables
from treatygraph.facts.register import Register
from treatygraph.graph import from_facts, from_law
from treatygraph.graph.shapes import broken
from treatygraph.law.findings import findings
from treatygraph.law.model import Severity
from treatygraph.law.status import conclude
from treatygraph.settings import METADATA

TREATIES, SOME = 24, 40


def test_made_up_treaties_pass_the_checks(loaded: Loaded, tmp_path: Path) -> None:
    write_grown(loaded.facts, tmp_path / "data", TREATIES)
    read = read_facts(tmp_path / "data")
    check_facts(read)
    register = Register(read.facts)
    assert len(register.treaties) == len(register.in_depth) == TREATIES
    made = [treaty for treaty in register.treaties if treaty not in Register(loaded.facts).in_depth]
    for table in ("actions", "statements", "statement_flags"):
        assert {row.treaty for row in getattr(read.facts, table)} & set(made), table


@pytest.mark.slow  # it concludes 120 treaties, and loads what follows for 40
def test_what_follows_from_made_up_treaties_passes_the_checks(loaded: Loaded) -> None:
    waiting = ended = 0
    for seed in (2, 7, 8):
        concluded = conclude(Register(grown(loaded.facts, SOME, seed)))
        assert not [f for f in findings(concluded) if f.severity is not Severity.NOTE and "grown" in f.where], seed
        made = [treaty for treaty in concluded.register.treaties if treaty.startswith("grown")]
        waiting += sum(bool(concluded.register.clauses(treaty, ClauseKind.DEPENDENCY)) for treaty in made)
        ended += sum(p.end_reason is not None for treaty in made for p in concluded.under(treaty))
    # Else there was nothing to get wrong.
    assert waiting > 5
    assert ended > 5
    store = ox.Store()
    store.bulk_extend(from_facts.quads(concluded.register, read_tables(METADATA)))
    store.bulk_extend(from_law.quads(concluded, date(2026, 8, 1), ()))
    assert not [v for v in broken(store, ROOT / "ontology") if "grown" in f"{v.focus} {v.value}"]


def test_the_same_seed_makes_the_same_treaties(loaded: Loaded) -> None:
    assert grown(loaded.facts, TREATIES, seed=3) == grown(loaded.facts, TREATIES, seed=3)
    assert grown(loaded.facts, TREATIES, seed=3) != grown(loaded.facts, TREATIES, seed=4)
