"""Whose fault it is that a query took too much: its sender's, or that of a store which cannot be read on."""

from __future__ import annotations

import asyncio
import logging
import math
from pathlib import Path

from treatygraph.faces.web.engine.model import StoreFailedError, TooMuchMemoryError, TooSlowError
from treatygraph.graph.disk import damaged

#: To know it, all of a store is read, which costs half a second of a core: not more often than in so many seconds, or
#: whoever sends what takes too much would have us read it for each.
_PAUSE = 10.0

_log = logging.getLogger("treatygraph.server")


class Blame:
    """What is known of whether a store still holds what was written."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._look: asyncio.Future[str | None] | None = None
        #: When it may be looked at again; never while it is.
        self._again = 0.0

    async def of(self, why: Exception, worker: int) -> Exception:
        """Return why a query was not answered, which a worker over the disk was asked.

        A query over an index that cannot be read on goes on until it is ended.
        """
        if not isinstance(why, TooMuchMemoryError | TooSlowError):
            return why
        name = await self._damaged()
        if name is None:
            return why
        said = f"{name} in {self._store} does not hold what was written. Run `treatygraph build`."
        _log.error("query not answered", extra={"fields": {"error": said, "worker": worker}})
        return StoreFailedError(said)

    async def _damaged(self) -> str | None:
        """Return what file is damaged, or None; who asks while it is looked at, or soon after, is told the same."""
        loop = asyncio.get_running_loop()
        if self._look is None or (self._look.done() and loop.time() >= self._again):
            self._again = math.inf
            self._look = loop.run_in_executor(None, damaged, self._store)
            self._look.add_done_callback(self._looked)
        # Who leaves does not end it for the others.
        return await asyncio.shield(self._look)

    def _looked(self, _: asyncio.Future[str | None]) -> None:
        self._again = asyncio.get_running_loop().time() + _PAUSE
