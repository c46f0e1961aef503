"""What a build keeps of the one before is what it would make anew: the same bytes, the same quads in the store."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest

from tests.conftest import WORLD
from tests.test_pipeline import contents
from treatygraph import pipeline
from treatygraph.facts.read import read_tables
from treatygraph.facts.register import Register
from treatygraph.graph import disk, from_facts, from_law
from treatygraph.graph.lines import counted, in_lines, quads_in, sorted_lines
from treatygraph.graph.lines import told as lines_about
from treatygraph.graph.packed import LINES, opened, unpacked
from treatygraph.law.obligations import notification_gaps
from treatygraph.law.status import Concluded, conclude
from treatygraph.pipeline.earlier import PARTS, WRITTEN, Earlier, Index
from treatygraph.pipeline.families import Families, Family
from treatygraph.pipeline.parts import Part, part_of, part_of_left
from treatygraph.settings import METADATA

DAY = date(2010, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(WORLD, tmp_path / "data")
    return tmp_path / "data"


def changed(folder: Path) -> None:
    """Change the day of one act of a treaty that others do not name."""
    path = folder / "ratifications" / "actions.csv"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("fish-"))
    day = next(cell for cell in row.split(",") if len(cell) == 10 and cell[4] == "-")
    path.write_text(text.replace(row, row.replace(day, f"{day[:8]}{int(day[8:]) % 28 + 1:02d}")), encoding="utf-8")


def quads(folder: Path) -> set[ox.Quad]:
    return set(ox.Store.read_only(str(folder / "store")))


def told(folder: Path) -> set[ox.Quad]:
    """Return the quads of the file as an engine holds them: it writes a duration in a form of its own."""
    store = ox.Store()
    store.bulk_load(opened(folder / LINES), format=ox.RdfFormat.N_QUADS)
    return set(store)


def test_a_build_after_another_is_the_build_that_is_made_anew(folder: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    pipeline.build(folder, tmp_path / "out", steps.append)
    changed(folder)
    after = pipeline.build(folder, tmp_path / "out", steps.append)
    anew = pipeline.build(folder, tmp_path / "new", steps.append)
    assert after.version == anew.version
    assert after.findings == anew.findings
    assert contents(after.folder) == contents(anew.folder)
    assert quads(after.folder) == quads(anew.folder) == told(anew.folder)


def test_one_changed_row_makes_one_part_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.build(folder, tmp_path / "out", lambda _: None)
    changed(folder)
    made: list[tuple[str, ...]] = []
    loaded: list[object] = []

    def seen(family: Family, *rest: Any) -> Part:
        made.append(family.treaties)
        return part_of(family, *rest)

    monkeypatch.setattr("treatygraph.pipeline.writing.part_of", seen)
    monkeypatch.setattr(disk, "load", lambda *arguments: loaded.append(arguments))
    pipeline.build(folder, tmp_path / "out", lambda _: None)
    assert len(made) == 1
    assert any("fish" in treaties for treaties in made)
    assert not loaded


@pytest.mark.parametrize("damaged", ["graph/treatygraph.nq.gz", "parts.msgpack.gz", "store"])
def test_what_is_damaged_is_made_anew(damaged: str, folder: Path, tmp_path: Path) -> None:
    first = pipeline.build(folder, tmp_path / "out", lambda _: None)
    path = first.folder / damaged
    path = max(path.glob("*.sst"), key=lambda p: p.stat().st_size) if path.is_dir() else path
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    changed(folder)
    after = pipeline.build(folder, tmp_path / "out", lambda _: None)
    anew = pipeline.build(folder, tmp_path / "new", lambda _: None)
    assert contents(after.folder) == contents(anew.folder)
    assert quads(after.folder) == told(anew.folder)


def test_an_unchanged_build_makes_its_store_anew(folder: Path, tmp_path: Path) -> None:
    first = pipeline.build(folder, tmp_path / "out", lambda _: None)
    path = max((first.folder / "store").glob("*.sst"), key=lambda p: p.stat().st_size)
    path.write_bytes(b"damaged")
    again = pipeline.build(folder, tmp_path / "out", lambda _: None)
    assert quads(again.folder) == told(again.folder)


def test_parts_are_read_to_the_end_where_their_build_makes_room_and_none_is_cut_off(
    folder: Path, tmp_path: Path
) -> None:
    built = pipeline.build(folder, tmp_path / "out", lambda _: None).folder.resolve()
    places = msgspec.msgpack.decode(unpacked((built / PARTS).read_bytes()), type=Index).parts
    key = max(places, key=lambda k: places[k].length)
    graph = built / LINES
    raw = graph.read_bytes()
    with closing(Earlier(built)) as kept:
        graph.unlink()
        found = kept.part(key)
        assert found is not None
        assert found[0] == raw[places[key].start :][: places[key].length] != b""
        assert kept.store == built / "store"
    graph.write_bytes(raw)
    (built / WRITTEN).write_text(f"{graph.stat().st_size} {graph.stat().st_mtime_ns}", encoding="ascii")
    with closing(Earlier(built)) as kept:
        assert sum(map(len, kept.unused())) == len(unpacked(raw))
        graph.write_bytes(raw[: places[key].start + 10])
        assert kept.part(key) is None
        assert kept.store is None
        with pytest.raises(OSError, match="cut off"):
            list(kept.unused())


@pytest.mark.parametrize("which", ["world", "some"])
def test_what_follows_for_each_family_is_what_follows_from_all_facts(
    which: str, world: Concluded, some: Concluded
) -> None:
    concluded = world if which == "world" else some
    register: Register = conclude(concluded.register).register
    missing = [
        gap
        for participant in register.participants
        for treaty in register.treaties
        for gap in notification_gaps(concluded, participant, treaty, DAY)
    ]
    tables = read_tables(METADATA)
    quads = chain(from_facts.quads(register, tables), from_law.quads(concluded, DAY, missing))
    whole = sorted_lines([in_lines(quads)])
    families = Families(register)
    parts = [part_of(family, DAY, tables) for family in families]
    left = part_of_left(register, families.left, tables)
    shared = {line for part in parts for line in part.made.shared}
    lines = [line for part in parts for line in part.lines.splitlines(keepends=True)]
    assert not shared & set(lines)
    ours = {*lines, *shared, *(line for line in left.lines.splitlines(keepends=True) if b"graph/ontology>" not in line)}
    assert ours == set(whole)
    assert len(lines) == len(set(lines))


def test_quads_and_things_are_counted() -> None:
    raw = b"<x:a> a <x:C> . <x:b> a <x:C>, <x:D> ."
    graph = ox.NamedNode("x:g")
    quads = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(raw, format=ox.RdfFormat.TURTLE)]
    found = counted(sorted_lines([in_lines(quads)]))
    assert found.graphs == {"x:g": 3}
    assert found.classes == {"x:C": 2, "x:D": 1}


def test_lines_are_those_that_the_engine_writes() -> None:
    subject, name, graph = (ox.NamedNode(f"https://example.org/{n}") for n in ("é", "name", "graph"))
    texts = ('a "text"', "back\\slash", "two\nlines\r\n", "tab\t", "\x01\x7f\x85", "line\u2028separator", "条款", "")
    values = [
        *(ox.Literal(text, language="en") for text in texts),
        *(ox.Literal(text) for text in texts),
        ox.Literal("2001-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        subject,
    ]
    lines = lines_about(subject, [(name, value) for value in (*values, None)], graph)
    quads = [ox.Quad(subject, name, value, graph) for value in values]
    assert lines == in_lines(quads)
    assert list(quads_in([lines])) == quads
    assert len(sorted_lines([lines, lines])) == len(values)
