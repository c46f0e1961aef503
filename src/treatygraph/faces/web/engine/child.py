"""The process that answers: seals itself, opens the store read-only, and answers one job after another.

`python -m treatygraph.faces.web.engine.child STORE PARENT LIMITS` (the limits as JSON); jobs come in on standard
input. It knows nothing of HTTP, writes no file, is ended from outside when a job takes too long, and ends with its
parent. The text of a query is read here and nowhere else: what takes long to read holds up nobody.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from treatygraph.errors import UnheldError
from treatygraph.faces.web.engine.failures import kind_of
from treatygraph.faces.web.engine.frames import ANSWER, DATA, END, FAILED, HEAD, READY, frame, told
from treatygraph.faces.web.engine.model import ROW_TYPES, SHEET_TYPES, TRIPLE_TYPES, Limits, RefusedQueryError
from treatygraph.faces.web.engine.parent import end_with
from treatygraph.faces.web.engine.screen import names_dataset, plain, screen
from treatygraph.faces.web.engine.seal import seal
from treatygraph.graph.store import QueryError

#: Bytes gathered before they are sent.
_CHUNK = 65536
#: Bytes of a stack that may grow: the engine reads what a query says by calling itself, and what the screen lets pass
#: takes a third of these at the most. No more room is left for a stack that is raised after a process began.
_STACK = 100 * 2**20


class _TooLargeError(Exception):
    pass


class _Out(io.RawIOBase):
    """Takes what a serialiser writes and sends it in frames, the head of the answer before the first."""

    def __init__(self, stream: BinaryIO, job: int, media_type: str, most: int) -> None:
        super().__init__()
        self._stream, self._job, self._most, self._sent = stream, job, most, 0
        self._kept = [told(ANSWER, job, media_type=media_type)]
        self._waiting = 0

    def write(self, raw: Any) -> int:
        """Take bytes."""
        self._sent += len(raw)
        if self._sent > self._most:
            raise _TooLargeError
        self._kept.append(frame(DATA, self._job, bytes(raw)))
        self._waiting += len(raw)
        if self._waiting >= _CHUNK:
            self._send()
        return len(raw)

    def flush(self) -> None:
        """Do nothing: frames are sent when there is enough, and at the end."""

    def end(self) -> None:
        """Send what is left, and the end."""
        self._kept.append(told(END, self._job, bytes=self._sent, memory=memory_held()))
        self._send()

    def _send(self) -> None:
        self._stream.write(b"".join(self._kept))
        self._stream.flush()
        self._kept, self._waiting = [], 0


def _pages(column: int) -> int:
    """Return a column of /proc/self/statm: 0 is the address space, 1 what is in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[column])


def memory_held() -> int:
    """Return the megabytes this process holds now."""
    return _pages(1) * resource.getpagesize() // 2**20


def _bound_time(seconds: float) -> None:
    """End this process when its next job takes twice as many seconds of a core as it may: nobody is watching then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + 2 * seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _bound_memory(megabytes: int) -> None:
    """Refuse this process more address space than it has now and `megabytes` beyond; its stack may grow within."""
    most = _pages(0) * resource.getpagesize() + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (_STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(store: Any, job: dict[str, Any], stream: BinaryIO, limits: Limits) -> None:
    # After the seal, as everything that loads the engine.
    from treatygraph.graph import answering
    from treatygraph.graph.syntax import advice

    number = job["number"]
    screen(job["query"], limits)
    if job["rows"] == "xlsx":
        from treatygraph.faces.workbook import fits
        from treatygraph.graph.lexer import selected, tokens

        # Before the engine reads it, which thousands of assignments may end.
        fits(0, selected(tokens(job["query"])))
    try:
        found = answering.found(
            store, job["query"], job["default_graphs"], job["named_graphs"], not names_dataset(job["query"])
        )
    except SyntaxError as error:
        raise QueryError(f"The query is no SPARQL: {advice(job['query'], str(error))}") from None
    triples = answering.gives_triples(found)
    form, types = (job["triples"], TRIPLE_TYPES) if triples else (job["rows"], ROW_TYPES | SHEET_TYPES)
    if form is None:
        what = f"The query gives {'triples' if triples else 'rows'}"
        stream.write(told(FAILED, number, kind="not acceptable", message=what))
        return
    out = _Out(stream, number, types[form], limits.result_bytes)
    if form in SHEET_TYPES:
        out.write(_sheet(found, form))
    else:
        answering.write(found, form, job["prefixes"], cast(IO[bytes], out))
    out.end()


def _sheet(found: Any, form: str) -> bytes:
    """Return rows as a spreadsheet takes them."""
    from treatygraph.faces.spreadsheet import as_csv_for_excel
    from treatygraph.graph.oxigraph import rows_from
    from treatygraph.questions.ask import as_table

    if form == "xlsx":
        from treatygraph.faces.workbook import as_workbook, fits

        # Before the rows are read.
        fits(0, len(getattr(found, "variables", ())))
        return as_workbook(as_table(rows_from(found), "Rows"))
    table = as_table(rows_from(found), "Rows")
    return as_csv_for_excel(table).encode()


def _run(store: Any, job: dict[str, Any], stream: BinaryIO, limits: Limits, sealed: bool) -> None:
    def failed(kind: str, message: str) -> None:
        stream.write(told(FAILED, job["number"], kind=kind, message=message))

    _bound_time(limits.seconds)
    try:
        _answer(store, job, stream, limits)
    except RefusedQueryError as error:
        failed("refused", str(error))
    except UnheldError as error:
        failed("unheld", str(error))
    except QueryError as error:
        failed("query", str(error))
    except _TooLargeError:
        failed("large", "")
    except MemoryError:
        failed("memory", "")
    except Exception as error:
        # Whatever else is raised is told to the pool, which knows whether this process answers another job.
        calls = bool(limits.services) and "SERVICE" in plain(job["query"]).upper()
        kind = kind_of(error, calls, sealed)
        failed(kind, str(error) if kind in {"query", "format"} else f"{type(error).__name__}: {error}")
    stream.flush()


def main(folder: str, parent: int, limits: Limits) -> None:
    """Answer jobs until standard input ends."""
    end_with(parent)
    sealed = not limits.services and seal()
    from treatygraph.graph.oxigraph import read_only

    answer_jobs(read_only(Path(folder)), limits, sealed)


def answer_jobs(store: Any, limits: Limits, sealed: bool) -> None:
    """Say that this process is ready, and answer jobs from a store until standard input ends."""
    stream, jobs = sys.stdout.buffer, sys.stdin.buffer
    _bound_memory(limits.megabytes)
    stream.write(told(READY, 0, sealed=sealed, memory=memory_held()))
    stream.flush()
    while head := jobs.read(HEAD.size):
        _, number, length = HEAD.unpack(head)
        _run(store, json.loads(jobs.read(length)) | {"number": number}, stream, limits, sealed)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Limits.from_text(sys.argv[3]))
