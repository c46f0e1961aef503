"""The map of the world: outlines by M49 number, from Natural Earth (public domain), which lie in the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: Drawn from Natural Earth by `make outlines`.
_OUTLINES = "outlines.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the map says of a participant; `fill` is a colour of its own, where its kind has none.

    `step` is the same colour as one of nine steps, for a page that has colours of its own in the dark; `doubt` where
    what the colour says may be too little.
    """

    kind: str
    text: str
    address: str
    fill: str | None = None
    step: int | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A participant on the map: an outline, or a dot for what is too small to see."""

    d: str
    x: int
    y: int
    dot: bool
    mark: Mark


#: From none of the treaties in force to all of them; between one and all, as many steps as there are treaties.
_NO_TREATY = (0xE3, 0xB5, 0xA4)
_STOPS = ((0xC6, 0xDB, 0xEF), (0x85, 0xBC, 0xDB), (0x3D, 0x8D, 0xC3), (0x0D, 0x4F, 0x8B))


def shade(number: int, most: int) -> str:
    """Return the colour of one for which `number` of `most` treaties are in force."""
    if number <= 0:
        return _hex(_NO_TREATY)
    last = len(_STOPS) - 1
    place = last * (number - 1) / (most - 1) if most > 1 else last
    below = min(int(place), last - 1)
    pairs = zip(_STOPS[below], _STOPS[below + 1], strict=True)
    return _hex(tuple(round(a + (b - a) * (place - below)) for a, b in pairs))


def step(number: int, most: int) -> int:
    """Return the colour of `shade` as a step: 0 for none of the treaties, 1 to 8 for one to all of them."""
    if number <= 0:
        return 0
    return 1 + round(7 * (number - 1) / (most - 1)) if most > 1 else 8


def _hex(colour: tuple[int, ...]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


@cache
def outlines() -> dict[str, Any]:
    """Return the outlines: the width and height of the picture, and a shape for each place."""
    found: dict[str, Any] = json.loads((resources.files(__package__) / _OUTLINES).read_text(encoding="utf-8"))
    return found


_NOBODY = Mark(kind="none", text="", address="")


def places(by_m49: Mapping[str, Mark]) -> tuple[Place, ...]:
    """Return what to draw; `by_m49` says what of each participant. Dots come last, on top."""
    drawn = []
    for shape in outlines()["shapes"]:
        if shape["d"] or (shape["small"] and shape["m49"] in by_m49):
            drawn.append(
                Place(
                    d=shape["d"],
                    x=shape["x"],
                    y=shape["y"],
                    dot=shape["small"] and shape["m49"] in by_m49,
                    mark=by_m49.get(shape["m49"], _NOBODY),
                )
            )
    return tuple(sorted(drawn, key=lambda p: p.dot))
