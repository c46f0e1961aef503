"""Nobody takes the share of the others: places are counted for each address, and the site keeps one for itself."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from tests.server.conftest import Running, serving
from tests.server.test_isolation import CARTESIAN, server, settled, whole, with_pool
from treatygraph.faces.web.engine.model import BusyError, Job, Limits, TooManyError
from treatygraph.faces.web.engine.pool import Pool
from treatygraph.faces.web.engine.turnstile import Turnstile, counted_as
from treatygraph.faces.web.fair import Fair
from treatygraph.faces.web.limits import LIMITS

#: One of its own for each file: what one leaves running is not counted in the other.
__all__ = ["server"]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("a.socket", "a.socket"),
    ],
)
def test_one_subscriber_is_counted_as_one(address: str, counted: str) -> None:
    assert counted_as(address) == counted


def test_an_address_that_has_its_share_is_passed_by() -> None:
    async def run() -> None:
        stile = Turnstile(3, Limits(each_address=2, each_waiting=2, waiting=4))
        order: list[str] = []

        async def come(sender: str) -> None:
            await stile.enter(sender)
            order.append(sender)

        await asyncio.gather(come("a"), come("a"), come("b"))
        waiting = [asyncio.create_task(come(sender)) for sender in ("a", "a", "b")]
        await asyncio.sleep(0)
        assert stile.waiting == 3
        with pytest.raises(TooManyError, match="2 of your address are being answered and 2 wait"):
            await stile.enter("a")
        stile.leave("b")
        await asyncio.sleep(0)
        # The third came after two of the first, who has its share.
        assert order == ["a", "a", "b", "b"]
        stile.leave("a")
        stile.leave("a")
        await asyncio.gather(*waiting)
        assert order[4:] == ["a", "a"]
        for sender in ("a", "a", "b"):
            stile.leave(sender)
        assert not +stile._inside
        assert not +stile._outside

    asyncio.run(run())


def test_a_wait_too_long_says_whose_fault_it_is() -> None:
    async def run() -> None:
        stile = Turnstile(2, Limits(each_address=1, waiting=1, waiting_seconds=0.05))
        await stile.enter("a")
        with pytest.raises(TooManyError, match="none ended"):
            await stile.enter("a")
        await stile.enter("b")
        with pytest.raises(BusyError, match="No place"):
            await stile.enter("c")
        line = asyncio.create_task(stile.enter("c"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="wait already"):
            await stile.enter("d")
        line.cancel()
        with pytest.raises(asyncio.CancelledError):
            await line
        assert stile.waiting == 0

    asyncio.run(run())


@pytest.mark.parametrize("how", ["cancelled", "too late"])
def test_a_place_given_to_one_who_just_left_is_not_lost(how: str) -> None:
    async def run() -> None:
        import time

        stile = Turnstile(1, Limits(each_address=1, waiting_seconds=0.1))
        await stile.enter("a")
        line = asyncio.create_task(stile.enter("b"))
        await asyncio.sleep(0)
        if how == "too late":
            time.sleep(0.2)
        stile.leave("a")
        if how == "cancelled":
            line.cancel()
        with contextlib.suppress(asyncio.CancelledError, BusyError, TooManyError):
            await line
            stile.leave("b")
        await stile.enter("c")

    asyncio.run(run())


def test_the_site_comes_first_and_is_never_shut_out(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        strangers = [asyncio.create_task(pool.ask(Job(query=CARTESIAN), f"192.0.2.{n}")) for n in range(6)]
        while pool.state()["slow"] == 0:
            await asyncio.sleep(0.02)
        # One runs aside, the others wait outside, and the place that is left is the site's.
        for _ in range(3):
            assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        assert pool.state()["waiting"] == 5
        for task in strangers:
            task.cancel()
        await asyncio.gather(*strangers, return_exceptions=True)
        await settled(pool, 1)

    with_pool(builds, Limits(seconds=60, workers=1, slow=1), work)


def test_a_query_steps_aside_as_soon_as_there_is_room(builds: Path) -> None:
    async def work(pool: Pool) -> None:
        first = asyncio.create_task(whole(pool, CARTESIAN))
        second = asyncio.create_task(whole(pool, CARTESIAN))
        while pool.state()["slow"] == 0 or pool.state()["busy"] == 0:
            await asyncio.sleep(0.02)
        first.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await first
        # The second was slow too when there was no room aside; now there is.
        assert b"true" in await whole(pool, "ASK { ?s ?p ?o }")
        second.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await second
        await settled(pool, 1)

    with_pool(builds, Limits(seconds=60, workers=1, slow=1, slow_after=0.2), work)


def test_requests_of_one_address_are_bounded_and_health_is_not() -> None:
    held = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/slow":
            await held.wait()
        await PlainTextResponse("done")(scope, receive, send)

    async def run() -> None:
        fair = Fair(app, most=2)

        def client(address: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(fair, client=(address, 1))
            return httpx.AsyncClient(transport=transport, base_url="http://x")

        greedy, other = client("192.0.2.1"), client("192.0.2.2")
        slow = [asyncio.create_task(greedy.get("/slow")) for _ in range(2)]
        while fair._under_way["192.0.2.1"] < 2:
            await asyncio.sleep(0)
        refused = await greedy.get("/")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
        assert "2 requests of your address" in refused.text
        assert (await greedy.get("/health")).status_code == 200
        assert (await other.get("/")).status_code == 200
        for speaker in LIMITS.speakers:
            assert (await client(speaker).get("/")).status_code == 200
        held.set()
        assert [r.status_code for r in await asyncio.gather(*slow)] == [200, 200]
        assert (await greedy.get("/")).status_code == 200

    asyncio.run(run())


def stranger(server: Running, address: str, **headers: str) -> httpx.Client:
    """A client of another address of loopback."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=server.address, transport=transport, timeout=None, headers=headers)


