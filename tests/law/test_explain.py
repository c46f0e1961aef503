"""Proofs: sentences, legal basis, facts and sources of real conclusions."""

from __future__ import annotations

from datetime import date

from treatygraph.law.explain import facts_of, sources_of, why_provision
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded, standing
from treatygraph.proofs import Teller

DAY = date(2026, 9, 11)


def lines(concluded: Concluded, participant: str, treaty: str) -> list[str]:
    proof = standing(concluded, participant, treaty, DAY).reason
    teller = Teller(concluded.register)
    return [f"{teller.sentence(s)} [{teller.basis(s)}]" for s in proof.walk()]


def test_why_switzerland_is_party_to_the_smuggling_protocol(real: Concluded) -> None:
    found = lines(real, "CHE", "som")
    assert (
        "Smuggling of Migrants Protocol entered into force for Switzerland on 2006-11-26, 30 days after its deposit of "
        "2006-10-27. [Smuggling of Migrants Protocol art. 22(2)]"
    ) in found
    assert any("UNTOC (Palermo Convention) art. 37(2)" in line for line in found)
    assert any("instrument number 40" in line and "2003-10-30" in line for line in found)


def test_the_proof_names_all_forty_instruments(real: Concluded) -> None:
    proof = standing(real, "CHE", "som", DAY).reason
    threshold = [s for s in proof.walk() if s.rule.id == "threshold" and dict(s.values)["treaty"] == "som"]
    assert len(threshold[0].facts) == 40
    assert "actions/som-CHE-ratification-1" in map(str, facts_of(proof))


def test_montenegro_succeeds_and_serbia_continues(real: Concluded) -> None:
    assert any("with effect from 2006-06-03" in line for line in lines(real, "MNE", "firearms"))
    assert any("Federal Republic of Yugoslavia" in line for line in lines(real, "SRB", "untoc"))


def test_a_proof_knows_its_sources(real: Concluded) -> None:
    found = sources_of(real.register, standing(real, "MNE", "som", DAY).reason)
    assert "S01-untc-2014" in found
    assert "S35-nl-treaty-texts" in found
    assert list(found) == sorted(set(found))


def test_what_a_provision_asks_shows_the_reservation_to_it(real: Concluded) -> None:
    proof = why_provision(real, "AZE", "som-art-20", DAY)
    rules = [s.rule.id for s in proof.walk()]
    assert rules.count("commitment-reserved") == 2
    assert "reservation-permitted" in rules


def test_a_convention_provision_is_also_owed_for_the_protocols(real: Concluded) -> None:
    proof = why_provision(real, "CHE", "untoc-art-18-13", DAY)
    carried = {dict(s.values)["treaty"] for s in proof.walk() if s.rule.id == "commitment-carried"}
    assert carried == {"tip", "som", "firearms"}


def test_dispute_settlement_reservations_work_both_ways(real: Concluded) -> None:
    """Azerbaijan reserved art. 20(2) of the Smuggling Protocol; France did not."""
    treaty = Treaty(concluded=real, treaty="som", day=DAY)
    for a, b in (("FRA", "AZE"), ("AZE", "FRA")):
        relation = treaty.relation(a, b)
        assert relation.exists is True
        (effect,) = relation.effects
        assert effect.reservation.statement.id == "som-AZE-02"
        assert effect.effect == "excluded"
        assert effect.reason.rule.id == "reservation-effect"
    assert treaty.relation("FRA", "CHE").effects == ()


def test_germany_objected_to_afghanistan_and_austria_to_belarus(real: Concluded) -> None:
    treaty = Treaty(concluded=real, treaty="som", day=DAY)
    (effect,) = treaty.relation("DEU", "AFG").effects
    assert effect.reason.rule.id == "objection-invalidity"
    assert {str(r.effect) for r in effect.readings} == {"none", "extent_not_stated"}
    doubted = next(e for e in treaty.relation("AUT", "BLR").effects if e.reservation.statement.id == "som-BLR-01")
    assert {"only_declares"} < {str(r.view) for r in doubted.readings}
    assert doubted.objection is not None
    assert doubted.objection.id == "som-AUT-01"


def test_a_notice_about_a_third_party_is_not_shown(real: Concluded) -> None:
    treaty = Treaty(concluded=real, treaty="som", day=DAY)
    assert "som-DZA-02" in [s.id for s in treaty.relation("DZA", "ISR").notices]
    assert "som-DZA-02" not in [s.id for s in treaty.relation("DZA", "FRA").notices]


def test_saudi_arabia_s_unconfirmed_reservation_is_disputed(real: Concluded) -> None:
    proof = why_provision(real, "SAU", "tip-art-7-1", DAY)
    texts = [Teller(real.register).sentence(s) for s in proof.walk()]
    assert any("Two readings" in text for text in texts)
