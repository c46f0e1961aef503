"""Bad rows are refused, each named with file, row, value, cause and remedy; good ones become typed records."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT, parted
from treatygraph.days import Duration, PartialDate
from treatygraph.errors import DataFolderError, FaultyDataError
from treatygraph.facts.model import ActionKind, LedgerEntry
from treatygraph.facts.parts import in_parts, part_of
from treatygraph.facts.read import Loaded, read_facts, read_tables, read_terms
from treatygraph.facts.read.tables import without_grammars
from treatygraph.facts.write import text_of_rows, write_facts
from treatygraph.law.status import Concluded

Edit = Callable[[str, str, str], Path]


def refused(folder: Path) -> str:
    with pytest.raises(FaultyDataError) as caught:
        read_facts(folder)
    return str(caught.value)


def test_a_row_becomes_a_typed_record(world_loaded: Loaded) -> None:
    action = next(a for a in world_loaded.facts.actions if a.id == "river-HAL-succession-1")
    assert action.kind is ActionKind.SUCCESSION
    assert action.done_on == PartialDate(2004, 1, 15)
    assert action.effective_on == PartialDate(2003, 5, 1)
    assert action.sources == ("gazette",)
    instrument = next(i for i in world_loaded.facts.instruments if i.id == "river")
    assert instrument.opened_on == date(1999, 5, 1)


def test_a_delay_is_a_duration_from_the_reader_on(world_loaded: Loaded) -> None:
    clause = next(c for c in world_loaded.facts.clauses if c.id == "river-entry_into_force")
    assert clause.delay == Duration(days=90)


def test_rows_are_sorted_by_key_and_keep_their_number(world_loaded: Loaded) -> None:
    ids = [a.id for a in world_loaded.facts.actions]
    assert ids == sorted(ids)
    assert world_loaded.rows["actions"] == tuple(range(2, len(ids) + 2))


def test_row_order_in_the_file_does_not_matter(folder: Path, world_loaded: Loaded) -> None:
    path = folder / "ratifications" / "actions.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(reversed(rows)), encoding="utf-8")
    assert read_facts(folder).facts == world_loaded.facts


def test_the_mark_of_a_spreadsheet_at_the_start_of_a_file_is_no_fault(folder: Path, world_loaded: Loaded) -> None:
    path = folder / "ratifications" / "actions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_facts(folder).facts == world_loaded.facts


BAD_CELLS = {
    "unknown code": (
        ",accession,2000-07-01",
        ",acession,2000-07-01",
        "'acession' is no code",
        "Did you mean accession or",
    ),
    "no date": (",2000-07-01,", ",2000-7-1,", "not written as the column asks", "Day of signature"),
    "impossible date": (",2000-07-01,", ",2000-02-30,", "not in the calendar", "Check month and day."),
    "placeholder": (",2000-07-01,", ",9999-12-31,", "placeholder", "Leave the cell empty."),
    "year out of reason": (",2000-07-01,", ",1000-07-01,", "outside 1815 to 2199", "Check the year."),
    "unknown participant": (",BOR,signature", ",BOX,signature", "no such row in participants.csv", "BOR"),
    "unknown treaty": ("river,BOR,signature", "rivet,BOR,signature", "no such row in instruments.csv", "river"),
    "formula": (",official,\n", ",official,=1+1\n", "looks like a formula", "Begin the cell with"),
    "spaces": (",official,", ", official,", "begins or ends with a space", "Remove the space."),
    "control character": (",official,\n", ",official,a\x07b\n", "U+0007", "Remove the invisible"),
    "right-to-left override": (",official,\n", ",official,a\u202eb\n", "U+202E", "Remove the invisible"),
    "empty where needed": (",BOR,signature", ",,signature", "the column needs a value", "Fill it in"),
    "twice the same source": ("gazette,official", "gazette;gazette,official", "twice", "Remove the repetition"),
    "list out of order": ("gazette,official", "gazette;almanac,official", "out of order", "almanac;gazette"),
    "row cut off": (",gazette,official,\n", ",gazette\n", "cut off", "Complete the row"),
}


@pytest.mark.parametrize("name", BAD_CELLS)
def test_a_bad_cell_is_named_with_place_value_cause_and_remedy(name: str, edit: Edit) -> None:
    old, new, cause, remedy = BAD_CELLS[name]
    message = refused(edit("actions.csv", old, new))
    assert message.startswith("The data are refused (1 fault):\nratifications/actions.csv row ")
    assert cause in message
    assert remedy in message


@pytest.mark.parametrize(
    ("file", "old", "new", "cause"),
    [
        ("instruments.csv", ",1999-05-01,2000-12-31,", ",1999-13-01,2000-12-31,", "not a day of the calendar"),
        ("statements.csv", ",no,excludes", ",nope,excludes", "neither yes nor no"),
        ("clauses.csv", ",3,", ",three,", "not a whole number"),
        ("clauses.csv", ",3,", ",-3,", "looks like a formula"),
        ("sources.csv", "https://example.org/almanac", "almanac", "not written as the column asks"),
        ("clauses.csv", "ratification,no,P90D", "ratification,no,90 days", "not written as the column asks"),
        (
            "clauses.csv",
            "ratification,no,P90D",
            "ratification,no,P",
            "is not a duration. Write it as P90D, P3M or P1Y.",
        ),
        ("clauses.csv", "ratification,no,P90D", "ratification,no,P0M90D", "Write it as P90D."),
    ],
)
def test_a_cell_of_another_type_is_refused(file: str, old: str, new: str, cause: str, edit: Edit) -> None:
    assert cause in refused(edit(file, old, new))


def test_a_value_is_told_once(edit: Edit) -> None:
    message = refused(edit("actions.csv", ",2000-07-01,", ",2000-02-30,"))
    assert message.count("2000-02-30") == 1


def test_a_code_without_near_ones_lists_what_may_stand_there(edit: Edit) -> None:
    message = refused(edit("participants.csv", ",state,", ",zzzzzz,"))
    assert (
        "Use one of former_state, organization, regional_economic_integration_organization, state, territory."
        in message
    )
    assert ", ..." in refused(edit("obligations.csv", ",report,", ",zzzzzz,"))


def test_faults_of_several_files_are_told_together(edit: Edit) -> None:
    edit("actions.csv", ",accession,2000-07-01", ",acession,2000-07-01")
    message = refused(edit("statements.csv", ",no,excludes", ",nope,excludes"))
    assert "(2 faults)" in message
    assert "actions.csv" in message
    assert "statements.csv" in message


def test_a_duplicate_key_names_both_rows(folder: Path) -> None:
    path = folder / "ratifications" / "actions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines(keepends=True)[1], encoding="utf-8")
    assert "is already in row 2." in refused(folder)


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("confidence,note", "note", "the column confidence is missing"),
        ("confidence,note", "confidence,remark", "the column note is missing"),
        ("confidence,note", "confidence,note,remark", "the metadata know no such column"),
        ("confidence,note", "confidence,confidence,note", "a column stands twice"),
    ],
)
def test_a_wrong_header_is_refused(old: str, new: str, cause: str, edit: Edit) -> None:
    assert cause in refused(edit("actions.csv", old, new))


def test_a_missing_empty_unreadable_or_half_written_file_is_named(folder: Path) -> None:
    table = folder / "ratifications"
    (table / "regions.csv").unlink()
    (table / "conflicts.csv").write_bytes(b"")
    (table / "coverage.csv").unlink()
    (table / "coverage.csv").mkdir()
    half = (table / "actions.csv").read_bytes()
    (table / "actions.csv").write_bytes(half[: len(half) // 2])
    message = refused(folder)
    assert "ratifications/regions.csv: the file is missing." in message
    assert "ratifications/conflicts.csv: the file is empty." in message
    assert "ratifications/coverage.csv: the file cannot be read" in message
    assert "ratifications/actions.csv: the file does not end with a line end: it was half written." in message


def test_another_encoding_is_named_with_its_row(folder: Path) -> None:
    path = folder / "ratifications" / "names.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Avalond", "Ävalond").encode("latin-1"))
    message = refused(folder)
    assert "ratifications/names.csv row 2:" in message
    assert "not UTF-8" in message


def test_an_open_quote_is_named(edit: Edit) -> None:
    assert "the file is no CSV from here on" in refused(edit("actions.csv", ",official,\n", ',official,"\n'))


def test_many_faults_are_counted_and_the_first_shown(folder: Path) -> None:
    path = folder / "ratifications" / "actions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",official,", ",wrong,"), encoding="utf-8")
    (folder / "ratifications" / "statements.csv").write_text("id\n", encoding="utf-8")
    text = (folder / "instruments" / "obligations.csv").read_text(encoding="utf-8")
    (folder / "instruments" / "obligations.csv").write_text(text.replace(",none,", ",x,"), encoding="utf-8")
    assert "... and " in refused(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="There is no data folder"):
        read_facts(tmp_path / "nowhere")


def test_damaged_metadata_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    with pytest.raises(DataFolderError, match="is missing"):
        read_tables(tmp_path / "metadata.json")
    (tmp_path / "metadata.json").write_text('{"tables": [{"url": "a.csv"}, 3]}')
    with pytest.raises(DataFolderError, match="is no CSV-on-the-Web metadata"):
        read_tables(tmp_path / "metadata.json")
    (tmp_path / "metadata.json").write_text('{"@context": "http://www.w3.org/ns/csvw", "tables": []}')
    with pytest.raises(DataFolderError, match="describes no table action_marks, actions"):
        read_tables(tmp_path / "metadata.json")
    text = (ROOT / "data" / "metadata.json").read_text(encoding="utf-8")
    (tmp_path / "metadata.json").write_text(text.replace('"done_on"', '"did_on"'), encoding="utf-8")
    with pytest.raises(DataFolderError, match=r"columns of ratifications/actions.csv are not the fields"):
        read_tables(tmp_path / "metadata.json")


def test_the_folder_of_the_settings_is_the_default(
    folder: Path, monkeypatch: pytest.MonkeyPatch, world_loaded: Loaded
) -> None:
    monkeypatch.setenv("TREATYGRAPH_DATA", str(folder))
    assert read_facts().facts == world_loaded.facts


def test_a_missing_ontology_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match=r"schemes.ttl is missing"):
        read_terms(tmp_path)


@pytest.mark.slow
def test_the_metadata_are_csv_on_the_web_and_the_tables_conform(few: Concluded, tmp_path: Path) -> None:
    """An independent reader of the standard accepts metadata and tables as published, references included."""
    from csvw import TableGroup

    facts = few.register.facts
    write_facts(facts, tmp_path, ROOT / "data" / "metadata.json")
    group = TableGroup.from_file(tmp_path / "metadata.json")
    rows = sum(len(list(table.iterdicts())) for table in group.tables)
    assert rows == facts.rows
    assert group.check_referential_integrity()


def test_a_table_in_one_file_for_each_treaty_holds_the_same_rows(folder: Path) -> None:
    whole = read_facts(folder).facts
    loaded = read_facts(parted(folder))
    assert loaded.facts == whole
    assert loaded.files["actions"] == "ratifications/actions/"
    assert {path.stem for path in (folder / "ratifications" / "actions").iterdir()} == {a.treaty for a in whole.actions}


@pytest.mark.untraced
def test_the_shipped_data_are_as_they_would_be_written(loaded: Loaded) -> None:
    for table in read_tables(ROOT / "data" / "metadata.json"):
        for name, rows in in_parts(loaded.files[table.name], getattr(loaded.facts, table.name)).items():
            assert (ROOT / "data" / name).read_text(encoding="utf-8") == text_of_rows(table.record, rows), name


def test_a_row_in_the_file_of_another_treaty_is_refused_with_its_place(folder: Path) -> None:
    actions = parted(folder) / "ratifications" / "actions"
    river, row = actions / "river.csv", "fish-AVA-signature-9,fish,AVA,signature,2004-01-01,,gazette,official,\n"
    river.write_text(river.read_text(encoding="utf-8") + row, encoding="utf-8")
    message = refused(folder)
    assert "ratifications/actions/river.csv row " in message
    assert "belongs to fish, and the file to river. Move the row to fish.csv." in message


def test_a_table_that_stands_whole_and_in_parts_is_refused(folder: Path) -> None:
    whole = (folder / "ratifications" / "ledger.csv").read_bytes()
    (parted(folder) / "ratifications" / "ledger.csv").write_bytes(whole)
    assert "ratifications/ledger.csv: the table stands in the folder ratifications/ledger/ too." in refused(folder)


def test_a_fault_of_a_part_names_its_file(folder: Path) -> None:
    actions = parted(folder) / "ratifications" / "actions" / "river.csv"
    text = actions.read_text(encoding="utf-8")
    actions.write_text(text.replace(",gazette,", ",gazete,", 1), encoding="utf-8")
    assert "ratifications/actions/river.csv row 2, column sources: 'gazete': there is no such row" in refused(folder)


@pytest.mark.parametrize(
    ("identifier", "treaty"),
    [
        ("untoc-AFG-accession-1", "untoc"),
        ("xxvii-7-d-USA-ratification-1", "xxvii-7-d"),
        ("x-4-x-tanganyika-accession-1", "x-4"),
        ("ix-3-org-WHO-accession-1", "ix-3"),
        ("som-art-6-1-a-ob1", "som"),
        ("nothing", "nothing"),
    ],
)
def test_an_identifier_tells_its_treaty(identifier: str, treaty: str) -> None:
    assert part_of(LedgerEntry(id=identifier, listed_in="actions", retired=False)) == treaty


@pytest.mark.parametrize("there", [None, ModuleType("rfc3987_syntax")])
def test_what_is_hidden_while_tables_are_described_is_found_again(
    there: ModuleType | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that was loaded before stays; one that was not can be loaded afterwards."""
    monkeypatch.delitem(sys.modules, "rfc3987_syntax", raising=False)
    if there is not None:
        monkeypatch.setitem(sys.modules, "rfc3987_syntax", there)
    with without_grammars():
        assert sys.modules["rfc3987_syntax"] is there
    assert sys.modules.get("rfc3987_syntax") is there
