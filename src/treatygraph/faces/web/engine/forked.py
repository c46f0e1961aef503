"""The process that holds the graph in memory, seen from the pool; and the workers that it splits off."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

from treatygraph.faces.web.engine.frames import BEAR, DIED, HEAD, KILL
from treatygraph.faces.web.engine.model import Limits, WorkerLostError
from treatygraph.faces.web.engine.worker import Worker, kill, last_words, read, ready

#: Seconds after its end in which what a worker said last is read.
_AFTER = 5.0


class Forked:
    """A process split off from the one that holds the graph; used as those are that asyncio starts."""

    def __init__(self, mother: Mother, limit: int) -> None:
        self._mother = mother
        self.pid = 0
        self.returncode: int | None = None
        self.stdout: asyncio.StreamReader | None = asyncio.StreamReader(limit)
        self.stderr: asyncio.StreamReader | None = asyncio.StreamReader(limit)
        self.stdin: Any = None
        self._pipes: list[Any] = []
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def connect(self, stdin: int, stdout: int, stderr: int) -> None:
        """Take the ends of the pipes that are ours."""
        loop = asyncio.get_running_loop()
        ends = os.fdopen(stdout, "rb", 0), os.fdopen(stderr, "rb", 0), os.fdopen(stdin, "wb", 0)
        try:
            for end, reader in zip(ends, (self.stdout, self.stderr), strict=False):
                assert reader is not None
                protocol = asyncio.StreamReaderProtocol(reader)
                pipe, _ = await loop.connect_read_pipe(partial(_same, protocol), end)
                self._pipes.append(pipe)
            self.stdin, _ = await loop.connect_write_pipe(asyncio.Protocol, ends[2])
            self._pipes.append(self.stdin)
        except BaseException:
            # Those that nobody took; the loop closes the one that it was taking, and its transport one that was taken.
            for end in ends[len(self._pipes) + 1 :]:
                end.close()
            raise

    def kill(self) -> None:
        """End it."""
        if self.returncode is None:
            self._mother.kill(self.pid)

    async def wait(self) -> int:
        """Return how it ended."""
        return await asyncio.shield(self._ended)

    def end(self, code: int) -> None:
        """Take note of how it ended."""
        if self.returncode is None:
            self.returncode = code
            self._ended.set_result(code)
            # An answer that nobody reads any more would hold its pipe open.
            asyncio.get_running_loop().call_later(_AFTER, self.close)

    def close(self) -> None:
        """Close its pipes."""
        self._mother.open.discard(self)
        for pipe in self._pipes:
            pipe.close()


def _same(protocol: asyncio.StreamReaderProtocol) -> asyncio.StreamReaderProtocol:
    return protocol


class Mother:
    """The process that holds the graph."""

    def __init__(self, process: asyncio.subprocess.Process, orders: socket.socket, lines: Path) -> None:
        self._process, self._orders, self._lines = process, orders, lines
        self._unborn: deque[tuple[Forked, asyncio.Future[None]]] = deque()
        self._living: dict[int, Forked] = {}
        #: Those whose pipes are open.
        self.open: set[Forked] = set()
        self.sealed = True

    @classmethod
    async def start(cls, lines: Path, limits: Limits) -> Mother:
        """Return the process when it has read the graph.

        Raises:
            DamagedStoreError: It could not.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "treatygraph.faces.web.engine.loaded", str(lines), str(os.getpid()), limits.as_text()),
                str(theirs.fileno()),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
                pass_fds=(theirs.fileno(),),
            )
        mother = cls(process, ours, lines)
        try:
            mother.sealed, _ = await ready(process, lines)
        except BaseException:
            ours.close()
            raise
        return mother

    async def worker(self) -> Worker:
        """Return a new worker that is ready to answer.

        Raises:
            StoreError: The process ended, or the worker did before it was ready.
        """
        (in_read, in_write), (out_read, out_write), (err_read, err_write) = (os.pipe() for _ in range(3))
        forked = Forked(self, 2**18)
        self.open.add(forked)
        born: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            await forked.connect(in_write, out_read, err_read)
            socket.send_fds(self._orders, [HEAD.pack(BEAR, 0, 0)], [in_read, out_write, err_write])
            self._unborn.append((forked, born))
        except OSError:
            forked.close()
            raise WorkerLostError("The process that holds the graph ended.") from None
        except BaseException:
            # Who asked for it went away before it was ordered.
            forked.close()
            raise
        finally:
            for number in (in_read, out_write, err_write):
                os.close(number)
        await born
        sealed, memory = await ready(forked, self._lines)
        return Worker(forked, sealed, memory, in_memory=True)

    def kill(self, pid: int) -> None:
        """Have a worker ended."""
        with contextlib.suppress(OSError):
            self._orders.send(HEAD.pack(KILL, pid, 0))

    async def watch(self) -> str:
        """Take note of workers that are born and that end, until the process ends itself; return its last words."""
        try:
            while True:
                letter, pid, body = await read(self._process)
                if letter == DIED:
                    self._living.pop(pid).end(json.loads(body)["code"])
                    continue
                forked, born = self._unborn.popleft()
                forked.pid, self._living[pid] = pid, forked
                if born.cancelled():
                    # Who asked for it went away meanwhile.
                    self.kill(pid)
                else:
                    born.set_result(None)
        except asyncio.IncompleteReadError:
            return await last_words(self._process)
        finally:
            self.close()

    def close(self) -> None:
        """End the process, and with it its workers."""
        kill(self._process)
        self._orders.close()
        for _, born in self._unborn:
            if not born.done():
                born.set_exception(WorkerLostError("The process that holds the graph ended."))
        self._unborn.clear()
        for forked in self._living.values():
            forked.end(-signal.SIGKILL)
        self._living.clear()
        for forked in tuple(self.open):
            forked.close()

    async def ended(self) -> None:
        """Wait until the process has ended."""
        await self._process.wait()
