"""What is made ready after the start: the templates, the sentences, and who has which status on the day of the edition.

Each of the 400 treaties is a step of some milliseconds; together they take four seconds of a core, and what was
concluded takes 100 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from treatygraph.faces.pages.answer import assets_mark
from treatygraph.faces.pages.catalogs import languages
from treatygraph.faces.pages.finding import finder
from treatygraph.faces.pages.rendering import environment, templates
from treatygraph.faces.report.folder import Office, Wanted
from treatygraph.faces.report.html import as_html
from treatygraph.faces.web.conditional import program_mark
from treatygraph.faces.web.warming import Step
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.law.model import Status
from treatygraph.law.status import Concluded
from treatygraph.questions.desk import Desk, desk_on
from treatygraph.questions.in_full import in_full
from treatygraph.questions.named import default_day
from treatygraph.questions.obligations import who_is_bound
from treatygraph.questions.territories import is_territory

#: Looked for by nobody; with it, what names are compared with is made.
_NO_NAME = "qqqqqq"


def steps(concluded: Concluded) -> Iterator[Step]:
    """Yield the steps for an edition."""
    register = concluded.register
    desk = desk_on(concluded, default_day(register))
    yield program_mark
    yield assets_mark
    for name in templates():
        # Compiled for one language, they are for all.
        yield partial(environment(languages()[0]).get_template, name)
    # Of hundreds that were read, those that every dossier tells in full: of the others a page tells one.
    read = in_full(register)
    first = next((p for p in register.present if not is_territory(register, p)), None)
    for treaty in read:
        yield partial(standings, desk, treaty)
        if first is not None:
            # What follows from reservations is the same for everyone.
            yield partial(desk.commitments, first, treaty)
        yield partial(who_is_bound, desk, treaty)
    yield partial(find, concluded)
    if first is not None:
        yield partial(report, concluded, first)
    for code in languages():
        yield partial(environment, code)
    for treaty in register.treaties:
        if treaty not in read:
            yield partial(standings, desk, treaty, acted=True)


def standings(desk: Desk, treaty: str, *, acted: bool = False) -> None:
    """Conclude where everyone stands under a treaty who is listed in it.

    Args:
        desk: The conclusions on the day.
        treaty: The treaty.
        acted: Only those who did something: of the others a page tells no more than their status, which is known.
    """
    for participant in desk.register.listed(treaty):
        if not acted or desk.status(participant, treaty) is not Status.THIRD_STATE:
            desk.standing(participant, treaty)


def find(concluded: Concluded) -> None:
    """Look for a text that is no name: in an exact way and in a forgiving one."""
    finder(concluded).exactly(_NO_NAME)
    finder(concluded).like(_NO_NAME)


def report(concluded: Concluded, participant: str) -> None:
    """Write a report, and keep nothing of it but what every report is made with."""
    office = Office(Wanted(build=Path(), site="/", annex=False), concluded, "-")
    as_html(office.document(office.dossier(participant), OWN_LANGUAGE))
