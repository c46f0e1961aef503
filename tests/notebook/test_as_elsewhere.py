"""What a method of the Python interface answers is what the questions, the commands and the reports answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import rdflib

import treatygraph as tg
from treatygraph.faces.cli import main
from treatygraph.faces.notebook.answers import Answer, UnwrittenError
from treatygraph.faces.workbook import as_workbook
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table

Asked = Callable[[tg.Graph], Answer]
#: A method, and the command that asks the same.
SAME: tuple[tuple[Asked, tuple[str, ...]], ...] = (
    (lambda g: g.status("CHE", "2010-01-01"), ("status", "CHE", "--on", "2010-01-01")),
    (lambda g: g.parties("som", region="Africa"), ("parties", "som", "--region", "Africa")),
    (
        lambda g: g.parties("tip", "2010-01-01", status=["signatory", "party"]),
        ("parties", "tip", "--on", "2010-01-01", "--status", "signatory", "--status", "party"),
    ),
    (lambda g: g.parties(on="2010-01-01"), ("parties", "--on", "2010-01-01")),
    (lambda g: g.parties(every=True, region="Oceania"), ("parties", "--all", "--region", "Oceania")),
    (lambda g: g.participants(region="Southern Asia"), ("participants", "--region", "Southern Asia")),
    (lambda g: g.list_treaties(), ("treaties",)),
    (lambda g: g.obligations("tip", theme="protection"), ("obligations", "tip", "--theme", "protection")),
    (lambda g: g.timeline("som", "2004-12-31"), ("timeline", "som", "--on", "2004-12-31")),
    (lambda g: g.timeline("Montenegro"), ("timeline", "Montenegro")),
    (lambda g: g.paragraph(6), ("paragraph", "6")),
    (lambda g: g.bound("CHE", treaty="som"), ("bound", "CHE", "--treaty", "som")),
    (lambda g: g.between("FRA", "AZE", treaty="som"), ("between", "FRA", "AZE", "--treaty", "som")),
    (lambda g: g.whatif("JPN", "firearms"), ("whatif", "JPN", "firearms")),
    (lambda g: g.questions(), ("questions",)),
    (
        lambda g: g.ask("status/parties-on-a-day", treaty="tip"),
        ("ask", "status/parties-on-a-day", "--set", "treaty=tip"),
    ),
)


@pytest.mark.parametrize(("asked", "command"), SAME, ids=[" ".join(command) for _, command in SAME])
def test_a_method_answers_as_the_command_does(
    asked: Asked, command: tuple[str, ...], g: tg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asked(g)
    assert len(answer) > 0
    assert main([*command, "--format", "csv"]) == 0
    assert capsys.readouterr().out == answer.to_csv()


def test_all_treaties_on_a_day_are_one_frame(g: tg.Graph) -> None:
    day = "2010-01-01"
    together = g.parties(on=day).df
    assert set(together["treaty"]) == set(g.treaties)
    for treaty in g.treaties:
        alone = g.parties(treaty, day).df
        part = together[together["treaty"] == treaty]
        assert list(part["participant"]) == list(alone["participant"])
        assert list(part["in_force_since"].dropna()) == list(alone["in_force_since"].dropna())


def test_a_report_is_the_one_of_the_command(g: tg.Graph, tmp_path: Path) -> None:
    for form in ("md", "json"):
        out = tmp_path / f"report.{form}"
        assert main(["report", "Japan", "--lang", "zh", "--format", form, "--out", str(out)]) == 0
        made = g.report("日本", lang="zh", form=form)
        assert made.raw == out.read_bytes()
        assert made.save(tmp_path / "saved").read_bytes() == made.raw
    assert "<iframe sandbox srcdoc=" in g.report("JPN")._repr_html_()
    for wrong, said in (({"form": "odt"}, "a report has html"), ({"lang": "de"}, "a report has en|a report has ar")):
        with pytest.raises(tg.TreatygraphError, match=said):
            g.report("JPN", **wrong)  # type: ignore[arg-type]


def test_cells_are_plain_python(g: tg.Graph) -> None:
    row = g.status("CHE")[0]
    assert type(row["status"]) is str
    assert type(row["in_force_since"]) is date
    assert g.status("CHE")["signed_on"][0] == date(2000, 12, 12)
    assert repr(g.status("CHE").head(2)).count("CHE") == repr(g.status("CHE")).count("CHE")
    assert len(g.parties("som").head()) == 5


def test_triples_come_as_rows_and_as_rdf(g: tg.Graph) -> None:
    made = g.sparql("CONSTRUCT { ?s skos:prefLabel ?n } { ?s a tg:State ; skos:prefLabel ?n FILTER(LANG(?n) = 'en') }")
    assert made.columns == ("subject", "predicate", "object")
    assert len(made) > 150
    assert made.df["subject"].str.startswith("https://").all()
    assert made.triples is not None
    assert len(rdflib.Graph().parse(data=made.triples, format="nt")) == len(made)
    assert len(g.sparql("DESCRIBE <https://w3id.org/treatygraph/id/participant/CHE>")) > 5


def test_columns_come_whole_and_in_the_order_asked(g: tg.Graph) -> None:
    found = g.sparql("SELECT ?state ?name { ?state a tg:State ; skos:prefLabel ?name } LIMIT 5")
    assert list(found.df.columns) == ["state", "name"]
    starred = g.sparql("SELECT * { ?zulu a tg:State ; skos:prefLabel ?alpha } LIMIT 5")
    assert list(starred.df.columns) == ["zulu", "alpha"]
    names = {column for answer in (g.status("CHE"), g.ask("status/counts"), g.gaps("CHE")) for column in answer.columns}
    assert all(name == name.lower() for name in names)


def test_a_file_for_excel_holds_days_and_notes_and_no_formula(g: tg.Graph, tmp_path: Path) -> None:
    answer = g.parties("som")
    path = answer.to_excel(tmp_path / "som.xlsx")
    frame = pd.read_excel(path)
    assert list(frame.columns) == list(answer.columns)
    assert frame["in_force_since"].min() == pd.Timestamp("2004-01-28")
    assert answer.title in pd.read_excel(path, sheet_name="About", header=None)[0].tolist()
    assert path.read_bytes() == answer.to_excel(tmp_path / "again.xlsx").read_bytes()
    assert answer.to_csv(tmp_path / "som.csv").read_text(encoding="utf-8") == answer.to_csv()
    with pytest.raises(UnwrittenError, match="in a folder that exists"):
        answer.to_csv(tmp_path / "nowhere" / "som.csv")
    bad = Table(
        title="=1+1",
        columns=columns("summary", "on"),
        rows=(("=HYPERLINK(1)\x07", "1862-01-02"), ("+1", "2001-05"), (None, None)),
    )
    cells = list(openpyxl.load_workbook(io.BytesIO(as_workbook(bad))).active.iter_rows(min_row=2))
    assert [(c.value, c.data_type) for c in cells[0]] == [("=HYPERLINK(1)\ufffd", "s"), ("1862-01-02", "s")]
