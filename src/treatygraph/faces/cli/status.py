"""Commands about status: of a participant, of a treaty, of everyone; and what happened when."""

from __future__ import annotations

import click

from treatygraph.faces.cli.options import Asking, with_question
from treatygraph.questions.law import status_of_whom, timeline_of


@click.command()
@click.argument("participant")
@click.option("--treaty", default=None, help="Of a territory: only this treaty.")
@with_question
def status(participant: str, treaty: str | None, asking: Asking) -> None:
    r"""Show a participant's status under every treaty; of a territory, which treaties apply there.

    \b
    treatygraph status CHE
    treatygraph status Türkiye --on 2010-01-01 --format json
    treatygraph status Greenland
    treatygraph status HKG --treaty tip
    """
    question, parameters = status_of_whom(asking.concluded.register, participant, treaty)
    asking.show(question, **parameters)


@click.command()
@click.argument("treaty")
@click.option("--status", "held", default=None, multiple=True, help="List these statuses instead; may be repeated.")
@with_question
def parties(treaty: str, held: tuple[str, ...], asking: Asking) -> None:
    r"""List those that have consented to a treaty and not left it.

    \b
    treatygraph parties som --format csv
    treatygraph parties XVIII-12-c --status signatory
    """
    asking.show("status/of-a-treaty", treaty=treaty, status=";".join(held) or None)


@click.command()
@with_question
def treaties(asking: Asking) -> None:
    """List the treaties with entry into force and counts of parties."""
    asking.show("status/treaties")


@click.command()
@click.option("--region", default=None, help="Only this UN M49 region, by name or code, for example Africa or 150.")
@click.option("--treaty", default=None, help="With --status: under this treaty.")
@click.option("--status", "held", default=None, help="Only those with this status, for example signatory.")
@with_question
def participants(region: str | None, treaty: str | None, held: str | None, asking: Asking) -> None:
    r"""List the participants with their status under each treaty.

    \b
    treatygraph participants --region "Southern Asia"
    treatygraph participants --treaty som --status third_state --format csv
    """
    asking.show("status/participants", region=region, treaty=treaty, status=held)


@click.command()
@click.argument("subject", metavar="TREATY|PARTICIPANT")
@with_question
def timeline(subject: str, asking: Asking) -> None:
    r"""Show what happened when, for a treaty or a participant.

    \b
    treatygraph timeline som --on 2004-12-31
    treatygraph timeline Montenegro
    """
    question, parameters = timeline_of(asking.concluded.register, subject)
    asking.show(question, **parameters)
