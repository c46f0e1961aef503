"""What a list shows and nobody read is never told as bound: all flags, in the answers of the law and its tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from treatygraph.facts.model import Facts, Knowledge
from treatygraph.facts.register import Register
from treatygraph.law.explain import COMMITMENT, why_provision
from treatygraph.law.knowledge import knowledge, named_by_reservation_clauses, unread
from treatygraph.law.model import Bound
from treatygraph.law.obligations import Ledger
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded, conclude
from treatygraph.questions.law import answer
from treatygraph.questions.named import default_day


def clouded(few: Concluded) -> list[tuple[str, str]]:
    """Return the participants and treaties of all flags that were not read."""
    flags = few.register.facts.statement_flags
    return sorted({(f.participant, f.treaty) for f in flags if unread(few.register, f.participant, f.treaty)})


def test_no_provision_of_a_reservation_clause_binds_where_a_statement_was_not_read(few: Concluded) -> None:
    ledger, day = Ledger(few), default_day(few.register)
    pairs = clouded(few)
    assert pairs
    for participant, treaty in pairs:
        named = named_by_reservation_clauses(few.register, treaty)
        for commitment in ledger.on(participant, treaty, day, carried=False):
            assert commitment.unread
            if few.register.obligations[commitment.obligation].provision in named:
                assert commitment.state is not Bound.BOUND


def test_no_proof_says_bound_where_a_statement_was_not_read(few: Concluded) -> None:
    day = default_day(few.register)
    for participant, treaty in clouded(few):
        for provision in sorted(named_by_reservation_clauses(few.register, treaty)):
            proof = why_provision(few, participant, provision, day)
            assert COMMITMENT not in {step.rule for step in proof.walk()}


def test_no_table_says_bound_where_a_statement_was_not_read(few: Concluded) -> None:
    for participant, treaty in clouded(few):
        named = named_by_reservation_clauses(few.register, treaty)
        table = answer(few, "obligations/of-a-participant", participant=participant, treaty=treaty, everything=True)
        owed = [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]
        reserved = [r for r in owed if few.register.obligations[str(r["obligation"])].provision in named]
        assert all(r["state"] != Bound.BOUND for r in reserved)
        assert not owed or any("was not read" in note for note in table.notes)


def test_a_relation_names_what_was_not_read_of_either(few: Concluded) -> None:
    day = default_day(few.register)
    for participant, treaty in clouded(few):
        parties = Treaty(concluded=few, treaty=treaty, day=day).parties
        if participant not in parties:
            continue
        other = next(p for p in parties if p != participant)
        table = answer(few, "relations/between", a=participant, b=other, treaty=treaty, on=day)
        assert any(row[1] == "unread" and row[3] == participant for row in table.rows)


@pytest.mark.parametrize(
    ("participant", "known"),
    [
        ("ELM", Knowledge.NOT_READ),
        ("CEL", Knowledge.READ),
        ("AVA", Knowledge.NONE_LISTED),
    ],
)
def test_what_is_known_of_statements_is_a_fact_of_its_own(world: Concluded, participant: str, known: Knowledge) -> None:
    assert knowledge(world.register, participant, "river") is known


def test_without_a_list_nothing_is_known(facts: Facts) -> None:
    register = Register(facts)
    assert knowledge(register, "AVA", "fish") is Knowledge.NO_LIST_SEEN


def test_a_flag_read_in_a_statement_whose_wording_was_not_seen_is_not_read(facts: Facts) -> None:
    (flag,) = (f for f in facts.statement_flags if f.participant == "ELM")
    seen = next(s for s in facts.statements if s.id == "river-CEL-01")
    statement = replace(seen, id="river-ELM-01", participant="ELM", wording_seen=False)
    read = replace(flag, knowledge=Knowledge.READ, statements=("river-ELM-01",))
    concluded = conclude(Register(replace(facts, statements=(*facts.statements, statement), statement_flags=(read,))))
    assert unread(concluded.register, "ELM", "river") == (read,)
