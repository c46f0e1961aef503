"""The parts of the build before: each is found by its key, and used again where its bytes are still what they were."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from treatygraph.graph.disk import is_as_written
from treatygraph.pipeline.parts import Made

#: Inside a build: its graph, where the parts of it stand and what they say beside their quads.
GRAPH = Path("graph") / "treatygraph.nq"
PARTS = "parts.msgpack"
STORE = "store"
#: Size and time of the graph when it was written. Beside the files of the store, whose bytes differ, too, where the
#: facts are the same.
WRITTEN = Path(STORE) / "graph-written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the graph the lines of a part stand, their digest, and what the part says beside them."""

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
    """The parts of a build that was made before; none where it was not made, or is damaged."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._index = Index(parts={}, rest=0)
        if folder is not None:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                self._index = msgspec.msgpack.decode((folder / PARTS).read_bytes(), type=Index)
        self._used: set[bytes] = set()
        # Nobody touched the graph since it was written: no need to look at every byte of it.
        self._untouched = folder is not None and _untouched(folder)

    def part(self, key: bytes) -> tuple[bytes, Place] | None:
        """Return the lines of a part, and where they stood with what it says beside; None where there is none."""
        place = self._index.parts.get(key)
        if place is None:
            return None
        lines = self._slice(place.start, place.length)
        if not self._untouched and hashlib.sha256(lines).digest() != place.lines:
            return None
        self._used.add(key)
        return lines, place

    def unused(self) -> Iterator[bytes]:
        """Yield the lines of the parts that were not used again, and those of no part."""
        for key, place in self._index.parts.items():
            if key not in self._used:
                yield self._slice(place.start, place.length)
        yield self._slice(self._index.rest, None)

    @property
    def store(self) -> Path | None:
        """The store of the build, where it is as it was written, and something of the build was used again."""
        if self._folder is None or not self._used:
            return None
        store = self._folder / STORE
        return store if is_as_written(store) else None

    def _slice(self, start: int, length: int | None) -> bytes:
        assert self._folder is not None
        with contextlib.suppress(OSError), (self._folder / GRAPH).open("rb") as file:
            file.seek(start)
            return file.read() if length is None else file.read(length)
        return b""


def write_index(work: Path, parts: Mapping[bytes, Place], rest: int) -> None:
    """Write where the parts of a build stand.

    Raises:
        OSError: It cannot be written.
    """
    (work / PARTS).write_bytes(msgspec.msgpack.encode(Index(parts=dict(parts), rest=rest)))
    (work / WRITTEN).write_text(_size_and_time(work / GRAPH), encoding="ascii")


def _untouched(folder: Path) -> bool:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return (folder / WRITTEN).read_text(encoding="ascii") == _size_and_time(folder / GRAPH)
    return False


def _size_and_time(path: Path) -> str:
    told = path.stat()
    return f"{told.st_size} {told.st_mtime_ns}"
