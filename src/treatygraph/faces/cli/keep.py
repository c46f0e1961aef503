"""Commands that keep the data: build, check, and intake of a depositary's table."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from treatygraph.errors import UnreadableSourceError
from treatygraph.faces.cli.options import told, with_data, with_format
from treatygraph.faces.render import show
from treatygraph.law.findings import findings
from treatygraph.law.model import Finding
from treatygraph.law.status import conclude
from treatygraph.pipeline import build as make
from treatygraph.pipeline import graph_findings, read_and_check, with_build
from treatygraph.questions.columns import column, columns
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import joined

#: A status table has about 200 lines; a file beyond this is something else.
_LARGEST_TABLE = 4 * 1024 * 1024


def _findings_table(found: tuple[Finding, ...], shown: tuple[Finding, ...]) -> Table:
    number = {s: sum(f.severity == s for f in found) for s in ("violation", "warning", "note")}
    notes = [f"{number['violation']} violations, {number['warning']} warnings, {number['note']} notes."]
    if len(shown) < len(found):
        notes.append("Notes are gaps in what is known; --notes lists them.")
    headed = (column("severity", en=""), *columns("rule", "where", "what", "remedy"))
    rows = tuple((f.severity, f.rule, f.where, f.what, f.remedy) for f in shown)
    return Table(title="Findings", columns=headed, rows=rows, notes=tuple(notes))


@click.command()
@click.option("--notes", is_flag=True, help="List what is not known, too.")
@click.option("--quick", is_flag=True, help="Facts and law only: leave out shapes, query checks and ontology.")
@with_format
@with_data
def check(notes: bool, quick: bool, form: str, data: Path | None) -> int:
    """Check facts, law, shapes, query checks and ontology; exit code 1 on faulty data or a violation."""
    found = findings(conclude(read_and_check(data)))
    if not quick:
        found += with_build(data, told, lambda folder: graph_findings(folder, told))
        found = tuple(sorted(found, key=lambda f: ("violation", "warning", "note").index(f.severity)))
    show(_findings_table(found, found if notes else tuple(f for f in found if f.severity != "note")), form)
    return 1 if any(f.severity == "violation" for f in found) else 0


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
            made = make(data, out, progress.update)
    else:
        made = make(data, out, told)
    number = {s: sum(f.severity == s for f in made.findings) for s in ("violation", "warning", "note")}
    click.echo(
        f"Built version {made.version} in {made.folder}: {made.rows} rows of facts, {made.participations} "
        f"participations, {made.commitments} commitments; {number['violation']} violations, "
        f"{number['warning']} warnings, {number['note']} notes (`treatygraph check --notes`)."
    )
    return 1 if number["violation"] else 0


@click.command()
@click.argument("treaty")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True))
@click.option("--source", required=True, help="Identifier of the source in sources.csv.")
@click.option("--rows", is_flag=True, help="Print the rows for actions.csv instead of the comparison.")
@with_format
@with_data
def intake(treaty: str, file: Path, source: str, rows: bool, form: str, data: Path | None) -> None:
    """Read a depositary's status table (CSV or TSV) and compare it with the facts; nothing is written.

    Columns: participant, signature, ratification with its mark (A, AA, a, c, d).
    Unknown names, marks and days stop and are named.
    """
    from dataclasses import fields

    from treatygraph.facts.from_sources import actions_from_table, compare
    from treatygraph.facts.lookups import find_source, find_treaty
    from treatygraph.facts.model import Action
    from treatygraph.facts.write import table_text
    from treatygraph.pipeline import open_facts
    from treatygraph.sources.un import read_status_table

    register = open_facts(data)
    found = find_treaty(register, treaty).id
    name = "standard input" if str(file) == "-" else file.name
    raw = sys.stdin.buffer.read(_LARGEST_TABLE + 1) if str(file) == "-" else file.read_bytes()[: _LARGEST_TABLE + 1]
    if len(raw) > _LARGEST_TABLE:
        raise UnreadableSourceError(f"{name} is larger than 4 MiB: no status table is. Check the file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(f"{name} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    known = find_source(register, source).id
    actions = actions_from_table(register, read_status_table(text, name), found, known, name)
    if rows:
        names = tuple(f.name for f in fields(Action))
        click.echo(table_text(names, ([getattr(a, name) for name in names] for a in actions)), nl=False)
        return
    result = compare(register, actions, found)
    listed: list[tuple[Value, ...]] = [("new", a.id, None, str(a.done_on)) for a in result.new]
    listed += [("differs", ours.id, str(ours.done_on), str(theirs.done_on)) for ours, theirs in result.differing]
    listed += [("not in table", a.id, str(a.done_on), None) for a in result.absent]
    headed = columns("row", "action", "ours", "table")
    notes = (
        f"{len(actions)} acts in the table: {len(result.confirmed)} confirmed, {len(result.new)} new, "
        f"{len(result.differing)} different, {len(result.absent)} of ours not shown.",
        f"Source: {joined([known])}. --rows prints the rows for actions.csv.",
    )
    show(Table(title=f"Intake of {name} for {found}", columns=headed, rows=tuple(listed), notes=notes), form)
