"""A build is complete and the same every time, or leaves what was there before."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import WORLD
from treatygraph import pipeline
from treatygraph.errors import BuildError, DataFolderError, FaultyDataError
from treatygraph.facts.read import Loaded, read_facts
from treatygraph.facts.write import cell
from treatygraph.graph.engines import open_store
from treatygraph.law.obligations import Ledger
from treatygraph.law.status import Concluded
from treatygraph.pipeline import marks, opening, writing
from treatygraph.settings import Settings


def built(out: Path, data: Path = WORLD) -> pipeline.Built:
    return pipeline.build(data, out, lambda _: None)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a build; the store's own files are no part of it, they are made from the graph."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.parent.name != "store"]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_a_build_holds_facts_conclusions_and_a_manifest(tmp_path: Path, world: Concluded) -> None:
    made = built(tmp_path / "out")
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == made.version
    assert manifest["counts"]["river"]["deposited"] == 7
    assert read_facts(made.folder / "facts").facts == world.register.facts
    with (made.folder / "conclusions" / "commitments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # Written by what is alike of them, and told one by one.
    told = [{column: cell(getattr(c, column)) for column in rows[0]} for c in Ledger(world).all()]
    assert rows == told
    assert len(rows) == made.commitments
    assert {r["state"] for r in rows} > {"bound", "excluded", "undetermined"}
    assert {bool(r["carried_from"]) for r in rows} == {r["unread"] == "yes" for r in rows} == {True, False}
    assert {(r["participant"], r["state"]) for r in rows if r["obligation"] == "river-art-9-2-ob1"} >= {
        ("CEL", "excluded"),
        ("AVA", "bound"),
    }


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    a, b = built(tmp_path / "a"), built(tmp_path / "b")
    assert a.version == b.version
    assert contents(a.folder) == contents(b.folder)


def test_building_again_keeps_one_version(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    first = built(out, folder)
    assert built(out, folder).version == first.version
    path = folder / "ratifications" / "conflicts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("nearer", "nearest"), encoding="utf-8")
    second = built(out, folder)
    assert second.version != first.version
    assert (out / "current").resolve().name.startswith(f"v-{second.version}-")
    third = built(out, folder)
    # The build before the current one stays for those who still read it.
    assert len(list(out.glob("v-*"))) == 2
    assert (out / "current").resolve().name.startswith(f"v-{third.version}-")


def test_refused_data_leave_the_build_before(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    before = contents(built(out, folder).folder)
    (folder / "ratifications" / "actions.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(FaultyDataError):
        built(out, folder)
    assert contents(out / "current") == before


def test_a_build_that_cannot_be_written_leaves_the_build_before(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    before = contents(built(out, folder).folder)

    def full(*arguments: object) -> None:
        work = arguments[1]
        assert isinstance(work, Path)
        (work / "half").write_text("x")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "write_all", full)
    with pytest.raises(BuildError, match="No space left on device"):
        built(out, folder)
    assert contents(out / "current") == before
    assert not list(out.glob(".new-*"))


def test_a_path_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(BuildError, match="could not be written"):
        built(tmp_path / "out")


def refuse(folder: Path | None = None) -> None:
    raise AssertionError("read the tables although the facts are kept")


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    return tmp_path / "out"


def touch(folder: Path, name: str) -> None:
    """Make a file look changed that is not."""
    path = next(folder.rglob(name))
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1_000_000))


@pytest.mark.parametrize("was_built", [True, False], ids=["built", "only read"])
def test_facts_are_read_again_only_when_a_file_holds_something_else(
    was_built: bool, folder: Path, builds: Path, monkeypatch: pytest.MonkeyPatch, world_loaded: Loaded
) -> None:
    if was_built:
        built(builds, folder)
    else:
        pipeline.open_facts(folder)
    with monkeypatch.context() as patched:
        patched.setattr(opening, "read_and_check", refuse)
        assert pipeline.open_facts(folder).facts == world_loaded.facts
        touch(folder, "actions.csv")
        assert pipeline.open_facts(folder).facts == world_loaded.facts
    path = folder / "ratifications" / "conflicts.csv"
    times = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("nearer", "neater"), encoding="utf-8")
    # As long as before, and as old as before: only the content tells.
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert pipeline.open_facts(folder).facts.conflicts[0].reason == "The gazette is neater."


def test_files_are_looked_into_once_for_all_commands(
    folder: Path, builds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What changed in the last two seconds is looked into each time; these files are older.
    monkeypatch.setattr(marks, "_SETTLED", -3600.0)
    settings = Settings.of(folder)
    mark = marks.facts_mark(settings)
    read: list[str] = []
    real_read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(path.name), real_read(path))[1])
    assert marks.facts_mark(settings) == mark
    assert read == ["seen.json"]
    (builds / "seen.json").write_text("[damaged", encoding="utf-8")
    assert marks.facts_mark(settings) == mark


def test_what_changed_just_now_is_not_trusted_to_its_time(folder: Path, builds: Path) -> None:
    touch(folder, "actions.csv")
    marks.facts_mark(Settings.of(folder))
    assert not (builds / "seen.json").exists()


def test_a_folder_of_builds_that_cannot_be_written_keeps_nothing_and_does_no_harm(
    folder: Path, builds: Path, world_loaded: Loaded
) -> None:
    builds.write_text("a file", encoding="utf-8")
    assert pipeline.open_facts(folder).facts == world_loaded.facts
    assert builds.read_text(encoding="utf-8") == "a file"


def test_nothing_is_kept_in_a_folder_of_others(folder: Path, builds: Path, world_loaded: Loaded) -> None:
    builds.mkdir()
    (builds / "thesis.txt").write_text("mine", encoding="utf-8")
    assert pipeline.open_facts(folder).facts == world_loaded.facts
    assert [p.name for p in builds.iterdir()] == ["thesis.txt"]


def test_only_the_latest_readings_are_kept(folder: Path, builds: Path) -> None:
    path = folder / "ratifications" / "conflicts.csv"
    text = path.read_text(encoding="utf-8")
    for word in ("nearest", "neater", "newer", "nicer", "nobler", "no worse"):
        path.write_text(text.replace("nearer", word), encoding="utf-8")
        assert pipeline.open_facts(folder).facts.conflicts[0].reason == f"The gazette is {word}."
    assert len(list((builds / "read").iterdir())) == 4


def test_the_default_folder_may_hold_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody chose it: what else lies there stays, and is no reason to refuse."""
    mine = tmp_path / "out" / "lib" / "notes.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    monkeypatch.setattr("treatygraph.pipeline.ground.default_builds", lambda: tmp_path / "out")
    built(tmp_path / "out")
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["v-thesis/t.txt", "current", "notes.txt"])
def test_a_folder_that_holds_anything_else_is_refused_and_left_as_it_is(name: str, tmp_path: Path) -> None:
    mine = tmp_path / "out" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="is no folder of builds"):
        built(tmp_path / "out")
    assert [p for p in (tmp_path / "out").rglob("*") if p.is_file()] == [mine]


