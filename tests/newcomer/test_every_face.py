"""Every face answers about a treaty, a resolution and a language that came in as data."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import treatygraph as tg
from tests.server.conftest import Running
from treatygraph.faces.cli import main
from treatygraph.faces.languages import languages_of
from treatygraph.facts.read import read_facts
from treatygraph.facts.register import Register
from treatygraph.questions.catalogue import questions
from treatygraph.questions.question import Question

ON = ("--on", "2019-01-01")
#: Commands, and what each must say.
COMMANDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("check",), "0 violations"),
    (("status", "France", *ON), "Harbour Convention"),
    (("status", "Norway", *ON), "former party"),
    (("parties", "harbour", *ON), "France"),
    (("parties", "Hafenkonvention", *ON), "Kenya"),
    (("bound", "FRA", *ON), "harbour-art-2-ob1"),
    (("why", "FRA", "harbour", *ON), "Convention"),
    (("why", "FRA", "harbour-art-2", *ON), "harbour"),
    (("between", "CHE", "KEN", *ON), "harbour"),
    (("paragraph", "Council 7#6", *ON), "Harbour Convention"),
    (("obligations", "harbour", *ON), "Keeps a berth free"),
    (("timeline", "harbour"), "denunciation"),
    (("timeline", "FRA"), "harbour"),
    (("treaties", *ON), "Harbour Convention"),
    (("participants", *ON), "harbour"),
    (("whatif", "NOR", "harbour"), "Harbour Convention"),
    (("network", "together", *ON), "FRA"),
    (("network", "citations"), "harbour"),
    (("network", "dependencies"), "untoc"),
    (("ask", "status/parties-on-a-day", "--set", "treaty=harbour", "--set", "on=2019-01-01"), "KEN"),
)


@pytest.mark.parametrize(("arguments", "said"), COMMANDS, ids=[" ".join(c) for c, _ in COMMANDS])
def test_every_command_knows_it(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    assert code == 0, err
    assert said in " ".join(out.split())


def test_a_number_that_two_resolutions_have_asks_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["paragraph", "6"]) != 0
    assert "Council 7#op6" in capsys.readouterr().err


FORMS = ("html", "md", "json", "docx")
#: Each form in English and each language in one form; the rest with what is slow.
REPORTS = [
    (language, form) if language == "en" or form == "html" else pytest.param(language, form, marks=pytest.mark.slow)
    for language in languages_of("treatygraph.faces.report")
    for form in FORMS
]


@pytest.mark.parametrize(("language", "form"), REPORTS)
def test_a_report_tells_it_in_every_form_and_language(language: str, form: str, tmp_path: Path) -> None:
    out = tmp_path / f"report.{form}"
    assert main(["report", "FRA", "--lang", language, "--format", form, "--out", str(out), *ON]) == 0
    if form in {"html", "md", "json"}:
        assert "harbour" in out.read_text(encoding="utf-8").lower()


def test_the_exports_hold_it(tmp_path: Path) -> None:
    for form, said in (("nq", "id/instrument/harbour>"), ("ttl", "Harbour Convention"), ("csv", "harbour-FRA")):
        out = tmp_path / form
        assert main(["export", "--format", form, "--out", str(out)]) == 0
        texts = [p.read_text(encoding="utf-8") for p in (out.rglob("*.csv") if out.is_dir() else [out])]
        assert any(said in text for text in texts), form


PAGES = (
    "",
    "participants?treaty=harbour",
    "participant/FRA?on=2019-01-01",
    "treaty/harbour",
    "provision/harbour-art-2",
    "obligation/harbour-art-2-ob1",
    "resolution",
    "resolution/Council%207%23op6",
    "compare?a=CHE&b=KEN&on=2019-01-01",
    "why/FRA/harbour?on=2019-01-01",
    "why/FRA/harbour-art-2?on=2019-01-01",
    "questions",
    "questions/status/parties-on-a-day?treaty=harbour&on=2019-01-01",
    "editor",
    "download",
    "about",
)
#: Pages that say no word of single treaties.
GENERAL = {"questions", "editor", "about", "download"}


@pytest.mark.parametrize("code", languages_of("treatygraph.faces.pages"))
@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_it(code: str, path: str, site: Running) -> None:
    with site.client() as client:
        answer = client.get(f"/{code}/{path}")
    assert answer.status_code == 200, answer.text[:2000]
    assert path in GENERAL or "arbour" in answer.text


def test_every_link_of_its_pages_leads_somewhere(site: Running) -> None:
    with site.client() as client:
        for page in ("treaty/harbour", "resolution/Council%207%23op6", "why/FRA/harbour?on=2019-01-01"):
            text = client.get(f"/en/{page}").text
            links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)"', text)}
            for link in sorted(x for x in links if "arbour" in x or "ouncil" in x):
                answer = client.get(link, headers={"Accept": "text/html"}, follow_redirects=True)
                assert answer.status_code == 200, (page, link)


def test_its_things_are_described_under_their_iris(site: Running) -> None:
    with site.client() as client:
        for path in (
            "id/instrument/harbour",
            "id/instrument/harbour/action/FRA/accession/1",
            "id/instrument/harbour/statement/KEN/1",
            "id/instrument/harbour/art/2/obligation/1",
            "id/instrument/council-7/op/6",
            "id/language/de",
        ):
            answer = client.get(f"/{path}", headers={"Accept": "text/turtle"}, follow_redirects=True)
            assert answer.status_code == 200, path


def values_for(question: Question) -> dict[str, str]:
    """Return parameters about the newcomers, where a question has them."""
    mine = {
        "treaty": "harbour",
        "paragraph": "Council 7#op6",
        "obligation": "harbour-art-2-ob1",
        "participant": "FRA",
        "provision": "harbour-art-2",
        "source": "N01-harbour",
        "statement": "harbour-KEN-01",
    }
    return {p.name: mine[str(p.kind)] for p in question.parameters if str(p.kind) in mine}


@pytest.mark.parametrize("identifier", sorted(questions()))
def test_every_question_can_be_asked_of_it(identifier: str, site: Running) -> None:
    with site.client() as client:
        answer = client.get(f"/api/questions/{identifier}", params=values_for(questions()[identifier]))
    assert answer.status_code == 200, answer.text
    assert "rows" in json.loads(answer.text) or "results" in json.loads(answer.text)


@pytest.fixture
def g() -> tg.Graph:
    """The graph of an analyst."""
    return tg.open()


def test_the_notebook_knows_it(g: tg.Graph) -> None:
    on = "2019-01-01"
    assert "harbour" in g.treaties
    assert {row["participant"] for row in g.parties("harbour", on=on)} == {"CHE", "EUU", "FRA", "KEN"}
    assert [r["status"] for r in g.status("NOR", on=on) if r["treaty"] == "harbour"] == ["former_party"]
    assert "Convention" in str(g.why("FRA", "harbour", on=on))
    assert any(row["obligation"] == "harbour-art-2-ob1" for row in g.bound("FRA", on=on))
    assert any(row["treaty"] == "harbour" for row in g.between("CHE", "KEN", on=on))
    assert len(g.whatif("NOR", "harbour")) > 0
    assert any("arbour" in str(row) for row in g.happened("2015-01-01"))
    assert len(g.gaps("FRA", on=on)) > 0
    assert g.network("citations").has_node("harbour")


def test_the_charts_draw_it(g: tg.Graph) -> None:
    from treatygraph.faces.notebook import charts

    for chart in (
        charts.parties_over_time(g),
        charts.parties_over_time(g, "harbour"),
        charts.time_to_consent(g),
        charts.heatmap(g),
        charts.relations(g, "harbour", region="Western Europe", on="2019-01-01"),
        charts.flow(g),
        charts.flow(g, "Council 7#op6"),
    ):
        assert chart is not None


def test_the_map_draws_it(g: tg.Graph) -> None:
    from treatygraph.faces.notebook import charts

    for chart in (charts.world_map(g, "harbour"), charts.world_map(g)):
        assert chart is not None


def test_another_language_is_data(newcomer_build: Path) -> None:
    register = Register(read_facts(newcomer_build / "current" / "facts").facts)
    assert register.languages["de"].own_name == "Deutsch"
    assert register.texts(register.instruments["harbour"], "title")["de"] == "Hafenkonvention"
    assert register.coverage["harbour"].as_of == date(2020, 1, 1)


def test_a_face_in_a_language_that_the_data_hardly_have_speaks_english_of_the_rest(newcomer_build: Path) -> None:
    from treatygraph.faces.report.wording import Wording

    words = Wording(facts=Register(read_facts(newcomer_build / "current" / "facts").facts), language="de")
    assert (words.title("harbour"), words.treaty("harbour"), words.direction) == (
        "Hafenkonvention",
        "Harbour Convention",
        "ltr",
    )
    assert words.region("155") == "Western Europe"
    assert words.data("Two harbours were never seen.").lang == "en"
