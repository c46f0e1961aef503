"""The process that answers: seals itself, opens the store read-only, and answers one job after another.

`python -m treatygraph.faces.web.engine.child STORE MEGABYTES RESULT_BYTES sealed|open`; jobs come in on standard
input. It knows nothing of HTTP, writes no file, and is ended from outside when a job takes too long.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from treatygraph.faces.web.engine.frames import ANSWER, DATA, END, FAILED, HEAD, READY, frame, told
from treatygraph.faces.web.engine.model import ROW_TYPES, TRIPLE_TYPES
from treatygraph.faces.web.engine.screen import names_dataset
from treatygraph.faces.web.engine.seal import seal

#: Bytes gathered before they are sent.
_CHUNK = 65536


class _TooLargeError(Exception):
    pass


class _Out(io.RawIOBase):
    """Takes what a serialiser writes and sends it in frames, the head of the answer before the first."""

    def __init__(self, stream: BinaryIO, media_type: str, most: int) -> None:
        super().__init__()
        self._stream, self._most, self._sent = stream, most, 0
        self._kept = [told(ANSWER, media_type=media_type)]
        self._waiting = 0

    def write(self, raw: Any) -> int:
        """Take bytes."""
        self._sent += len(raw)
        if self._sent > self._most:
            raise _TooLargeError
        self._kept.append(frame(DATA, bytes(raw)))
        self._waiting += len(raw)
        if self._waiting >= _CHUNK:
            self._send()
        return len(raw)

    def flush(self) -> None:
        """Do nothing: frames are sent when there is enough, and at the end."""

    def end(self) -> None:
        """Send what is left, and the end."""
        self._kept.append(told(END, bytes=self._sent, memory=_memory()))
        self._send()

    def _send(self) -> None:
        self._stream.write(b"".join(self._kept))
        self._stream.flush()
        self._kept, self._waiting = [], 0


def _pages(column: int) -> int:
    """Return a column of /proc/self/statm: 0 is the address space, 1 what is in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[column])


def _memory() -> int:
    """Return the megabytes this process holds now."""
    return _pages(1) * resource.getpagesize() // 2**20


def _bound_memory(megabytes: int) -> None:
    """Refuse this process more address space than it has now and `megabytes` beyond."""
    most = _pages(0) * resource.getpagesize() + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(store: Any, job: dict[str, Any], stream: BinaryIO, most: int) -> None:
    # After the seal, as everything that loads the engine.
    from treatygraph.graph import answering

    found = answering.found(
        store, job["query"], job["default_graphs"], job["named_graphs"], not names_dataset(job["query"])
    )
    triples = answering.gives_triples(found)
    form, types = (job["triples"], TRIPLE_TYPES) if triples else (job["rows"], ROW_TYPES)
    if form is None:
        stream.write(told(FAILED, kind="not acceptable", message=f"The query gives {'triples' if triples else 'rows'}"))
        return
    out = _Out(stream, types[form], most)
    answering.write(found, form, job["prefixes"], cast(IO[bytes], out))
    out.end()


def _run(store: Any, job: dict[str, Any], stream: BinaryIO, most: int) -> None:
    try:
        _answer(store, job, stream, most)
    except SyntaxError as error:
        stream.write(told(FAILED, kind="syntax", message=str(error)))
    except _TooLargeError:
        stream.write(told(FAILED, kind="large", message=""))
    except MemoryError:
        stream.write(told(FAILED, kind="memory", message=""))
    except Exception as error:
        # Whatever the engine raises is told to the pool; this process answers the next job.
        stream.write(told(FAILED, kind="engine", message=f"{type(error).__name__}: {error}"))
    stream.flush()


def main(folder: str, megabytes: int, most: int, sealing: bool) -> None:
    """Answer jobs until standard input ends."""
    sealed = sealing and seal()
    from treatygraph.graph.oxigraph import read_only

    store = read_only(Path(folder))
    stream, jobs = sys.stdout.buffer, sys.stdin.buffer
    _bound_memory(megabytes)
    stream.write(told(READY, sealed=sealed, memory=_memory()))
    stream.flush()
    while head := jobs.read(HEAD.size):
        _, length = HEAD.unpack(head)
        _run(store, json.loads(jobs.read(length)), stream, most)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "sealed")
