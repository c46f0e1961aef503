"""Charts along time: parties from day to day, and how long it took from signature to consent."""

from __future__ import annotations

from datetime import date
from typing import Any

from treatygraph.faces.charts import steps
from treatygraph.faces.notebook.charts.setting import (
    COLOURS,
    altair,
    asked,
    resolution_days,
    titled,
)
from treatygraph.faces.notebook.charts.tongue import ChartError, Tongue, tongue
from treatygraph.faces.notebook.frames import needed
from treatygraph.faces.notebook.graph import Graph
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.law.consent import signature
from treatygraph.law.model import Participation


def parties_over_time(
    g: Graph,
    treaties: str | list[str] | None = None,
    *,
    by: str = "treaty",
    level: int = 1,
    lang: str = OWN_LANGUAGE,
) -> Any:
    """Return for how many States and organizations each treaty was in force, from day to day.

    Args:
        g: The graph.
        treaties: Which treaties; all by default. With `by="region"`, one.
        by: `treaty` (a line for each) or `region` (one treaty, a line for each M49 region).
        level: With `by="region"`: 1 for continents, 2 for what lies inside them.
        lang: The language of titles and names.

    Raises:
        ChartError: `by` is neither, or a region was asked of several treaties.
    """
    pd = needed("pandas")
    alt, say = altair(), tongue(g, lang)
    found = asked(g, treaties)
    if by not in {"treaty", "region"}:
        raise ChartError(f"by={by!r}: take 'treaty' or 'region'.")
    if by == "region" and len(found) != 1:
        raise ChartError("by='region' shows one treaty. Name it, for example parties_over_time(g, 'som', by='region').")
    coverage = g.concluded.register.complete_to
    rows: list[tuple[str, date, int, bool]] = []
    for treaty in found:
        parties: dict[str, list[Participation]] = {}
        for party in g.concluded.under(treaty):
            line = say.short(treaty) if by == "treaty" else _region(say, party.participant, level)
            parties.setdefault(line, []).append(party)
        complete = coverage[treaty]
        for line, own in parties.items():
            if not (changes := steps(own, g.day)):
                continue
            number = 0
            # A step of 0 on the day the rows are complete to: there the line ends, and goes on as a dotted one.
            for day, step in sorted([*changes, (complete, 0), (g.day, 0)]):
                number += step
                rows.append((line, day, number, day <= complete))
                if (day, step) == (complete, 0) and complete < g.day:
                    rows.append((line, day, number, False))
    frame = pd.DataFrame(rows, columns=["line", "day", "parties", "complete"])
    frame["day"] = pd.to_datetime(frame["day"])
    name = say.say("treaty") if by == "treaty" else say.say("region")
    lines = [
        alt.Chart(frame[frame["complete"] == complete])
        .mark_line(interpolate="step-after", strokeWidth=2, strokeDash=dash)
        .encode(
            x=alt.X("day:T", title=None),
            y=alt.Y("parties:Q", title=say.say("in force for")),
            color=alt.Color(
                "line:N", title=name, sort=[say.short(t) for t in found], scale=alt.Scale(range=list(COLOURS))
            ),
            tooltip=[alt.Tooltip("line:N", title=name), alt.Tooltip("day:T", format="%Y-%m-%d"), "parties:Q"],
        )
        for complete, dash in ((True, [1, 0]), (False, [2, 3]))
    ]
    what = (
        say.say("Parties over time")
        if by == "treaty"
        else say.told("%(name)s: parties over time, by region", name=say.short(found[0]))
    )
    under = [
        say.say("For how many the treaty was in force; dotted after the day to which acts are complete"),
        *say.reach(found),
    ]
    layers = lines
    marked = resolution_days(g, say)
    if marked:
        mark = pd.DataFrame({"day": [pd.Timestamp(day) for day, _ in marked], "name": [name for _, name in marked]})
        layers.append(alt.Chart(mark).mark_rule(strokeDash=[4, 3], color="#b36b00").encode(x="day:T"))
        layers.append(
            alt.Chart(mark).mark_text(align="left", dx=4, y=8, color="#b36b00").encode(x="day:T", text="name:N")
        )
    return alt.layer(*layers).properties(width=620, height=320, title=titled(alt, what, *under))


def _region(say: Tongue, participant: str, level: int) -> str:
    register = say.register
    around = register.regions_around(register.participants[participant].region)
    if not around:
        return say.say("organizations")
    inside = around[::-1]
    return say.region(inside[min(level, len(inside) - 1)])


def time_to_consent(g: Graph, treaties: str | list[str] | None = None, *, lang: str = OWN_LANGUAGE) -> Any:
    """Return survival curves: the share of signatories that have not consented yet, by years since their signature.

    Kaplan-Meier estimate (scipy): who has not consented by the treaty's as-of day is censored then, not left out.
    """
    pd, stats = needed("pandas"), needed("scipy.stats")
    alt, say = altair(), tongue(g, lang)
    register = g.concluded.register
    coverage = {c.treaty: c.as_of for c in register.facts.coverage}
    rows = []
    for treaty in asked(g, treaties):
        waited: list[float] = []
        censored: list[float] = []
        for participant in register.participants:
            signed = signature(register, participant, treaty)
            if signed is None or signed.done_on.exact is None:
                continue
            own = g.concluded.of(participant, treaty)
            end = own[0].consented.exact if own else coverage[treaty]
            if end is not None and end >= signed.done_on.exact:
                (waited if own else censored).append((end - signed.done_on.exact).days / 365.25)
        if not waited:
            continue
        survival = stats.ecdf(stats.CensoredData(uncensored=waited, right=censored)).sf
        rows.append((say.short(treaty), 0.0, 1.0))
        rows += [
            (say.short(treaty), float(x), float(y))
            for x, y in zip(survival.quantiles, survival.probabilities, strict=True)
        ]
    frame = pd.DataFrame(rows, columns=["treaty", "years", "share"])
    chart = (
        alt.Chart(frame)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("years:Q", title=say.say("years since signature")),
            y=alt.Y(
                "share:Q",
                title=say.say("not consented yet"),
                axis=alt.Axis(format="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color(
                "treaty:N",
                title=None,
                sort=[say.short(t) for t in asked(g, treaties)],
                scale=alt.Scale(range=list(COLOURS)),
            ),
            tooltip=["treaty:N", alt.Tooltip("years:Q", format=".1f"), alt.Tooltip("share:Q", format=".0%")],
        )
    )
    under = say.say("Kaplan-Meier estimate over those that signed; who has not consented counts until the as-of day")
    return chart.properties(width=620, height=320, title=titled(alt, say.say("From signature to consent"), under))
