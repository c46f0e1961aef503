"""Entry into force recomputed from clause and acts, for every treaty that has a number and a published day.

`tests/known/entry_into_force_depositary.csv` lists each: what is published, what the acts on record give, and why where
the two differ. A treaty that comes in and is not listed, or that comes out otherwise, fails.
"""

from __future__ import annotations

import csv

from tests.conftest import ROOT
from treatygraph.facts.model import ClauseKind
from treatygraph.law.model import ForceBasis
from treatygraph.law.status import Concluded

with (ROOT / "tests" / "known" / "entry_into_force_depositary.csv").open(encoding="utf-8", newline="") as file:
    LISTED = {row["number"]: row for row in csv.DictReader(file)}


def recomputed(real: Concluded) -> dict[str, tuple[str, str]]:
    """Return what is published and what is computed, by the depositary's number."""
    register, found = real.register, {}
    for treaty in register.treaties:
        clause, force = register.clause(treaty, ClauseKind.ENTRY_INTO_FORCE), real.force(treaty)
        if clause is not None and clause.threshold is not None and force.stated is not None:
            number = register.instruments[treaty].untc_number or treaty
            found[number] = (str(force.stated), str(force.computed or "not reached"))
    return found


def test_every_entry_into_force_that_can_be_recomputed_is_as_listed(real: Concluded) -> None:
    for number, found in recomputed(real).items():
        assert found == (LISTED[number]["published"], LISTED[number]["computed"]), number


def test_whatever_differs_has_a_reason_and_nothing_else_has_one() -> None:
    for number, row in LISTED.items():
        assert (row["published"] != row["computed"]) == bool(row["reason"]), number


def test_the_published_day_stands_where_the_computed_one_differs(real: Concluded) -> None:
    for treaty in real.register.treaties:
        force = real.force(treaty)
        if force.stated is not None:
            assert str(force.in_force) == str(force.stated), treaty
            assert (force.basis is ForceBasis.COMPUTED) <= (force.computed == force.in_force), treaty
