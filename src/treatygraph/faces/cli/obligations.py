"""Commands about obligations: what binds a participant, what a treaty asks, what gives a paragraph force."""

from __future__ import annotations

import click

from treatygraph.faces.cli import completing
from treatygraph.faces.cli.options import Asking, with_obligations, with_question, with_treaty


@click.command()
@click.argument("participant", shell_complete=completing.participant)
@with_treaty
@with_obligations
@click.option("--all", "everything", is_flag=True, help="Permissions and advice as well as duties.")
@click.option("--carried", is_flag=True, help="Also Convention duties owed for the matters of a Protocol.")
@with_question
def bound(
    participant: str,
    treaty: str | None,
    wanted: dict[str, str | None],
    everything: bool,
    carried: bool,
    asking: Asking,
) -> None:
    r"""List the commitments that bind a participant.

    \b
    treatygraph bound CHE som --strength mandatory
    treatygraph bound Afghanistan som --format csv
    """
    more = {"everything": everything, "carried": carried}
    asking.show("obligations/of-a-participant", participant=participant, treaty=treaty, **wanted, **more)


@click.command()
@click.argument("treaty", shell_complete=completing.treaty)
@with_obligations
@click.option("--duties", is_flag=True, help="Leave out permissions and advice.")
@with_question
def obligations(treaty: str, wanted: dict[str, str | None], duties: bool, asking: Asking) -> None:
    r"""List the obligations of a treaty, and how many participants each binds.

    \b
    treatygraph obligations tip --theme protection
    treatygraph obligations som --duties --format csv
    """
    asking.show("obligations/binding-how-many", treaty=treaty, duties=duties, **wanted)


@click.command()
@click.argument("number", metavar="N")
@click.option("--resolution", default=None, help="The resolution, where more than one has a paragraph of the number.")
@with_question
def paragraph(number: str, resolution: str | None, asking: Asking) -> None:
    r"""Show a paragraph of a resolution: what it asks, of whom, and which commitments give it force.

    \b
    treatygraph paragraph 6
    treatygraph paragraph pp15
    treatygraph paragraph A/RES/67/185#op6
    """
    name = number if resolution is None else f"{resolution}#{number}"
    asking.show("resolution/of-a-paragraph", paragraph=name)
