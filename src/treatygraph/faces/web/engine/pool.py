"""A pool of workers over one store: bounded waiting, a place for slow queries, and a new worker for each that ended.

pyoxigraph cannot cancel a query, so a query that takes too long is ended with its process. A query that is merely
slow leaves its place to the next after half a second, and goes on at low priority: it does not delay the fast ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

from treatygraph.faces.web.engine.frames import ANSWER, DATA, END, FAILED, HEAD, JOB, READY, told
from treatygraph.faces.web.engine.model import (
    BusyError,
    Job,
    Limits,
    NotAcceptableError,
    RefusedQueryError,
    TooLargeResultError,
    TooMuchMemoryError,
    TooSlowError,
    WorkerLostError,
)
from treatygraph.faces.web.engine.screen import screen
from treatygraph.graph.store import DamagedStoreError, QueryError, StoreError

#: A worker that holds this many megabytes more than when it began is replaced after its query.
_GROWN = 256
#: Priority of a slow query, as in nice(1).
_LOW = 15
#: A worker is given this many seconds to start.
_START = 30.0


_log = logging.getLogger("treatygraph.server")


class _Worker:
    """A process that answers one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process, sealed: bool, memory: int) -> None:
        self.process, self.sealed, self.memory = process, sealed, memory
        self.slow = False
        #: Why it was ended, when the pool ended it.
        self.ended: StoreError | None = None

    @classmethod
    async def start(cls, store: Path, limits: Limits) -> _Worker:
        arguments = ["-m", "treatygraph.faces.web.engine.child", str(store), str(limits.megabytes)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            str(limits.result_bytes),
            "open" if limits.services else "sealed",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C for the server is not one for its workers
            limit=2**18,
        )
        try:
            letter, body = await asyncio.wait_for(_read(process), _START)
            assert letter == READY
            ready = json.loads(body)
        except asyncio.CancelledError:
            kill(process)
            await process.wait()
            raise
        except (TimeoutError, asyncio.IncompleteReadError, AssertionError):
            kill(process)
            said = (await process.stderr.read()).decode(errors="replace") if process.stderr else ""
            await process.wait()
            last = said.strip().rpartition("\n")[2]
            raise DamagedStoreError(f"No worker could open {store} ({last}). Run `treatygraph build`.") from None
        return cls(process, ready["sealed"], ready["memory"])

    def send(self, job: Job, prefixes: dict[str, str]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(told(JOB, **asdict(job), prefixes=prefixes))

    async def read(self) -> tuple[bytes, bytes]:
        """Return the next frame.

        Raises:
            StoreError: The worker ended; why, when it is known.
        """
        try:
            return await _read(self.process)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._epitaph() from None

    async def _epitaph(self) -> StoreError:
        if self.ended is not None:
            return self.ended
        code = await self.process.wait()
        said = (await self.process.stderr.read()).decode(errors="replace") if self.process.stderr else ""
        if code == -signal.SIGABRT or "memory allocation" in said or "MemoryError" in said:
            return TooMuchMemoryError(
                "The query took more memory than a query may. Ask for less: filter, or add LIMIT."
            )
        if code == -signal.SIGSEGV:
            return TooMuchMemoryError("The query ended its worker: it nests too deep. Write it flatter.")
        return WorkerLostError(f"The worker that answered ended ({code}). Ask again.")


def kill(process: asyncio.subprocess.Process) -> None:
    """End a process of ours at once."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()


async def _read(process: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    assert process.stdout is not None
    letter, length = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
    return letter, await process.stdout.readexactly(length) if length else b""


class PoolAnswer:
    """A running answer of a worker."""

    def __init__(self, pool: Pool, worker: _Worker, media_type: str, timers: list[asyncio.TimerHandle]) -> None:
        self.media_type = media_type
        self._pool, self._worker, self._timers = pool, worker, timers
        self._open = True

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes of the answer."""
        while True:
            letter, body = await self._worker.read()
            if letter == DATA:
                yield body
            elif letter == END:
                self._done(json.loads(body)["memory"])
                return
            else:
                self._done(self._worker.memory)
                raise failure(json.loads(body))

    def _done(self, memory: int) -> None:
        self._open = False
        _stop(self._timers)
        self._pool.give_back(self._worker, memory)

    async def close(self) -> None:
        """End the answer; a worker that still answers is ended."""
        if self._open:
            self._open = False
            _stop(self._timers)
            self._pool.end(self._worker, WorkerLostError("The answer was closed."))


def _stop(timers: list[asyncio.TimerHandle]) -> None:
    for timer in timers:
        timer.cancel()


def failure(told_: dict[str, Any]) -> Exception:
    """Return the error that a worker told of."""
    message = told_["message"]
    match told_["kind"]:
        case "syntax":
            return QueryError(f"The query is no SPARQL: {shortened(message)}. Correct it there.")
        case "not acceptable":
            return NotAcceptableError(f"{message}, and the Accept header takes none of their formats. Take another.")
        case "large":
            return TooLargeResultError("The answer is larger than an answer may be. Add LIMIT and OFFSET.")
        case "memory":
            return TooMuchMemoryError("The query took more memory than a query may. Ask for less: filter, or LIMIT.")
        case _:
            return RefusedQueryError(f"The store cannot answer this query ({shortened(message)}).")


def shortened(message: str) -> str:
    """Return a parser's message without the long list of what it would have taken."""
    text = " ".join(message.split())
    return text if len(text) <= 240 else text[:237] + "..."


class Pool:
    """Workers over one store on disk."""

    def __init__(self, store: Path, limits: Limits, prefixes: dict[str, str]) -> None:
        self._store, self._limits, self._prefixes = store, limits, prefixes
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        #: Workers that start, and ended ones whose end is awaited.
        self._starting: set[asyncio.Task[Any]] = set()
        self._ending: set[asyncio.Task[Any]] = set()
        self._closed = False
        self.sealed = True

    async def start(self) -> None:
        """Start the workers.

        Raises:
            DamagedStoreError: The store cannot be opened.
        """
        for _ in range(self._limits.workers):
            self._arrive(await _Worker.start(self._store, self._limits))
        if not (self.sealed or self._limits.services):
            _log.warning("this system has no seccomp: SERVICE is refused by its name only, not by the kernel")

    def state(self) -> dict[str, int]:
        """Return how many workers are idle, busy and slow, and how many queries wait."""
        slow = sum(1 for w in self._all if w.slow)
        return {
            "idle": len(self._idle),
            "busy": len(self._all) - len(self._idle) - slow,
            "slow": slow,
            "waiting": len(self._waiting),
        }

    async def ask(self, job: Job) -> PoolAnswer:
        """Return the running answer of a job."""
        screen(job.query, self._limits)
        worker = await self._take()
        loop = asyncio.get_running_loop()
        timers = [
            loop.call_later(self._limits.seconds, self.end, worker, self._too_slow()),
            loop.call_later(self._limits.slow_after, self._step_aside, worker),
        ]
        try:
            worker.send(job, self._prefixes)
            letter, body = await worker.read()
        except BaseException:
            # Also when the sender went away: nobody waits for this answer.
            _stop(timers)
            self.end(worker, WorkerLostError("The sender went away."))
            raise
        if letter == ANSWER:
            return PoolAnswer(self, worker, json.loads(body)["media_type"], timers)
        _stop(timers)
        assert letter == FAILED
        self.give_back(worker, worker.memory)
        raise failure(json.loads(body))

    def _too_slow(self) -> TooSlowError:
        return TooSlowError(f"The query took longer than {self._limits.seconds:g} s and was ended. Ask for less.")

    async def _take(self) -> _Worker:
        """Return a worker that is free, or wait for one.

        Raises:
            BusyError: Too many wait, or the wait was too long.
        """
        if self._closed:
            raise WorkerLostError("The server is stopping.")
        if self._idle and not self._waiting:
            return self._idle.popleft()
        if len(self._waiting) >= self._limits.waiting:
            raise BusyError(f"{len(self._waiting)} queries wait already. Try again in a few seconds.")
        free: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(free)
        try:
            return await asyncio.wait_for(free, self._limits.waiting_seconds)
        except TimeoutError:
            raise BusyError("No worker was free in time. Try again in a few seconds.") from None
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(free)
            if free.done() and not free.cancelled() and asyncio.current_task() and _cancelling():
                self._free(free.result())

    def _arrive(self, worker: _Worker) -> None:
        self.sealed = self.sealed and worker.sealed
        self._all.add(worker)
        self._free(worker)

    def _free(self, worker: _Worker) -> None:
        """Give a worker to who waits longest, or let it idle."""
        while self._waiting:
            free = self._waiting.popleft()
            if not free.done():
                free.set_result(worker)
                return
        self._idle.append(worker)

    def give_back(self, worker: _Worker, memory: int) -> None:
        """Take back a worker that has answered; one that is slow or has grown is replaced."""
        if worker.slow or memory > worker.memory + _GROWN or self._closed:
            self.end(worker, WorkerLostError("The worker was replaced."))
        else:
            self._free(worker)

    def end(self, worker: _Worker, why: StoreError) -> None:
        """End a worker, and start another where it leaves a place."""
        if worker not in self._all:
            return
        self._all.remove(worker)
        worker.ended = worker.ended or why
        kill(worker.process)
        _keep(self._ending, worker.process.wait())
        if not worker.slow:
            self._replace()

    def _step_aside(self, worker: _Worker) -> None:
        """Let a slow query go on at low priority, and give its place to another worker."""
        slow = sum(1 for w in self._all if w.slow)
        if worker not in self._all or worker.slow or slow >= self._limits.slow:
            return
        worker.slow = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.process.pid, _LOW)
        self._replace()

    def _replace(self) -> None:
        if self._closed:
            return
        _keep(self._starting, self._start_one())

    async def _start_one(self) -> None:
        for pause in (0.0, 0.2, 1.0, 5.0):
            await asyncio.sleep(pause)
            try:
                worker = await _Worker.start(self._store, self._limits)
            except (StoreError, OSError):
                # The build may be swapped away just now; its successor has a pool of its own.
                continue
            if self._closed:
                kill(worker.process)
                await worker.process.wait()
            else:
                self._arrive(worker)
            return

    async def drain(self, seconds: float) -> None:
        """Wait until no worker is busy, at most so long, then end all."""
        until = asyncio.get_running_loop().time() + seconds
        while len(self._idle) < len(self._all) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        await self.close()

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for task in tuple(self._starting):
            task.cancel()
        for worker in tuple(self._all):
            self.end(worker, WorkerLostError("The server is stopping."))
        self._idle.clear()
        for free in self._waiting:
            if not free.done():
                free.set_exception(WorkerLostError("The server is stopping."))
        await asyncio.gather(*self._starting, *self._ending, return_exceptions=True)


def _keep(tasks: set[asyncio.Task[Any]], work: Coroutine[Any, Any, Any]) -> None:
    """Run work beside this, and hold on to it until it is done."""
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def _cancelling() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
