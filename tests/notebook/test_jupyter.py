"""Jupyter: the magics in a real shell, and the notebooks as they stand in git (`test_wheel` runs them)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import treatygraph as tg
from tests.conftest import ROOT
from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.notebook.magics import MagicError, complete_ask, complete_sparql, settings

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def shell(g: tg.Graph) -> Iterator[Any]:
    InteractiveShell.clear_instance()
    found = InteractiveShell.instance()
    found.user_ns["g"] = g
    found.run_line_magic("load_ext", "treatygraph")
    yield found
    InteractiveShell.clear_instance()


def test_a_cell_of_sparql(shell: Any) -> None:
    query = "SELECT ?s WHERE { ?s a <https://w3id.org/treatygraph/ns#State> } ORDER BY ?s"
    answer = shell.run_cell_magic("sparql", "", query)
    assert isinstance(answer, Answer)
    assert len(answer) == 197
    assert shell.run_cell_magic("sparql", "--out frame", query) is None
    assert isinstance(shell.user_ns["frame"], pd.DataFrame)
    assert len(shell.user_ns["frame"]) == 197


def test_a_parameter_is_looked_up_and_its_term_put_in(shell: Any) -> None:
    query = (
        "SELECT ?on ?participant WHERE { VALUES ?participant { <x:y> } VALUES ?on { '2000-01-01' } "
        "?participant a <https://w3id.org/treatygraph/ns#Participant> }"
    )
    answer = shell.run_cell_magic("sparql", "--set participant=Türkiye --set on=2010-01-01", query)
    assert answer[0].values == {
        "on": date(2010, 1, 1),
        "participant": "https://w3id.org/treatygraph/id/participant/TUR",
    }
    # Text never becomes part of the query.
    with pytest.raises(tg.TreatygraphError, match="Unknown participant"):
        shell.run_cell_magic("sparql", "--set 'participant=x> } DROP ALL #'", query)


def test_a_question(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    answer = shell.run_line_magic("ask", "status/parties-on-a-day treaty=tip on=2010-01-01")
    assert len(answer) == 135
    shell.run_line_magic("ask", "parties-on-a-day treaty=tip on=2010-01-01 --out found")
    assert len(shell.user_ns["found"]) == 135
    assert "found: 135 rows, columns participant, participant_name, in_force_since." in capsys.readouterr().out


def test_a_named_graph_and_what_is_none(shell: Any, g: tg.Graph) -> None:
    shell.user_ns["mine"] = g
    assert len(shell.run_line_magic("ask", "status/counts --graph mine")) == len(g.concluded.register.treaties)
    shell.user_ns["other"] = 3
    with pytest.raises(MagicError, match=r"other is no graph. Open one first: other = tg\.open\(\)"):
        shell.run_line_magic("ask", "status/counts --graph other")
    with pytest.raises(MagicError, match="is no name of a variable"):
        shell.run_line_magic("ask", "status/counts --out 2x")
    with pytest.raises(MagicError, match="is no name of a variable"):
        shell.run_line_magic("ask", "status/counts --out class")
    for name in ("__builtins__", "_", "list"):
        with pytest.raises(MagicError, match="is a name of Python's own"):
            shell.run_line_magic("ask", f"status/counts --out {name}")
    with pytest.raises(MagicError, match="on is set twice"):
        shell.run_line_magic("ask", "parties-on-a-day on=2010-01-01 on=2011-01-01")
    with pytest.raises(MagicError, match="unrecognized arguments: --wrong"):
        shell.run_cell_magic("sparql", "--wrong", "ASK {}")
    with pytest.raises(MagicError, match="Write it as name=value"):
        settings(["on"])
    with pytest.raises(MagicError, match="Close the quotes"):
        shell.run_line_magic("ask", 'status/counts "on')
    with pytest.raises(tg.TreatygraphError, match="has no parameter 'question'"):
        shell.run_line_magic("ask", "status/counts question=5")


def test_completion_of_questions_parameters_and_prefixes(shell: Any) -> None:
    assert "status/parties-on-a-day" in complete_ask(shell, SimpleNamespace(line="%ask sta"))
    asked = "%ask status/parties-on-a-day "
    assert complete_ask(shell, SimpleNamespace(line=asked)) == ["treaty=", "on="]
    assert complete_ask(shell, SimpleNamespace(line="%ask nothing ")) == []
    assert {"tg:", "--out"} <= set(complete_sparql(shell, SimpleNamespace(line="%%sparql ")))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[p.stem for p in NOTEBOOKS])
def test_a_notebook_is_clean_in_git_and_tells_a_story(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert len({c.id for c in notebook.cells}) == len(notebook.cells)
    assert re.match(r"# \d\. \S", notebook.cells[0].source), "the title comes first"
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    for word in (
        ("**问题。**", "**答案。**", "**注意。**")
        if path.stem.endswith(".zh")
        else (
            "**Question.**",
            "**Answer.**",
            "**Caveat.**",
        )
    ):
        assert word in text
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_the_chinese_twin_runs_the_same_cells() -> None:
    one, twin = (nbformat.read(ROOT / "notebooks" / f"1-first-hour{end}.ipynb", as_version=4) for end in ("", ".zh"))
    codes = [[c.source for c in n.cells if c.cell_type == "code"] for n in (one, twin)]
    named = {'"瑞士"': '"Switzerland"', '"日本"': '"JPN"'}
    translated = codes[1]
    for chinese, english in named.items():
        translated = [source.replace(chinese, english) for source in translated]
    assert translated == codes[0]
