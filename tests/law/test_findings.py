"""What the conclusions show about the facts is told, with where and remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.facts.test_check import with_row, without_row
from tests.law.test_cases import clause
from treatygraph.days import PartialDate
from treatygraph.facts.model import ActionKind, Facts, Knowledge, StatementFlag
from treatygraph.facts.register import Register
from treatygraph.law.findings import RULES, findings, flagged_statements_not_read
from treatygraph.law.status import Concluded, conclude

D = PartialDate.parse

ADMISSION = clause(
    "river-organization_admission",
    {
        "instrument": "river",
        "kind": "organization_admission",
        "article": "20(3)",
        "counted_actions": "formal_confirmation signature",
    },
)

PLANTED: dict[str, tuple[Callable[[Facts], Facts], str, str]] = {
    "stated day": (
        lambda f: with_row(f, "instruments", "river", stated_in_force_on=date(2000, 9, 30)),
        "warning",
        "Published as 2000-09-30, computed as 2000-09-29.",
    ),
    "stated day of a treaty not in force": (
        lambda f: replace(f, actions=tuple(a for a in f.actions if a.treaty != "dam")),
        "warning",
        "Published as 2001-06-01, computed as not in force.",
    ),
    "missing act": (
        lambda f: without_row(f, "actions", "river-CEL-accession-1"),
        "violation",
        "Published 6, the acts give 5.",
    ),
    "missing signature": (
        lambda f: without_row(f, "actions", "river-FEN-signature-1"),
        "violation",
        "Published 5, the acts give 4.",
    ),
    "explained and met": (
        lambda f: replace(f, counts=tuple(replace(c, explained="x") for c in f.counts)),
        "warning",
        "The published 6 is met, and a difference is still explained.",
    ),
    "protocol without convention": (lambda f: f, "warning", "FEN consented to dam"),
    "denunciation without clause": (lambda f: f, "warning", "whether one can leave is disputed"),
    "denunciation of a treaty that was not read": (
        lambda f: with_row(f, "instruments", "fish", verification=("page",)),
        "note",
        "No denunciation clause of this treaty is in the data; its text was not read.",
    ),
    "late revocation": (
        lambda f: with_row(
            f,
            "actions",
            "river-DUN-denunciation-1",
            kind=ActionKind.REVOCATION,
        ),
        "warning",
        "A revocation of a consent that was already in force",
    ),
    "late reservation": (
        lambda f: with_row(f, "statements", "river-CEL-01", made_on=D("2009-01-01")),
        "note",
        "The reservation is late.",
    ),
    "reservation to nothing known": (
        lambda f: with_row(f, "statements", "river-CEL-01", provisions=()),
        "note",
        "The provision it concerns is not known.",
    ),
    "objection without target and day": (
        lambda f: with_row(f, "statements", "river-AVA-01", target_statement=None, made_on=None),
        "note",
        "The target and day of the objection was not seen.",
    ),
    "flag": (lambda f: f, "note", "An official list shows objection that was not read."),
    "inexact day": (lambda f: f, "note", "Dated 2002 only."),
    "act without a rule": (
        lambda f: acting(f, ActionKind.TERRITORIAL_APPLICATION),
        "note",
        "No rule applies to territorial application",
    ),
    "an organization before its members": (
        lambda f: replace(f, clauses=(*f.clauses, ADMISSION)),
        "warning",
        "UNI acted, and no act of a member State before it is recorded.",
    ),
    "after the as-of day": (
        lambda f: with_row(f, "coverage", "river", as_of=date(2003, 1, 1)),
        "note",
        "HAL consented after 2003-01-01",
    ),
}


def acting(facts: Facts, *kinds: ActionKind) -> Facts:
    """Return the facts with acts of these kinds by one participant."""
    first = facts.actions[0]
    added = tuple(
        replace(first, id=f"river-BOR-{kind}-9", participant="BOR", treaty="river", kind=kind) for kind in kinds
    )
    return replace(facts, actions=(*facts.actions, *added))


def test_what_is_found_in_the_world_is_this_and_nothing_else(world: Concluded) -> None:
    """A denunciation that has its clause, and a statement that was read, are no findings."""
    assert [(f.severity, f.rule, f.where) for f in findings(world)] == [
        ("warning", "denunciation-without-clause", "actions/fish-GOR-denunciation-1"),
        ("warning", "protocol-without-convention", "actions/dam-FEN-accession-1"),
        ("note", "day-not-exact", "actions/river-GOR-accession-1"),
        ("note", "statement-not-read", "statement_flags/river ELM reservation_or_declaration"),
        ("note", "statement-not-read", "statement_flags/river FEN objection"),
    ]


@pytest.mark.parametrize("kind", [ActionKind.NOTIFICATION, ActionKind.TERRITORIAL_APPLICATION])
def test_an_act_that_no_rule_applies_to_is_named_and_changes_nothing(kind: ActionKind, world: Concluded) -> None:
    facts = world.register.facts
    after = conclude(Register(acting(facts, kind)))
    assert after.participations == world.participations
    (note,) = (f for f in findings(after) if f.rule == "act-without-rule")
    assert note.where == f"actions/river-BOR-{kind}-9"
    assert kind.replace("_", " ") in note.what


def test_an_act_that_a_rule_applies_to_is_not_named(world: Concluded) -> None:
    assert not [f for f in findings(conclude(Register(world.register.facts))) if f.rule == "act-without-rule"]


@pytest.mark.parametrize("name", PLANTED)
def test_it_is_found(name: str, facts: Facts) -> None:
    plant, severity, what = PLANTED[name]
    found = findings(conclude(Register(plant(facts))))
    assert any(f.severity == severity and what in f.what for f in found), [f.what for f in found]


def test_violations_come_first_and_each_rule_speaks(facts: Facts) -> None:
    rules = set()
    for plant, _, _ in PLANTED.values():
        found = findings(conclude(Register(plant(facts))))
        order = [f.severity.order for f in found]
        assert order == sorted(order)
        rules |= {rule.__name__ for rule in RULES if list(rule(conclude(Register(plant(facts)))))}
    assert rules == {rule.__name__ for rule in RULES}


def test_a_count_that_differs_is_silent_when_explained(facts: Facts) -> None:
    counts = tuple(replace(c, count=c.count + 9, explained="one is missing") for c in facts.counts)
    assert not [f for f in findings(conclude(Register(replace(facts, counts=counts)))) if "Published" in f.what]


def test_a_treaty_without_a_stated_day_is_not_compared(world: Concluded) -> None:
    assert not [f for f in findings(world) if f.where == "instruments/fish"]


def test_a_flag_is_told_until_what_it_marks_was_read(facts: Facts) -> None:
    def told(flags: tuple[StatementFlag, ...]) -> set[str]:
        concluded = conclude(Register(replace(facts, statement_flags=flags)))
        return {f.where for f in findings(concluded) if f.rule == "statement-not-read"}

    first, *others = facts.statement_flags
    assert told(facts.statement_flags) - told((replace(first, knowledge=Knowledge.READ), *others)) == {
        f"statement_flags/{first.treaty} {first.participant} {first.flag}"
    }


def test_a_flag_whose_statement_was_read_is_no_finding(real: Concluded) -> None:
    """Of the flags of a list, those are told of which nothing of that sort was read."""
    told = {f.where for f in flagged_statements_not_read(real)}
    assert "statement_flags/som AZE reservation_or_declaration" not in told
    assert "statement_flags/untoc FJI reservation_or_declaration" in told
