"""What is made ready after the start: the templates, the sentences, and who has which status on the day of the edition.

Each of the 400 treaties is a step of some milliseconds; together they take three seconds of a core, and what was
concluded takes 110 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from treatygraph.faces.pages.answer import assets_mark
from treatygraph.faces.pages.catalogs import languages
from treatygraph.faces.pages.rendering import environment, templates
from treatygraph.faces.web.conditional import program_mark
from treatygraph.faces.web.warming import Step
from treatygraph.law.status import Concluded
from treatygraph.questions.desk import Desk, desk_on
from treatygraph.questions.named import default_day


def steps(concluded: Concluded) -> Iterator[Step]:
    """Yield the steps for an edition."""
    register = concluded.register
    desk = desk_on(concluded, default_day(register))
    yield program_mark
    yield assets_mark
    for name in templates():
        # Compiled for one language, they are for all.
        yield partial(environment(languages()[0]).get_template, name)
    read = tuple(register.in_depth)
    first = next(iter(register.present), None)
    for treaty in read:
        yield partial(standings, desk, treaty)
        if first is not None:
            # What follows from reservations is the same for everyone.
            yield partial(desk.commitments, first, treaty)
    for code in languages():
        yield partial(environment, code)
    for treaty in register.treaties:
        if treaty not in read:
            yield partial(standings, desk, treaty)


def standings(desk: Desk, treaty: str) -> None:
    """Conclude where everyone stands under a treaty who is listed in it."""
    for participant in desk.register.listed(treaty):
        desk.standing(participant, treaty)