def test_what_others_put_into_a_folder_of_builds_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(out)
    (out / "v-thesis").mkdir()
    (out / "v-thesis" / "t.txt").write_text("mine", encoding="utf-8")
    (out / "asked.csv").write_text("mine", encoding="utf-8")
    for _ in range(2):
        built(out)
    assert (out / "v-thesis" / "t.txt").read_text(encoding="utf-8") == "mine"
    assert (out / "asked.csv").exists()
    (out / "current").unlink()
    (out / "current").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="is no link of ours"):
        built(out)
    assert (out / "current").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_builds_of_an_earlier_version_is_known_by_its_build(tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = built(out)
    for mark in (out / ".treatygraph-build", made.folder / ".treatygraph-build"):
        mark.unlink()
    (out / "asked.csv").write_text("mine", encoding="utf-8")
    assert built(out).version == made.version
    assert (out / "asked.csv").exists()


def test_a_damaged_snapshot_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    built(tmp_path / "out", folder)
    (tmp_path / "out" / pipeline.CURRENT / pipeline.SNAPSHOT).write_bytes(b"damaged")
    assert pipeline.open_conclusions(folder).of("AVA", "river")


def test_the_shipped_facts_are_the_default(real: Concluded) -> None:
    assert pipeline.open_facts().facts == real.register.facts


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="no data folder"):
        pipeline.open_facts(tmp_path / "nowhere")


def test_each_step_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    step: Callable[[str], None] = told.append
    pipeline.build(WORLD, tmp_path / "out", step)
    assert len(told) == 4


@pytest.mark.slow
def test_a_killed_build_leaves_the_one_before(tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = contents(built(out).folder)
    command = [sys.executable, "-m", "treatygraph", "build", "--out", str(out)]
    for patience in (0.4, 1.0, 1.8, 2.6):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(patience)
        running.kill()
        running.wait(20)
        now = contents(out / "current")
        # Either the build before, whole, or the new one, if it was swapped in just in time.
        if now != before:
            assert json.loads(now["manifest.json"])["quads"] > 80_000
        assert open_store("oxigraph", out / "current").select("ASK { ?s ?p ?o }").rows


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(out)
    for name, age in ((".new-old", 7200), (".new-running", 10), (".new-thesis", 7200)):
        (out / name).mkdir()
        if name != ".new-thesis":
            (out / name / ".treatygraph-build").touch()
        os.utime(out / name, (time.time() - age, time.time() - age))
    built(out)
    assert not (out / ".new-old").exists()
    assert (out / ".new-running").exists()
    assert (out / ".new-thesis").exists()
