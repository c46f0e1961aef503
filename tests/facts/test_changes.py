"""What is different between two states of the record is told row by row, corrections apart from acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from treatygraph.days import PartialDate
from treatygraph.facts.changes import Change, ChangeKind, row_changes
from treatygraph.facts.model import ActionKind, Facts
from treatygraph.facts.register import Register


def told(before: Facts, after: Facts) -> list[tuple[str, str, str, str, str]]:
    return [(c.kind.value, c.row, c.what, c.before, c.after) for c in changes(before, after)]


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    return row_changes(Register(before), Register(after))


def edited(facts: Facts, table: str, identifier: str, **values: Any) -> Facts:
    rows = tuple(replace(r, **values) if r.id == identifier else r for r in getattr(facts, table))
    return replace(facts, **{table: rows})


def without(facts: Facts, table: str, identifier: str) -> Facts:
    return replace(facts, **{table: tuple(r for r in getattr(facts, table) if r.id != identifier)})


def test_the_same_facts_have_no_changes(facts: Facts) -> None:
    assert changes(facts, facts) == ()


def test_an_act_that_was_not_there_is_new_and_one_that_is_gone_was_withdrawn(facts: Facts) -> None:
    less = without(facts, "actions", "river-AVA-ratification-1")
    assert told(less, facts) == [("new_act", "river-AVA-ratification-1", "ratification", "", "2000-06-01")]
    assert told(facts, less) == [("withdrawn", "river-AVA-ratification-1", "ratification", "2000-06-01", "")]


def test_an_act_that_takes_consent_back_is_an_end(facts: Facts) -> None:
    (act,) = (a for a in facts.actions if a.kind is ActionKind.DENUNCIATION and a.treaty == "river")
    (change,) = changes(without(facts, "actions", act.id), facts)
    assert (change.kind, change.what, change.sources) == (ChangeKind.END, "denunciation", act.sources)


@pytest.mark.parametrize(
    ("column", "value", "before", "after"),
    [
        ("done_on", PartialDate(2000, 6, 2), "2000-06-01", "2000-06-02"),
        ("effective_on", PartialDate(2000), "", "2000"),
    ],
)
def test_a_day_that_is_another_is_a_correction(
    column: str, value: PartialDate, before: str, after: str, facts: Facts
) -> None:
    mended = edited(facts, "actions", "river-AVA-ratification-1", **{column: value})
    assert told(facts, mended) == [("correction", "river-AVA-ratification-1", column, before, after)]


def test_a_further_source_changes_nothing(facts: Facts) -> None:
    assert changes(facts, edited(facts, "actions", "river-AVA-ratification-1", sources=("almanac",), note="x")) == ()


def test_a_consent_of_another_kind_in_its_place_is_a_correction(facts: Facts) -> None:
    mended = edited(facts, "actions", "river-CEL-accession-1", id="river-CEL-approval-1", kind=ActionKind.APPROVAL)
    (change,) = changes(facts, mended)
    assert (change.kind, change.row, change.what) == (ChangeKind.CORRECTION, "river-CEL-approval-1", "kind")
    assert change.before.startswith("accession ")
    assert change.after.startswith("approval ")


def test_statements_are_new_mended_and_withdrawn(facts: Facts) -> None:
    statement = facts.statements[0]
    less = without(facts, "statements", statement.id)
    day = str(statement.made_on)
    assert told(less, facts) == [("new_statement", statement.id, statement.kind.value, "", day)]
    assert told(facts, less) == [("withdrawn", statement.id, statement.kind.value, day, "")]
    mended = edited(facts, "statements", statement.id, whole_treaty=not statement.whole_treaty, territories=("a", "b"))
    assert {(what, after) for _, _, what, _, after in told(facts, mended)} == {
        ("whole_treaty", "no" if statement.whole_treaty else "yes"),
        ("territories", "a;b"),
    }


def test_a_treaty_that_was_not_covered_is_told_as_a_whole(facts: Facts) -> None:
    less = replace(facts, coverage=tuple(c for c in facts.coverage if c.treaty != "dam"))
    (change,) = changes(less, facts)
    assert (change.kind, change.row, change.number) == (
        ChangeKind.NEW_TREATY,
        "dam",
        sum(r.treaty == "dam" for r in (*facts.actions, *facts.statements)),
    )
    assert [c.kind for c in changes(facts, less)] == [ChangeKind.WITHDRAWN]


def test_rules_are_counted_by_treaty(facts: Facts) -> None:
    river = [o for o in facts.obligations if o.id.startswith("river")]
    less = replace(facts, obligations=tuple(o for o in facts.obligations if o not in river))
    (change,) = changes(less, facts)
    assert (change.kind, change.what, change.treaty, change.number) == (
        ChangeKind.NEW_RULE,
        "obligations",
        "river",
        len(river),
    )
    assert [(c.kind, c.number) for c in changes(facts, less)] == [(ChangeKind.WITHDRAWN, len(river))]
    clause = next(c for c in facts.clauses if c.instrument == "river")
    (change,) = changes(facts, edited(facts, "clauses", clause.id, note="other"))
    assert (change.kind, change.what, change.row) == (ChangeKind.CORRECTION, "clauses", "river")


def test_rules_of_a_treaty_taken_in_are_not_told_again(facts: Facts) -> None:
    less = replace(
        facts,
        coverage=tuple(c for c in facts.coverage if c.treaty != "dam"),
        clauses=tuple(c for c in facts.clauses if c.instrument != "dam"),
    )
    assert [c.kind for c in changes(less, facts)] == [ChangeKind.NEW_TREATY]


def test_who_belongs_to_and_comes_after_whom_is_told_with_their_names(facts: Facts) -> None:
    less = replace(facts, memberships=facts.memberships[1:], continuity=facts.continuity[:1])
    found = changes(less, facts)
    first, last = facts.memberships[0], facts.continuity[1]
    assert {c.what: c.others for c in found} == {
        "memberships": tuple(sorted((first.organization, first.member))),
        "continuity": tuple(sorted((last.predecessor, last.successor))),
    }
    assert {c.treaty for c in found} == {None}


def test_the_end_of_a_treaty_is_news_and_another_day_of_it_a_correction(facts: Facts) -> None:
    ended = edited(facts, "instruments", "river", stated_until=PartialDate(2008, 12, 31), end_source="gazette")
    (change,) = changes(facts, ended)
    assert (change.kind, change.treaty, change.what) == (ChangeKind.END, "river", "stated_until")
    assert (change.before, change.after, change.sources) == ("", "2008-12-31", ("gazette",))
    later = edited(ended, "instruments", "river", stated_until=PartialDate(2009))
    assert told(ended, later) == [("correction", "river", "stated_until", "2008-12-31", "2009")]
    (unsourced,) = changes(facts, edited(facts, "instruments", "river", stated_until=PartialDate(2008, 12, 31)))
    assert unsourced.sources == ()
