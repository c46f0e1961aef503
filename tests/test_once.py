"""What is made once is made once, whoever asks at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from treatygraph.once import Once


def test_who_asks_while_another_makes_it_waits_for_it() -> None:
    once, begun, go = Once(), threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> int:
        begun.set()
        go.wait()
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(once.get, "a", make)
        begun.wait()
        others = [threads.submit(once.get, "a", make) for _ in range(7)]
        # Under another name nobody waits.
        assert once.get("b", lambda: "b") == "b"
        go.set()
        assert {first.result(), *(other.result() for other in others)} == {1}
    assert made == [1]


def test_what_is_made_may_ask_for_more() -> None:
    once = Once()
    assert once.get("a", lambda: once.get("b", lambda: 1) + 1) == 2
    assert once.get("b", lambda: 3) == 1


def test_what_failed_is_tried_again_by_the_next() -> None:
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once.get("a", lambda: 1 // 0)
    assert once.get("a", lambda: 1) == 1


def test_nothing_may_be_what_was_made() -> None:
    once = Once()
    assert once.get("a", lambda: None) is None
    assert once.get("a", lambda: 1) is None  # type: ignore[arg-type,return-value]
