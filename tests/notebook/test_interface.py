"""The Python interface: answers, frames, proofs, and errors with remedies."""

from __future__ import annotations

import doctest
import html
import importlib
import os
import subprocess
import sys
import warnings
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import treatygraph as tg
from tests.real import data_of
from treatygraph import pipeline
from treatygraph.errors import MissingExtraError
from treatygraph.faces.notebook.answers import Answer, NoListError, NoProofError
from treatygraph.faces.notebook.graph import LargeAnswerWarning
from treatygraph.questions.behind import COUNTS
from treatygraph.questions.catalogue import library
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table


def test_the_public_names_are_few_and_all_there() -> None:
    assert tg.__all__ == [
        "Answer",
        "Graph",
        "TreatygraphError",
        "Why",
        "__version__",
        "charts",
        "load_ipython_extension",
        "open",
    ]
    for name in tg.__all__:
        assert getattr(tg, name) is not None
    assert dir(tg) == sorted(tg.__all__)
    with pytest.raises(AttributeError, match=r"has no attribute 'opne'\. It has Answer, Graph"):
        _ = tg.opne  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("module", "least"),
    [
        ("graph.ground", 2),
        ("graph.law", 24),
        ("graph.owed", 9),
        ("graph.queries", 6),
        ("graph.reports", 3),
        ("opening", 3),
    ],
)
def test_the_examples_of_the_docstrings_run(module: str, least: int, g: tg.Graph) -> None:
    found = doctest.testmod(importlib.import_module(f"treatygraph.faces.notebook.{module}"))
    assert found.failed == 0
    assert found.attempted >= least


def test_every_method_says_what_it_returns(g: tg.Graph) -> None:
    for name in dir(g):
        if not name.startswith("_"):
            assert (getattr(type(g), name).__doc__ or "").strip(), name


def test_answers_agree_with_each_other(g: tg.Graph) -> None:
    for day in ("2004-06-01", "2015-01-01", "2026-09-11"):
        by_law = {row["participant"] for row in g.parties("som", on=day, status="party")}
        by_graph = {row["participant"] for row in g.ask("status/parties-on-a-day", treaty="som", on=day)}
        assert by_law == by_graph
    assert g.day == date(2026, 9, 11)
    assert g.treaties == ("untoc", "tip", "som", "firearms")
    duties = len(g.bound("CHE", treaty="som"))
    assert duties == len(
        g.ask("obligations/binding-a-participant", participant="CHE")
        .to_pandas()
        .query("treaty_title == 'Smuggling of Migrants Protocol'")
    )


def test_frames_are_typed(g: tg.Graph) -> None:
    frame = g.parties("som").to_pandas()
    assert str(frame["in_force_since"].dtype).startswith("datetime64")
    assert isinstance(frame["status"].dtype, pd.CategoricalDtype)
    assert frame["in_force_since"].min() == pd.Timestamp("2004-01-28")
    assert frame.attrs["notes"]
    bound = g.bound("CHE").to_pandas()
    assert bound["strength"].cat.ordered
    assert (bound["strength"] >= "qualified_mandatory").sum() > 100
    counts = g.ask("status/counts").to_pandas()
    assert str(counts["parties_by_deposit"].dtype) == "Int64"
    assert str(counts["on"].dtype).startswith("datetime64")
    other = g.parties("som").to_polars()
    assert other.schema["in_force_since"] == pl.Date
    assert other.schema["status"] == pl.Categorical
    assert other.height == len(frame)


def test_a_day_known_to_the_year_is_kept_beside(g: tg.Graph) -> None:
    members = g.participants().to_pandas()
    # Admission to the United Nations is known to the year: no day, and not lost.
    assert members["un_member_since"].isna().all()
    assert members.loc[members["participant"] == "CHE", "un_member_since_stated"].item() == "2002"


def test_an_empty_answer_is_a_typed_frame_with_a_hint(g: tg.Graph) -> None:
    empty = g.parties("som", on="1999-01-01")
    assert len(empty) == 0
    assert bool(empty)
    frame = empty.to_pandas()
    assert list(frame.columns) == list(g.parties("som").to_pandas().columns)
    assert str(frame["in_force_since"].dtype).startswith("datetime64")
    assert "No rows. Try another day" in repr(empty)
    assert empty.to_polars().schema == g.parties("som").to_polars().schema
    assert len(empty.next()) == 0


