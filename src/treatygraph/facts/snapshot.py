"""Checked facts as one small file, so that a command starts in milliseconds.

The file is MessagePack, decoded into the typed records and nothing else: no code runs from it. It carries the mark of
what it was made from, that of the form of the records, and a sum of its bytes. The records of a table are made when
they are first asked for: a command needs few tables, and those that it does not need are the largest.
"""

from __future__ import annotations

import zlib
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

import msgspec

from treatygraph.collecting import uncollected
from treatygraph.days import PartialDate
from treatygraph.facts import model
from treatygraph.facts.model import Facts


class _Whole(msgspec.Struct, array_like=True, frozen=True):
    """A snapshot as it is written: what it is of, and its body with the sum of it."""

    mark: str
    sum: int
    body: memoryview


class _Body(msgspec.Struct, array_like=True, frozen=True):
    """The tables, and what commands ask of two of them that they need for nothing else."""

    form: int
    treaties_read: tuple[str, ...]
    tables: dict[str, memoryview]


def encode(facts: Facts, mark: str) -> bytes:
    """Return the facts and their mark as MessagePack."""
    raw = msgspec.msgpack.encode
    tables = {table: memoryview(raw(getattr(facts, table))) for table in _types()}
    body = raw(_Body(_form(), tuple(sorted(facts.treaties_read)), tables))
    return raw(_Whole(mark, zlib.crc32(body), memoryview(body)))


def is_of(raw: bytes, mark: str) -> bool:
    """Return whether a snapshot is whole and has a mark; its facts are not made for that."""
    try:
        return msgspec.msgpack.decode(raw, type=_Whole).mark == mark
    except msgspec.MsgspecError:
        return False


def decode(raw: bytes, mark: str | None = None) -> Facts | None:
    """Return the facts of a snapshot, or None when it is of other data, another format, or damaged.

    Without a mark, of whatever data it is.
    """
    try:
        whole = msgspec.msgpack.decode(raw, type=_Whole)
        if mark not in (None, whole.mark) or zlib.crc32(whole.body) != whole.sum:
            return None
        body = msgspec.msgpack.decode(whole.body, type=_Body)
    except msgspec.MsgspecError:
        return None
    if body.form != _form():
        return None

    def rows(table: str) -> tuple[Any, ...]:
        # All of the records stay; their bytes are not needed again.
        with uncollected():
            return tuple(msgspec.msgpack.decode(body.tables.pop(table), type=_types()[table]))

    facts = Facts.later(rows)
    facts.__dict__["treaties_read"] = frozenset(body.treaties_read)
    return facts


@cache
def _types() -> dict[str, Any]:
    """Return the type of the rows of each table."""
    return get_type_hints(Facts)


@cache
def _form() -> int:
    """Return the mark of the form of the records: their columns and types, and the words that may stand in them."""
    told: list[tuple[str, object]] = [("PartialDate", PartialDate.__annotations__)]
    for name in model.__all__:
        kind = getattr(model, name)
        if isinstance(kind, type):
            told.append((name, list(kind) if issubclass(kind, Enum) else kind.__annotations__))
    return zlib.crc32(repr(told).encode())
