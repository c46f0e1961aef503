"""Who waits for a worker, in two lines: the site's own questions, and those of strangers who were let in."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

from treatygraph.faces.web.engine.model import BusyError, Limits
from treatygraph.faces.web.engine.worker import Worker
from treatygraph.graph.store import StoreError


class Line:
    """Those who wait, the first come first; a worker is given to one of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: deque[asyncio.Future[Worker]] = deque()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def give(self, worker: Worker) -> bool:
        """Give a worker to who waits longest; return whether anybody does."""
        while self._waiting:
            free = self._waiting.popleft()
            if not free.done():
                free.set_result(worker)
                return True
        return False

    def refuse(self, why: StoreError) -> None:
        """Send everybody away."""
        for free in self._waiting:
            if not free.done():
                free.set_exception(why)

    async def wait(self, back: Callable[[Worker], None]) -> Worker:
        """Wait for a worker; one that comes too late is given back.

        Raises:
            BusyError: Too many wait, or the wait was too long.
            StoreError: Everybody was sent away.
        """
        if len(self._waiting) >= self._limits.waiting:
            raise BusyError(f"{len(self._waiting)} queries wait already. Try again in a few seconds.")
        free: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(free)
        try:
            async with asyncio.timeout(self._limits.waiting_seconds):
                return await free
        except BaseException as error:
            # A worker may have been given in the same moment in which the wait ended: nobody else has it.
            if free.done() and not free.cancelled() and free.exception() is None:
                back(free.result())
            if isinstance(error, TimeoutError):
                raise BusyError("No worker was free in time. Try again in a few seconds.") from None
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(free)
