"""The pages: every one in both languages, each number equal to the question it links to, and no text that escapes."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from tests.conftest import ROOT
from tests.rotating import some_of
from treatygraph.faces.charts import Scale, growth
from treatygraph.faces.collation import key
from treatygraph.faces.pages.answer import rendered
from treatygraph.faces.pages.catalogs import catalog, compiled, languages
from treatygraph.faces.pages.listing import FILES, MADE
from treatygraph.faces.pages.rendering import as_data
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.negotiate import language
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Edition
from treatygraph.facts.read import read_facts
from treatygraph.law.status import Concluded, tally
from treatygraph.questions.catalogue import library, questions
from treatygraph.questions.standing import STATUSES

PAGES = (
    "",
    "participants",
    "participants?treaty=som&status=signatory&region=142&q=a",
    "participants?on=1999-01-01",
    "participant/CHE",
    "participant/GRL",
    "participant/EUU",
    "participant/MNE?on=2006-06-02",
    "participant/PSE",
    "participant/IRN?on=2030-01-01",
    "treaty/untoc",
    "treaty/som?sort=in_force_since",
    "treaties",
    "treaties?chapter=XVIII",
    "sets/migrants",
    "glossary",
    "sets/migrants?region=150",
    "find",
    "find?q=Swizerland",
    "find?q=protection",
    "find?q=SOM",
    "find?q=%3Cscript%3E",
    "participant/CHE?chapter=XVIII",
    "act/som-CHE-ratification-1",
    "statement/som-AZE-02",
    "statements",
    "statements?treaty=som&statement_kind=reservation&sort=participant",
    "statements?about=AZE&since=1999-01-01&page=2",
    "source/S01-untc-2014",
    "source/S01-untc-2014?treaty=som&page=2",
    "treaty/firearms?on=2005-07-02",
    "treaty/som?on=1990-01-01",
    "provision/som-art-6",
    "provision/som-art-20-2",
    "provision/untoc-art-38-1",
    "obligation/som-art-6-1-a-ob1",
    "obligation/untoc-art-32-1-ob1",
    "resolution",
    "resolution/op6",
    "resolution/pp3",
    "compare",
    "compare?a=FRA&b=AZE",
    "compare?a=DEU&b=AFG&on=2018-01-01",
    "compare?a=CHN&b=EUU",
    "why/CHE/som",
    "why/AZE/som-art-20-2",
    "why/CHN/firearms",
    "questions",
    "questions/status/parties-on-a-day?treaty=tip&on=2010-01-01",
    "questions/relations/between-two?a=FRA&b=IRN",
    "editor",
    "editor?question=status/counts",
    "download",
    "about",
    "thing/id/participant/CHE",
    "thing/id/treaty/un/XVIII-12-b/art/6/1/a/obligation/1",
    "thing/id/source/S01-untc-2014",
    "thing/id/rule/force-later",
    "thing/concept/theme/protection",
    "thing/graph/law",
    "thing/ns",
)


class Links(HTMLParser):
    """Reads the links of a page, and the text of those that are numbers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.numbers: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self._open: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
            self._open = str(values["href"]) if values.get("class") == "num" else None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.numbers.append((self._open, data.strip()))
            self._open = None


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_in_each_language(client: httpx.Client, code: str, path: str) -> None:
    found = client.get(f"/{code}/{path}")
    assert found.status_code == 200, found.text[:600]
    assert found.headers["content-language"] == code
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{code}" dir="ltr">' in found.text
    assert len(re.findall(r"<h1[ >]", found.text)) == 1
    links = Links(found.text)
    assert len(links.ids) == len(set(links.ids))
    assert "script-src 'self'" in found.headers["content-security-policy"]
    # No script of the page's own text, no handler, no style: nothing for a policy to let through.
    assert not re.search(r"<script(?![^>]*(?:src=|application/(?:ld\+)?json))", found.text)
    assert not re.search(r"\son\w+=|\sstyle=", found.text)
    for data in re.findall(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', found.text, re.S):
        assert json.loads(data)


@pytest.mark.slow
def test_no_link_within_the_site_leads_nowhere(whole: httpx.Client) -> None:
    seen: set[str] = set()
    for path in PAGES:
        for link in Links(whole.get(f"/en/{path}").raise_for_status().text).links:
            if link.startswith("/"):
                seen.add(link.partition("#")[0])
    by_shape: dict[object, list[str]] = defaultdict(list)
    for link in sorted(seen):
        by_shape[_shape(link)].append(link)
    assert len(by_shape) > 50
    # Two of each shape are enough: the rest differ by what they are about only.
    tried = [link for links in by_shape.values() for link in some_of(links, max(1, len(links) // 2))[:2]]
    assert not {link: r.status_code for link in tried if (r := whole.head(link)).status_code >= 400}


def _shape(link: str) -> object:
    """Return what a link has in common with those of its kind: its first parts, how deep it is, what it asks for."""
    path, _, query = link.partition("?")
    parts = path.strip("/").split("/")
    return (*parts[:2], len(parts), Path(path).suffix), tuple(sorted(p.partition("=")[0] for p in query.split("&")))


NUMBERED = (
    "",
    "participant/CHE",
    "participant/AFG?on=2018-01-01",
    "treaty/som",
    "treaty/untoc?on=2010-05-05",
    "provision/som-art-6",
    "provision/som-art-20",
    "obligation/som-art-6-1-a-ob1",
    "resolution",
    "resolution/op15",
    "resolution/op6",
)


@pytest.mark.slow
def test_a_status_not_known_after_a_day_has_its_page(whole: httpx.Client) -> None:
    facts = read_facts().facts
    named = {p.participant for p in facts.possible_acts if p.participant}
    assert named
    for participant in named:
        assert "not known after" in whole.get(f"/en/participant/{participant}").text


def test_every_question_of_the_law_has_its_page(client: httpx.Client) -> None:
    for question in library().values():
        if question.law is not None:
            found = client.get(f"/en/questions/{question.id}")
            assert "queries/" not in found.text, question.id


@pytest.mark.parametrize("path", NUMBERED)
def test_every_number_is_what_its_question_answers(client: httpx.Client, path: str) -> None:
    numbers = Links(client.get(f"/en/{path}").text).numbers
    assert numbers
    checked = 0
    for link, text in numbers:
        parts = urlsplit(link)
        identifier = parts.path.partition("/questions/")[2]
        if path == "resolution/op6" and identifier == "obligations/who-is-bound" and checked > 40:
            continue  # hundreds of the same kind
        values = {k: v[0] for k, v in parse_qs(parts.query).items()}
        rows = client.get(f"/api/questions/{identifier}", params=values).raise_for_status().json()["rows"]
        open_ = {"excluded", "undetermined"}
        kept = [r for r in rows if r.get("state") not in open_] if path.startswith("resolution") else rows
        cells = {str(value) for row in rows for value in row.values()}
        per_treaty = set(Counter(str(r.get("treaty_title", r.get("treaty"))) for r in rows).values())
        assert text in cells or int(text) in {len(rows), len(kept)} | per_treaty, (link, text)
        checked += 1


LISTED = (
    "",
    "treaty/som",
    "treaty/untoc?on=2010-05-05",
    "treaties?chapter=XVIII",
    "sets/migrants?region=150",
)


@pytest.mark.parametrize("path", LISTED)
def test_every_number_opens_the_list_of_what_it_counts(client: httpx.Client, path: str) -> None:
    text = client.get(f"/en/{path}").text
    bare = re.findall(r'<td class="n"[^>]*>\s*\d[^<]*</td>', text)
    assert not bare
    found = re.findall(r'<a class="num list" href="([^"]+)"[^>]*>(\d+)</a>', text)
    assert found
    # How much there is in all is told on the first page, and a test of its own is about that.
    whole = {"/en/treaties", "/en/participants", "/en/about#sources"}
    for link, number in sorted({each for each in found if each[0] not in whole})[:60]:
        place, _, part = link.replace("&amp;", "&").partition("#")
        page = client.get(place).raise_for_status().text if place else text
        if not place:
            beside = page.partition(f'id="{part}"')[2].partition("</table>")[0]
            assert len(re.findall(r'<th scope="row">', beside)) == int(number), link
        elif part == "participants":
            assert re.search(rf'id="participants">[^<]*<small>{number}\b', page), link
        elif part == "statements":
            assert re.search(rf"<summary>{number} statement", page), link
        elif "/participants?" in place:
            assert f"{number} participant" in page, link
        else:
            assert len(re.findall(r'<th scope="row"><a href="/en/obligation/', page)) == int(number), link


def test_the_first_page_tells_how_much_there_is_and_leads_to_it(client: httpx.Client) -> None:
    text = client.get("/en/").text
    found = dict(
        re.findall(r'<a class="num list" href="(/en/(?:treaties|participants|about#sources))"[^>]*>(\d+)</a>', text)
    )
    treaties, participants = client.get("/en/treaties").text, client.get("/en/participants").text
    assert f"<small>{found['/en/treaties']}</small></h1>" in treaties
    assert f"{found['/en/participants']} participants" in participants
    sources = client.get("/en/about").text.partition('id="sources"')[2].partition("<h2")[0]
    assert int(found["/en/about#sources"]) == sources.count('<th scope="row">')
    chapters = re.findall(r'<a href="(/en/treaties\?chapter=[^"]+)">[^<]+</a> <small>(\d+)</small>', text)
    assert sum(int(number) for _, number in chapters) <= int(found["/en/treaties"])
    for place, number in chapters[::9]:
        assert client.get(place).text.count('<tr><td class="day"') == int(number)
    # One search on the page: what is there twice is told apart by nobody who hears it.
    assert text.count('role="search"') == 1


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/en/participant/Switzerlnd", 404, "Switzerland (CHE)"),
        ("/en/participant/%3Cscript%3Ealert(1)%3C%2Fscript%3E", 404, "&lt;script&gt;"),
        ("/en/treaties?chapter=nothing", 400, "The chapters are I, II"),
        ("/en/sets/birds", 404, "migrants"),
        ("/en/sets/migrants?region=Atlantis", 400, "Atlantis"),
        ("/en/act/nothing", 404, "nothing"),
        ("/en/statement/nothing", 404, "nothing"),
        ("/en/source/nothing", 404, "nothing"),
        ("/en/participant/CHE?chapter=99", 400, "99"),
        ("/xx/of/id/participant/CHE", 404, "/xx/of"),
        ("/xx/find?q=CHE", 404, "/xx/find"),
        ("/en/treaty/nothing", 404, "untoc, tip, som, firearms"),
        ("/en/provision/som-art-66", 404, "som"),
        ("/en/resolution/op19", 404, "op1"),
        ("/en/why/CHE/nothing", 404, "untoc"),
        ("/en/compare?a=CHE&b=CHE", 400, "Choose two"),
        ("/en/compare?a=CHE&b=Atlantis", 400, "Atlantis"),
        ("/en/participants?on=2026-02-30", 400, "2026-02-30"),
        ("/en/participants?treaty=nothing", 400, "nothing"),
        ("/en/participants?region=Atlantis", 400, "Atlantis"),
        ("/en/questions/nothing", 404, "question"),
        ("/en/editor?question=nothing", 404, "question"),
        ("/en/questions/status/counts?x=1", 400, "status/counts"),
        ("/en/thing/id/participant/CHX", 404, "id/participant/CHX"),
        ("/en/thing/id/%22%3E%3Cscript%3E", 400, "&lt;script&gt;"),
        ("/en/thing/..%2f..%2fetc%2fpasswd", 404, "etc/passwd"),
        ("/de/participants", 404, "/de/participants"),
        ("/xx", 404, "/xx"),
        ("/zh/participant/QQQ", 404, "QQQ"),
        ("/download/..%2fmanifest.json", 404, "manifest.json"),
        ("/static/..%2f..%2fanswer.py", 404, ""),
        ("/static/../answer.py", 404, ""),
    ],
)
def test_a_page_that_is_not_there_says_so(client: httpx.Client, path: str, status: int, said: str) -> None:
    found = client.get(path, headers={"Accept": "text/html"})
    assert found.status_code == status, found.text
    assert said in found.text
    assert "<script>" not in found.text
    assert "Traceback" not in found.text


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("US", "participant/USA"),
        ("英国", "participant/GBR"),
        ("Laos", "participant/LAO"),
        ("EU", "participant/EUU"),
        ("DR Congo", "participant/COD"),
        ("CTOC", "treaty/untoc"),
        ("xviii.12.b", "treaty/som"),
        ("som 6(1)(a)", "provision/som-art-6-1-a"),
        ("op6", "resolution/op6"),
        ("Human Rights", "treaties?chapter=IV"),
        ("chapter IV", "treaties?chapter=IV"),
        ("status/counts", "questions/status/counts"),
    ],
)
def test_an_exact_name_leads_straight_there(client: httpx.Client, text: str, leads_to: str) -> None:
    found = client.get("/en/find", params={"q": text})
    assert found.status_code == 303
    assert found.headers["location"] == f"/en/{leads_to}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "You can type:"),
        ("   ", "You can type:"),
        ("?!.,;", "Nothing here is called so"),
        ("x" * 5000, "5000 characters long"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("ქართული", "You can type:"),
        ("日本語テキスト", "You can type:"),
        ("\u0301\u0301\u200f\u202e", "You can type:"),
        ("\U0001f600", "You can type:"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("Swizerland", ">Switzerland</a>"),
        ("united k", ">United Kingdom"),
        ("Palermo", "XVIII-12-a"),
        ("SOM", ">Somalia</a>"),
        ("extradition", "art. 16"),
    ],
)
def test_what_is_not_exact_gets_a_page_that_helps(client: httpx.Client, text: str, said: str) -> None:
    found = client.get("/en/find", params={"q": text})
    assert found.status_code == 200
    assert said in found.text
    assert "<b>" not in found.text.replace("<b>A", "")


