"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then into it.

    What stands at the end of a link is replaced, not the link. A device or a pipe is written to, never replaced.

    Raises:
        OSError: It cannot be written; what stood there before is untouched.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        place.write_bytes(raw)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:100]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
