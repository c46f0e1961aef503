"""Made-up treaties, which the benchmarks grow by, pass the checks of the data, and are the same from the same seed."""

from __future__ import annotations

from pathlib import Path

from benchmarks.grown import grown, write_grown

from treatygraph.facts.check import check_facts
from treatygraph.facts.read import Loaded, read_facts
from treatygraph.facts.register import Register

TREATIES = 24


def test_made_up_treaties_pass_the_checks(loaded: Loaded, tmp_path: Path) -> None:
    write_grown(loaded.facts, tmp_path / "data", TREATIES)
    read = read_facts(tmp_path / "data")
    check_facts(read)
    register = Register(read.facts)
    assert len(register.treaties) == len(register.in_depth) == TREATIES
    made = [treaty for treaty in register.treaties if treaty not in Register(loaded.facts).in_depth]
    for table in ("actions", "statements", "statement_flags"):
        assert {row.treaty for row in getattr(read.facts, table)} & set(made), table


def test_the_same_seed_makes_the_same_treaties(loaded: Loaded) -> None:
    assert grown(loaded.facts, TREATIES, seed=3) == grown(loaded.facts, TREATIES, seed=3)
    assert grown(loaded.facts, TREATIES, seed=3) != grown(loaded.facts, TREATIES, seed=4)
