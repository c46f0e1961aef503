"""A document as a Word file (docx) that people go on writing in: styles of its own, set widths, charts as pictures."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import datetime
from itertools import zip_longest
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from treatygraph.faces.drawn import as_picture
from treatygraph.faces.report.document import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Fold,
    Grid,
    Heading,
    Line,
    Paragraph,
    Run,
)
from treatygraph.faces.report.room import smaller
from treatygraph.questions.named import is_web_address

_LINK, _SOFT, _INK, _BRAND = (RGBColor.from_string(c) for c in ("0B5394", "50606D", "16232E", "14446E"))
#: Stands where a file format wants a day of making: the same report is the same bytes.
_MADE = datetime(2000, 1, 1)
_FONTS = {"zh": "Microsoft YaHei", "ar": "Arial"}
_WIDTH = 17.4
#: The styles of a report: name, style it follows, size, colour, space before and after in points.
_STYLES = (
    ("Report Lead", "Normal", 10.5, _INK, 2, 4),
    ("Report Note", "Normal", 8.5, _SOFT, 0, 3),
    ("Report Cell", "Normal", 8.5, _INK, 0, 0),
    ("Report Caption", "Normal", 8.0, _SOFT, 0, 8),
)


def as_word(document: Document) -> bytes:
    """Return the document as a Word file."""
    writer = _Writer(document)
    writer.heading(document.title, 0)
    writer.paragraph((Run(text=document.subtitle),), "Report Lead")
    writer.paragraph((Run(text=document.description),), "Report Note")
    writer.blocks(document.blocks)
    return writer.bytes()


class _Writer:
    """Writes blocks into a file of python-docx."""

    def __init__(self, document: Document) -> None:
        self._file: Any = docx.Document()
        self._smaller = smaller(document)
        self._right_to_left = document.direction == "rtl"
        self._marks = 0
        for section in self._file.sections:
            section.left_margin = section.right_margin = Cm(1.8)
            section.top_margin = section.bottom_margin = Cm(1.3)
            section.page_width, section.page_height = Cm(21), Cm(29.7)
        self._style(document.language)
        self._foot(document.footer)
        about = self._file.core_properties
        about.title, about.author, about.language = document.title, "treatygraph", document.language
        about.created = about.modified = _MADE
        about.last_modified_by, about.comments = "treatygraph", document.footer

    def _style(self, language: str) -> None:
        """Make the styles: a writer changes a style, and the whole report follows."""
        styles = self._file.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.color.rgb = "Calibri", _INK
        _sized(normal, 9 * self._smaller)
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(3), 1.0
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        if (font := _FONTS.get(language)) is not None:
            fonts.set(qn("w:eastAsia"), font)
            fonts.set(qn("w:cs"), font)
        tongue = OxmlElement("w:lang")
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            tongue.set(qn(name), language)
        normal.element.get_or_add_rPr().append(tongue)
        for name, size in (("Title", 18), ("Heading 1", 13.5), ("Heading 2", 11.5)):
            style = styles[name]
            style.font.color.rgb, style.font.bold = _BRAND, True
            _sized(style, size)
            own = style.element.get_or_add_rPr().get_or_add_rFonts()
            for spaced in style.element.rPr.findall(qn("w:spacing")):
                style.element.rPr.remove(spaced)  # letters set apart tear joined ones
            for attribute in list(own.attrib):
                del own.attrib[attribute]
            for attribute in ("w:ascii", "w:hAnsi"):
                own.set(qn(attribute), "Calibri")
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size * 0.45), Pt(2)
        for name, base, size, colour, before, after in _STYLES:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.color.rgb = styles[base], colour
            _sized(style, size * self._smaller)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)

    def _foot(self, text: str) -> None:
        """Write the footer: what this is, and the number of the page."""
        foot = self._file.sections[0].footer.paragraphs[0]
        foot.style = self._file.styles["Report Note"]
        self._fill(foot, (Run(text=f"{text}   "),))
        run = foot.add_run()
        for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
            part = OxmlElement("w:instrText" if code else "w:fldChar")
            if code:
                part.text = code
            else:
                part.set(qn("w:fldCharType"), kind)
            run._r.append(part)

    def bytes(self) -> bytes:
        """Return the file; its parts carry no time of day."""
        raw = io.BytesIO()
        self._file.save(raw)
        whole = io.BytesIO()
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as same:
            for part in sorted(made.infolist(), key=lambda p: (p.filename != "[Content_Types].xml", p.filename)):
                info = zipfile.ZipInfo(part.filename, _MADE.timetuple()[:6])
                info.compress_type = zipfile.ZIP_DEFLATED
                same.writestr(info, made.read(part))
        return whole.getvalue()

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        for block, after in zip_longest(blocks, blocks[1:]):
            self.block(block)
            if isinstance(block, Paragraph) and isinstance(after, Grid):
                self._keep_with_next()

    def _keep_with_next(self) -> None:
        """Keep the last paragraph, which introduces what follows, on the page where that begins."""
        self._file.paragraphs[-1].paragraph_format.keep_with_next = True

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block.text, block.level - 1, block.mark, new_page=block.mark in {"commitments", "annex"})
            case Paragraph():
                self.paragraph(block.line, {"note": "Report Note", "lead": "Report Lead"}.get(block.role, "Normal"))
            case Bullets():
                for item in block.items:
                    self.paragraph(item, "List Bullet")
            case Grid():
                self._grid(block)
            case Figure():
                self._figure(block)
            case Box():
                self._box(block)
            case Fold():
                self.paragraph((Run(text=block.summary, strong=True),))
                self._keep_with_next()
                self.blocks(block.blocks)

    def heading(self, text: str, level: int, mark: str = "", *, new_page: bool = False) -> None:
        heading = self._file.add_heading("", level)
        heading.paragraph_format.page_break_before = new_page or None
        self._fill(heading, (Run(text=text, mark=mark or None),))

    def paragraph(self, line: Line, style: str = "Normal") -> Any:
        found = self._file.add_paragraph(style=style)
        self._fill(found, line)
        return found

    def _box(self, box: Box) -> None:
        first = len(self._file.paragraphs)
        self.heading(box.title, 2)
        self.blocks(box.blocks)
        for paragraph in self._file.paragraphs[first:]:
            _ruled(paragraph._p.get_or_add_pPr(), "right" if self._right_to_left else "left")

    def _figure(self, figure: Figure) -> None:
        picture = self._file.add_picture(
            io.BytesIO(as_picture(figure.svg)), width=Cm(10.2 * self._smaller if figure.small else 14.6)
        )
        picture._inline.docPr.set("descr", figure.alt)
        self._directed(self._file.paragraphs[-1])
        self.paragraph((Run(text=figure.caption),), "Report Caption")

    def _directed(self, paragraph: Any) -> None:
        if self._right_to_left:
            paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)

    def _fill(self, paragraph: Any, line: Line) -> None:
        self._directed(paragraph)
        for run in line:
            if run.mark is not None:
                self._mark(paragraph, run.mark)
            written = paragraph.add_run(run.text)
            written.bold = run.strong or None
            if run.verbatim and run.href is None:
                written.font.name, written.font.size = "Consolas", Pt(8)
            self._speaks(written, run)
            if run.href is not None:
                self._link(paragraph, written, run.href)

    def _speaks(self, written: Any, run: Run) -> None:
        """Tell the direction and the language of a piece of text, for spelling and for reading aloud."""
        properties = written._r.get_or_add_rPr()
        if self._right_to_left and run.lang is None:
            properties.append(OxmlElement("w:rtl"))
        if run.lang is not None:
            tongue = OxmlElement("w:lang")
            tongue.set(qn("w:val"), run.lang)
            properties.append(tongue)

    def _link(self, paragraph: Any, written: Any, href: str) -> None:
        link = OxmlElement("w:hyperlink")
        if href.startswith("#"):
            link.set(qn("w:anchor"), _bookmark(href[1:]))
        elif is_web_address(href):
            link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        else:
            return
        written.font.color.rgb = _LINK
        paragraph._p.append(link)
        link.append(written._r)

    def _mark(self, paragraph: Any, mark: str) -> None:
        self._marks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            place = OxmlElement(tag)
            place.set(qn("w:id"), str(self._marks))
            if tag == "w:bookmarkStart":
                place.set(qn("w:name"), _bookmark(mark))
            paragraph._p.append(place)

    def _grid(self, grid: Grid) -> None:
        table = self._file.add_table(rows=1 + len(grid.rows), cols=len(grid.columns))
        table.autofit = False
        weights = grid.weights
        widths = [Cm(_WIDTH * weight / sum(weights)) for weight in weights]
        if self._right_to_left:
            table._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))  # after the style: Word wants an order
        _lined(table._tbl.tblPr)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        lines = [tuple((Run(text=text, strong=True),) for text in grid.columns), *grid.rows]
        # Asked for once: python-docx counts all cells of the table each time one is asked for.
        cells = iter(table._cells)
        # By its name in the file: python-docx looks through all styles each time it is given one.
        style = self._file.styles["Report Cell"].style_id
        for line in lines:
            for n, text in enumerate(line):
                place = next(cells)
                place.width = widths[n]
                paragraph = place.paragraphs[0]
                paragraph._p.style = style
                self._fill(paragraph, text)
                if n in grid.numeric:
                    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
                if line is lines[0]:
                    _shaded(place._tc.get_or_add_tcPr())
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.paragraph((), "Report Cell")


#: What Word wants after the direction of a paragraph.
_AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:outlineLvl",
    "w:rPr",
)
#: Word takes forty letters of a bookmark.
_BOOKMARK = 40


def _bookmark(mark: str) -> str:
    """Return a mark as Word takes it: letters, digits and lines below, and not too many; unlike marks stay unlike."""
    plain = "".join(sign if sign.isalnum() else "_" for sign in mark)
    if len(plain) <= _BOOKMARK:
        return plain
    return f"{plain[: _BOOKMARK - 9]}_{zlib.crc32(mark.encode()):08x}"


def _sized(style: Any, points: float) -> None:
    """Give a style its size in every script: Word keeps that of Arabic letters apart."""
    style.font.size = Pt(points)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(points * 2)))
    style.element.get_or_add_rPr().find(qn("w:sz")).addnext(size)


def _lined(properties: Any) -> None:
    """Give a table thin lines between its rows, and none beside."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D4DCE3")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription"
    )
    # Word leaves more beside a text than the width of a column counts: words would break.
    room = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        for name, value in (("w", "50"), ("type", "dxa")):
            margin.set(qn(f"w:{name}"), value)
        room.append(margin)
    properties.insert_element_before(room, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _shaded(properties: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F3F6F9")):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _ruled(properties: Any, side: str) -> None:
    """Set a paragraph apart: a line beside it, and a tint behind."""
    borders = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "14446E")):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F3F6F9")):
        shade.set(qn(f"w:{name}"), value)
    for part in (borders, shade):
        properties.insert_element_before(part, "w:tabs", "w:suppressAutoHyphens", "w:bidi", *_AFTER_BIDI)
