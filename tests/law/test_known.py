"""What is concluded for everyone at once is what is concluded for each."""

from __future__ import annotations

from datetime import date

import pytest

from treatygraph.law.known import everyone
from treatygraph.law.status import Concluded, standing, tally


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2020, 6, 1)])
def test_the_statuses_of_everyone_are_those_of_each(world: Concluded, day: date) -> None:
    known = everyone(world, day)
    assert known.on == day
    for treaty in world.register.treaties:
        each = {p: standing(world, p, treaty, day).status for p in world.register.participants}
        assert known.under(treaty) == each
        assert known.tallies[treaty] == tally(world, treaty, day)


def test_nothing_is_known_of_another_treaty(world: Concluded) -> None:
    assert everyone(world, date(2020, 6, 1)).under("nowhere") == {}
