"""The build of the real facts of a few treaties, for the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real import folders


@pytest.fixture(scope="session")
def shared_build(few_build: Path) -> Path:
    """The folder of the build."""
    return few_build


@pytest.fixture(autouse=True)
def _use_the_shared_build(_own_build_folder: None, shared_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, folder in folders(shared_build).items():
        monkeypatch.setenv(name, folder)
