"""A day in the life: the page of three years ago, then today's; taken in, published, told, reported, and taken back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest

from tests.conftest import WORLD
from tests.server.conftest import serving
from tests.server.test_browser import PATIENCE, browser
from tests.test_officer import ROWS, page
from treatygraph import pipeline
from treatygraph.faces.cli import main

sync_api = pytest.importorskip("playwright.sync_api")
__all__ = ["browser"]


@pytest.mark.slow
def test_a_day_in_the_life_of_a_treaty_officer(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    browser: sync_api.Browser,
) -> None:
    folder = Path(shutil.copytree(WORLD, tmp_path / "world"))
    monkeypatch.setenv("TREATYGRAPH_DATA", str(folder))
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 0
    first = pipeline.versions(folder)[-1].id

    def accepted(name: str, rows: tuple[tuple[str, str, str], ...], day: str, source: str) -> None:
        Path(name).write_text(page(rows, day), encoding="utf-8")
        at = ["--source", source, "--address", "https://treaties.un.org/", "--accept"]
        assert main(["intake", name, *at]) == 0
        assert main(["build"]) == 0

    # Three years ago: what was known to the year is known to the day.
    old = (*ROWS[:4], ("Fenmoor", "1 Apr 2000", ""), ("Gorland", "", "5 May 2002 a"))
    accepted("old.html", old, "03-02-2023", "S90-untc-2023")
    # Today: a signatory ratified, and an island stands in the table.
    today = (*ROWS, ("Gorland", "", "5 May 2002 a"))
    Path("new.html").write_text(page(today, "03-02-2026"), encoding="utf-8")
    assert main(["intake", "new.html", "--decide", "7=territory", "--reason", "An island of Avalond."]) == 0
    accepted("new.html", today, "03-02-2026", "S91-untc-2026")
    capsys.readouterr()

    with serving(tmp_path / "out", tmp_path / "log", "--data", str(folder)) as running, running.client() as client:
        seen = browser.new_page(base_url=running.address)
        seen.set_default_timeout(PATIENCE)
        seen.goto("/en/changes")
        text = seen.inner_text("main")
        assert "5 May 2002 in place of 2002" in text
        assert "ratification by Fenmoor, 5 March 2010" in text
        assert "in force for Fenmoor since" in text
        seen.get_by_role("link", name="Fenmoor").first.click()
        sync_api.expect(seen.locator("h1")).to_contain_text("Fenmoor")
        feed = feedparser.parse(client.get("/changes.atom?participant=FEN").content)
        assert not feed.bozo
        assert any("ratification by Fenmoor" in entry.title for entry in feed.entries)

        assert main(["report", "GOR", "--since", first, "--format", "md", "--out", "-", "--on", "2011-12-31"]) == 0
        assert "What was mended in the record" in capsys.readouterr().out

        assert main(["intake", "--undo"]) == 0
        assert main(["build"]) == 0
        last = pipeline.versions(folder)[-1].id
        until(lambda: client.get("/health").json()["version"] == last)
        seen.goto("/en/changes")
        assert "is no longer shown by its source" in seen.inner_text("main")
        seen.close()


def until(there: Callable[[], bool]) -> None:
    """Wait until something is there."""
    for _ in range(3000):
        if there():
            return
        time.sleep(0.2)
    raise AssertionError("it never came")
