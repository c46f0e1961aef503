"""A process that helps another ends with it, however that one ends (Linux: prctl(2), PR_SET_PDEATHSIG).

A pool of processes does not see to it: when its owner is killed, its processes wait for work for ever.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:
    """End this process when the process that started it ends; at once, when it has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
