"""The page of what changed in the record, version by version."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.faces.pages.view import View
from treatygraph.faces.telling import Telling, languages
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_participant, find_treaty
from treatygraph.graph.from_changes import change_iri
from treatygraph.pipeline import since
from treatygraph.questions.changed import narrowed

#: So many changes of one version are shown; the others are in the feed and in the data.
_MOST = 300


async def changes(view: View) -> dict[str, Any]:
    """Make the page of changes: all, or those of a treaty or a participant, since a version or a day.

    Raises:
        RefusedError: A value is unknown, or the version is no longer held.
    """
    await view.edition.stepped()
    return await run_in_threadpool(_changes, view)


def _changes(view: View) -> dict[str, Any]:
    register, edition = view.register, view.edition
    treaty, participant, asked = (view.asked.get(name, "").strip() for name in ("treaty", "participant", "since"))
    try:
        treaty = find_treaty(register, treaty).id if treaty else ""
        participant = find_participant(register, participant).id if participant else ""
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
    try:
        held = since(edition.versions, asked or None)
    except TreatygraphError as error:
        raise RefusedError(410, view.say("This version is not held"), str(error)) from None
    marks = {v.facts for v in held[1:]}
    steps = narrowed((s for s in edition.steps if s.after.facts in marks), treaty or None, participant or None)
    about = {name: value for name, value in (("treaty", treaty), ("participant", participant)) if value}
    spoken = {"language": view.language} if view.language in languages()[1:] else {}
    telling = Telling(facts=register, language=view.language)
    return {
        "spoken": view.language in languages(),
        "treaty": treaty,
        "participant": participant,
        "held": held,
        "steps": [
            (
                step,
                [
                    (c, change_iri(step.after.facts, c).rpartition("/id/")[2], telling.sentence(c))
                    for c in step.changes[:_MOST]
                ],
                max(len(step.changes) - _MOST, 0),
            )
            for step in reversed(steps)
        ],
        "feed": "/changes.atom" + (f"?{urlencode(about | spoken)}" if about | spoken else ""),
        "data": "/changes.ttl" + (f"?{urlencode(about)}" if about else ""),
    }
