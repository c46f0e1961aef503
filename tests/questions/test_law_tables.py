"""What the tables by law say: the figures and words that nothing else asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pyoxigraph import Quad

from tests.facts.test_check import with_row
from treatygraph.facts.model import Effect, Facts, StatementKind
from treatygraph.facts.register import Register
from treatygraph.graph.from_law import quads
from treatygraph.graph.terms import term
from treatygraph.law.status import Concluded, conclude
from treatygraph.questions.desk import Desk
from treatygraph.questions.relations import BETWEEN, between, relations
from treatygraph.questions.status import of_a_participant

DAY = date(2026, 9, 11)


def test_the_earlier_names_of_a_participant_are_told_with_its_status(real: Concluded) -> None:
    former = next(n for n in real.register.facts.names if n.form == "former")
    notes = of_a_participant(Desk(concluded=real, day=DAY), participant=former.participant).notes
    assert any(note.startswith("Earlier names: ") and former.name in note for note in notes)
    current = next(n for n in real.register.facts.names if n.participant == former.participant and n.form == "short")
    assert not any(note.startswith("Earlier names: ") and current.name in note.split(": ")[1] for note in notes)


def test_a_reservation_to_nothing_known_says_so_between_two(facts: Facts) -> None:
    concluded = conclude(Register(with_row(facts, "statements", "river-CEL-01", provisions=())))
    table = between(Desk(concluded=concluded, day=date(2003, 1, 1)), a="CEL", b="AVA", treaty="river")
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert [row["provisions"] for row in rows if row["statement"] == "river-CEL-01"] == ["not known"]


def test_a_relation_that_one_denies_is_contested_in_every_telling(facts: Facts) -> None:
    denial = replace(
        next(s for s in facts.statements if s.id == "river-CEL-01"),
        id="river-CEL-08",
        kind=StatementKind.NON_RECOGNITION,
        effect=Effect.DENIES_RELATION,
        provisions=(),
        target_participant="AVA",
    )
    concluded = conclude(Register(replace(facts, statements=(*facts.statements, denial))))
    desk = Desk(concluded=concluded, day=date(2003, 1, 1))
    first = dict(
        zip(*([c.name for c in BETWEEN.columns], between(desk, a="AVA", b="CEL", treaty="river").rows[0]), strict=True)
    )
    assert first["in_force"] == "contested"
    assert "Two readings" in str(first["explanation"])
    assert "river-CEL-08" in str(first["explanation"])
    (row,) = (t for t in relations(desk, "AVA").treaties if t.treaty == "river")
    assert (row.contested, "CEL" in row.precluded) == (("CEL",), False)
    kinds = {q.object.value for q in written(concluded) if q.predicate == term("tg:deniedBy")}
    assert kinds == {"https://w3id.org/treatygraph/id/treaty/un/W-1/statement/CEL/8"}


def written(concluded: Concluded) -> list[Quad]:
    return list(quads(concluded, date(2010, 1, 1), ()))


def test_the_graph_says_until_when_a_withdrawn_reservation_stood(facts: Facts) -> None:
    made = next(s for s in facts.statements if s.id == "river-CEL-01")
    withdrawal = replace(
        made,
        id="river-CEL-09",
        kind=type(made.kind)("withdrawal"),
        effect=type(made.effect)("withdraws"),
        made_on=replace(made.made_on, year=2006) if made.made_on is not None else None,
        target_statement="river-CEL-01",
        provisions=(),
    )
    concluded = conclude(Register(replace(facts, statements=(*facts.statements, withdrawal))))
    ends = {q.subject: q.object.value for q in written(concluded) if q.predicate == term("tg:standsUntil")}
    (node,) = (subject for subject, end in ends.items() if end == "2006-07-01")
    found = {q.predicate: q.object.value for q in written(concluded) if q.subject == node}
    assert found[term("tg:standsSince")] < found[term("tg:standsUntil")] == "2006-07-01"
