"""Checked facts as one small file, so that a command starts in milliseconds.

The file is MessagePack, decoded into the typed records and nothing else: no code runs from it. It carries the mark of
what it was made from.
"""

from __future__ import annotations

import msgspec

from treatygraph.collecting import uncollected
from treatygraph.facts.model import Facts


def encode(facts: Facts, mark: str) -> bytes:
    """Return the facts and their mark as MessagePack."""
    return msgspec.msgpack.encode((mark, facts))


def is_of(raw: bytes, mark: str) -> bool:
    """Return whether a snapshot is whole and has a mark; its facts are not made for that."""
    try:
        return msgspec.msgpack.decode(raw, type=tuple[str, msgspec.Raw])[0] == mark
    except msgspec.MsgspecError:
        return False


def decode(raw: bytes, mark: str | None = None) -> Facts | None:
    """Return the facts of a snapshot, or None when it is of other data, another format, or damaged.

    Without a mark, of whatever data it is.
    """
    try:
        found, body = msgspec.msgpack.decode(raw, type=tuple[str, msgspec.Raw])
        if mark not in (None, found):
            return None
        # All of the records stay.
        with uncollected():
            return msgspec.msgpack.decode(body, type=Facts)
    except msgspec.MsgspecError:
        return None
