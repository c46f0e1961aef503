"""A build damaged after it was written: whoever reads it is told place, cause and remedy, and nothing is served."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, WORLD
from treatygraph import pipeline
from treatygraph.errors import BuildError, TreatygraphError
from treatygraph.faces.serve.run import serve
from treatygraph.faces.web.engine.model import Limits
from treatygraph.graph import disk
from treatygraph.graph.packed import LINES
from treatygraph.graph.serialise import read_quads


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of builds of the invented world."""
    builds = tmp_path_factory.mktemp("whole") / "builds"
    pipeline.build(WORLD, builds, lambda _: None)
    return builds


@pytest.fixture
def builds(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to damage; its times are others."""
    return Path(shutil.copytree(whole, tmp_path / "builds", symlinks=True, copy_function=shutil.copyfile))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _cut_first(pattern: str) -> Callable[[Path], None]:
    return lambda build: _cut(min(build.glob(pattern)))


def _garbage(pattern: str) -> Callable[[Path], None]:
    return lambda build: [path.write_bytes(b"damaged") for path in build.glob(pattern)] and None


def _gone(name: str) -> Callable[[Path], None]:
    def damage(build: Path) -> None:
        path = build / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return damage


DAMAGE = {
    "no graph": (_gone("graph/treatygraph.nq.gz"), "treatygraph.nq"),
    "a graph cut off": (_cut_first("graph/*.gz"), "treatygraph.nq.gz is damaged"),
    "no conclusions": (_gone("conclusions"), "conclusions"),
    "conclusions of garbage": (_garbage("conclusions/*.csv"), "conclusions"),
    "no manifest": (_gone("manifest.json"), "manifest.json cannot be read"),
    "a manifest of garbage": (_garbage("manifest.json"), "manifest.json is damaged"),
    "a manifest of something else": (lambda build: (build / "manifest.json").write_text("[]") and None, "is damaged"),
    "no store": (_gone("store"), "The store in"),
    "a store cut off": (_cut_first("store/*.sst"), "The store in"),
    "a store of garbage": (_garbage("store/*"), "The store in"),
    "a store without its list": (_gone("store/CURRENT"), "store"),
    "facts of garbage": (_garbage("facts.msgpack"), "damaged"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_build_is_not_served_and_made_anew(kind: str, builds: Path) -> None:
    damage, named = DAMAGE[kind]
    damage((builds / pipeline.CURRENT).resolve())
    with pytest.raises(TreatygraphError, match=named) as told:
        serve(builds, "127.0.0.1", 0, "oxigraph", Limits(workers=1), "error", pytest.fail)
    assert "Run `treatygraph build`" in str(told.value)
    assert "Traceback" not in str(told.value)
    pipeline.check_whole(pipeline.build(WORLD, builds, lambda _: None).folder)


@pytest.mark.parametrize("files", ["null", "[]", '{"facts.msgpack": "9"}'])
def test_a_manifest_says_how_large_each_file_is(files: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(f'{{"version": "x", "quads": 1, "files": {files}}}')
    with pytest.raises(BuildError, match="how large each file is"):
        pipeline.check_whole(tmp_path)


def test_a_build_that_was_copied_is_whole(builds: Path) -> None:
    pipeline.check_whole((builds / pipeline.CURRENT).resolve())


def test_a_store_that_packs_its_files_while_it_is_written_is_whole(few_build: Path) -> None:
    pipeline.check_whole((few_build / pipeline.CURRENT).resolve())
    assert disk.is_as_written((few_build / pipeline.CURRENT).resolve() / "store")


def test_the_command_says_so_in_one_line(builds: Path) -> None:
    (min((builds / pipeline.CURRENT).glob("store/MANIFEST-*"))).write_bytes(b"damaged")
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", "0", "--data", str(WORLD)]
    environment = {"TREATYGRAPH_BUILD": str(builds), "PYTHONPATH": str(ROOT / "src")}
    found = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert found.returncode == 2
    assert found.stdout == ""
    (line,) = found.stderr.splitlines()
    assert line.startswith("treatygraph: The store in ")
    assert line.endswith("Run `treatygraph build`.")


@pytest.mark.parametrize("form", ["nt", "csv"])
def test_a_damaged_build_is_not_exported(form: str, builds: Path, tmp_path: Path) -> None:
    build = (builds / pipeline.CURRENT).resolve()
    _cut(build / LINES)
    with pytest.raises(TreatygraphError, match=r"treatygraph\.nq\.gz is damaged.*Run `treatygraph build`"):
        pipeline.export(build, form, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(TreatygraphError, match=r"cannot be read .*Run `treatygraph build`"):
        read_quads(build / LINES)
