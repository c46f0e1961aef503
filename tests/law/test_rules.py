"""Rules as values: a reason and the sentence of its rule fit, or the rule is named."""

from __future__ import annotations

from datetime import date

import pytest

from treatygraph.days import Duration, Span
from treatygraph.law.force import FORCE_LATER
from treatygraph.law.model import because
from treatygraph.law.rule import Family, Rule, RuleError
from treatygraph.law.rules import MODULES, RULES
from treatygraph.law.treaty_force import TREATY_FORCE

DAY = Span.of(date(2004, 1, 28))


def test_a_rule_is_found_by_its_identifier_and_knows_where_it_stands() -> None:
    assert RULES["force-later"] is FORCE_LATER
    assert MODULES["force-later"] == "force"
    assert MODULES["dependency-ended"] == "termination"


def test_a_rule_reads_the_places_of_its_sentence() -> None:
    assert FORCE_LATER.places == {"treaty", "participant", "day", "delay", "deposited"}
    assert repr(FORCE_LATER) == "<Rule: force-later>"


def test_the_article_of_a_sentence_is_the_one_of_the_reason() -> None:
    rule = Rule(id="x", title="X", basis="none", family=Family.STATUS, sentence="Art. {article} of {treaty}.")
    assert rule.places == {"treaty"}


def test_a_place_that_nothing_is_known_of_fails_with_the_rule() -> None:
    with pytest.raises(RuleError, match=r"Rule x: its sentence has the place 'who'.*PLACES"):
        Rule(id="x", title="X", basis="none", family=Family.STATUS, sentence="{who} did it.")


def test_a_missing_value_fails_with_the_rule() -> None:
    with pytest.raises(RuleError, match="Rule treaty-force: a reason for it lacks day, delay"):
        because(TREATY_FORCE, treaty="river")


def test_a_surplus_value_fails_with_the_rule() -> None:
    with pytest.raises(RuleError, match="Rule treaty-force: a reason for it has no parent"):
        because(TREATY_FORCE, treaty="river", day=DAY, delay=Duration(days=90), parent="dam")


def test_a_value_that_is_not_what_its_place_holds_fails_with_the_rule() -> None:
    with pytest.raises(RuleError, match="Rule treaty-force: delay holds a duration, and 'P90D' is none"):
        because(TREATY_FORCE, treaty="river", day=DAY, delay="P90D")


def test_the_values_of_a_reason_keep_their_types() -> None:
    reason = because(TREATY_FORCE, treaty="river", day=DAY, delay=Duration(days=90))
    assert dict(reason.values) == {"treaty": "river", "day": DAY, "delay": Duration(days=90)}
