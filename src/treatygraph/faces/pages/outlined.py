"""The coloured outlines of a map as SVG; in Python, since a map has 200 of them and a template takes thrice as long."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from treatygraph.faces.world import Mark, Place


def hatched(name: str) -> Markup:
    """Return what lies over a colour that may say too little, to be named by others."""
    return Markup(
        '<pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path class="hatch" d="M-1 7 L7 -1 M-1 1 L1 -1 M5 7 L7 5"/></pattern>'
    ).format(name)


def outlined(places: Sequence[Place], *, linked: bool = True) -> Markup:
    """Return the outlines and dots of the places; alone, as a file, they lead nowhere."""
    doubt = f"<defs>{hatched('doubt')}</defs>" if any(place.mark.doubt for place in places) else ""
    return Markup(doubt + "".join(_place(place, linked) for place in places))  # noqa: S704 (each part is escaped)


def _place(place: Place, linked: bool) -> str:
    mark = place.mark
    drawn, told = _coloured(mark), f"<title>{escape(mark.text)}</title>"
    found = ""
    if place.d:
        shape = _escaped(place.d)
        found = f'<path {drawn} d="{shape}">{told if mark.text else ""}</path>'
        if mark.doubt:
            found += f'<path class="doubt" fill="url(#doubt)" d="{shape}">{told}</path>'
    if place.dot:
        found += f'<circle {drawn} cx="{place.x}" cy="{place.y}" r="3.5">{told}</circle>'
    return f'<a href="{escape(mark.address)}" tabindex="-1">{found}</a>' if linked and mark.address else found


def _coloured(mark: Mark) -> str:
    step = f" d{mark.step}" if mark.step is not None else ""
    return f'class="s-{escape(mark.kind)}{step}"' + (f' fill="{escape(mark.fill)}"' if mark.fill else "")


@lru_cache(maxsize=512)
def _escaped(shape: str) -> Markup:
    """Return an outline as a value: the same ones are on every map."""
    return escape(shape)
