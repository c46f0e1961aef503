"""How whole the acts of a treaty are on a day: said with each answer, and never more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from treatygraph.facts.model import Facts
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded
from treatygraph.questions.notes import Level, as_of_notes, gap_notes, level


def test_to_its_day_a_table_is_complete_and_after_it_not(world: Concluded) -> None:
    register = world.register
    reach = register.coverage["river"].as_of
    assert level(register, "river", reach) is Level.COMPLETE
    after = reach + timedelta(days=1)
    assert level(register, "river", after) is Level.NONE_LATER
    assert f"no later act is known, and some may be missing on {after}" in as_of_notes(register, ["river"], after)[0]


def test_some_later_acts_do_not_make_it_complete(world: Concluded) -> None:
    facts = world.register.facts
    early = date(2003, 1, 1)
    coverage = tuple(replace(c, as_of=early) if c.treaty == "river" else c for c in facts.coverage)
    register = Register(replace(facts, coverage=coverage))
    later = sum(a.treaty == "river" and a.done_on.earliest > early for a in facts.actions)
    assert register.later_acts["river"] == later > 1
    assert level(register, "river", date(2009, 1, 1)) is Level.SOME_LATER
    (note,) = as_of_notes(register, ["river"], date(2009, 1, 1))
    assert f"{later} later acts are known, and others may be missing" in note


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
