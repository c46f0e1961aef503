"""Facts written back give the same bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import ROOT, WORLD
from treatygraph.facts import snapshot
from treatygraph.facts.model import Facts
from treatygraph.facts.read import Loaded, read_facts
from treatygraph.facts.register import Register
from treatygraph.facts.write import cell, table_text, write_facts
from treatygraph.law.status import conclude
from treatygraph.questions.law import answer

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


def test_a_snapshot_of_other_data_is_not_used(world_loaded: Loaded) -> None:
    assert snapshot.decode(snapshot.encode(world_loaded.facts, "mark"), "other") is None
    assert snapshot.decode(b"\x00garbage", "mark") is None


@pytest.mark.parametrize("place", [n / 20 for n in range(20)])
def test_a_snapshot_that_is_damaged_anywhere_is_not_used(place: float, world_loaded: Loaded) -> None:
    raw = bytearray(snapshot.encode(world_loaded.facts, "mark"))
    at = int(place * len(raw))
    assert snapshot.decode(bytes(raw[:at]), "mark") is None
    raw[at] ^= 1
    assert snapshot.decode(bytes(raw), "mark") is None


def test_a_snapshot_of_records_of_another_form_is_not_used(
    world_loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = snapshot.encode(world_loaded.facts, "mark")
    monkeypatch.setattr(snapshot, "_form", lambda: 1)
    assert snapshot.decode(raw, "mark") is None


def test_the_rows_of_a_table_are_made_once_though_two_ask_for_them_at_once() -> None:
    made: list[str] = []
    facts = Facts.later(lambda table: (made.append(table),))

    class Waiting:
        """The lock, got after another had it and made the rows."""

        def __enter__(self) -> None:
            vars(facts)["actions"] = ("made by the other",)

        def __exit__(self, *_: object) -> None: ...

    rows, _ = vars(facts)["_later"]
    vars(facts)["_later"] = (rows, Waiting())
    assert facts.actions == ("made by the other",)
    assert made == []


def test_a_snapshot_makes_the_rows_that_are_asked_for(world_loaded: Loaded) -> None:
    facts = snapshot.decode(snapshot.encode(world_loaded.facts, "mark"))
    assert facts is not None
    made = answer(conclude(Register(facts)), "status/of-a-participant", participant="AVA")
    assert made == answer(conclude(Register(world_loaded.facts)), "status/of-a-participant", participant="AVA")
    assert "actions" in vars(facts)
    assert sorted({"texts", "ledger", "obligations", "provisions"} & set(vars(facts))) == []
    assert facts.treaties_read == world_loaded.facts.treaties_read
    assert facts == world_loaded.facts
    with pytest.raises(AttributeError, match="no 'nothing'"):
        facts.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_threads_that_ask_at_once_are_given_the_same_rows(world_loaded: Loaded) -> None:
    raw = snapshot.encode(world_loaded.facts, "mark")
    for _ in range(20):
        facts = snapshot.decode(raw)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _, facts=facts: facts.actions, range(8)))  # type: ignore[misc]
        assert {id(rows) for rows in found} == {id(found[0])}


def test_rows_alone_have_no_header() -> None:
    assert table_text(None, [("a", None)]) == "a,\n"
