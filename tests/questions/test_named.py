"""What a question is about, from what people write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from treatygraph.errors import BadDayError, UnknownNameError
from treatygraph.facts.model import Facts, Participant
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded
from treatygraph.questions.named import Subject, day_of, subject_of, treaty_or_participant


def test_a_day_is_named_in_many_ways(real: Concluded) -> None:
    register = real.register
    assert day_of(register) == date(2026, 9, 11)
    assert day_of(register, " 2010-01-01 ") == date(2010, 1, 1)
    assert day_of(register, datetime(2010, 1, 1, 5)) == date(2010, 1, 1)
    assert day_of(register, "Today") == date.today()
    with pytest.raises(BadDayError, match="give a date"):
        day_of(register, 2010)  # type: ignore[arg-type]


def test_a_treaty_is_told_from_a_provision_whatever_its_number(real: Concluded) -> None:
    register = real.register
    assert subject_of(register, "XVIII-12-b") == Subject(treaty="som", provision=None)
    assert subject_of(register, "som 20(2)") == Subject(treaty="som", provision="som-art-20-2")
    assert subject_of(register, "XVIII-12-b art. 20(2)") == Subject(treaty="som", provision="som-art-20-2")
    with pytest.raises(UnknownNameError, match="Unknown treaty: 'nothing'"):
        subject_of(register, "nothing")
    with pytest.raises(UnknownNameError, match="Unknown provision: 'som 99'"):
        subject_of(register, "som 99")
    bare = min(i.untc_number for i in register.instruments.values() if i.untc_number and i.id not in register.coverage)
    with pytest.raises(UnknownNameError, match="The instrument is known, but its participants are not in the data"):
        subject_of(register, bare)


def test_a_provision_of_a_treaty_without_participants_says_so(facts: Facts) -> None:
    register = Register(replace(facts, coverage=tuple(c for c in facts.coverage if c.treaty != "river")))
    with pytest.raises(UnknownNameError, match="its participants are not in the data"):
        subject_of(register, "river-art-4-1")


def test_three_capitals_are_a_participant_and_small_letters_a_treaty(real: Concluded) -> None:
    assert treaty_or_participant(real.register, "som") == "som"
    found = treaty_or_participant(real.register, "SOM")
    assert isinstance(found, Participant)
    assert found.id == "SOM"
