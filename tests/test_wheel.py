"""The wheel works in an empty environment, without the checkout: the program, and the notebooks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def _run(*command: str, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TREATYGRAPH", "PYTHON", "COV"))}
    environment["HOME"] = str(cwd)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=900, check=False, env=environment)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT), cwd=out)
    (found,) = out.glob("*.whl")
    return found


class Environment:
    """An environment of Python that began empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        _run(sys.executable, "-m", "venv", str(folder / "env"), cwd=folder)

    def run(self, program: str, *options: str) -> str:
        """Run a program of the environment, away from the checkout, and return what it prints."""
        return _run(str(self.folder / "env" / "bin" / program), *options, cwd=self.folder)

    def install(self, *what: str) -> None:
        """Install, in the versions of the constraints."""
        self.run("python", "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), *what)


def test_the_wheel_answers_without_a_checkout(wheel: Path, tmp_path: Path) -> None:
    env = Environment(tmp_path)
    env.install(str(wheel))
    assert "2006-11-26" in env.run("treatygraph", "status", "CHE", "--format", "csv")
    assert "Built version" in env.run("treatygraph", "build")
    assert (tmp_path / ".local" / "share" / "treatygraph" / "build" / "current" / "manifest.json").is_file()
    assert "0 violations" in env.run("treatygraph", "check")
    # The base install is light: frames and charts say what they need.
    said = env.run(
        "python",
        "-c",
        "import treatygraph as tg\ng = tg.open()\nprint(g.status('CHE'))\n"
        "for make in (g.status('CHE').to_pandas, g.status('CHE').to_polars, lambda: tg.charts.parties_over_time(g)):\n"
        "    try: make()\n    except tg.TreatygraphError as error: print(error)",
    )
    assert "Switzerland (CHE) on 2026-09-11" in said
    assert said.count("Install treatygraph with its extra notebook") == 3


def test_all_notebooks_run_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    env = Environment(tmp_path)
    env.install(f"{wheel}[notebook]", "nbmake")
    loaded = env.run("python", "-c", "import sys, treatygraph; print(*sys.modules)").split()
    assert not {"pandas", "polars", "altair", "IPython", "scipy", "pyoxigraph", "rdflib", "networkx"} & set(loaded)
    copies = [Path(shutil.copy(path, tmp_path)).name for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    ours, remote = [c for c in copies if not c.startswith("8-")], [c for c in copies if c.startswith("8-")]
    quiet = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbmake", "--nbmake-timeout=300")
    assert f"{len(ours)} passed" in env.run("python", *quiet, *ours)
    # The last one starts an endpoint of its own.
    env.install(f"{wheel}[serve]")
    assert "1 passed" in env.run("python", *quiet, *remote)
