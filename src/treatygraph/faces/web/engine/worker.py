"""One process that answers, seen from the pool: started, given one job at a time, read, and ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from treatygraph.faces.web.engine.failures import LAST_WORDS, epitaph
from treatygraph.faces.web.engine.frames import HEAD, JOB, READY, told
from treatygraph.faces.web.engine.model import Job, Limits, WorkerLostError
from treatygraph.graph.store import DamagedStoreError, StoreError

#: A worker is given this many seconds to start; a busy machine takes its time.
_START = 120.0


class Process(Protocol):
    """A process with its streams: one that asyncio started, or one that was split off."""

    pid: int
    stdin: Any
    stdout: asyncio.StreamReader | None
    stderr: asyncio.StreamReader | None

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it lives."""
        ...

    def kill(self) -> None:
        """End it."""
        ...

    async def wait(self) -> int:
        """Return how it ended."""
        ...


class Worker:
    """A process that answers one job at a time."""

    def __init__(self, process: Process, sealed: bool, memory: int, in_memory: bool = False) -> None:
        self.process, self.sealed, self.memory, self.in_memory = process, sealed, memory, in_memory
        #: Whether it goes on at low priority, from which there is no way back, and has left its place to another.
        self.lowered = self.slow = False
        #: For whom it answers: the address of a stranger, or the site itself (None).
        self.sender: str | None = None
        #: The number of the job it answers, or that it answered last; a frame of another is no answer.
        self.job = 0
        #: Seconds that were waited for it, for this job; those in which nobody reads its answer are not among them.
        self._waited = 0.0
        self._since: float | None = None
        #: The frame that is being read: who stops waiting for it leaves it to the next, and whole.
        self._reading: asyncio.Task[tuple[bytes, int, bytes]] | None = None
        #: Why it was ended, when the pool ended it.
        self.ended: StoreError | None = None

    @classmethod
    async def start(cls, store: Path, limits: Limits) -> Worker:
        """Return a worker over a store that is ready to answer.

        Raises:
            DamagedStoreError: It could not open the store.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "treatygraph.faces.web.engine.child", str(store), str(os.getpid()), limits.as_text()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C for the server is not one for its workers
            limit=2**18,
        )
        return cls(process, *await ready(process, store))

    @property
    def lives(self) -> bool:
        """Whether the process is there."""
        return self.process.returncode is None

    def send(self, job: Job, prefixes: dict[str, str]) -> None:
        """Give the worker a job.

        Raises:
            WorkerLostError: It is gone.
        """
        self.job += 1
        self._waited, self._since = 0.0, None
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(told(JOB, self.job, **asdict(job), prefixes=prefixes))
        except (RuntimeError, OSError):
            raise WorkerLostError("The worker that should answer ended before it was asked. Ask again.") from None

    async def read(self) -> tuple[bytes, bytes]:
        """Return the next frame of the answer.

        Raises:
            StoreError: The worker ended; why, when it is known.
        """
        loop = asyncio.get_running_loop()
        self._since = loop.time()
        if self._reading is None:
            self._reading = loop.create_task(read(self.process))
            # How it went wrong is told to who waits, if anybody does.
            self._reading.add_done_callback(lambda done: done.cancelled() or done.exception())
        reading = self._reading
        try:
            letter, job, body = await asyncio.shield(reading)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._epitaph() from None
        finally:
            self._waited, self._since = self.waited(), None
            if reading.done():
                self._reading = None
        if job != self.job:
            raise WorkerLostError("A worker answered what it was not asked. Ask again.")
        return letter, body

    def waited(self) -> float:
        """Return how many seconds were waited for the worker, for this job."""
        now = asyncio.get_running_loop().time()
        return self._waited + (now - self._since if self._since is not None else 0.0)

    def computed(self) -> float | None:
        """Return how many seconds of a core the process has used; None where the system does not say."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        # The name of the program, in brackets, may hold anything.
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    async def _epitaph(self) -> StoreError:
        if self.ended is not None:
            return self.ended
        code = await self.process.wait()
        return epitaph(code, await last_words(self.process))


async def ready(process: Process, store: Path) -> tuple[bool, int]:
    """Wait until a process is ready; return whether it is sealed, and its megabytes.

    Raises:
        DamagedStoreError: It could not open the store.
    """
    try:
        letter, _, body = await asyncio.wait_for(read(process), _START)
        if letter != READY:
            raise asyncio.IncompleteReadError(body, None)
        said = json.loads(body)
    except asyncio.CancelledError:
        kill(process)
        await process.wait()
        raise
    except (TimeoutError, asyncio.IncompleteReadError):
        kill(process)
        last = (await last_words(process)).strip().rpartition("\n")[2]
        await process.wait()
        # What a worker says of itself names the store and the remedy.
        kind, _, said = last.partition(": ")
        if kind.endswith(DamagedStoreError.__name__):
            raise DamagedStoreError(said) from None
        raise DamagedStoreError(f"No worker could open {store} ({last}). Run `treatygraph build`.") from None
    return said["sealed"], said["memory"]


def kill(process: Process) -> None:
    """End a process at once."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()


async def read(process: Process) -> tuple[bytes, int, bytes]:
    """Return the next frame that a process writes."""
    assert process.stdout is not None
    letter, job, length = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
    return letter, job, await process.stdout.readexactly(length) if length else b""


async def last_words(process: Process) -> str:
    """Return what a process wrote on its error stream."""
    return (await process.stderr.read(LAST_WORDS)).decode(errors="replace") if process.stderr else ""
