"""Days of effect that others print, of each treaty that is in the data: for whom it came into force, and ended, when.

`tests/known/days_of_effect.csv` lists what gazettes, depositaries and their notifications say, with its source. Each is
met, or has its reason beside it; a treaty that comes in is compared without a change here.
"""

from __future__ import annotations

import csv

from tests.conftest import ROOT
from treatygraph.law.status import Concluded

with (ROOT / "tests" / "known" / "days_of_effect.csv").open(encoding="utf-8", newline="") as file:
    PUBLISHED = list(csv.DictReader(file))


def ours(real: Concluded, row: dict[str, str], treaty: str) -> set[str]:
    """Return the days on which participations of one began, or ended where the row is of an end."""
    participations = real.of(row["participant"], treaty)
    if row["act"] == "denunciation":
        return {str(p.until) for p in participations if p.until is not None}
    return {str(p.since) for p in participations if p.since is not None}


def test_every_published_day_of_effect_is_met_or_has_its_reason(real: Concluded) -> None:
    numbers = {i.untc_number: i.id for i in real.register.facts.instruments if i.id in real.register.coverage}
    compared = [row for row in PUBLISHED if row["number"] in numbers]
    differing = [row for row in compared if row["published"] not in ours(real, row, numbers[row["number"]])]
    assert not [row for row in differing if not row["reason"]]


def test_each_row_is_of_a_day_and_its_source_is_named() -> None:
    assert len(PUBLISHED) > 50
    for row in PUBLISHED:
        assert row["published"], row
        assert row["source"], row
