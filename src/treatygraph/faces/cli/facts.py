"""Commands of the facts as a whole: build, check, and what changed from build to build."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.errors import TreatygraphError
from treatygraph.faces.cli import completing
from treatygraph.faces.cli.options import told, waiting, with_data, with_format
from treatygraph.faces.render import say, show
from treatygraph.facts.lookups import find_participant, find_treaty
from treatygraph.law.findings import findings
from treatygraph.law.model import Severity
from treatygraph.law.status import conclude
from treatygraph.questions.changed import changes_table, last_change, versions_table
from treatygraph.questions.findings import counted, findings_table
from treatygraph.settings import Settings


@click.command()
@click.option("--notes", is_flag=True, help="List what is not known, too.")
@click.option("--quick", is_flag=True, help="Facts and law only: leave out shapes and ontology.")
@with_format
@with_data
def check(notes: bool, quick: bool, form: str, data: Path | None) -> int:
    r"""Check facts, law, shapes and ontology; exit code 1 on faulty data or a violation.

    \b
    treatygraph check
    treatygraph check --quick --notes
    """
    with waiting("Checking the facts"):
        found = findings(conclude(pipeline.read_and_check(data)))
    if not quick:
        found += pipeline.with_build(data, told, lambda folder: pipeline.graph_findings(folder, told))
        found = tuple(sorted(found, key=lambda f: f.severity.order))
    show(findings_table(found, notes), form)
    return 1 if any(f.severity is Severity.VIOLATION for f in found) else 0


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where to build; by default the folder that TREATYGRAPH_BUILD names, `build` of a checkout, or one beside "
    "your own data.",
)
@with_data
def build(out: Path | None, data: Path | None) -> int:
    r"""Check the facts, conclude who is bound, and write facts, conclusions and graph; swapped in when complete.

    \b
    treatygraph build
    treatygraph build --out /srv/treatygraph/build
    """
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("Starting") as progress:
            made = pipeline.build(data, out, progress.update)
    else:
        made = pipeline.build(data, out, told)
    say(
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
        say(f"What changed is not told: {error}", err=True)
        return
    if number:
        say(f"{number} changes since version {held[0].id} (`treatygraph changes`).")


@click.command()
@click.option(
    "--since",
    default=None,
    metavar="DAY|VERSION",
    help="The day or the version seen last; by default the version before the last change.",
)
@click.option("--treaty", default=None, shell_complete=completing.treaty, help="Only changes of this treaty.")
@click.option(
    "--participant",
    default=None,
    shell_complete=completing.participant,
    help="Only changes of this participant and of its relations.",
)
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
    with waiting("Comparing the versions"):
        table = changes_table(
            register,
            asked,
            pipeline.steps(Settings.of(data).builds, asked),
            find_treaty(register, treaty).id if treaty is not None else None,
            find_participant(register, participant).id if participant is not None else None,
        )
    show(table, form)
