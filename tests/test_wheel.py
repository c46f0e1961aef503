"""The wheel works in an empty environment, without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def _run(*command: str, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TREATYGRAPH", "PYTHON", "COV"))}
    environment["HOME"] = str(cwd)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_answers_without_a_checkout(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT), cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    _run(sys.executable, "-m", "venv", str(tmp_path / "env"), cwd=tmp_path)
    python = str(tmp_path / "env" / "bin" / "python")
    _run(python, "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), str(wheel), cwd=tmp_path)
    program = str(tmp_path / "env" / "bin" / "treatygraph")
    assert "2006-11-26" in _run(program, "status", "CHE", "--format", "csv", cwd=tmp_path)
    assert "Built version" in _run(program, "build", cwd=tmp_path)
    assert (tmp_path / ".local" / "share" / "treatygraph" / "build" / "current" / "manifest.json").is_file()
    assert "0 violations" in _run(program, "check", cwd=tmp_path)
