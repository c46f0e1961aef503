"""A real browser: from the first page to a proof, a question, a query in the editor, a download; and accessibility."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT
from tests.server.conftest import Running

pytestmark = pytest.mark.slow
sync_api = pytest.importorskip("playwright.sync_api")
#: What is seen after an action is waited for: a browser does not end an action where it returns.
expect = sync_api.expect

#: Where the pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("TREATYGRAPH_PICTURES")
#: How long a page may take on a machine with other work: no test depends on it when all is well.
PATIENCE = 180_000
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not here: install the Debian package chromium")
    expect.set_options(timeout=PATIENCE)
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
    context.set_default_timeout(PATIENCE)
    found = context.new_page()
    problems: list[str] = []
    # A query that cannot be read is refused with 400, which a browser tells in its console.
    refused = "status of 400"
    found.on(
        "console",
        lambda message: (
            problems.append(message.text) if message.type == "error" and refused not in message.text else None
        ),
    )
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
    expect(page).to_have_url(re.compile("/en/$"))
    page.get_by_role("main").get_by_label("Participant, treaty, article or question").fill("switz")
    page.get_by_role("main").get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Switzerland", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Switzerland"))
    row = page.get_by_role("row").filter(has_text="Smuggling of Migrants Protocol").first
    expect(row).to_contain_text("2006-11-26")
    row.get_by_role("link", name="why").click()
    expect(page.locator(".proof").first).to_contain_text("30 days after its deposit of 2006-10-27")
    page.get_by_role("link", name="som-CHE-ratification-1").first.click()
    expect(page).to_have_url(re.compile("/som-CHE-ratification-1$"))
    expect(page.locator("main")).to_contain_text("2006-10-27")
    picture(page, "thing")


def test_a_page_about_another_day(page: sync_api.Page) -> None:
    page.goto("/en/participant/CHE")
    page.get_by_label("On the day").fill("2006-11-25")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row").filter(has_text="Smuggling").first).to_contain_text("contracting State")


def test_filters_of_the_participants(page: sync_api.Page) -> None:
    page.goto("/en/participants")
    page.locator("select[name=treaty]").select_option("som")
    page.get_by_role("combobox", name="Status").select_option("signatory")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("status=signatory"))
    assert 5 < page.locator("main table tbody tr").count() < 30
    assert page.locator(".map svg path.s-signatory").count() > 3
    assert not page.locator(".map svg path.s-party").count()


def test_a_question_asked_with_its_form_and_had_as_csv(page: sync_api.Page) -> None:
    page.goto("/en/questions")
    page.get_by_role("link", name="Who is party to a treaty on a day").click()
    page.locator("select[name=treaty]").select_option("tip")
    page.locator("input[name=on]").fill("2010-01-01")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(re.compile("on=2010-01-01"))
    number = int(page.locator("main strong").first.inner_text().split()[0])
    link = page.get_by_role("link", name="CSV", exact=True)
    with page.expect_download() as started:
        link.evaluate("a => { a.download = 'answer.csv'; a.click(); }")
    rows = list(csv.reader(Path(started.value.path()).read_text(encoding="utf-8").splitlines()))
    assert len(rows) == number + 1 > 100
    picture(page, "question")


BUILT = ROOT / "src" / "treatygraph" / "faces" / "pages" / "built" / "yasgui.min.js"
needs_editor = pytest.mark.skipif(not BUILT.is_file(), reason="the editor is not built: make assets")


def write(page: sync_api.Page, query: str) -> None:
    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", query)


@needs_editor
def test_an_analyst_finds_a_question_asks_it_and_sees_it_as_table_map_and_chart(page: sync_api.Page) -> None:
    page.goto("/en/editor")
    page.get_by_label("Words of a question").fill("parties signatories")
    shown = page.locator("#examples li:visible")
    page.wait_for_function(
        "() => { const n = [...document.querySelectorAll('#examples li')].filter(li => li.checkVisibility()).length;"
        " return 0 < n && n < 10; }"
    )
    assert 0 < shown.count() < 10
    page.locator("#examples li[data-id='status/counts'] a").click()
    page.get_by_role("button", name="Run").click()
    page.locator(".results-table[data-whole]").wait_for()
    expect(page.locator(".results-table tbody tr").first.locator("td").first).to_have_text("1")
    expect(page.locator(".results-table")).to_contain_text("195")
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".result-figure rect").nth(2)).to_be_attached()
    picture(page, "editor-chart")
    # The answer of one question does not stand under the next.
    page.get_by_label("Words of a question").fill("")
    page.locator("#examples li[data-id='status/parties-on-a-day'] a").click()
    expect(page.locator(".results-table")).to_have_count(0)
    page.keyboard.press("Enter")
    page.locator(".results-table[data-whole]").wait_for()
    page.get_by_role("button", name="participant_name", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("participant_name")
    page.get_by_role("button", name="Map").click()
    expect(page.locator("#answer .map path.k0").nth(50)).to_be_attached()
    picture(page, "editor-map")
    page.get_by_role("button", name="Timeline").click()
    expect(page.locator(".result-figure rect").nth(5)).to_be_attached()


@needs_editor
def test_names_are_short_and_whole_iris_are_there_on_demand(page: sync_api.Page) -> None:
    page.goto("/en/editor")
    # Prefixes of ours need not be declared.
    write(page, "SELECT ?who ?name WHERE { ?act tg:participant ?who . ?who rdfs:label ?name } LIMIT 5")
    page.get_by_role("button", name="Run").click()
    cell = page.locator(".results-table tbody a").first
    expect(cell).to_have_text(re.compile("^participant/"))
    expect(cell).to_have_attribute("title", re.compile("^https://w3id.org/treatygraph/id/participant/"))
    expect(cell).to_have_attribute("href", re.compile("^/en/of/id/participant/"))
    page.get_by_role("button", name="Whole IRIs").click()
    expect(page.locator(".results-table tbody a").first).to_have_text(re.compile("^https://w3id.org/"))


@needs_editor
def test_what_cannot_be_read_is_named_with_its_place_and_the_cure(page: sync_api.Page) -> None:
    page.goto("/en/editor")
    for query, said in (
        ("SELECT * WHERE { ?s foo:bar ?o }", "foo"),
        ("SELECT * WHERE { ?s ?p ?o ", "Line"),
    ):
        write(page, query)
        with page.expect_response("**/sparql"):
            page.get_by_role("button", name="Run").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        expect(page.get_by_role("alert")).to_contain_text("cannot be read")


@needs_editor
def test_our_terms_and_questions_are_offered_and_tab_leaves_the_field(page: sync_api.Page) -> None:
    page.goto("/en/editor")
    write(page, "SELECT * WHERE { ?s tg:inForce")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.focus()")
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hints li").first.wait_for()
    assert all("tg:" in text for text in page.locator(".CodeMirror-hints li").all_inner_texts())
    page.keyboard.press("Escape")
    expect(page.locator(".CodeMirror-hints")).to_have_count(0)
    write(page, "# who signed")
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hints li").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror").first).to_contain_text("SELECT")
    page.keyboard.press("Tab")
    page.wait_for_function("!document.activeElement.closest('.CodeMirror')")


@needs_editor
def test_five_thousand_rows_are_shown_without_a_freeze(page: sync_api.Page) -> None:
    """No clock decides: the page must answer between the pieces of the table; the bench prints how long it takes."""
    page.goto("/en/editor")
    write(page, "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 5000")
    page.evaluate("window.beats = 0; (function beat() { window.beats++; requestAnimationFrame(beat); })()")
    page.get_by_role("button", name="Run").click()
    page.locator(".results-table[data-whole]").wait_for()
    expect(page.locator(".results-table tbody tr")).to_have_count(5000)
    assert page.locator(".results-table tbody").count() > 10
    assert page.evaluate("window.beats") > 10


@needs_editor
def test_a_download_is_of_the_answer_that_is_shown_and_whole_names_reach_into_triples(page: sync_api.Page) -> None:
    page.goto("/en/editor")
    asked = "SELECT ?a WHERE { VALUES ?a { 1 2 } }"
    write(page, asked)
    page.get_by_role("button", name="Run").click()
    page.locator(".results-table[data-whole]").wait_for()
    write(page, "ASK {}")
    page.get_by_role("button", name="Whole IRIs").click()
    page.locator("[data-iris][aria-pressed=true]").wait_for()
    page.locator(".results-table[data-whole]").wait_for()
    assert {field.input_value() for field in page.locator("#answer input[name=query]").all()} == {asked}
    expect(page.get_by_role("link", name="Link to this query")).to_have_attribute("href", re.compile("SELECT"))
    shown = """() => {
      const { viewsOf } = window.treatygraphResults;
      const library = { texts: {}, base: "https://a.example/", participants: {}, byLength: [] };
      const dayOf = (n) => ({ day: { type: "literal", value: String(1900 + (n % 100)) } });
      const days = Array.from({ length: 300000 }, (_, n) => dayOf(n));
      const dated = { names: ["day"], rows: days };
      const [subject, predicate, object] = ["x:a", "x:b", "x:c"].map((value) => ({ type: "uri", value }));
      const quoted = { names: ["t"], rows: [{ t: { type: "triple", value: { subject, predicate, object } } }] };
      const years = viewsOf(dated, library).timeline(dated, library).querySelectorAll("rect").length;
      return [years, viewsOf(quoted, library).table(quoted, library, true).querySelector("tbody").textContent];
    }"""
    assert page.evaluate(shown) == [100, "1x:a x:b x:c"]


@needs_editor
def test_the_editor_is_prefilled_from_a_question_and_by_an_address(page: sync_api.Page) -> None:
    page.goto("/en/questions/gaps/asked-to-join")
    page.get_by_role("link", name="Open in the editor").click()
    expect(page.locator(".CodeMirror").first).to_contain_text("SELECT")
    page.goto("/en/editor?query=ASK%20%7B%20%3Cx%3Ay%3E%20%3Fp%20%3Fo%20%7D")
    expect(page.locator(".CodeMirror").first).to_contain_text("<x:y>")


def test_an_officer_goes_from_a_name_in_chinese_to_the_report_and_no_link_of_it_leads_nowhere(
    page: sync_api.Page, server: Running
) -> None:
    page.goto("/zh/")
    box = page.get_by_role("search").first.get_by_role("searchbox")
    box.fill("瑞士")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/zh/participant/CHE$"))
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF", exact=True).evaluate("a => { a.download = 'report.pdf'; a.click(); }")
    body = Path(started.value.path()).read_bytes()
    assert body.startswith(b"%PDF")
    page.get_by_role("link", name="HTML", exact=True).click()
    expect(page).to_have_url(re.compile("/report/"))
    page.wait_for_load_state()
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    own = sorted({link.partition("#")[0] for link in links if link.startswith(server.address)})
    with server.client() as client:
        # One of each shape: the rest differ by a code only.
        shapes = {re.sub(r"[A-Z]{3}|\d+|=[^&]*", "", link): link for link in own}
        assert not [link for link in shapes.values() if client.head(link, follow_redirects=True).status_code >= 400]
    inside = {urlsplit(link).fragment for link in links if "#" in link and link.partition("#")[0] == page.url}
    assert page.evaluate("ids => ids.filter(id => id && !document.getElementById(id))", sorted(inside)) == []


def test_a_visitor_on_a_phone_sees_the_answer_and_scrolls_nothing_sideways(
    browser: sync_api.Browser, server: Running
) -> None:
    context = browser.new_context(base_url=server.address, viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/en/")
    # The menu is one touch away, and takes no room before.
    assert page.locator("header").bounding_box()["height"] < 110  # type: ignore[index]
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("link", name="Participants", exact=True).tap()
    expect(page).to_have_url(re.compile("/en/participants$"))
    row = page.locator("main table.status tbody tr").first
    last = row.locator("td").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= 390
    page.get_by_role("link", name="Switzerland").tap()
    expect(page).to_have_url(re.compile("/participant/CHE"))
    card = page.locator("table.stack tbody tr").first.bounding_box()
    assert card is not None
    assert card["x"] + card["width"] <= 390
    for path in ACCESSIBLE:
        page.goto(f"/en/{path}")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        if not path.startswith(("report/", "sets/")):
            # Nor does a table, but a matrix: an answer of many columns becomes cards, and one of days is narrow.
            assert page.evaluate(WIDE_TABLES) == [], path
    context.close()


WIDE_TABLES = """[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => e.getAttribute('aria-label'))"""


@pytest.mark.parametrize("code", ["en", "zh", "fr", "es", "ru", "ar"])
def test_names_stand_in_the_order_that_the_browser_gives_them(page: sync_api.Page, code: str) -> None:
    page.goto(f"/{code}/participants")
    wrong = page.evaluate(
        """code => { const names = [...document.querySelectorAll('main tbody th')].map(th => th.innerText.trim());
        const own = [...names].sort(new Intl.Collator(code).compare);
        return names.length < 190 ? names : names.filter((name, n) => name !== own[n]); }""",
        code,
    )
    assert wrong == []


def test_without_scripts_a_query_can_be_asked(browser: sync_api.Browser, server: Running) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
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
    "participants?treaty=som&status=signatory",
    "treaties",
    "treaties?chapter=XVIII",
    "sets/migrants?region=150",
    "glossary",
    "find?q=Swizerland",
    "act/som-CHE-ratification-1",
    "statement/som-AZE-02",
    "statements?treaty=som",
    "source/S01-untc-2014",
    "changes",
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
    "questions/status/of-a-treaty?treaty=som&_sort=-in_force_since",
    "participant/CHE?chapter=XVIII",
    "statements",
    "glossary",
    "find?q=smuggling",
    "download",
    "about",
    "thing/id/participant/CHE",
    "editor",
    "report",
    "report/AFG?on=never",
    "report/AFG",
    "report/PNG?since=2015-01-01",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("code", "width"), [("en", 1200), ("zh", 390), ("ar", 1200)])
def test_no_fault_of_accessibility_and_nothing_wider_than_the_screen(
    page: sync_api.Page, code: str, width: int, scheme: str
) -> None:
    axe = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not here: make assets/node_modules/axe-core")
    found: list[str] = []
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    for path in ACCESSIBLE:
        page.goto(f"/{code}/{path}")
        picture(page, f"{code}-{width}-{scheme}-{path.replace('/', '-').partition('?')[0] or 'home'}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen")
        page.evaluate(axe.read_text(encoding="utf-8"))
        for fault in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
            found += [f"{path}: {fault['id']}: {node['html'][:160]}" for node in fault["nodes"][:3]]
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_the_map_tells_what_the_pointer_and_the_keyboard_are_on(page: sync_api.Page) -> None:
    page.goto("/en/treaty/som")
    map_, card = page.locator("figure.map svg"), page.locator("figure.map .card")
    expect(map_).to_have_attribute("role", "application")
    map_.focus()
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("Afghanistan: party; in force since")
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("Albania")
    page.locator("figure.map a[href$='participant/BRA'] path").first.hover()
    expect(card).to_contain_text("Brazil")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/participant/ALB$"))


def test_a_slider_leads_to_the_end_of_another_year(page: sync_api.Page) -> None:
    page.goto("/en/treaty/som")
    slider = page.get_by_role("slider", name="The end of another year")
    slider.focus()
    page.keyboard.press("Home")
    # It says where it would lead, and leads there when it is asked to.
    expect(page.get_by_role("link", name="Show 2000")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/treaty/som\?on=2000-12-31#map$"))


def test_the_keyboard_reaches_the_content_first(page: sync_api.Page) -> None:
    page.goto("/en/participant/CHE")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_a_report_is_reached_from_its_participant_and_prints_what_was_opened(page: sync_api.Page) -> None:
    page.goto("/en/participant/AFG")
    page.get_by_role("link", name="HTML", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Afghanistan: gap report")
    page.get_by_role("link", name="Gaps", exact=True).click()
    expect(page).to_have_url(re.compile("#gaps$"))
    page.goto("/en/report/AFG?annex=1")
    folded = page.locator("details table").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("nav").first).to_be_hidden()
    # An annex is long: paper has of it what was opened.
    expect(folded).to_be_hidden()
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    expect(folded).to_be_visible()
    page.emulate_media(media="screen")
    # A number leads to the list of what it counts.
    number = page.locator("main table a[href^='#']", has_text=re.compile(r"^\d+$")).first
    list_of_it = str(number.get_attribute("href"))
    number.click()
    expect(page).to_have_url(re.compile(re.escape(list_of_it) + "$"))
    assert page.locator(f"[id='{list_of_it[1:]}']").count() == 1


def test_print_shows_the_content_without_navigation(page: sync_api.Page) -> None:
    page.goto("/en/participant/CHE")
    page.emulate_media(media="print")
    expect(page.locator("header nav").first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
