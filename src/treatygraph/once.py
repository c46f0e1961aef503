"""What is made once, when it is first asked for, and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")


class Once:
    """Keeps what was made under a name; who asks for it while another makes it waits instead of making it again."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}
        #: Held by who makes something. What is made may ask for more, but never for itself.
        self._making: dict[Hashable, threading.RLock] = {}

    def get(self, name: Hashable, make: Callable[[], _T]) -> _T:
        """Return what was made under the name; make it where it was not. Where that fails, the next who asks tries."""
        if name not in self._made:
            with self._making.setdefault(name, threading.RLock()):
                try:
                    if name not in self._made:
                        self._made[name] = make()
                finally:
                    self._making.pop(name, None)
        found: _T = self._made[name]
        return found
