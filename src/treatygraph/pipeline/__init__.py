"""The whole path: data folder → facts → law → graph → a build that others can read, its checks and exports."""

from treatygraph.pipeline.builds import (
    CURRENT,
    SNAPSHOT,
    Built,
    build,
    current_build,
    facts_of_build,
    open_conclusions,
    open_facts,
    read_and_check,
    with_build,
)

__all__ = [
    "CURRENT",
    "SNAPSHOT",
    "Built",
    "build",
    "current_build",
    "facts_of_build",
    "open_conclusions",
    "open_facts",
    "read_and_check",
    "with_build",
]
