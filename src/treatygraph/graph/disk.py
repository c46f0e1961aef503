"""A store on disk, written: loaded from lines of N-Quads, or made of the store before by what changed."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

#: Bytes of lines loaded at once: more take more memory, less time. A whole build takes 2 s of CPU less than with 32,
#: and 513 MB instead of 445; with 64 it would take 668.
_AT_ONCE = 48 * 2**20
#: Files of the engine that never change once they are written.
_FIXED = ".sst"
#: Beside them: what they were when they were written.
_WRITTEN = "written.json"
#: Bytes of a file that are summed at once.
_PART = 2**20


def load(folder: Path, texts: Iterable[bytes]) -> None:
    """Write a new store of texts of N-Quads, packed for reading.

    Raises:
        OSError: It cannot be written.
    """
    _fill(folder, texts)
    _note(folder)


def _fill(folder: Path, texts: Iterable[bytes]) -> None:
    store = ox.Store(str(folder))
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size > _AT_ONCE:
            store.bulk_load(b"".join(waiting), format=ox.RdfFormat.N_QUADS, lenient=True)
            waiting, size = [], 0
    store.bulk_load(b"".join(waiting), format=ox.RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    store.flush()


def change(before: Path, folder: Path, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    """Write the store that another one becomes by the lines that go and those that come; that one stays as it is.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir()
    for path in before.iterdir():
        if path.suffix == _FIXED:
            try:
                os.link(path, folder / path.name)
            except OSError:  # a file system without links
                shutil.copy2(path, folder / path.name)
        elif path.name != "LOCK":
            shutil.copy2(path, folder / path.name)
    _apply(folder, removed, added)
    _note(folder, _written(before))


def _apply(folder: Path, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    store = ox.Store(str(folder))
    for quad in ox.parse(b"".join(removed), format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(ox.parse(b"".join(added), format=ox.RdfFormat.N_QUADS))
    store.flush()


def is_as_written(folder: Path) -> bool:
    """Return whether the files of a store are those that were written, and nobody has touched them since."""
    written = _written(folder)
    return written is not None and {name: [size, time] for name, (size, time, *_) in written.items()} == _files_of(
        folder
    )


def is_whole(folder: Path) -> bool:
    """Return whether the files of a store are as large as they were written, whenever they were copied."""
    written = _written(folder)
    return written is not None and {name: size for name, (size, *_) in written.items()} == {
        name: size for name, (size, _) in _files_of(folder).items()
    }


def damaged(folder: Path) -> str | None:
    """Return what file of a store does not hold what was written, by its name; None where all do, or nobody knows.

    The engine does not always say so: an index that cannot be read on is, to a query that counts, one without an end.
    """
    for name, (size, _, *sums) in (_written(folder) or {}).items():
        try:
            if (folder / name).stat().st_size != size or (sums and _sum(folder / name) != sums[0]):
                return name
        except OSError:
            return name
    return None


def _written(folder: Path) -> dict[str, list[int]] | None:
    """Return size, time and sum of the files of a store as they were written; None where that is not known."""
    try:
        found = json.loads((folder / _WRITTEN).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not all(isinstance(entry, list) and len(entry) > 1 for entry in found.values()):
        return None
    return found


def _note(folder: Path, before: Mapping[str, list[int]] | None = None) -> None:
    """Write down what the files of a store are, which is closed: while it is open, it packs them on beside others.

    The sum of a file that the store before had too is taken over.
    """
    summed = {(name, size, time): sums for name, (size, time, *sums) in (before or {}).items() if sums}
    noted = {
        name: [*entry, *(summed.get((name, entry[0], entry[1])) or [_sum(folder / name)])]
        for name, entry in _files_of(folder).items()
    }
    (folder / _WRITTEN).write_text(json.dumps(noted), encoding="utf-8")


def _files_of(folder: Path) -> dict[str, list[int]]:
    """Return size and time of the files of a store that never change."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == _FIXED)
        return {path.name: [path.stat().st_size, path.stat().st_mtime_ns] for path in files}
    except OSError:
        return {}


def _sum(path: Path) -> int:
    """Return the sum of a file (CRC-32)."""
    found = 0
    with path.open("rb") as file:
        while part := file.read(_PART):
            found = zlib.crc32(part, found)
    return found
