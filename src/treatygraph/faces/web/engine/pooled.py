"""A running answer of a worker of the pool: read as it comes, and closed by who asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from treatygraph.faces.web.engine.frames import DATA, END
from treatygraph.faces.web.engine.worker import Worker
from treatygraph.graph.store import StoreError

if TYPE_CHECKING:
    from treatygraph.faces.web.engine.pool import Pool


class PoolAnswer:
    """A running answer of a worker."""

    def __init__(self, pool: Pool, worker: Worker, media_type: str) -> None:
        self.media_type = media_type
        self._pool, self._worker = pool, worker
        self._open = True

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes of the answer."""
        while True:
            try:
                letter, body = await self._worker.read()
            except StoreError as error:
                raise await self._pool.blamed(self._worker, error) from None
            if letter == DATA:
                yield body
            elif letter == END:
                self._done(json.loads(body)["memory"])
                return
            else:
                self._open = False
                why = self._pool.failed(self._worker, json.loads(body))
                raise await self._pool.blamed(self._worker, why)

    def _done(self, memory: int) -> None:
        self._open = False
        self._pool.give_back(self._worker, memory)

    async def close(self) -> None:
        """End the answer; a worker that goes on answering is ended."""
        if self._open:
            self._open = False
            self._pool.abandon(self._worker)
