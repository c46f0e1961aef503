"""Options that commands share, and the day a question is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from treatygraph.days import parse_day
from treatygraph.faces.render import FORMATS
from treatygraph.facts.register import Register
from treatygraph.questions.table import default_day

_F = TypeVar("_F", bound=Callable[..., Any])


def told(text: str) -> None:
    """Tell on the error stream what is being done."""
    click.echo(f"{text} ...", err=True)


def with_format(command: _F) -> _F:
    """Add --format."""
    option = click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print. CSV sends its notes to the error stream.",
    )
    return option(command)


def with_data(command: _F) -> _F:
    """Add --data."""
    option = click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder of the facts; the shipped ones by default.",
    )
    return option(command)


def with_question(command: _F) -> _F:
    """Add --on, --format and --data."""
    on = click.option(
        "--on",
        metavar="DAY",
        default=None,
        help="The day the question is about: YYYY-MM-DD or `today`. By default the latest as-of day of the data.",
    )
    return on(with_format(with_data(command)))


def day_of(register: Register, text: str | None) -> date:
    """Return the day asked about.

    Raises:
        BadDayError: The text is no day.
    """
    if text is None:
        return default_day(register)
    if text.strip().casefold() == "today":
        return date.today()
    return parse_day(text.strip())


def code_of(register: Register, scheme: str, text: str | None) -> str | None:
    """Return a code of a scheme, given the code or its English label.

    Raises:
        UnknownNameError: The scheme has no such code.
    """
    if text is None:
        return None
    from treatygraph.facts.lookups import find_term

    return find_term(register, scheme, text).code
