"""Status under sets of treaties, by chapter, and what is said where obligations were not read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from treatygraph.facts.model import Facts
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded, conclude
from treatygraph.questions.law import answer

ON = "2009-06-01"


@pytest.fixture
def one_read(facts: Facts) -> Concluded:
    """The invented world, of which one treaty alone was read; a second one has a number in a chapter."""
    obligations = tuple(o for o in facts.obligations if o.provision.startswith("river-"))
    numbered = tuple(replace(i, untc_number="II-3") if i.id == "fish" else i for i in facts.instruments)
    members = tuple(m for m in facts.set_members if m.instrument != "dam")
    apart = replace(facts.set_members[0], instrument="council-1")
    found = replace(facts, obligations=obligations, instruments=numbered, set_members=(*members, apart))
    return conclude(Register(found))


def test_a_list_names_what_was_read_and_tells_of_the_rest(one_read: Concluded) -> None:
    table = answer(one_read, "status/treaties", on=ON)
    assert [row["treaty"] for row in table.records()] == ["river"]
    assert "2 more treaties; by chapter: II (1), no number (1)." in table.notes
    assert [r["treaty"] for r in answer(one_read, "status/treaties", on=ON, chapter="2").records()] == ["fish"]
    every = answer(one_read, "status/treaties", on=ON, every=True)
    assert {str(r["treaty"]) for r in every.records()} == {"river", "dam", "fish"}
    assert any("obligations not read; what is known is the status" in note for note in every.notes)


def test_a_participant_is_told_by_chapter_and_for_all_it_acted_under(one_read: Concluded) -> None:
    register = one_read.register
    who = next(p for p in register.participants if register.actions_of(p, "fish"))
    table = answer(one_read, "status/of-a-participant", participant=who, on=ON)
    assert [row["treaty"] for row in table.records()] == ["river"]
    assert any(note.startswith("It has acted under") and "II (1)" in note for note in table.notes)
    chapter = answer(one_read, "status/of-a-participant", participant=who, chapter="II", on=ON)
    assert [row["treaty"] for row in chapter.records()] == ["fish"]
    every = answer(one_read, "status/of-a-participant", participant=who, every=True, on=ON)
    assert "fish" in {row["treaty"] for row in every.records()}


def test_a_set_tells_status_and_how_far_it_is_known(one_read: Concluded) -> None:
    who = next(iter(one_read.register.participants))
    table = answer(one_read, "status/of-a-set", participant=who, treaty_set="waters", on=ON)
    rows = {row["instrument"]: row for row in table.records()}
    assert set(rows) == {"river", "council-1"}
    assert rows["river"]["obligations_read"] is True
    assert rows["river"]["as_of"] == "2010-12-31"
    assert rows["council-1"]["status"] is None
    assert rows["council-1"]["as_of"] is None
    assert "of 1 no participants are in the data" in table.notes[0]


def test_obligations_not_read_are_said_and_not_an_empty_list(one_read: Concluded) -> None:
    who = next(iter(one_read.register.participants))
    for identifier, given in (
        ("obligations/of-a-participant", {"participant": who, "treaty": "fish"}),
        ("obligations/binding-how-many", {"treaty": "fish"}),
    ):
        table = answer(one_read, identifier, on=ON, **given)
        assert not table.rows
        assert "fish: obligations not read; what is known is the status." in table.notes
