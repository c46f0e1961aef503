"""The whole path: data folder → facts → law → graph → a build that others can read, its checks and exports.

The one door of the pipeline; a room behind it is fetched when something of it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from treatygraph.pipeline.accepting import accept, undo
    from treatygraph.pipeline.builds import Built, build, current_build, is_built, version_of, with_build
    from treatygraph.pipeline.checks import graph_findings
    from treatygraph.pipeline.deciding import decide
    from treatygraph.pipeline.exports import export
    from treatygraph.pipeline.fetch import fetch_facts, version_in
    from treatygraph.pipeline.ground import CURRENT
    from treatygraph.pipeline.intake import read_file, rows_for, take
    from treatygraph.pipeline.keeping import facts_of_version, not_held, since, steps, versions, versions_below
    from treatygraph.pipeline.opening import (
        SNAPSHOT,
        conclusions_of_build,
        facts_held,
        facts_of_build,
        kept_facts,
        open_conclusions,
        open_facts,
        read_and_check,
    )
    from treatygraph.pipeline.refreshing import Refreshed, planned, refresh
    from treatygraph.pipeline.standing import check_whole, manifest_of
    from treatygraph.pipeline.whole import write_whole

__all__ = [
    "CURRENT",
    "SNAPSHOT",
    "Built",
    "Refreshed",
    "accept",
    "build",
    "check_whole",
    "conclusions_of_build",
    "current_build",
    "decide",
    "export",
    "facts_held",
    "facts_of_build",
    "facts_of_version",
    "fetch_facts",
    "graph_findings",
    "is_built",
    "kept_facts",
    "manifest_of",
    "not_held",
    "open_conclusions",
    "open_facts",
    "planned",
    "read_and_check",
    "read_file",
    "refresh",
    "rows_for",
    "since",
    "steps",
    "take",
    "undo",
    "version_in",
    "version_of",
    "versions",
    "versions_below",
    "with_build",
    "write_whole",
]

_ROOMS = {
    "accepting": ("accept", "undo"),
    "builds": ("Built", "build", "current_build", "is_built", "version_of", "with_build"),
    "checks": ("graph_findings",),
    "deciding": ("decide",),
    "exports": ("export",),
    "fetch": ("fetch_facts", "version_in"),
    "ground": ("CURRENT",),
    "intake": ("read_file", "rows_for", "take"),
    "keeping": ("facts_of_version", "not_held", "since", "steps", "versions", "versions_below"),
    "opening": (
        "SNAPSHOT",
        "conclusions_of_build",
        "facts_held",
        "facts_of_build",
        "kept_facts",
        "open_conclusions",
        "open_facts",
        "read_and_check",
    ),
    "refreshing": ("Refreshed", "planned", "refresh"),
    "standing": ("check_whole", "manifest_of"),
    "whole": ("write_whole",),
}


def __getattr__(name: str) -> Any:
    """Return what stands behind the door, fetched now."""
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(importlib.import_module(f"treatygraph.pipeline.{room}"), name)
    raise AttributeError(f"module 'treatygraph.pipeline' has no attribute {name!r}. It has {', '.join(__all__)}.")
