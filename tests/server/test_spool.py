"""What its reader does not take waits, and who made it does not."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from typing import Any

import pytest

from treatygraph.faces.web import spool as spooling
from treatygraph.faces.web.engine.model import TooSlowError, WorkerLostError
from treatygraph.faces.web.limits import Limits
from treatygraph.faces.web.spool import Room, Spool

PIECE = 2**16


class Maker:
    """Makes chunks, each of them another."""

    def __init__(self, number: int, then: Exception | None = None) -> None:
        self.number, self.then, self.made = number, then, 0

    async def chunks(self) -> AsyncIterator[bytes]:
        while self.made < self.number:
            self.made += 1
            yield self.made.to_bytes(4, "big") * (PIECE // 4)
            await asyncio.sleep(0)
        if self.then is not None:
            raise self.then

    def all(self) -> bytes:
        return b"".join(n.to_bytes(4, "big") * (PIECE // 4) for n in range(1, self.number + 1))


async def until(holds: Any) -> None:
    while not holds():
        await asyncio.sleep(0.005)


@pytest.mark.parametrize("every", [1, 3, 1000])
def test_what_comes_out_is_what_went_in(every: int) -> None:
    async def run() -> None:
        room, maker = Room(), Maker(100)
        got = bytearray()
        number = 0
        async for chunk in Spool(room, "a").read(b"first", maker.chunks()):
            got += chunk
            number += 1
            if number % every == 0:
                # Read with pauses, so that it is now ahead and now behind.
                await asyncio.sleep(0.01)
        assert bytes(got) == b"first" + maker.all()
        assert room.taken == 0

    asyncio.run(run())


def test_who_makes_it_does_not_wait_for_who_reads() -> None:
    async def run() -> None:
        room, maker = Room(), Maker(200)
        reading = Spool(room, "a").read(b"first", maker.chunks())
        assert await anext(reading) == b"first"
        await until(lambda: maker.made == 200)
        assert room.taken > 10 * 2**20
        await reading.aclose()
        assert room.taken == 0

    asyncio.run(run())


@pytest.mark.parametrize("limits", [Limits(spool_bytes=2**20), Limits(spool_each=2**20)])
def test_where_there_is_no_room_the_reader_is_waited_for(limits: Limits) -> None:
    async def run() -> None:
        room, maker = Room(limits), Maker(200)
        reading = Spool(room, "a").read(b"", maker.chunks())
        await anext(reading)
        await until(lambda: room.taken + PIECE > 2**20)
        await asyncio.sleep(0.05)
        assert maker.made < 40
        rest = b"".join([chunk async for chunk in reading])
        assert rest == maker.all()
        assert room.taken == 0

    asyncio.run(run())


def test_a_full_disk_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, *_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

    async def run() -> None:
        room, maker = Room(), Maker(40)
        rest = b"".join([chunk async for chunk in Spool(room, "a").read(b"", maker.chunks())])
        assert rest == maker.all()
        assert room.taken == 0

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    asyncio.run(run())


def test_what_goes_wrong_is_told_in_its_place() -> None:
    async def run() -> None:
        maker = Maker(30, WorkerLostError("gone"))
        got = bytearray()

        async def take() -> None:
            async for chunk in Spool(Room(), "a").read(b"", maker.chunks()):
                got.extend(chunk)

        with pytest.raises(WorkerLostError):
            await take()
        assert bytes(got) == maker.all()

    asyncio.run(run())


def test_a_reader_has_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "LIMITS", Limits(answer_seconds=1.0))

    async def run() -> None:
        with contextlib.suppress(StopAsyncIteration):
            reading = Spool(Room(), "a").read(b"", Maker(30).chunks())
            await anext(reading)
            await asyncio.sleep(1.5)
            with pytest.raises(TooSlowError, match="not read within"):
                await anext(reading)

    asyncio.run(run())
