"""The command line as a user meets it: answers, formats, and errors in one line."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, WORLD
from treatygraph.faces.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command and return exit code, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_status_in_every_format(run: Run) -> None:
    code, out, _ = run("status", "CHE")
    assert code == 0
    assert "Switzerland (CHE) on 2026-09-11" in out
    assert "2006-11-26" in out
    _, out, err = run("status", "Suisse", "--format", "csv")
    assert rows_of(out)[2]["in_force_since"] == "2006-11-26"
    assert "# som: acts are complete to 2024-06-14, lists of statements to 2024-06-14" in err
    _, out, _ = run("status", "756", "--format", "json")
    body = json.loads(out)
    assert [r["status"] for r in body["rows"]] == ["party"] * 4
    assert any("Sources disagree on firearms-CHE-accession-1" in note for note in body["notes"])
    _, out, _ = run("status", "CH", "--format", "md")
    assert "| som | Smuggling of Migrants Protocol | party |" in out


def test_status_under_treaties_that_are_named(run: Run) -> None:
    code, out, _ = run("status", "CHN", "--treaty", "smuggling protocol", "--treaty", "CTOC", "--format", "csv")
    assert code == 0
    assert [(r["treaty"], r["status"]) for r in rows_of(out)] == [("som", "third_state"), ("untoc", "party")]
    code, _, err = run("status", "CHN", "--treaty", "som", "--all")
    assert code == 2
    assert "Name the treaties in one way" in err


def test_the_day_asked_about(run: Run) -> None:
    _, out, _ = run("status", "CHE", "--on", "2006-11-25", "--format", "csv")
    assert rows_of(out)[2]["status"] == "contracting_state"
    code, out, err = run("status", "CHE", "--on", "today", "--format", "csv")
    assert code == 0
    assert "untoc: acts are complete to 2026-09-11, lists of statements to 2026-09-11; no later act is known" in err


def test_parties_have_the_columns_that_others_rely_on(run: Run) -> None:
    code, out, err = run("parties", "XVIII-12-b", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == (
        "participant,participant_name,status,consent_kind,signed_on,deposited_on,effective_on,in_force_since,"
        "in_force_until,source,as_of,statements_as_of,not_known_after"
    )
    rows = rows_of(out)
    assert len(rows) == 153
    assert "153 parties by deposit" in err
    montenegro = next(r for r in rows if r["participant"] == "MNE")
    assert (montenegro["deposited_on"], montenegro["effective_on"]) == ("2006-10-23", "2006-06-03")


def test_counts_in_both_senses(run: Run) -> None:
    _, out, _ = run("treaties", "--format", "csv")
    found = {r["treaty"]: (r["parties_by_deposit"], r["parties_in_force"]) for r in rows_of(out)}
    assert found == {
        "untoc": ("195", "194"), "tip": ("184", "184"), "som": ("153", "153"), "firearms": ("123", "123")
    }  # fmt: skip


def test_signatories_are_a_status(run: Run) -> None:
    _, out, _ = run("parties", "som", "--status", "signatory", "--format", "csv")
    assert {r["status"] for r in rows_of(out)} == {"signatory"}
    _, out, _ = run("participants", "--treaty", "som", "--status", "signatory", "--format", "csv")
    assert {r["som"] for r in rows_of(out)} == {"signatory"}
    _, out, _ = run("participants", "--region", "Southern Asia", "--format", "csv")
    assert {r["participant"] for r in rows_of(out)} == {"AFG", "BGD", "BTN", "IND", "IRN", "LKA", "MDV", "NPL", "PAK"}


def test_commitments_can_be_narrowed(run: Run) -> None:
    _, out, err = run("bound", "CHE", "--treaty", "som", "--strength", "mandatory", "--format", "csv")
    rows = rows_of(out)
    assert {r["strength"] for r in rows} == {"mandatory"}
    assert {r["state"] for r in rows} == {"bound"}
    assert "mutatis mutandis (--carried lists them)" in err
    _, out, _ = run("bound", "AZE", "--treaty", "som", "--all", "--format", "csv")
    assert {r["obligation"] for r in rows_of(out) if r["state"] == "excluded"} == {
        "som-art-20-2-ob1",
        "som-art-20-2-ob2",
    }
    _, out, _ = run("bound", "CHE", "--treaty", "som", "--carried", "--theme", "protection", "--format", "csv")
    assert any(r["carried_from"] == "untoc" for r in rows_of(out))
    _, out, _ = run("bound", "CHE", "--treaty", "som", "--modality", "may", "--format", "csv")
    assert {r["modality"] for r in rows_of(out)} == {"may"}
    _, out, err = run("bound", "TUV", "--format", "csv")
    assert rows_of(out) == []
    assert "untoc: not in force for Tuvalu" in err
    _, _, err = run("bound", "EUU", "--treaty", "tip", "--format", "csv")
    assert "within the limits of its competence" in err
    _, _, err = run("bound", "SAU", "--treaty", "tip", "--format", "csv")
    assert "`treatygraph why` names both readings" in err


def test_obligations_count_whom_they_bind(run: Run) -> None:
    _, out, _ = run("obligations", "som", "--format", "csv")
    rows = {r["obligation"]: r for r in rows_of(out)}
    assert len(rows) == 100
    assert int(rows["som-art-20-2-ob1"]["bound"]) + int(rows["som-art-20-2-ob1"]["reserved"]) == 153
    assert int(rows["som-art-20-2-ob1"]["reserved"]) == 24
    _, out, _ = run("obligations", "som", "--duties", "--format", "csv")
    assert not [r for r in rows_of(out) if r["strength"] == "discretionary"]


def test_between_shows_a_dispute_settlement_reservation_in_both_directions(run: Run) -> None:
    for pair in (("FRA", "AZE"), ("AZE", "FRA")):
        _, out, _ = run("between", *pair, "--treaty", "som", "--format", "csv")
        rows = rows_of(out)
        assert rows[0]["in_force"] == "yes"
        effect = next(r for r in rows if r["row"] == "effect")
        assert (effect["statement"], effect["provisions"], effect["effect"]) == ("som-AZE-02", "art. 20(2)", "excluded")
        assert "works both ways" in effect["explanation"]


def test_between_shows_a_precluding_objection_in_the_invented_world(run: Run) -> None:
    _, out, _ = run("between", "BOR", "DUN", "--treaty", "river", "--on", "2002-01-01", "--data", str(WORLD))
    assert "an objection precludes it" in " ".join(out.split())
    _, out, _ = run(
        "between", "Borrin", "DUN", "--on", "2002-01-01", "--data", str(WORLD), "--format", "csv", "--treaty", "river"
    )
    assert rows_of(out)[0]["in_force"] == "no"


def test_between_tells_of_an_objection_whose_target_was_not_seen(run: Run) -> None:
    _, out, _ = run("between", "CHE", "IRN", "--treaty", "untoc", "--format", "csv")
    assert any("what it is aimed at was not seen" in r["explanation"] for r in rows_of(out))


def test_why_is_a_tree_and_in_json_a_proof(run: Run) -> None:
    _, out, _ = run("why", "CHE", "som")
    text = " ".join(out.replace("│", " ").split())
    for part in ("2006-10-27", "art. 22(2)", "2006-11-26"):
        assert part in text
    _, out, _ = run("why", "CHE", "som", "--format", "json")
    proof = json.loads(out)["proof"]
    assert proof["rule"] == "party"
    assert proof["because"][0]["because"][0]["basis"] == "Smuggling of Migrants Protocol art. 22(2)"
    _, out, _ = run("why", "AZE", "som 20(2)", "--format", "md")
    assert "som-AZE-02" in out
    _, out, err = run("why", "CHE", "som", "--format", "csv")
    assert rows_of(out)[0]["depth"] == "0"
    assert "Source S01-untc-2014" in err


def test_timelines(run: Run) -> None:
    _, out, _ = run("timeline", "Montenegro", "--format", "csv")
    events = [(r["on"], r["treaty"], r["event"]) for r in rows_of(out)]
    assert ("2006-06-03", "som", "in force for it") in events
    assert ("2006-10-23", "som", "succession (d)") in events
    _, out, _ = run("timeline", "som", "--on", "2004-01-28", "--format", "csv")
    rows = rows_of(out)
    assert ("2004-01-28", "entry into force") in {(r["on"], r["event"]) for r in rows}
    assert max(r["on"] for r in rows) == "2004-01-28"
    _, out, err = run("timeline", "SOM", "--format", "csv")
    assert {r["participant"] for r in rows_of(out)} == {"SOM"}
    _, out, err = run("timeline", "untoc", "--format", "csv")
    days = [r["on"] for r in rows_of(out)]
    assert "" in days
    assert days == sorted(days, key=lambda day: day or "9999"), "what has no day stands last, as in every list"
    assert "was not seen; what has no day stands last" in err
    code, _, err = run("timeline", "nowhere-land", "--format", "csv")
    assert code == 2
    assert "Unknown" in err


def test_paragraph_six_asks_whom_to_join_and_links_every_duty(run: Run) -> None:
    _, out, err = run("paragraph", "6", "--format", "csv")
    rows = rows_of(out)
    duties = {r["obligation"] for r in rows if r["strength"] in {"mandatory", "qualified_mandatory"}}
    assert len(duties) == 317
    assert "Asked to consider joining untoc: 3 member States of the United Nations: COG, PNG, TUV." in err
    assert "Addressed to: " in err
    _, out, err = run("paragraph", "pp15", "--format", "csv")
    assert rows_of(out) == []
    assert "Cites: " in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["status", "Switzerlnd"], "Did you mean Switzerland (CHE)"),
        (["status", ""], "Unknown participant: ''"),
        (["status", "x" * 3000], "Unknown participant"),
        (["parties", "palermo2"], "Unknown treaty: 'palermo2'"),
        (["parties", "udhr"], "its participants are not in the data"),
        (["why", "CHE", "som 99"], "Unknown provision: 'som 99'"),
        (["why", "CHE", "nothing"], "Unknown treaty: 'nothing'"),
        (["status", "CHE", "--on", "2020-02-30"], "not in the calendar"),
        (["status", "CHE", "--on", "2020"], "not a whole day"),
        (["status", "CHE", "--on", "yesterday"], "is not a day"),
        (["bound", "CHE", "--theme", "protecting"], "Did you mean protection"),
        (["bound", "CHE", "--strength", "hard"], "Use one of best_efforts"),
        (["paragraph", "19"], "Unknown paragraph: '19'"),
        (["participants", "--region", "Atlantis"], "Unknown region"),
        (["statements", "--since", "2030-01-01"], "since=2030-01-01 is after on=2026-09-11"),
        (["statements", "--kind", "letter"], "Unknown statement kind: 'letter'. Use one of communication"),
        (["questions", "--tag", "gasp"], "Unknown theme: 'gasp'. Use one of"),
        (["status", "Kosovo"], "the list of participants names all of the data"),
        (["status", "CHE", "--data", "/nowhere/at/all"], "There is no data folder"),
    ],
)
def test_a_wrong_question_gets_one_line_and_exit_code_2(arguments: list[str], message: str, run: Run) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert len(err) < 500
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["statsu", "CHE"], "There is no command 'statsu'. Did you mean status?"),
        (["zzzzzzz"], "`treatygraph --help` lists them."),
        (["status"], "Missing argument"),
        (["status", "CHE", "--format", "xml"], "'xml' is not one of"),
        (["between", "CHE", "Suisse"], "are the same participant (CHE)"),
        (["--nonsense"], "No such option"),
        (["export", "--out", "-"], "An export is too large for a terminal and goes to a file"),
        (["publish", "nothing"], "'nothing' is no address. Write it as http"),
        (["publish", "http://127.0.0.1:9"], "There is no terminal to ask for the password. Set TREATYGRAPH_PASSWORD"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], message: str, run: Run) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err


def test_help_lists_every_command_with_a_sentence(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in ("status", "bound", "why", "between", "timeline", "treaties", "participants", "parties"):
        assert f"  {command} " in out
        code, text, _ = run(command, "--help")
        assert "\\b" not in text
        assert code == 0
        assert "--format" in text
    for command in ("build", "check", "intake", "obligations", "paragraph"):
        assert run(command, "--help")[0] == 0
    assert run("--version")[1].startswith("treatygraph ")


def test_check_and_build(run: Run, folder: Path, tmp_path: Path) -> None:
    code, out, _ = run("check", "--quick")
    assert code == 0
    assert "0 violations, 0 warnings" in out
    code, out, _ = run("check", "--quick", "--notes", "--format", "csv")
    assert {r["severity"] for r in rows_of(out)} == {"note"}
    code, out, _ = run("build", "--data", str(folder), "--out", str(tmp_path / "out"))
    assert code == 0
    assert "Built version" in out
    actions = folder / "ratifications" / "actions.csv"
    text = actions.read_text(encoding="utf-8")
    actions.write_text(text.replace("accession,2000-08-01", "accession,2001-08-01"), encoding="utf-8")
    code, out, _ = run("check", "--quick", "--data", str(folder), "--format", "csv")
    assert code == 1
    assert any(r["severity"] == "violation" for r in rows_of(out))
    assert run("build", "--data", str(folder), "--out", str(tmp_path / "out"))[0] == 1
    actions.write_text(text.replace("2000-08-01", "2000-08-41"), encoding="utf-8")
    code, _, err = run("check", "--quick", "--data", str(folder))
    assert code == 1
    assert "not in the calendar" in err


def test_intake_compares_a_table_with_the_facts(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "som.csv"
    table.write_text(
        "Participant,Signature,Ratification,Remarks\nSwitzerland 2,2 Apr 2002,27 Oct 2006,x\nTuvalu,,1 Sep 2026 a,\n"
        "Hong Kong,,27 Sep 2006 a,\n",
        encoding="utf-8",
    )
    code, out, _ = run("intake", "som", str(table), "--source", "S01-untc-2014", "--format", "json")
    assert code == 0
    body = json.loads(out)
    assert body["notes"][0].startswith("3 acts in the table: 2 confirmed, 1 new, 0 different, 0 of another kind, ")
    assert body["notes"][1].startswith("Read as: status table. 2 of 4 acts stand in the facts of som already.")
    assert "Columns not read, since their headings name no act: 'Remarks': 1 cells." in body["notes"]
    new = {"row": "new", "action": "som-TUV-accession-1", "ours": None, "table": "2026-09-01", "why": None}
    assert body["rows"][0] == new
    aside = body["rows"][-1]
    assert (aside["row"], aside["action"]) == ("set aside", "row 4: Hong Kong")
    assert aside["why"].startswith("HKG is a territory, which takes part in nothing.")
    _, out, _ = run("intake", "--treaty", "som", str(table), "--source", "S01-untc-2014", "--rows")
    assert "som-TUV-accession-1,som,TUV,accession,2026-09-01,,S01-untc-2014,official," in out


@pytest.mark.parametrize(
    ("text", "arguments", "message"),
    [
        (b"Participant,Ratification\n\xff\xfe,1 Sep 2026 a\n", ["som", "FILE"], "is neither UTF-8 nor UTF-16"),
        (b"x" * (16 * 1024 * 1024 + 1), ["som", "FILE"], "larger than 16 MiB"),
        (b"Participant,Ratification\nMonaco,1 Sep 2026 a\n", ["FILE"], "does not say which treaty it is of"),
        (b"Participant,Signature\nMonaco,13 Dec 1990\n", ["som", "FILE"], "are older than som"),
        (b"Participant,Ratification\nMonaco,5 Jun 2001\n", ["untoc", "FILE", "--rows"], "Name it with --source"),
        (b"", ["som", "FILE", "--source", "S99"], "S99"),
        (b"", ["som", "FILE", "--treaty", "tip"], "Give one FILE, and the treaty once"),
        (b"", ["som", "nowhere/at/all.csv"], "cannot be read (No such file or directory)"),
    ],
)
def test_intake_says_what_a_file_lacks(
    text: bytes, arguments: list[str], message: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_bytes(text)
    code, _, err = run("intake", *(str(tmp_path / "t.csv") if a == "FILE" else a for a in arguments))
    assert code == 2
    assert message in err


STATEMENT = """No. {number}.  Multilateral
 A protocol.  New York, 15 November 2000
