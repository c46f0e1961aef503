"""The real facts for tests: those of a few treaties where a test walks everybody in each, and builds made once."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.conftest import ROOT, shipped
from treatygraph import pipeline
from treatygraph.facts.model import Facts
from treatygraph.facts.parts import in_parts
from treatygraph.facts.read import read_tables
from treatygraph.facts.register import Register
from treatygraph.facts.write import text_of_rows
from treatygraph.law.status import Concluded, conclude
from treatygraph.settings import CODE, DATA, METADATA, ONTOLOGY, QUERIES


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


@cache
def of_a_few() -> Concluded:
    """Return what follows from the real facts of a few treaties."""
    facts = shipped().facts
    return conclude(Register(of_treaties(facts, a_few(Register(facts)))))


def folder_of(facts: Facts, folder: Path) -> Path:
    """Write facts as a data folder that is laid out as the shipped one."""
    for table in read_tables(ROOT / "data" / "metadata.json"):
        rows_of = in_parts(table.parts or table.url, getattr(facts, table.name)) or {table.url: []}
        for name, rows in rows_of.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of_rows(table.record, rows), encoding="utf-8", newline="")
    return folder


def whole_builds() -> Path:
    """Return the folder of builds of all the real facts; every run shares it, and nobody changes it."""
    out = kept() / "whole"
    once(out, lambda: pipeline.build(ROOT / "data", out, lambda _: None))
    return out


def few_builds() -> Path:
    """Return the folder of builds of the facts of a few treaties, shared likewise; these facts stand beside it."""
    out = kept() / "few" / "builds"

    def make() -> None:
        facts = shipped().facts
        data = folder_of(of_treaties(facts, a_few(Register(facts))), data_of(out))
        shutil.copy(METADATA, data)
        pipeline.build(data, out, lambda _: None)

    once(out, make)
    return out


def once(out: Path, make: Callable[[], object]) -> None:
    """Make builds, unless another worker or an earlier run did."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "current").exists():
            make()


def data_of(builds: Path) -> Path:
    """Return the data folder that builds are of: the one beside them, or else the shipped one."""
    beside = builds.parent / "data"
    return beside if builds.name == "builds" else DATA


def folders(builds: Path) -> dict[str, str]:
    """Return the environment of a program that uses builds: without their data, it would make others."""
    return {"TREATYGRAPH_BUILD": str(builds), "TREATYGRAPH_DATA": str(data_of(builds))}


@contextlib.contextmanager
def unchanged(builds: Path) -> Iterator[Path]:
    """Yield a shared folder of builds, which has the same build after."""
    before = (builds / "current").resolve()
    yield builds
    assert (builds / "current").resolve() == before, f"A test built into {builds}, which all share: set both folders."


@cache
def kept() -> Path:
    """Return the folder for builds of what stands in this checkout now: the next run finds them there.

    What stood before is removed, unless a run uses it still.
    """
    made_from = hashlib.sha256(sys.version.encode())
    for path in _made_from():
        made_from.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    folder = ROOT / "build" / "tests" / made_from.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    # Held, and so open, until the process ends.
    fcntl.flock(os.open(folder / "lock", os.O_WRONLY | os.O_CREAT), fcntl.LOCK_SH)
    for other in folder.parent.glob("*/lock"):
        with other.open("w") as lock, contextlib.suppress(BlockingIOError):
            if other.parent != folder:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(other.parent, ignore_errors=True)
    return folder


def _made_from() -> Iterator[Path]:
    """Yield the files that a build follows from: the faces, which only show one, are none of them."""
    yield from (ROOT / "constraints.txt", ROOT / "tests" / "real.py", ROOT / "tests" / "newcomer" / "conftest.py")
    for place in (DATA, ONTOLOGY, QUERIES, CODE):
        for path in sorted(place.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and CODE / "faces" not in path.parents:
                yield path
