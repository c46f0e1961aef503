"""Work in a process of its own, which ends: what it took goes back to the system, and it has limits of its own."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from treatygraph.faces.web.engine.parent import end_with

_T = TypeVar("_T")

#: How such work stands behind the answers of the server, as in nice(1).
_LOW = 10


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
            return pool.submit(work, *of).result()
    except (BrokenProcessPool, MemoryError):
        raise TooMuchError from None


def _bound(parent: int, seconds: int, megabytes: int) -> None:
    end_with(parent)
    os.nice(_LOW)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
