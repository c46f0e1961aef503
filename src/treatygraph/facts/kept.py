"""Facts of earlier versions, small enough to be kept for years, and read whatever their records had then.

A record that has a column more than it had when it was kept is read with that column empty; one that has lost a column
is read without it. What cannot be read so is of a form too old.
"""

from __future__ import annotations

import zlib
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from treatygraph.facts.model import Facts

#: Bytes of the facts of a version, unpacked: many times those of the whole depositary.
_MOST = 512 * 2**20


def packed(facts: Facts) -> bytes:
    """Return the facts, packed; the same facts give the same bytes."""
    return zlib.compress(msgspec.msgpack.encode(facts), 6)


def unpacked(raw: bytes) -> Facts | None:
    """Return facts that were packed, or None where they are damaged or of a form too old."""
    try:
        body = zlib.decompressobj().decompress(raw, _MOST)
        try:
            return msgspec.msgpack.decode(body, type=Facts)
        except msgspec.ValidationError:
            return msgspec.convert(_completed(msgspec.msgpack.decode(body)), Facts)
    except (zlib.error, msgspec.MsgspecError):
        return None


def _completed(found: Any) -> Any:
    """Return the tables with an empty cell wherever a record lacks a column of today."""
    if not isinstance(found, dict):
        return found
    for table, rows in found.items():
        if table in _empty():
            for row in rows:
                for column, value in _empty()[table].items():
                    row.setdefault(column, value)
    return found


@cache
def _empty() -> dict[str, dict[str, Any]]:
    """Return what an empty cell is, for each column of each table that may be empty."""
    record_of = {f.name: get_args(get_type_hints(Facts)[f.name])[0] for f in fields(Facts)}
    return {
        table: {name: value for name, hint in get_type_hints(record).items() if (value := _blank(hint)) is not ...}
        for table, record in record_of.items()
    }


def _blank(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return ()
    return None if get_origin(hint) in {Union, UnionType} and type(None) in get_args(hint) else ...