def test_the_list_of_participants_finds_the_one_that_is_named(client: httpx.Client) -> None:
    for text, names in (
        ("US", ["United States of America"]),
        ("Swizerland", ["Switzerland"]),
        ("UK", ["United Kingdom"]),
    ):
        rows = re.findall(r'<th scope="row"><a [^>]*>([^<]*)', client.get("/en/participants", params={"q": text}).text)
        assert [row for row in rows if any(row.startswith(name) for name in names)] == rows
        assert len(rows) == 1


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("id/participant/CHE", "participant/CHE"),
        ("id/treaty/un/XVIII-12-b", "treaty/som"),
        ("id/treaty/un/XVIII-12-b/action/CHE/ratification/1", "act/som-CHE-ratification-1"),
        ("id/treaty/un/XVIII-12-b/statement/AZE/2", "statement/som-AZE-02"),
        ("id/treaty/un/XVIII-12-b/art/6/1/a", "provision/som-art-6-1-a"),
        ("id/treaty/un/XVIII-12-b/art/6/1/a/obligation/1", "obligation/som-art-6-1-a-ob1"),
        ("id/source/S01-untc-2014", "source/S01-untc-2014"),
        ("id/chapter/IV", "treaties?chapter=IV"),
        ("id/set/migrants", "sets/migrants"),
        ("id/resolution/un/A-RES-67-185", "resolution"),
        ("id/resolution/un/A-RES-67-185/op/6", "resolution/op6"),
        ("id/rule/force-later", "thing/id/rule/force-later"),
        ("id/participant/CHX", "thing/id/participant/CHX"),
        ("id/treaty/un/XVIII-12-b/tally/2026-09-11", "thing/id/treaty/un/XVIII-12-b/tally/2026-09-11"),
    ],
)
def test_an_iri_opened_in_a_browser_leads_to_the_page_for_people(
    client: httpx.Client, path: str, leads_to: str
) -> None:
    found = client.get(f"/en/of/{path}")
    assert found.status_code == 303
    assert found.headers["location"] == f"/en/{leads_to}"


