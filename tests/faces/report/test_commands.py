"""The commands for the country desk: what they write, and what they say when they cannot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.faces.cli import main
from treatygraph.faces.report import folder
from treatygraph.faces.report.folder import Office, ReportError, Wanted, write, write_all

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_report_is_written_here_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("report", "Switzerland")
    assert (code, out) == (0, "CHE.en.html: Switzerland, about 2026-09-11.\n")
    assert "Switzerland: gap report" in (tmp_path / "CHE.en.html").read_text(encoding="utf-8")
    code, _, _ = run("report", "JPN", "--format", "md", "--lang", "zh", "--out", "sub/japan.md")
    assert code == 0
    assert "日本：差距报告" in (tmp_path / "sub" / "japan.md").read_text(encoding="utf-8")
    code, _, _ = run("report", "JPN", "--lang", "en", "--lang", "fr", "--out", "sub")
    assert {p.name for p in (tmp_path / "sub").iterdir()} == {"japan.md", "JPN.en.html", "JPN.fr.html"}


def test_a_report_on_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "EUU", "--format", "json", "--out", "-"]) == 0
    body = json.loads(capfdbinary.readouterr().out)
    assert body["participant"] == "EUU"
    assert main(["report", "--schema"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["title"] == "treatygraph gap report"


def test_since_and_deposit(run: Run, tmp_path: Path) -> None:
    code, _, _ = run("report", "JPN", "--since", "2015-01-01", "--deposit", "2027-01-15", "--format", "md")
    text = (tmp_path / "JPN.en.md").read_text(encoding="utf-8")
    assert code == 0
    text = text.replace("\u00a0", " ")
    assert "### What changed after 1 January 2015" in text
    assert "as if an instrument had been deposited on 15 January 2027" in text
    assert re.search(r"\| In force on \| 14 February 2027", text)


def test_links_lead_to_a_site_only_where_one_is_named(run: Run, tmp_path: Path) -> None:
    def written(*more: str) -> str:
        assert run("report", "JPN", "--format", "md", *more)[0] == 0
        return (tmp_path / "JPN.en.md").read_text(encoding="utf-8")

    assert "/en/questions/" not in written()
    assert "(<http://127.0.0.1:8000/en/questions/" in written("--site", "http://127.0.0.1:8000")
    annexed = written("--annex")
    assert "(<#list-1>)" in annexed
    assert "`treatygraph ask gaps/asked-of-a-participant --set on=2026-09-11" in annexed


@pytest.mark.parametrize("who", ["YUG", "Swaziland", "Holy See", "Tuvalu", "EUU"])
def test_a_former_name_an_organization_and_one_who_did_nothing(run: Run, who: str) -> None:
    for day in ("1990-01-01", "2026-09-11", "2040-01-01"):
        code, _, err = run("report", who, "--on", day, "--out", "x.html")
        assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "Nowhereland"), "Unknown participant: 'Nowhereland'"),
        (("report", "CHE", "--lang", "xx"), "'xx' is not one of 'en', "),
        (("report", "CHE", "--format", "exe"), "'exe' is not one of 'html', 'pdf'"),
        (("report", "CHE", "--on", "2020-02-30"), "'2020-02-30' is not in the calendar"),
        (("report", "CHE", "--since", "2030-01-01"), "--since 2030-01-01 is not before the day of the report"),
        (("report", "CHE", "--site", "javascript:alert(1)"), "is no address"),
        (("report", "CHE", "--lang", "en", "--lang", "zh", "--out", "x"), "Several languages need a folder"),
        (("report",), "Name a participant, or take --all"),
        (("report", "CHE", "--all"), "Name a participant, or take --all"),
        (("report", "--all"), "Name a folder with --out"),
        (("whatif", "CHE", "som"), "Switzerland has consented to som already"),
        (("whatif", "JPN", "firearms", "--deposit", "1999-01-01"), "firearms was not open on 1999-01-01"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err


def test_whatif_in_a_table(run: Run) -> None:
    code, out, err = run("whatif", "JPN", "firearms", "--deposit", "2027-01-15", "--format", "csv")
    assert code == 0
    rows = dict(line.split(",", 1) for line in out.splitlines())
    assert rows["in_force_on"] == "2027-02-14"
    assert (rows["duties"], rows["powers and advice (binding nobody)"]) == ("51", "8")
    assert rows["basis"] == "Firearms Protocol art. 18(2)"
    assert rows["partners"].count(";") == 122
    assert "Supposed, not recorded" in err


def test_a_link_is_followed_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    """Nothing but a file is ever replaced: not a device such as /dev/null, which root could lose."""
    (tmp_path / "real.html").write_bytes(b"before")
    (tmp_path / "link.html").symlink_to("real.html")
    write(tmp_path / "link.html", b"after")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_bytes() == b"after"
    os.mkfifo(tmp_path / "pipe")
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    got: list[bytes] = []
    reader.start()
    write(tmp_path / "pipe", b"through")
    reader.join(10)
    assert got == [b"through"]
    assert (tmp_path / "pipe").is_fifo()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_named_before_any_report_is_made(office: Office) -> None:
    with pytest.raises(ReportError, match="could not be written"):
        write_all(office.wanted, ("CHE",), ("en",), "html", Path("/proc/reports"), lambda *_: pytest.fail("made one"))


def test_one_report_that_fails_does_not_stop_the_others(
    shared_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Office.report

    def failing(self: Office, found: object, form: str, language: str) -> bytes:
        if getattr(found, "participant", "") == "FRA" and language == "zh":
            raise RuntimeError("broken on purpose")
        return original(self, found, form, language)  # type: ignore[arg-type]

    monkeypatch.setattr(Office, "report", failing)
    wanted = Wanted(build=(shared_build / "current").resolve())
    done: list[tuple[int, int]] = []
    failures = write_all(
        wanted, ("DEU", "FRA", "ITA"), ("en", "zh"), "html", tmp_path, lambda *n: done.append(n), workers=1
    )
    assert [(f.participant, f.language, f.why) for f in failures] == [("FRA", "zh", "RuntimeError: broken on purpose")]
    assert done == [(1, 3), (2, 3), (3, 3)]
    names = {p.name for p in tmp_path.iterdir()}
    assert {"DEU.zh.html", "FRA.en.html", "ITA.zh.html", "index.html", "index.zh.html"} <= names
    assert "FRA.zh.html" not in names
    assert "FRA.zh.html" not in (tmp_path / "index.zh.html").read_text(encoding="utf-8")
    assert "FRA.en.html" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_command_names_what_failed_and_leaves_with_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = folder.Failure(participant="FRA", language="zh", why="broken on purpose")
    monkeypatch.setattr(folder, "write_all", lambda *_: (failure,))
    code, out, err = run("report", "--all", "--out", "reports")
    assert code == 1
    assert "395 reports in reports, beside index.html" in out
    assert "not written: FRA (zh): broken on purpose" in err


@pytest.mark.slow
def test_all_reports_in_two_processes(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("report", "--all", "--lang", "en", "--format", "json", "--out", "all", "--workers", "2")
    assert code == 0
    assert out.startswith("198 reports in all, beside index.html; about 2026-09-11.")
    assert len(list((tmp_path / "all").glob("*.json"))) == 198
    whole_of(tmp_path / "all")


@pytest.mark.slow
def test_reports_in_two_languages_are_those_written_alone(office: Office, tmp_path: Path) -> None:
    participants = tuple(office.desk.register.present)[::20]
    assert write_all(office.wanted, participants, ("en", "zh"), "html", tmp_path, lambda *_: None, 2) == ()
    assert len(list(tmp_path.glob("*.html"))) == 2 * len(participants) + 3
    whole_of(tmp_path)
    for participant in participants[::3]:
        alone = office.report(office.dossier(participant), "html", "en")
        assert (tmp_path / f"{participant}.en.html").read_bytes() == alone


def whole_of(folder: Path) -> None:
    """Hold that nothing half written is left in a folder of reports, and that its index leads to what is there."""
    assert not list(folder.glob(".*"))
    links = re.findall(r'href="([^"#:]+)"', (folder / "index.html").read_text(encoding="utf-8"))
    assert links
    assert all((folder / link).is_file() for link in links)


@pytest.mark.slow
def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    """The system itself refuses: no file may grow past 64 KiB here."""
    (tmp_path / "CHE.en.html").write_text("before")
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "import sys; from treatygraph.faces.cli import main; sys.exit(main(['report', 'CHE']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert "CHE.en.html could not be written (File too large)" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["CHE.en.html"]
    assert (tmp_path / "CHE.en.html").read_text() == "before"


@pytest.mark.slow
def test_a_missing_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None\n"
        "from treatygraph.faces.cli import main; sys.exit(main(['report', 'CHE']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Install treatygraph with its extra report, in its folder `pip install '.[report]'`." in done.stderr
