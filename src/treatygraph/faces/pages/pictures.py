"""The charts and maps of the pages as files of their own: a drawing (SVG), and the numbers behind it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from treatygraph.faces.pages import listing
from treatygraph.faces.pages.participant import lived
from treatygraph.faces.pages.treaty import grown, mapped
from treatygraph.faces.pages.view import View
from treatygraph.faces.world import outlines
from treatygraph.facts.lookups import find_participant, find_treaty

#: As wide as the charts are drawn, and as high as the one of parties.
_WIDTH, _PARTIES = 760, 264

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
