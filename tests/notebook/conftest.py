"""A graph over the build of the real facts, opened once for each worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import treatygraph as tg


@pytest.fixture(scope="session")
def analyst_build(real_build: Path) -> Path:
    """The folder of the build."""
    return real_build


@pytest.fixture(scope="session")
def g(analyst_build: Path) -> Iterator[tg.Graph]:
    """The embedded graph."""
    before = os.environ.get("TREATYGRAPH_BUILD")
    os.environ["TREATYGRAPH_BUILD"] = str(analyst_build)
    found = tg.open()
    assert found.version
    yield found
    os.environ.pop("TREATYGRAPH_BUILD") if before is None else os.environ.update(TREATYGRAPH_BUILD=before)


@pytest.fixture(autouse=True)
def _use_the_build(_own_build_folder: None, analyst_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(analyst_build))
