"""Commands about status: of a participant, of a treaty, of everyone; and what happened when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from treatygraph.faces.cli import completing
from treatygraph.faces.cli.options import Asking, with_question

_F = TypeVar("_F", bound=Callable[..., Any])


def _with_chapter(command: _F) -> _F:
    """Add --chapter and --all."""
    chapter = click.option(
        "--chapter",
        default=None,
        shell_complete=completing.chapter,
        help="The treaties of this chapter, for example IV or 18.",
    )
    every = click.option("--all", "every", is_flag=True, help="The treaties of every chapter.")
    return chapter(every(command))


_with_region = click.option(
    "--region",
    default=None,
    shell_complete=completing.region,
    help="Only this UN M49 region, by name or code, for example Africa or 150.",
)


@click.command()
@click.argument("participant", shell_complete=completing.participant)
@click.argument("treaty", nargs=-1, shell_complete=completing.treaty)
@click.option(
    "--treaty",
    "named",
    default=None,
    multiple=True,
    shell_complete=completing.treaty,
    help="Only this treaty, as TREATY; may be repeated.",
)
@_with_chapter
@click.option("--set", "treaty_set", default=None, help="The treaties of this set, for example migrants.")
@with_question
def status(
    participant: str,
    treaty: tuple[str, ...],
    named: tuple[str, ...],
    chapter: str | None,
    every: bool,
    treaty_set: str | None,
    asking: Asking,
) -> None:
    r"""Show a participant's status under treaties: named ones, those read to obligation level, a chapter, a set, all.

    Of a territory: which treaties apply there.

    \b
    treatygraph status CHE
    treatygraph status CHE som
    treatygraph status CHE --chapter IV
    treatygraph status CHE --set migrants
    treatygraph status CHE CEDAW "refugee convention"
    treatygraph status Türkiye --on 2010-01-01 --format json
    treatygraph status Greenland
    treatygraph status HKG tip
    """
    named = (*treaty, *named)
    if bool(named) + (chapter is not None) + every + (treaty_set is not None) > 1:
        raise click.UsageError("Name the treaties in one way: by name, --chapter, --set or --all.")
    if treaty_set is not None:
        asking.show("status/of-a-set", participant=participant, treaty_set=treaty_set)
        return
    # With the rooms of the law: help does without.
    from treatygraph.questions.law import status_of_whom

    question, found = status_of_whom(asking.concluded.register, participant)
    narrowed = {"chapter": chapter, "every": every} if question == "status/of-a-participant" else {}
    asking.show(question, participant=found, treaty=";".join(named) or None, **narrowed)


@click.command()
@click.argument("treaty", required=False, shell_complete=completing.treaty)
@_with_chapter
@_with_region
@click.option(
    "--status",
    "held",
    default=None,
    multiple=True,
    shell_complete=completing.status,
    help="List these statuses instead; may be repeated.",
)
@with_question
def parties(
    treaty: str | None, chapter: str | None, every: bool, region: str | None, held: tuple[str, ...], asking: Asking
) -> None:
    r"""List those that have consented to a treaty and not left it; without a treaty, of many treaties in one table.

    \b
    treatygraph parties som --format csv
    treatygraph parties XVIII-12-c --status signatory --region Asia
    treatygraph parties --on 2010-01-01 --format csv
    treatygraph parties --all --format csv
    """
    status = ";".join(held) or None
    if treaty is None:
        asking.show("status/of-many-treaties", chapter=chapter, every=every, region=region, status=status)
    elif chapter is not None or every:
        raise click.UsageError("Name one TREATY, or the treaties by --chapter or --all.")
    else:
        asking.show("status/of-a-treaty", treaty=treaty, region=region, status=status)


@click.command()
@_with_chapter
@with_question
def treaties(chapter: str | None, every: bool, asking: Asking) -> None:
    r"""List treaties with entry into force and counts of parties: those read to obligation level, a chapter, or all.

    \b
    treatygraph treaties
    treatygraph treaties --chapter IV
    """
    asking.show("status/treaties", chapter=chapter, every=every)


@click.command()
@_with_region
@click.option("--treaty", default=None, shell_complete=completing.treaty, help="With --status: under this treaty.")
@click.option(
    "--status",
    "held",
    default=None,
    shell_complete=completing.status,
    help="Only those with this status, for example signatory.",
)
@with_question
def participants(region: str | None, treaty: str | None, held: str | None, asking: Asking) -> None:
    r"""List the participants with their status under each treaty.

    \b
    treatygraph participants --region "Southern Asia"
    treatygraph participants --treaty som --status third_state --format csv
    """
    asking.show("status/participants", region=region, treaty=treaty, status=held)


@click.command()
@click.argument("subject", metavar="TREATY|PARTICIPANT", shell_complete=completing.subject)
@with_question
def timeline(subject: str, asking: Asking) -> None:
    r"""Show what happened when, for a treaty or a participant.

    \b
    treatygraph timeline som --on 2004-12-31
    treatygraph timeline Montenegro
    """
    from treatygraph.questions.law import timeline_of

    question, parameters = timeline_of(asking.concluded.register, subject)
    asking.show(question, **parameters)
