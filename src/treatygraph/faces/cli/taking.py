"""The command that takes in what a depositary publishes on a treaty; a person starts it on a file they were sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.days import parse_day
from treatygraph.faces.cli.options import with_data, with_format
from treatygraph.faces.render import say, show


@click.command()
@click.argument("words", nargs=-1, metavar="[TREATY] FILE")
@click.option("--treaty", default=None, help="The treaty the table is of; found out when the file tells.")
@click.option("--source", default=None, help="Identifier of the source in sources.csv, or a new one (S90-untc-2026).")
@click.option(
    "--rows", is_flag=True, help="Print the acts as rows of the facts (actions.csv) instead of the comparison."
)
@click.option(
    "--accept",
    "accepted",
    is_flag=True,
    help="Write what is new into the facts, with its source and what it disagrees with; all of it or nothing.",
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
    r"""Read what a depositary publishes on a treaty and compare it with the facts; nothing is written without --accept.

    FILE is a saved status page, its XML, a table as CSV, TSV or .xlsx, a Swiss scope table, a list of acts, or - for
    standard input; its form is found by looking at it. Rows that need a decision are set aside and listed.

    \b
    treatygraph intake page.html
    treatygraph intake som page.html --decide "7=territory" --reason "Note"
    treatygraph intake page.html --source S90-untc-2026 --accept
    """
    if undone:
        say("Put back: " + ", ".join(pipeline.undo(data)) + ". Run `treatygraph build`.")
        return
    if not words or len(words) > 2 or (len(words) == 2 and treaty is not None):
        raise click.UsageError("Give one FILE, and the treaty once.")
    file, named = pipeline.read_file(words[-1]), words[0] if len(words) == 2 else treaty
    taken = pipeline.take(file, named, source, data)
    if decisions:
        if not (reason or "").strip():
            raise click.UsageError("A decision needs its reason: --reason 'Note verbale of 3 March 2026.'")
        for line in pipeline.decide(taken, decisions, str(reason).strip(), date.today(), data):
            say(line, err=True)
        taken = pipeline.take(file, named, source, data)
    if rows:
        say(pipeline.rows_for(taken), end=False)
        for waiting in taken.reading.aside:
            say(f"Set aside: {waiting}", err=True)
        return
    show(taken.comparison, form)
    if accepted:
        done = pipeline.accept(taken, data, parse_day(as_of) if as_of is not None else None, address)
        complete = f"complete to {done.complete_to}" if done.complete_to else "not taken as complete to its day"
        say(
            f"Accepted into {done.treaty}: new acts {done.acts}, other claims {done.conflicts}; {complete}. Written: "
            f"{', '.join(done.files)}. `treatygraph intake --undo` takes it back; `treatygraph build` serves it.",
            err=form != "table",
        )
