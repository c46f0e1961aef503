"""What many pages need, made ready in small steps, so that no visitor is the first for whom all of it is made.

A step is taken in a thread, and none while a request is under way: nobody waits for the warming. Who comes before it
is done has made what his page needs, and that is not made again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from treatygraph.law.status import Concluded

#: A step: some milliseconds of a core, some tenths of a second at the most.
Step = Callable[[], object]
#: The steps for an edition with these conclusions, the ones that most pages need first.
Steps = Callable[[Concluded], Iterable[Step]]

_log = logging.getLogger("treatygraph.server")


class Quiet:
    """Whether nobody is being answered; who warms waits until it is so."""

    def __init__(self) -> None:
        self._under_way = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    def come(self) -> None:
        """Take note of a request."""
        self._under_way += 1
        self._nobody.clear()

    def go(self) -> None:
        """Take note of the end of its answer."""
        self._under_way -= 1
        if not self._under_way:
            self._nobody.set()

    async def wait(self) -> None:
        """Wait until nobody is being answered."""
        await self._nobody.wait()


class Attended:
    """Tells who warms of each request under way."""

    def __init__(self, app: ASGIApp, quiet: Quiet) -> None:
        self._app, self._quiet = app, quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._quiet.come()
        try:
            await self._app(scope, receive, send)
        finally:
            self._quiet.go()


async def warm(steps: Iterable[Step], quiet: Quiet) -> None:
    """Take the steps one by one; one that fails is told in the log, and whoever needs what it makes makes it."""
    for step in steps:
        await quiet.wait()
        try:
            await asyncio.to_thread(step)
        except Exception as error:
            _log.error("not warmed", extra={"fields": {"error": f"{type(error).__name__}: {error}"}})
