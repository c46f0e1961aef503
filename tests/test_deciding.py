"""What a table does not settle is decided in place, with day and reason, and stays decided; it can be had back."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from treatygraph.errors import TreatygraphError
from treatygraph.faces.cli import main
from treatygraph.pipeline import decide, open_facts, read_and_check, read_file, take, undo
from treatygraph.pipeline.intake import Taken

HEADER = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"\n'
BODY = (
    "Avalond,1 Feb 2000,1 Jun 2000\nBorrin,2 Feb 2000,1 Jul 2000\nCelandine,,1 Jul 2000 a\n"
    "Republic of Nowhere,,5 Mar 2009 a\nFenmoor,1 Apr 2000,6 Mar 2009 P\nIsle of Ink,,7 Mar 2009 a\n"
    "Kelmark,,8 Mar 2009\n"
)
DAY = date(2026, 3, 1)


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "table.csv"
    path.write_text(HEADER + BODY, encoding="utf-8")
    return str(path)


def taking(table: str, folder: Path) -> Taken:
    return take(read_file(table), "river", "S90-new-table", folder)


def rows_aside(taken: Taken) -> dict[int, str]:
    return {w.row: w.participant for w in taken.reading.aside}


def mark(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def test_an_undecided_row_hides_nothing_and_waits(table: str, folder: Path) -> None:
    taken = taking(table, folder)
    assert len(taken.result.confirmed) == 6
    assert rows_aside(taken) == {5: "Republic of Nowhere", 6: "Fenmoor", 7: "Isle of Ink", 8: "Kelmark"}


def test_a_name_is_decided_with_its_reason_and_day(table: str, folder: Path) -> None:
    (said,) = decide(taking(table, folder), ["5=Fenmoor"], "Its new name.", DAY, folder)
    assert said == "Republic of Nowhere is Fenmoor (FEN), in every table."
    spelling = next(s for s in read_and_check(folder).facts.participant_names if s.name == "Republic of Nowhere")
    assert (spelling.participant, spelling.decided_on, spelling.reason) == ("FEN", DAY, "Its new name.")
    assert 5 not in rows_aside(taking(table, folder))


@pytest.mark.parametrize("what", ["territory", "no-participant"])
def test_a_name_can_be_that_of_nobody_who_takes_part(what: str, table: str, folder: Path) -> None:
    decide(taking(table, folder), [f"row 7={what}"], "It is an island of Avalond.", DAY, folder)
    taken = taking(table, folder)
    assert 7 not in rows_aside(taken)
    ((row, decision),) = taken.reading.left_out
    assert (row.participant, decision.decided) == ("Isle of Ink", what.replace("-", "_"))
    told = next(r for r in taken.comparison.records() if r["row"] == "left out")
    assert (
        told["why"]
        == f"{decision.decided.replace('_', ' ')}, decided on 2026-03-01 (D0001): It is an island of Avalond."
    )


def test_a_mark_is_decided_for_the_tables_of_a_treaty(table: str, folder: Path) -> None:
    decide(taking(table, folder), ["mark P=approval"], "As its legend says elsewhere.", DAY, folder)
    taken = taking(table, folder)
    assert [a.id for a in taken.result.new] == ["river-FEN-approval-1"]
    (decision,) = read_and_check(folder).facts.decisions
    assert (decision.treaty, decision.name, decision.printed) == ("river", None, "P")


def test_a_row_is_decided_by_what_was_printed(table: str, folder: Path) -> None:
    said = decide(taking(table, folder), ["6=acceptance"], "Asked.", DAY, folder)
    assert said == ("Row 6 (Fenmoor, 2009-03-06 P): acceptance.",)
    taken = taking(table, folder)
    assert [(a.id, str(a.done_on)) for a in taken.result.new] == [("river-FEN-acceptance-1", "2009-03-06")]
    decide(taking(table, folder), ["7=no-participant"], "x", DAY, folder)
    assert [d.id for d in read_and_check(folder).facts.decisions] == ["D0001", "D0002"]


def test_a_cell_can_be_no_act_at_all(table: str, folder: Path) -> None:
    decide(taking(table, folder), ["6=no-act"], "A misprint.", DAY, folder)
    taken = taking(table, folder)
    assert 6 not in rows_aside(taken)
    # The signature in the same row stands.
    assert "river-FEN-signature-1" in {a.id for a in taken.result.confirmed}


def test_decisions_can_be_had_back(table: str, folder: Path) -> None:
    before = mark(folder)
    decide(taking(table, folder), ["5=Fenmoor", "7=territory"], "x", DAY, folder)
    assert mark(folder) != before
    assert len(undo(folder)) == 2
    assert mark(folder) == before


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ("5", "is no decision. Write it as ROW=WHAT"),
        ("=x", "is no decision"),
        ("2=accession", "No row '2' waits for a decision. Those that wait: 5, 6, 7, 8."),
        ("5=Nobody at all", "is nobody: Unknown participant"),
        ("6=lunch", "is no kind of act, which row 6 waits for"),
        ("mark Q=accession", "No row waits for the mark 'Q'"),
        ("mark P=lunch", "is no kind of act, which a mark waits for"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_written(
    decision: str, message: str, table: str, folder: Path
) -> None:
    before = mark(folder)
    with pytest.raises(TreatygraphError, match=message.replace("(", r"\(")):
        decide(taking(table, folder), ["7=territory", decision], "x", DAY, folder)
    assert mark(folder) == before


def test_the_command_decides_and_shows_the_table_anew(
    table: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(folder), "--format", "csv"]
    assert main(["intake", "river", table, "--decide", "7=territory", *data]) == 2
    assert "needs its reason" in capsys.readouterr().err
    assert main(["intake", "river", table, "--decide", "7=territory", "--reason", "An island.", *data]) == 0
    told = capsys.readouterr()
    assert "left out,row 7: Isle of Ink" in told.out
    assert "Isle of Ink: territory, in every table." in told.err
    (decision,) = open_facts(folder).facts.decisions
    assert decision.decided_on == date.today()
