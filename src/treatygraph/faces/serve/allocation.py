"""How this process holds its memory (glibc's malloc): what was freed goes back to the system.

Each thread that computes pages would have an arena of its own, and what is left of a page between two that are kept
holds a whole stretch of it; and a block that was large enough to be given back by itself raises, once freed, the size
from which blocks are. Both are switched off: a server that has been asked for everything is no larger than what it
keeps.
"""

from __future__ import annotations

import ctypes
import sys

#: mallopt(3): from how much free memory at the end it is given back, from which size blocks are by themselves, arenas.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE, _ARENAS = 2**17, 2


def give_back() -> bool:
    """Have this process give back what it frees; return False where the system has no such switch."""
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return all(
        mallopt(option, value) == 1
        for option, value in ((_ARENA_MAX, _ARENAS), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE))
    )
