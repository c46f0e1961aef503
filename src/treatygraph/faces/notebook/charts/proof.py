"""A proof as a picture: each step below the one it proves, from the conclusion to the acts."""

from __future__ import annotations

import textwrap
from typing import Any

from treatygraph.faces.notebook.charts.setting import altair, titled
from treatygraph.faces.notebook.charts.tongue import said_in
from treatygraph.faces.notebook.frames import needed
from treatygraph.faces.notebook.why import Why

#: Letters of a sentence on one line, and signs of a language that writes them twice as wide.
_LINE, _WIDE = 92, {"zh": 46}


def proof(why: Why) -> Any:
    """Return the tree of a proof, from top to bottom; colours tell steps that rest on acts from those that combine.

    It is in the language of the proof: `g.why(..., lang="zh")`.
    """
    pd = needed("pandas")
    alt = altair()
    rests, combines = said_in(why.lang, "rests on a fact"), said_in(why.lang, "combines")
    rows: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []

    def place(step: dict[str, Any], depth: int, above: int | None) -> None:
        number = len(rows)
        lines = textwrap.wrap(step["sentence"], _WIDE.get(why.lang, _LINE))
        rows.append(
            {
                "n": number,
                "depth": depth,
                "text": lines[:2],
                "basis": step["basis"],
                "kind": rests if step["facts"] else combines,
                "facts": ", ".join(step["facts"][:3]),
            }
        )
        if above is not None:
            edges.append({"x": depth - 1, "y": above, "x2": depth - 1, "y2": number, "n": number})
            edges.append({"x": depth - 1, "y": number, "x2": depth, "y2": number, "n": number})
        for under in step["because"]:
            place(under, depth + 1, number)

    place(why.tree, 0, None)
    deepest = max(row["depth"] for row in rows)
    x = alt.X("depth:Q", axis=None, scale=alt.Scale(domain=[-0.2, deepest + 7]))
    y = alt.Y("n:Q", axis=None, scale=alt.Scale(reverse=True))
    base = alt.Chart(pd.DataFrame(rows))
    layers = [
        base.mark_circle(size=90, opacity=1).encode(
            x=x,
            y=y,
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=[combines, rests], range=["#8a97a3", "#0b5394"]),
            ),
            tooltip=["basis:N", "facts:N"],
        ),
        base.mark_text(align="left", dx=9, dy=-4, fontSize=11, lineHeight=12).encode(x=x, y=y, text="text:N"),
        base.mark_text(align="left", dx=9, dy=20, fontSize=9, color="#50606d").encode(x=x, y=y, text="basis:N"),
    ]
    if edges:
        lines = alt.Chart(pd.DataFrame(edges)).mark_rule(color="#c3ccd4")
        layers.insert(0, lines.encode(x=alt.X("x:Q", axis=None), y=alt.Y("y:Q", axis=None), x2="x2:Q", y2="y2:Q"))
    return (
        alt.layer(*layers)
        .properties(width=860, height=52 * len(rows), title=titled(alt, said_in(why.lang, "Why"), why.sentence))
        .configure_view(strokeWidth=0)
    )
