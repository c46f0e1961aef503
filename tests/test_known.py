"""Published answers: what others have published must come out of the acts and clauses."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest

from tests.conftest import ROOT
from treatygraph.days import PartialDate
from treatygraph.law.findings import findings
from treatygraph.law.status import Concluded, tally


def known(name: str) -> list[Any]:
    with (ROOT / "tests" / "known" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id="-".join(list(row.values())[:3])) for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", known("entry_into_force"))
def test_entry_into_force_is_computed_as_published(row: dict[str, str], real: Concluded) -> None:
    force = real.forces[row["treaty"]]
    assert force.in_force is not None
    assert force.in_force.exact == date.fromisoformat(row["in_force_on"])


@pytest.mark.parametrize("row", known("counts"))
def test_counts_are_those_published_for_the_day(row: dict[str, str], real: Concluded) -> None:
    on = PartialDate.parse(row["on"])

    def counted(day: date) -> int:
        found = tally(real, row["treaty"], day)
        return found.deposited if row["measure"] == "parties" else found.signatories

    assert counted(on.earliest) <= int(row["ours"]) <= counted(on.latest)
    assert row["published"] == row["ours"] or "missing" in row["source"]


@pytest.mark.parametrize("row", known("participants"))
def test_in_force_since_is_computed_as_published(row: dict[str, str], real: Concluded) -> None:
    (participation,) = real.of(row["participant"], row["treaty"])
    assert str(participation.since) == row["in_force_since"]


def test_the_real_data_show_notes_alone_and_tell_every_unread_flag_and_open_doubt(real: Concluded) -> None:
    found = findings(real)
    assert [f for f in found if f.severity != "note"] == []
    rules = {f.rule for f in found}
    assert {"statement-not-read", "objection-incomplete", "reservation-unconfirmed", "act-after-as-of"} <= rules


def test_the_kinds_of_rows_brought_in_are_complete(real: Concluded) -> None:
    facts, in_depth = real.register.facts, real.register.in_depth
    tables = (facts.actions, facts.statements, facts.statement_flags)
    assert [sum(row.treaty in in_depth for row in table) for table in tables] == [1083, 348, 252]
    assert [len(t) for t in (facts.provisions, facts.obligations)] == [672, 536]
    assert [len(t) for t in (facts.paragraphs, facts.links)] == [39, 506]
