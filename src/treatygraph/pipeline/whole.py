"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: It cannot be written; what stood there before is untouched.
    """
    with whole(path) as file:
        file.write(raw)


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write to, which takes its place when the block ends well: beside its place first, then into it.

    What stands at the end of a link is replaced, not the link. A device or a pipe is written to, never replaced.

    Raises:
        OSError: It cannot be written; what stood there before is untouched.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        with place.open("wb") as file:
            yield file
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:100]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
