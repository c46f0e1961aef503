"""All relations of a treaty at once agree with each taken alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.law.test_cases import told as case_told
from treatygraph.facts.model import ClauseKind, Effect, Facts, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.matrix import matrix
from treatygraph.law.model import EffectOn, Reading, View
from treatygraph.law.obligations import Ledger
from treatygraph.law.relation_history import relation_history, touched_pairs
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded, conclude, tally
from treatygraph.law.views import FOLLOWS, SUPPOSED, told


def test_the_matrix_knows_precluding_objections(world: Concluded) -> None:
    before, after = (matrix(world, "river", day) for day in (date(2001, 5, 1), date(2001, 5, 2)))
    assert before.related("BOR", "DUN")
    assert not after.related("BOR", "DUN")
    assert not after.related("DUN", "BOR")
    assert after.related("AVA", "DUN")


def test_a_precluding_objection_leaves_the_objector_s_own_reservation_alone(facts: Facts) -> None:
    own = next(replace(s, id="river-BOR-03", participant="BOR") for s in facts.statements if s.id == "river-CEL-01")
    concluded = conclude(Register(replace(facts, statements=(*facts.statements, own))))
    bits = matrix(concluded, "river", date(2003, 1, 1))
    assert not bits.related("BOR", "DUN")
    assert bits.related("BOR", "CEL")


def test_the_matrix_knows_who_denies_a_relation_once_both_are_party(facts: Facts) -> None:
    denied = replace(
        next(s for s in facts.statements if s.id == "river-BOR-01"),
        id="river-AVA-09",
        participant="AVA",
        kind=StatementKind.NON_RECOGNITION,
        effect=Effect.DENIES_RELATION,
        target_statement=None,
        target_participant="BOR",
        precludes=None,
    )
    plain, told = conclude(Register(facts)), conclude(Register(replace(facts, statements=(*facts.statements, denied))))
    before, day = date(2000, 1, 1), date(2003, 1, 1)
    assert matrix(told, "river", before).rows == matrix(plain, "river", before).rows
    assert matrix(plain, "river", day).related("AVA", "BOR")
    assert not matrix(told, "river", day).related("AVA", "BOR")
    assert matrix(told, "river", day).pairs == matrix(plain, "river", day).pairs - 1


def test_the_matrix_knows_accessions_not_accepted(world: Concluded) -> None:
    bits = matrix(world, "fish", date(2004, 1, 1))
    assert bits.pairs == 0
    assert not bits.related("AVA", "BOR")


def test_obligations_owed_under_another_treaty_can_be_left_out(real: Concluded) -> None:
    ledger, day = Ledger(real), date(2026, 9, 11)
    own = ledger.on("CHE", "som", day, carried=False)
    assert {c.carried_from for c in own} == {None}
    assert len(ledger.on("CHE", "som", day)) == len(own) + 235


def test_one_pair_is_asked_about_without_the_others(real: Concluded) -> None:
    treaty = Treaty(concluded=real, treaty="untoc", day=date(2026, 9, 11))
    assert treaty.relation("SLB", "CHE").exists is False
    later = Treaty(concluded=real, treaty="untoc", day=date(2026, 9, 26))
    assert later.relation("SLB", "CHE").exists is True


@pytest.mark.untraced
def test_all_commitments_are_those_of_each_participation_in_force(real: Concluded) -> None:
    ledger = Ledger(real)
    everything = list(ledger.all())
    assert {c.treaty for c in everything} == set(real.register.in_depth)
    one = [c for c in everything if c.participant == "CHE" and c.treaty == "som"]
    assert one == list(ledger.on("CHE", "som", date(2026, 9, 11)))


def test_who_has_consented_and_is_not_yet_bound_has_no_commitment(facts: Facts) -> None:
    """Too few have consented: the treaty is in force for nobody."""
    kept = tuple(a for a in facts.actions if a.id in {"river-AVA-ratification-1", "river-CEL-accession-1"})
    unpublished = tuple(replace(i, stated_in_force_on=None) for i in facts.instruments)
    concluded = conclude(Register(replace(facts, actions=kept, instruments=unpublished)))
    assert concluded.of("AVA", "river")
    assert not list(Ledger(concluded).all())


def test_a_consent_known_to_the_year_is_in_neither_count_until_the_year_is_over(world: Concluded) -> None:
    during, after = tally(world, "river", date(2002, 6, 1)), tally(world, "river", date(2003, 4, 1))
    assert (during.undetermined, after.undetermined) == (1, 0)
    assert after.deposited > during.deposited


def test_readings_are_told_in_two_languages() -> None:
    both = (
        Reading(view=View.BOUND_WITHOUT, effect=EffectOn.NONE),
        Reading(view=View.ARTICLE_21_3, effect=EffectOn.NOT_APPLIED),
    )
    assert told(both).startswith(
        "Readings: if it may not be made and its author is bound without it, they apply in full"
    )
    assert told(both, "zh").startswith("解读：")
    assert told(()) == ""
    assert set(SUPPOSED) == set(View)
    assert set(FOLLOWS) == set(EffectOn)


def replaced(facts: Facts) -> Concluded:
    """Return what follows where the fisheries treaty replaces that on the river."""
    model = next(c for c in facts.clauses if c.id == "fish-reservation_prohibited")
    clause = replace(model, id="fish-replacement", kind=ClauseKind.REPLACEMENT, instruments=("river",))
    return conclude(Register(replace(facts, clauses=(*facts.clauses, clause))))


def test_the_matrix_and_the_history_know_what_a_later_treaty_replaced(facts: Facts) -> None:
    concluded = replaced(facts)
    before, parted = conclude(Register(facts)), 0
    pairs = touched_pairs(concluded, "river")
    for day in (date(2002, 1, 1), date(2004, 6, 1), date(2010, 12, 31)):
        bits, one = matrix(concluded, "river", day), Treaty(concluded=concluded, treaty="river", day=day)
        plain = matrix(before, "river", day)
        for n, a in enumerate(bits.participants):
            for b in bits.participants[n + 1 :]:
                assert bits.related(a, b) is (one.relation(a, b).exists is True), (a, b, day)
                if plain.related(a, b) and not bits.related(a, b):
                    parted += 1
                    assert (min(a, b), max(a, b)) in pairs
                    stretches = relation_history(concluded, "river", a, b)
                    assert next(s for s in stretches if s.holds_on(day)).relation.exists is not True
    assert parted


def test_one_that_may_have_joined_the_later_treaty_leaves_the_earlier_open_in_the_matrix_too(facts: Facts) -> None:
    case = {
        "clauses": {
            "fish-replacement": {"instrument": "fish", "kind": "replacement", "article": "12", "instruments": "river"}
        },
        "without_clauses": ["fish-accession_acceptance"],
        "acts": [
            "river AVA ratification 2000-06-01",
            "river BOR ratification 2000-07-01",
            "river CEL accession 2000-07-01",
            "river DUN accession 2000-07-01",
            "fish AVA approval 2001-01-01",
            "fish BOR approval 2001-01-01",
        ],
        "possible": ["fish DUN 2001-01-01"],
    }
    concluded, day = case_told(case, facts), date(2004, 1, 1)
    assert Treaty(concluded=concluded, treaty="river", day=day).relation("AVA", "DUN").exists is None
    bits = matrix(concluded, "river", day)
    assert not bits.related("AVA", "DUN")
    assert bits.related("AVA", "CEL")
    assert touched_pairs(concluded, "river") == (("AVA", "BOR"), ("AVA", "DUN"), ("BOR", "DUN"))


def test_a_treaty_without_participants_in_the_data_replaces_nothing(facts: Facts) -> None:
    concluded = replaced(replace(facts, coverage=tuple(c for c in facts.coverage if c.treaty != "fish")))
    assert Treaty(concluded=concluded, treaty="river", day=date(2004, 1, 1)).later == ()
