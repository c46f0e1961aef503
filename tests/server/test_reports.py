"""Gap reports on the site."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import httpx
import pytest

from tests.server.conftest import Running
from treatygraph.faces.pages.catalogs import catalog
from treatygraph.faces.report.document import Document, Heading, changed
from treatygraph.faces.report.folder import Office, Wanted
from treatygraph.faces.report.pdf import as_pdf
from treatygraph.faces.report.word import as_word
from treatygraph.faces.serve.press import pressed
from treatygraph.faces.web.engine.model import TooMuchMemoryError


def test_a_report_is_a_page_with_its_own_styles_and_nothing_else(client: httpx.Client) -> None:
    found = client.get("/en/report/CHE")
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    policy = found.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "script-src" not in policy
    # Links lead to this site: a number to its question, a treaty to its page; what the report holds, inside it.
    assert (
        'href="/en/questions/obligations/commitments-of-a-participant?on=2026-09-11&amp;participant=CHE"' in found.text
    )
    assert 'href="/id/treaty/un/XVIII-12-b"' in found.text
    (act,) = set(re.findall(r'href="#(actions-som-CHE-ratification[^"]*)"', found.text))
    assert f'id="{act}"' in found.text
    again = client.get("/en/report/CHE", headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("code", ["en", "zh", "fr", "es", "ru", "ar"])
def test_a_report_in_six_languages(client: httpx.Client, code: str) -> None:
    found = client.get(f"/{code}/report/JPN?since=2015-01-01&deposit=2027-01-15")
    assert found.status_code == 200
    assert found.headers["content-language"] == code
    assert re.search(r"2027年2月14日|14\s(de\s)?\S+\s(de\s)?2027", found.text)


@pytest.mark.slow
def test_no_link_of_a_report_leads_nowhere(client: httpx.Client) -> None:
    text = client.get("/en/report/AFG").text
    links = sorted(set(re.findall(r'href="(/[^"]+)"', text)))
    assert len(links) > 100
    for link in links[::4]:
        found = client.get(link.replace("&amp;", "&"), follow_redirects=True, headers={"Accept": "text/html"})
        assert found.status_code == 200, link


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("md", "text/markdown; charset=utf-8", b"# Japan: gap report"),
        ("json", "application/json", b"{"),
    ],
)
def test_a_report_as_a_file(client: httpx.Client, form: str, kind: str, begins: bytes) -> None:
    found = client.get(f"/en/report/JPN?format={form}")
    assert found.status_code == 200
    assert found.headers["content-type"] == kind
    assert found.headers["content-disposition"] == f'attachment; filename="JPN.en.{form}"'
    assert found.content.startswith(begins)


def test_a_file_leads_to_the_site_it_came_from(client: httpx.Client) -> None:
    text = client.get("/en/report/JPN?format=md").text
    assert f"(<{client.base_url}en/questions/" in text
    annexed = client.get("/en/report/JPN?format=md&annex=yes").text
    assert "(<#list-1>)" in annexed
    assert "## Annex" in annexed.replace('<a id="annex"></a>', "")


def test_a_pdf_is_set_in_a_process_that_ends(client: httpx.Client, server: Running) -> None:
    assert client.get("/en/report/FRA?format=pdf").content.startswith(b"%PDF")
    assert "typst" not in Path(f"/proc/{server.process.pid}/maps").read_text()


@pytest.fixture(scope="module")
def report(builds: Path) -> Document:
    office = Office(Wanted(build=builds / "current"))
    return office.document(office.dossier("JPN"), "en")


def test_a_file_set_apart_is_the_same(report: Document) -> None:
    assert pressed(report, "pdf") == as_pdf(report)
    assert pressed(report, "docx") == as_word(report)


@pytest.mark.parametrize("limits", [(1, 3072), (60, 300)], ids=["time", "memory"])
def test_a_pdf_that_takes_too_much_is_told(report: Document, limits: tuple[int, int]) -> None:
    # A place is there once: what is repeated has none.
    plain = changed(report.blocks, lambda run: dataclasses.replace(run, href=None, mark=None))
    long = dataclasses.replace(report, blocks=tuple(b for b in plain if not isinstance(b, Heading)) * 300)
    with pytest.raises(TooMuchMemoryError, match="format=html"):
        pressed(long, "pdf", *limits)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/en/report/Nowhereland", 404, "Unknown participant"),
        ("/xx/report/CHE", 404, "There is no such page"),
        ("/en/report/CHE?format=exe", 400, "use html, pdf, md, json, docx"),
        ("/en/report/CHE?on=2020-02-30", 400, "not in the calendar"),
        ("/en/report/CHE?deposit=soon", 400, "is not a day"),
        ("/en/report/CHE?since=2030-01-01", 400, "is not before 2026-09-11"),
        ("/en/report/GRL", 404, 'href="/en/report/DNK"'),
        ("/fr/report/GRL", 404, 'href="/fr/report/DNK"'),
        ("/en/report/%3Cscript%3E", 404, "&#39;&lt;script&gt;&#39;"),
    ],
)
def test_what_cannot_be_reported_is_told(client: httpx.Client, path: str, status: int, said: str) -> None:
    found = client.get(path)
    assert found.status_code == status
    assert said in found.text
    assert "<script>" not in found.text.replace("<script src", "")


def test_a_form_asks_for_a_report_about_other_days(client: httpx.Client) -> None:
    found = client.get("/en/report/CHE?on=2010-01-01&since=2005-01-01")
    form = re.search(r'<form class="asking".*?</form>', found.text, re.DOTALL)
    assert form is not None
    assert re.findall(r'name="(\w+)" value="([^"]*)"', form[0]) == [
        ("on", "2010-01-01"),
        ("since", "2005-01-01"),
        ("deposit", ""),
        ("annex", "yes"),
    ]
    # What is left empty is not asked for, and the page may send its form to its own site alone.
    assert client.get("/en/report/CHE?on=&since=&deposit=").status_code == 200
    assert "form-action 'self'" in found.headers["content-security-policy"]
    assert re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*form-action &#39;self&#39;', found.text)


@pytest.mark.parametrize("code", ["en", "zh", "fr", "es", "ru", "ar"])
def test_a_form_that_is_not_understood_is_given_back_with_what_is_wrong(client: httpx.Client, code: str) -> None:
    found = client.get(f"/{code}/report/CHE?on=2020-02-30&since=2010-01-01")
    assert found.status_code == 400
    assert f'action="/{code}/report/CHE"' in found.text
    assert re.search(r'name="on" value="2020-02-30"[^>]*aria-invalid="true" aria-describedby="fault"', found.text)
    assert 'name="since" value="2010-01-01"' in found.text
    assert catalog(code).gettext("Write year, month and day, such as 2026-09-11.") in found.text


def test_the_index_leads_to_every_report_and_takes_any_name(client: httpx.Client) -> None:
    text = client.get("/fr/report").raise_for_status().text
    assert len(set(re.findall(r'href="/fr/report/(\w{3})"', text))) > 190
    led = client.get("/fr/report?participant=Suisse&on=&since=2015-01-01&format=&other=1")
    assert (led.status_code, led.headers["location"]) == (303, "/fr/report/CHE?since=2015-01-01")
    unknown = client.get("/fr/report?participant=Nowhere&since=2015-01-01")
    assert unknown.status_code == 404
    assert 'value="Nowhere" aria-invalid="true"' in unknown.text
    assert 'name="since" value="2015-01-01"' in unknown.text
    assert client.get("/xx/report").status_code == 404


def test_a_page_that_is_kept_holds_nothing_of_who_asked_first(client: httpx.Client) -> None:
    first = client.get("/en/report/LIE?annex=not-our-word&on=%202010-01-01").text
    assert "not-our-word" not in first
    assert 'href="/en/report/LIE?on=2010-01-01&amp;annex=yes&amp;format=pdf"' in first
    assert client.get("/en/report/LIE?annex=yes&on=2010-01-01").text == first


def test_the_schema_is_published(client: httpx.Client) -> None:
    found = client.get("/report.schema.json").json()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    where = client.get("/en/report/CHE?format=json").json()["$schema"]
    assert where == f"{client.base_url}report.schema.json"
    assert found["$id"].endswith("report.schema.json")


def test_the_page_of_a_participant_leads_to_its_report(client: httpx.Client) -> None:
    text = client.get("/zh/participant/CHE?on=2010-01-01").text
    assert 'href="/zh/report/CHE?on=2010-01-01"' in text
    assert 'href="/zh/report/CHE?format=pdf&amp;on=2010-01-01"' in text
