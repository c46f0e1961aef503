"""What the tables by law say: the figures and words that nothing else asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import Quad

from tests.facts.test_check import with_row
from tests.law.test_cases import undecided
from treatygraph.days import PartialDate
from treatygraph.facts.model import Effect, Facts, ParticipantKind, StatementKind
from treatygraph.facts.register import Register
from treatygraph.graph.from_law import quads
from treatygraph.graph.terms import term
from treatygraph.law.model import Status
from treatygraph.law.status import Concluded, conclude
from treatygraph.questions.between import BETWEEN, between
from treatygraph.questions.commitments import of_a_participant as commitments
from treatygraph.questions.desk import Desk
from treatygraph.questions.dossier import Order, dossier
from treatygraph.questions.law import answer, status_of_whom
from treatygraph.questions.notes import reservation_notes
from treatygraph.questions.proof import proof_of
from treatygraph.questions.relations import relations
from treatygraph.questions.status import having, of_a_participant, of_a_treaty
from treatygraph.questions.territories import TerritoryError, territories
from treatygraph.questions.timeline import of_a_participant as timeline_of_a_participant
from treatygraph.questions.treaties import treaties
from treatygraph.questions.what_if import what_if

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
    (row,) = (t for t in relations(desk, "AVA", desk.register.in_depth).treaties if t.treaty == "river")
    assert (row.contested, "CEL" in row.precluded) == (("CEL",), False)
    kinds = {q.object.value for q in written(concluded) if q.predicate == term("tg:deniedBy")}
    assert kinds == {"https://w3id.org/treatygraph/id/treaty/un/W-1/statement/CEL/8"}


def test_a_territory_has_what_the_one_responsible_owes_where_a_treaty_is_said_to_apply(facts: Facts) -> None:
    extension = replace(
        next(s for s in facts.statements if s.id == "river-AVA-02"),
        id="river-AVA-08",
        kind=StatementKind.TERRITORIAL_APPLICATION,
        effect=Effect.TERRITORIAL_EXTENSION,
        provisions=(),
        territories=("SKE",),
    )
    concluded = conclude(Register(replace(facts, statements=(*facts.statements, extension))))
    desk = Desk(concluded=concluded, day=date(2003, 1, 1))
    table = territories(desk, participant="SKE")
    told = {row[2]: row[4] for row in table.rows}
    assert told["river"] == "extended"
    assert set(told.values()) <= {"extended", "not_stated", "not_in_force"}
    owed = commitments(desk, participant="SKE", treaty="river")
    theirs = commitments(desk, participant="AVA", treaty="river")
    assert [row[2] for row in owed.rows] == [row[2] for row in theirs.rows]
    assert any("applies to Skerry Isles" in note for note in owed.notes)
    assert not commitments(desk, participant="SKO", treaty="river").rows
    rows = between(desk, a="AVA", b="BOR", treaty="river").rows
    assert any("Skerry Isles" in str(row[-1]) for row in rows)
    events = timeline_of_a_participant(desk, participant="AVA").rows
    assert any(row[2] == "applies to a territory" and str(row[0]) >= "2000-09-29" for row in events)
    proof = proof_of(concluded, "Skerry Isles", "river", on=date(2003, 1, 1))
    assert proof.reason.rule.id == "territory-extended"
    assert status_of_whom(concluded.register, "Skerry Isles") == ("status/of-territories", "SKE")
    assert status_of_whom(concluded.register, "AVA") == ("status/of-a-participant", "AVA")
    several = answer(
        concluded, "status/of-territories", participant="Skerry Isles", treaty="river;dam", on="2003-01-01"
    )
    assert [(row[0], row[2]) for row in several.rows] == [("SKE", "river"), ("SKE", "dam")]


def test_what_is_owed_where_a_treaty_applies_by_the_notice_of_one_not_party_is_not_computed(facts: Facts) -> None:
    notice = replace(
        next(s for s in facts.statements if s.id == "river-AVA-02"),
        id="river-AVA-08",
        kind=StatementKind.NOTIFICATION,
        effect=Effect.TERRITORIAL_EXTENSION,
        effective_on=PartialDate.parse("2002-01-01"),
        provisions=(),
        territories=("SKE",),
    )
    less = tuple(a for a in facts.actions if (a.treaty, a.participant) != ("river", "AVA"))
    stated = tuple(
        replace(i, stated_in_force_on=date(2000, 9, 29)) if i.id == "river" else i for i in facts.instruments
    )
    few = replace(facts, actions=less, instruments=stated, statements=(*facts.statements, notice))
    desk = Desk(concluded=conclude(Register(few)), day=date(2003, 1, 1))
    owed = commitments(desk, participant="SKE", treaty="river")
    assert not owed.rows
    assert any("what is owed there is not computed" in note for note in owed.notes)
    assert not any("not in force for" in note for note in owed.notes)


def test_a_territory_takes_part_in_nothing(facts: Facts) -> None:
    desk = Desk(concluded=conclude(Register(facts)), day=date(2003, 1, 1))
    for refused in (
        lambda: between(desk, a="SKE", b="BOR", treaty="river"),
        lambda: what_if(desk, "SKO", "river", date(2003, 1, 1)),
        lambda: dossier(desk, "SKE", Order(version="v")),
    ):
        with pytest.raises(TerritoryError, match=r"is a territory and takes part in nothing\. Name"):
            refused()
    assert any("A territory" in note for note in of_a_participant(desk, participant="SKE").notes)


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


def test_what_an_organization_owes_is_told_with_its_declaration_of_competence(real: Concluded) -> None:
    desk = Desk(concluded=real, day=DAY)
    table = commitments(desk, participant="EUU", treaty="som")
    at = [c.name for c in table.columns].index("competence")
    assert {row[at] for row in table.rows} == {"som-EUU-02", None}
    assert any("som-EUU-02 replaced som-EUU-01" in note for note in table.notes)
    assert not any("competence" in note for note in commitments(desk, participant="CHE", treaty="som").notes)


def test_between_a_state_and_an_organization_only_states_go_before_the_court(real: Concluded) -> None:
    table = between(Desk(concluded=real, day=DAY), a="CHE", b="EUU", treaty="som")
    assert any("only States, so not open between the two" in note for note in table.notes)
    explained = {row[4]: str(row[-1]) for row in table.rows}
    assert "Replaced by som-EUU-02" in explained["som-EUU-01"]
    earlier = between(Desk(concluded=real, day=date(2010, 1, 1)), a="CHE", b="EUU", treaty="som")
    assert not any("Replaced by" in str(row[-1]) for row in earlier.rows)


def test_a_proof_says_once_as_what_it_cites_the_convention_on_treaties(real: Concluded) -> None:
    steps = [step.rule.id for step in proof_of(real, "CHE", "som").reason.walk() if step.rule.id.startswith("cited-")]
    assert len(steps) == len(set(steps)) >= 1


def test_the_status_under_treaties_that_are_named_is_told_in_their_order(world: Concluded) -> None:
    """By any name of theirs, and of those under which nothing was done too."""
    named = answer(world, "status/of-a-participant", participant="Avalond", treaty="dam; River Convention;river")
    assert [row[0] for row in named.rows] == ["dam", "river"]
    assert not any("more treaties" in note for note in named.notes)


def test_a_state_of_another_time_whose_successor_succeeded_is_neither_party_nor_outside(facts: Facts) -> None:
    """Until its end it is among those of whom it is not known; afterwards it is no party, whatever it was."""
    ended = PartialDate.parse("2003-04-30")
    told = with_row(facts, "participants", "GOR", kind=ParticipantKind.FORMER_STATE, until=ended)
    concluded = conclude(Register(replace(told, actions=tuple(a for a in told.actions if a.participant != "GOR"))))
    treaty = "river"
    before, after = (Desk(concluded=concluded, day=date(year, 1, 1)) for year in (2003, 2005))
    assert before.tally(treaty).undetermined == after.tally(treaty).undetermined + 1
    assert "GOR" in having(before, treaty)
    assert "GOR" not in having(after, treaty)
    assert "GOR" in having(after, treaty, "undetermined")
    assert all("GOR" not in having(desk, treaty, "party;third_state") for desk in (before, after))
    (row,) = of_a_participant(after, participant="GOR", treaty=treaty).records()
    assert row["status"] is Status.UNDETERMINED


def test_a_proof_tells_which_reservations_the_clauses_let_one_make(real: Concluded) -> None:
    def told(treaty: str) -> str:
        (note,) = reservation_notes(real.register, treaty)
        return note

    assert told("som") == (
        "som, reservations: art. 20(3) permits a reservation to art. 20(2) (settlement of disputes); any other must be "
        "compatible with the object and purpose (VCLT art. 19(c))."
    )
    assert told("xviii-10") == "xviii-10, reservations: art. 120 prohibits reservations."
    assert "(incompatible with the object and purpose)." in told("cedaw")
    assert told("iccpr") == "iccpr, reservations: whether a clause prohibits or permits some is not in the data."
    assert told("som") in proof_of(real, "CHE", "som").notes


def test_a_state_of_another_time_that_no_list_could_show_is_told_of_once(facts: Facts) -> None:
    gone = tuple(
        replace(p, kind=ParticipantKind.FORMER_STATE, since=PartialDate.parse("1990"), until=PartialDate.parse("2003"))
        if p.id == "GOR"
        else p
        for p in facts.participants
    )
    acts = tuple(a for a in facts.actions if a.participant not in {"GOR", "HAL"})
    said = tuple(s for s in facts.statements if s.participant not in {"GOR", "HAL"})
    concluded = conclude(Register(replace(facts, participants=gone, actions=acts, statements=said)))
    then, now, before = (Desk(concluded=concluded, day=date(year, 1, 1)) for year in (2002, 2009, 1999))
    for told in (of_a_treaty(then, treaty="river"), treaties(then)):
        assert sum("not counted: Gorland" in note for note in told.notes) == 1
    for desk in (now, before):
        assert not any("not counted" in note for note in of_a_treaty(desk, treaty="river").notes)
    own = of_a_participant(then, participant="GOR")
    assert not own.rows
    assert any("Under 3 more treaties it is not known whether it had consented" in note for note in own.notes)
    (asked,) = of_a_participant(then, participant="GOR", treaty="river").rows
    assert "undetermined" in asked


def test_an_act_whose_kind_is_not_told_is_an_act(facts: Facts) -> None:
    seen = replace(facts, undecided=(undecided("fish GOR 2001-05-01 accession", 1),))
    table = of_a_participant(
        Desk(concluded=conclude(Register(seen)), day=date(2003, 1, 1)), participant="GOR", every=True
    )
    assert "fish" in [row[0] for row in table.rows]
