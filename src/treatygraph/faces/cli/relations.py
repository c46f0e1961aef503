"""Commands about one participant beside another, and about reasons."""

from __future__ import annotations

import click

from treatygraph.faces.cli import completing
from treatygraph.faces.cli.options import Asking, waiting, with_question, with_treaty
from treatygraph.faces.render import show_proof


@click.command()
@click.argument("a", shell_complete=completing.participant)
@click.argument("b", shell_complete=completing.participant)
@with_treaty
@with_question
def between(a: str, b: str, treaty: str | None, asking: Asking) -> None:
    r"""Show the treaty relation between two participants, reservations and objections applied.

    \b
    treatygraph between DEU AFG som
    treatygraph between France Azerbaijan --on 2010-01-01
    """
    asking.show("relations/between", a=a, b=b, treaty=treaty)


@click.command()
@click.argument("treaty", required=False, shell_complete=completing.treaty)
@click.option("--by", default=None, shell_complete=completing.participant, help="Only those made by this participant.")
@click.option(
    "--about",
    default=None,
    shell_complete=completing.participant,
    help="Only those directed at this participant, or at a statement of it.",
)
@click.option(
    "--kind",
    default=None,
    shell_complete=completing.statement_kind,
    help="Only this kind: reservation, declaration, objection, notification ...",
)
@click.option("--provision", default=None, help="Only those on this provision, a part of it, or a whole it is part of.")
@click.option("--since", metavar="DAY", default=None, help="The first day of the period; --on is the last.")
@with_question
def statements(
    treaty: str | None,
    by: str | None,
    about: str | None,
    kind: str | None,
    provision: str | None,
    since: str | None,
    asking: Asking,
) -> None:
    r"""List reservations, declarations, objections and other statements, the latest first.

    \b
    treatygraph statements som --kind reservation
    treatygraph statements --by FRA --since 2000-01-01
    treatygraph statements --about AZE --kind objection
    treatygraph statements --provision "som 20(2)" --format csv
    """
    given = {"treaty": treaty, "participant": by, "about": about, "provision": provision, "since": since}
    asking.show("relations/statements", statement_kind=kind, **given)


@click.command()
@click.argument("participant", shell_complete=completing.participant)
@click.argument("subject", metavar="TREATY|PROVISION", shell_complete=completing.treaty)
@click.option(
    "--lang",
    default="en",
    show_default=True,
    help="Language of the proof: en, ar, es, fr, ru or zh; what the data do not say in it stays English.",
)
@with_question
def why(participant: str, subject: str, lang: str, asking: Asking) -> None:
    r"""Prove a participant's status under a treaty, or what a provision asks of it.

    \b
    treatygraph why CHE som
    treatygraph why AZE "som 20(2)" --format json
    treatygraph why CHE som --lang zh
    """
    with waiting("Concluding who is bound"):
        # With the rooms of the law: help does without.
        from treatygraph.questions.proof import proof_of

        proof = proof_of(asking.concluded, participant, subject, on=asking.on)
    sources = (f"Source {s.id}: {s.title} ({s.as_of})" for s in proof.sources)
    show_proof(proof.tree(lang), asking.form, (*sources, *proof.notes))
