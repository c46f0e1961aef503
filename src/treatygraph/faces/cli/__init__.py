"""The command line: parse, call one function, print. Commands are imported when they are called."""

from __future__ import annotations

import errno
import gc
import importlib
import inspect
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from treatygraph.errors import FaultyDataError, TreatygraphError, visible

#: What one can do → its commands, in the order in which help lists them, each with the module in which it lives.
_SECTIONS = {
    "Who is bound by what": {
        "status": "status",
        "bound": "obligations",
        "why": "relations",
        "between": "relations",
        "statements": "relations",
        "timeline": "status",
        "participants": "status",
        "parties": "status",
        "find": "finding",
    },
    "What is asked and owed": {
        "treaties": "status",
        "obligations": "obligations",
        "paragraph": "obligations",
        "report": "reports",
        "whatif": "reports",
    },
    "The graph": {
        "questions": "graph",
        "ask": "graph",
        "sparql": "graph",
        "network": "graph",
        "export": "graph",
        "publish": "graph",
        "serve": "server",
    },
    "Keeping the record": {
        "build": "facts",
        "check": "facts",
        "intake": "taking",
        "refresh": "refreshing",
        "changes": "facts",
    },
    "Your shell": {
        "completion": "completing",
    },
}
_COMMANDS = {name: room for section in _SECTIONS.values() for name, room in section.items()}
#: In the text of a command, the line that keeps what follows as it is written: a linter asks for raw text, in which
#: the sign that click looks for is two letters.
_AS_WRITTEN, _SIGN = "\\b\n", "\b\n"

#: Wrong data, or violations found.
EXIT_FAULTY = 1
#: A wrong question: an unknown name, a bad day, a bad option.
EXIT_USAGE = 2


class _ReaderGoneError(Exception):
    """Who read the output went away."""


class _Late(click.Group):
    """A group that knows its commands by name and imports them when asked."""

    # Click ends the process with 1 where it meets a pipe without a reader, as if something had failed: so that error
    # leaves these two, in which all of our output is written, by another name.

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except BrokenPipeError:
            raise _ReaderGoneError from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderGoneError from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        room = _COMMANDS.get(cmd_name)
        if room is None:
            return None
        module = importlib.import_module(f"treatygraph.faces.cli.{room}")
        command: click.Command = getattr(module, cmd_name)
        command.help = inspect.cleandoc(command.help or "").replace(_AS_WRITTEN, f"Examples:\n\n{_SIGN}", 1)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, self._first_sentence(ctx, name)) for name in names])

    def _first_sentence(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        assert command is not None
        return " ".join((command.help or "").strip().split("\n\n")[0].split())

    def _meant(self, ctx: click.Context, name: str) -> list[str]:
        """Return the commands that a name is a slip of, else those whose sentence has the word or one like it."""
        import difflib

        near = difflib.get_close_matches(name, _COMMANDS, n=2, cutoff=0.7)
        if near or len(name) < 4:
            return near
        words = {each: self._first_sentence(ctx, each).lower().replace(",", " ").split() for each in _COMMANDS}
        like = set(difflib.get_close_matches(name.lower(), {w for said in words.values() for w in said}, cutoff=0.85))
        return [each for each, said in words.items() if like & set(said)][:3]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in _COMMANDS:
            near = self._meant(ctx, name)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command {name[:60]!r}.{hint} `treatygraph --help` lists them.")
        return super().resolve_command(ctx, args)


@click.command(cls=_Late, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="treatygraph", message="treatygraph %(version)s")
def cli() -> None:
    """Which State is bound by which commitment, since when, towards whom, and why.

    Participants answer to names in six languages, ISO and M49 codes; treaties to their short name (som), title,
    or their number with the depositary (XVIII-12-b). Every answer is for a day (--on) and says how far the
    data reach.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; an error on purpose is shown without traceback."""
    try:
        result = cli.main(args=arguments, prog_name="treatygraph", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        click.echo(visible(said.getvalue()), err=True, nl=False)
        return EXIT_USAGE
    except FaultyDataError as error:
        click.echo(f"treatygraph: {error}", err=True)
        return EXIT_FAULTY
    except TreatygraphError as error:
        click.echo(f"treatygraph: {error}", err=True)
        return EXIT_USAGE
    except (BrokenPipeError, _ReaderGoneError):
        # The reader went away (`| head`); leave without a word, as other tools do.
        _leave_output()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:
            raise
        _leave_output()
        click.echo(
            f"treatygraph: The answer could not be written ({error.strerror}). Free space, or write elsewhere.",
            err=True,
        )
        return EXIT_USAGE


#: What an output says that takes no more.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def _leave_output() -> None:
    """Send what is left for standard output nowhere: Python writes it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> None:
    """Run the command line and leave the process."""
    code = main()
    # When Python ends it looks through all that is there, but for this.
    gc.freeze()
    sys.exit(code)
