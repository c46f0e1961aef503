"""A name as people write it leads to the same thing in every face: search, API, command line, Python."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

import treatygraph as tg
from tests.real import folders
from treatygraph.faces.cli import main

#: Everyday, inverted, abbreviated, bracketed, former and foreign names of participants.
PARTICIPANTS = {
    "U.K.": "GBR",
    "Great Britain": "GBR",
    "America": "USA",
    "USA": "USA",
    "DR Congo": "COD",
    "Congo (Kinshasa)": "COD",
    "Congo, Rep.": "COG",
    "Congo (Brazzaville)": "COG",
    "Korea, Rep.": "KOR",
    "DPRK": "PRK",
    "Iran, Islamic Rep.": "IRN",
    "Egypt, Arab Rep.": "EGY",
    "Gambia, The": "GMB",
    "Venezuela, RB": "VEN",
    "Micronesia, Fed. Sts.": "FSM",
    "Tanzania, United Republic of": "TZA",
    "Vatican City": "VAT",
    "Lao PDR": "LAO",
    "UAE": "ARE",
    "Ivory Coast": "CIV",
    "Burma": "MMR",
    "Swaziland": "SWZ",
    "Kyrgyz Republic": "KGZ",
    "Deutschland": "DEU",
    "Royaume-Uni": "GBR",
    "韩国": "KOR",
    "梵蒂冈": "VAT",
    "المملكة المتحدة": "GBR",
    "EU": "EUU",
}
#: Abbreviations, everyday names, numbers in any spelling, titles in other languages.
TREATIES = {
    "CTOC": "untoc",
    "Palermo Convention": "untoc",
    "Convention de Palerme": "untoc",
    "巴勒莫公约": "untoc",
    "TIP Protocol": "tip",
    "human trafficking": "tip",
    "smuggling": "som",
    "18-12-b": "som",
    "chapter XVIII no 12 b": "som",
    "guns": "firearms",
    "XVIII.12.c": "firearms",
}


@pytest.mark.parametrize(("kind", "names"), [("participant", PARTICIPANTS), ("treaty", TREATIES)])
def test_search_leads_straight_to_it(kind: str, names: dict[str, str], client: httpx.Client) -> None:
    led = {name: client.get("/en/find", params={"q": name}).headers.get("location") for name in names}
    assert led == {name: f"/en/{kind}/{meant}" for name, meant in names.items()}


@pytest.mark.parametrize(
    ("names", "question", "parameter"),
    [
        (PARTICIPANTS, "status/of-a-participant", "participant"),
        (TREATIES, "status/of-a-treaty", "treaty"),
    ],
)
def test_the_api_answers_about_it(names: dict[str, str], question: str, parameter: str, client: httpx.Client) -> None:
    address = f"/api/questions/{question}"
    for name, meant in names.items():
        asked = client.get(address, params={parameter: name, "format": "csv"})
        assert asked.status_code == 200, name
        assert asked.text == client.get(address, params={parameter: meant, "format": "csv"}).text, name


@pytest.mark.parametrize(
    ("names", "question", "parameter"),
    [
        (PARTICIPANTS, "obligations/binding-a-participant", "participant"),
        (TREATIES, "status/parties-on-a-day", "treaty"),
    ],
)
def test_command_line_and_python_ask_about_it(
    names: dict[str, str],
    question: str,
    parameter: str,
    builds: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, folder in folders(builds).items():
        monkeypatch.setenv(name, folder)
    g = tg.open()
    template = f"SELECT * {{ VALUES ?{parameter} {{ <urn:x> }} }}"
    for name, meant in names.items():
        assert g.filled(template, {parameter: name}) == g.filled(template, {parameter: meant}), name
        printed = []
        for text in (name, meant):
            assert main(["ask", question, "--set", f"{parameter}={text}", "--sparql"]) == 0, text
            printed.append(capsys.readouterr().out)
        assert printed[0] == printed[1], name
