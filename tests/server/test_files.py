"""What is given from the files of an edition: large graphs as lines, and files that are made, reports among them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx
import pytest
from starlette.applications import Starlette

from treatygraph.faces.pages import downloads
from treatygraph.faces.report.pdf import fonts_for
from treatygraph.faces.serve import reports
from treatygraph.faces.serve.app import application
from treatygraph.faces.serve.run import engine_maker
from treatygraph.faces.web import graphs
from treatygraph.faces.web.engine.model import Limits, TooSlowError
from treatygraph.faces.web.site import Site
from treatygraph.graph import packed
from treatygraph.settings import BASE_IRI


@contextlib.asynccontextmanager
async def served(builds: Path, engine: str) -> AsyncIterator[tuple[Site, httpx.AsyncClient]]:
    limits = Limits(workers=1, in_memory=0)
    site = Site(builds, engine_maker(engine, limits), limits)
    await site.open()
    app = cast(Starlette, application(site))
    there = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=there, base_url="http://there") as client:
        yield site, client
    await site.close()


def test_a_graph_as_lines_is_bounded_and_needs_its_file(
    builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with served(builds, "oxigraph") as (site, client):
            whole = (await client.get("/graph/void.nt")).text
            monkeypatch.setattr(graphs, "_LARGE", 0)
            lines = await client.get("/graph/void.nt")
            assert lines.status_code == 200
            assert sorted(lines.text.splitlines()) == sorted(whole.splitlines())
            monkeypatch.setattr(graphs, "LIMITS", replace(graphs.LIMITS, answer_seconds=-1))
            late = graphs.as_lines(graphs.opened(site.edition), f"{BASE_IRI}graph/void", site.lines, "")
            with pytest.raises(TooSlowError):
                await anext(late)
            site.edition.folder = tmp_path
            gone = await client.get("/graph/void.nt")
            assert (gone.status_code, gone.headers["retry-after"]) == (503, "5")
            assert str(tmp_path) not in gone.text
            files = ("treatygraph.nq.gz", "treatygraph.nq", "SHA256SUMS", "commitments.csv")
            for path in (*(f"/download/{name}" for name in files), "/citation.txt", "/en/download"):
                gone = await client.get(path)
                assert (gone.status_code, gone.headers["retry-after"]) == (503, "5"), path
                assert str(tmp_path) not in gone.text

    asyncio.run(run())


def test_an_answer_that_cannot_go_on_is_broken_off_and_one_line_of_the_log(
    builds: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with served(builds, "oxigraph") as (site, client):
            site.edition.folder = tmp_path
            place = tmp_path / packed.LINES
            place.parent.mkdir()
            raw = ((builds / "current").resolve() / packed.LINES).read_bytes()
            place.write_bytes(raw[: len(raw) // 2])
            with pytest.raises(AssertionError):
                # What carries answers between them has no other word for an answer without an end.
                await client.get("/download/treatygraph.nq")

    asyncio.run(run())
    (said,) = [record for record in caplog.records if record.msg == "answer broken off"]
    assert "is damaged" in said.fields["error"]  # type: ignore[attr-defined]
    assert said.exc_info is None


def test_a_file_that_cannot_be_made_is_told_and_not_tried_at_once_again(
    builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with served(builds, "http://127.0.0.1:1/sparql") as (site, client):
            with monkeypatch.context() as narrow:
                narrow.setattr(downloads, "_MEGABYTES", 64)
                assert (await client.get("/download/treatygraph.ttl")).status_code == 507
            assert (await client.get("/download/treatygraph.ttl")).status_code == 507
            site.edition.folder = tmp_path
            damaged = await client.get("/download/treatygraph.jsonld")
            assert damaged.status_code == 503
            assert str(tmp_path) not in damaged.text

    asyncio.run(run())


def test_a_language_that_no_font_sets_is_told_with_what_to_install(
    builds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Those of this machine cannot be taken away; what is said where there are none is the same.
    monkeypatch.setattr(reports, "pressed", lambda *_: fonts_for("zh", frozenset()))

    async def run() -> None:
        async with served(builds, "http://127.0.0.1:1/sparql") as (_, client):
            found = await client.get("/zh/report/LIE?format=pdf")
            assert found.status_code == 501
            assert "fonts-noto-cjk" in found.text

    asyncio.run(run())
