"""A build keeps what it was made of, so that what changed can be told: by version and by day, the same every time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from treatygraph import pipeline
from treatygraph.errors import BadDayError, TreatygraphError
from treatygraph.faces.cli import main
from treatygraph.facts.changes import ChangeKind
from treatygraph.facts.model import Facts
from treatygraph.pipeline import keeping
from treatygraph.pipeline.keeping import KEPT, steps, versions_below
from treatygraph.settings import CODE, Settings

Edit = Callable[[str, str, str], Path]
FEN = "river-FEN-signature-1,river,FEN,signature,"


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    return tmp_path / "out"


def built(folder: Path) -> str:
    return pipeline.build(folder, None, lambda _: None).version


def told(builds: Path, folder: Path) -> list[tuple[str, str, str]]:
    return [(c.kind.value, c.row, c.what) for s in steps(builds, versions_below(builds, folder)) for c in s.changes]


def joined(edit: Edit) -> None:
    """Let a signatory ratify."""
    edit("actions.csv", FEN, f"river-FEN-ratification-1,river,FEN,ratification,2010-03-05,,gazette,official,\n{FEN}")
    edit("ledger.csv", "river-FEN-signature-1,", "river-FEN-ratification-1,actions,no\nriver-FEN-signature-1,")
    edit("sources.csv", "2010-12-31,31,", "2010-12-31,32,")


def test_what_changed_from_build_to_build_is_told_and_is_the_same_again(folder: Path, builds: Path, edit: Edit) -> None:
    first = built(folder)
    assert built(folder) == first
    assert len(versions_below(builds)) == 1
    joined(edit)
    second = built(folder)
    edit("actions.csv", "ratification,2010-03-05", "ratification,2010-03-06")
    third = built(folder)
    assert [v.id for v in versions_below(builds, folder)] == [first, second, third]
    found = told(builds, folder)
    assert ("new_act", "river-FEN-ratification-1", "ratification") in found
    assert ("new_conclusion", "river-FEN-ratification-1", "in_force") in found
    assert ("correction", "river-FEN-ratification-1", "done_on") in found
    kept = {p.name: p.read_bytes() for p in (builds / KEPT).glob("*.changes")}
    assert len(kept) == 2
    for path in (builds / KEPT).glob("*.changes"):
        path.unlink()
    assert told(builds, folder) == found
    assert {p.name: p.read_bytes() for p in (builds / KEPT).glob("*.changes")} == kept


def test_a_version_or_a_day_says_from_when(folder: Path, builds: Path, edit: Edit) -> None:
    first = built(folder)
    joined(edit)
    second = built(folder)
    held = pipeline.versions(folder)
    assert [v.id for v in pipeline.since(held, first)] == [first, second]
    assert [v.id for v in pipeline.since(held, second[:8])] == [second]
    assert [v.id for v in pipeline.since(held, "2199-01-01")] == [second]
    assert [v.id for v in pipeline.since(held, "2001-01-01")] == [first, second]
    assert pipeline.since(held, None) == held
    with pytest.raises(TreatygraphError, match=f"no longer held here, or never was. Held are 2, from {first}"):
        pipeline.since(held, "abcdef12")
    with pytest.raises(BadDayError, match=r"is no day .* and no version"):
        pipeline.since(held, "last week")


def test_only_so_many_are_kept_and_the_oldest_make_room(
    folder: Path, builds: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    first = built(folder)
    joined(edit)
    second = built(folder)
    told(builds, folder)
    edit("actions.csv", "ratification,2010-03-05", "ratification,2010-03-06")
    third = built(folder)
    assert [v.id for v in versions_below(builds)] == [second, third]
    assert first not in {v.id for v in versions_below(builds)}
    assert len(list((builds / KEPT).glob("*.facts"))) == 2
    assert list((builds / KEPT).glob("*.changes")) == []


def test_all_are_kept_while_there_is_room(
    folder: Path, builds: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 6)
    for number in range(8):
        keeping.keep(Settings.of(folder), f"{number:016x}", replace(facts, actions=facts.actions[number:]))
        assert len(versions_below(builds, folder)) == min(number + 1, 6)
    assert [v.id for v in versions_below(builds, folder)] == [f"{number:016x}" for number in range(2, 8)]
    # A state that comes back is a version again.
    keeping.keep(Settings.of(folder), f"{3:016x}", replace(facts, actions=facts.actions[3:]))
    assert [int(v.id, 16) for v in versions_below(builds, folder)] == [3, 4, 5, 6, 7, 3]


def test_what_is_damaged_is_said_and_a_new_log_is_begun(folder: Path, builds: Path, edit: Edit) -> None:
    built(folder)
    joined(edit)
    built(folder)
    (held,) = {v.facts for v in versions_below(builds)[:1]}
    (builds / KEPT / f"{held}.facts").write_bytes(b"x")
    with pytest.raises(TreatygraphError, match="cannot be read any more"):
        told(builds, folder)
    (builds / KEPT / "log.json").write_text("{", encoding="utf-8")
    assert versions_below(builds) == ()
    built(folder)
    assert len(versions_below(builds)) == 1
    # Nothing is lost: who mends the log by hand has its versions again.
    assert (builds / KEPT / "log-damaged.json").read_text(encoding="utf-8") == "{"
    assert (builds / KEPT / f"{held}.facts").exists()


def test_what_changed_is_told_anew_where_the_law_was_mended(
    folder: Path, builds: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        keeping.keep(Settings.of(folder), f"{number:016x}", replace(facts, actions=facts.actions[number:]))
    before = told(builds, folder)
    assert before
    law = Path(shutil.copytree(CODE, builds.parent / "code", ignore=shutil.ignore_patterns("__pycache__", "faces")))
    monkeypatch.setattr("treatygraph.pipeline.marks.CODE", law)
    assert told(builds, folder) == before
    (kept,) = (builds / KEPT).glob("*.changes")
    (law / "law" / "status.py").write_text("mended = True\n", encoding="utf-8")
    assert told(builds, folder) == before
    assert len(list((builds / KEPT).glob("*.changes"))) == 2
    keeping.keep(Settings.of(folder), f"{2:016x}", replace(facts, actions=facts.actions[2:]))
    (mended,) = (builds / KEPT).glob("*.changes")
    assert mended != kept


def test_versions_of_other_facts_are_not_compared(folder: Path, builds: Path, tmp_path: Path, edit: Edit) -> None:
    built(folder)
    joined(edit)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    built(other)
    assert told(builds, folder) == [] == told(builds, other)
    assert len(versions_below(builds)) == 1


def test_the_command_tells_the_last_change_and_can_be_narrowed(
    folder: Path, builds: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(folder)]
    assert main(["changes", *data]) == 0
    assert "No version is held yet" in capsys.readouterr().out
    assert main(["build", *data]) == 0
    assert "changes since" not in capsys.readouterr().out
    joined(edit)
    assert main(["build", *data]) == 0
    told = capsys.readouterr().out
    assert "changes since version" in told
    second = pipeline.versions(folder)[-1].id
    assert main(["changes", *data, "--format", "csv"]) == 0
    rows = capsys.readouterr().out
    assert f"{second},new_act,river,FEN,Fenmoor,ratification,,2010-03-05" in rows
    assert "relations began" in rows
    assert main(["changes", *data, "--treaty", "fish", "--format", "csv"]) == 0
    assert "FEN" not in capsys.readouterr().out
    assert main(["changes", *data, "--participant", "Avalond", "--format", "csv"]) == 0
    assert "relations began" in capsys.readouterr().out
    assert main(["changes", *data, "--versions", "--format", "csv"]) == 0
    assert second in capsys.readouterr().out
    assert main(["changes", *data, "--since", "abcdef12"]) == 2
    assert "no longer held" in capsys.readouterr().err


def test_every_kind_of_change_is_told_as_a_sentence(folder: Path, builds: Path, edit: Edit) -> None:
    from treatygraph.faces.telling import Telling, languages

    built(folder)
    joined(edit)
    built(folder)
    edit("actions.csv", "ratification,2010-03-05", "ratification,2010-03-06")
    built(folder)
    register = pipeline.open_facts(folder)
    found = steps(Settings.of(folder).builds, pipeline.versions(folder))
    english, *others = (Telling(facts=register, language=code) for code in languages())
    said = [english.sentence(c) for s in found for c in s.changes]
    assert "River Convention: ratification by Fenmoor, 5 March 2010 (river-FEN-ratification-1)." in said
    assert any("record mended, the day of the act: 6 March 2010 in place of 5 March 2010" in line for line in said)
    assert any(line.endswith("in force for Fenmoor since 4 April 2010.") for line in said)
    assert any("commitments of Fenmoor that began on" in line for line in said)
    back = pipeline.facts_of_version(builds, pipeline.versions(folder)[0])
    from treatygraph.facts.changes import row_changes
    from treatygraph.law.consequences import consequences
    from treatygraph.law.status import conclude

    rows = row_changes(register, back)
    gone = [english.sentence(c) for c in (*rows, *consequences(conclude(register), conclude(back), rows))]
    for told in others:
        assert not set(said) & {told.sentence(c) for s in found for c in s.changes}
    assert any("is no longer shown by its source" in line for line in gone)
    assert any("not in force between Fenmoor and" in line for line in gone)
    assert {ChangeKind.WITHDRAWN, ChangeKind.NEW_CONCLUSION} == {
        c.kind for c in (*rows, *consequences(conclude(register), conclude(back), rows))
    }


def test_a_report_tells_what_was_mended_since_a_version(
    folder: Path, builds: Path, edit: Edit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joined(edit)
    seen = built(folder)
    edit("actions.csv", "ratification,2010-03-05", "ratification,2010-03-06")
    built(folder)
    for since in (seen, "2010-06-01"):
        out = tmp_path / f"{since}.md"
        command = ["report", "FEN", "--since", since, "--format", "md", "--out", str(out), "--data", str(folder)]
        assert (
            main([*command, "--on", "2010-12-31"] if since == "2010-06-01" else [*command, "--on", "2011-12-31"]) == 0
        )
        text = out.read_text(encoding="utf-8")
        if since == seen:
            assert "What was mended in the record" in text
            assert "| 5 March 2010 | 6 March 2010 |" in text.replace("\u00a0", " ")
    assert main(["report", "FEN", "--since", "abcdef12", "--data", str(folder)]) == 2
    assert "no longer held" in capsys.readouterr().err
