"""A document as HTML: one file that needs nothing around it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from treatygraph.faces.report.document import Box, Bullets, Document, Figure, Fold, Grid, Heading, Line, Paragraph, Run
from treatygraph.faces.report.wording import Wording

_HERE = "treatygraph.faces.report"
#: Where forms may be sent.
_SENT = {True: "'self'", False: "'none'"}


@cache
def _styles() -> str:
    return (resources.files(_HERE) / "templates" / "report.css").read_text(encoding="utf-8")


@cache
def policy(*, asking: bool = False) -> str:
    """Return what a browser may do with a report: apply its own styles, on a site send its form, and nothing else."""
    mark = base64.b64encode(hashlib.sha256(_styles().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action {_SENT[asking]}"


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    kinds = {
        "heading": Heading,
        "paragraph": Paragraph,
        "bullets": Bullets,
        "grid": Grid,
        "figure": Figure,
        "fold": Fold,
        "box": Box,
    }
    found.filters["whole"] = _whole
    found.filters["runs"] = _runs
    for name, kind in kinds.items():
        found.tests[name] = lambda block, kind=kind: isinstance(block, kind)
    return found


#: A citation such as `UNTOC art. 16(5)(a)` is written without breaks, and is no longer than this.
_CITATION = 40
#: A day as a language without spaces writes it; others keep theirs together by themselves.
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def _runs(line: Line) -> Markup:
    """Return a line; in Python, since a report has ten thousand of them and a template takes thrice as long."""
    return Markup("".join(_run(run) for run in line))  # noqa: S704 (each part is escaped)


def _run(run: Run) -> str:
    mark = f' id="{escape(run.mark)}"' if run.mark else ""
    lang = f' lang="{escape(run.lang)}"' if run.lang else ""
    if run.href:
        hint = f' title="{escape(run.hint)}"' if run.hint else ""
        text = f'<a href="{escape(run.href)}"{mark}{lang}{hint}>{_whole(run.text)}</a>'
    elif run.verbatim:
        text = f"<code{mark}>{escape(run.text)}</code>"
    else:
        text = f"<span{mark}{lang}>{_whole(run.text)}</span>" if mark or lang else _whole(run.text)
    return f"<strong>{text}</strong>" if run.strong else text


@lru_cache(maxsize=8192)
def _whole(text: str) -> Markup:
    """Return a text with each day, or the whole of a citation, kept on one line."""
    if "\u00a0" in text and len(text) <= _CITATION:
        return Markup('<span class="d">{}</span>').format(text)
    return Markup(_DAY.sub(r'<span class="d">\g<0></span>', str(escape(text))))  # noqa: S704 (escaped, and digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A page beside a report on a site: its address, what it is called, its language, and whether it is this one."""

    address: str
    text: str
    lang: str | None = None
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of a site that asks for the same report about other days: what it was asked with, by parameter."""

    words: Wording
    day: str
    asked: Mapping[str, str]
    #: Whether treaties can be asked for to be told in full: where more are read than are told so.
    many: bool = False


def as_html(document: Document, beside: Sequence[Beside] = (), form: Form | None = None) -> bytes:
    """Return the document as one HTML file, in UTF-8; on a site, with the ways to the pages beside it, and a form."""
    template = _environment().get_template("report.html")
    values = {"policy": policy(asking=form is not None), "beside": beside, "form": form}
    return (template.render(d=document, styles=_styles(), **values).strip() + "\n").encode()


def as_index(
    words: Wording,
    rows: list[tuple[str, str, list[tuple[str, str]]]],
    others: list[tuple[str, str, str]],
    day: str,
    version: str,
) -> bytes:
    """Return a page that leads to reports.

    Args:
        words: The language.
        rows: Name of the participant, address of its report, and (treaty, status) for each treaty.
        others: Code, name and address of the same page in other languages.
        day: The day of the reports.
        version: The version of the build.
    """
    template = _environment().get_template("index.html")
    treaties = [treaty for treaty, _ in rows[0][2]] if rows else []
    values = {"words": words, "rows": rows, "others": others, "day": day, "version": version, "treaties": treaties}
    return (template.render(styles=_styles(), policy=policy(), **values).strip() + "\n").encode()
