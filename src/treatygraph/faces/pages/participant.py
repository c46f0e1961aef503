"""The page of a participant: statuses, timeline, commitments by theme, statements, gaps, sources."""

from __future__ import annotations

from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.charts import Scale, timeline
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_chapter, find_participant
from treatygraph.law.obligations import notification_gaps
from treatygraph.questions.commitments import by_strength, by_theme
from treatygraph.questions.comparison import WORLD
from treatygraph.questions.competence import competence_told
from treatygraph.questions.method import sources_about
from treatygraph.questions.resolution import request_to_join
from treatygraph.questions.sets import in_a_set
from treatygraph.questions.status import CONSENTED_OR_OPEN, status_of
from treatygraph.questions.territories import is_territory, rows_of
from treatygraph.questions.timeline import years_shown


def participant(view: View) -> dict[str, Any]:
    """Make the page of a participant.

    Raises:
        UnknownNameError: Nobody has this code or name.
    """
    register, day = view.register, view.day
    found = find_participant(register, view.path["code"])
    territory = is_territory(register, found.id)
    standings = [status_of(view.desk, found.id, t) for t in register.in_depth]
    first, last = years_shown(register, register.in_depth, day)
    scale = Scale(first=first, last=last)
    held = [view.desk.standing(found.id, t) for t in register.in_depth]
    statements = [s for t in register.in_depth for s in register.statements_of(found.id, t)]
    chapter = _chapter(view)
    others = {
        c: [t for t in own if t not in register.in_depth and (c == chapter or register.actions_of(found.id, t))]
        for c, own in register.by_chapter.items()
    }
    return {
        "chapter": chapter,
        "by_chapter": [(c, len(own)) for c, own in others.items() if own and c is not None],
        "of_chapter": [status_of(view.desk, found.id, t) for t in register.by_chapter.get(chapter, ())],
        "sets": [(s, in_a_set(view.desk, found.id, s.id)) for s in register.facts.treaty_sets],
        "participant": found,
        "names": [n for n in register.facts.names if n.participant == found.id and n.form == "short"],
        "earlier": register.earlier_names(found.id, view.language),
        "standings": standings,
        "lanes": timeline([(h, view.concluded.of(found.id, h.treaty)) for h in held], scale, register.complete_to),
        "scale": scale,
        "grids": [
            ("theme", "obligations/of-a-participant", by_theme(view.desk, found.id)),
            ("strength", "obligations/of-a-participant", by_strength(view.desk, found.id)),
        ],
        "competence": competence_told(view.desk, found.id, register.in_depth, view.language),
        "missing": [h.treaty for h in standings if h.status not in CONSENTED_OR_OPEN],
        "clouded": [t for t in register.in_depth if any(c.unread for c in view.desk.commitments(found.id, t))],
        "request": request_to_join(register),
        "gaps": [g for t in register.in_depth for g in notification_gaps(view.concluded, found.id, t, day)],
        "statements": statements,
        "flags": [f for f in register.facts.statement_flags if f.participant == found.id],
        "conflicts": register.conflicts_about(found.id),
        "sources": [register.sources[s] for s in sources_about(register, found.id)],
        "is_state": found.id in register.states,
        "is_territory": territory,
        # A territory has no report of its own: the one of who is responsible for it is offered.
        "reported": found.responsible if territory else found.id,
        "territories": rows_of(view.desk, found.id),
        "regions": [r for r in register.regions_around(found.region) if r != WORLD],
    }


def _chapter(view: View) -> str | None:
    text = view.asked.get("chapter", "").strip()
    try:
        return find_chapter(view.register, text).id if text else None
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