def test_days_of_other_libraries_are_days(g: tg.Graph) -> None:
    asked = (date(2010, 1, 1), datetime(2010, 1, 1, 5), pd.Timestamp("2010-01-01"), " 2010-01-01 ")
    assert {len(g.parties("som", on=day)) for day in asked} == {122}


def test_an_answer_gives_rows_and_columns(g: tg.Graph) -> None:
    answer = g.parties("som")
    assert len(answer["participant"]) == len(answer)
    assert [row["participant"] for row in answer[:2]] == answer["participant"][:2]
    assert answer[-1]["participant_name"] == "Zambia"
    with pytest.raises(KeyError, match="the answer has participant, participant_name"):
        _ = answer["nothing"]
    with pytest.raises(IndexError, match=r"no row 9999; the answer has 153, from 0"):
        _ = answer[9999]


def test_a_count_opens_the_list_of_those_it_counts(g: tg.Graph) -> None:
    row = g.list_treaties("2010-01-01")[2]
    for name in ("signatories", "parties_by_deposit", "parties_in_force", "undetermined"):
        assert len(row.counted(name)) == row[name], name
    assert (
        row.counted("parties_in_force")["participant"] == g.parties("som", "2010-01-01", status="party")["participant"]
    )
    for other, name in ((row, "treaty_title"), (row.counted("signatories")[0], "status")):
        with pytest.raises(NoListError, match="counts nobody"):
            other.counted(name)
    with pytest.raises(NoListError, match="counts nobody"):
        g.questions()[0].counted("summary")


def test_every_number_of_an_obligation_opens_whom_it_counts(g: tg.Graph) -> None:
    answers = (g.obligations("som", "2020-01-01")[:9], g.paragraph(6, "2020-01-01")[:9])
    seen = set()
    for row in (row for rows in answers for row in rows):
        for name in ("bound", "reserved", "may_change_for"):
            if row.values.get(name) is None:
                continue
            whom = row.counted(name)
            assert len(whom) == row[name]
            assert len(set(whom["participant"])) == len(whom)
            seen.add((name, len(whom) > 0))
    assert {("bound", True), ("may_change_for", True)} <= seen
    with pytest.raises(NoListError, match="counts nobody"):
        answers[0][0].counted("summary")


