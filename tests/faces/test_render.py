"""Tables and proofs in every format; data are never taken for markup."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest

from treatygraph.faces.render import as_csv, as_json, as_markdown, proof_lines, show, show_proof
from treatygraph.faces.spreadsheet import as_csv_for_excel
from treatygraph.law.model import Status
from treatygraph.questions.question import Column, ColumnKind, Table


def _headed(**headings: str) -> tuple[Column, ...]:
    return tuple(Column(name=n, kind=ColumnKind.TEXT, labels={"en": h}) for n, h in headings.items())


HOSTILE = Table(
    title="[bold]x[/bold]",
    columns=_headed(a="[red]a[/red]", b="b|c", none="none"),
    rows=((Status.THIRD_STATE, "x|y\n<script>", None), ("[link=http://e]z[/link]", date(2020, 1, 2), None)),
    notes=("[blink]note[/blink]",),
)


def test_the_terminal_shows_markup_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show(HOSTILE, "table")
    out = capsys.readouterr().out
    for text in (
        "[bold]x[/bold]",
        "[red]a[/red]",
        "[link=http://e]z[/link]",
        "[blink]note[/blink]",
        "third State".lower(),
    ):
        assert text in out.lower() or text in out
    assert "none" not in out


def test_csv_keeps_codes_and_quotes() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(HOSTILE))))
    assert rows == [
        ["a", "b", "none"],
        ["third_state", "x|y\n<script>", ""],
        ["[link=http://e]z[/link]", "2020-01-02", ""],
    ]


def test_json_keeps_types() -> None:
    body = json.loads(as_json(HOSTILE))
    assert body["rows"][0] == {"a": "third_state", "b": "x|y\n<script>", "none": None}
    with pytest.raises(TypeError, match="cannot hold set"):
        as_json(Table(title="", columns=_headed(a="a"), rows=(({1},),)))  # type: ignore[arg-type]


def test_markdown_shows_marks_as_they_are() -> None:
    text = as_markdown(HOSTILE)
    assert "| third state | x\\|y \\<script\\> |  |" in text
    assert "- \\[blink\\]note\\[/blink\\]" in text


def test_a_table_without_rows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show(Table(title="t", columns=_headed(a="a"), rows=()), "table")
    assert "No rows." in capsys.readouterr().out


def test_truth_reads_as_yes_and_no() -> None:
    assert as_csv(Table(title="", columns=_headed(a="a"), rows=((True,), (False,)))) == "a\nyes\nno\n"


def test_a_proof_names_what_it_has_proved_instead_of_repeating_it(capsys: pytest.CaptureFixture[str]) -> None:
    leaf = {"rule": "r", "basis": "art. 1", "sentence": "leaf.", "values": {}, "facts": list("abcd"), "because": []}
    branch = {"rule": "r", "basis": "art. 2", "sentence": "branch.", "values": {}, "facts": [], "because": [leaf]}
    root = {"rule": "r", "basis": "", "sentence": "root.", "values": {}, "facts": ["a"], "because": [branch, branch]}
    lines = proof_lines(root)
    assert [(d, s) for d, s, _ in lines] == [
        (0, "root."),
        (1, "branch."),
        (2, "leaf."),
        (1, "branch. (proved above)"),
    ]
    assert lines[2][2] == "art. 1; a and 3 more"
    for form in ("table", "md", "csv", "json"):
        show_proof(root, form, ("[note]",))
    assert capsys.readouterr().out.count("root.") == 4


def test_a_table_too_wide_for_the_terminal_becomes_cards(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    wide = Table(
        title="t",
        columns=_headed(**{f"c{n}": f"column {n}" for n in range(8)}),
        rows=(("som", "art. 7", "2020-01-01", "a long text " * 8, None, "x", "y", "z"),),
    )
    monkeypatch.setenv("COLUMNS", "60")
    show(wide, "table")
    narrow = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert "column 2: 2020-01-01" in narrow
    assert "column 4" not in narrow
    monkeypatch.setenv("COLUMNS", "200")
    show(wide, "table")
    grid = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert "column 2: " not in grid
    assert "2020-01-01" in grid


def test_a_spreadsheet_computes_nothing_and_reads_utf_8() -> None:
    cells = ("=1+1", "+CMD|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "-12", "+3.5", "Côte d'Ivoire", "a-b", "")
    text = as_csv_for_excel(Table(title="", columns=_headed(a="a"), rows=tuple((cell,) for cell in cells)))
    assert text.startswith("\ufeffa\n")
    read = [row[0] if row else "" for row in csv.reader(io.StringIO(text[1:]))][1:]
    assert read == ["'=1+1", "'+CMD|' /C calc'!A0", "'-2+3", "'@SUM(A1)", "'\tx", *cells[5:]]
