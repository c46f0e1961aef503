"""A depositary's table becomes rows of actions.csv; names and marks nobody decided on stop."""

from __future__ import annotations

import pytest

from treatygraph.errors import UnreadableSourceError
from treatygraph.facts.from_sources import actions_from_table, compare
from treatygraph.law.status import Concluded
from treatygraph.sources.un import read_status_table

HEADER = "Participant,Signature,Ratification\n"


def taken(world: Concluded, body: str) -> dict[str, str]:
    rows = read_status_table(HEADER + body, "t.csv")
    found = actions_from_table(world.register, rows, "river", "gazette", "t.csv")
    return {a.id: str(a.done_on) for a in found}


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
        "river-HAL-succession-1": "2004-01-15",
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Atlantis,,1 Jun 2000 a\n", "row 2: Unknown participant: 'Atlantis'"),
        ("Avalond,,1 Jun 2000\n", "without a mark and no signature. Ask the source"),
        ("Avalond,1 Feb 2000,1 Jun 2000 x\n", "has the mark 'x'"),
        ("Avalond,1 Feb 2000 x,1 Jun 2000\n", "has the mark 'x'"),
        ("Avalond,1 Feb 2000,1 Jun 2000\nAvalond,1 Feb 2000,1 Jun 2000\n", "stands in the table twice"),
    ],
)
def test_what_nobody_decided_on_stops(body: str, message: str, world: Concluded) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        taken(world, body)
    assert message in str(caught.value)


def test_a_table_is_compared_with_what_stands(world: Concluded) -> None:
    body = "Avalond,1 Feb 2000,2 Jun 2000\nCelandine,,1 Jul 2000 a\nGorland,,5 May 2002 AA\n"
    rows = read_status_table(HEADER + body, "t")
    actions = actions_from_table(world.register, rows, "river", "gazette", "t")
    result = compare(world.register, actions, "river")
    assert [a.id for a in result.new] == ["river-GOR-approval-1"]
    assert [a.id for a in result.confirmed] == ["river-AVA-signature-1", "river-CEL-accession-1"]
    assert [(str(o.done_on), str(t.done_on)) for o, t in result.differing] == [("2000-06-01", "2000-06-02")]
    assert "river-GOR-accession-1" in [a.id for a in result.absent]


def test_the_real_facts_read_back_from_a_table_as_the_depositary_prints_it(real: Concluded) -> None:
    """Round trip over all acts of one treaty: print its table, read it, get the same rows."""
    register = real.register
    marks = {m.kind: m.mark for m in register.facts.action_marks}
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    cells: dict[str, list[str]] = {}
    for action in register.actions_by_treaty["untoc"]:
        day = action.done_on.earliest
        text = f"{day.day} {months[day.month - 1]} {day.year}"
        row = cells.setdefault(action.participant, ["", ""])
        if action.kind == "signature":
            row[0] = text
        else:
            row[1] = f"{text} {marks[action.kind]}".strip()
    table = "Participant\tSignature\tRatification\n" + "".join(
        f"{register.name(p)} {n % 9}\t{row[0]}\t{row[1]}\n" for n, (p, row) in enumerate(cells.items())
    )
    found = actions_from_table(register, read_status_table(table, "t"), "untoc", "S01-untc-2014", "t")
    result = compare(register, found, "untoc")
    assert (len(result.confirmed), result.new, result.differing, result.absent) == (342, (), (), ())
