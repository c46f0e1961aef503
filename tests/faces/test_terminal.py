"""What is printed is shown, and orders no terminal about: neither cells, nor errors, nor what another server says."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import ROOT
from treatygraph.errors import Fault, FaultyDataError, TreatygraphError, UnknownNameError, visible
from treatygraph.faces.cli import main
from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.render import FORMATS, NoTextError, show, show_proof
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table

#: It sets the title, clears the screen, writes to the clipboard, hides, turns about; the last is half a sign.
EVIL = "a\x1b]0;owned\x07\x1b[2J\x9b31m\x1b]52;c;ZWNobw==\x07\r\x08\x7f\u202egnp.exe\u2066\udcffz"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: Colours are ours, and what turns while a command works.
STYLE = re.compile(r"\r?\x1b\[(?:[0-9;]*m|\?25[lh]|1A|2K)")


class Screen(io.StringIO):
    """A terminal that keeps what it is told."""

    def isatty(self) -> bool:
        return True


def shown(work: Callable[..., object], *given: object) -> str:
    """Return what a terminal is told by some work, but for our colours."""
    screen = Screen()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        work(*given)
    return STYLE.sub("", screen.getvalue())


def table() -> Table:
    return Table(title=f"T{EVIL}", columns=columns("depth", "sentence"), rows=((1, EVIL),), notes=(f"n{EVIL}",))


def test_what_is_plain_stays_as_it_is() -> None:
    text = "Côte d’Ivoire 科特迪瓦 \u202f5\u00a0% \u200f\tline\nnext — e\u0301"
    assert visible(text) == text
    assert visible("a\x1b[2J") == "a<U+001B>[2J"


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"xlsx"}))
def test_no_cell_title_or_note_orders_a_terminal_about(form: str) -> None:
    said = shown(show, table(), form)
    assert not OBEYED.search(said)
    assert "001b" in said.lower()


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"xlsx"}))
def test_no_proof_orders_a_terminal_about(form: str) -> None:
    step = {"sentence": EVIL, "basis": EVIL, "facts": [EVIL], "because": []}
    proof = {"sentence": EVIL, "basis": EVIL, "facts": [], "because": [step]}
    said = shown(show_proof, proof, form, (EVIL,))
    assert not OBEYED.search(said)
    assert said.count("owned") >= 3


def test_a_file_and_another_program_get_the_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    text = EVIL.replace("\udcff", "")
    given = Table(title="T", columns=columns("sentence"), rows=((text,),), notes=())
    show(given, "json")
    assert json.loads(capsys.readouterr().out)["rows"] == [{"sentence": text}]


@pytest.mark.parametrize(
    "arguments",
    [["why", EVIL, "som"], ["status", EVIL], [EVIL], ["status", "CHE", "--on", EVIL], ["check", f"--{EVIL}"]],
)
def test_no_error_orders_a_terminal_about(arguments: list[str]) -> None:
    said = shown(main, arguments)
    assert not OBEYED.search(said)
    assert "owned" in said


@pytest.mark.parametrize(
    "error",
    [
        TreatygraphError(f"The engine refuses the query: {EVIL}"),
        UnknownNameError("participant", "x", (EVIL,)),
        FaultyDataError((Fault(file=EVIL, row=1, column=EVIL, value=EVIL, cause=EVIL, remedy=EVIL),)),
    ],
)
def test_no_text_of_an_error_orders_a_terminal_about(error: TreatygraphError) -> None:
    assert not OBEYED.search(str(error))
    assert "owned" in str(error)


def test_no_answer_in_a_notebook_orders_a_terminal_about() -> None:
    assert not OBEYED.search(repr(Answer(table=table())))


def test_everything_that_is_printed_goes_through_one_door() -> None:
    """The command line prints with `say` and `show`, or through its own last words."""
    found: dict[str, list[Any]] = {}
    for path in sorted((ROOT / "src" / "treatygraph" / "faces" / "cli").glob("*.py")):
        calls = re.findall(r"(?:click\.echo|sys\.std\w+\.write|(?<![.\w])print)\(.*", path.read_text(encoding="utf-8"))
        if calls:
            found[path.name] = calls
    # What completes commands is a text of click's.
    assert set(found) <= {"__init__.py", "completing.py"}, found


def test_a_terminal_gets_no_workbook() -> None:
    with pytest.raises(NoTextError, match=r"> answer\.xlsx"):
        shown(show, table(), "xlsx")
