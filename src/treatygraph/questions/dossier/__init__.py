"""The dossier of one participant on one day: what the gap report says, computed from the conclusions."""

from __future__ import annotations

from datetime import date

from treatygraph.law.hypothesis import open_from
from treatygraph.law.status import Concluded
from treatygraph.questions.dossier.commitments import commitments
from treatygraph.questions.dossier.comparison import comparison
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.gaps import gaps, gaps_table
from treatygraph.questions.dossier.method import method
from treatygraph.questions.dossier.model import Dossier, Number, numbers
from treatygraph.questions.dossier.overview import overview
from treatygraph.questions.dossier.relations import relations
from treatygraph.questions.dossier.resolution import resolution
from treatygraph.questions.dossier.supposing import what_if, what_if_table

__all__ = ["Desk", "Dossier", "Number", "desk_for", "dossier", "gaps_table", "numbers", "what_if", "what_if_table"]


def desk_for(
    concluded: Concluded, day: date, version: str, since: date | None = None, deposit: date | None = None
) -> Desk:
    """Return what the dossiers of one day share.

    Args:
        concluded: The conclusions.
        day: The day the dossiers are about.
        version: The version of the build.
        since: An earlier day; what happened after it is listed.
        deposit: The day of the deposits supposed in "what if"; the day of the dossiers when None.
    """
    return Desk(concluded=concluded, day=day, version=version, since=since, deposit=deposit or day)


def dossier(desk: Desk, participant: str) -> Dossier:
    """Return the dossier of a participant.

    Args:
        desk: What the dossiers of this day share.
        participant: The code of the participant.
    """
    register = desk.register
    who = register.participants[participant]
    first = overview(desk, participant)
    bound = commitments(desk, participant)
    missing = gaps(desk, participant, bound.rows, first.to_join)
    related = relations(desk, participant)
    return Dossier(
        participant=participant,
        name={lang: name for (code, lang), name in sorted(register.short_names.items()) if code == participant},
        kind=who.kind.value,
        regions=register.regions_around(who.region),
        un_member=who.un_member_since is not None,
        on=desk.day,
        default_day=desk.default,
        overview=first,
        commitments=bound,
        gaps=missing,
        what_if=tuple(what_if(desk, participant, t, max(desk.deposit, open_from(register, t))) for t in first.to_join),
        relations=related,
        resolution=resolution(desk, participant, bound.rows),
        comparison=comparison(desk, participant),
        method=method(desk, participant, first, missing, related),
    )
