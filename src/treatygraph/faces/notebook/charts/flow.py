"""From the resolution to the obligations: which paragraphs rest on which themes of which treaties."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from treatygraph.faces.notebook.charts.setting import COLOURS, altair, titled
from treatygraph.faces.notebook.charts.tongue import ChartError, tongue
from treatygraph.faces.notebook.frames import needed
from treatygraph.faces.notebook.graph import Graph
from treatygraph.facts.lookups import find_paragraph
from treatygraph.facts.model import OWN_LANGUAGE

#: Points along each band: enough for a smooth curve.
_STEPS = 24
#: Room between bands, as a share of the height.
_ROOM = 0.25


def flow(g: Graph, paragraph: str | None = None, *, lang: str = OWN_LANGUAGE) -> Any:
    """Return bands from the operative paragraphs of the resolution to the treaties they rest on.

    The width of a band is the number of obligations linked to the paragraph one by one.

    Args:
        g: The graph.
        paragraph: One paragraph (`6`, `op6`), shown by theme; all, shown by treaty, by default.
        lang: The language of titles and names.

    Raises:
        ChartError: Nothing is linked to the paragraph.
    """
    pd = needed("pandas")
    alt, say = altair(), tongue(g, lang)
    register = g.concluded.register
    chosen = find_paragraph(register, paragraph).id if paragraph is not None else None
    order = {p.id: int(p.number[2:]) for p in register.facts.paragraphs if p.kind == "operative"}
    counts: Counter[tuple[str, str, str]] = Counter()
    # What stands at each end: an obligation of two themes is in two bands, and one obligation all the same.
    ends: tuple[defaultdict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for link in register.facts.links:
        if chosen not in {None, link.paragraph}:
            continue
        obligation = register.obligations[link.obligation]
        treaty = say.short(register.provisions[obligation.provision].instrument)
        if chosen is None:
            pairs = [(say.told("paragraph %(number)s", number=order[link.paragraph]), treaty)]
        else:
            pairs = [(treaty, say.word("theme", theme)) for theme in obligation.themes]
        for source, target in pairs:
            counts[source, target, treaty] += 1
            ends[0][source].add(f"{link.paragraph} {obligation.id}")
            ends[1][target].add(f"{link.paragraph} {obligation.id}")
    if not counts:
        raise ChartError(f"No obligation is linked to {paragraph}. `resolution/paragraphs` lists the paragraphs.")
    left = _places(
        counts,
        0,
        [say.told("paragraph %(number)s", number=n) for n in sorted(order.values())] if chosen is None else None,
    )
    right = _places(counts, 1, None)
    bands, labels = [], []
    at = [dict(left), dict(right)]
    for (source, target, treaty), number in sorted(
        counts.items(), key=lambda item: (left[item[0][0]], right[item[0][1]])
    ):
        begin, end = at[0][source], at[1][target]
        at[0][source] += number
        at[1][target] += number
        for step in range(_STEPS + 1):
            share = step / _STEPS
            bend = share * share * (3 - 2 * share)
            middle = begin + (end - begin) * bend
            bands.append((f"{source} → {target}", treaty, number, share, middle, middle + number))
    for places, x, side in ((left, 0.0, "left"), (right, 1.0, "right")):
        sizes: Counter[str] = Counter()
        for key, number in counts.items():
            sizes[key[0 if side == "left" else 1]] += number
        labels += [
            (name, x, begin + sizes[name] / 2, side, f"{name} ({len(ends[int(x)][name])})")
            for name, begin in places.items()
        ]
    frame = pd.DataFrame(bands, columns=["band", "treaty", "obligations", "x", "low", "high"])
    marks = pd.DataFrame(labels, columns=["name", "x", "y", "side", "label"])
    area = (
        alt.Chart(frame)
        .mark_area(opacity=0.55)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.28, 1.35])),
            y=alt.Y("low:Q", axis=None, scale=alt.Scale(reverse=True)),
            y2="high:Q",
            detail="band:N",
            color=alt.Color(
                "treaty:N",
                title=None,
                scale=alt.Scale(domain=[say.short(t) for t in g.treaties], range=list(COLOURS)),
            ),
            tooltip=["band:N", "obligations:Q"],
        )
    )
    texts = [
        alt.Chart(marks[marks["side"] == side])
        .mark_text(align=align, dx=shift, fontSize=11)
        .encode(x="x:Q", y="y:Q", text="label:N")
        for side, align, shift in (("left", "right", -6), ("right", "left", 6))
    ]
    what = (
        say.say("What the operative paragraphs rest on")
        if chosen is None
        else say.told("What paragraph %(number)s rests on", number=order[chosen])
    )
    under = [
        say.say("Obligations linked one by one. A paragraph requests; only the treaty binds, and only its parties")
    ]
    if any(len(found) < sum(n for key, n in counts.items() if key[0] == name) for name, found in ends[0].items()):
        under.append(say.say("An obligation of two themes is in two bands; the numbers count it once at each end"))
    return (
        alt.layer(area, *texts)
        .properties(width=640, height=460, title=titled(alt, what, *under))
        .configure_view(strokeWidth=0)
    )


def _places(counts: Counter[tuple[str, str, str]], side: int, order: list[str] | None) -> dict[str, float]:
    """Return where each end of the bands begins, with room between them."""
    sizes: Counter[str] = Counter()
    for key, number in counts.items():
        sizes[key[side]] += number
    names = [n for n in order if n in sizes] if order is not None else sorted(sizes)
    total = sum(sizes.values())
    room = total * _ROOM / max(1, len(names) - 1) if len(names) > 1 else 0.0
    found, at = {}, 0.0
    for name in names:
        found[name] = at
        at += sizes[name] + room
    return found
