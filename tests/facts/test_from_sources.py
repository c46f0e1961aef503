"""A published table becomes rows of actions.csv, compared with what stands; what nobody decided on is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import ROOT
from treatygraph.days import PartialDate
from treatygraph.errors import UnreadableSourceError
from treatygraph.facts.from_sources import (
    Intake,
    Reading,
    actions_from_table,
    compare,
    likeness,
    marks_of,
    treaty_of_table,
)
from treatygraph.facts.model import Action, ActionKind, Coverage
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.law.status import Concluded, conclude, standing, tally
from treatygraph.sources.forms import read_published
from treatygraph.sources.published import PublishedAct, PublishedTable

HEADER = (
    'Participant,"Signature, Succession to signature(d)","Ratification, Acceptance(A), Approval(AA), Accession(a)"\n'
)


def published(register: Register, text: str) -> PublishedTable:
    (table,) = read_published(text.encode(), "t.csv", marks_of(register))
    return table


def read(world: Concluded, body: str, header: str = HEADER, treaty: str = "river") -> Reading:
    return actions_from_table(world.register, published(world.register, header + body), treaty, "gazette")


def taken(world: Concluded, body: str, header: str = HEADER) -> dict[str, str]:
    return {a.id: str(a.done_on) for a in read(world, body, header).actions}


def compared(world: Concluded, body: str, header: str = HEADER) -> Intake:
    return compare(world.register, read(world, body, header), "river")


def test_signature_and_marks_become_acts(world: Concluded) -> None:
    body = (
        "Avalond and Dependencies,1 Feb 2000,1 Jun 2000\n"
        "Celandine 3,,1 Jul 2000 a\n"
        "Borrin,2 Feb 2000,1 Jul 2000 AA\n"
        "Haleth,15 Jan 2004 d,\n"
    )
    assert taken(world, body) == {
        "river-AVA-ratification-1": "2000-06-01",
        "river-AVA-signature-1": "2000-02-01",
        "river-BOR-approval-1": "2000-07-01",
        "river-BOR-signature-1": "2000-02-02",
        "river-CEL-accession-1": "2000-07-01",
        "river-HAL-succession_to_signature-1": "2004-01-15",
    }


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "Atlantis,,1 Jun 2000 a\n",
            "Unknown participant: 'Atlantis'. Write a name in a UN language, or a code such as CHE; "
            "the list of participants names all of the data. Decide",
        ),
        ("Dunmore,,1 Jun 2000\n", "without a mark and without a signature"),
        ("Celandine,,1 Jul 2000 a\nCelandine,,2 Jul 2000 a\n", "CEL stands in row 2 too"),
    ],
)
def test_what_nobody_decided_on_is_set_aside_and_hides_nothing(body: str, reason: str, world: Concluded) -> None:
    found = read(world, body + "Avalond,1 Feb 2000,1 Jun 2000\n")
    assert [a for a in found.aside if reason in a.reason]
    assert {"river-AVA-ratification-1", "river-AVA-signature-1"} <= {a.id for a in found.actions}


def test_an_act_the_facts_do_not_know_is_set_aside(world: Concluded) -> None:
    known = PublishedTable(form="f", acts=(act("Avalond", "blessing", "2000-06-01"),))
    found = actions_from_table(world.register, known, "river", "gazette")
    assert found.actions == ()
    assert "blessing is no kind of act that the facts know" in found.aside[0].reason


def act(participant: str, what: str, day: str) -> PublishedAct:
    return PublishedAct(row=1, participant=participant, act=what, day=PartialDate.parse(day), column="c")


def test_a_kind_the_file_leaves_open_is_taken_from_an_act_that_stands_on_the_day(world: Concluded) -> None:
    stands = next(a for a in world.register.actions_of("AVA", "river") if a.kind is ActionKind.RATIFICATION)
    words = "ratification|acceptance|approval"
    known = PublishedTable(form="f", acts=(act("Avalond", words, str(stands.done_on)),))
    found = actions_from_table(world.register, known, "river", "gazette")
    assert [a.id for a in found.actions] == [stands.id]
    other = PublishedTable(form="f", acts=(act("Avalond", words, "2001-01-01"),))
    found = actions_from_table(world.register, other, "river", "gazette")
    assert found.actions == ()
    assert "does not tell whether this is ratification, acceptance or approval" in found.aside[0].reason


def test_only_a_succession_keeps_the_day_of_effect_that_a_file_prints(world: Concluded) -> None:
    header = 'Participant,"Succession(d), Accession(a)",Date of effect\n'
    found = read(world, "Haleth,1 Jun 2004 d,1 Jan 2004\nCelandine,1 Jul 2000 a,1 Aug 2000\n", header)
    assert [(a.id, str(a.effective_on)) for a in found.actions] == [
        ("river-CEL-accession-1", "None"),
        ("river-HAL-succession-1", "2004-01-01"),
    ]


def test_a_table_is_compared_with_what_stands(world: Concluded) -> None:
    result = compared(world, "Avalond,1 Feb 2000,2 Jun 2000\nCelandine,,1 Jul 2000 a\nGorland,,5 May 2002 AA\n")
    assert [a.id for a in result.confirmed] == ["river-AVA-signature-1", "river-CEL-accession-1"]
    assert [(str(o.done_on), str(t.done_on)) for o, t in result.differing] == [("2000-06-01", "2000-06-02")]
    assert [(o.id, t.id) for o, t in result.changed] == [("river-GOR-accession-1", "river-GOR-approval-1")]
    assert result.new == ()
    assert "river-GOR-accession-1" not in [a.id for a in result.absent]
    assert "river-BOR-ratification-1" in [a.id for a in result.absent]


def test_what_replaces_another_kind_on_the_same_day_is_paired_with_it(world: Concluded) -> None:
    result = compared(world, "Avalond,1 Feb 2000,1 Jun 2000 a\n")
    assert [(o.kind, t.kind) for o, t in result.changed] == [(ActionKind.RATIFICATION, ActionKind.ACCESSION)]


def with_acts(register: Register, *acts: Action) -> Register:
    return Register(replace(register.facts, actions=(*register.facts.actions, *acts)))


def test_who_left_and_came_back_is_compared_with_the_consent_that_is_printed(world: Concluded) -> None:
    first = next(a for a in world.register.actions_of("CEL", "river") if a.kind is ActionKind.ACCESSION)
    left = replace(first, id="river-CEL-denunciation-1", kind=ActionKind.DENUNCIATION, done_on=PartialDate(2009, 1, 1))
    again = replace(first, id="river-CEL-accession-2", done_on=PartialDate(2012, 1, 1))
    register = with_acts(world.register, left, again)
    table = published(register, HEADER + "Celandine,,1 Jan 2012 a\n")
    result = compare(register, actions_from_table(register, table, "river", "gazette"), "river")
    assert [a.id for a in result.confirmed] == ["river-CEL-accession-2"]


def test_an_identifier_that_was_ever_used_is_not_used_again(world: Concluded) -> None:
    entry = replace(world.register.facts.ledger[0], id="river-FEN-accession-1")
    register = Register(replace(world.register.facts, ledger=(*world.register.facts.ledger, entry)))
    table = published(register, HEADER + "Fenmoor,,1 Jan 2012 a\n")
    found = actions_from_table(register, table, "river", "gazette")
    assert [a.id for a in found.actions] == ["river-FEN-accession-2"]


def test_brackets_are_an_end_that_the_facts_lack(world: Concluded) -> None:
    body = "Avalond,[1 Feb 2000],[1 Jun 2000]\nCelandine,,1 Jul 2000 a\n"
    result = compared(world, body)
    assert [a.id for a in result.ended] == ["river-AVA-ratification-1", "river-AVA-signature-1"]
    first = next(a for a in world.register.actions_of("AVA", "river") if a.kind is ActionKind.RATIFICATION)
    left = replace(first, id="river-AVA-denunciation-1", kind=ActionKind.DENUNCIATION, done_on=PartialDate(2009, 1, 1))
    register = with_acts(world.register, left)
    table = published(register, HEADER + body)
    assert compare(register, actions_from_table(register, table, "river", "gazette"), "river").ended == ()


def printed(register: Register, treaty: str) -> str:
    """Print the table of a treaty as the depositary does."""
    marks = {m.kind: m.mark for m in register.facts.action_marks}
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    cells: dict[str, list[str]] = {}
    for action in register.actions_by_treaty[treaty]:
        day = action.done_on.earliest
        text = f"{day.day} {months[day.month - 1]} {day.year}"
        row = cells.setdefault(action.participant, ["", ""])
        if action.kind is ActionKind.SIGNATURE:
            row[0] = text
        else:
            row[1] = f"{text} {marks[action.kind]}".strip()
    return "Participant\tSignature\tRatification\n" + "".join(
        f"{register.name(p)} {n % 9}\t{row[0]}\t{row[1]}\n" for n, (p, row) in enumerate(cells.items())
    )


def test_the_real_facts_read_back_from_a_table_as_the_depositary_prints_it(real: Concluded) -> None:
    """Round trip over all acts of each treaty: print its table, read it, get the same rows, and know whose it is."""
    register = real.register
    for treaty in register.in_depth:
        table = published(register, printed(register, treaty))
        result = compare(register, actions_from_table(register, table, treaty, "S01-untc-2014"), treaty)
        acts = register.actions_by_treaty[treaty]
        assert (len(result.confirmed), result.new, result.differing, result.absent) == (len(acts), (), (), ())
        assert treaty_of_table(register, table, None, "t").treaty == treaty
        other = next(t for t in register.in_depth if t != treaty)
        with pytest.raises(UnreadableSourceError, match=f"looks like the table of {treaty}"):
            treaty_of_table(register, table, other, "t")


def test_the_depositarys_own_number_tells_the_treaty(real: Concluded) -> None:
    register = real.register
    number = register.instruments["som"].untc_number
    named = PublishedTable(form="f", acts=(act("Monaco", "signature", "2000-12-13"),), number=number, title="Protocol")
    assert treaty_of_table(register, named, None, "t").treaty == "som"
    assert treaty_of_table(register, named, "som", "t").treaty == "som"
    with pytest.raises(UnreadableSourceError, match=f"is the table of som \\({number}\\), not of tip"):
        treaty_of_table(register, named, "tip", "t")
    with pytest.raises(UnreadableSourceError, match="is the table of number IV-99"):
        treaty_of_table(register, replace(named, number="IV-99"), "som", "t")


def test_a_table_that_is_no_treatys_is_asked_about(real: Concluded) -> None:
    table = PublishedTable(
        form="f",
        acts=(act("Monaco", "signature", "2001-01-01"), act("Atlantis", "accession", "2001-01-01")),
        title="Pact",
    )
    with pytest.raises(
        UnreadableSourceError, match="does not say which treaty it is of \\(it is headed 'Pact'\\), and 0"
    ):
        treaty_of_table(real.register, table, None, "t")
    assert likeness(real.register, table, "som").same == 0
    old = replace(table, acts=(act("Monaco", "signature", "1990-12-13"),), title=None)
    with pytest.raises(UnreadableSourceError, match="1 of 1 acts are older than som, which was adopted on"):
        treaty_of_table(real.register, old, "som", "t")
    with pytest.raises(UnreadableSourceError, match="does not say which treaty it is of, and"):
        treaty_of_table(real.register, old, None, "t")


def brought_in(register: Register, treaty: str, text: str, as_of: date) -> Concluded:
    """Bring a treaty in whose clauses stand in the data already: its acts, and how far they reach."""
    cover = Coverage(treaty=treaty, as_of=as_of, statements_as_of=None, sources=("S01-untc-2014",), gaps=None)
    wider = Register(replace(register.facts, coverage=(*register.facts.coverage, cover)))
    reading = actions_from_table(wider, published(wider, text), treaty, "S01-untc-2014")
    assert reading.aside == ()
    return conclude(with_acts(wider, *reading.actions))


def test_the_real_table_of_the_migrant_workers_convention_makes_no_signatory_a_party(real: Concluded) -> None:
    """The depositary's table of IV-13 as it stood on 14 March 2015 (public copy zmjones/untreaties)."""
    text = (ROOT / "tests" / "known" / "migrant_workers_2015.csv").read_text(encoding="utf-8")
    treaty = next(i.id for i in real.register.facts.instruments if i.untc_number == "IV-13")
    day = date(2015, 3, 14)
    concluded = brought_in(real.register, treaty, text, day)
    assert standing(concluded, "MNE", treaty, day).status is Status.SIGNATORY
    assert standing(concluded, "MNE", treaty, date(2006, 10, 22)).status is Status.THIRD_STATE
    counts = tally(concluded, treaty, day)
    assert (counts.deposited, counts.in_force) == (47, 47)


def test_marks_come_from_the_decisions(world: Concluded) -> None:
    marks: Mapping[str, str] = marks_of(world.register)
    assert marks["a"] == "accession"
    assert "" not in marks


def test_a_territory_takes_part_in_nothing_and_its_row_is_set_aside(world: Concluded) -> None:
    name = world.register.name("SKE")
    found = read(world, f"Borrin,,1 Jul 2000 a\n{name},,1 Jul 2000 a\n")
    assert {a.participant for a in found.actions} == {"BOR"}
    (aside,) = found.aside
    assert aside.reason.startswith("SKE is a territory, which takes part in nothing.")
    assert aside.reason.endswith("`--decide 3=territory`.")


def test_what_has_not_been_done_yet_is_set_aside(world: Concluded) -> None:
    table = published(world.register, "Participant,Signature\nBorrin,1 Feb 2000\nCeltria,1 Feb 2090\n")
    found = actions_from_table(world.register, table, "river", "gazette", date(2026, 1, 31))
    assert {a.participant for a in found.actions} == {"BOR"}
    assert "after 2026-01-31" in found.aside[0].reason
