"""A pool of workers over one store: bounded waiting, a place for slow queries, and a new worker for each that ended.

pyoxigraph cannot cancel a query, so a query that takes too long is ended with its process. A query that is merely
slow leaves its place to the next after half a second, and goes on at low priority: it does not delay the fast ones.
Strangers never hold all workers (`turnstile`), and the site's own questions come first.

A worker stands in one place only: among the idle, with the one job it answers, or ended.

A graph that is small enough is answered from memory: workers over the store on disk answer at once, until one process
has read the graph; from then on workers are split off from it, and where it ends, those over the disk answer again.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from treatygraph.faces.web.engine.blame import Blame
from treatygraph.faces.web.engine.failures import OURS, failure
from treatygraph.faces.web.engine.frames import ANSWER, DATA, END
from treatygraph.faces.web.engine.holding import Holding, pause
from treatygraph.faces.web.engine.line import Line
from treatygraph.faces.web.engine.model import (
    BusyError,
    Job,
    Limits,
    StoreFailedError,
    TooSlowError,
    WorkerLostError,
)
from treatygraph.faces.web.engine.pooled import PoolAnswer
from treatygraph.faces.web.engine.screen import sized
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.faces.web.engine.worker import Worker, kill
from treatygraph.graph.store import StoreError

#: A worker that holds this many megabytes more than when it began is replaced after its query.
_GROWN = 256
#: Priority of a slow query, as in nice(1).
_LOW = 15
#: Seconds between two looks at what a query has used.
_LOOK = 0.25

_log = logging.getLogger("treatygraph.server")


class Pool:
    """Workers over one store on disk."""

    def __init__(self, store: Path, limits: Limits, prefixes: dict[str, str], lines: Path | None = None) -> None:
        self._store, self._limits, self._prefixes = store, limits, prefixes
        self._blame = Blame(store)
        #: The graph as lines, where it is to be held in memory, and what holds it.
        self._lines, self._holding = lines, Holding(limits)
        #: A worker is among the idle once or not at all; the one that has idled longest comes first.
        self._idle: dict[Worker, None] = {}
        self._all: set[Worker] = set()
        self._timers: dict[Worker, list[asyncio.TimerHandle]] = {}
        #: Who waits for a worker: the site's own questions, and those of strangers who were let in.
        self._own, self._others = Line(limits), Line(limits)
        self._turnstile = Turnstile(max(1, limits.workers + limits.slow - 1), limits)
        #: Workers that start, and those whose end is awaited.
        self._starting: set[asyncio.Task[Any]] = set()
        self._ending: set[asyncio.Task[Any]] = set()
        #: What sees to it that the graph is held in memory.
        self._keeping: set[asyncio.Task[Any]] = set()
        #: How many of those that start could not, so far.
        self._failing = 0
        self._closed = False
        self.sealed = True

    async def start(self) -> None:
        """Start the workers.

        Raises:
            DamagedStoreError: The store cannot be opened.
        """
        for _ in range(self._limits.workers):
            self._arrive(await Worker.start(self._store, self._limits))
        if not (self.sealed or self._limits.services):
            _log.warning("this system has no seccomp: SERVICE is refused by its name only, not by the kernel")
        if self._lines is not None:
            _keep(self._keeping, self._holding.keep(self._lines, self._move))

    async def _move(self) -> None:
        """Let workers of the process that holds the graph take the places of those over the disk that idle by turns."""
        for worker in tuple(self._idle):
            while self._starting:
                await asyncio.wait(self._starting)
            if worker in self._idle and not worker.in_memory:
                self.end(worker, WorkerLostError("The worker was replaced."))

    def state(self) -> dict[str, int]:
        """Return how many workers are idle, busy, slow, starting or cannot start, and how many queries wait."""
        slow = sum(1 for w in self._all if w.slow)
        return {
            "idle": len(self._idle),
            "busy": len(self._all) - len(self._idle) - slow,
            "slow": slow,
            "starting": len(self._starting) - self._failing,
            "failing": self._failing,
            "waiting": len(self._own) + len(self._others) + self._turnstile.waiting,
            "in_memory": sum(1 for w in self._all if w.in_memory),
        }

    @property
    def _strangers_wait(self) -> bool:
        return bool(self._others) or self._turnstile.waiting > 0

    async def ask(self, job: Job, sender: str | None = None) -> PoolAnswer:
        """Return the running answer of a job."""
        sized(job.query, self._limits)
        try:
            return await self._asked(job, sender)
        except WorkerLostError:
            if self._closed:
                raise
        # The worker was gone before it answered a byte: another is asked, once. Those that ended with it, as do all
        # that one process held the graph for, are known to be gone by then.
        await asyncio.sleep(_LOOK)
        return await self._asked(job, sender)

    def _leave(self, sender: str | None) -> None:
        if sender is not None:
            self._turnstile.leave(sender)

    async def _asked(self, job: Job, sender: str | None) -> PoolAnswer:
        if sender is not None:
            await self._turnstile.enter(sender)
        try:
            worker = await self._take(self._own if sender is None else self._others)
        except BaseException:
            self._leave(sender)
            raise
        # From here the place is left with the worker.
        worker.sender = sender
        loop = asyncio.get_running_loop()
        self._timers[worker] = [
            loop.call_later(_LOOK, self._look, worker, worker.computed()),
            loop.call_later(self._limits.slow_after, self._step_aside, worker),
        ]
        try:
            worker.send(job, self._prefixes)
            letter, body = await worker.read()
        except asyncio.CancelledError:
            self.abandon(worker)
            raise
        except BaseException as error:
            self.end(worker, WorkerLostError("The answer could not be read."))
            if isinstance(error, StoreError):
                raise await self.blamed(worker, error) from None
            raise
        if letter == ANSWER:
            return PoolAnswer(self, worker, json.loads(body)["media_type"])
        raise await self.blamed(worker, self.failed(worker, json.loads(body)))

    async def blamed(self, worker: Worker, why: Exception) -> Exception:
        """Return why a query was not answered: of one that took too much, whether the store is to blame for it."""
        return why if worker.in_memory else await self._blame.of(why, worker.process.pid)

    def failed(self, worker: Worker, said: dict[str, Any]) -> Exception:
        """Return why a worker did not answer. Where that is our fault it is logged, and the worker replaced."""
        why = failure(said)
        if said["kind"] == OURS:
            _log.error("query not answered", extra={"fields": {"error": said["message"], "worker": worker.process.pid}})
            self.end(worker, WorkerLostError("The worker was replaced."))
        else:
            self.give_back(worker, worker.memory)
        return why

    def _look(self, worker: Worker, before: float | None) -> None:
        """End a query that has used more of a core than it may, or that waits for something that does not come."""
        limits = self._limits
        now = worker.computed()
        waited = worker.waited()
        # Where a query may call other endpoints, it waits for them and computes nothing.
        spent = waited if now is None or before is None or limits.services else now - before
        # Who waits for a place does not wait for the patience that is had with others.
        patience = 1 if worker.sender is not None and self._strangers_wait else limits.patience
        if spent >= limits.seconds or waited >= limits.seconds * patience:
            self.end(
                worker,
                TooSlowError(f"The query took longer than {limits.seconds:g} s and was ended. Ask for less."),
            )
            return
        self._timers[worker][0] = asyncio.get_running_loop().call_later(_LOOK, self._look, worker, before)

    def _stop(self, worker: Worker) -> None:
        for timer in self._timers.pop(worker, ()):
            timer.cancel()

    async def _take(self, line: Line) -> Worker:
        """Return a worker that is free, or wait for one in a line.

        Raises:
            BusyError: Too many wait, or the wait was too long.
            StoreFailedError: There is no worker, and none can be started.
        """
        if self._closed:
            raise WorkerLostError("The server is stopping.")
        while self._idle and not self._own and not self._others:
            worker = next(iter(self._idle))
            if worker.lives:
                del self._idle[worker]
                return worker
            self.end(worker, WorkerLostError("The worker ended while it was idle."))
        if not self._all and self._failing == len(self._starting) > 0:
            raise _no_worker()
        return await line.wait(self._free)

    def _arrive(self, worker: Worker) -> None:
        self.sealed = self.sealed and worker.sealed
        self._all.add(worker)
        _keep(self._ending, self._watch(worker))
        self._free(worker)

    async def _watch(self, worker: Worker) -> None:
        """Replace a worker that ends while it is idle; one that answers is told by who reads it."""
        await worker.process.wait()
        if worker in self._idle:
            _log.warning("idle worker ended", extra={"fields": {"code": worker.process.returncode}})
            self.end(worker, WorkerLostError("The worker ended while it was idle."))

    def _free(self, worker: Worker) -> None:
        """Give a worker to who waits longest, or let it idle."""
        if worker not in self._all:
            return
        if not (self._own.give(worker) or self._others.give(worker)):
            self._idle[worker] = None

    def give_back(self, worker: Worker, memory: int) -> None:
        """Take back a worker that has answered; one that was slow, has grown or is gone is replaced."""
        self._stop(worker)
        moves = self._holding.mother is not None and not worker.in_memory
        if worker.lowered or moves or memory > worker.memory + _GROWN or self._closed or not worker.lives:
            self.end(worker, WorkerLostError("The worker was replaced."))
        else:
            sender, worker.sender = worker.sender, None
            self._leave(sender)
            self._free(worker)

    def abandon(self, worker: Worker) -> None:
        """Wait a moment for an answer whose sender went away: most are at their end, and a new worker costs more."""
        if worker in self._all:
            _keep(self._ending, self._wind_up(worker))

    async def _wind_up(self, worker: Worker) -> None:
        try:
            async with asyncio.timeout(self._limits.slow_after):
                while True:
                    letter, body = await worker.read()
                    if letter == END:
                        self.give_back(worker, json.loads(body)["memory"])
                        return
                    if letter not in {DATA, ANSWER}:
                        self.failed(worker, json.loads(body))
                        return
        except (TimeoutError, StoreError):
            self.end(worker, WorkerLostError("The sender went away."))

    def end(self, worker: Worker, why: StoreError) -> None:
        """End a worker, and start another where it leaves a place."""
        if worker not in self._all:
            return
        self._stop(worker)
        self._all.remove(worker)
        self._idle.pop(worker, None)
        worker.ended = worker.ended or why
        kill(worker.process)
        sender, worker.sender = worker.sender, None
        if worker.slow or self._closed:
            self._leave(sender)
        else:
            # Who had it ended, has the place until there is another: to ask and hang up costs a start each time.
            self._replace(sender)

    def _step_aside(self, worker: Worker) -> None:
        """Let a slow query go on at low priority, and give its place to another worker, now or when it may.

        Where it may not, since as many are slow already, a stranger's query is ended if others wait for its place.
        """
        if worker not in self._all or worker.slow:
            return
        if not worker.lowered:
            worker.lowered = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid, _LOW)
        slow = [w for w in self._all if w.slow]
        mine = sum(1 for w in slow if w.sender == worker.sender) if worker.sender else 0
        if len(slow) < self._limits.slow and mine <= self._limits.slow // 2:
            worker.slow = True
            self._replace()
        elif worker.sender is not None and self._limits.slow and self._strangers_wait:
            told = "The query takes long, and so do as many others as may. Try again in a few seconds, or ask for less."
            self.end(worker, BusyError(told))
        else:
            again = asyncio.get_running_loop().call_later(self._limits.slow_after, self._step_aside, worker)
            self._timers[worker][1] = again

    def _replace(self, sender: str | None = None) -> None:
        if not self._closed:
            _keep(self._starting, self._start_one(sender))

    async def _start_one(self, sender: str | None) -> None:
        """Start a worker, for one that a sender had ended; try for ever, with pauses that grow."""
        for tries in itertools.count():
            await pause(tries)
            mother = self._holding.mother
            try:
                worker = await (mother.worker() if mother else Worker.start(self._store, self._limits))
                break
            except (StoreError, OSError) as error:
                # The build may be swapped away just now; its successor has a pool of its own.
                self._failing += tries == 0
                if not self._all and self._failing == len(self._starting):
                    self._send_away(_no_worker())
                _log.error("worker not started", extra={"fields": {"tries": tries + 1, "error": str(error)}})
        self._failing -= tries > 0
        self._leave(sender)
        if self._closed:
            kill(worker.process)
            await worker.process.wait()
        else:
            self._arrive(worker)

    def _send_away(self, why: StoreError) -> None:
        self._own.refuse(why)
        self._others.refuse(why)

    async def drain(self, seconds: float) -> None:
        """Wait until no worker is busy, at most so long, then end all."""
        until = asyncio.get_running_loop().time() + seconds
        while len(self._idle) < len(self._all) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        await self.close()

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for task in (*self._starting, *self._keeping):
            task.cancel()
        for worker in tuple(self._all):
            self.end(worker, WorkerLostError("The server is stopping."))
        self._idle.clear()
        self._send_away(WorkerLostError("The server is stopping."))
        await asyncio.gather(*self._starting, *self._keeping, *self._ending, return_exceptions=True)


def _no_worker() -> StoreFailedError:
    return StoreFailedError("No worker can be started: the store cannot be opened. Run `treatygraph build`.")


def _keep(tasks: set[asyncio.Task[Any]], work: Coroutine[Any, Any, Any]) -> None:
    """Run work beside this, and hold on to it until it is done."""
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
