"""The real facts for tests: those of a few treaties where a test walks everybody in each, and a build made once."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from treatygraph import pipeline
from treatygraph.facts.model import Facts
from treatygraph.facts.parts import in_parts
from treatygraph.facts.read import read_tables
from treatygraph.facts.register import Register
from treatygraph.facts.write import text_of_rows


def a_few(register: Register, others: int = 3) -> frozenset[str]:
    """Return the treaties read to obligation level, a few of the others, and those that any of them depends on."""
    rest = [t for t in register.treaties if t not in register.in_depth]
    found: set[str] = set()
    more = [*register.in_depth, *rest[:: max(1, len(rest) // others)][:others]]
    while more:
        treaty = more.pop()
        found.add(treaty)
        more += [t for t in (*register.parents(treaty), *register.not_before(treaty)) if t not in found]
    return frozenset(found & set(register.treaties))


def of_treaties(facts: Facts, treaties: Collection[str]) -> Facts:
    """Return the facts with what was done under these treaties, and under no other."""
    tables = ("actions", "undecided", "statements", "statement_flags", "coverage", "possible_acts", "counts")
    kept = {table: tuple(row for row in getattr(facts, table) if row.treaty in treaties) for table in tables}
    records = {row.id for table in ("actions", "statements") for row in kept[table]}
    gone = {row.id for table in ("actions", "statements") for row in getattr(facts, table)} - records
    cited: Counter[str] = Counter(flag.source for flag in kept["statement_flags"])
    for table in ("actions", "undecided", "statements"):
        cited.update(source for row in kept[table] for source in row.sources)
    of_tables = {"actions", "statements", "coverage"}
    standing = records | set(treaties)
    return replace(
        facts,
        **kept,
        ledger=tuple(entry for entry in facts.ledger if entry.id not in gone),
        conflicts=tuple(conflict for conflict in facts.conflicts if conflict.about in records),
        sources=tuple(replace(source, expected_rows=cited[source.id]) for source in facts.sources),
        texts=tuple(text for text in facts.texts if text.table not in of_tables or text.row in standing),
    )


def folder_of(facts: Facts, folder: Path) -> Path:
    """Write facts as a data folder that is laid out as the shipped one."""
    for table in read_tables(ROOT / "data" / "metadata.json"):
        rows_of = in_parts(table.parts or table.url, getattr(facts, table.name)) or {table.url: []}
        for name, rows in rows_of.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of_rows(table.record, rows), encoding="utf-8", newline="")
    return folder


def build_once(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the real facts; all workers of a run share it, and nobody changes it."""
    return _once(factory, "real-build", lambda: ROOT / "data")


def build_of_a_few(factory: pytest.TempPathFactory, facts: Facts) -> Path:
    """Return the folder of a build of the facts of a few treaties, shared likewise."""
    return _once(factory, "few-build", lambda: folder_of(facts, factory.mktemp("few")))


def _once(factory: pytest.TempPathFactory, name: str, data: Callable[[], Path]) -> Path:
    own = factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    out = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "current").exists():
            pipeline.build(data(), out, lambda _: None)
    return out
