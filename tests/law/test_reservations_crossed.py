"""Reservations crossed: permission × timing × confirmation × objection × withdrawal, one row for each crossing.

The answers of `tests/cases/reservations-crossed.csv` were written by hand from the articles. The author of the
reservation (CEL) signed on 2000-02-01 and consented on 2000-07-01; the treaty is in force since 2000-09-29. The other
is AVA, a party from the beginning; `later` is ELM, which signed on 2000-05-01 and consented on 2002-03-10; `signatory`
is FEN, which only signed; `third` is GOR, which did nothing. The third party of `another_objection` is BOR.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.law.test_cases import act, clause, statement
from treatygraph.facts.model import ClauseKind, Facts
from treatygraph.facts.register import Register
from treatygraph.law.matrix import matrix
from treatygraph.law.model import TreatyRelation
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded, conclude

TABLE = ROOT / "tests" / "cases" / "reservations-crossed.csv"

WHO = {"party": "AVA", "later": "ELM", "signatory": "FEN", "third": "GOR"}

ACTS = (
    "river AVA ratification 2000-06-01",
    "river BOR ratification 2000-07-01",
    "river CEL signature 2000-02-01",
    "river CEL ratification 2000-07-01",
    "river ELM signature 2000-05-01",
    "river ELM ratification 2002-03-10",
    "river FEN signature 2000-04-01",
)

PERMITTING: dict[str, Any] = {
    "instrument": "river",
    "kind": "reservation_permitted",
    "article": "9(3)",
    "provisions": "river-art-4",
}

#: What the treaty says of a reservation to the provision, for each word of the column `permission`.
CLAUSES: dict[str, dict[str, dict[str, Any]]] = {
    "open": {},
    "permitted": {"river-may": PERMITTING},
    "permitted_at_both": {"river-may": {**PERMITTING, "moments": "consent signature"}},
    "permitted_at_signature": {"river-may": {**PERMITTING, "moments": "signature"}},
    "permitted_on_consent": {"river-may": {**PERMITTING, "moments": "consent"}},
    "permitted_any_time": {"river-may": {**PERMITTING, "moments": "consent later signature"}},
    "prohibited": {
        "river-not": {
            "instrument": "river",
            "kind": "reservation_prohibited",
            "article": "10",
            "provisions": "river-art-4",
        }
    },
    "not_allowed": {"river-only": {"instrument": "river", "kind": "reservation_limited", "article": "10"}},
}

ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def day(text: str) -> str | None:
    return None if text in {"", "undated"} else text


def told(row: dict[str, str]) -> list[dict[str, Any]]:
    """Return the statements of a row."""
    reservation = "river-CEL-01"
    found: list[dict[str, Any]] = [
        {
            "id": reservation,
            "kind": "reservation",
            "made_on": day(row["made_on"]),
            "notified_on": None if row["confirmed_on"] else day(row["notified_on"]),
            "provisions": "river-art-4",
            "effect": "excludes",
        }
    ]
    if row["confirmed_on"]:
        found.append(
            {
                "id": "river-CEL-02",
                "kind": "confirmation",
                "made_on": day(row["confirmed_on"]),
                "notified_on": day(row["notified_on"]),
                "effect": "confirms",
                "target_statement": reservation,
            }
        )
    other = WHO[row["other"]]
    if row["objection"] != "none":
        aimed = {"the reservation": (reservation, None), "author": (None, "CEL"), "elsewhere": (None, "BOR")}
        target, participant = aimed.get(row["target"], (None, None))
        found.append(
            {
                "id": f"river-{other}-01",
                "kind": "objection",
                "made_on": day(row["objected_on"]),
                "effect": "objects_to",
                "target_statement": target,
                "target_participant": participant,
                "precludes": row["objection"] == "precluding" or None,
                **({"ground": row["ground"]} if row["ground"] else {}),
                "without_benefit": {"yes": True, "no": False}.get(row["without_benefit"]),
            }
        )
    if row["objection_withdrawn_on"]:
        found.append(
            withdrawal(
                f"river-{other}-02",
                f"river-{other}-01",
                row["objection_withdrawn_on"],
                row["objection_withdrawal_notified_on"],
            )
        )
    if row["another_objection"]:
        who, ground, made = row["another_objection"].split()
        author = "BOR" if who == "party" else WHO[who]
        found.append(
            {
                "id": f"river-{author}-01",
                "kind": "objection",
                "made_on": made,
                "effect": "objects_to",
                "target_statement": reservation,
                "ground": ground,
            }
        )
    if row["accepted_on"]:
        found.append(
            {
                "id": f"river-{other}-03",
                "kind": "communication",
                "made_on": row["accepted_on"],
                "effect": "accepts",
                "target_statement": reservation,
            }
        )
    if row["withdrawn_on"]:
        found.append(withdrawal("river-CEL-03", reservation, row["withdrawn_on"], row["withdrawal_notified_on"]))
    return found


def withdrawal(identifier: str, target: str, made: str, notified: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "kind": "withdrawal",
        "made_on": day(made),
        "notified_on": day(notified),
        "effect": "withdraws",
        "target_statement": target,
    }


def world_of(row: dict[str, str], facts: Facts) -> Concluded:
    clauses = [c for c in facts.clauses if c.kind is not ClauseKind.RESERVATION_PERMITTED]
    clauses += [clause(name, given) for name, given in CLAUSES[row["permission"]].items()]
    return conclude(
        Register(
            replace(
                facts,
                actions=tuple(act(text, n) for n, text in enumerate(ACTS, 1)),
                statements=tuple(statement(s) for s in told(row)),
                clauses=tuple(clauses),
            )
        )
    )


def shown(relation: TreatyRelation) -> dict[str, str]:
    """Return a relation in the words of the table."""
    effect = next(iter(relation.effects), None)
    precluded = relation.reason.rule.id == "relation-precluded"
    readings = effect.readings if effect is not None else ()
    return {
        "relation": {True: "yes", False: "no", None: "open"}[relation.exists],
        "effect": str(effect.effect) if effect is not None else "",
        "readings": " ".join(sorted(f"{r.view}={r.effect}" for r in readings)),
        "acceptance": "objected" if precluded else str(effect.acceptance) if effect is not None else "",
        "notice": "yes" if any(s.kind == "objection" for s in relation.notices) else "no",
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']} {row['note']}")
def test_the_crossing_comes_out_as_written(row: dict[str, str], facts: Facts) -> None:
    concluded = world_of(row, facts)
    asked = date.fromisoformat(row["asked_on"])
    relation = Treaty(concluded=concluded, treaty="river", day=asked).relation("CEL", WHO[row["other"]])
    answer = shown(relation)
    assert answer == {name: row[name] for name in answer}
    bits = matrix(concluded, "river", asked)
    assert bits.related("CEL", WHO[row["other"]]) is (relation.exists is True)


def test_the_table_is_large_and_no_two_rows_cross_alike() -> None:
    crossings = [tuple(v for k, v in row.items() if k not in {"id", "note", "articles"}) for row in ROWS]
    assert len(set(crossings)) == len(crossings) >= 150
    assert all(row["articles"] for row in ROWS)


def test_what_stands_beside_a_reading_never_says_accepted_of_one_that_may_not_be(facts: Facts) -> None:
    """Where the validity is open or denied, no proof says that silence accepted."""
    for row in ROWS:
        if row["acceptance"] == "impossible" or "not_confirmed" in row["readings"]:
            day_asked = date.fromisoformat(row["asked_on"])
            relation = Treaty(concluded=world_of(row, facts), treaty="river", day=day_asked).relation("AVA", "CEL")
            assert "reservation-accepted" not in {step.rule.id for step in relation.reason.walk()}
