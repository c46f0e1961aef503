"""A document as PDF/UA-1 (tagged, ISO 14289-1), set by Typst; fonts come from the system, a missing one is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from treatygraph.errors import TreatygraphError
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
)

_HERE = "treatygraph.faces.report"
#: Fonts that set a script, the preferred first. Libertinus Serif travels with Typst and sets Latin and Cyrillic.
_LATIN = ("Noto Sans", "Source Sans 3", "Open Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Libertinus Serif")
_SCRIPTS = {
    "zh": (
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
        "PingFang SC",
        "Microsoft YaHei",
        "WenQuanYi Zen Hei",
    ),
    "ar": ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "Geeza Pro", "Scheherazade New", "Arial", "DejaVu Sans"),
}
_PACKAGES = {"zh": "fonts-noto-cjk", "ar": "fonts-hosny-amiri"}


class MissingFontError(TreatygraphError):
    """No font of this system sets the script of a language."""


@cache
def families() -> frozenset[str]:
    """Return the families of fonts that Typst finds."""
    import typst

    return frozenset(typst.Fonts().families())


def fonts_for(language: str, known: frozenset[str]) -> list[str]:
    """Return the fonts that set a language, of those known.

    Raises:
        MissingFontError: None of them sets its script.
    """
    latin = [name for name in _LATIN if name in known] or ["Libertinus Serif"]
    if language not in _SCRIPTS:
        return latin
    own = [name for name in _SCRIPTS[language] if name in known]
    if not own:
        raise MissingFontError(
            f"No font here sets {language!r} in a PDF. Install one of {', '.join(_SCRIPTS[language][:4])} "
            f"(Debian: {_PACKAGES[language]}), or take --format html."
        )
    # Arabic fonts come first, since some Latin ones hold Arabic letters that do not join.
    return [*own, *latin] if language == "ar" else [*latin, *own]


def as_pdf(document: Document) -> bytes:
    """Return the document as PDF.

    Raises:
        MissingFontError: No font of this system sets the script of the language.
    """
    import typst

    body = {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "direction": document.direction,
        "description": document.description,
        "footer": document.footer,
        "fonts": fonts_for(document.language, families()),
        "blocks": [_plain(block) for block in document.blocks],
    }
    template = (resources.files(_HERE) / "templates" / "report.typ").read_bytes()
    # The day the file was made is left out: the same report is the same bytes.
    made: bytes = typst.compile(
        template,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"document": json.dumps(body, ensure_ascii=False)},
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
    )
    return made


def _plain(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text, "mark": block.mark}
        case Paragraph():
            return {"kind": "paragraph", "role": block.role, "line": _line(block.line)}
        case Bullets():
            return {"kind": "bullets", "items": [_line(item) for item in block.items]}
        case Grid():
            return {
                "kind": "grid",
                "columns": block.columns,
                "numeric": block.numeric,
                "weights": block.weights,
                "rows": [[{"line": _line(cell)} for cell in row] for row in block.rows],
            }
        case Figure():
            drawn = {"svg": block.svg, "alt": block.alt, "caption": block.caption, "small": block.small}
            return {"kind": "figure", **drawn}
        case Box():
            return {"kind": "box", "title": block.title, "blocks": [_plain(inner) for inner in block.blocks]}
        case Fold():
            return {"kind": "fold", "summary": block.summary, "blocks": [_plain(inner) for inner in block.blocks]}


def _line(line: Line) -> list[dict[str, Any]]:
    return list(_runs(line))


def _runs(line: Line) -> Iterator[dict[str, Any]]:
    for run in line:
        yield {
            "text": run.text,
            "href": run.href,
            "lang": run.lang,
            "strong": run.strong,
            "mark": run.mark,
            "verbatim": run.verbatim,
        }
