"""All relations of a treaty at once agree with each taken alone."""

from __future__ import annotations

from datetime import date

from treatygraph.law.relations import Treaty, matrix
from treatygraph.law.status import Concluded


def test_the_matrix_knows_precluding_objections(world: Concluded) -> None:
    before, after = (matrix(world, "river", day) for day in (date(2001, 5, 1), date(2001, 5, 2)))
    assert before.related("BOR", "DUN")
    assert not after.related("BOR", "DUN")
    assert not after.related("DUN", "BOR")
    assert after.related("AVA", "DUN")


def test_the_matrix_knows_accessions_not_accepted(world: Concluded) -> None:
    bits = matrix(world, "fish", date(2004, 1, 1))
    assert bits.pairs == 0
    assert not bits.related("AVA", "BOR")


def test_one_pair_is_asked_about_without_the_others(real: Concluded) -> None:
    treaty = Treaty(concluded=real, treaty="untoc", day=date(2026, 9, 11))
    assert treaty.relation("SLB", "CHE").exists is False
    later = Treaty(concluded=real, treaty="untoc", day=date(2026, 9, 26))
    assert later.relation("SLB", "CHE").exists is True
