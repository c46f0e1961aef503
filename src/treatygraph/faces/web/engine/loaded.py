"""The process that holds the graph in memory: it answers nothing itself, and splits off a worker whenever it is asked.

`python -m treatygraph.faces.web.engine.loaded LINES PARENT LIMITS ORDERS` (the limits as JSON, the number of a socket
on which orders come). The graph is read once; a worker of it is there in some 20 ms and shares what it does not touch.
It has one thread, so that a copy of it is whole.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from treatygraph.faces.web.engine.child import answer_jobs, memory_held
from treatygraph.faces.web.engine.frames import BEAR, BORN, DIED, HEAD, KILL, READY, frame, told
from treatygraph.faces.web.engine.model import Limits
from treatygraph.faces.web.engine.parent import end_with
from treatygraph.faces.web.engine.seal import seal

#: What a worker is given: standard input, output and error.
_STREAMS = 3


def main(lines: str, parent: int, limits: Limits, number: int) -> None:
    """Split off workers until nobody gives orders any more."""
    end_with(parent)
    sealed = not limits.services and seal()
    from treatygraph.graph.oxigraph import in_memory

    store = in_memory(Path(lines))
    # What is there now stays: a worker that looks for garbage would make it a copy of its own.
    gc.collect()
    gc.freeze()
    orders = socket.socket(fileno=number)
    looked, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    _say(told(READY, 0, sealed=sealed, memory=memory_held()))
    living: set[int] = set()
    while True:
        awake, _, _ = select.select([orders.fileno(), looked], [], [])
        if looked in awake:
            os.read(looked, 4096)
            _tell_of_ended(living)
        if orders.fileno() not in awake:
            continue
        order, streams, _, _ = socket.recv_fds(orders, HEAD.size, _STREAMS)
        if not order:
            return
        letter, which, _ = HEAD.unpack(order)
        if letter == KILL and which in living:
            # Its number is nobody else's until its end was told of.
            os.kill(which, signal.SIGKILL)
        elif letter == BEAR:
            born = os.fork()
            if born == 0:
                _answer(store, limits, sealed, streams)
            for each in streams:
                os.close(each)
            living.add(born)
            _say(frame(BORN, born))


def _tell_of_ended(living: set[int]) -> None:
    for each in tuple(living):
        found, status = os.waitpid(each, os.WNOHANG)
        if found:
            living.remove(each)
            _say(told(DIED, each, code=os.waitstatus_to_exitcode(status)))


def _say(raw: bytes) -> None:
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _answer(store: Any, limits: Limits, sealed: bool, streams: list[int]) -> None:
    """Answer jobs in the new process, and end it: what called this is the affair of the other one."""
    code = 1
    try:
        parent = os.getppid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(_STREAMS, max(streams) + 1)
        end_with(parent)
        answer_jobs(store, limits, sealed)
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Limits.from_text(sys.argv[3]), int(sys.argv[4]))
