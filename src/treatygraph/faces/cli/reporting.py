"""Commands for the country desk: gap reports, and what would follow from a deposit."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.days import parse_day
from treatygraph.errors import MissingExtraError
from treatygraph.faces.cli.options import day_of, told, with_data, with_format
from treatygraph.faces.languages import languages_of
from treatygraph.faces.render import show
from treatygraph.facts.lookups import find_participant, find_treaty
from treatygraph.settings import BASE_IRI

#: The languages of reports; where none is asked for, a folder of reports has those of the site.
_LANGUAGES = languages_of("treatygraph.faces.report")
_SITE = languages_of("treatygraph.faces.pages")
_FORMATS = ("html", "pdf", "md", "json", "docx")


@click.command()
@click.argument("participant", required=False)
@click.option("--all", "everyone", is_flag=True, help="Every participant, with an index; needs --out FOLDER.")
@click.option("--on", metavar="DAY", default=None, help="The day of the report; by default the latest as-of day.")
@click.option("--since", metavar="DAY", default=None, help="An earlier day: list what changed after it.")
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
@click.option("--base", metavar="URL", default=BASE_IRI, show_default=True, help="Where links lead: a server of yours.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes for --all; one a core by default.")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of --format json, and stop.")
@with_data
def report(
    participant: str | None,
    everyone: bool,
    on: str | None,
    since: str | None,
    deposit: str | None,
    languages: tuple[str, ...],
    form: str,
    out: Path | None,
    base: str,
    workers: int | None,
    as_schema: bool,
    data: Path | None,
) -> int:
    r"""Write a gap report: what is asked of a participant, what is done, what is missing, what it would take.

    \b
    treatygraph report CHE
    treatygraph report Japan --since 2015-01-01 --lang zh --format pdf --out japan.pdf
    treatygraph report --all --out reports
    """
    try:
        from treatygraph.faces.report.folder import Office, Wanted, name_of, write
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", error.name) from None
    if as_schema:
        _print_schema()
        return 0
    if (participant is None) != everyone:
        raise click.UsageError("Name a participant, or take --all.")
    if not base.startswith(("http://", "https://")):
        raise click.UsageError(f"--base {base[:80]!r} is no address. Write it as https://host/.")
    days = [_day(text) for text in (on, since, deposit)]
    base = base if base.endswith("/") else f"{base}/"

    def wanted_of(build: Path) -> Wanted:
        return Wanted(build=build, on=days[0], since=days[1], deposit=days[2], base=base)

    if everyone:
        return pipeline.with_build(
            data, told, lambda build: _all(wanted_of(build), languages or _SITE, form, out, workers)
        )
    assert participant is not None
    office = pipeline.with_build(data, told, lambda build: Office(wanted_of(build)))
    wanted = office.wanted
    if wanted.since is not None and wanted.since >= office.desk.day:
        raise click.UsageError(f"--since {wanted.since} is not before the day of the report, {office.desk.day}.")
    found = office.dossier(find_participant(office.desk.register, participant).id)
    for language in languages or _LANGUAGES[:1]:
        try:
            raw = office.report(found, form, language)
        except ModuleNotFoundError as error:
            raise MissingExtraError("report", error.name) from None
        name = name_of(found.participant, language, form)
        if str(out) == "-":
            sys.stdout.buffer.write(raw)
            continue
        if len(languages) > 1 and out is not None and not out.is_dir():
            raise click.UsageError("Several languages need a folder that exists in --out.")
        path = Path(name) if out is None else out / name if out.is_dir() else out
        write(path, raw)
        click.echo(f"{path}: {office.desk.register.name(found.participant)}, about {office.desk.day}.")
    return 0


def _print_schema() -> None:
    import json

    from treatygraph.faces.report.data import schema

    click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    return date.today() if text.strip().casefold() == "today" else parse_day(text.strip())


def _all(wanted: object, languages: tuple[str, ...], form: str, out: Path | None, workers: int | None) -> int:
    """Write the reports of all participants with a progress bar; 1 when one failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from treatygraph.faces.report.folder import Office, Wanted, write_all

    assert isinstance(wanted, Wanted)
    if out is None or str(out) == "-":
        raise click.UsageError("--all writes many files. Name a folder with --out.")
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"--out {out} is a file. With --all it is a folder.")
    office = Office(wanted)
    if wanted.since is not None and wanted.since >= office.desk.day:
        raise click.UsageError(f"--since {wanted.since} is not before the day of the reports, {office.desk.day}.")
    participants = tuple(office.desk.register.participants)
    console = Console(stderr=True)
    columns = ("Reports", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reports", total=len(participants))
        failures = write_all(
            wanted,
            participants,
            languages,
            form,
            out,
            lambda done, _: progress.update(task, completed=done),
            workers,
        )
    number = len(participants) * len(languages) - len(failures)
    click.echo(f"{number} reports in {out}, beside index.html; about {office.desk.day}.")
    for failure in failures:
        click.echo(f"not written: {failure.participant} ({failure.language}): {failure.why}", err=True)
    return 1 if failures else 0


@click.command()
@click.argument("participant")
@click.argument("treaty")
@click.option("--deposit", metavar="DAY", default=None, help="The day of the deposit; by default the latest as-of day.")
@with_format
@with_data
def whatif(participant: str, treaty: str, deposit: str | None, form: str, data: Path | None) -> None:
    r"""Show what would follow if a participant deposited its instrument on a day.

    \b
    treatygraph whatif JPN firearms --deposit 2027-01-15
    treatygraph whatif Thailand som --format json
    """
    from treatygraph.questions.dossier import desk_for, what_if, what_if_table

    concluded = pipeline.open_conclusions(data)
    found = find_participant(concluded.register, participant)
    day = day_of(concluded.register, deposit)
    desk = desk_for(concluded, day, "")
    supposed = what_if(desk, found.id, find_treaty(concluded.register, treaty).id, day)
    show(what_if_table(desk, found.id, supposed), form)
