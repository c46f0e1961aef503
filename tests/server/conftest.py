"""A real server over a build of the real facts of a few treaties, started once for each worker of the tests."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.real import folders
from tests.servers import ended


@dataclass
class Running:
    """A server that runs."""

    address: str
    process: subprocess.Popen[str]
    log: Path
    builds: Path

    def client(self) -> httpx.Client:
        """A client that looks like no browser and follows nothing."""
        return httpx.Client(base_url=self.address, timeout=None, headers={"Accept": "*/*"}, trust_env=False)


@contextlib.contextmanager
def serving(builds: Path, folder: Path, *options: str) -> Iterator[Running]:
    """Yield a server on a free port; end it by its own id after."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    environment = {**os.environ, **folders(builds), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", "0", *options]
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment, cwd=ROOT)
        assert process.stdout is not None
        with process.stdout, ended(process, 40):
            line = process.stdout.readline()
            found = re.search(r"http://\S+?/", line)
            assert found, line + log.read_text()
            yield Running(found[0], process, log, builds)


@pytest.fixture(scope="session")
def builds(few_build: Path) -> Path:
    """The folder of a build of the real facts of a few treaties."""
    return few_build


@pytest.fixture(scope="session")
def server(builds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The server that the tests share; a query may take so long as no honest one does on the busiest machine."""
    with serving(builds, tmp_path_factory.mktemp("log"), "--seconds", "60", "--memory", "512") as running:
        yield running


@pytest.fixture(scope="session")
def whole_server(real_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over all the real facts, for what is slow."""
    with serving(real_build, tmp_path_factory.mktemp("whole-log"), "--seconds", "60", "--workers", "1") as running:
        yield running


@pytest.fixture
def whole(whole_server: Running) -> Iterator[httpx.Client]:
    """A client of it."""
    with whole_server.client() as found:
        yield found


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    """A client of the shared server."""
    with server.client() as found:
        yield found
