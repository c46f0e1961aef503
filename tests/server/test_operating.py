"""What an operator is given: the unit of systemd, the alerts, the container, the terms; held to what the server has."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest
import yaml
from click.testing import CliRunner

from tests.conftest import ROOT, WORLD
from treatygraph import pipeline
from treatygraph.faces.cli import cli
from treatygraph.faces.cli.server import _built

SERVING = ROOT / "docs" / "serving"
METRIC = re.compile(r"\btreatygraph_\w+|\bup\b")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_alerts_ask_for_what_is_measured(client: httpx.Client) -> None:
    for path in ("/en/", "/sparql?query=ASK%7B%7D"):
        client.get(path)
    measured = client.get("/metrics").text
    rules = yaml.safe_load((SERVING / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    for rule in rules:
        for name in METRIC.findall(rule["expr"]):
            assert name == "up" or f"\n{name}{{" in measured, name
    assert 'face="page_home"' in measured
    assert 'state="waiting"' in measured
    page = (SERVING / "README.md").read_text(encoding="utf-8")
    assert {rule["alert"] for rule in rules} == set(re.findall(r"`(Treatygraph\w+)`", page))


def commands(text: str) -> list[list[str]]:
    """Return the calls of treatygraph in a text, each as its words after the name."""
    called = re.findall(r"(?:^|[/= `])treatygraph ((?:serve|build|publish|intake)\b[^\n`]*)", text, re.MULTILINE)
    return [found.split() for found in called]


@pytest.mark.parametrize("name", ["README.md", "treatygraph.service", "nginx.conf"])
def test_a_command_that_is_named_has_the_options_that_are_named(name: str) -> None:
    called = commands((SERVING / name).read_text(encoding="utf-8"))
    assert called
    for words in called:
        described = CliRunner().invoke(cli, [words[0], "--help"]).output
        for option in (word for word in words if word.startswith("--")):
            assert option.rstrip(",") in described, words


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not here")
    program = tmp_path / "treatygraph"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    text = (SERVING / "treatygraph.service").read_text(encoding="utf-8")
    unit = tmp_path / "treatygraph.service"
    unit.write_text(text.replace("/srv/treatygraph/bin/treatygraph", str(program)), encoding="utf-8")
    done = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert str(unit) not in done.stderr.replace("Unit", "")
    assert "treatygraph.service" not in done.stderr, done.stderr


def test_the_container_holds_what_the_package_is_made_of() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {word for line in re.findall(r"^COPY ((?!--)[^\n]+)", text, re.MULTILINE) for word in line.split()[:-1]}
    for name in copied:
        assert (ROOT / name).exists(), name
    forced = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    for folder in forced.get("force-include", {}):
        assert folder.split("/")[0] in copied, folder
    assert "--constraint constraints.txt" in text


def test_the_terms_and_the_citation_name_the_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == PROJECT["version"]
    assert cited["license"] == PROJECT["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (ROOT / "data" / "LICENSE.md").read_text(encoding="utf-8")


def test_a_backup_gives_the_same_version_back(tmp_path: Path) -> None:
    page = (SERVING / "README.md").read_text(encoding="utf-8").partition("## Backup")[2]
    save, restore = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)[:2]
    program = Path(sys.executable).with_name("treatygraph")
    places = {"TREATYGRAPH_DATA": str(tmp_path / "data"), "TREATYGRAPH_BUILD": str(tmp_path / "build")}
    environment = {**os.environ, **places, "PATH": f"{program.parent}:{os.environ['PATH']}"}

    def run(script: str) -> str:
        command = ["bash", "-euo", "pipefail", "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    shutil.copytree(WORLD, tmp_path / "data")
    version = re.findall(r"version (\w+)", run("treatygraph build"))
    run(save)
    for name in ("data", "build"):
        shutil.rmtree(tmp_path / name)
    assert re.findall(r"version (\w+)", run(restore)) == version
    log = json.loads((tmp_path / "build" / "kept" / "log.json").read_text(encoding="utf-8"))
    assert log


def test_a_server_has_its_build_made_in_a_process_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "builds"))
    assert not pipeline.is_built(WORLD)
    _built(WORLD)
    assert pipeline.is_built(WORLD)
    assert "Writing the graph" in capfd.readouterr().err
    _built(WORLD)
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
@pytest.mark.parametrize("bounded", [False, True])
def test_threads_share_what_is_free(bounded: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _EIGHT_THREADS, "bounded" if bounded else ""], capture_output=True, text=True, check=True
    )
    arenas = told.stdout.count("<heap nr=")
    assert arenas <= 2 if bounded else arenas > 2


_EIGHT_THREADS = """
import ctypes, sys, threading
from treatygraph.faces.serve.allocation import give_back
if sys.argv[1]:
    assert give_back()
there = threading.Barrier(8)
def work():
    held = [bytes(size) for size in range(1000, 9000)]
    there.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype, libc.malloc_info.argtypes = ctypes.c_void_p, [ctypes.c_int, ctypes.c_void_p]
libc.fflush.argtypes = [ctypes.c_void_p]
out = libc.fdopen(1, b"w")
libc.malloc_info(0, out)
libc.fflush(out)
"""
