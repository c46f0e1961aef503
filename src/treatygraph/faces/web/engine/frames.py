"""How a worker and the pool talk, over standard streams.

A frame is one letter, the number of the job it belongs to, a length, and so many bytes.
"""

from __future__ import annotations

import json
import struct
from typing import Any

#: A letter, the number of a job (0: none), and a length.
HEAD = struct.Struct(">cII")
#: Pool to worker: a job. Worker to pool: ready, head of an answer, bytes, end, failure.
JOB, READY, ANSWER, DATA, END, FAILED = b"j", b"r", b"a", b"d", b"e", b"f"
#: Pool to the process that holds the graph: split off a worker, end one. From there: one was born, one has died. The
#: number is that of the process.
BEAR, KILL, BORN, DIED = b"b", b"k", b"n", b"x"


def frame(letter: bytes, job: int, body: bytes = b"") -> bytes:
    """Return a frame."""
    return HEAD.pack(letter, job, len(body)) + body


def told(letter: bytes, job: int, **values: Any) -> bytes:
    """Return a frame whose body is JSON."""
    return frame(letter, job, json.dumps(values).encode())
