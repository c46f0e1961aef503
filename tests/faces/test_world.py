"""The map: colours for any number of treaties."""

from __future__ import annotations

from itertools import pairwise

import pytest

from treatygraph.faces.world import shade


def _light(colour: str) -> int:
    return sum(int(colour[n : n + 2], 16) for n in (1, 3, 5))


def test_four_treaties_have_the_colours_of_the_legend() -> None:
    assert [shade(n, 4) for n in range(5)] == ["#e3b5a4", "#c6dbef", "#85bcdb", "#3d8dc3", "#0d4f8b"]


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9, 20])
def test_each_further_treaty_is_darker_and_none_is_black(most: int) -> None:
    colours = [shade(n, most) for n in range(most + 1)]
    assert len(set(colours)) == most + 1
    assert colours[0] == "#e3b5a4"
    assert colours[-1] == "#0d4f8b"
    assert all(_light(a) > _light(b) for a, b in pairwise(colours[1:]))
