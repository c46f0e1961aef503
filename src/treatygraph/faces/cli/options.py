"""Options that commands share, and how a question is put to the law."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from treatygraph import pipeline
from treatygraph.collecting import collect_seldom
from treatygraph.faces.cli import completing
from treatygraph.faces.render import FORMATS, say, show

if TYPE_CHECKING:
    from treatygraph.law.status import Concluded
    from treatygraph.questions.law import Written

_F = TypeVar("_F", bound=Callable[..., Any])


def told(text: str) -> None:
    """Tell on the error stream what is being done."""
    say(f"{text} ...", err=True)


@contextmanager
def waiting(text: str = "Working", after: float = 1.0) -> Iterator[None]:
    """Say on a terminal that work goes on, once it takes longer than a second; nothing is left of it afterwards."""
    if not sys.stderr.isatty():
        yield
        return
    import threading

    from rich.console import Console

    shown = Console(stderr=True).status(f"{text} ...")
    late = threading.Timer(after, shown.start)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()
        shown.stop()


def with_format(command: _F) -> _F:
    """Add --format."""
    option = click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print: a table as wide as the terminal, or with all columns (wide). CSV sends its notes to the "
        "error stream.",
    )
    return option(command)


def with_data(command: _F) -> _F:
    """Add --data."""
    option = click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder of the facts; by default the one that TREATYGRAPH_DATA names, or the shipped ones.",
    )
    return option(command)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What every question to the law is asked with: the day as it is written, the data, and how to print."""

    on: str | None
    form: str
    data: Path | None

    @functools.cached_property
    def concluded(self) -> Concluded:
        """What follows from the data."""
        # The facts stay until the command ends, and so do those rows that are made when they are asked for.
        collect_seldom()
        return pipeline.open_conclusions(self.data)

    def show(self, question: str, **given: Written) -> None:
        """Print the answer of the law to a question, whose parameters are given as they are written."""
        # What takes files in, or serves, does not wait for the rooms of the law.
        from treatygraph.questions.law import answer

        with waiting("Concluding who is bound"):
            table = answer(self.concluded, question, on=self.on, **given)
        show(table, self.form)


def with_question(command: _F) -> _F:
    """Add --on, --format and --data, and hand them over as one `asking`."""
    on = click.option(
        "--on",
        metavar="DAY",
        default=None,
        help="The day the question is about: YYYY-MM-DD or `today`. By default the latest as-of day of the data.",
    )

    @functools.wraps(command)
    def call(on: str | None, form: str, data: Path | None, **given: Any) -> Any:
        return command(asking=Asking(on=on, form=form, data=data), **given)

    return cast(_F, on(with_format(with_data(call))))


def with_treaty(command: _F) -> _F:
    """Add an argument TREATY that may be left out, and --treaty for who writes it so."""
    argument = click.argument("treaty", required=False, shell_complete=completing.treaty)
    option = click.option(
        "--treaty", "named", default=None, shell_complete=completing.treaty, help="Only this treaty, as TREATY."
    )

    @functools.wraps(command)
    def call(treaty: str | None, named: str | None, **given: Any) -> Any:
        if treaty is not None and named is not None:
            raise click.UsageError(f"Name one treaty: {treaty!r} and --treaty {named!r} are two.")
        return command(treaty=named if treaty is None else treaty, **given)

    return cast(_F, argument(option(call)))


_NARROWINGS = (
    ("--theme", "Only this theme, for example protection."),
    ("--strength", "Only this grade: mandatory, qualified_mandatory, best_efforts ..."),
    ("--modality", "Only this wording: shall, shall_endeavour, shall_consider, may ..."),
)


def with_obligations(command: _F) -> _F:
    """Add --theme, --strength and --modality, and hand them over as one `wanted`."""

    @functools.wraps(command)
    def call(theme: str | None, strength: str | None, modality: str | None, **given: Any) -> Any:
        return command(wanted={"theme": theme, "strength": strength, "modality": modality}, **given)

    made: Any = call
    for name, help_text in reversed(_NARROWINGS):
        made = click.option(name, default=None, help=help_text)(made)
    return cast(_F, made)
