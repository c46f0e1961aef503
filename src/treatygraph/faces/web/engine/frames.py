"""How a worker and the pool talk, over standard streams: frames of one letter, a length, and so many bytes."""

from __future__ import annotations

import json
import struct
from typing import Any

#: A letter and a length.
HEAD = struct.Struct(">cI")
#: Pool to worker: a job. Worker to pool: ready, head of an answer, bytes, end, failure.
JOB, READY, ANSWER, DATA, END, FAILED = b"j", b"r", b"a", b"d", b"e", b"f"


def frame(letter: bytes, body: bytes = b"") -> bytes:
    """Return a frame."""
    return HEAD.pack(letter, len(body)) + body


def told(letter: bytes, **values: Any) -> bytes:
    """Return a frame whose body is JSON."""
    return frame(letter, json.dumps(values).encode())
