"""A store on disk, written: loaded from lines of N-Quads, or made of the store before by what changed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

#: Bytes of lines loaded at once: more take more memory, less time. A whole build takes 2 s of CPU less than with 32,
#: and 513 MB instead of 445; with 64 it would take 668.
_AT_ONCE = 48 * 2**20
#: Files of the engine that never change once they are written.
_FIXED = ".sst"
#: Beside them: what they were when they were written.
_WRITTEN = "written.json"


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
    _note(folder)


def _apply(folder: Path, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    store = ox.Store(str(folder))
    for quad in ox.parse(b"".join(removed), format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(ox.parse(b"".join(added), format=ox.RdfFormat.N_QUADS))
    store.flush()


def is_as_written(folder: Path) -> bool:
    """Return whether the files of a store are those that were written, and nobody has touched them since."""
    try:
        return bool(json.loads((folder / _WRITTEN).read_bytes()) == _files_of(folder))
    except (OSError, ValueError):
        return False


def is_whole(folder: Path) -> bool:
    """Return whether the files of a store are as large as they were written, whenever they were copied."""
    try:
        written = json.loads((folder / _WRITTEN).read_bytes())
        return {name: size for name, (size, _) in written.items()} == {
            name: size for name, (size, _) in _files_of(folder).items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return False


def _note(folder: Path) -> None:
    """Write down what the files of a store are, which is closed: while it is open, it packs them on beside others."""
    (folder / _WRITTEN).write_text(json.dumps(_files_of(folder)), encoding="utf-8")


def _files_of(folder: Path) -> dict[str, list[int]]:
    """Return size and time of the files of a store that never change."""
    files = sorted(path for path in folder.iterdir() if path.suffix == _FIXED)
    return {path.name: [path.stat().st_size, path.stat().st_mtime_ns] for path in files}
