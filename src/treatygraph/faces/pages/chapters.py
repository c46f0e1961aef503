"""The list of treaties by chapter, and the matrix of a region by a set of treaties."""

from __future__ import annotations

from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.pages.paging import paged
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_chapter, find_region, find_set
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.questions.participants import Sought, participants_with


def treaties(view: View) -> dict[str, Any]:
    """Make the list of treaties: the chapters, and the treaties of the one asked for with their counts."""
    register = view.register
    wanted = view.asked.get("chapter", "").strip()
    try:
        chosen = find_chapter(register, wanted).id if wanted else None
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
    whole = listed_in(register)
    listed = {chapter: treaties for chapter, treaties in whole.items() if chosen is None or chapter == chosen}
    return {
        "chosen": chosen,
        "chapters": listed,
        # To count the parties of a treaty all its acts are weighed: for one chapter, or for a few treaties.
        "counts": {
            t: view.desk.tally(t)
            for treaties in listed.values()
            for t in treaties
            if t in register.coverage and (chosen is not None or t in register.in_depth)
        },
        "sets": register.facts.treaty_sets,
        "number": sum(len(treaties) for treaties in whole.values()),
    }


def listed_in(register: Register) -> dict[str | None, tuple[str, ...]]:
    """Return all treaties by chapter, as the depositary lists them; under None those without a number."""
    whole: dict[str | None, tuple[str, ...]] = dict(register.listed_by_chapter.items())
    if unnumbered := register.by_chapter.get(None):
        whole[None] = unnumbered
    return whole


#: Participants of a matrix on one page.
PAGE = 100


def matrix(view: View) -> dict[str, Any]:
    """Make the matrix: the participants of a region by the treaties of a set."""
    register = view.register
    chosen = find_set(register, view.path["set"])
    try:
        region = find_region(register, view.asked["region"]).id if view.asked.get("region", "").strip() else None
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
    members = [m for m in register.members_of[chosen.id] if m.instrument in register.coverage]
    treaties = tuple(m.instrument for m in members)
    rows = (
        [(p, view.name(p.id), held) for p, held in participants_with(view.desk, Sought(region=region), treaties)]
        if region is not None
        else []
    )
    rows = view.sorted(rows, lambda row: row[1])
    return {
        "chosen": chosen,
        "shown": paged(rows, view.asked.get("page", ""), PAGE),
        "region": region,
        "regions": view.sorted(register.facts.regions, lambda r: view.region(r.id)),
        "treaties": treaties,
        "rows": rows,
        "parties": {t: sum(held[t] is Status.PARTY for _, _, held in rows) for t in treaties},
        "unknown": [m.instrument for m in register.members_of[chosen.id] if m.instrument not in register.coverage],
        "members": register.members_of[chosen.id],
    }
