"""The page of a participant: statuses, timeline, commitments by theme, statements, gaps, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.charts import Lane, Scale, timeline
from treatygraph.faces.pages.paging import paged
from treatygraph.faces.pages.snippets import snippets
from treatygraph.faces.pages.tables import arranged, counted, facet
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_chapter, find_participant
from treatygraph.law.obligations import notification_gaps
from treatygraph.questions.commitments import by_strength, by_theme
from treatygraph.questions.comparison import WORLD
from treatygraph.questions.competence import competence_told
from treatygraph.questions.law import status_of_whom
from treatygraph.questions.method import sources_about
from treatygraph.questions.resolution import request_to_join
from treatygraph.questions.sets import in_a_set
from treatygraph.questions.standing import CONSENTED_OR_OPEN, STATUSES, InstrumentStatus, status_of
from treatygraph.questions.territories import is_territory, rows_of
from treatygraph.questions.timeline import years_shown

#: So many of the treaties read stand on one page, with all that is told under them.
PAGE = 40
#: Of more treaties read than these their duties are shown in all, not in a column for each.
COLUMNS = 12


def participant(view: View) -> dict[str, Any]:
    """Make the page of a participant: of many treaties so many as a page holds, and how many of each status in all.

    Raises:
        UnknownNameError: Nobody has this code or name.
    """
    register, day = view.register, view.day
    found = find_participant(register, view.path["code"])
    territory, in_depth = is_territory(register, found.id), frozenset(register.in_depth)
    read = paged(register.in_depth, view.asked.get("page", ""), PAGE)
    standings = [status_of(view.desk, found.id, t) for t in read.rows]
    lanes, scale = lived(view, found.id)
    everywhere = Counter(view.desk.status(found.id, t) for t in register.in_depth)
    statements = [s for t in read.rows for s in register.statements_of(found.id, t)]
    chapter = _chapter(view)
    others = {
        c: [t for t in own if t not in in_depth and (c == chapter or register.actions_of(found.id, t))]
        for c, own in register.by_chapter.items()
    }
    return {
        "chapter": chapter,
        "snippets": snippets(
            status_of_whom(register, found.id)[0],
            {"participant": found.id, "on": view.desk.on},
            f"{'territories' if territory else 'status'}({found.id!r}, on={view.desk.on!r})",
        ),
        "by_chapter": [(c, len(own)) for c, own in others.items() if own and c is not None],
        **_of_chapter(view, found.id, chapter),
        "sets": [(s, in_a_set(view.desk, found.id, s.id)) for s in register.facts.treaty_sets],
        "participant": found,
        "names": [n for n in register.facts.names if n.participant == found.id and n.form == "short"],
        "earlier": register.earlier_names(found.id, view.language),
        "read": read,
        "everywhere": [(s, everywhere[s]) for s in STATUSES if s in everywhere],
        "standings": standings,
        "lanes": lanes,
        "scale": scale,
        "grids": [
            ("theme", "obligations/of-a-participant", by_theme(view.desk, found.id)),
            ("strength", "obligations/of-a-participant", by_strength(view.desk, found.id)),
        ],
        "columns": register.in_depth if len(register.in_depth) <= COLUMNS else (),
        "competence": competence_told(view.desk, found.id, read.rows, view.language),
        "missing": [h.treaty for h in standings if h.status not in CONSENTED_OR_OPEN],
        "clouded": [t for t in read.rows if any(c.unread for c in view.desk.commitments(found.id, t))],
        "request": request_to_join(register),
        "gaps": [g for t in read.rows for g in notification_gaps(view.concluded, found.id, t, day)],
        "statements": statements,
        # Those of a treaty that was not read stand on the first page.
        "flags": [
            f
            for f in register.facts.statement_flags
            if f.participant == found.id and (f.treaty in read.rows or (read.page == 1 and f.treaty not in in_depth))
        ],
        "conflicts": register.conflicts_about(found.id),
        "sources": [register.sources[s] for s in sources_about(register, found.id, read.rows)],
        "is_state": found.id in register.states,
        "is_territory": territory,
        # A territory has no report of its own: the one of who is responsible for it is offered.
        "reported": found.responsible if territory else found.id,
        "territories": rows_of(view.desk, found.id, read.rows),
        "regions": [r for r in register.regions_around(found.region) if r != WORLD],
    }


#: What the page can be asked for, beside the day.
ASKED = ("chapter", "page", "chapter_sort", "chapter_status")
#: What the treaties of a chapter can be sorted by, beside their number with the depositary.
_SORTED = ("status", "signed_on", "consented_on", "in_force_since", "in_force_until")


def _of_chapter(view: View, participant: str, chapter: str | None) -> dict[str, Any]:
    """Return the treaties of a chapter with the status of a participant, narrowed and sorted as the address asks."""
    found = [
        status_of(view.desk, participant, t) for t in (view.register.by_chapter.get(chapter, ()) if chapter else ())
    ]
    statuses = facet(
        view, "chapter_status", counted(h.status for h in found), lambda code: view.standing(code, participant)
    )
    if wanted := view.asked.get("chapter_status", "").strip():
        found = [h for h in found if h.status == wanted]
    place = {h.treaty: n for n, h in enumerate(found)}
    keys: dict[str, Callable[[InstrumentStatus], Any]] = {
        "number": lambda h: place[h.treaty],
        "treaty": lambda h: view.treaty(h.treaty),
        **{name: attrgetter(name) for name in _SORTED},
    }
    table = arranged(view, found, keys, by="number", names=("treaty",), size=None, prefix="chapter_")
    return {"of_chapter": table, "facets": [("chapter_status", statuses)]}


def lived(view: View, participant: str) -> tuple[tuple[Lane, ...], Scale]:
    """Return the timeline of a participant under the treaties of the page, and its scale."""
    register = view.register
    first, last = years_shown(register, register.in_depth, view.day)
    scale = Scale(first=first, last=last)
    shown = paged(register.in_depth, view.asked.get("page", ""), PAGE).rows
    held = [view.desk.standing(participant, t) for t in shown]
    rows = [(h, view.concluded.of(participant, h.treaty)) for h in held]
    return timeline(rows, scale, register.complete_to), scale


def _chapter(view: View) -> str | None:
    text = view.asked.get("chapter", "").strip()
    try:
        return find_chapter(view.register, text).id if text else None
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
