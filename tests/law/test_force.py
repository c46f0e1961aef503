"""What clauses lack is an error that names the clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from treatygraph.days import Duration
from treatygraph.errors import MissingClauseError
from treatygraph.facts.model import CONSENT, ActionKind, Facts
from treatygraph.facts.register import Register
from treatygraph.law.delay import end_of_period
from treatygraph.law.status import Concluded, conclude, counted
from treatygraph.law.threshold import THRESHOLD


def test_a_clause_without_its_delay_is_named(facts: Facts) -> None:
    clauses = tuple(replace(c, delay=None) if c.id == "river-entry_into_force" else c for c in facts.clauses)
    with pytest.raises(MissingClauseError, match=r"Clause river-entry_into_force of clauses\.csv has no delay"):
        conclude(Register(replace(facts, clauses=clauses))).force("river")


def test_a_clause_that_counts_by_periods_and_has_none_is_named(facts: Facts) -> None:
    clause = next(c for c in facts.clauses if c.id == "river-denunciation")
    for period in (None, Duration()):
        with pytest.raises(MissingClauseError, match=r"Clause river-denunciation of clauses\.csv has no period"):
            end_of_period(replace(clause, period=period), date(2000, 1, 1), date(2001, 1, 1))


def test_who_deposited_on_the_day_of_the_threshold_is_named_and_nobody_else(facts: Facts) -> None:
    reason = next(r for r in conclude(Register(facts)).force("river").reason.walk() if r.rule is THRESHOLD)
    assert dict(reason.values)["participants"] == ("BOR", "CEL")


def test_nobody_is_bound_by_a_treaty_after_its_published_end(real: Concluded) -> None:
    register = real.register
    ended = {t: end for t in register.treaties if (end := register.instruments[t].stated_until) is not None}
    assert ended
    for treaty, end in ended.items():
        after = end.latest + timedelta(days=1)
        assert not counted(real, treaty, after).in_force
        assert not counted(real, treaty, after).undetermined
        assert not any(p.in_force_on(after) is not False for p in real.under(treaty))


def test_who_may_be_bound_by_an_act_that_no_rule_settles_is_among_the_undetermined(real: Concluded) -> None:
    day = real.register.coverage["xiv-7-a"].as_of
    open_ = counted(real, "xiv-7-a", day).undetermined
    confirmed = {
        a.participant
        for a in real.register.actions_by_treaty["xiv-7-a"]
        if a.kind is ActionKind.CONFIRMATION_OF_SIGNATURE
    }
    consented = {a.participant for a in real.register.actions_by_treaty["xiv-7-a"] if a.kind in CONSENT}
    assert confirmed - consented
    assert confirmed - consented <= set(open_)
