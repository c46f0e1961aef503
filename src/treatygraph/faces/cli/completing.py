"""What a shell completes after <Tab>: participants, treaties, questions, regions, statuses, themes.

Completion never fails, and neither reads tables nor builds: where no command kept the facts yet, none is offered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem, split_arg_string

from treatygraph import pipeline
from treatygraph.errors import TreatygraphError
from treatygraph.facts.plain import plain
from treatygraph.facts.register import Register

#: What a command takes → what it is called in help, in the order in which a shell is told.
SHELLS = ("bash", "zsh", "fish")
#: More than these help nobody.
_MOST = 200

Found = list[CompletionItem]
Completer = Callable[[click.Context, click.Parameter, str], Found]


def _offered(incomplete: str, known: Iterable[tuple[str, str]]) -> Found:
    """Return what begins as is written, by its code or by a word of its name; its code is what the shell writes."""
    asked = plain(incomplete)
    found = [
        CompletionItem(code, help=called)
        for code, called in known
        if code.casefold().startswith(incomplete.casefold()) or (asked and f" {plain(called)}".find(f" {asked}") >= 0)
    ]
    return found[:_MOST]


def _of_facts(known: Callable[[Register], Iterable[tuple[str, str]]]) -> Completer:
    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> Found:
        try:
            register = pipeline.kept_facts()
            return _offered(incomplete, known(register)) if register is not None else []
        except (TreatygraphError, OSError):
            return []

    return complete


def _participants(register: Register) -> Iterable[tuple[str, str]]:
    return ((p, register.name(p)) for p in register.participants)


def _treaties(register: Register) -> Iterable[tuple[str, str]]:
    everything = (t for own in register.by_chapter.values() for t in own)
    return ((t, register.instruments[t].short_title) for t in dict.fromkeys((*register.in_depth, *everything)))


def _terms(scheme: str) -> Completer:
    return _of_facts(lambda register: ((t.code, t.labels["en"]) for t in register.facts.terms if t.scheme == scheme))


participant = _of_facts(_participants)
treaty = _of_facts(_treaties)
subject = _of_facts(lambda register: (*_treaties(register), *_participants(register)))
region = _of_facts(lambda register: ((r.name, r.id) for r in register.facts.regions))
chapter = _of_facts(lambda register: ((c.id, c.title) for c in register.chapters.values()))
status, theme, strength, modality, statement_kind = (
    _terms(scheme) for scheme in ("status", "theme", "strength", "modality", "statement_kind")
)


def question(_: click.Context, __: click.Parameter, incomplete: str) -> Found:
    """Return the questions that begin as is written, by theme or by their own name."""
    from treatygraph.questions.catalogue import library

    return [
        CompletionItem(q.id, help=q.sentence())
        for q in library().values()
        if q.id.startswith(incomplete) or q.id.partition("/")[2].startswith(incomplete)
    ]


def setting(_: click.Context, __: click.Parameter, incomplete: str) -> Found:
    """Return the parameters of the question named before, as `name=`."""
    from treatygraph.questions.catalogue import library

    # Of a line that ends in an option without its value, click has not read the arguments.
    typed = split_arg_string(os.environ.get("COMP_WORDS", ""))
    known = [p for word in typed if word in library() for p in library()[word].parameters]
    return [CompletionItem(f"{p.name}=", help=p.description) for p in known if p.name.startswith(incomplete)]


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    r"""Print what makes a shell complete commands, options and names after <Tab>.

    \b
    treatygraph completion bash >> ~/.bashrc
    treatygraph completion zsh >> ~/.zshrc
    treatygraph completion fish > ~/.config/fish/completions/treatygraph.fish
    """
    from click.shell_completion import get_completion_class

    from treatygraph.faces.cli import cli

    made = get_completion_class(shell)
    assert made is not None
    source = made(cli, {}, "treatygraph", "_TREATYGRAPH_COMPLETE")
    # Its own check of the version of bash starts that shell; what it prints is right for every version it knows.
    click.echo(source.source_template % source.source_vars())
