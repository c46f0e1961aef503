"""A real browser: from the first page to a proof, a question, a query in the editor, a download; and accessibility."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server.conftest import Running

pytestmark = pytest.mark.slow
sync_api = pytest.importorskip("playwright.sync_api")

#: Where the pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("TREATYGRAPH_PICTURES")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not here: install the Debian package chromium")
    with sync_api.sync_playwright() as started:
        found = started.chromium.launch(
            executable_path=program, args=[*_QUIET, "--disable-component-update", "--disable-sync"]
        )
        yield found
        found.close()


@pytest.fixture
def page(browser: sync_api.Browser, server: Running) -> Iterator[sync_api.Page]:
    """A page that must log no error and reach nobody but the server."""
    context = browser.new_context(base_url=server.address, viewport={"width": 1200, "height": 900}, locale="en-US")
    found = context.new_page()
    problems: list[str] = []
    found.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: problems.append(str(error)))
    found.on(
        "request", lambda r: None if r.url.startswith((server.address, "data:", "blob:")) else problems.append(r.url)
    )
    yield found
    context.close()
    assert not problems


def picture(page: sync_api.Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_from_the_first_page_to_a_participant_to_its_proof(page: sync_api.Page) -> None:
    page.goto("/")
    assert page.url.endswith("/en/")
    page.get_by_role("main").get_by_label("Participant, treaty, article or question").fill("switz")
    page.get_by_role("main").get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Switzerland", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Switzerland")
    row = page.get_by_role("row").filter(has_text="Smuggling of Migrants Protocol").first
    assert "2006-11-26" in row.inner_text()
    row.get_by_role("link", name="why").click()
    proof = page.locator(".proof").first.inner_text()
    assert "30 days after its deposit of 2006-10-27" in proof
    page.get_by_role("link", name="som-CHE-ratification-1").first.click()
    assert "2006-10-27" in page.locator("main").inner_text()
    picture(page, "thing")


def test_a_page_about_another_day(page: sync_api.Page) -> None:
    page.goto("/en/participant/CHE")
    page.get_by_label("On the day").fill("2006-11-25")
    page.get_by_role("button", name="Show").click()
    assert "contracting State" in page.get_by_role("row").filter(has_text="Smuggling").first.inner_text()


def test_filters_of_the_participants(page: sync_api.Page) -> None:
    page.goto("/en/participants")
    page.locator("select[name=treaty]").select_option("som")
    page.get_by_label("Status").select_option("signatory")
    page.get_by_role("button", name="Show").click()
    rows = page.locator("main table tbody tr")
    assert 5 < rows.count() < 30
    assert page.locator(".map svg path.s-signatory").count() > 3
    assert not page.locator(".map svg path.s-party").count()


def test_a_question_asked_with_its_form_and_had_as_csv(page: sync_api.Page) -> None:
    page.goto("/en/questions")
    page.get_by_role("link", name="Who is party to a treaty on a day").click()
    page.locator("select[name=treaty]").select_option("tip")
    page.locator("input[name=on]").fill("2010-01-01")
    page.get_by_role("button", name="Ask").click()
    number = int(page.locator("main strong").first.inner_text().split()[0])
    link = page.get_by_role("link", name="CSV", exact=True)
    with page.expect_download() as started:
        link.evaluate("a => { a.download = 'answer.csv'; a.click(); }")
    rows = list(csv.reader(Path(started.value.path()).read_text(encoding="utf-8").splitlines()))
    assert len(rows) == number + 1 > 100
    picture(page, "question")


def test_a_query_in_the_editor(page: sync_api.Page) -> None:
    if not (ROOT / "src" / "treatygraph" / "faces" / "pages" / "built" / "yasgui.min.js").is_file():
        pytest.skip("the editor is not built: make assets")
    page.goto("/en/editor")
    page.locator("#examples").select_option("status/counts")
    page.locator(".yasqe_queryButton").first.click()
    page.locator(".yasr .dataTable, .yasr table").first.wait_for(timeout=120_000)
    page.wait_for_timeout(500)
    assert "195" in page.locator(".yasr").first.inner_text()
    picture(page, "editor")


def test_the_editor_is_prefilled_from_a_question_and_by_an_address(page: sync_api.Page) -> None:
    page.goto("/en/questions/gaps/asked-to-join")
    page.get_by_role("link", name="Open in the editor").click()
    page.locator(".CodeMirror").first.wait_for()
    assert "SELECT" in page.locator(".CodeMirror").first.inner_text()
    page.goto("/en/editor?query=ASK%20%7B%20%3Cx%3Ay%3E%20%3Fp%20%3Fo%20%7D")
    assert "<x:y>" in page.locator(".CodeMirror").first.inner_text()


def test_without_scripts_a_query_can_be_asked(browser: sync_api.Browser, server: Running) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/editor")
    page.locator("textarea[name=query]").fill("ASK { ?s ?p ?o }")
    page.locator("select[name=format]").select_option("csv")
    with page.expect_download() as started:
        page.locator("#plain button").click()
    assert "true" in Path(started.value.path()).read_text()
    page.goto("/en/participants?q=austria")
    assert page.locator("main table tbody tr").count() == 1
    context.close()


ACCESSIBLE = (
    "",
    "participants",
    "participant/AZE",
    "treaty/som",
    "provision/som-art-20-2",
    "obligation/som-art-6-1-a-ob1",
    "resolution",
    "resolution/op6",
    "compare?a=FRA&b=AZE",
    "why/AZE/som-art-20-2",
    "questions",
    "questions/status/parties-on-a-day",
    "download",
    "about",
    "thing/id/participant/CHE",
    "editor",
    "report/AFG",
    "report/PNG?since=2015-01-01",
)


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("width", [1200, 400])
def test_no_serious_fault_of_accessibility_and_nothing_wider_than_the_screen(
    page: sync_api.Page, code: str, width: int
) -> None:
    axe = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not here: make assets/node_modules/axe-core")
    found: list[str] = []
    page.set_viewport_size({"width": width, "height": 900})
    for path in ACCESSIBLE:
        page.goto(f"/{code}/{path}")
        picture(page, f"{code}-{width}-{path.replace('/', '-').partition('?')[0] or 'home'}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen")
        page.evaluate(axe.read_text(encoding="utf-8"))
        # The editor's own parts are other people's; what is ours is checked on that page too.
        context = "{exclude: [['#editor']]}" if path == "editor" else "document"
        for fault in page.evaluate(f"axe.run({context}, {{resultTypes: ['violations']}})")["violations"]:
            if fault["impact"] in {"serious", "critical"}:
                found += [f"{path}: {fault['id']}: {node['html'][:160]}" for node in fault["nodes"][:3]]
    assert not found, "\n".join(found)


def test_the_keyboard_reaches_the_content_first(page: sync_api.Page) -> None:
    page.goto("/en/participant/CHE")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_a_report_is_reached_from_its_participant_and_prints_what_is_folded(page: sync_api.Page) -> None:
    page.goto("/en/participant/AFG")
    page.get_by_role("link", name="HTML", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Afghanistan: gap report"
    page.get_by_role("link", name="Gaps", exact=True).click()
    assert page.url.endswith("#gaps")
    folded = page.locator("details table").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert not page.locator("nav").first.is_visible()
    page.emulate_media(media="screen")
    # A number leads to the question that gives it.
    numbers = page.locator(
        "main table a[href*='obligations/commitments-of-a-participant']", has_text=re.compile(r"^\d+$")
    )
    numbers.first.click()
    assert "/en/questions/obligations/commitments-of-a-participant" in page.url


def test_print_shows_the_content_without_navigation(page: sync_api.Page) -> None:
    page.goto("/en/participant/CHE")
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
