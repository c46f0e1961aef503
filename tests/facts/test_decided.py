"""Decisions make acts of rows that were set aside, or leave them out; the narrowest counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from treatygraph.days import PartialDate
from treatygraph.facts.decided import decided
from treatygraph.facts.model import Decision, Facts
from treatygraph.facts.register import Register
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

ACT = PublishedAct(row=2, participant="Avalond", act="ratification", day=PartialDate(2000, 6, 1), column="c", mark="P")
WAITS = SetAside(row=3, participant="Borrin", value="2000-07-01 P", reason="mark")
NO_DAY = SetAside(row=4, participant="Celandine", value="soon", reason="no day")
TWO_WAYS = SetAside(row=5, participant="Dunmark", value="3/4/2001", reason="two ways")
TABLE = PublishedTable(form="f", acts=(ACT,), aside=(WAITS, NO_DAY, TWO_WAYS))


def decision(number: int, what: str, **about: str) -> Decision:
    given = {"treaty": None, "name": None, "printed": None, **about}
    return Decision(id=f"D{number:02d}", decided=what, decided_on=date(2026, 1, 1), reason="x", **given)


def applied(facts: Facts, *decisions: Decision) -> tuple[list[tuple[str, str]], list[int], list[int]]:
    found = decided(Register(replace(facts, decisions=decisions)), TABLE, "river")
    acts = [(a.participant, a.act) for a in found.table.acts]
    return acts, [w.row for w in found.table.aside], [w.row for w, _ in found.left_out]


def test_without_a_decision_a_table_stays_as_it_is(facts: Facts) -> None:
    assert applied(facts) == ([("Avalond", "ratification")], [3, 4, 5], [])
    other = decision(1, "no_act", treaty="dam", name="Borrin")
    assert applied(facts, other) == ([("Avalond", "ratification")], [3, 4, 5], [])
    # A decision about nothing decides nothing.
    assert applied(facts, decision(1, "no_act")) == ([("Avalond", "ratification")], [3, 4, 5], [])


def test_a_mark_makes_acts_of_all_that_bear_it(facts: Facts) -> None:
    found = applied(facts, decision(1, "approval", treaty="river", printed="P"))
    assert found == ([("Avalond", "approval"), ("Borrin", "approval")], [4, 5], [])


def test_the_narrowest_decision_counts(facts: Facts) -> None:
    wide = decision(1, "approval", treaty="river", printed="P")
    narrow = decision(2, "accession", treaty="river", name="borrin", printed="2000-07-01 P")
    assert applied(facts, wide, narrow)[0] == [("Avalond", "approval"), ("Borrin", "accession")]


def test_a_name_or_a_cell_can_be_left_out(facts: Facts) -> None:
    out = (decision(1, "territory", name="Avalond"), decision(2, "no_participant", name="Celandine"))
    assert applied(facts, *out) == ([], [3, 5], [2, 4])


def test_no_kind_makes_an_act_of_what_has_no_day(facts: Facts) -> None:
    kinds = (decision(1, "accession", name="Celandine"), decision(2, "accession", name="Dunmark"))
    assert applied(facts, *kinds)[1] == [3, 4, 5]
