"""The command line on 80 columns, behind a pipe, and after <Tab>."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.faces.cli import _COMMANDS, cli, completing, main
from treatygraph.faces.cli.options import waiting

Shown = Callable[..., str]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Run a command for a reader behind a pipe that is 80 columns wide."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str) -> str:
        assert main(list(arguments)) == 0
        return capsys.readouterr().out

    return call


@pytest.mark.parametrize(
    ("arguments", "heads"),
    [
        (("status", "CHE"), ("treaty", "treaty title", "status", "in force since")),
        (("parties", "som"), ("participant", "participant name", "status", "in force since")),
        (("treaties",), ("treaty", "treaty title", "in force")),
        (("participants", "--region", "Asia"), ("participant", "participant name", "untoc", "tip")),
    ],
)
def test_a_narrow_table_keeps_what_one_asks_for(
    shown: Shown, arguments: tuple[str, ...], heads: tuple[str, ...]
) -> None:
    out = shown(*arguments)
    assert max(map(len, out.splitlines())) <= 80
    head = next(line for line in out.splitlines() if line.strip().startswith(heads[0]))
    assert all(text in head for text in heads)
    assert "Not shown for want of room" in out
    assert "Not shown" not in shown(*arguments, "--format", "wide")


def test_texts_that_need_more_room_are_told_in_lines(shown: Shown) -> None:
    out = shown("bound", "CHE", "--treaty", "som", "--theme", "protection")
    assert "summary: " in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", list(_COMMANDS))
def test_help_fits_and_has_examples_that_are_commands(shown: Shown, command: str) -> None:
    out = shown(command, "--help")
    assert [line for line in out.splitlines() if len(line) > 80] == []
    assert "\\b" not in out
    assert "query checks" not in out
    examples = re.findall(
        r"^ +(?:.*[|=] ?|\S+=\S+ )?treatygraph (\S+)", out.partition("Options:")[0], flags=re.MULTILINE
    )
    assert "Examples:" in out
    assert command in examples
    assert set(examples) <= set(_COMMANDS) | {"[OPTIONS]"}
    # As a shell reads them: what it takes for its own stands in quotes.
    typed = out.partition("Examples:")[2].partition("Options:")[0]
    read = subprocess.run(["bash", "-n", "-c", typed], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["status", "Swi"], "CHE"),
        (["status", "ch"], "CHE"),
        (["parties", "smug"], "som"),
        (["why", "CHE", "ti"], "tip"),
        (["ask", "parties-on"], "status/parties-on-a-day"),
        (["ask", "status/parties-on-a-day", "--set", "tr"], "treaty="),
        (["participants", "--region", "South"], "Southern Asia"),
        (["parties", "som", "--status", "sig"], "signatory"),
        (["stat"], "status"),
    ],
)
def test_names_are_completed(typed: list[str], offered: str) -> None:
    words = " ".join(["treatygraph", *typed])
    done = CliRunner().invoke(
        cli,
        prog_name="treatygraph",
        env={
            "_TREATYGRAPH_COMPLETE": "zsh_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(typed)),
        },
    )
    assert offered in done.output.splitlines()


@pytest.mark.parametrize("shell", completing.SHELLS)
def test_a_shell_is_told_how_to_complete(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert f"_TREATYGRAPH_COMPLETE={shell}_complete" in capsys.readouterr().out


def test_nothing_is_offered_where_there_are_no_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_DATA", "/nowhere")
    context = cli.make_context("treatygraph", ["completion", "bash"])
    assert completing.participant(context, cli.params[0], "Swi") == []


def test_completion_reads_no_table_and_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_BUILD", str(tmp_path))
    context = cli.make_context("treatygraph", ["completion", "bash"])
    assert completing.participant(context, cli.params[0], "Swi") == []
    assert not (tmp_path / "read").exists()


def test_no_word_of_waiting_reaches_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with waiting("Counting"):
        pass
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_waiting_is_told_and_wiped() -> None:
    pty = pytest.importorskip("pty")
    code = (
        "import sys\nfrom treatygraph.faces.cli.options import waiting\n"
        "with waiting('Counting', after=0.0):\n    sys.stdin.readline()\nprint('done')"
    )
    ours, theirs = pty.openpty()
    terminal = {**os.environ, "TERM": "xterm"}
    done = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env=terminal,
    )
    os.close(theirs)
    told = b""
    assert done.stdin is not None
    try:
        # The work ends when the word is there, and not before.
        while b"Counting ..." not in told:
            told += os.read(ours, 4096)
        done.stdin.write("\n")
        done.stdin.flush()
        while part := os.read(ours, 4096):
            told += part
    except OSError:
        pass  # how a terminal says that nobody writes to it any more
    os.close(ours)
    assert done.communicate()[0] == "done\n"
    assert "Counting ..." in told.decode()
    assert told.decode().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))
