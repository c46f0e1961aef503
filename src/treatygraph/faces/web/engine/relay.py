"""The same answers from a remote SPARQL 1.1 engine: jobs are screened, bounded and passed on to it alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from treatygraph.faces.web.engine.model import (
    ROW_TYPES,
    SHEET_TYPES,
    TRIPLE_TYPES,
    BusyError,
    EngineFailedError,
    Job,
    Limits,
    NotAcceptableError,
    RefusedQueryError,
    TooLargeResultError,
    TooSlowError,
    WorkerLostError,
)
from treatygraph.faces.web.engine.parent import end_with
from treatygraph.faces.web.engine.screen import plain, screen, sized
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.graph.lexer import with_prefixes
from treatygraph.graph.store import QueryError, StoreError
from treatygraph.graph.terms import PREFIXES

_log = logging.getLogger("treatygraph.server")

_ROWS = frozenset(ROW_TYPES.values())
_KINDS = _ROWS | frozenset(TRIPLE_TYPES.values())
_BAD_QUERY = frozenset({400, 422})
#: Characters of a query that are read in a few milliseconds.
_SHORT = 16384


class RelayAnswer:
    """A running answer of the remote engine."""

    def __init__(self, relay: Relay, answer: Any, media_type: str, until: float, sender: str | None) -> None:
        self.media_type = media_type
        self._relay, self._answer, self._until, self._sender = relay, answer, until, sender
        self._open = True

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes of the answer."""
        import httpx

        sent = 0
        try:
            async with asyncio.timeout_at(self._until):
                async for chunk in self._answer.aiter_bytes():
                    sent += len(chunk)
                    if sent > self._relay.limits.result_bytes:
                        raise TooLargeResultError("The answer is larger than an answer may be. Add LIMIT and OFFSET.")
                    yield chunk
        except (TimeoutError, httpx.TimeoutException):
            raise self._relay.too_slow() from None
        except httpx.HTTPError as error:
            self._relay.noted(error)
            raise WorkerLostError("The engine behind this server broke off its answer. Ask again.") from None

    async def close(self) -> None:
        """End the answer, and its place among those that may run."""
        if self._open:
            self._open = False
            self._relay.leave(self._sender)
            await self._answer.aclose()


