"""What is made faster than its reader takes it waits on disk, so that nobody who computes waits for who reads.

Without it a client that reads a kilobyte a second would hold a worker for hours. What waits is bounded, for all and
for each sender; where there is no room left, the reader is waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator
from typing import IO

from anyio import to_thread

from treatygraph.faces.web.engine.model import TooSlowError
from treatygraph.faces.web.limits import LIMITS, Limits

#: Bytes of one answer that wait in memory before any go to disk, and bytes that are brought back at once.
_AHEAD, _PIECE = 2**18, 2**18


class Room:
    """The disk that answers may wait on."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """Bytes that wait."""
        return self._taken.total()

    def take(self, sender: str, size: int) -> bool:
        """Take room for so many bytes, if there is any."""
        limits = self._limits
        if self.taken + size > limits.spool_bytes or self._taken[sender] + size > limits.spool_each:
            return False
        self._taken[sender] += size
        return True

    def free(self, sender: str, size: int) -> None:
        """Free what was taken."""
        self._taken -= Counter({sender: size})


class Spool:
    """Chunks in their order, between who makes them and who reads them."""

    def __init__(self, room: Room, sender: str) -> None:
        self._room, self._sender = room, sender
        self._ready: deque[bytes] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        #: Bytes of room that were taken, bytes that were written to disk, and those of them that were read.
        self._held = self._written = self._read = 0
        self._changed = asyncio.Condition()
        self._over = False
        self._failure: Exception | None = None

    async def read(self, first: bytes, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        """Yield what there is, then chunks as they are taken; they are made as fast as they can be.

        Raises:
            Exception: What making them ended with, after what was made before.
            TooSlowError: The reader takes longer than it may.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + LIMITS.answer_seconds
        filling = loop.create_task(self._fill(chunks))
        try:
            yield first
            while (chunk := await self._next()) is not None:
                if loop.time() > until:
                    raise TooSlowError(f"The answer was not read within {LIMITS.answer_seconds:g} s.")
                yield chunk
            if self._failure is not None:
                raise self._failure
        finally:
            filling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await filling
            self._room.free(self._sender, self._held)
            if self._file is not None:
                self._file.close()

    async def _fill(self, chunks: AsyncIterator[bytes]) -> None:
        try:
            async for chunk in chunks:
                await self._put(chunk)
        except Exception as error:
            self._failure = error
        async with self._changed:
            self._over = True
            self._changed.notify_all()

    async def _put(self, chunk: bytes) -> None:
        async with self._changed:
            while True:
                if self._read == self._written and self._in_memory < _AHEAD:
                    self._ready.append(chunk)
                    self._in_memory += len(chunk)
                    break
                if self._room.take(self._sender, len(chunk)):
                    self._held += len(chunk)
                    try:
                        await to_thread.run_sync(self._write, chunk)
                        break
                    except OSError:
                        # The disk has no room either.
                        self._room.free(self._sender, len(chunk))
                        self._held -= len(chunk)
                await self._changed.wait()
            self._changed.notify_all()

    async def _next(self) -> bytes | None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._ready or self._read < self._written or self._over)
            if self._ready:
                chunk = self._ready.popleft()
                self._in_memory -= len(chunk)
            elif self._read < self._written:
                chunk = await to_thread.run_sync(self._bring)
                if self._read == self._written:
                    self._room.free(self._sender, self._held)
                    self._held = self._written = self._read = 0
            else:
                return None
            self._changed.notify_all()
            return chunk

    def _write(self, chunk: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="treatygraph-")  # noqa: SIM115 - closed with the spool
        self._file.seek(self._written)
        self._file.write(chunk)
        self._file.flush()
        self._written += len(chunk)

    def _bring(self) -> bytes:
        assert self._file is not None
        self._file.seek(self._read)
        chunk = self._file.read(min(_PIECE, self._written - self._read))
        self._read += len(chunk)
        if self._read == self._written:
            self._file.truncate(0)
        return chunk
