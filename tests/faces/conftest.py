"""The build of the real facts for the commands."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_build(real_build: Path) -> Path:
    """The folder of the build."""
    return real_build


@pytest.fixture(autouse=True)
def _use_the_shared_build(_own_build_folder: None, shared_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(shared_build))
