"""The collector of cyclic garbage, kept out while much is made that stays."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: where many objects are made and few cycles, looking takes a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


#: A page makes some ten thousand objects and hardly a cycle: so many are made before one is looked for, and so seldom
#: among those that stayed.
_YOUNG, _OLDER, _OLDEST = 50_000, 20, 50


def collect_seldom() -> None:
    """Have this process look for cyclic garbage seldom: with what Python has by itself, a server does after each page.

    What may wait to be found is some megabytes.
    """
    gc.set_threshold(_YOUNG, _OLDER, _OLDEST)


def settle(*, first: bool = False) -> None:
    """Have what is there now passed over by those who look for garbage: it stays, and looking through it takes long.

    Args:
        first: Whether to look through all of it before, what was passed over so far with the rest: where what stayed
            until now goes. It takes some tenths of a second, in which nobody is answered.
    """
    if first:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


@contextlib.contextmanager
def collected_seldom() -> Iterator[None]:
    """Pass over what is there already, which stays, and look seldom for garbage in what is new.

    For work that makes much of which little stays: what it leaves in cycles is removed all the same.
    """
    before, passed_over = gc.get_threshold(), gc.get_freeze_count()
    gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, _OLDEST)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not passed_over:
            gc.unfreeze()
