"""No address keeps the loop busy, where all others wait: what an answer takes there is counted, in calls."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest

from treatygraph.faces.serve.app import application
from treatygraph.faces.serve.run import engine_maker
from treatygraph.faces.web.conditional import program_mark
from treatygraph.faces.web.engine.model import Limits
from treatygraph.faces.web.site import Edition, Site
from treatygraph.questions.catalogue import questions

#: A call is a microsecond and less. One address may have 32 answers made at once.
MOST = 10_000
#: What is made anew for each who asks: `{}` is another each time.
ADDRESSES = (
    *("/health", "/metrics", "/robots.txt", "/sitemap.xml", "/sitemap.xml?part={}", "/outlines.json", "/citation.txt"),
    *("/api/openapi.json", "/api/questions", "/changes.atom", "/changes.ttl", "/download/SHA256SUMS", "/sparql"),
    *(
        "/.well-known/void",
        "/ns.ttl",
        "/ns.jsonld",
        "/id/participant/CHE",
        "/id/participant/CHE.ttl",
        "/id/nothing/{}.ttl",
    ),
    *(
        "/id/change/{}",
        "/graph/ontology.nt",
        "/graph/nothing{}.nt",
        "/en/nothing{}",
        "/download/nothing{}",
        "/en/?version={}",
    ),
    *("/en/", "/en/participants?q={}", "/en/participant/CHE?on=20{}-01-01", "/en/compare?a=CHE&b=FRA&on=20{}-01-01"),
    *(
        "/en/treaty/som?on=20{}-01-01",
        "/en/statements?q={}",
        "/en/glossary?q={}",
        "/en/find?q={}",
        "/en/editor?query={}",
    ),
    *("/en/why/CHE/som?on=20{}-01-01", "/en/changes", "/en/download", "/en/report/CHE?format=json&on=20{}-01-01"),
    *("/sparql?query=ASK%7B%7D%23{}", "/sparql?query={}", "/sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7DLIMIT%20{}"),
)
_ALL = "SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%205{}0"
ADDRESSES += (f"/sparql?format=csv&query={_ALL}",)


class Calls:
    """Counts the calls of this thread between two turns of the loop, and keeps the most."""

    def __init__(self) -> None:
        self.most = self._now = 0

    def __enter__(self) -> Calls:
        sys.setprofile(self._called)
        return self

    def _called(self, frame: FrameType, what: str, _: Any) -> None:
        if frame.f_code is asyncio.Handle._run.__code__:
            self._now = 0
        self._now += what in {"call", "c_call"}
        self.most = max(self.most, self._now)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)


@pytest.mark.slow
def test_no_answer_is_made_on_the_loop(builds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing is as large here as where a thousand treaties are: what is read beside the loop there, is here.
    monkeypatch.setattr("treatygraph.faces.web.site._LARGE", 1)
    asked = [f"/api/questions/{question}?format={form}" for question in questions() for form in ("json", "csv")]
    asked += [f"/en/questions/{question}" for question in questions()]

    async def counted() -> dict[str, int]:
        limits = Limits(seconds=600)
        site = Site(builds, engine_maker("oxigraph", limits), limits)
        await site.open()
        app = application(site)
        # A server does so before it is asked.
        program_mark()
        found = {}
        transport = httpx.ASGITransport(app)
        try:
            async with (
                app.router.lifespan_context(app),  # type: ignore[attr-defined]
                httpx.AsyncClient(transport=transport, base_url="http://a", timeout=None) as client,
            ):
                for number, address in enumerate([*ADDRESSES, *asked]):
                    with Calls() as calls:
                        answer = await client.get(address.replace("{}", str(number + 10)))
                    assert answer.status_code < 500, (address, answer.text)
                    found[address] = calls.most
        finally:
            await site.close()
        return found

    found = asyncio.run(counted())
    assert {address: number for address, number in found.items() if number > MOST} == {}


def test_what_is_the_same_for_all_is_made_once_and_beside_the_loop() -> None:
    threads: list[str] = []

    def work() -> bytes:
        import threading

        threads.append(threading.current_thread().name)
        return b"made"

    async def many() -> list[bytes]:
        edition = Edition(folder=Path(), version="v", manifest={}, concluded=None, engine=None)  # type: ignore[arg-type]
        return await asyncio.gather(*(edition.once("tag", work) for _ in range(20)))

    assert asyncio.run(many()) == [b"made"] * 20
    assert len(threads) == 1
    assert threads[0] != "MainThread"