Accession
Tuvalu
Deposit of instrument with the Secretary-General: 1 September 2026
Registration with the Secretariat of the United Nations: ex officio, 1 September 2026
No. 1.  Multilateral
 Another treaty.  Geneva, 1 September 1970
"""


def test_intake_finds_its_treaty_in_a_publication_of_many(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_text(STATEMENT.format(number=39574), encoding="utf-8")
    code, out, err = run("intake", "untoc", str(path), "--format", "csv")
    assert code == 0
    assert next(r["action"] for r in rows_of(out)) == "untoc-TUV-accession-1"
    assert "monthly Statement of Treaties, number registration 39574" in err
    path.write_text(STATEMENT.format(number=2), encoding="utf-8")
    code, _, err = run("intake", str(path))
    assert code == 2
    assert "holds acts of 2 treaties, and none of them is in the data: A protocol (registration 2)" in err


def test_intake_recounts_what_a_page_prints(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html><div id="x_rptHead_ctl00_tcHead">CHAPTER XVIII</div><div id="x_rptTreaty_ctl00_tcTreaty">12. b) P</div>'
        '<div id="x_rptStatus_ctl00_tcText">Signatories : 1. Parties : 2.</div><table><tr><th>Participant</th>'
        "<th>Signature</th><th>Ratification, Accession(a)</th></tr><tr><td>Switzerland</td><td>2 Apr 2002</td>"
        "<td>27 Oct 2006</td></tr></table></html>",
        encoding="utf-8",
    )
    code, _, err = run("intake", str(page), "--format", "csv")
    assert code == 0
    assert "number XVIII-12-b" in err
    assert "1 signatories in the rows, as printed." in err
    assert "1 parties in the rows, 2 printed: the file is not whole" in err


def test_questions_are_listed_asked_and_shown_as_sparql(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("questions", "--tag", "gaps", "--format", "csv")
    assert code == 0
    assert {r["question"].partition("/")[0] for r in rows_of(out)} == {"gaps"}
    code, out, err = run("ask", "parties-on-a-day", "--set", "treaty=tip", "--set", "on=2005-01-01", "--format", "csv")
    assert code == 0
    assert ("CHE" not in out, "ALB" in out) == (True, True)
    assert "Asked with treaty=tip, on=2005-01-01." in err
    code, sparql, _ = run("ask", "parties-on-a-day", "--set", "treaty=tip", "--sparql")
    assert "XVIII-12-a" in sparql
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    code, again, _ = run("sparql", str(tmp_path / "q.rq"), "--format", "csv")
    assert len(rows_of(again)) == 184
    (tmp_path / "c.rq").write_text(
        "CONSTRUCT { ?s a <urn:T> } WHERE { ?s a <https://w3id.org/treatygraph/ns#Protocol> }"
    )
    assert run("sparql", str(tmp_path / "c.rq"))[1].count("urn:T") >= 4
    (tmp_path / "n.rq").write_text("SELECT ?n WHERE { VALUES ?n { 1 } }", encoding="utf-8")
    assert "- 1 row." in run("sparql", str(tmp_path / "n.rq"))[1].splitlines()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "nothing-at-all"], "Unknown question: 'nothing-at-all'"),
        (["ask", "parties-on-a-day", "--set", "treaty"], "is no NAME=VALUE"),
        (["ask", "parties-on-a-day", "--set", "who=CHE"], "has no parameter 'who'"),
        (["ask", "parties-on-a-day", "--set", "treaty=} DROP ALL {"], "Unknown treaty"),
        (["ask", "parties-on-a-day", "--engine", "jena"], "There is no engine 'jena'"),
        (["ask", "parties-on-a-day", "--engine", "http://127.0.0.1:9/sparql"], "refuses the connection"),
        (["network", "together", "--out", "/nowhere/at/all.gexf"], "could not be written"),
        (["network", "citations", "--out", "a.dot"], ".graphml or .gexf"),
        (["export", "--format", "csv", "--out", "/proc/nowhere/tables"], "could not be written"),
    ],
)
def test_a_wrong_question_about_the_graph_is_explained(arguments: list[str], message: str, run: Run) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err


def test_a_malformed_query_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT * WHERE {\n  ?s ?p }\n", encoding="utf-8")
    code, _, err = run("sparql", str(tmp_path / "q.rq"))
    assert code == 2
    assert re.search(r"The query is no SPARQL: at \d+:\d+", err)
    (tmp_path / "q.rq").write_bytes(b"SELECT \xff")
    assert "is not UTF-8" in run("sparql", str(tmp_path / "q.rq"))[2]
    (tmp_path / "q.rq").write_bytes(b"#" * 1_000_001)
    assert "longer than 1 MB" in run("sparql", str(tmp_path / "q.rq"))[2]


def test_exports_and_networks(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("export", "--format", "ttl", "--out", str(tmp_path / "g.ttl"))
    assert code == 0
    assert (tmp_path / "g.ttl").stat().st_size > 1_000_000
    code, out, _ = run("network", "together", "--on", "2020-01-01", "--format", "csv")
    assert {r["node"] for r in rows_of(out)} >= {"CHE", "FRA"}
    assert run("network", "dependencies", "--format", "csv")[0] == 0
    assert "nodes and" in run("network", "citations", "--out", str(tmp_path / "c.graphml"))[1]
    assert "ares-67-185" in (tmp_path / "c.graphml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_damaged_store_is_built_again_with_a_word(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "build"))
    assert run("build")[0] == 0
    for path in (tmp_path / "build" / "current" / "store").iterdir():
        path.write_bytes(b"damaged")
    code, out, err = run("ask", "counts", "--format", "csv")
    assert code == 0
    assert "Building it again from the facts." in err
    assert {row["treaty"] for row in rows_of(out)} >= {"untoc", "tip", "som", "firearms"}


@pytest.mark.slow
def test_check_looks_at_the_graph_too(run: Run) -> None:
    code, out, err = run("check")
    assert code == 0
    assert "0 violations" in out
    assert "Checking the shapes" in err


def _process(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "treatygraph", *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        cwd=ROOT,
        check=False,
        **more,  # type: ignore[call-overload]
    )


def test_the_program_reads_standard_input_and_leaves_quietly_when_its_reader_does() -> None:
    table = "Participant,Ratification\nMonaco,5 Jun 2001 a\n"
    done = _process("intake", "untoc", "-", "--source", "S01-untc-2014", input=table)
    assert done.returncode == 0, done.stderr
    script = f"{sys.executable} -m treatygraph obligations untoc --format csv 2>/dev/null | head -1"
    piped = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=600, cwd=ROOT, check=False)
    assert piped.stdout.startswith("article,obligation,")
    assert piped.stderr == ""
    script = f"{sys.executable} -m treatygraph participants | head -1; exit ${{PIPESTATUS[0]}}"
    piped = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=600, cwd=ROOT, check=False)
    assert (piped.returncode, piped.stdout, piped.stderr) == (0, "Participants on 2026-09-11\n", "")
    full = f"{sys.executable} -m treatygraph status CHE > /dev/full"
    done = subprocess.run(["bash", "-c", full], capture_output=True, text=True, timeout=600, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "treatygraph: The answer could not be written (No space left on device). Free space, or write elsewhere.\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        *("--help", "--version", "status --help", "participants", "treaties", "status CHE", "why CHE som", "questions"),
        *("obligations untoc --format csv", "paragraph 6 --format json", "parties som --format md", "find som"),
    ],
)
def test_a_reader_that_is_gone_from_the_beginning_is_no_failure(command: str) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        asked = [sys.executable, "-m", "treatygraph", *command.split()]
        done = subprocess.run(
            asked, stdout=write, stderr=subprocess.PIPE, text=True, timeout=600, cwd=ROOT, check=False
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_command_starts_without_what_it_does_not_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up counts: after a build, no RDF, table-reading or network library is loaded to answer."""
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "build"))
    assert _process("build").returncode == 0
    code = (
        "import sys; from treatygraph.faces.cli import main; main(['status', 'CHE', '--format', 'csv'])\n"
        "heavy = {'rdflib', 'networkx', 'owlready2', 'SPARQLWrapper', 'csvw', 'pyoxigraph', 'rich', 'requests'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=600, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"


def test_what_a_name_may_mean_is_found(run: Run) -> None:
    code, out, err = run("find", "som", "6(1)", "--format", "csv")
    assert code == 0
    assert rows_of(out)[0] == {
        "found": "provision",
        "identifier": "som-art-6-1",
        "name": "Smuggling of Migrants Protocol, art. 6(1): Smuggling and document offences",
        "exactly": "yes",
    }
    _, out, _ = run("find", "Swizerland", "--format", "csv")
    assert [(r["found"], r["identifier"], r["exactly"]) for r in rows_of(out)] == [("participant", "CHE", "no")]
    _, out, err = run("find", "the", "--format", "csv")
    assert max(Counter(r["found"] for r in rows_of(out)).values()) == 20
    assert "more of the kind" in err
    for words, said in (("qqqzzz", "Nothing is called so"), ("a" * 5000, "more than 200 letters"), (" ", "Nothing")):
        code, out, err = run("find", words, "--format", "csv")
        assert (code, rows_of(out)) == (0, [])
        assert said in err


def test_statements_are_found_by_author_kind_provision_and_period(run: Run) -> None:
    _, out, err = run("statements", "som", "--kind", "reservation", "--provision", "som 20(2)", "--format", "csv")
    rows = rows_of(out)
    assert rows
    assert {(r["treaty"], r["statement_kind"]) for r in rows} == {("som", "reservation")}
    assert all("20" in r["provisions"] or not r["provisions"] for r in rows)
    assert "others that were not read" in err
    _, out, _ = run(
        "statements", "--by", "Azerbaijan", "--since", "2003-01-01", "--on", "2003-12-31", "--format", "csv"
    )
    assert {r["participant"] for r in rows_of(out)} == {"AZE"}
    assert {r["made_on"][:4] for r in rows_of(out) if r["made_on"]} == {"2003"}
    code, _, err = run("statements", "--kind", "reservashun")
    assert code == 2
    assert "reservation" in err
    code, _, err = run("statements", "--since", "2003-02-30")
    assert code == 2
    assert "2003-02-30" in err


def test_what_is_found_is_what_every_command_takes(run: Run) -> None:
    _, out, _ = run("find", "convention", "--format", "csv")
    for row in [r for r in rows_of(out) if r["found"] == "treaty"][:3]:
        code, found, _ = run("parties", row["identifier"], "--format", "csv")
        assert code == 0
        assert rows_of(found)


def test_a_treaty_may_be_named_after_those_it_is_asked_of(run: Run) -> None:
    for short, long in (
        (("status", "CHE", "som", "untoc"), ("status", "CHE", "--treaty", "som", "--treaty", "untoc")),
        (("between", "CHE", "AZE", "som"), ("between", "CHE", "AZE", "--treaty", "som")),
        (("bound", "CHE", "som"), ("bound", "CHE", "--treaty", "som")),
    ):
        assert run(*short, "--format", "json") == run(*long, "--format", "json")
    code, _, err = run("between", "CHE", "AZE", "som", "--treaty", "tip")
    assert code == 2
    assert "'som' and --treaty 'tip' are two" in err


def test_disagreements_are_told_of_the_treaties_that_are_shown(run: Run) -> None:
    assert "firearms-CHE-accession-1" in run("status", "CHE", "firearms", "--format", "csv")[2]
    assert "firearms-CHE-accession-1" not in run("status", "CHE", "som", "--format", "csv")[2]


@pytest.mark.parametrize(
    ("typed", "meant"), [("staus", "status"), ("relation", "between"), ("reservations", "between"), ("proof", None)]
)
def test_a_command_that_is_none_leads_to_the_one_that_is_meant(run: Run, typed: str, meant: str | None) -> None:
    code, _, err = run(typed)
    assert code == 2
    assert (f"Did you mean {meant}" in err) is (meant is not None)
