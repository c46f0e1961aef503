"""How whole the acts of a treaty are on a day: said with each answer, and never more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from treatygraph.facts.model import Facts, PossibleAct
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded, conclude
from treatygraph.questions.desk import Desk
from treatygraph.questions.many_treaties import of_many_treaties
from treatygraph.questions.notes import Level, as_of_notes, gap_notes, level


def test_to_its_day_a_table_is_complete_and_after_it_not(world: Concluded) -> None:
    register = world.register
    reach = register.coverage["river"].as_of
    assert level(register, "river", reach) is Level.COMPLETE
    after = reach + timedelta(days=1)
    assert level(register, "river", after) is Level.NONE_LATER
    assert f"no later act is known up to {after}, and some may be missing" in as_of_notes(register, ["river"], after)[0]


def test_some_later_acts_do_not_make_it_complete(world: Concluded) -> None:
    facts = world.register.facts
    early = date(2003, 1, 1)
    coverage = tuple(replace(c, as_of=early) if c.treaty == "river" else c for c in facts.coverage)
    register = Register(replace(facts, coverage=coverage))
    later = sum(a.treaty == "river" and a.done_on.earliest > early for a in facts.actions)
    assert register.later_acts_by("river", date(2009, 1, 1)) == later > 1
    assert level(register, "river", date(2009, 1, 1)) is Level.SOME_LATER
    (note,) = as_of_notes(register, ["river"], date(2009, 1, 1))
    assert f"{later} later acts are known, and others may be missing" in note


def test_what_was_done_after_the_day_asked_about_makes_nothing_incomplete_on_it(world: Concluded) -> None:
    facts = world.register.facts
    first = min(a.done_on.earliest for a in facts.actions if a.treaty == "river" and a.done_on.earliest.year > 2003)
    before = first - timedelta(days=1)
    coverage = tuple(replace(c, as_of=before - timedelta(days=1)) if c.treaty == "river" else c for c in facts.coverage)
    register = Register(replace(facts, coverage=coverage))
    assert (level(register, "river", before), level(register, "river", first)) == (Level.NONE_LATER, Level.SOME_LATER)
    (note,) = as_of_notes(register, ["river"], before)
    assert f"no later act is known up to {before}" in note


def test_what_is_missing_is_told_of_many_treaties_as_of_one(facts: Facts) -> None:
    unnamed = PossibleAct(
        id="river-unnamed-1",
        treaty="river",
        participant=None,
        known_to=date(2003, 1, 1),
        given_by=date(2003, 12, 31),
        sources=("gazette",),
        note=None,
    )
    register = Register(replace(facts, possible_acts=(unnamed,)))
    notes = of_many_treaties(Desk(concluded=conclude(register), day=date(2009, 1, 1))).notes
    assert set(gap_notes(register, ["river"])) < set(notes)
    assert any("one consent given between 2003-01-01 and 2003-12-31 is missing" in note for note in notes)


def test_where_only_statements_may_be_missing_only_they_are_told(world: Concluded) -> None:
    facts = world.register.facts
    coverage = tuple(replace(c, statements_as_of=None) if c.treaty == "river" else c for c in facts.coverage)
    (note,) = as_of_notes(Register(replace(facts, coverage=coverage)), ["river"], date(2001, 1, 1))
    assert "no list of statements was seen; later statements may be missing on 2001-01-01." in note


def test_what_is_told_of_several_treaties_is_told_once(facts: Facts) -> None:
    coverage = tuple(replace(c, as_of=date(2009, 1, 1), statements_as_of=None, gaps="Old.") for c in facts.coverage)
    register = Register(replace(facts, coverage=coverage))
    treaties = [c.treaty for c in coverage][:2]
    (gaps,) = gap_notes(register, treaties)
    assert gaps == f"{treaties[0]}, {treaties[1]}: Old."
    many = [coverage[0].treaty] * 7
    assert gap_notes(register, many)[0].partition(":")[0].endswith(" and 2 more")
