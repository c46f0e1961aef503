"""What `docs/keeping.md` tells an officer to type does what it says: from a saved page to a change, and back."""

from __future__ import annotations

import hashlib
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from treatygraph.faces.cli import main
from treatygraph.pipeline import open_facts

ROWS = (
    ("Avalond", "1 Feb 2000", "1 Jun 2000"),
    ("Borrin", "2 Feb 2000", "1 Jul 2000"),
    ("Celandine", "", "1 Jul 2000 a"),
    ("Elmwald", "1 Jun 1999", "10 Mar 2001"),
    ("Fenmoor", "1 Apr 2000", "5 Mar 2010"),
    ("Isle of Ink", "", "7 Mar 2009 a"),
)


def page(rows: tuple[tuple[str, str, str], ...], day: str) -> str:
    """Return a status page as a browser saves it."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<!DOCTYPE html><html><body><div id="x_div3">STATUS AS AT : {day} 10:16:18 EDT</div>'
        '<table id="x_tblgrid"><tr><td>Participant</td><td>Signature</td><td>Ratification, Accession(a)</td></tr>'
        f"{cells}</table></body></html>"
    )


def commands() -> list[str]:
    """Return the commands of the page, in its order; what asks the depositary itself is tried elsewhere."""
    text = (ROOT / "docs" / "keeping.md").read_text(encoding="utf-8")
    found = re.findall(r"^\s*(treatygraph [^\n`]+)$|`(treatygraph [^`\n]+)`", text, re.M)
    return [a or b for a, b in found if " refresh " not in (a or b)]


def mark(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def test_the_commands_of_the_page_run_in_its_order(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TREATYGRAPH_DATA", str(folder))
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path / "out"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(page(ROWS, "03-02-2026"), encoding="utf-8")
    before = mark(folder)
    assert main(["build"]) == 0
    told = {}
    asked = commands()
    assert [shlex.split(c)[1] for c in asked] == ["intake", "intake", "intake", "build", "changes", "intake"]
    for number, command in enumerate(asked):
        capsys.readouterr()
        assert main(shlex.split(command)[1:]) == 0, command
        told[number] = capsys.readouterr().out
        if "--accept" in command:
            assert "river-FEN-ratification-1" in {a.id for a in open_facts(folder).facts.actions}
    assert "set aside" in told[0]
    assert "left out" in told[1]
    assert "Fenmoor" in told[4]
    # The last accepted file is taken back, and then the decision.
    assert main(["intake", "--undo"]) == 0
    assert mark(folder) == before
