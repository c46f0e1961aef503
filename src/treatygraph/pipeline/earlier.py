"""The parts of the build before: each is found by its key, and used again where its bytes are still what they were."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from treatygraph.graph.disk import is_as_written
from treatygraph.graph.packed import LINES, packed, unpacked
from treatygraph.pipeline.ground import STORE
from treatygraph.pipeline.parts import Made

#: Inside a build: where in its graph the parts of it stand, and what they say beside their quads.
PARTS = "parts.msgpack.gz"
#: Size and time of the graph when it was written. Beside the files of the store, whose bytes differ, too, where the
#: facts are the same.
WRITTEN = Path(STORE) / "graph-written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the graph the packed lines of a part stand, their digest, and what the part says beside them."""

    start: int
    length: int
    lines: bytes
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The parts of a build by key, and where the lines begin that are of no part."""

    parts: dict[bytes, Place]
    rest: int


class Earlier:
    """The parts of a build that was made before; none where it was not made, or is damaged.

    Its graph stays open: where the build makes room for another meanwhile, its parts can be read to the end.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._index = Index(parts={}, rest=0)
        self._graph: BinaryIO | None = None
        if folder is not None:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                index = msgspec.msgpack.decode(unpacked((folder / PARTS).read_bytes()), type=Index)
                self._graph = (folder / LINES).open("rb")
                self._index = index
        self._used: set[bytes] = set()
        # Nobody touched the graph since it was written: no need to look at every byte of it.
        self._untouched = folder is not None and _untouched(folder)

    def close(self) -> None:
        """Close the graph."""
        if self._graph is not None:
            self._graph.close()

    def part(self, key: bytes) -> tuple[bytes, Place] | None:
        """Return the packed lines of a part, where they stood, and what it says beside; None where there is none."""
        place = self._index.parts.get(key)
        if place is None:
            return None
        try:
            lines = self._slice(place.start, place.length)
        except OSError:
            lines = b""
        if len(lines) != place.length or (not self._untouched and hashlib.sha256(lines).digest() != place.lines):
            # What else the graph says cannot be trusted to be what the store holds.
            self._untouched = False
            return None
        self._used.add(key)
        return lines, place

    def unused(self) -> Iterator[bytes]:
        """Yield the lines of the parts that were not used again, and those of no part.

        Raises:
            OSError: The graph cannot be read, or was cut off since it was opened.
        """
        for key, place in self._index.parts.items():
            if key not in self._used:
                lines = self._slice(place.start, place.length)
                if len(lines) != place.length:
                    raise OSError(f"{self._folder}: the graph was cut off while it was read")
                yield unpacked(lines)
        yield unpacked(self._slice(self._index.rest, -1))

    @property
    def store(self) -> Path | None:
        """The store of the build, where it and the graph are as written, and something of the build was used again."""
        if self._folder is None or not self._used or not self._untouched:
            return None
        store = self._folder / STORE
        return store if is_as_written(store) else None

    def _slice(self, start: int, length: int) -> bytes:
        assert self._graph is not None
        self._graph.seek(start)
        return self._graph.read(length)


def write_index(work: Path, parts: Mapping[bytes, Place], rest: int) -> None:
    """Write where the parts of a build stand.

    Raises:
        OSError: It cannot be written.
    """
    # Packed: its tables say the same few things over and over.
    (work / PARTS).write_bytes(packed(msgspec.msgpack.encode(Index(parts=dict(parts), rest=rest))))
    (work / WRITTEN).write_text(_size_and_time(work / LINES), encoding="ascii")


def _untouched(folder: Path) -> bool:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return (folder / WRITTEN).read_text(encoding="ascii") == _size_and_time(folder / LINES)
    return False


def _size_and_time(path: Path) -> str:
    told = path.stat()
    return f"{told.st_size} {told.st_mtime_ns}"
