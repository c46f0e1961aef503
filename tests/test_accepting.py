"""A published file is taken over in one step or not at all, and what stood before can be had back."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import parted
from treatygraph.errors import FaultyDataError, TreatygraphError
from treatygraph.facts.model import ENDING
from treatygraph.facts.register import Register
from treatygraph.law.status import conclude, standing
from treatygraph.pipeline import accept, read_and_check, read_file, take, undo

HEADER = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"\n'
DAY = date(2020, 1, 1)


def marks(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def file(tmp_path: Path, body: str, header: str = HEADER) -> str:
    path = tmp_path / "table.csv"
    path.write_text(header + body, encoding="utf-8")
    return str(path)


def taking(tmp_path: Path, folder: Path, body: str, source: str | None = "S90-new-table"):  # type: ignore[no-untyped-def]
    return take(read_file(file(tmp_path, body)), "river", source, folder)


NEW = "Fenmoor,1 Apr 2000,5 Mar 2010\n"


def test_new_acts_are_written_with_all_that_they_need_and_put_back(folder: Path, tmp_path: Path) -> None:
    before = marks(folder)
    done = accept(taking(tmp_path, folder, NEW), folder, DAY, "https://example.org/table")
    assert (done.treaty, done.acts, done.conflicts, done.complete_to) == ("river", 1, 0, None)
    assert [name.rpartition("/")[2] for name in done.files] == ["actions.csv", "ledger.csv", "sources.csv"]
    register = read_and_check(folder)
    assert register.sources["S90-new-table"].expected_rows == 1
    assert "river-FEN-ratification-1" in {e.id for e in register.facts.ledger}
    assert standing(conclude(register), "FEN", "river", DAY).status == "party"
    assert undo(folder) == done.files
    assert marks(folder) == before
    with pytest.raises(TreatygraphError, match="nothing to undo"):
        undo(folder)


def test_a_day_that_differs_is_kept_beside_ours_once(folder: Path, tmp_path: Path) -> None:
    body = "Avalond,1 Feb 2000,2 Jun 2000\nCelandine,,1 Jul 2000 AA\n"
    done = accept(taking(tmp_path, folder, body + NEW), folder, DAY, "https://example.org/table")
    assert done.conflicts == 2
    claims = {c.about: (c.field, c.other) for c in read_and_check(folder).facts.conflicts}
    assert claims["river-AVA-ratification-1"] == ("done_on", "2000-06-02")
    assert claims["river-CEL-accession-1"] == ("kind", "approval")
    with pytest.raises(TreatygraphError, match="nothing that the facts do not hold"):
        accept(taking(tmp_path, folder, body + NEW), folder, DAY)


def test_a_day_known_to_the_year_becomes_exact_and_names_both_sources(folder: Path, tmp_path: Path) -> None:
    done = accept(taking(tmp_path, folder, "Gorland,,5 May 2002 a\n"), folder, DAY, "https://example.org/table")
    assert (done.acts, done.conflicts) == (0, 0)
    (action,) = (a for a in read_and_check(folder).facts.actions if a.id == "river-GOR-accession-1")
    assert (str(action.done_on), action.sources) == ("2002-05-05", ("S90-new-table", "gazette"))


def whole(register: Register) -> str:
    """Return the table of the treaty as it stands, every act of it."""
    marks_of = {m.kind: m.mark for m in register.facts.action_marks}
    rows: dict[str, list[str]] = {}
    for action in (a for a in register.actions_by_treaty["river"] if a.kind not in ENDING):
        row = rows.setdefault(action.participant, ["", ""])
        row[action.kind != "signature"] = f"{action.done_on} {marks_of.get(action.kind, '')}".strip()
    return "".join(f'"{register.name(p)}",{a},{b}\n' for p, (a, b) in rows.items())


def test_only_a_whole_table_moves_the_day_the_acts_are_complete_to(folder: Path, tmp_path: Path) -> None:
    register = read_and_check(folder)
    rows = whole(register)
    later = date(2030, 1, 1)
    done = accept(
        taking(tmp_path, folder, rows.replace('"Fenmoor",2000-04-01,', '"Fenmoor",2000-04-01,2019-01-01')),
        folder,
        later,
        "https://example.org/t",
    )
    assert done.complete_to == later
    (cover,) = (c for c in read_and_check(folder).facts.coverage if c.treaty == "river")
    assert (cover.as_of, "S90-new-table" in cover.sources) == (later, True)


def test_a_table_that_lacks_an_act_of_ours_is_not_whole(folder: Path, tmp_path: Path) -> None:
    rows = whole(read_and_check(folder)).splitlines(keepends=True)
    body = "".join(
        r.replace('"Fenmoor",2000-04-01,', '"Fenmoor",2000-04-01,2019-01-01') for r in rows if "Celan" not in r
    )
    done = accept(taking(tmp_path, folder, body), folder, date(2030, 1, 1), "https://example.org/t")
    assert (done.acts, done.complete_to) == (1, None)


@pytest.mark.parametrize(
    ("body", "source", "day", "address", "message"),
    [
        (NEW, None, DAY, None, r"does not say its source \(--source\)"),
        (NEW, "S90-new-table", None, None, r"does not say the day it shows \(--as-of\)"),
        (NEW, "S90-new-table", DAY, None, "is new and has no address"),
        ("Avalond,1 Feb 2000,1 Jun 2000\n", "S90-new-table", DAY, "https://example.org/t", "nothing that the facts"),
        (NEW, "what is this", DAY, None, "Unknown source: 'what is this'"),
    ],
)
def test_what_a_file_lacks_is_said_and_nothing_is_written(
    body: str, source: str | None, day: date | None, address: str | None, message: str, folder: Path, tmp_path: Path
) -> None:
    before = marks(folder)
    with pytest.raises(TreatygraphError, match=message):
        accept(taking(tmp_path, folder, body, source), folder, day, address)
    assert marks(folder) == before


def test_facts_that_would_be_faulty_are_not_written(folder: Path, tmp_path: Path) -> None:
    before = marks(folder)
    with pytest.raises(FaultyDataError, match=r"actions\.csv row"):
        accept(taking(tmp_path, folder, "Fenmoor,1 Apr 2000,5 Mar 2000\n"), folder, DAY, "https://example.org/t")
    assert marks(folder) == before


def test_a_change_made_since_is_not_lost_by_undoing(folder: Path, tmp_path: Path) -> None:
    accept(taking(tmp_path, folder, NEW), folder, DAY, "https://example.org/table")
    ledger = next(folder.rglob("ledger.csv"))
    ledger.write_text(ledger.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = marks(folder)
    with pytest.raises(TreatygraphError, match=r"ledger\.csv was changed since"):
        undo(folder)
    assert marks(folder) == changed


def test_in_a_folder_of_parts_only_the_files_of_the_treaty_change(folder: Path, tmp_path: Path) -> None:
    before = marks(parted(folder))
    done = accept(taking(tmp_path, folder, NEW), folder, DAY, "https://example.org/table")
    start = "ratifications/"
    assert done.files == (f"{start}actions/river.csv", f"{start}ledger/river.csv", f"{start}sources.csv")
    assert undo(folder) == done.files
    assert marks(folder) == before
