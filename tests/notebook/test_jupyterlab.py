"""JupyterLab in a real browser: the first notebook from top to bottom, and what only a browser shows."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import ROOT
from tests.real import folders
from tests.servers import ended, free_port

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: All cells stay in the page, so that they can be counted; no question about news.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@contextlib.contextmanager
def jupyter(folder: Path, build: Path) -> Iterator[str]:
    """Yield the address of a JupyterLab on loopback; end it by its own id after."""
    port = free_port()
    for name, values in SETTINGS.items():
        place = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(values))
    options = ["--ServerApp.token=of-the-test", "--ServerApp.open_browser=False", "--ServerApp.root_dir", str(folder)]
    command = [sys.executable, "-m", "jupyterlab", "--allow-root", "--ip=127.0.0.1", f"--port={port}", *options]
    environment = {
        **os.environ,
        **folders(build),
        "HOME": str(folder),
        "JUPYTER_CONFIG_DIR": str(folder),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
    }
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        address = f"http://127.0.0.1:{port}"
        with ended(process):
            for _ in range(1200):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{address}/api?token=of-the-test", timeout=60)
                    break
                assert process.poll() is None, (folder / "lab.log").read_text()[-2000:]
                time.sleep(0.5)
            yield address


@pytest.fixture
def lab(analyst_build: Path, tmp_path: Path) -> Iterator[tuple[Any, Path, str]]:
    """A page of a browser, the folder it works in, and the address of its JupyterLab."""
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not here: install the Debian package chromium")
    with jupyter(tmp_path, analyst_build) as address, sync_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(300_000)
        sync_api.expect.set_options(timeout=300_000)
        yield page, tmp_path, address
        browser.close()


def run_all(page: Any, address: str, name: str, cells: int) -> str:
    """Open a notebook, run all cells, wait until each has its number, and return the text of all outputs."""
    page.goto(f"{address}/lab/tree/{name}?token=of-the-test")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=300_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=300_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    prompts = page.locator(".jp-CodeCell .jp-InputArea-prompt")
    wanted = [f"[{n + 1}]:" for n in range(cells)]
    for _ in range(1200):
        page.wait_for_timeout(500)
        ended_all = prompts.all_inner_texts() == wanted
        if ended_all:
            # The kernel says that it is idle after its last output: only then is all there.
            page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=300_000)
        shown = " ".join(page.locator(".jp-OutputArea-output").all_inner_texts())
        assert "Traceback" not in shown, shown[-3000:]
        if ended_all:
            return shown
    raise AssertionError(f"{prompts.all_inner_texts()}: {shown[-3000:]}")


def picture(page: Any, name: str) -> None:
    """Keep what is seen, where TREATYGRAPH_PICTURES says so."""
    if os.environ.get("TREATYGRAPH_PICTURES"):
        page.screenshot(path=Path(os.environ["TREATYGRAPH_PICTURES"]) / f"{name}.png")


@pytest.mark.slow
def test_the_first_notebook_runs_in_jupyterlab(lab: tuple[Any, Path, str]) -> None:
    page, folder, address = lab
    path = Path(shutil.copy(ROOT / "notebooks" / "1-first-hour.ipynb", folder))
    cells = sum(c.cell_type == "code" for c in nbformat.read(path, 4).cells)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown = run_all(page, address, path.name, cells)
    assert "Switzerland (CHE) on 2026-09-11" in shown
    assert "30 days after its deposit of 2006-10-27" in shown
    assert "Did you mean" in shown
    for word in ("Traceback", "is deprecated", "Warning"):
        assert word not in shown
    # Three charts, seen without any script or data from elsewhere; answers as tables.
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(page.locator(".jp-RenderedImage img")).to_have_count(3)
    expect(page.locator(".jp-RenderedHTMLCommon table", has_text="in_force_since")).to_have_count(2)
    assert [url for url in asked if not url.startswith((address, "data:", "blob:", "ws:"))] == []
    for n, heading in enumerate(("1. The first hour", "Over time, and on a map", "Why", "What binds it")):
        page.locator(".jp-RenderedMarkdown :is(h1, h2)", has_text=heading).scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        picture(page, f"jupyterlab-{n}")


@pytest.mark.slow
def test_interactive_charts_and_networks_work_without_a_network(lab: tuple[Any, Path, str]) -> None:
    page, folder, address = lab
    code = (
        "import treatygraph as tg\nfrom treatygraph import charts\ng = tg.open()\ncharts.interactive()",
        "charts.parties_over_time(g)",
        'charts.network_view(g.network("citations"), colour="kind")',
    )
    nbformat.write(new_notebook(cells=[new_code_cell(c) for c in code], metadata=KERNEL), folder / "own.ipynb")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown = run_all(page, address, "own.ipynb", len(code))
    assert "Traceback" not in shown
    chart = page.locator(".jp-OutputArea .vega-embed").first
    chart.wait_for(timeout=300_000)
    page.locator(".ipysigma-widget canvas, .sigma-hovers, canvas.sigma-labels").first.wait_for(timeout=300_000)
    picture(page, "jupyterlab-interactive")
    chart.locator("svg, canvas").first.wait_for()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:", "ws:"))] == []
