"""The map of the world, from outlines that lie in the package: it works offline."""

from __future__ import annotations

import re
from typing import Any

from treatygraph.faces.notebook.charts.setting import STATUS_COLOURS, altair, titled
from treatygraph.faces.notebook.charts.tongue import tongue
from treatygraph.faces.notebook.graph import Day, Graph
from treatygraph.faces.world import outlines
from treatygraph.facts.lookups import find_treaty
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.law.hypothesis import CONSENTED
from treatygraph.questions.desk import desk_on
from treatygraph.questions.on_map import degree_of, shown_of

_RING = re.compile(r"M([^MZ]*)Z?")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")
#: Antarctica takes a fifth of the picture and takes part in nothing.
_LEFT_OUT = frozenset({"010"})


def world_map(g: Graph, treaty: str | None = None, *, on: Day = None, lang: str = OWN_LANGUAGE) -> Any:
    """Return a map: the status of each under a treaty on a day, or how many of the treaties each has joined.

    Args:
        g: The graph.
        treaty: The treaty; all of the graph by default.
        on: The day asked about.
        lang: The language of titles and names.
    """
    alt, say = altair(), tongue(g, lang)
    world = outlines()
    day, register = g.day_of(on), g.concluded.register
    by_m49 = {p.m49: p.id for p in register.present.values() if p.m49}
    found = find_treaty(register, treaty).id if treaty is not None else None

    desk = desk_on(g.concluded, day)

    def value(code: str) -> str:
        if found is not None:
            return say.status(desk.standing(code, found).status.value)
        return str(sum(desk.standing(code, t).status in CONSENTED for t in g.treaties))

    def doubt(code: str) -> str:
        """Return what is not known of what the colour says: the same as on the map of the site."""
        if found is None:
            open_ = degree_of(desk, code, g.treaties).open
            return f"{open_} {say.status('undetermined')}" if open_ else ""
        return say.doubts(shown_of(desk, code, found))

    outside = say.say("not in the data")
    areas: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for shape in world["shapes"]:
        code = by_m49.get(shape["m49"])
        if shape["m49"] in _LEFT_OUT:
            continue
        properties = {
            "participant": say.name(code) if code is not None else outside,
            "value": value(code) if code is not None else outside,
            "doubt": doubt(code) if code is not None else "",
        }
        if shape["d"]:
            areas.append({"type": "Feature", "properties": properties, "geometry": _geometry(shape["d"])})
        if shape["small"] and code is not None:
            dots.append({**properties, "x": shape["x"], "y": -shape["y"]})
    if found is not None:
        present = {shape["properties"]["value"] for shape in areas} | {dot["value"] for dot in dots}
        domain = [say.status(s) for s in STATUS_COLOURS if say.status(s) in present]
        colours = [colour for s, colour in STATUS_COLOURS.items() if say.status(s) in present]
        title = say.told("%(name)s: status on %(day)s", name=say.short(found), day=day)
    else:
        domain = [str(n) for n in range(len(g.treaties) + 1)]
        colours = _shades(len(domain))
        title = say.told("How many of %(n)s treaties each has joined, on %(day)s", n=len(g.treaties), day=day)
    colour = alt.Color(
        "value:N",
        title=None,
        scale=alt.Scale(domain=[*domain, outside], range=[*colours, "#f2f3f5"]),
    )
    tooltip = [
        alt.Tooltip("participant:N"),
        alt.Tooltip("value:N", title=say.say("status") if found else say.say("joined")),
        alt.Tooltip("doubt:N", title=say.say("not known")),
    ]
    shapes = (
        alt.Chart(alt.Data(values=areas))
        .mark_geoshape(stroke="white", strokeWidth=0.4)
        .transform_calculate(
            participant="datum.properties.participant", value="datum.properties.value", doubt="datum.properties.doubt"
        )
        .encode(color=colour, tooltip=tooltip)
    )
    points = (
        alt.Chart(alt.Data(values=[_point(dot) for dot in dots]))
        .mark_geoshape(stroke="white", strokeWidth=0.4, filled=True)
        .transform_calculate(
            participant="datum.properties.participant", value="datum.properties.value", doubt="datum.properties.doubt"
        )
        .encode(color=colour, tooltip=tooltip)
    )
    under = say.say("Outlines: Natural Earth, equal-area; they imply no opinion on the status of any territory")
    return (
        alt.layer(shapes, points)
        .project(type="identity", reflectY=True, pointRadius=3)
        .properties(width=760, height=370, title=titled(alt, title, under))
    )


def _shades(number: int) -> list[str]:
    shades = ["#e3b5a4", "#c6dbef", "#85bcdb", "#3d8dc3", "#0d4f8b"]
    return [shades[round(n / max(1, number - 1) * (len(shades) - 1))] for n in range(number)]


def _point(dot: dict[str, Any]) -> dict[str, Any]:
    properties = {name: dot[name] for name in ("participant", "value", "doubt")}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [dot["x"], dot["y"]]},
    }


def _geometry(path: str) -> dict[str, Any]:
    """Return an outline, drawn in the plane, as GeoJSON; the plane's y runs down, GeoJSON's up."""
    rings = []
    for ring in _RING.findall(path):
        points = [[float(x), -float(y)] for x, y in _POINT.findall(ring)]
        if len(points) > 2:
            rings.append([[*points, points[0]]])
    return {"type": "MultiPolygon", "coordinates": rings}
