"""A grid that fits is laid out as rich lays it out, to the last space."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from treatygraph.faces import grid
from treatygraph.faces.grid import Column, grid_lines, print_grid


def column(heading: str, *cells: str, numeric: bool = False, whole: bool = True) -> Column:
    return Column(heading=heading, cells=cells, whole=whole, numeric=numeric)


@pytest.mark.parametrize(
    "columns",
    [
        [column("Treaty", "som", "tip-of-the-iceberg")],
        [column("Treaty", "som", "tip"), column("Parties", "7", "152", numeric=True)],
        [column("国家", "中国", "ch"), column("N", "", "", numeric=True), column("a", "العربية", "é", whole=False)],
        [column("[b]not markup[/b]", ":smile:", "[red]x"), column("", "", "1")],
        [column("x" * 40, "y z " * 12, "", whole=False)],
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_what_fits_looks_as_rich_would_show_it(columns: list[Column], encoding: str) -> None:
    def shown(lay_out: bool) -> str:
        # Over a stream, since what a rule is drawn with depends on what the stream can encode.
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace", newline="\n")
        console = Console(highlight=False, width=100, file=stream, legacy_windows=False)
        if lay_out:
            assert (grid_lines(console, columns) is None) == (encoding == "ascii")
            print_grid(console, columns)
        else:
            console.print(grid._by_rich(columns))
        stream.flush()
        stream.seek(0)
        return stream.read()

    assert shown(lay_out=True) == shown(lay_out=False)


@pytest.mark.parametrize(
    "columns",
    [
        [column("a", "word " * 30, whole=False)],
        [column("a", "two\nlines")],
        [column("a", "x" * 60), column("b", "y" * 60)],
    ],
)
def test_what_does_not_fit_is_broken_by_rich(columns: list[Column]) -> None:
    console = Console(highlight=False, width=80, file=io.StringIO())
    assert grid_lines(console, columns) is None
    print_grid(console, columns)
