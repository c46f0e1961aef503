"""An answer is sent again where the edition changed, what was asked, or the program that says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from treatygraph.faces.web import conditional


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of a program and a template."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "report.html").write_text("Parties", encoding="utf-8")
    (tmp_path / "answer.py").write_text("rows = 1\n", encoding="utf-8")
    monkeypatch.setattr(conditional, "CODE", tmp_path)
    conditional.program_mark.cache_clear()
    yield tmp_path
    conditional.program_mark.cache_clear()


def tag() -> str:
    conditional.program_mark.cache_clear()
    return conditional.headers_of("v", "changes", "atom")["ETag"]


@pytest.mark.parametrize("name", ["templates/report.html", "answer.py"])
def test_a_changed_program_is_another_answer(name: str, package: Path) -> None:
    before = tag()
    (package / name).write_text("more", encoding="utf-8")
    assert tag() != before


def test_what_python_compiles_is_no_other_program(package: Path) -> None:
    before = tag()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "answer.pyc").write_bytes(b"1")
    assert tag() == before