def test_a_territory_offers_the_report_of_who_is_responsible_for_it(client: httpx.Client) -> None:
    page = client.get("/en/participant/GRL").text
    assert "/en/report/DNK" in page
    assert "/en/report/GRL" not in page
    assert client.get("/en/report/GRL").status_code == 404
    assert "/en/report/DNK" in client.get("/en/report/GRL").text


def test_the_page_of_a_treaty_begins_with_the_table_of_the_depositary(client: httpx.Client) -> None:
    text = client.get("/en/treaty/som").text
    names = re.findall(r'<th scope="row"><a href="/en/participant/(\w+)"', text)
    assert names[:2] == ["AFG", "ALB"]
    assert "aria-sort" in text
    assert '<abbr title="accession (a)">a</abbr>' in text or "<abbr" in text
    later = re.findall(
        r'<th scope="row"><a href="/en/participant/(\w+)"', client.get("/en/treaty/som?sort=signed_on").text
    )
    assert set(later) == set(names)
    assert later != names
    assert "https://treaties.un.org/" in text


def shown(text: str) -> list[str]:
    """Return the first cells of the rows of a page, by the links in them."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.findall(r'href="/en/\w+/([^"?]*)', row)[0] for row in body.split("<tr>")[1:]]


def test_statements_are_found_counted_and_had_as_data(client: httpx.Client) -> None:
    asked = "treaty=som&statement_kind=reservation&provision=20(2)"
    found = client.get(f"/en/statements?{asked}").text
    data = re.search(r'href="(/api/questions/relations/statements[^"]*format=csv)"', found)
    assert data is not None
    authors = [line.split(",")[3] for line in client.get(data[1].replace("&amp;", "&")).text.splitlines()[1:]]
    assert "AZE" in authors
    assert shown(found) == authors
    # Each number of a facet is how many the link shows.
    of_kinds = re.findall(
        r'<li><a href="([^"]*statement_kind=[^"]*)">[^<]*</a> <small>(\d+)', client.get("/en/statements").text
    )
    assert len(of_kinds) > 5
    for address, number in of_kinds:
        assert f"<strong>{number} statement" in client.get(address.replace("&amp;", "&")).text
    # Given up, a choice leads back to all kinds.
    assert 'aria-current="true"' in found
    assert client.get("/en/statements?provision=som-art-999").status_code == 400
    assert client.get("/en/statements?since=yesterday").status_code == 400


def test_statements_are_sorted_and_paged_by_links(client: httpx.Client) -> None:
    first, second = (client.get(f"/en/statements?treaty=som&page={n}").text for n in (1, 2))
    assert len(shown(first)) == 50
    number = re.search(r"\b1 to 50 of (\d+)", first)
    assert number is not None
    assert f"51 to {50 + len(shown(second))} of {number[1]}" in second
    days = re.findall(r'<td class="day"[^>]*>(\d{4}-\d{2}-\d{2})<', first + second)
    assert days == sorted(days, reverse=True)
    assert 'aria-sort="descending"' in first
    turned = re.findall(
        r'<td class="day"[^>]*>(\d{4}[^<]*)<', client.get("/en/statements?treaty=som&sort=made_on").text
    )
    assert turned == sorted(turned)
    # What is no page and no column is passed over.
    assert shown(client.get("/en/statements?treaty=som&page=99&sort=xx").text) == shown(second)


def test_the_table_of_a_treaty_is_narrowed_and_sorted_by_links(client: httpx.Client) -> None:
    whole = client.get("/en/treaty/som").text
    of_regions = re.findall(r'<li><a href="([^"]*region=[^"]*)#participants">[^<]*</a> <small>(\d+)', whole)
    assert len(of_regions) == 5
    assert sum(int(number) for _, number in of_regions) == len(shown(whole)) - 1  # the European Union lies in none
    for address, number in of_regions:
        assert len(shown(client.get(address.replace("&amp;", "&")).text)) == int(number)
    down = client.get("/en/treaty/som?sort=-consented_on&status=party").text
    days = re.findall(
        r'<td class="day"><a href="[^"]*(?:-a|ratification|accession|acceptance|approval)[^"]*">([^<]*)', down
    )
    assert days == sorted(days, reverse=True)
    assert 'aria-sort="descending"' in down


def test_the_treaties_of_a_chapter_are_narrowed_and_sorted_by_links(client: httpx.Client) -> None:
    asked = "/en/participant/CHE?chapter=XVIII"

    def table(text: str) -> str:
        return text.partition('<table id="table" class="stack">')[2].partition("</table>")[0]

    whole = client.get(asked).text
    of_statuses = re.findall(r'<li><a href="([^"]*chapter_status=[^"]*)#table">[^<]*</a> <small>(\d+)', whole)
    number = table(whole).count('<th scope="row">')
    assert number == sum(int(n) for _, n in of_statuses) or not of_statuses
    for address, n in of_statuses:
        assert table(client.get(address.replace("&amp;", "&")).text).count('<th scope="row">') == int(n)
    down = table(client.get(f"{asked}&chapter_sort=-treaty").text)
    assert re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)', down)[::-1] == re.findall(
        r'<th scope="row"><a href="[^"]*">([^<]*)', table(client.get(f"{asked}&chapter_sort=treaty").text)
    )
    assert 'aria-sort="descending"' in down


def test_the_answer_of_any_question_is_narrowed_sorted_and_paged_by_links(client: httpx.Client) -> None:
    asked = "/en/questions/status/statuses-under-a-treaty?treaty=som"
    whole = client.get(asked).text
    of_statuses = re.findall(r'<li><a href="([^"]*_status=[^"]*)">[^<]*</a> <small>(\d+)', whole)
    assert len(of_statuses) > 1
    for address, number in of_statuses:
        assert f"<strong>{number} row" in client.get(address.replace("&amp;", "&")).text
    turned = shown(client.get(f"{asked}&_sort=-participant").text)
    assert turned == shown(client.get(f"{asked}&_sort=participant").text)[::-1] != []
    assert client.get(f"{asked}&_colour=red").status_code == 400
    long = "/en/questions/gaps/unread-statements"
    first, second = shown(client.get(long).text), shown(client.get(f"{long}?_page=2").text)
    number = len(client.get("/api/questions/gaps/unread-statements").json()["rows"])
    assert len(first) == 500 or len(first) == number
    assert len(second) == min(500, number - 500) if number > 500 else second == first


def test_the_files_beside_an_answer_hold_the_rows_that_are_shown(client: httpx.Client) -> None:
    asked = "questions/status/statuses-under-a-treaty?treaty=som&_status=signatory&_sort=-participant"
    page = client.get(f"/en/{asked}").text
    these, whole = (
        [a.replace("&amp;", "&") for a in re.findall(r'href="(/api/[^"]*format=(?:csv|json|xlsx))"', line)]
        for line in re.findall(r'<p class="links">(?:These|All) rows .*', page)
    )
    names = re.findall(r'<td><a href="/en/participant/(\w+)', page)
    assert [r["participant"] for r in client.get(these[2]).json()["rows"]] == names != []
    assert client.get(these[0]).text.count("\n") == len(names) + 1
    assert client.get(these[1]).content[:2] == b"PK"
    assert len(client.get(whole[2]).json()["rows"]) == len(client.get(f"/api/{asked.split('&')[0]}").json()["rows"])
    assert f"({len(names)}):" in page


@pytest.mark.parametrize("asked", ["_colour=red", "_sort=-colour", "_page=2"])
def test_an_answer_is_not_arranged_by_what_is_no_column_of_it(client: httpx.Client, asked: str) -> None:
    refused = client.get(f"/api/questions/status/parties-on-a-day?{asked}")
    assert refused.status_code == (200 if asked == "_page=2" else 400)
    if refused.status_code == 400:
        assert "participant_name" in refused.json()["detail"]


def test_a_page_leads_to_itself_at_the_end_of_other_years(client: httpx.Client) -> None:
    page = client.get("/en/treaty/som").text
    years = re.findall(r'href="(/en/treaty/som\?on=(\d{4})-12-31)#map"', page)
    assert [int(year) for _, year in years] == list(range(2000, 2026))
    assert "on 31 December 2003" in client.get(years[3][0]).text
    # With what is asked beside.
    page = client.get("/en/participants?treaty=som&region=Africa").text
    assert "/en/participants?treaty=som&amp;region=Africa&amp;on=2003-12-31#main" in page


def test_a_sentence_leads_to_each_status_with_its_number(client: httpx.Client) -> None:
    page = client.get("/en/find", params={"q": "who has not joined the smuggling protocol in Africa"}).text
    found = re.findall(r'<li><a href="(/en/participants\?treaty=som[^"]*)">[^<]*</a> <small>(\d+)', page)
    assert len(found) > 1
    for address, number in found:
        listed = client.get(address.replace("&amp;", "&")).text.partition("<tbody>")[2].partition("</tbody>")[0]
        assert listed.count("<tr>") == int(number)
    page = client.get("/zh/find", params={"q": "日本和中国"}).text
    assert re.search(r'href="/zh/compare\?a=\w+&amp;b=\w+"', page)
    page = client.get("/en/find", params={"q": "did Japan sign the firearms protocol"}).text
    assert '<a href="/en/why/JPN/firearms">' in page


def test_the_acts_of_a_source_are_sorted_by_links(client: httpx.Client) -> None:
    page = client.get("/en/source/S01-untc-2014?treaty=som&sort=-day").text
    days = re.findall(r'<td class="day"><a href="/en/act/[^"]*">([^<]*)', page)
    assert days == sorted(days, reverse=True) != []
    assert page.index('id="acts"') < page.index("What rests on it")


def test_a_final_clause_says_more_than_its_name(client: httpx.Client) -> None:
    clauses = client.get("/en/treaty/som").text.partition('id="clauses"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">([^<]*)</th><td>(.*?)</td>', clauses, re.S)
    assert rows
    for kind, text in rows:
        told = re.sub("<[^>]+>", "", text).strip()
        assert told.rstrip(".") not in {kind, ""}, kind
        assert ".." not in told
        assert "Nth" not in told
    assert "(on the 90th day after)" in clauses


def test_where_sources_disagree_is_told_in_words(client: httpx.Client) -> None:
    page = client.get("/en/about").text
    assert re.search(r'<a href="/en/act/untoc-MHL-accession-1">Marshall Islands, [^<]*: Accession', page)
    assert "(done_on)" not in page


def test_who_reserved_stands_by_name_with_the_statement_in_words(client: httpx.Client) -> None:
    for path in ("provision/som-art-20-2", "obligation/som-art-20-2-ob1"):
        page = client.get(f"/en/{path}").text
        listed = re.findall(r'<li><a href="/en/participant/\w+">([^<]*)</a>: (?:excluded|undetermined|disputed)', page)
        assert listed == sorted(listed, key=lambda name: key("en", name)) != []
        assert re.search(r'<a href="/en/statement/som-AZE-\d+">Reservation <span class="day">\d{4}', page)
    # What it depends on is a word and a provision, no code of the data.
    assert re.search(r'[Rr]eservation: <a href="/en/provision/som-art-20-3">', page)
    assert "reservation:som" not in page


def test_the_form_that_compares_leads_to_pairs_between_which_something_stands(client: httpx.Client) -> None:
    pairs = re.findall(r'href="(/en/compare\?a=\w+&amp;b=\w+)"', client.get("/en/compare").text)
    assert len(pairs) == 3
    assert "<h3>" in client.get(pairs[0].replace("&amp;", "&")).text or "<summary>" in client.get(pairs[0]).text


def test_english_between_words_from_right_to_left_keeps_its_signs_in_their_places(client: httpx.Client) -> None:
    page = client.get("/ar/obligation/som-art-20-2-ob1").text
    assert re.search("<h1>\u2068[^<]+\\.\u2069</h1>", page)
    assert "\u2068" not in client.get("/fr/obligation/som-art-20-2-ob1").text


def test_an_answer_names_what_its_files_have_codes_of(client: httpx.Client) -> None:
    page = client.get("/en/questions/status/parties-on-a-day?treaty=som").text
    assert re.search(r'<td><a href="/en/participant/CHE">Switzerland</a> <small>CHE</small></td>', page)
    assert "CHE,Switzerland," in client.get("/api/questions/status/parties-on-a-day?treaty=som&format=csv").text
    # A column in which nothing stands is named, and takes no room.
    page = client.get("/en/questions/status/of-a-treaty?treaty=som").text
    assert "not known after" in page.partition("</table>")[2]
    assert "not known after" not in page.partition("<thead>")[2].partition("</thead>")[0]


@pytest.mark.parametrize(
    "path", ["treaty/som", "participant/CHE", "participants?region=Africa", "participants?treaty=som"]
)
def test_each_chart_is_had_as_a_drawing_and_as_its_numbers(client: httpx.Client, path: str) -> None:
    for code in ("en", "ar"):
        links = re.findall(r'<a href="([^"]+)" download(?: rel="nofollow")?>(\w+)', client.get(f"/{code}/{path}").text)
        assert [kind for _, kind in links] == ["SVG", "PNG", "CSV"] * (len(links) // 3) != []
        for address, kind in links:
            if kind == "PNG" and (code, path) != ("ar", "treaty/som"):
                continue  # each takes a second
            found = client.get(address.replace("&amp;", "&")).raise_for_status()
            if kind == "PNG":
                assert found.headers["content-type"] == "image/png"
                assert found.content.startswith(b"\x89PNG")
                assert client.get(address).content == found.content
            elif kind == "SVG":
                assert found.headers["content-type"] == "image/svg+xml"
                drawn = ElementTree.fromstring(found.content)
                assert drawn.find("{http://www.w3.org/2000/svg}title") is not None
                # It leads nowhere, and fetches nothing.
                assert b"href" not in found.content
                assert b"url(http" not in found.content
            else:
                assert len(found.text.splitlines()) > 1
    numbers = client.get("/en/picture/parties/som.csv").text.splitlines()
    assert numbers[0] == "year,in_force_for"
    assert f">{numbers[-1].partition(',')[2]}</a>" in client.get("/en/treaty/som").text


def test_the_map_says_since_when(client: httpx.Client) -> None:
    assert re.search(
        r"<title>Switzerland: party; in force since \d{4}-\d{2}-\d{2}</title>", client.get("/en/treaty/som").text
    )


def test_a_question_with_a_bad_value_keeps_its_form(client: httpx.Client) -> None:
    found = client.get("/en/questions/status/parties-on-a-day?treaty=som&on=2010-13-01")
    assert found.status_code == 400
    assert 'role="alert"' in found.text
    assert 'value="2010-13-01"' in found.text
    # What is refused is not kept ready, nor taken for the answer by who comes after.
    assert "etag" not in found.headers
    assert client.get("/en/questions/status/parties-on-a-day?treaty=som&on=2010-12-01").status_code == 200


BAD = ("zzzz", "x" * 5000, "日本国", "2026-13-45", "-7654321", "\u202e\x7f", "<script>alert(1)</script>", "' OR 1=1 --")
#: Each page with what it can be asked for that names something: no value that names nothing is passed over.
NAMING = (
    ("participants", ("treaty", "region", "status", "on")),
    ("participant/CHE", ("chapter", "on")),
    ("treaty/som", ("status", "region", "by", "on")),
    ("compare?a=CHE", ("b",)),
    ("statements", ("treaty", "participant", "about", "statement_kind", "provision", "since", "on")),
    ("questions/status/of-a-treaty", ("treaty", "region", "status", "on")),
    ("picture/map/som.svg", ("on",)),
    ("report/CHE", ("on", "since", "deposit", "format")),
)
#: What only arranges a page is passed over where it means nothing.
ARRANGING = (
    ("treaty/som", ("sort", "which")),
    ("participant/CHE?chapter=XVIII", ("chapter_sort", "page")),
    ("statements", ("sort", "page")),
    ("source/S01-untc-2014?treaty=som", ("sort", "page")),
    ("about", ("page",)),
    ("questions/status/of-a-treaty", ("_sort", "_page")),
)


@pytest.mark.parametrize("value", BAD)
def test_a_value_that_names_nothing_gets_a_page_that_helps(client: httpx.Client, value: str) -> None:
    for status, pages in ((400, NAMING), (200, ARRANGING)):
        for path, parameters in pages:
            for name in parameters:
                found = client.get(f"/en/{path}", params={**parsed(path), name: value})
                assert found.status_code == status, (path, name)
                assert "<script>alert(1)" not in found.text
                assert found.headers["content-type"].startswith(
                    "image/" if path.endswith("svg") and status == 200 else "text/html"
                )


def parsed(path: str) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(urlsplit(path).query).items()}


def test_text_in_data_elements_cannot_end_them() -> None:
    assert "</" not in as_data({"a": "</script><script>alert(1)</script>"})
    assert json.loads(as_data({"a": "</script>&\u2028"})) == {"a": "</script>&\u2028"}


def test_the_first_page_speaks_the_language_of_the_browser(client: httpx.Client) -> None:
    assert client.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}).headers["location"] == "/zh/"
    assert client.get("/", headers={"Accept-Language": "de"}).headers["location"] == "/en/"
    assert language("fr;q=0.9, zh;q=0.2, en;q=broken", ("en", "zh")) == "zh"


def sentences() -> set[str]:
    """Every sentence that a page can say: those of the templates, and those that code hands to them."""
    from babel.messages.extract import extract_from_dir

    found: set[str] = set()
    folder = ROOT / "src" / "treatygraph" / "faces" / "pages" / "templates"
    method = [("**.html", "jinja2.ext.babel_extract")]
    for _, _, message, _, _ in extract_from_dir(folder, method, {"**.html": {"newstyle_gettext": "true"}}):
        found.add(message[0] if isinstance(message, tuple) else message)
    found |= {q.id.partition("/")[0] for q in questions().values()}
    found |= {text for _, _, text in (*FILES.values(), *MADE.values())}
    faces = ROOT / "src" / "treatygraph" / "faces"
    for path in (*(faces / "pages").glob("*.py"), faces / "serve" / "reports.py"):
        found |= set(re.findall(r'\.say\(\s*"([^"]+)"', path.read_text()))
        found |= set(re.findall(r'(?:Refused|BadField)Error\(\s*\d+,\s*"([^"]+)"', path.read_text()))
        found |= set(re.findall(r'hint = "([^"]+)"', path.read_text()))
    return found


def test_every_sentence_is_there_in_chinese(real: Concluded) -> None:
    chinese = catalog("zh")
    register = real.register
    assert [r.id for r in register.facts.regions if "zh" not in register.texts(r, "name")] == []
    wanted = sentences()
    wanted |= {"excluded", "modified", "extent_not_stated", "disputed", "not_applied"}
    assert len(wanted) > 200
    missing = sorted(s for s in wanted if chinese.gettext(s) == s and chinese.ngettext(s, s, 2) == s)
    assert not missing


def test_chinese_sentences_take_the_same_values() -> None:
    pairs: dict[str, str] = catalog("zh")._catalog  # type: ignore[attr-defined]
    for source, target in pairs.items():
        text = source[0] if isinstance(source, tuple) else source
        if text and "%" in text:
            assert sorted(re.findall(r"%\(\w+\)s", text)) == sorted(re.findall(r"%\(\w+\)s", target)), text


def test_a_language_written_from_right_to_left_would_be_set_so(
    real: Concluded, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po = head + 'msgid "To the first page"\nmsgstr "إلى الصفحة الأولى"\n'
    arabic = compiled(po.encode())
    from treatygraph.faces.pages import rendering, view

    monkeypatch.setattr(rendering, "catalog", lambda code: arabic)
    monkeypatch.setattr(view, "catalog", lambda code: arabic)
    edition = Edition(folder=Path(), version="v", manifest={}, concluded=real, engine=None)  # type: ignore[arg-type]
    page = View(edition=edition, language="ar")
    english = View(edition=edition, language="en")
    assert english.spelt("2017-04-24/2019-04-24") == "between 2017-04-24 and 2019-04-24"
    assert [english.spelt(day) for day in ("2017", "../2019-04-24", None)] == ["2017", "../2019-04-24", ""]
    rendering.environment.cache_clear()
    text = rendered("error.html", page, {"refusal": RefusedError(404, "Not found", "x")}, "/ar/x").decode()
    rendering.environment.cache_clear()
    assert '<html lang="ar" dir="rtl">' in text
    assert "إلى الصفحة الأولى" in text
    assert page.name("CHE") == "سويسرا"


def test_participants_stand_in_the_order_of_the_language(client: httpx.Client) -> None:
    names = re.findall(r'<th scope="row"><a [^>]*>([^<]*)', client.get("/zh/participants").text)
    # By reading: Ā'ěrbānníyà, Ā'ěrjílìyà, Āfùhàn … Zhōngguó.
    assert names[:3] == ["阿尔巴尼亚", "阿尔及利亚", "阿富汗"]
    assert names.index("不丹") < names.index("德国") < names.index("中国")


def test_languages_are_those_with_a_catalogue() -> None:
    assert languages() == ("en", "ar", "es", "fr", "ru", "zh")


@pytest.mark.parametrize(("code", "direction"), [("fr", "ltr"), ("es", "ltr"), ("ru", "ltr"), ("ar", "rtl")])
def test_a_language_that_is_half_there_says_so_at_the_top(client: httpx.Client, code: str, direction: str) -> None:
    for path in ("", "participants", "participant/CHE", "treaty/som", "resolution/op6", "editor", "find?q=Swizerland"):
        text = client.get(f"/{code}/{path}").raise_for_status().text
        assert f'<html lang="{code}" dir="{direction}">' in text
        assert '<p class="half">' in text
        assert catalog(code).gettext("Participants") in text
    # Names, statuses and titles are the data's own: none of them is in English.
    table = client.get(f"/{code}/participants?treaty=som").text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert re.findall(r"Switzerland|>party<|not a party", table) == []
    assert '<p class="half">' not in client.get("/en/").text + client.get("/zh/").text


def texts_of(code: str, face: str = "pages") -> dict[str, tuple[str, ...]]:
    """Return the sentences of a catalogue of a face with their translations."""
    from babel.messages.pofile import read_po

    found = {}
    path = ROOT / "src" / "treatygraph" / "faces" / face / "locale" / f"{code}.po"
    for message in read_po(path.read_bytes().splitlines(keepends=True)):
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[0]
            found[source] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found


@pytest.mark.parametrize("code", ["fr", "es", "ru", "ar"])
def test_every_sentence_is_there_in_each_other_language(code: str) -> None:
    found = {**texts_of(code, "report"), **texts_of(code)}
    assert not sorted(s for s in sentences() if not all(found.get(s, ("",))))


@pytest.mark.parametrize("code", ["fr", "es", "ru", "ar"])
def test_sentences_of_a_language_take_the_same_values(code: str) -> None:
    found = texts_of(code)
    assert len(found) > 200
    assert set(found) <= set(texts_of("zh"))
    for source, targets in found.items():
        for target in targets:
            assert set(re.findall(r"%\(\w+\)s|%[ncls]\b", source)) == set(re.findall(r"%\(\w+\)s|%[ncls]\b", target)), (
                source
            )


def test_a_page_in_chinese_names_states_treaties_and_articles_in_chinese(client: httpx.Client) -> None:
    answer = client.get("/zh/questions/status/parties-on-a-day?treaty=tip&on=2010-01-01").text
    assert "瑞士" in answer.partition("<tbody>")[2]
    assert "Switzerland" not in answer.partition("<tbody>")[2].partition("</tbody>")[0]
    assert re.search(r"<h1>偷运移民议定书[^<]*第6条", client.get("/zh/provision/som-art-6").text)
    assert ">第" in client.get("/zh/treaty/som").text
    assert "art. 6" in client.get("/en/provision/som-art-6").text


def test_a_day_keeps_its_order_between_words_from_right_to_left() -> None:
    said = catalog("ar").gettext("Acts complete to %(day)s.") % {"day": "2024-06-14"}
    assert "\u20682024-06-14\u2069" in said


def test_the_line_of_parties_ends_at_the_number_of_parties(some: Concluded) -> None:
    from datetime import date

    for treaty in some.register.treaties:
        day = date(2020, 6, 1)
        known = date(2014, 3, 1)
        line = growth(list(some.under(treaty)), Scale(first=date(2000, 1, 1), last=day), [], known)
        # Whole up to the day to which acts are complete, dotted after it, and one line all the same.
        assert line.after.split()[0] == line.points.split()[-1]
        assert not growth(list(some.under(treaty)), Scale(first=date(2000, 1, 1), last=known), [], day).after
        assert line.last == tally(some, treaty, day).in_force
        for year, number in line.by_year[:-1]:
            assert number == tally(some, treaty, date(year, 12, 31)).in_force


def test_pages_are_kept_and_told_by_a_tag(client: httpx.Client) -> None:
    first = client.get("/en/participant/NOR")
    again = client.get("/en/participant/NOR", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/en/participant/NOR?on=2010-01-01", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_downloads_are_the_files_of_the_build(client: httpx.Client, server: object) -> None:
    import pyoxigraph as ox

    graph = client.get("/download/treatygraph.nq")
    lines = graph.text.splitlines()
    assert graph.headers["content-disposition"] == 'attachment; filename="treatygraph.nq"'
    # Packed it is a file as any other, which can be had in parts, and whose size is told.
    packed = client.get("/download/treatygraph.nq.gz")
    assert gzip.decompress(packed.content) == graph.content
    part = client.get("/download/treatygraph.nq.gz", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, packed.content[100:200])
    assert "content-encoding" not in packed.headers
    trig = client.get("/download/treatygraph.trig").content
    graphs = {str(q.graph_name) for q in ox.parse(trig, format=ox.RdfFormat.TRIG)}
    assert len(lines) > 80_000
    assert "<https://w3id.org/treatygraph/graph/law>" in graphs
    assert client.get("/download/participations.csv").text.startswith("participant,treaty,ordinal")
    for line in client.get("/download/SHA256SUMS").text.splitlines():
        told, _, name = line.partition("  ")
        assert hashlib.sha256(client.get(f"/download/{name}").content).hexdigest() == told, name
    assert "tables" in client.get("/download/metadata.json").json()
    page = client.get("/en/download").text
    assert "creativecommons.org/licenses/by/4.0/" in page
    assert "No licence" not in page


@pytest.mark.slow
def test_robots_and_the_map_of_the_site(whole: httpx.Client) -> None:
    assert "Disallow: /sparql" in whole.get("/robots.txt").text
    found = re.findall(r"<loc>(.*?)</loc>", whole.get("/sitemap.xml").text)
    assert len(found) > 1500
    assert all(whole.head(urlsplit(address).path).status_code == 200 for address in found[:: len(found) // 40])


def test_the_matrix_of_the_whole_world_stands_on_pages_that_a_phone_takes(client: httpx.Client) -> None:
    pages = [client.get(f"/en/sets/migrants?region=001&page={n}").raise_for_status() for n in (1, 2)]
    assert all(len(page.content) < 500_000 for page in pages)
    first, second = (set(re.findall(r'<th scope="row"><a href="/en/participant/(\w{3})', p.text)) for p in pages)
    assert (len(first), first & second) == (100, set())
    assert len(first | second) > 190
    # Letters stand beside their legend, which who cannot see the table is read too.
    assert '<p class="note">' in pages[0].text
    assert 'title="party">P</a>' in pages[0].text


@pytest.mark.parametrize("code", ["en", "zh", "fr", "es", "ru", "ar"])
def test_the_proof_tells_which_reservations_the_treaty_lets_one_make(client: httpx.Client, code: str) -> None:
    told = (
        client.get(f"/{code}/why/AZE/som").raise_for_status().text.partition('id="reservations"')[2].partition("</ul>")
    )
    assert f'href="/{code}/provision/som-art-20-2"' in told[0]
    assert catalog(code).gettext("a reservation is permitted") in told[0]
    assert (
        catalog(code).gettext(
            "Any other must be compatible with the object and purpose of the treaty (VCLT art. 19(c))."
        )
        in (told[2].partition("<h2>")[0])
    )


@pytest.mark.parametrize("code", ["en", "zh", "fr", "es", "ru", "ar"])
def test_the_glossary_says_what_every_status_means(client: httpx.Client, code: str, real: Concluded) -> None:
    text = client.get(f"/{code}/glossary").raise_for_status().text
    for status in STATUSES:
        assert f'id="status-{status}"' in text
        assert real.register.terms[f"status/{status}"].labels[code] in text
    assert f'href="/{code}/glossary#status"' in client.get(f"/{code}/participant/CHE").text
    assert f'href="/{code}/glossary#status"' in client.get(f"/{code}/treaty/som").text


@pytest.mark.parametrize(
    "path", ["/en/find?q=", "/zh/participants?q=", "/en/editor?query=", "/en/questions/status/parties-on-a-day?treaty="]
)
def test_a_sign_that_no_page_holds_is_seen_and_not_sent(path: str, client: httpx.Client) -> None:
    found = client.get(path + "a%00%01%1B%EF%BF%BEb", headers={"Accept": "text/html"})
    assert found.status_code in {200, 404}
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", found.text)
    assert "a\ufffd\ufffd\ufffd\ufffdb" in found.text
