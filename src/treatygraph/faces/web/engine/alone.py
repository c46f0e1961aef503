"""One's own queries in a process of their own: what it runs into ends that process, and not the shell or the kernel.

The same process, screen and seal as the server's, for the command line and notebooks; its limits are wide, since who
asks waits for himself.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

from treatygraph.faces.web.engine.failures import LAST_WORDS, epitaph, failure
from treatygraph.faces.web.engine.frames import ANSWER, DATA, END, FAILED, HEAD, JOB, READY, told
from treatygraph.faces.web.engine.model import WIDE, Job, Limits, TooSlowError, WorkerLostError
from treatygraph.graph.disk import damaged
from treatygraph.graph.results import rows_of_tsv
from treatygraph.graph.store import DamagedStoreError, QueryError, Rows, words_asked


class SealedStore:
    """A store on disk, asked in a process of its own that is started by the first query, or by `begin`, and kept."""

    def __init__(self, folder: Path, limits: Limits = WIDE) -> None:
        self._folder, self._limits = folder, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        self._job = 0
        self._ready = False

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT, or the one row of an ASK.

        Raises:
            QueryError: The query is malformed or refused.
            StoreError: There is no store, or the query takes more than it may.
        """
        words_asked(query)
        try:
            return rows_of_tsv(self._ask(Job(query=query, rows="tsv", triples=None)))
        except _OtherFormError:
            raise QueryError("The query gives triples, not rows. Use SELECT or ASK here.") from None

    def construct(self, query: str) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as sorted N-Triples.

        Raises:
            QueryError: The query is malformed or refused.
            StoreError: There is no store, or the query takes more than it may.
        """
        words_asked(query)
        try:
            raw = self._ask(Job(query=query, rows=None, triples="nt"))
        except _OtherFormError:
            raise QueryError("The query gives rows, not triples. Use CONSTRUCT or DESCRIBE here.") from None
        return "".join(sorted(line + "\n" for line in raw.decode().split("\n") if line))

    def close(self) -> None:
        """End the process; the next query starts another."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, self._said):
                if stream is not None:
                    # What was to be written to a process that is gone is written to nobody.
                    with contextlib.suppress(OSError):
                        stream.close()

    def __del__(self) -> None:
        """End the process with the store."""
        self.close()

    def _ask(self, job: Job) -> bytes:
        process = self._started()
        self._job += 1
        kept = bytearray()
        try:
            assert process.stdin is not None
            process.stdin.write(told(JOB, self._job, **asdict(job), prefixes={}))
            process.stdin.flush()
            while True:
                letter, body = self._frame(process)
                if letter == DATA:
                    kept += body
                elif letter == END:
                    return bytes(kept)
                elif letter == FAILED:
                    failed = json.loads(body)
                    raise _OtherFormError if failed["kind"] == "not acceptable" else failure(failed)
                else:
                    assert letter == ANSWER
        except (OSError, EOFError):
            raise self._ended(process) from None
        except KeyboardInterrupt:
            self.close()
            raise

    def begin(self) -> None:
        """Start the process now, without waiting for it: it keeps what it opens, whatever becomes of the folder."""
        self.close()
        self._ready = False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the process
        self._process = subprocess.Popen(  # noqa: S603 - this module's own program, no shell
            [
                *(sys.executable, "-m", "treatygraph.faces.web.engine.child"),
                *(str(self._folder), str(os.getpid()), self._limits.as_text()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or (self._ready and self._process.poll() is not None):
            self.begin()
        process = self._process
        assert process is not None
        if not self._ready:
            try:
                letter, _ = self._frame(process)
            except EOFError:
                process.wait()
                last = self._last_words().strip().rpartition("\n")[2]
                self.close()
                raise DamagedStoreError(f"{self._folder} cannot be opened ({last}). Run `treatygraph build`.") from None
            assert letter == READY
            self._ready = True
        return process

    def _frame(self, process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
        assert process.stdout is not None
        head = process.stdout.read(HEAD.size)
        if len(head) < HEAD.size:
            raise EOFError
        letter, _, length = HEAD.unpack(head)
        body = process.stdout.read(length)
        if len(body) < length:
            raise EOFError
        return letter, body

    def _last_words(self) -> str:
        if self._said is None:
            return ""
        self._said.seek(0)
        return self._said.read(LAST_WORDS).decode(errors="replace")

    def _ended(self, process: subprocess.Popen[bytes]) -> Exception:
        code, said = process.wait(), self._last_words()
        self.close()
        name = damaged(self._folder)
        if name is not None:
            return DamagedStoreError(
                f"{name} in {self._folder} does not hold what was written. Run `treatygraph build`."
            )
        if code == -24:  # SIGXCPU, which not every system names
            return TooSlowError(
                f"The query took more than {self._limits.seconds:g} s of a core and was ended. "
                "Ask for less, or give it more."
            )
        return epitaph(code, said)


class _OtherFormError(WorkerLostError):
    """The query gives what was not asked for."""
