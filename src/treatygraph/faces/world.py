"""The map of the world: outlines by M49 number, from Natural Earth, made when the assets are built."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: Where `make assets` puts the outlines.
_BUILT = ("treatygraph.faces.pages", "built/world.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A participant on the map: an outline, or a dot for what is too small to see."""

    d: str
    x: int
    y: int
    dot: bool
    kind: str
    text: str
    address: str


@cache
def outlines() -> dict[str, Any] | None:
    """Return the outlines, or None when the assets were not built (`make assets`)."""
    path = resources.files(_BUILT[0]) / _BUILT[1]
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def places(by_m49: Mapping[str, tuple[str, str, str]]) -> tuple[Place, ...]:
    """Return what to draw; `by_m49` says kind, text and address of each participant. Dots come last, on top."""
    world = outlines()
    if world is None:
        return ()
    drawn = []
    for shape in world["shapes"]:
        kind, text, address = by_m49.get(shape["m49"], ("none", "", ""))
        dot = shape["small"] and shape["m49"] in by_m49
        if shape["d"] or dot:
            drawn.append(
                Place(d=shape["d"], x=shape["x"], y=shape["y"], dot=dot, kind=kind, text=text, address=address)
            )
    return tuple(sorted(drawn, key=lambda p: p.dot))
