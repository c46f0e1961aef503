"""Charts of pairs: participants by treaties, and participants by participants."""

from __future__ import annotations

from typing import Any

from treatygraph.faces.notebook.charts.setting import STATUS_COLOURS, altair, titled
from treatygraph.faces.notebook.charts.tongue import ChartError, tongue
from treatygraph.faces.notebook.frames import needed
from treatygraph.faces.notebook.graph import Day, Graph
from treatygraph.facts.lookups import find_region, find_treaty
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.law.relations import Treaty
from treatygraph.law.status import standing

#: Beyond this many participants a matrix cannot be read.
_MOST = 80


def _inside(g: Graph, region: str | None) -> list[str]:
    register = g.concluded.register
    if region is None:
        return list(register.present)
    code = find_region(register, region).id
    return [p.id for p in register.present.values() if code in register.regions_around(p.region)]


def heatmap(g: Graph, *, region: str | None = None, on: Day = None, lang: str = OWN_LANGUAGE) -> Any:
    """Return participants × treaties: the status of each on a day.

    Args:
        g: The graph.
        region: An M49 region, by name or number; everybody by default.
        on: The day asked about.
        lang: The language of titles and names.
    """
    pd = needed("pandas")
    alt, say = altair(), tongue(g, lang)
    day, register = g.day_of(on), g.concluded.register
    rows = [
        (say.name(p), say.short(t), say.status(standing(g.concluded, p, t, day).status.value))
        for p in say.by_name(_inside(g, region))
        for t in g.treaties
    ]
    frame = pd.DataFrame(rows, columns=["participant", "treaty", "status"])
    colours = {say.status(s): colour for s, colour in STATUS_COLOURS.items()}
    present = [s for s in colours if s in set(frame["status"])]
    chart = (
        alt.Chart(frame)
        .mark_rect(stroke="white")
        .encode(
            x=alt.X(
                "treaty:N",
                title=None,
                sort=[say.short(t) for t in g.treaties],
                axis=alt.Axis(orient="top", labelAngle=-25),
            ),
            y=alt.Y("participant:N", title=None, sort=None, axis=alt.Axis(labelLimit=240)),
            color=alt.Color(
                "status:N", scale=alt.Scale(domain=present, range=[colours[s] for s in present]), title=None
            ),
            tooltip=["participant:N", "treaty:N", "status:N"],
        )
    )
    where = say.region(find_region(register, region).id) if region is not None else say.say("All participants")
    title = say.told("%(name)s: status on %(day)s", name=where, day=day)
    return chart.properties(width=70 * len(g.treaties), title=titled(alt, title))


def relations(g: Graph, treaty: str, *, region: str | None = None, on: Day = None, lang: str = OWN_LANGUAGE) -> Any:
    """Return participants × participants: whether a treaty is in force between each two, and whether changed.

    Args:
        g: The graph.
        treaty: The treaty.
        region: An M49 region, by name or number: a matrix of everybody cannot be read.
        on: The day asked about.
        lang: The language of titles and names.

    Raises:
        ChartError: The region has too many participants.
    """
    pd = needed("pandas")
    alt, say = altair(), tongue(g, lang)
    day, register = g.day_of(on), g.concluded.register
    found = find_treaty(register, treaty).id
    inside = say.by_name(_inside(g, region))
    if len(inside) > _MOST:
        raise ChartError(
            f"{len(inside)} participants are too many to read. Name a region, for example 'Southern Asia'."
        )
    on_day = Treaty(concluded=g.concluded, treaty=found, day=day)
    rows = []
    for a in inside:
        for b in inside:
            if a == b:
                continue
            relation = on_day.relation(a, b)
            state = relation.existence.replace("_", " ")
            if relation.exists and relation.effects:
                state = "in force, changed by a reservation"
            elif relation.exists and relation.unread:
                state = "in force, a statement not read"
            rows.append((say.name(a), say.name(b), say.say(state)))
    frame = pd.DataFrame(rows, columns=["one", "other", "relation"])
    colours = {
        "in force": "#2166ac",
        "in force, changed by a reservation": "#e0a030",
        "in force, a statement not read": "#92c5de",
        "not in force": "#e6e9ec",
        "contested": "#b35806",
        "undetermined": "#e8e2c8",
    }
    colours = {say.say(state): colour for state, colour in colours.items()}
    present = [s for s in colours if s in set(frame["relation"])]
    chart = (
        alt.Chart(frame)
        .mark_rect(stroke="white")
        .encode(
            x=alt.X("one:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=200)),
            y=alt.Y("other:N", title=None, sort=None, axis=alt.Axis(labelLimit=200)),
            color=alt.Color(
                "relation:N", scale=alt.Scale(domain=present, range=[colours[s] for s in present]), title=None
            ),
            tooltip=["one:N", "other:N", "relation:N"],
        )
    )
    size = max(12, min(26, 700 // max(1, len(inside)))) * len(inside)
    title = titled(
        alt,
        say.told("%(name)s: treaty relations on %(day)s", name=say.short(found), day=day),
        say.say("Reservations and objections applied (VCLT 19 to 23)"),
        *say.reach((found,)),
    )
    return chart.properties(width=size, height=size, title=title)
