"""The lines that pages offer for use elsewhere: each is run as it stands, against the server of the page."""

from __future__ import annotations

import ast
import csv
import html
import io
import re
import shutil
import subprocess

import httpx
import pandas as pd
import pytest

from tests.real import folders
from tests.server.conftest import Running
from treatygraph.faces.pages.snippets import ORIGIN

PAGES = (
    "questions/status/parties-on-a-day?treaty=tip&on=2010-01-01",
    "questions/relations/between?a=FRA&b=IRN",
    "treaty/som",
    "treaty/untoc?on=2010-05-05",
    "participant/CHE",
    "participant/GRL",
    "statements?treaty=som&statement_kind=reservation",
)


def offered(client: httpx.Client, path: str, address: str) -> dict[str, str]:
    """Return the lines that a page offers, by language, with the address of the server in them."""
    text = client.get(f"/en/{path}").raise_for_status().text
    found = re.findall(r"<h2>(\w+)</h2>\s*<pre[^>]*><code>(.*?)</code>", text, re.S)
    return {language: html.unescape(lines).replace(ORIGIN, address.rstrip("/")) for language, lines in found}


def value_of(lines: str) -> pd.DataFrame:
    """Run lines and return what the last of them gives."""
    *before, last = ast.parse(lines).body
    names: dict[str, object] = {}
    exec(compile(ast.Module(body=before, type_ignores=[]), "lines", "exec"), names)
    assert isinstance(last, ast.Expr)
    found = eval(compile(ast.Expression(last.value), "lines", "eval"), names)
    assert isinstance(found, pd.DataFrame)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_the_lines_of_a_page_give_the_same_rows_everywhere(
    client: httpx.Client, server: Running, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for name, folder in folders(server.builds).items():
        monkeypatch.setenv(name, folder)
    # What answers on loopback is asked directly.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    lines = offered(client, path, server.address)
    assert list(lines) == ["curl", "Python", "pandas", "R"]
    rows = len(value_of(lines["pandas"]))
    assert rows > 1
    python = value_of(lines["Python"])
    # `parties` leaves out those that are none.
    assert len(python) == rows or (path.startswith("treaty/") and 1 < len(python) < rows)
    if shutil.which("curl"):
        taken = subprocess.run(["/bin/sh", "-c", lines["curl"]], capture_output=True, text=True, check=True)
        assert len(list(csv.reader(io.StringIO(taken.stdout)))) == rows + 1
    # R is rarely where tests run: its line asks for the same address.
    assert re.search(r'"(.*)"', lines["R"])[1] == re.search(r"'(.*)'", lines["curl"])[1]  # type: ignore[index]
    if shutil.which("Rscript"):
        said = subprocess.run(["Rscript", "-e", f"cat(nrow({lines['R']}))"], capture_output=True, text=True, check=True)
        assert int(said.stdout) == rows