class Relay:
    """A remote engine by its address."""

    def __init__(self, address: str, limits: Limits) -> None:
        import httpx

        from treatygraph.graph.http import is_address

        if not is_address(address):
            raise StoreError(f"{address[:80]!r} is no address of an engine. Write it as http://host:port/sparql.")
        self.address, self.limits = address, limits
        # Redirects are not followed, and proxies of the environment not used: this address and no other.
        self._client = httpx.AsyncClient(timeout=limits.seconds, follow_redirects=False, trust_env=False)
        self._places = limits.workers * 4
        self._turnstile = Turnstile(self._places - 1, limits)
        self._running = self._waiting = 0
        self._changed = asyncio.Condition()
        self._reader = _new_reader()

    def too_slow(self) -> TooSlowError:
        """Return the error of a query that took too long."""
        return TooSlowError(f"The query took longer than {self.limits.seconds:g} s and was given up. Ask for less.")

    def noted(self, error: Exception) -> None:
        """Tell the keeper how the engine failed: where it is, is no matter of strangers."""
        from treatygraph.graph.http import what_failed

        told = f"{self.address.partition('?')[0]} {what_failed(error)}"
        _log.error("engine failed", extra={"fields": {"error": told}})

    def state(self) -> dict[str, int]:
        """Return how many queries run and wait."""
        waiting = self._waiting + self._turnstile.waiting
        return {"idle": self._places - self._running, "busy": self._running, "slow": 0, "waiting": waiting}

    async def ask(self, job: Job, sender: str | None = None) -> RelayAnswer:
        """Return the running answer of a job."""
        sized(job.query, self.limits)
        accept = await self._read(job)
        if sender is not None:
            await self._turnstile.enter(sender)
        try:
            await self._enter()
        except BaseException:
            if sender is not None:
                self._turnstile.leave(sender)
            raise
        try:
            return await self._asked(job, accept, sender)
        except BaseException:
            self.leave(sender)
            raise

    async def _asked(self, job: Job, accept: str, sender: str | None) -> RelayAnswer:
        import httpx

        until = asyncio.get_running_loop().time() + self.limits.seconds
        form: dict[str, Any] = {"query": with_prefixes(job.query, PREFIXES)}
        if job.default_graphs:
            form["default-graph-uri"] = list(job.default_graphs)
        if job.named_graphs:
            form["named-graph-uri"] = list(job.named_graphs)
        try:
            async with asyncio.timeout_at(until):
                request = self._client.build_request("POST", self.address, data=form, headers={"Accept": accept})
                answer = await self._client.send(request, stream=True)
                if answer.status_code != 200:
                    await self._refused(answer)
        except (TimeoutError, httpx.ReadTimeout):
            raise self.too_slow() from None
        except httpx.HTTPError as error:
            self.noted(error)
            raise EngineFailedError("The engine behind this server cannot be reached. Try again later.") from None
        media_type = answer.headers.get("content-type", "application/octet-stream").partition(";")[0].strip()
        if media_type not in accept:
            await answer.aclose()
            if media_type not in _KINDS:
                raise EngineFailedError(f"The engine behind this server answers with {media_type[:60]!r}.")
            what = "triples" if media_type not in _ROWS else "rows"
            raise NotAcceptableError(f"The engine gives {what} ({media_type[:60]}), which the sender does not take.")
        return RelayAnswer(self, answer, media_type, until, sender)

    async def _read(self, job: Job) -> str:
        """Return what to ask the engine for; a long query is read in a process of its own, to hold up nobody."""
        if len(job.query) <= _SHORT:
            return accepted(job, self.limits)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._reader, accepted, job, self.limits)
        except BrokenProcessPool:
            self._reader = _new_reader()
            raise WorkerLostError("The process that reads queries ended. Ask again.") from None

    async def _refused(self, answer: Any) -> None:
        raw = b""
        async for chunk in answer.aiter_bytes():
            raw += chunk
            if len(raw) > 2000:
                break
        await answer.aclose()
        said = " ".join(raw.decode(errors="replace").split())[:300]
        if answer.status_code in _BAD_QUERY:
            raise QueryError(f"The engine refuses the query: {said}")
        if answer.status_code == 503:
            raise BusyError("The engine behind this server is busy. Try again in a few seconds.")
        if answer.status_code == 403:
            raise RefusedQueryError(f"The engine behind this server refuses the query: {said}")
        raise EngineFailedError(f"The engine behind this server answers {answer.status_code}: {said}")

    async def _enter(self) -> None:
        if self._waiting >= self.limits.waiting:
            raise BusyError(f"{self._waiting} queries wait already. Try again in a few seconds.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.waiting_seconds), self._changed:
                await self._changed.wait_for(lambda: self._running < self._places)
                self._running += 1
        except TimeoutError:
            raise BusyError("The engine was not free in time. Try again in a few seconds.") from None
        finally:
            self._waiting -= 1

    def leave(self, sender: str | None) -> None:
        """Free a place."""
        self._running -= 1
        if sender is not None:
            self._turnstile.leave(sender)

        async def wake() -> None:
            async with self._changed:
                self._changed.notify()

        self._wakers = asyncio.get_running_loop().create_task(wake())

    async def drain(self, seconds: float) -> None:
        """Wait until nothing runs, at most so long, then end."""
        until = asyncio.get_running_loop().time() + seconds
        while self._running and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        self._reader.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(RuntimeError):
            await self._client.aclose()


def accepted(job: Job, limits: Limits) -> str:
    """Return what to ask the engine for, if the query may pass; each form of query has its own formats.

    Raises:
        QueryError: It is refused, or gives what its sender does not take.
    """
    screen(job.query, limits)
    words = plain(job.query).upper()
    triples = "CONSTRUCT" in words or "DESCRIBE" in words
    rows = "SELECT" in words or "ASK" in words
    taken = []
    if rows and job.rows in SHEET_TYPES:
        raise NotAcceptableError("The engine behind this server gives no spreadsheets. Take CSV.")
    if rows and job.rows is not None:
        taken.append(ROW_TYPES[job.rows])
    if (triples or not rows) and job.triples is not None:
        taken.append(TRIPLE_TYPES[job.triples])
    if not taken:
        what = "triples" if triples else "rows"
        raise NotAcceptableError(f"The query gives {what}, and the Accept header takes none of their formats.")
    return ", ".join(taken)


def _new_reader() -> ProcessPoolExecutor:
    # It starts with the first long query.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=end_with, initargs=(os.getpid(),))
