"""Territories: whose they are, and how their history follows that of the one responsible."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.law.test_cases import told
from treatygraph.facts.model import Facts
from treatygraph.law.model import Application
from treatygraph.law.status import Concluded
from treatygraph.law.territories import application, territories_of, territory_history

SAID: dict[str, Any] = {
    "acts": [
        "river AVA ratification 2000-06-01",
        "river BOR ratification 2000-07-01",
        "river CEL accession 2000-07-01",
    ],
    "statements": [
        {
            "id": "river-AVA-01",
            "kind": "territorial_application",
            "made_on": "2003-01-01",
            "effect": "territorial_extension",
            "territories": "SKE",
        },
        {
            "id": "river-AVA-02",
            "kind": "withdrawal",
            "effect": "withdraws",
            "target_statement": "river-AVA-01",
        },
    ],
}


def test_the_stretches_of_a_territory_follow_each_other_without_a_gap(facts: Facts) -> None:
    stretches = territory_history(told(SAID, facts), "SKE", "river")
    assert (stretches[0].since, stretches[-1].until) == (None, None)
    assert all(before.until == after.since for before, after in pairwise(stretches))
    # A withdrawal whose day was not seen leaves open what became of what it takes back.
    assert [s.application for s in stretches[-3:]] == [
        Application.NOT_IN_FORCE,
        Application.NOT_STATED,
        Application.UNDETERMINED,
    ]
    assert stretches[-1].since == date(2003, 1, 1)


def test_territories_are_those_of_the_one_responsible(facts: Facts) -> None:
    register = told(SAID, facts).register
    assert territories_of(register, "AVA") == ("SKE",)
    assert territories_of(register, "BOR") == ()


def test_what_changes_nothing_begins_no_stretch(facts: Facts) -> None:
    excluded, taken_back = SAID["statements"]
    early = {**excluded, "made_on": "2000-06-01"}
    before = {**taken_back, "made_on": "2000-08-01", "effective_on": "2000-08-01"}
    stretches = territory_history(told({**SAID, "statements": [early, before]}, facts), "SKE", "river")
    assert date(2000, 8, 1) not in [s.since for s in stretches]
    assert stretches[-1].application == Application.NOT_STATED


def test_nothing_is_told_for_certain_of_a_territory_before_it_is_what_it_is(real: Concluded) -> None:
    register = real.register
    begun = {p.id: p.since for p in register.facts.participants if p.responsible is not None and p.since is not None}
    asked = {(t, s.treaty) for s in register.facts.statements for t in s.territories if t in begun}
    assert asked
    for territory, treaty in asked:
        day = begun[territory].earliest - timedelta(days=1)
        force = real.force(treaty).in_force
        assert force is not None
        expected = Application.UNDETERMINED if force.earliest <= day else Application.NOT_IN_FORCE
        assert application(real, territory, treaty, day).application is expected, (territory, treaty)
