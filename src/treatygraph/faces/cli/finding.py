"""The command that finds what a name may mean."""

from __future__ import annotations

from pathlib import Path

import click

from treatygraph.faces.cli.options import Asking, waiting, with_data, with_format
from treatygraph.faces.render import show


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@with_format
@with_data
def find(words: tuple[str, ...], form: str, data: Path | None) -> None:
    r"""Find what a name may mean: participant, treaty, chapter, provision, paragraph, question.

    In any of the six languages of the United Nations, and with a slip of the hand.

    \b
    treatygraph find slavery
    treatygraph find 瑞士
    treatygraph find Swizerland
    treatygraph find "som 6(1)"
    """
    from treatygraph.questions.finding import listing

    with waiting("Finding"):
        table = listing(Asking(on=None, form=form, data=data).concluded.register, " ".join(words))
    show(table, form)
