"""Commands that list: treaties, participants, parties, obligations, and a paragraph of the resolution."""

from __future__ import annotations

from pathlib import Path

import click

from treatygraph.faces.cli.options import code_of, day_of, with_question
from treatygraph.faces.render import show
from treatygraph.facts.lookups import find_paragraph, find_treaty
from treatygraph.pipeline import open_conclusions


@click.command()
@with_question
def treaties(on: str | None, form: str, data: Path | None) -> None:
    """List the treaties with entry into force and counts of parties."""
    from treatygraph.questions.status import treaties as table

    concluded = open_conclusions(data)
    show(table(concluded, day_of(concluded.register, on)), form)


@click.command()
@click.option("--region", default=None, help="Only this UN M49 region, by name or code, for example Africa or 150.")
@click.option("--treaty", default=None, help="With --status: under this treaty.")
@click.option("--status", "held", default=None, help="Only those with this status, for example signatory.")
@with_question
def participants(
    region: str | None, treaty: str | None, held: str | None, on: str | None, form: str, data: Path | None
) -> None:
    r"""List the participants with their status under each treaty.

    \b
    treatygraph participants --region "Southern Asia"
    treatygraph participants --treaty som --status third_state --format csv
    """
    from treatygraph.questions.status import participants as table

    concluded = open_conclusions(data)
    register = concluded.register
    asked = find_treaty(register, treaty).id if treaty is not None else None
    show(table(concluded, day_of(register, on), region, asked, code_of(register, "status", held)), form)


@click.command()
@click.argument("treaty")
@click.option("--status", "held", default=None, multiple=True, help="List these statuses instead; may be repeated.")
@with_question
def parties(treaty: str, held: tuple[str, ...], on: str | None, form: str, data: Path | None) -> None:
    r"""List those that have consented to a treaty and not left it.

    \b
    treatygraph parties som --format csv
    treatygraph parties XVIII-12-c --status signatory
    """
    from treatygraph.questions.status import parties as table

    concluded = open_conclusions(data)
    register = concluded.register
    wanted = frozenset(code for text in held if (code := code_of(register, "status", text)) is not None)
    found = find_treaty(register, treaty)
    show(table(concluded, found.id, day_of(register, on), wanted or None), form)


@click.command()
@click.argument("treaty")
@click.option("--theme", default=None, help="Only this theme.")
@click.option("--strength", default=None, help="Only this grade.")
@click.option("--modality", default=None, help="Only this wording.")
@click.option("--duties", is_flag=True, help="Leave out permissions and advice.")
@with_question
def obligations(
    treaty: str,
    theme: str | None,
    strength: str | None,
    modality: str | None,
    duties: bool,
    on: str | None,
    form: str,
    data: Path | None,
) -> None:
    """List the obligations of a treaty, and how many participants each binds."""
    from treatygraph.questions.commitments import Filter
    from treatygraph.questions.commitments import obligations as table

    concluded = open_conclusions(data)
    register = concluded.register
    wanted = Filter(
        theme=code_of(register, "theme", theme),
        strength=code_of(register, "strength", strength),
        modality=code_of(register, "modality", modality),
        everything=not duties,
    )
    show(table(concluded, find_treaty(register, treaty).id, day_of(register, on), wanted), form)


@click.command()
@click.argument("number", metavar="N")
@with_question
def paragraph(number: str, on: str | None, form: str, data: Path | None) -> None:
    r"""Show a paragraph of a resolution: what it asks, of whom, and which commitments give it force.

    \b
    treatygraph paragraph 6
    treatygraph paragraph pp15
    """
    from treatygraph.questions.paragraphs import paragraph_table

    concluded = open_conclusions(data)
    register = concluded.register
    show(paragraph_table(concluded, find_paragraph(register, number), day_of(register, on)), form)
