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
from treatygraph.graph.engines import open_store
from treatygraph.law.obligations import Ledger
from treatygraph.law.status import Concluded
from treatygraph.pipeline import builds as building


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
    assert len(rows) == made.commitments == len(list(Ledger(world).all()))
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
    current, kept = sorted(p.name for p in out.iterdir())
    assert current == "current"
    assert kept.startswith(f"v-{second.version}-")


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

    def full(concluded: Concluded, work: Path) -> tuple[int, int]:
        (work / "half").write_text("x")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "_write", full)
    with pytest.raises(BuildError, match="No space left on device"):
        built(out, folder)
    assert contents(out / "current") == before
    assert not list(out.glob(".new-*"))


def test_a_path_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(BuildError, match="could not be written"):
        built(tmp_path / "out")


def test_facts_come_from_the_snapshot_only_while_the_folder_is_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, world_loaded: Loaded
) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    built(tmp_path / "out", folder)

    def refuse(folder: Path | None = None) -> None:
        raise AssertionError("read the tables although the snapshot is current")

    with monkeypatch.context() as patched:
        patched.setattr(building, "read_and_check", refuse)
        assert pipeline.open_facts(folder).facts == world_loaded.facts
    path = folder / "ratifications" / "conflicts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("nearer", "nearest"), encoding="utf-8")
    assert pipeline.open_facts(folder).facts.conflicts[0].reason == "The gazette is nearest."


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
    for name, age in ((".new-old", 7200), (".new-running", 10)):
        (out / name).mkdir(parents=True)
        os.utime(out / name, (time.time() - age, time.time() - age))
    built(out)
    assert not (out / ".new-old").exists()
    assert (out / ".new-running").exists()