@pytest.mark.slow
def test_one_address_cannot_shut_out_another_nor_the_site(server: Running) -> None:
    with contextlib.ExitStack() as opened:
        greedy = opened.enter_context(stranger(server, "127.0.0.2"))
        honest = opened.enter_context(stranger(server, "127.0.0.3"))
        threads = opened.enter_context(concurrent.futures.ThreadPoolExecutor(24))
        bombs = [threads.submit(greedy.get, "/sparql", params={"query": CARTESIAN}) for _ in range(22)]
        statuses = []
        while not all(b.done() for b in bombs):
            found = honest.get("/sparql", params={"query": "ASK {}"})
            statuses += [found.status_code, honest.get("/health").status_code]
            statuses += [honest.get("/id/participant/CHE.ttl").status_code, honest.get("/en/").status_code]
        answers = [b.result() for b in bombs]
        assert set(statuses) == {200}
        assert {a.status_code for a in answers} <= {429, 504}
        refused = [a for a in answers if a.status_code == 429]
        assert refused
        assert all(a.headers["retry-after"] == "5" and "of your address" in a.text for a in refused)


@pytest.mark.slow
def test_whom_a_proxy_speaks_for_is_believed_only_where_the_keeper_says_so(
    server: Running, builds: Path, tmp_path: Path
) -> None:
    forged = {"X-Forwarded-For": "198.51.100.1"}
    with server.client() as client:
        client.get("/robots.txt", headers=forged)
    assert "198.51.100.1" not in server.log.read_text()
    with serving(builds, tmp_path, "--workers", "1", "--proxy", "127.0.0.1") as behind:
        with behind.client() as client:
            client.get("/robots.txt", headers=forged)
        with stranger(behind, "127.0.0.2", **{"X-Forwarded-For": "198.51.100.2"}) as client:
            client.get("/robots.txt")
        log = behind.log.read_text()
        assert re.search(r'"client": "198\.51\.100\.1"', log)
        assert "198.51.100.2" not in log
