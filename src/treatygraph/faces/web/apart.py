"""Work in a process of its own, which ends: what it took goes back to the system, and it has limits of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from treatygraph.faces.web.engine.parent import end_with

_T = TypeVar("_T")

#: How such work stands behind the answers of the server, as in nice(1).
_LOW = 10
#: It may last so many times the seconds of a core that it may take, on a machine with other work.
_PATIENCE = 10
#: The processes that work apart now.
_WORKING: set[int] = set()


class TooMuchError(Exception):
    """The work takes more time or memory than it may."""


def apart(work: Callable[..., _T], *of: Any, seconds: int, megabytes: int) -> _T:
    """Return what work gives, done in a process of its own with so many seconds of a core and megabytes of addresses.

    Raises:
        TooMuchError: It takes more.
        Exception: What the work raises.
    """
    # It is started anew: a fork of the server would hold its sockets.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, context, initializer=_bound, initargs=(os.getpid(), seconds, megabytes)) as pool:
            process = pool.submit(os.getpid).result()
            _WORKING.add(process)
            try:
                return _done(pool.submit(work, *of), process, seconds * _PATIENCE)
            finally:
                # Before the process is gone: another may be given its number then.
                _WORKING.discard(process)
    except (BrokenProcessPool, MemoryError):
        raise TooMuchError from None


def _done(work: Future[_T], process: int, within: float) -> _T:
    """Return what work gives; end its process where it does not end itself, as work that only waits."""
    wait([work], within)
    if not work.done():
        os.kill(process, signal.SIGKILL)
    return work.result()


def end_all() -> None:
    """End what is done apart now: who stops does not wait for it."""
    for process in tuple(_WORKING):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _bound(parent: int, seconds: int, megabytes: int) -> None:
    end_with(parent)
    os.nice(_LOW)
    _limit(resource.RLIMIT_CPU, seconds, seconds + 5)
    _limit(resource.RLIMIT_AS, megabytes * 2**20, megabytes * 2**20)
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit of this process, or leave the one it has where that is narrower: nobody may go beyond that."""
    had = resource.getrlimit(kind)[1]
    most = hard if had == resource.RLIM_INFINITY else min(hard, had)
    resource.setrlimit(kind, (min(soft, most), most))
