"""Facts written back give the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, WORLD
from treatygraph.facts import snapshot
from treatygraph.facts.read import Loaded, read_facts
from treatygraph.facts.write import cell, table_text, write_facts

METADATA = ROOT / "data" / "metadata.json"


@pytest.mark.parametrize(
    "folder", [pytest.param(ROOT / "data", id="real", marks=pytest.mark.slow), pytest.param(WORLD, id="world")]
)
def test_reading_and_writing_is_the_identity_on_bytes(folder: Path, tmp_path: Path) -> None:
    loaded = read_facts(folder)
    write_facts(loaded.facts, tmp_path, METADATA)
    assert read_facts(tmp_path).facts == loaded.facts
    for place in loaded.files.values():
        if not place.endswith("/"):
            assert (tmp_path / place).read_bytes() == (folder / place).read_bytes(), place
    assert (tmp_path / "metadata.json").read_bytes() == METADATA.read_bytes()


def test_a_cell_of_another_type_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="cannot hold float"):
        cell(1.5)


def test_a_snapshot_gives_back_the_same_facts(loaded: Loaded) -> None:
    raw = snapshot.encode(loaded.facts, "mark")
    assert snapshot.decode(raw, "mark") == loaded.facts


def test_a_snapshot_is_known_by_its_mark_without_its_facts(world_loaded: Loaded) -> None:
    raw = snapshot.encode(world_loaded.facts, "mark")
    assert snapshot.is_of(raw, "mark")
    assert not snapshot.is_of(raw, "other")
    assert not snapshot.is_of(raw[: len(raw) // 2], "mark")


def test_a_snapshot_of_other_data_or_damaged_is_not_used(world_loaded: Loaded) -> None:
    raw = snapshot.encode(world_loaded.facts, "mark")
    assert snapshot.decode(raw, "other") is None
    assert snapshot.decode(raw[: len(raw) // 2], "mark") is None
    assert snapshot.decode(b"\x00garbage", "mark") is None
    assert (
        snapshot.decode(snapshot.encode(world_loaded.facts, "mark").replace(b"denunciation", b"denunciatiom"), "mark")
        is None
    )


def test_rows_alone_have_no_header() -> None:
    assert table_text(None, [("a", None)]) == "a,\n"
