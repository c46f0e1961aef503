"""What holds the graph in memory, for as long as the pool lives: a process, and another whenever it ends."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from treatygraph.faces.web.engine.forked import Mother
from treatygraph.faces.web.engine.model import Limits
from treatygraph.graph.store import StoreError

#: Seconds before each new try to start a process; the last is kept to for ever.
_PAUSES = (0.0, 0.2, 1.0, 5.0, 15.0)

_log = logging.getLogger("treatygraph.server")


async def pause(tries: int) -> None:
    """Wait before another try."""
    await asyncio.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])


class Holding:
    """A process that holds the graph, and splits off workers."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        #: The process, while there is one.
        self.mother: Mother | None = None

    async def keep(self, lines: Path, held: Callable[[], Awaitable[None]]) -> None:
        """Have a process hold the graph, and another when it ends.

        Args:
            lines: The graph.
            held: Called whenever a process has read it.
        """
        for tries in itertools.count():
            await pause(tries)
            try:
                mother = await Mother.start(lines, self._limits)
            except (StoreError, OSError) as error:
                _log.error("graph not held in memory", extra={"fields": {"tries": tries + 1, "error": str(error)}})
                continue
            watch = asyncio.get_running_loop().create_task(mother.watch())
            try:
                self.mother = mother
                await held()
                said = await asyncio.shield(watch)
            finally:
                self.mother = None
                mother.close()
                await mother.ended()
                await asyncio.gather(watch, return_exceptions=True)
            _log.error("process that held the graph ended", extra={"fields": {"said": said[-500:]}})
