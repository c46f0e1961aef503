"""Facts of earlier versions can be read, even those kept when records had fewer columns."""

from __future__ import annotations

import zlib

import msgspec
import pytest

from treatygraph.facts.kept import packed, unpacked
from treatygraph.facts.model import Facts


def test_what_is_kept_is_read_again_and_is_the_same_bytes(facts: Facts) -> None:
    raw = packed(facts)
    assert unpacked(raw) == facts
    assert packed(facts) == raw
    assert len(raw) * 3 < len(zlib.decompress(raw))


def test_a_column_that_came_later_is_empty_and_one_that_went_is_passed_over(facts: Facts) -> None:
    old = msgspec.msgpack.decode(zlib.decompress(packed(facts)))
    for row in old["actions"]:
        del row["note"], row["sources"]
        row["colour"] = "red"
    old["lost"] = [{"a": 1}]
    found = unpacked(zlib.compress(msgspec.msgpack.encode(old)))
    assert found is not None
    assert {(a.note, a.sources) for a in found.actions} == {(None, ())}
    assert found.statements == facts.statements


@pytest.mark.parametrize("body", [b"\xc1", msgspec.msgpack.encode([1]), msgspec.msgpack.encode({"actions": [{}]})])
def test_what_is_damaged_or_too_old_is_none(body: bytes) -> None:
    assert unpacked(zlib.compress(body)) is None
    assert unpacked(body) is None
