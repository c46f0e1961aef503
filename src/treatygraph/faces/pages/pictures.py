"""The charts and maps of the pages as files of their own: a drawing (SVG), and the numbers behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from treatygraph.errors import TreatygraphError
from treatygraph.faces.drawn import as_picture
from treatygraph.faces.pages import listing
from treatygraph.faces.pages.answer import error_page
from treatygraph.faces.pages.participant import lived
from treatygraph.faces.pages.treaty import grown, mapped
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.apart import TooMuchError, apart
from treatygraph.faces.web.engine.model import Limits, TooMuchMemoryError
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.faces.web.fair import sender_of
from treatygraph.faces.web.refusals import refusal_of
from treatygraph.faces.web.site import Edition, Site
from treatygraph.faces.world import outlines
from treatygraph.facts.lookups import find_participant, find_treaty

#: As wide as the charts are drawn, and as high as the one of parties.
_WIDTH, _PARTIES = 760, 264

#: Seconds of a core, and megabytes of addresses, that one picture may take; it takes 1 and 700.
_SECONDS, _MEGABYTES = 30, 3072
#: One is made at a time, and one of an address; so many wait, and so many of one address.
_TURNS = Turnstile(1, Limits(each_address=1, each_waiting=2, waiting=32, waiting_seconds=30.0))

_MAP = (
    "Outlines: Natural Earth, equal-area projection; dots stand for what is too small to see. Outlines and names imply "
    "no opinion on the status of any territory. Territories of a participant are not coloured; whether a treaty "
    "extends to them is among the statements."
)
#: What stands below each on its page.
_NOTES = {
    "parties": "For how many the treaty was in force; dotted after the day to which acts are complete.",
    "timeline": "Triangle: signed. Dot: instrument deposited. Bar: in force; pale after the day to which acts are "
    "complete.",
    "map": _MAP,
    "participants": _MAP,
}


def parties(view: View) -> dict[str, Any]:
    """Make the chart of the parties to a treaty over time.

    Raises:
        UnknownNameError: No treaty of the data answers to the name.
    """
    treaty = find_treaty(view.register, view.path["treaty"]).id
    told = f"{view.treaty(treaty)}: {view.say('Parties over time')}"
    return {
        **_file(view, "parties", told, _WIDTH, _PARTIES),
        "growth": grown(view, treaty),
        "said": _reach(view, treaty),
    }


def map_of(view: View) -> dict[str, Any]:
    """Make the map of a treaty.

    Raises:
        UnknownNameError: No treaty of the data answers to the name.
    """
    treaty = find_treaty(view.register, view.path["treaty"]).id
    world, (places, shown) = outlines(), mapped(view, treaty)
    return {
        **_file(view, "map", f"{view.treaty(treaty)}, {view.long_day}", world["width"], world["height"]),
        "places": places,
        "legend": [(f"s-{status}", "", view.word("status", status)) for status in shown],
        "said": _reach(view, treaty),
    }


def participants(view: View) -> dict[str, Any]:
    """Make the map of the participants that are looked for."""
    world, listed = outlines(), listing.participants(view)
    treaty, degrees, statuses = listed["treaty"], listed["degrees"] or (), listed["legend"] or ()
    told = view.treaty(treaty) if treaty is not None else view.say("In force for")
    legend = [(f"s-{status}", "", view.word("status", status)) for status in statuses]
    return {
        **_file(view, "participants", f"{told}, {view.long_day}", world["width"], world["height"]),
        "places": listed["places"],
        "legend": legend or [("", colour, str(number)) for number, colour, _ in degrees],
        "said": _reach(view, treaty) if treaty is not None else str(view.day),
    }


def timeline(view: View) -> dict[str, Any]:
    """Make the timeline of a participant.

    Raises:
        UnknownNameError: Nobody has this code or name.
    """
    found = find_participant(view.register, view.path["code"]).id
    lanes, scale = lived(view, found)
    made: dict[str, Any] = _file(view, "timeline", f"{view.name(found)}, {view.long_day}", _WIDTH, 52 + 34 * len(lanes))
    return {**made, "lanes": lanes, "scale": scale, "said": str(view.day)}


def _file(view: View, kind: str, title: str, width: int, height: int) -> dict[str, Any]:
    empty = {"growth": None, "lanes": (), "scale": None, "places": (), "legend": ()}
    return {
        **empty,
        "note": view.say(_NOTES[kind]),
        "kind": kind,
        "title": title,
        "width": width,
        "height": height,
        "style": _style(),
    }


def _reach(view: View, treaty: str) -> str:
    return view.say("Acts complete to %(day)s.") % {"day": view.register.coverage[treaty].as_of}


@cache
def _style() -> Markup:
    return Markup((resources.files("treatygraph.faces.pages") / "static" / "picture.css").read_text(encoding="utf-8"))  # noqa: S704


def as_png(drawing: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers with a drawing as PNG; each is made once for an edition."""

    async def answer(request: Request) -> Response:
        drawn = await drawing(request)
        if drawn.status_code != 200:
            return drawn
        site: Site = request.app.state.site
        try:
            picture = await _picture(site.edition, bytes(drawn.body), sender_of(request))
        except TreatygraphError as error:
            return await error_page(request, refusal_of(error))
        kept = {name: value for name, value in drawn.headers.items() if name not in {"content-length", "content-type"}}
        return Response(picture, 200, kept, "image/png")

    return answer


async def _picture(edition: Edition, svg: bytes, sender: str) -> bytes:
    """Return a drawing as PNG.

    Raises:
        TooMuchMemoryError: It takes more time or memory than it may.
        TooManyError: So many of this address wait already.
        BusyError: So many wait already, or the wait was too long.
    """
    tag = f"png {hashlib.sha256(svg).hexdigest()}"
    if (kept := edition.kept.get(tag)) is not None:
        return kept
    await _TURNS.enter(sender)
    try:
        made = await run_in_threadpool(apart, as_picture, svg.decode(), seconds=_SECONDS, megabytes=_MEGABYTES)
    except TooMuchError:
        raise TooMuchMemoryError("Making this picture takes more time or memory than it may. Take the SVG.") from None
    finally:
        _TURNS.leave(sender)
    edition.keep(tag, made)
    return made
