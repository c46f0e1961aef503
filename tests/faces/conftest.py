"""A build of the real facts for the commands, made once for each worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from treatygraph import pipeline


@pytest.fixture(scope="session")
def shared_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the build."""
    out = tmp_path_factory.mktemp("shared-build")
    pipeline.build(ROOT / "data", out, lambda _: None)
    return out


@pytest.fixture(autouse=True)
def _use_the_shared_build(_own_build_folder: None, shared_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(shared_build))
