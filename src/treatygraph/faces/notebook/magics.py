"""Jupyter: `%load_ext treatygraph`, then `%%sparql` and `%ask`."""

from __future__ import annotations

import argparse
import builtins
import keyword
import re
import shlex
from typing import Any, NoReturn

from treatygraph.errors import TreatygraphError
from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.notebook.graph import PAGE, Graph


class MagicError(TreatygraphError):
    """A line that a magic does not understand."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise MagicError(f"{self.prog}: {message}. {self.format_usage().strip()}")


def _parser(name: str) -> _Parser:
    parser = _Parser(prog=name, add_help=False)
    parser.add_argument("--out", help="variable that takes the data frame")
    parser.add_argument("--graph", default="g", help="variable that holds the graph (g; opened when there is none)")
    return parser


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise MagicError(f"{line[:60]!r} cannot be read ({error}). Close the quotes.") from None


_SETTING = re.compile(r"(\w+)=(.+)", re.DOTALL)


def settings(texts: list[str]) -> dict[str, str]:
    """Return `name=value` texts as a dictionary.

    Raises:
        MagicError: A text is none.
    """
    found = {}
    for text in texts:
        match = _SETTING.fullmatch(text)
        if match is None:
            raise MagicError(f"{text[:60]!r} sets nothing. Write it as name=value, for example on=2020-01-01.")
        if match[1] in found:
            raise MagicError(f"{match[1]} is set twice. Set it once.")
        found[match[1]] = match[2]
    return found


def _graph(shell: Any, name: str) -> Graph:
    found = shell.user_ns.get(name)
    if found is None and name == "g":
        from treatygraph.faces.notebook.opening import open as open_graph

        found = shell.user_ns["g"] = open_graph()
    if not isinstance(found, Graph):
        raise MagicError(f"{name} is no graph. Open one first: {name} = tg.open().")
    return found


def _given(shell: Any, answer: Answer, out: str | None) -> Answer | None:
    if out is None:
        return answer
    if not out.isidentifier() or keyword.iskeyword(out):
        raise MagicError(f"--out {out[:40]!r} is no name of a variable.")
    if out.startswith("_") or hasattr(builtins, out):
        # What Python and the shell keep there is found under no other name.
        raise MagicError(f"--out {out[:40]!r} is a name of Python's own. Choose another.")
    shell.user_ns[out] = answer.to_pandas()
    print(f"{out}: {len(answer)} rows, columns {', '.join(answer.columns)}.")
    return None


def load_ipython_extension(shell: Any) -> None:
    """Add the magics to a shell; called by `%load_ext treatygraph`."""

    def sparql(line: str, cell: str) -> Answer | None:
        """Ask a SPARQL query: %%sparql [--out FRAME] [--graph VARIABLE] [--limit N] [--set name=value ...]."""
        parser = _parser("%%sparql")
        parser.add_argument("--limit", type=int, default=PAGE)
        parser.add_argument("--set", dest="values", action="append", default=[])
        options = parser.parse_args(_words(line))
        graph = _graph(shell, options.graph)
        answer = graph.sparql(graph.filled(cell, settings(options.values)), limit=options.limit)
        return _given(shell, answer, options.out)

    def ask(line: str) -> Answer | None:
        """Ask a question of the library: %ask QUESTION [name=value ...] [--out FRAME] [--graph VARIABLE]."""
        parser = _parser("%ask")
        parser.add_argument("question")
        parser.add_argument("values", nargs="*")
        options = parser.parse_args(_words(line))
        answer = _graph(shell, options.graph).ask(options.question, **settings(options.values))
        return _given(shell, answer, options.out)

    shell.register_magic_function(sparql, "cell", "sparql")
    shell.register_magic_function(ask, "line", "ask")
    shell.set_hook("complete_command", complete_ask, str_key="%ask")
    shell.set_hook("complete_command", complete_sparql, str_key="%%sparql")


def complete_ask(_: Any, event: Any) -> list[str]:
    """Return the identifiers of questions, or the parameters of the one named."""
    from treatygraph.questions.catalogue import library

    words = event.line.split()
    if len(words) > 2 or (len(words) == 2 and event.line.endswith(" ")):
        asked = library().get(words[1])
        return [f"{p.name}=" for p in asked.parameters] if asked is not None else []
    return list(library())


def complete_sparql(_: Any, __: Any) -> list[str]:
    """Return the prefixes and the options."""
    from treatygraph.graph.terms import PREFIXES

    return [*(f"{prefix}:" for prefix in PREFIXES), "--out", "--graph", "--limit", "--set"]
