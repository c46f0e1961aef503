"""Workbooks: every limit of a sheet is told by its number, and nothing is lost in silence."""

from __future__ import annotations

import io

import openpyxl
import pytest

from treatygraph.errors import UnheldError
from treatygraph.faces.workbook import as_workbook, fits
from treatygraph.graph.lexer import selected, tokens
from treatygraph.questions.question import Column, ColumnKind, Table, Value


def table(*cells: Value, kind: ColumnKind = ColumnKind.TEXT) -> Table:
    """Return a table of one column."""
    column = Column(name="what", kind=kind, labels={"en": "what"})
    return Table(title="Rows", columns=(column,), rows=tuple((cell,) for cell in cells), notes=())


def opened(found: Table) -> openpyxl.Workbook:
    """Return a table as a spreadsheet opens it."""
    return openpyxl.load_workbook(io.BytesIO(as_workbook(found)))


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [(1, 16_385, "16,384 columns, and the answer 16,385"), (1_048_576, 1, "1,048,576 rows .* the answer 1,048,576")],
)
def test_a_table_too_large_for_a_sheet_is_told_with_the_limit_and_the_cure(rows: int, columns: int, said: str) -> None:
    with pytest.raises(UnheldError, match=f"{said}.*Take CSV"):
        fits(rows, columns)


def test_a_table_as_large_as_a_sheet_passes() -> None:
    fits(1_048_575, 16_384)


@pytest.mark.parametrize(("cell", "units"), [("x" * 32_768, "32,768"), ("\U0001f600" * 16_384, "32,768")])
def test_a_cell_too_long_is_told_by_its_place_and_not_cut(cell: str, units: str) -> None:
    with pytest.raises(UnheldError, match=f"Row 2, column what: .* 32,767 characters, and this {units}"):
        as_workbook(table("short", cell))


@pytest.mark.parametrize("cell", ["x" * 32_767, "\U0001f600" * 16_383])
def test_a_cell_as_long_as_one_may_be_is_whole(cell: str) -> None:
    assert opened(table(cell))["Rows"]["A2"].value == cell


def test_signs_that_no_workbook_holds_are_replaced_where_one_sees_it_and_told() -> None:
    book = opened(table("a\x00b\x0bc", "\ufffe\uffff", "plain"))
    assert [cell.value for cell in book["Rows"]["A"][1:]] == ["a�b�c", "��", "plain"]
    assert [cell.value for cell in book["About"]["A"]][-1] == (
        "� stands for a character that no workbook can hold, 4 times."
    )


def test_a_number_that_a_workbook_would_round_stands_as_text() -> None:
    book = opened(table(999_999_999_999_999, 12_345_678_901_234_567_890, kind=ColumnKind.NUMBER))
    assert [cell.value for cell in book["Rows"]["A"][1:]] == [999_999_999_999_999, "12345678901234567890"]


def test_text_that_a_workbook_would_take_for_a_code_is_written_so_that_it_is_none() -> None:
    assert opened(table("_x0041_"))["Rows"]["A2"].value == "_x005F_x0041_"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("SELECT ?a ?b { ?c ?d ?e }", 2),
        ("PREFIX x: <x:> SELECT DISTINCT (1 AS ?a) ?b (COUNT(?d) AS ?c) WHERE { ?a ?b ?d }", 3),
        ("SELECT * { SELECT ?a ?b { ?a ?b ?c } }", 0),
        ("ASK { ?a ?b ?c }", 0),
    ],
)
def test_the_columns_of_a_query_are_counted_before_it_is_run(query: str, number: int) -> None:
    assert selected(tokens(query)) == number
