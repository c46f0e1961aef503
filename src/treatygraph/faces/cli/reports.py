"""Commands for the country desk: gap reports, and what would follow from a deposit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from treatygraph import pipeline
from treatygraph.errors import MissingExtraError
from treatygraph.faces.cli import completing
from treatygraph.faces.cli.options import waiting, with_data, with_format
from treatygraph.faces.languages import languages_of
from treatygraph.faces.render import say, show

#: The languages of reports.
_LANGUAGES = languages_of("treatygraph.faces.report")
_FORMATS = ("html", "pdf", "md", "json", "docx")


@click.command()
@click.argument("participant", required=False, shell_complete=completing.participant)
@click.option("--all", "everyone", is_flag=True, help="Every participant, with an index; needs --out FOLDER.")
@click.option("--on", metavar="DAY", default=None, help="The day of the report; by default the latest as-of day.")
@click.option(
    "--since", metavar="DAY|VERSION", default=None, help="An earlier day or version: list what changed after it."
)
@click.option(
    "--deposit", metavar="DAY", default=None, help="The day of the deposits supposed in `what if`; by default --on."
)
@click.option(
    "--lang",
    "languages",
    type=click.Choice(_LANGUAGES),
    multiple=True,
    help="The language, English by default; what the data do not say in it stays English. With --all: those of the "
    "site, or those given; repeat it for more.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="html", show_default=True, help="The format.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="File or folder to write; - for standard output. By default PARTICIPANT.LANG.FORMAT here.",
)
@click.option(
    "--site", metavar="URL", default=None, help="A site that serves these pages, where links may lead; none by default."
)
@click.option(
    "--annex/--no-annex",
    "annex",
    default=None,
    help="What each number counts, every commitment and the proofs; by default in HTML, where it is folded.",
)
@click.option(
    "--treaty",
    "treaties",
    metavar="TREATY",
    multiple=True,
    shell_complete=completing.treaty,
    help="Where many treaties are read: one to tell in full, beside those that the resolution names; repeat it for "
    "more.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes for --all; one a core by default.")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of --format json, and stop.")
@with_data
def report(as_schema: bool, **given: Any) -> int:
    r"""Write a gap report: what is asked of a participant, what is done, what is missing, what it would take.

    \b
    treatygraph report CHE
    treatygraph report CHE --since 2015-01-01
    treatygraph report Japan --lang zh --format pdf --out japan.pdf
    treatygraph report --all --out reports
    """
    try:
        from treatygraph.faces.cli.ordering import Ordered, write_everyone, write_one
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", error.name) from None
    if as_schema:
        _print_schema()
        return 0
    ordered = Ordered(**given)
    if (ordered.participant is None) != ordered.everyone:
        raise click.UsageError("Name a participant, or take --all.")
    try:
        if ordered.participant is None:
            return write_everyone(ordered)
        with waiting("Writing the report"):
            return write_one(ordered, ordered.participant)
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", error.name) from None


def _print_schema() -> None:
    import json

    from treatygraph.faces.report.data import schema

    say(json.dumps(schema(), ensure_ascii=False, indent=1))


@click.command()
@click.argument("participant", shell_complete=completing.participant)
@click.argument("treaty", shell_complete=completing.treaty)
@click.option("--deposit", metavar="DAY", default=None, help="The day of the deposit; by default the latest as-of day.")
@with_format
@with_data
def whatif(participant: str, treaty: str, deposit: str | None, form: str, data: Path | None) -> None:
    r"""Show what would follow if a participant deposited its instrument on a day.

    \b
    treatygraph whatif JPN firearms --deposit 2027-01-15
    treatygraph whatif Thailand som --format json
    """
    with waiting("Concluding what would follow"):
        concluded = pipeline.open_conclusions(data)
        # With the rooms of the law: help does without.
        from treatygraph.questions.law import answer

        table = answer(concluded, "gaps/what-if", participant=participant, treaty=treaty, on=deposit)
    show(table, form)
