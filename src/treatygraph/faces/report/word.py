"""A document as a Word file (docx); drawings are left out, since the tables say the same."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from treatygraph.faces.report.document import (
    Block,
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
from treatygraph.questions.named import is_web_address

_LINK, _SOFT = RGBColor(0x0B, 0x53, 0x94), RGBColor(0x50, 0x60, 0x6D)
#: Stands where a file format wants a day of making: the same report is the same bytes.
_MADE = datetime(2000, 1, 1)
_FONTS = {"zh": "Microsoft YaHei", "ar": "Arial"}


def as_word(document: Document) -> bytes:
    """Return the document as a Word file."""
    writer = _Writer(document)
    writer.heading(document.title, 0)
    writer.paragraph((Run(text=document.subtitle),))
    writer.paragraph((Run(text=document.description),), soft=True)
    for block in document.blocks:
        writer.block(block)
    writer.paragraph((Run(text=document.footer),), soft=True)
    return writer.bytes()


class _Writer:
    """Writes blocks into a file of python-docx."""

    def __init__(self, document: Document) -> None:
        self._file: Any = docx.Document()
        self._right_to_left = document.direction == "rtl"
        for section in self._file.sections:
            section.left_margin = section.right_margin = Cm(1.8)
            section.page_width, section.page_height = Cm(21), Cm(29.7)
        normal = self._file.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(9.5)
        font = _FONTS.get(document.language)
        if font is not None:
            normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
            normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), font)
        about = self._file.core_properties
        about.title, about.author, about.language = document.title, "treatygraph", document.language
        about.created = about.modified = _MADE
        about.last_modified_by, about.comments = "treatygraph", document.footer

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

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block.text, block.level - 1)
            case Paragraph():
                self.paragraph(block.line, soft=block.role == "note")
            case Bullets():
                for item in block.items:
                    self._fill(self._file.add_paragraph(style="List Bullet"), item)
            case Grid():
                self._grid(block)
            case Figure():
                return
            case Fold():
                self.paragraph((Run(text=block.summary, strong=True),))
                for inner in block.blocks:
                    self.block(inner)

    def heading(self, text: str, level: int) -> None:
        self._directed(self._file.add_heading(text, level))

    def paragraph(self, line: Line, *, soft: bool = False) -> None:
        self._fill(self._file.add_paragraph(), line, soft=soft)

    def _directed(self, paragraph: Any) -> None:
        if self._right_to_left:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))

    def _fill(self, paragraph: Any, line: Line, *, soft: bool = False) -> None:
        self._directed(paragraph)
        for run in line:
            written = paragraph.add_run(run.text)
            written.bold = run.strong or None
            if soft:
                written.font.color.rgb = _SOFT
            if self._right_to_left and run.lang is None:
                written._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
            if run.href is not None and is_web_address(run.href):
                written.font.color.rgb = _LINK
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
                paragraph._p.append(link)
                link.append(written._r)

    def _grid(self, grid: Grid) -> None:
        table = self._file.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style="Light List Accent 1")
        table.autofit = False
        weights = grid.weights
        whole = sum(weights)
        lines = [tuple((Run(text=text, strong=True),) for text in grid.columns), *grid.rows]
        if self._right_to_left:
            table._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))  # after the style: Word wants an order
        for n, column in enumerate(table.columns):
            column.width = Cm(17.4 * weights[n] / whole)
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            look.set(qn("w:firstColumn"), "0")
        # Asked for once: python-docx counts all cells of the table each time one is asked for.
        cells = iter(table._cells)
        for line in lines:
            for n, text in enumerate(line):
                place = next(cells)
                place.width = Cm(17.4 * weights[n] / whole)
                paragraph = place.paragraphs[0]
                self._fill(paragraph, text)
                if n in grid.numeric:
                    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._file.add_paragraph()
