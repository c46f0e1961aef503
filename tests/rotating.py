"""Some of many, and others with every change: what is tried of a family that takes too long to be tried whole.

The seed of a run is `PYTHONHASHSEED`, which `.ci/run` makes of the files that it judges: the same files are tried alike
each time. `EVERY=1` tries all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

_Any = TypeVar("_Any")


def some_of(many: Sequence[_Any], nth: int) -> list[_Any]:
    """Return every nth of them, beginning where the seed says; all of them where all are asked for."""
    if os.environ.get("EVERY"):
        return list(many)
    seed = os.environ.get("PYTHONHASHSEED", "")
    return list(many[(int(seed) if seed.isdecimal() else 0) % nth :: nth])
