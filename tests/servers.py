"""What starting a server beside the tests and benchmarks takes: a free port, and an end by its own id."""

from __future__ import annotations

import contextlib
import socket
import subprocess
from collections.abc import Iterator
from typing import Any


def free_port() -> int:
    """Return a port of loopback that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def ended(process: subprocess.Popen[Any], patience: float = 30) -> Iterator[None]:
    """End a process that was started, when the block is left: asked to first, then made to."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
