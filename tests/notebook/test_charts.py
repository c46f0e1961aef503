"""Charts: each is drawn by the real renderer, says what the data say, and refuses what it cannot show."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import treatygraph as tg
from treatygraph import charts
from treatygraph.faces.notebook.charts.setting import STATUS_COLOURS
from treatygraph.faces.notebook.charts.tongue import ChartError, tongue
from treatygraph.law.knowledge import unread

MAKERS: dict[str, Any] = {
    "parties over time": charts.parties_over_time,
    "by region": lambda g: charts.parties_over_time(g, "som", by="region"),
    "by subregion": lambda g: charts.parties_over_time(g, "som", by="region", level=2),
    "time to consent": charts.time_to_consent,
    "heat map": lambda g: charts.heatmap(g, region="Southern Asia"),
    "relations": lambda g: charts.relations(g, "som", region="Western Asia"),
    "flow": charts.flow,
    "flow of a paragraph": lambda g: charts.flow(g, "6"),
    "proof": lambda g: charts.proof(g.why("AZE", "som 20(2)")),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_chart_is_drawn_without_a_browser(name: str, g: tg.Graph, tmp_path: Path) -> None:
    chart = MAKERS[name](g)
    svg = charts.save(chart, tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert svg.count("<path") + svg.count("<rect") + svg.count("<line") > 10
    assert len(charts.save(chart, tmp_path / "chart.png").read_bytes()) > 8000


def rows(chart: Any) -> list[dict[str, Any]]:
    """Return all data of a chart."""
    return [row for data in chart.to_dict()["datasets"].values() for row in data]


def test_the_last_point_of_a_line_is_the_number_of_parties(g: tg.Graph) -> None:
    found = [r for r in rows(charts.parties_over_time(g)) if r.get("line") == "Smuggling of Migrants Protocol"]
    assert found[-1]["parties"] == len(g.parties("som", status="party")) == 153
    regions = [r for r in rows(charts.parties_over_time(g, "som", by="region")) if "line" in r]
    last = {r["line"]: r["parties"] for r in regions}
    assert sum(last.values()) == 153
    assert last["organizations"] == 1


def test_the_share_that_has_not_consented_falls(g: tg.Graph) -> None:
    found = [r for r in rows(charts.time_to_consent(g, "untoc")) if r["treaty"].startswith("UNTOC")]
    shares = [r["share"] for r in found]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    half = next(r["years"] for r in found if r["share"] <= 0.5)
    assert 3 < half < 4


def test_the_heat_map_and_the_matrix_say_what_the_law_says(g: tg.Graph) -> None:
    cells = {(r["participant"], r["treaty"]): r["status"] for r in rows(charts.heatmap(g, region="Southern Asia"))}
    assert cells["Sri Lanka", "Smuggling of Migrants Protocol"] == "signatory"
    assert cells["India", "Firearms Protocol"] == "party"
    pairs = {(r["one"], r["other"]): r["relation"] for r in rows(charts.relations(g, "som", region="Western Asia"))}
    assert pairs["Azerbaijan", "Armenia"] == "in force, changed by a reservation"
    assert pairs["Azerbaijan", "Israel"] == "not in force"
    assert all(pairs[b, a] == value for (a, b), value in pairs.items())


def test_a_caption_names_the_days_to_which_acts_and_statements_are_complete(g: tg.Graph) -> None:
    coverage = g.concluded.register.coverage["som"]
    for chart in (charts.parties_over_time(g, "som"), charts.relations(g, "som", region="Western Asia")):
        under = chart.to_dict()["title"]["subtitle"]
        assert f"Acts complete to {coverage.as_of} (som)" in under
        assert f"Statements complete to {coverage.statements_as_of or 'no list seen'} (som)" in under


def test_no_pair_is_shown_as_unchanged_of_which_a_statement_was_not_read(g: tg.Graph) -> None:
    register = g.concluded.register
    flagged = sorted({(f.participant, f.treaty) for f in register.facts.statement_flags})
    day = g.day_of(None)
    silent = {
        treaty: participant
        for participant, treaty in flagged
        if treaty in register.in_depth
        and unread(register, participant, treaty)
        and any(own.in_force_on(day) for own in g.concluded.of(participant, treaty))
        and register.participants[participant].region
    }
    assert silent
    for treaty, participant in silent.items():
        cells = rows(charts.relations(g, treaty, region=register.participants[participant].region))
        own = {r["relation"] for r in cells if register.name(participant) in {r["one"], r["other"]}}
        assert "in force, a statement not read" in own
        assert "in force" not in own


def test_maps_and_heat_maps_tell_a_status_and_flows_a_link_never_who_is_bound(g: tg.Graph) -> None:
    statuses = {tongue(g, "en").status(status) for status in STATUS_COLOURS}
    assert {r["status"] for r in rows(charts.heatmap(g))} <= statuses
    assert "bound by" not in json.dumps([c.to_dict() for c in (charts.heatmap(g), charts.flow(g))])


@pytest.mark.parametrize("lang", ["zh", "fr", "es", "ru", "ar"])
def test_a_chart_speaks_the_language_that_is_asked_for(g: tg.Graph, lang: str) -> None:
    made = [
        charts.parties_over_time(g, lang=lang),
        charts.time_to_consent(g, lang=lang),
        charts.heatmap(g, region="Southern Asia", lang=lang),
        charts.relations(g, "som", region="Western Asia", lang=lang),
        charts.world_map(g, "som", lang=lang),
        charts.world_map(g, lang=lang),
        charts.flow(g, lang=lang),
        charts.flow(g, "6", lang=lang),
    ]
    english = re.compile(
        r"over time|status on|Smuggling of|not in the data|complete to|since signature"
        r"|paragraph \d|rest on|Obligations linked"
    )
    for chart in made:
        assert not english.findall(json.dumps(chart.to_dict(), ensure_ascii=False))


def test_a_proof_is_drawn_in_its_own_language(g: tg.Graph) -> None:
    drawn = charts.proof(g.why("AZE", "som 20(2)", lang="zh")).to_dict()
    assert drawn["title"]["text"] == "理由"
    assert {r["kind"] for r in rows(charts.proof(g.why("AZE", "som 20(2)", lang="zh"))) if "kind" in r} == {
        "以事实为依据",
        "综合",
    }


def test_a_language_that_charts_do_not_speak_is_named(g: tg.Graph) -> None:
    with pytest.raises(ChartError, match="charts speak en, ar, es, fr, ru, zh"):
        charts.heatmap(g, lang="de")


def test_the_bands_are_the_links_of_the_data(g: tg.Graph) -> None:
    bands = {r["band"]: r["obligations"] for r in rows(charts.flow(g)) if "band" in r}
    assert sum(bands.values()) == len(g.concluded.register.facts.links)
    # The four treaties of one paragraph add up to what the whole chart says of that paragraph.
    labels = {r["name"]: r["label"] for r in rows(charts.flow(g)) if "label" in r}
    left = [r["label"] for r in rows(charts.flow(g, "6")) if r.get("side") == "left"]
    number = sum(int(label.rpartition("(")[2].rstrip(")")) for label in left)
    assert labels["paragraph 6"] == f"paragraph 6 ({number})"
    assert number == sum(link.paragraph.endswith("op6") for link in g.concluded.register.facts.links)


def test_the_map_draws_the_world_from_the_package(g: tg.Graph, tmp_path: Path) -> None:
    for treaty in ("firearms", None):
        svg = charts.save(charts.world_map(g, treaty), tmp_path / "map.svg").read_text(encoding="utf-8")
        assert svg.count("<path") > 200


def test_what_cannot_be_shown_is_refused(g: tg.Graph, tmp_path: Path) -> None:
    chart = charts.heatmap(g, region="Southern Asia")
    with pytest.raises(ChartError, match=r"chart\.gif: a chart is written as png, svg, pdf, html, json"):
        charts.save(chart, tmp_path / "chart.gif")
    with pytest.raises(ChartError, match="too many to read"):
        charts.relations(g, "som")
    with pytest.raises(ChartError, match="take 'treaty' or 'region'"):
        charts.parties_over_time(g, by="theme")
    with pytest.raises(ChartError, match="shows one treaty"):
        charts.parties_over_time(g, by="region")
    with pytest.raises(tg.TreatygraphError, match="paragraph"):
        charts.flow(g, "99")
    (tmp_path / "file").write_text("")
    with pytest.raises(ChartError, match="could not be written"):
        charts.save(chart, tmp_path / "file" / "chart.png")


def test_a_written_chart_keeps_its_settings_and_names_its_fonts(g: tg.Graph, tmp_path: Path) -> None:
    flow = charts.flow(g, "6")
    written = json.loads(charts.save(flow, tmp_path / "flow.json").read_text(encoding="utf-8"))
    assert written["config"]["view"]["strokeWidth"] == 0
    assert written["config"]["font"].startswith("Arial")
    own = charts.altair().Chart().mark_point().configure(font="Noto Sans")
    assert json.loads(charts.save(own, tmp_path / "own.json").read_text())["config"]["font"] == "Noto Sans"


def test_a_network_is_a_widget(g: tg.Graph) -> None:
    network = g.network("citations")
    widget = charts.network_view(network, colour="kind")
    assert widget.graph.order() == len(network) > 20
