"""The command that fetches what the depositary publishes; nothing is fetched unless it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.errors import TreatygraphError
from treatygraph.faces.cli.options import told, with_data, with_format
from treatygraph.faces.render import show
from treatygraph.facts.lookups import find_treaty
from treatygraph.questions.columns import columns
from treatygraph.questions.intake import shortly
from treatygraph.questions.question import Table, Value


@click.command()
@click.argument("treaties", nargs=-1, metavar="[TREATY]...")
@click.option("--all", "everything", is_flag=True, help="Every treaty whose card has an address.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and fetch nothing.")
@click.option(
    "--pause", type=click.FloatRange(0, 60), default=2.0, show_default=True, help="Seconds between two files."
)
@click.option("--accept", "accepted", is_flag=True, help="Take over what is new, each treaty whole or not at all.")
@click.option("--source", default=None, help="With --accept: the source of what is new (S90-untc-2026).")
@with_format
@with_data
def refresh(
    treaties: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    pause: float,
    accepted: bool,
    source: str | None,
    form: str,
    data: Path | None,
) -> int:
    r"""Fetch what the depositary publishes of treaties today, and compare it with the facts.

    One file at a time, the XML first and else the page, and only what changed since the last time. What is new is taken
    over by `treatygraph intake FILE --accept`, or here with --accept.

    \b
    treatygraph refresh som tip
    treatygraph refresh --all --dry-run
    """
    if bool(treaties) == everything:
        raise click.UsageError("Name treaties, or take --all.")
    if accepted and source is None:
        raise click.UsageError("With --accept, name the source of what is new: --source S90-untc-2026.")
    register = pipeline.open_facts(data)
    wanted = tuple(find_treaty(register, t).id for t in treaties) or tuple(
        t for t in register.treaties if register.instruments[t].url is not None
    )
    if dry_run:
        rows: Iterator[tuple[Value, ...]] = (
            (treaty, " or ".join(addresses) or None, "would be fetched" if addresses else "no address on its card")
            for treaty, addresses in pipeline.planned(register, wanted)
        )
        show(_table("What would be fetched; nothing was", rows), form)
        return 0
    failed = False
    found: list[tuple[Value, ...]] = []
    for one in pipeline.refresh(register, wanted, data, told, pause):
        if one.taken is None:
            failed = True
            found.append((one.treaty, one.address or None, f"not taken: {one.said}"))
            continue
        said = ("the same file as last time; " if one.unchanged else "") + shortly(one.taken.reading, one.taken.result)
        found.append((one.treaty, one.address, f"{said}. {_taken_over(one, source, data) if accepted else one.path}"))
    show(_table("What the depositary publishes today", found), form)
    return 1 if failed else 0


def _taken_over(one: pipeline.Refreshed, source: str | None, data: Path | None) -> str:
    """Take over what is new of one treaty; what the checks say against it stands in its row."""
    assert one.path is not None
    try:
        taken = pipeline.take(pipeline.read_file(str(one.path)), one.treaty, source, data)
        done = pipeline.accept(taken, data, None, one.address)
    except TreatygraphError as error:
        return f"Not written: {error}"
    return f"Written: {done.acts} new acts, {done.conflicts} other claims."


def _table(title: str, rows: Iterator[tuple[Value, ...]] | list[tuple[Value, ...]]) -> Table:
    notes = ("Each file is kept in the folder of builds: `treatygraph intake FILE` shows its rows one by one.",)
    return Table(title=title, columns=columns("treaty", "where", "what"), rows=tuple(rows), notes=notes)
