"""Checked facts as one small file, so that a command starts in milliseconds.

The file is MessagePack, decoded into the typed records and nothing else: no code runs from it. It is used
only while the data folder is byte for byte the one it was made from, judged by name, size and time of change.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from treatygraph.facts.model import Facts

#: Raise it when a record changes its fields.
FORMAT = 1


def fingerprint(*folders: Path) -> str:
    """Return a mark that changes when a file below the folders is added, removed, resized or touched."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                stat = path.stat()
                digest.update(f"{path.relative_to(folder)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def encode(facts: Facts, mark: str) -> bytes:
    """Return the facts and their mark as MessagePack."""
    import msgspec

    return msgspec.msgpack.encode((mark, facts))


def decode(raw: bytes, mark: str | None = None) -> Facts | None:
    """Return the facts of a snapshot, or None when it is of other data, another format, or damaged.

    Without a mark, of whatever data it is.
    """
    import msgspec

    try:
        found, body = msgspec.msgpack.decode(raw, type=tuple[str, msgspec.Raw])
        return msgspec.msgpack.decode(body, type=Facts) if mark in (None, found) else None
    except msgspec.MsgspecError:
        return None