@pytest.mark.parametrize(("question", "column"), sorted({*COUNTS, ("status/counts", "parties_in_force")}))
def test_a_number_counted_in_sparql_opens_as_many_as_it_says(g: tg.Graph, question: str, column: str) -> None:
    answer = g.ask(question)
    rows = [answer[n] for n in range(0, len(answer), max(1, len(answer) // 25))]
    assert any(row[column] for row in rows)
    for row in rows:
        whom = row.counted(column)
        assert len(whom) == row[column], row.values


def test_every_number_that_counts_in_sparql_opens(g: tg.Graph) -> None:
    numbers = {
        (q.id, c.name)
        for q in library().values()
        if q.sparql is not None and "linked-data" not in q.tags
        for c in q.columns
        if c.kind == "number" and c.name not in {"year", "step"}
    }
    assert numbers - COUNTS == {
        ("status/counts", name) for name in ("parties_by_deposit", "parties_in_force", "signatories")
    }


def test_a_row_leads_to_its_proof_and_sources(g: tg.Graph) -> None:
    answer = g.parties("som")
    row = next(r for r in answer if r["participant"] == "CHE")
    assert "30 days after its deposit of 2006-10-27" in repr(row.why())
    assert "S01-untc-2014" in answer.sources
    assert "som" in repr(g.status("AZE")[2].why()) or "Smuggling" in repr(g.status("AZE")[2].why())
    with pytest.raises(NoProofError, match="names no participant and treaty"):
        g.questions()[0].why()
    with pytest.raises(KeyError, match="the row has"):
        _ = row["nothing"]
    why = g.why("AZE", "som 20(2)")
    assert "statements/som-AZE-02" in why.facts
    assert any(identifier == "S17-untc-som-decl" for identifier, _ in why.sources)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)


def test_html_holds_no_markup_of_the_data(g: tg.Graph) -> None:
    bad = "<script>alert(1)</script>"
    table = Table(title=bad, columns=columns("summary", "source"), rows=((bad, f"S1{bad}"),), notes=(bad,))
    text = Answer(table=table)._repr_html_()
    assert "script" not in _Tags(text).names
    assert html.escape(bad) in text
    tree = {"rule": "x", "basis": bad, "sentence": bad, "values": {}, "facts": [], "because": []}
    assert "script" not in _Tags(tg.Why(tree=tree, sources=((bad, bad),))._repr_html_()).names
    shown = g.parties("som")._repr_html_()
    assert "S01-untc-2014" in shown
    assert "href" not in shown
    assert "the first 30 shown" in shown
    assert "<details open>" in g.why("CHE", "som")._repr_html_()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda g: g.status("Swizerland"), "Did you mean .*Switzerland"),
        (lambda g: g.parties("smo"), "The treaties read to obligation level are untoc, tip, som, firearms"),
        (lambda g: g.parties("som", on="2020-13-01"), "not in the calendar"),
        (lambda g: g.parties("som", on="soon"), r"Write it as YYYY-MM-DD, for example 2020-01-31"),
        (lambda g: g.parties("som", status="member"), "Unknown"),
        (lambda g: g.bound("CHE", theme="protecton"), "protection"),
        (lambda g: g.ask("parties-on-day"), "parties-on-a-day"),
        (lambda g: g.ask("status/counts", on="2020-01-01"), "has no parameter 'on'"),
        (lambda g: g.sparql("SELECT ?s WHERE { ?s a }"), "The query is no SPARQL"),
        (lambda g: g.sparql("SELECT * { SERVICE <http://127.0.0.1:1/> {} }"), "SERVICE is off"),
        (lambda g: g.network("togther"), "together"),
        (lambda g: g.parties(""), "Unknown treaty: ''. Give a name or a code, as text"),
        (lambda g: g.status("CHE", "som"), r"'som' is not a day.* treaty='som'"),
        (lambda g: g.statements("IRN"), "It names a participant, Iran"),
        (lambda g: g.status(None), "Unknown participant: 'None'. Give a name or a code, as text"),
        (lambda g: g.parties("som", every=True), "Name one treaty, or the treaties by chapter"),
        (lambda g: g.parties("som", on=20200101), "20200101 is not a day. Write it as YYYY-MM-DD"),
        (lambda g: g.parties("som", on=pd.NaT), "NaT is not a day"),
        (lambda g: g.between("CHE", "Suisse"), r"are the same participant \(CHE\)\. Name two"),
        (lambda g: g.sparql(""), "no SELECT, ASK, CONSTRUCT or DESCRIBE. The graph is read-only"),
        (lambda g: g.sparql("INSERT DATA { <a:b> <a:b> 1 }"), "The graph is read-only"),
        (lambda g: g.sparql("SELECT * { ?s ?p ?o }", limit=0), "limit=0: give how many rows at most"),
        (lambda _: tg.open(5), "'5' is no address"),  # type: ignore[arg-type]
        (lambda g: tg.charts.parties_over_time(g, []), "No treaty is named"),
        (lambda g: tg.charts.save(g, "a.png"), "Graph is no chart"),
        (lambda g: g.happened(since="2030-01-01"), "is not before on=2026-09-11"),
        (lambda g: g.whatif("CHE", "som"), "has consented to som already"),
        (lambda g: g.filled("SELECT * {}", {"treaty": "som"}), "no line VALUES"),
        (lambda g: g.filled("VALUES ?x { 1 }", {"x": "1"}), "cannot be looked up"),
        (lambda _: tg.open("ftp://example.org"), "is no address of an endpoint"),
        (lambda _: tg.open("https://example.org/sparql", data="x"), "Name either the endpoint or `data`"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(g: tg.Graph, wrong: object, said: str) -> None:
    with pytest.raises(tg.TreatygraphError, match=said):
        wrong(g)  # type: ignore[operator]


def test_a_misspelt_parameter_is_told_of_the_class_that_people_know(g: tg.Graph) -> None:
    with pytest.raises(TypeError, match=r"Graph\.report\(\) got an unexpected keyword argument 'path'"):
        g.report("CHE", path="x.pdf")  # type: ignore[call-arg]


def test_a_large_answer_warns_and_pages(g: tg.Graph) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s a tg:Accession ; ?p ?o } ORDER BY ?s ?p ?o"
    with pytest.warns(LargeAnswerWarning, match=r"more than 1,000 rows; these are 1 to 1,000"):
        first = g.sparql(query, limit=1000)
    assert first.more
    assert len(first) == 1000
    with pytest.warns(LargeAnswerWarning):
        second = first.next()
    assert second[0].values != first[0].values
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not g.sparql(f"{query} LIMIT 5", limit=2).more
        assert len(g.sparql("SELECT * { ?s ?p ?o } LIMIT 20000", limit=None)) == 20_000
        assert g.sparql("ASK { ?s ?p ?o }")[0]["answer"] is True


def test_pages_are_kept_to_what_can_be_paged(g: tg.Graph) -> None:
    named = "SELECT ?limit WHERE { ?limit a <https://w3id.org/treatygraph/ns#State> } ORDER BY ?limit"
    with pytest.warns(LargeAnswerWarning):
        assert len(g.sparql(named, limit=10)) == 10
    inner = "SELECT * WHERE { { SELECT ?s WHERE { ?s ?p ?o } LIMIT 50 } ?s a ?class }"
    with pytest.warns(LargeAnswerWarning):
        assert len(g.sparql(inner, limit=10)) == 10
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(g.sparql("SELECT ?x WHERE { } VALUES ?x { 1 2 3 }", limit=2)) == 3
        assert len(g.sparql(f"{named} # no LIMIT\n LIMIT 20", limit=10)) == 20
    with pytest.raises(tg.TreatygraphError, match="at 1:"):
        g.sparql("SELECT ?x WHERE { ?x ?x }")


def test_changes_and_gaps(g: tg.Graph) -> None:
    found = g.happened(since="2025-01-01", treaty="untoc")
    assert {str(row["on"])[:4] for row in found} <= {"2025", "2026"}
    assert any(row["participant"] == "IRN" and row["event"] == "ratification" for row in found)
    kinds = {row["gap"] for row in g.gaps("AZE")}
    # No source is known to be complete for notifications: what is not recorded is a gap of the record.
    assert kinds == {"reservation", "record", "data"}
    # Nobody is told to act on a gap of the record, or on a choice that the treaty leaves to each.
    assert all(bool(row["next_step"]) == (row["gap"] == "data") for row in g.gaps("AZE"))


def test_a_missing_library_is_named(g: tg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    for turn in (g.status("CHE").to_pandas, g.status("CHE").to_polars):
        with pytest.raises(MissingExtraError, match=r"pip install '\.\[notebook\]'"):
            turn()


def test_import_loads_nothing_heavy() -> None:
    code = (
        "import sys, treatygraph as tg\n"
        "tg.Graph\n"
        "loaded = {'pandas', 'polars', 'altair', 'rdflib', 'networkx', 'scipy', 'IPython'} & set(sys.modules)\n"
        "sys.exit(', '.join(loaded) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_an_open_graph_stays_what_it_is_when_others_build(
    analyst_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path))
    opened = tg.open()
    pipeline.build(data_of(analyst_build), tmp_path, lambda _: None)
    # The build before stays: others may still read it.
    assert len(list(tmp_path.glob("v-*"))) == 2
    assert len(opened.ask("status/counts")) == len(opened.concluded.register.treaties)
    assert len(opened.status("CHE")) == 4


@pytest.mark.slow
def test_two_that_open_at_once_both_get_a_graph(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import treatygraph as tg; print(len(tg.open().ask('status/counts')))"]
    environment = {**os.environ, "TREATYGRAPH_BUILD": str(tmp_path)}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    one, other = (int(process.communicate(timeout=900)[0]) for process in both)
    assert one == other > 4


def test_an_iri_is_whole_in_data_and_can_be_asked_again(g: tg.Graph) -> None:
    found = g.sparql("SELECT ?state { ?state a <https://w3id.org/treatygraph/ns#State> } ORDER BY ?state LIMIT 3")
    assert found.to_pandas()["state"].str.startswith("https://w3id.org/treatygraph/id/participant/").all()
    assert g.sparql(f"ASK {{ <{found[0]['state']}> ?p ?o }}")[0]["answer"] is True
    assert f">id/participant/{str(found[0]['state'])[-3:]}</td>" in found._repr_html_()
