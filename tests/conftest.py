"""What the tests share: the real facts, and an invented world in the same format."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from treatygraph.facts.model import Facts
from treatygraph.facts.parts import in_parts
from treatygraph.facts.read import Loaded, read_facts, read_tables
from treatygraph.facts.read.tables import without_grammars
from treatygraph.facts.register import Register
from treatygraph.facts.write import text_of_rows
from treatygraph.law.status import Concluded, conclude

# On a machine that judges a submission the examples are the same every time; elsewhere they go on looking.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("dev", deadline=None)
# What `make check` tries; `make properties` tries all, and others each time.
hypothesis.settings.register_profile("quick", derandomize=True, deadline=None, max_examples=40)
hypothesis.settings.load_profile(os.environ.get("EXAMPLES") or ("ci" if os.environ.get("CI") else "dev"))

# Three seconds in each process that collects the tests, unless it is there before nbformat and the tests ask for it.
with without_grammars():
    importlib.import_module("jsonschema")

#: Builds of the real facts, which take longer to make than most tests that use them.
_BUILDS = frozenset({"few_build", "real_build"})


#: Whose tests cover facts and law whole, beneath the tracer; `LAW_TESTS` of the Makefile are the same.
TRACED = ("tests/facts", "tests/law", "tests/sources", "tests/test_days.py")

#: Tests that share what takes minutes to make.
LONGEST = ("tests/test_wheel.py",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a build of the real facts, by what it asks for, and what the tracer follows, by where it stands.

    `make check` leaves the first to `make test`, and runs the second apart from the others. What takes minutes
    in one go comes first, so that at the end no worker waits for another.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if isinstance(item, pytest.Function) and _BUILDS & set(item.fixturenames):
            item.add_marker("built")
        elif item.nodeid.startswith(TRACED) and item.get_closest_marker("untraced") is None:
            item.add_marker("traced")


ROOT = Path(__file__).resolve().parents[1]
WORLD = ROOT / "tests" / "world"


@cache
def shipped() -> Loaded:
    """The real facts, with their row numbers; read once for each process, whoever asks.

    The tracer looks away: all that reads is covered by small tables, and eighty thousand rows take it four seconds.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return read_facts(ROOT / "data")
    finally:
        sys.settrace(tracer)


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """The real facts, with their row numbers."""
    return shipped()


@pytest.fixture(scope="session")
def real(loaded: Loaded) -> Concluded:
    """What follows from the real facts."""
    return conclude(Register(loaded.facts))


@pytest.fixture(scope="session")
def few() -> Concluded:
    """What follows from the real facts of the treaties of `some`, without a build of them."""
    from tests.real import of_a_few

    return of_a_few()


@pytest.fixture(scope="session")
def some(few_build: Path) -> Concluded:
    """What follows from the real facts of the treaties read to obligation level and of a few others: few enough for a
    test to walk everybody in each."""
    from tests.real import data_of

    return conclude(Register(read_facts(data_of(few_build)).facts))


@pytest.fixture(scope="session")
def real_build() -> Iterator[Path]:
    """The folder of a build of the real facts, which all runs share and nobody changes."""
    from tests.real import unchanged, whole_builds

    with unchanged(whole_builds()) as found:
        yield found


@pytest.fixture(scope="session")
def few_build() -> Iterator[Path]:
    """The folder of a build of the real facts of a few treaties, shared likewise; its data folder is beside it."""
    from tests.real import few_builds, unchanged

    with unchanged(few_builds()) as found:
        yield found


@pytest.fixture(scope="session")
def world_loaded() -> Loaded:
    """The facts of the invented world, with their row numbers."""
    return read_facts(WORLD)


@pytest.fixture(scope="session")
def world(world_loaded: Loaded) -> Concluded:
    """What follows from the facts of the invented world."""
    return conclude(Register(world_loaded.facts))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented world that a test may damage."""
    import shutil

    return Path(shutil.copytree(WORLD, tmp_path / "world"))


def parted(folder: Path) -> Path:
    """Put the tables that may stand in parts into them, as the shipped data do."""
    facts = read_facts(folder).facts
    for table in read_tables(ROOT / "data" / "metadata.json"):
        if table.parts is not None:
            (folder / table.parts).mkdir()
            (folder / table.url).unlink()
            for name, rows in in_parts(table.parts, getattr(facts, table.name)).items():
                (folder / name).write_text(text_of_rows(table.record, rows), encoding="utf-8", newline="")
    return folder


@pytest.fixture(autouse=True)
def _own_build_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a developer's build out of the tests, the tests out of it, and tables as wide as they are."""
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path_factory.mktemp("build")))
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], Path]:
    """Replace a text in a file of the world copy; the text must be there."""

    def change(name: str, old: str, new: str) -> Path:
        path = next(folder.rglob(name))
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
        return folder

    return change


@pytest.fixture(scope="session")
def facts(world_loaded: Loaded) -> Facts:
    """The facts of the invented world."""
    return world_loaded.facts
