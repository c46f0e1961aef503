"""Every link of every form of a report leads somewhere: inside it, to a publisher, or to a site that was named."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from html import unescape

import pytest

from tests.faces.report.conftest import Composer
from treatygraph.faces.report.document import Document, Paragraph, Run, runs_of
from treatygraph.faces.report.folder import Office, Wanted
from treatygraph.faces.report.html import as_html
from treatygraph.faces.report.links import mark_of, settled
from treatygraph.faces.report.markdown import as_markdown
from treatygraph.faces.report.pdf import as_pdf
from treatygraph.faces.report.word import as_word
from treatygraph.questions.named import is_web_address
from treatygraph.settings import BASE_IRI

SITE = "https://treaties.example.org/"
#: With objections, a status that is not known, an organization, a right-to-left script.
REPORTS = (("CHN", "zh"), ("SSD", "en"), ("EUU", "ar"))


@pytest.fixture(scope="module")
def published(office: Office) -> frozenset[str]:
    """The addresses of the publishers of all sources."""
    return frozenset(s.url for s in office.desk.register.facts.sources if is_web_address(s.url))


def in_html(raw: bytes) -> tuple[list[str], set[str]]:
    text = raw.decode()
    return [unescape(a) for a in re.findall(r'href="([^"]*)"', text)], set(re.findall(r' id="([^"]*)"', text))


def in_markdown(raw: bytes) -> tuple[list[str], set[str]]:
    text = raw.decode()
    return re.findall(r"\]\(<([^>]*)>\)", text), set(re.findall(r'<a id="([^"]*)">', text))


def in_word(raw: bytes) -> tuple[list[str], set[str]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        body, rels = (parts.read(f"word/{n}").decode() for n in ("document.xml", "_rels/document.xml.rels"))
    outside = [unescape(t) for t in re.findall(r'Target="([^"]*)" TargetMode="External"', rels)]
    inside = [f"#{a}" for a in re.findall(r'w:anchor="([^"]*)"', body)]
    return outside + inside, set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', body))


@pytest.mark.parametrize(("code", "language"), REPORTS)
@pytest.mark.parametrize("annexed", [False, True])
def test_a_report_leads_to_itself_and_to_publishers(
    compose: Composer, published: frozenset[str], code: str, language: str, annexed: bool
) -> None:
    made = compose(code, language, annexed=annexed)
    for write, read in ((as_html, in_html), (as_markdown, in_markdown), (as_word, in_word)):
        raw = write(made)
        links, places = read(raw)
        assert len(places) > 10
        outside = [link for link in links if not link.startswith("#")]
        assert set(outside) <= published
        assert {link[1:] for link in links if link.startswith("#")} <= places
        assert len(outside) >= 5
        assert BASE_IRI.encode() not in raw


def test_a_pdf_leads_to_publishers(compose: Composer, published: frozenset[str]) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not here: install the Debian package poppler-utils")

    def links(made: Document) -> set[str]:
        told = subprocess.run(["pdfinfo", "-url", "-"], input=as_pdf(made), capture_output=True, check=True).stdout
        return set(re.findall(r"https?://\S+", told.decode()))

    own = links(compose("JPN"))
    assert own
    assert own <= published
    assert any(link.startswith(f"{SITE}en/questions/") for link in links(compose("JPN", site=SITE, annexed=False)))


def test_on_a_site_that_was_named_numbers_lead_to_its_pages(compose: Composer, published: frozenset[str]) -> None:
    links, places = in_html(as_html(compose("JPN", site=SITE, annexed=False)))
    assert {link for link in links if not link.startswith(("#", SITE))} <= published
    assert {link[1:] for link in links if link.startswith("#")} <= places
    assert SITE in links
    assert sum(link.startswith(f"{SITE}en/questions/") for link in links) > 50
    # Why leads to the proof of the site, where the report has none of its own.
    assert any(link.startswith(f"{SITE}en/why/JPN/") for link in links)


@pytest.mark.parametrize("code", ["CHE", "IRN", "EUU"])
def test_in_the_annex_every_number_has_its_list(compose: Composer, code: str) -> None:
    made = compose(code)
    numbers = [r for r in runs_of(made.main) if r.href is not None and r.href.startswith("#list-")]
    assert len(numbers) > 50
    lists = {r.mark: r.text for r in runs_of(made.annex) if r.mark is not None and r.mark.startswith("list-")}
    assert all(lists[r.href[1:]] == r.text for r in numbers if r.href)
    without = compose(code, annexed=False)
    assert not [r for r in runs_of(without) if r.href is not None and r.href.startswith("#list-")]
    assert without.annex == ()


def test_what_a_number_counts_is_as_many_as_it_says(office: Office) -> None:
    from treatygraph.questions.number import numbers

    for code in ("AZE", "CHE", "EUU", "IRN", "JPN"):
        found = list(numbers(office.dossier(code)))
        told = [n for n in found if n.counted]
        assert all(len(n.counted) == n.value == len(set(n.counted)) for n in told)
        assert len(told) > 100


def test_each_source_is_told_once_by_its_number(compose: Composer) -> None:
    made = compose("AZE", "fr")
    cited = {r.text for r in runs_of(made.blocks) if r.href is not None and r.href.startswith("#sources-")}
    told = [r.text for r in runs_of(made.blocks) if r.mark is not None and r.mark.startswith("sources-")]
    assert told == [f"[{n}]" for n in range(1, len(told) + 1)]
    assert cited <= set(told)


def test_a_pointer_that_leads_nowhere_is_left_out() -> None:
    def made(*runs: Run) -> Document:
        return Document(
            title="", subtitle="", language="en", direction="ltr", description="", footer="", contents="", home=None,
            blocks=(Paragraph(line=runs),),
        )  # fmt: skip

    why = Run(text="why", target="proof-a", page="en/why", pointer=True)
    assert [r.text for r in runs_of(settled(made(why), None))] == [""]
    assert [r.href for r in runs_of(settled(made(why), SITE))] == [f"{SITE}en/why"]
    here = Run(text="here", mark="proof-a")
    assert [r.href for r in runs_of(settled(made(why, here), SITE))] == ["#proof-a", None]
    assert mark_of("source", "S01-un/x") == "source-S01-un-x"


def test_json_points_nowhere_unless_a_site_was_named(office: Office) -> None:
    found = office.dossier("JPN")
    assert b"$schema" not in office.report(found, "json", "en")
    named = Office(Wanted(build=office.wanted.build, site=SITE), office.desk.concluded, "v")
    assert f'"$schema": "{SITE}report.schema.json"'.encode() in named.report(found, "json", "en")


def all_of(text: Iterable[Run]) -> str:
    return "".join(run.text for run in text)


def test_days_are_as_people_write_them(compose: Composer) -> None:
    iso = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])")
    for language, day in (
        ("en", "11 September 2026"),
        ("zh", "2026年9月11日"),
        ("fr", "11 septembre 2026"),
        ("es", "11 de septiembre de 2026"),
        ("ru", "11 сентября 2026 года"),
        ("ar", "11 أيلول/سبتمبر 2026"),
    ):
        made = compose("IRN", language, annexed=False)
        assert day in f"{made.subtitle} {made.footer}".replace("\u00a0", " "), language
        assert not iso.search(all_of(r for r in runs_of(made) if not r.verbatim)), language
