"""The drawings of a report, as SVG that needs nothing around it: the same file goes into HTML and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from treatygraph.faces.charts import Scale, timeline
from treatygraph.faces.report.wording import Wording
from treatygraph.faces.world import outlines, shade, step
from treatygraph.law.status import Concluded, standing
from treatygraph.questions.desk import Desk
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.on_map import Degree, placed
from treatygraph.questions.timeline import resolutions_adopted, years_shown


@cache
def _macros() -> Environment:
    return Environment(
        loader=PackageLoader("treatygraph.faces.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _drawn(name: str, **values: object) -> str:
    return _macros().get_template(f"{name}.svg").render(**values).strip()


def timeline_of(concluded: Concluded, found: Dossier, words: Wording) -> str:
    """Return the timeline of a participant: signatures, deposits, and since when each treaty is in force for it."""
    register = concluded.register
    told = [row.treaty for row in found.overview.instruments]
    standings = [standing(concluded, found.participant, t, found.on) for t in told]
    first, last = years_shown(register, told, found.on)
    scale = Scale(first=first, last=last)
    lanes = timeline(
        [(held, concluded.of(found.participant, held.treaty)) for held in standings], scale, register.complete_to
    )
    marks = [
        (scale.x(day), register.instruments[r].short_title)
        for day, r in sorted(resolutions_adopted(register), key=lambda pair: pair[1])
        if scale.first <= day <= scale.last
    ]
    names = {lane.treaty: words.short(lane.treaty) for lane in lanes}
    # A long name is given room to the left of the chart, whose scale all charts share.
    room = max((_width(name) for name in names.values()), default=0) - _LABEL
    return _drawn("timeline", lanes=lanes, scale=scale, marks=marks, names=names, room=max(0, room))


#: The room for a label, left of a chart, and how wide a letter and a Chinese sign are.
_LABEL, _LETTER, _SIGN = 138, 7, 13


def _width(text: str) -> int:
    return sum(_SIGN if ord(sign) > 0x2E80 else _LETTER for sign in text)


def shares_of(found: Dossier, words: Wording) -> str:
    """Return bars: which share of the States of each region has each treaty in force."""
    groups = [
        (
            words.short(comparison.treaty),
            [
                (
                    words.region(share.region),
                    share.parties.value,
                    share.states.value,
                    round(share.parties.value / max(1, share.states.value), 4),
                )
                for share in comparison.shares
            ],
        )
        for comparison in found.comparison
    ]
    return _drawn("shares", groups=groups)


def map_of(desk: Desk, found: Dossier, degrees_of: Callable[[tuple[str, ...]], Mapping[str, Degree]]) -> str:
    """Return a small map: how many of the treaties are in force for each, hatched where this is not known of one."""
    told = tuple(row.treaty for row in found.overview.instruments)
    world, most, degrees = outlines(), len(told), degrees_of(told)
    by_m49 = {p.m49: p.id for p in placed(desk)}
    shapes, doubts, own = [], [], None
    for shape in world["shapes"]:
        degree = degrees.get(by_m49.get(shape["m49"], ""))
        if shape["m49"] == _ANTARCTICA:
            continue
        if degree is not None and degree.participant == found.participant:
            own = shape
        if shape["d"]:
            of = (shade(degree.parties, most), f"d{step(degree.parties, most)}") if degree else (_NONE, "s-none")
            shapes.append((shape["d"], *of))
            if degree is not None and degree.open:
                doubts.append(shape["d"])
    return _drawn("map", width=world["width"], height=world["height"], shapes=shapes, doubts=doubts, own=own)


_ANTARCTICA = "010"
_NONE = "#eef0f2"
