"""The graph of a build as a file: lines of N-Quads, packed with gzip; the one place that knows how they are kept.

What is packed piece by piece is one file all the same (RFC 1952, 2.2): each part of a build is a piece, found and
carried over into the next build without unpacking the others.
"""

from __future__ import annotations

import gzip
import zlib
from io import BufferedReader
from pathlib import Path

#: Inside a build: the graph.
LINES = Path("graph") / "treatygraph.nq.gz"
#: What is raised where the file is missing, cut off, or something else.
UNREADABLE = (OSError, EOFError, zlib.error)
#: Lines repeat one another: the quickest way leaves a twentieth of them.
_LEVEL = 1
#: Bytes that are unpacked at once.
_AT_ONCE = 2**18


def packed(lines: bytes) -> bytes:
    """Return lines as a piece of the file: the same lines give the same bytes."""
    return gzip.compress(lines, _LEVEL, mtime=0)


def length_of(piece: bytes) -> int:
    """Return how many bytes the lines of one piece have, as it says itself (RFC 1952, 2.3.1)."""
    return int.from_bytes(piece[-4:], "little")


def unpacked(pieces: bytes) -> bytes:
    """Return the lines of pieces.

    Raises:
        OSError: They are damaged.
    """
    try:
        return gzip.decompress(pieces)
    except (EOFError, zlib.error) as error:
        raise OSError(f"packed lines are damaged ({error})") from None


def opened(path: Path) -> BufferedReader:
    """Return the lines of the file, to be read from the beginning: little is held of them at once.

    Raises:
        OSError: It cannot be opened. What is damaged shows as it is read, as one of `UNREADABLE`.
    """
    return BufferedReader(gzip.open(path, "rb"), _AT_ONCE)
