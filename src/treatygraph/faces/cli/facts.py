"""Commands that keep the data: build, check, and intake of a depositary's table."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.days import parse_day
from treatygraph.errors import TreatygraphError
from treatygraph.faces.cli.options import told, with_data, with_format
from treatygraph.faces.render import show
from treatygraph.facts.lookups import find_participant, find_treaty
from treatygraph.law.findings import findings
from treatygraph.law.model import Severity
from treatygraph.law.status import conclude
from treatygraph.questions.changed import changes_table, last_change, versions_table
from treatygraph.questions.findings import counted, findings_table
from treatygraph.settings import Settings


@click.command()
@click.option("--notes", is_flag=True, help="List what is not known, too.")
@click.option("--quick", is_flag=True, help="Facts and law only: leave out shapes, query checks and ontology.")
@with_format
@with_data
def check(notes: bool, quick: bool, form: str, data: Path | None) -> int:
    """Check facts, law, shapes, query checks and ontology; exit code 1 on faulty data or a violation."""
    found = findings(conclude(pipeline.read_and_check(data)))
    if not quick:
        found += pipeline.with_build(data, told, lambda folder: pipeline.graph_findings(folder, told))
        found = tuple(sorted(found, key=lambda f: f.severity.order))
    show(findings_table(found, notes), form)
    return 1 if any(f.severity is Severity.VIOLATION for f in found) else 0


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="Where to build; `build` by default."
)
@with_data
def build(out: Path | None, data: Path | None) -> int:
    """Check the facts, conclude who is bound, and write both as tables; swapped in when complete."""
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("Starting") as progress:
            made = pipeline.build(data, out, progress.update)
    else:
        made = pipeline.build(data, out, told)
    click.echo(
        f"Built version {made.version} in {made.folder}: {made.rows} rows of facts, {made.participations} "
        f"participations, {made.commitments} commitments; {counted(made.findings)} (`treatygraph check --notes`)."
    )
    _tell_changes(Settings.of(data, out))
    return 1 if any(f.severity is Severity.VIOLATION for f in made.findings) else 0


def _tell_changes(settings: Settings) -> None:
    """Say how much changed since the version before; it is computed now, and nobody who asks has to wait for it."""
    held = pipeline.versions_below(settings.builds, settings.data)[-2:]
    try:
        number = sum(len(step.changes) for step in pipeline.steps(settings.builds, held))
    except TreatygraphError as error:
        click.echo(f"What changed is not told: {error}", err=True)
        return
    if number:
        click.echo(f"{number} changes since version {held[0].id} (`treatygraph changes`).")


@click.command()
@click.option(
    "--since",
    default=None,
    metavar="DAY|VERSION",
    help="The day or the version seen last; by default the version before the last change.",
)
@click.option("--treaty", default=None, help="Only changes of this treaty.")
@click.option("--participant", default=None, help="Only changes of this participant and of its relations.")
@click.option("--versions", "listed", is_flag=True, help="List the versions that are held.")
@with_format
@with_data
def changes(
    since: str | None, treaty: str | None, participant: str | None, listed: bool, form: str, data: Path | None
) -> None:
    r"""Show what changed in the record since a day or version: acts, corrections, ends, and what follows from them.

    \b
    treatygraph changes
    treatygraph changes --since 2026-11-01 --treaty som --format csv
    """
    held = pipeline.versions(data)
    if listed:
        show(versions_table(held), form)
        return
    register = pipeline.open_facts(data)
    asked = pipeline.since(held, since) if since is not None else last_change(held)
    show(
        changes_table(
            register,
            asked,
            pipeline.steps(Settings.of(data).builds, asked),
            find_treaty(register, treaty).id if treaty is not None else None,
            find_participant(register, participant).id if participant is not None else None,
        ),
        form,
    )


@click.command()
@click.argument("words", nargs=-1, metavar="[TREATY] FILE")
@click.option("--treaty", default=None, help="The treaty the table is of; found out when the file tells.")
@click.option("--source", default=None, help="Identifier of the source in sources.csv, or a new one (S90-untc-2026).")
@click.option("--rows", is_flag=True, help="Print the rows for actions.csv instead of the comparison.")
@click.option(
    "--accept", "accepted", is_flag=True, help="Write it: acts, ledger, source, conflicts, coverage; or nothing."
)
@click.option("--as-of", "as_of", default=None, metavar="DAY", help="The day the file shows, where it does not say so.")
@click.option("--address", default=None, metavar="URL", help="Where a new source is published.")
@click.option(
    "--decide",
    "decisions",
    multiple=True,
    metavar="ROW=WHAT",
    help="Decide a row that was set aside: a participant, a kind of act, territory, no-participant or no-act. A mark "
    "is decided for the whole table: 'mark P=accession'. May be repeated.",
)
@click.option("--reason", default=None, help="With --decide: why. It is written down with the day.")
@click.option("--undo", "undone", is_flag=True, help="Put back what the last accepted file replaced.")
@with_format
@with_data
def intake(
    words: tuple[str, ...],
    treaty: str | None,
    source: str | None,
    rows: bool,
    accepted: bool,
    as_of: str | None,
    address: str | None,
    decisions: tuple[str, ...],
    reason: str | None,
    undone: bool,
    form: str,
    data: Path | None,
) -> None:
    """Read what a depositary publishes on a treaty and compare it with the facts; nothing is written without --accept.

    FILE is a saved status page, its XML, a table as CSV, TSV or .xlsx, a Swiss scope table, a list of acts, or - for
    standard input; its form is found by looking at it. Rows that need a decision are set aside and listed.
    """
    if undone:
        click.echo("Put back: " + ", ".join(pipeline.undo(data)) + ". Run `treatygraph build`.")
        return
    if not words or len(words) > 2 or (len(words) == 2 and treaty is not None):
        raise click.UsageError("Give one FILE, and the treaty once.")
    file, named = pipeline.read_file(words[-1]), words[0] if len(words) == 2 else treaty
    taken = pipeline.take(file, named, source, data)
    if decisions:
        if not (reason or "").strip():
            raise click.UsageError("A decision needs its reason: --reason 'Note verbale of 3 March 2026.'")
        for line in pipeline.decide(taken, decisions, str(reason).strip(), date.today(), data):
            click.echo(line, err=True)
        taken = pipeline.take(file, named, source, data)
    if rows:
        click.echo(pipeline.rows_for(taken), nl=False)
        return
    show(taken.comparison, form)
    if accepted:
        done = pipeline.accept(taken, data, parse_day(as_of) if as_of is not None else None, address)
        complete = f"complete to {done.complete_to}" if done.complete_to else "not taken as complete to its day"
        click.echo(
            f"Accepted into {done.treaty}: {done.acts} new acts, {done.conflicts} other claims; {complete}. Written: "
            f"{', '.join(done.files)}. `treatygraph intake --undo` takes it back; `treatygraph build` serves it.",
            err=form != "table",
        )
