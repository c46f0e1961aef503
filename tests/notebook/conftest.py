"""A graph over the build of the real facts of a few treaties, opened once for each worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import treatygraph as tg
from tests.real import folders


@pytest.fixture(scope="session")
def analyst_build(few_build: Path) -> Path:
    """The folder of the build."""
    return few_build


@pytest.fixture(scope="session")
def g(analyst_build: Path) -> Iterator[tg.Graph]:
    """The embedded graph."""
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in folders(analyst_build).items():
            patch.setenv(name, folder)
        found = tg.open()
        assert found.version
        yield found


@pytest.fixture(autouse=True)
def _use_the_build(_own_build_folder: None, analyst_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, folder in folders(analyst_build).items():
        monkeypatch.setenv(name, folder)
