"""Commands about one participant, or one pair."""

from __future__ import annotations

from pathlib import Path

import click

from treatygraph.errors import UnknownNameError
from treatygraph.faces.cli.options import code_of, day_of, with_question
from treatygraph.faces.render import show, show_proof
from treatygraph.facts.lookups import find_participant, find_provision, find_treaty
from treatygraph.facts.register import Register
from treatygraph.pipeline import open_conclusions


@click.command()
@click.argument("participant")
@with_question
def status(participant: str, on: str | None, form: str, data: Path | None) -> None:
    r"""Show a participant's status under every treaty.

    \b
    treatygraph status CHE
    treatygraph status Türkiye --on 2010-01-01 --format json
    """
    from treatygraph.questions.status import statuses

    concluded = open_conclusions(data)
    found = find_participant(concluded.register, participant)
    show(statuses(concluded, found.id, day_of(concluded.register, on)), form)


@click.command()
@click.argument("participant")
@click.option("--treaty", default=None, help="Only this treaty.")
@click.option("--theme", default=None, help="Only this theme, for example protection.")
@click.option("--strength", default=None, help="Only this grade: mandatory, qualified_mandatory, best_efforts ...")
@click.option("--modality", default=None, help="Only this wording: shall, shall_endeavour, shall_consider, may ...")
@click.option("--all", "everything", is_flag=True, help="Permissions and advice as well as duties.")
@click.option("--carried", is_flag=True, help="Also Convention duties owed for the matters of a Protocol.")
@with_question
def bound(
    participant: str,
    treaty: str | None,
    theme: str | None,
    strength: str | None,
    modality: str | None,
    everything: bool,
    carried: bool,
    on: str | None,
    form: str,
    data: Path | None,
) -> None:
    r"""List the commitments that bind a participant.

    \b
    treatygraph bound CHE --treaty som --strength mandatory
    treatygraph bound Afghanistan --treaty som --format csv
    """
    from treatygraph.questions.commitments import Filter, commitments

    concluded = open_conclusions(data)
    register = concluded.register
    found = find_participant(register, participant)
    wanted = Filter(
        theme=code_of(register, "theme", theme),
        strength=code_of(register, "strength", strength),
        modality=code_of(register, "modality", modality),
        everything=everything,
    )
    asked = (find_treaty(register, treaty).id,) if treaty is not None else register.treaties
    show(commitments(concluded, found.id, day_of(register, on), asked, wanted, carried), form)


def _treaty_or_provision(register: Register, text: str) -> tuple[str | None, str | None]:
    """Return (treaty, None) or (None, provision), whichever the text names."""
    try:
        return find_treaty(register, text).id, None
    except UnknownNameError as as_treaty:
        if not any(c.isdigit() for c in text):
            raise
        try:
            return None, find_provision(register, text).id
        except UnknownNameError as as_provision:
            raise as_provision from as_treaty


@click.command()
@click.argument("participant")
@click.argument("subject", metavar="TREATY|PROVISION")
@click.option("--lang", default="en", show_default=True, help="Language of the proof: en or zh.")
@with_question
def why(participant: str, subject: str, lang: str, on: str | None, form: str, data: Path | None) -> None:
    r"""Prove a participant's status under a treaty, or what a provision asks of it.

    \b
    treatygraph why CHE som
    treatygraph why AZE "som 20(2)" --format json
    treatygraph why CHE som --lang zh
    """
    from treatygraph.law.explain import sources_of, why_provision
    from treatygraph.law.status import standing
    from treatygraph.proofs import Teller
    from treatygraph.questions.table import as_of_notes

    concluded = open_conclusions(data)
    register = concluded.register
    found = find_participant(register, participant)
    day = day_of(register, on)
    treaty, provision = _treaty_or_provision(register, subject)
    if provision is not None:
        treaty = register.provisions[provision].instrument
        reason = why_provision(concluded, found.id, provision, day)
    else:
        assert treaty is not None
        reason = standing(concluded, found.id, treaty, day).reason
    sources = (f"{s}: {register.sources[s].title} ({register.sources[s].as_of})" for s in sources_of(register, reason))
    notes = (*(f"Source {text}" for text in sources), *as_of_notes(register, [treaty], day))
    show_proof(Teller(register, lang).tree(reason), form, notes)


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--treaty", default=None, help="Only this treaty.")
@with_question
def between(a: str, b: str, treaty: str | None, on: str | None, form: str, data: Path | None) -> None:
    r"""Show the treaty relation between two participants, reservations and objections applied.

    \b
    treatygraph between DEU AFG --treaty som
    treatygraph between France Azerbaijan --on 2010-01-01
    """
    from treatygraph.questions.relations import between as table
    from treatygraph.questions.relations import relations

    concluded = open_conclusions(data)
    register = concluded.register
    first, second = find_participant(register, a), find_participant(register, b)
    if first.id == second.id:
        raise click.UsageError(f"{a} and {b} are the same participant ({first.id}). Name two.")
    asked = (find_treaty(register, treaty).id,) if treaty is not None else register.treaties
    show(table(concluded, relations(concluded, first.id, second.id, asked, day_of(register, on))), form)


@click.command()
@click.argument("subject", metavar="TREATY|PARTICIPANT")
@with_question
def timeline(subject: str, on: str | None, form: str, data: Path | None) -> None:
    r"""Show what happened when, for a treaty or a participant.

    \b
    treatygraph timeline som --on 2004-12-31
    treatygraph timeline Montenegro
    """
    from treatygraph.questions.timeline import of_participant, of_treaty

    concluded = open_conclusions(data)
    register = concluded.register
    day = day_of(register, on)
    # Lower case `som` is the treaty; `SOM` is the ISO code of Somalia.
    if subject == subject.lower() or len(subject) != 3:
        try:
            show(of_treaty(concluded, find_treaty(register, subject).id, day), form)
            return
        except UnknownNameError:
            pass
    show(of_participant(concluded, find_participant(register, subject).id, day), form)
