"""The pages of the question library, of one question with its answer, of the editor, and of any thing by its IRI."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.faces.pages.of import page_of
from treatygraph.faces.pages.snippets import snippets
from treatygraph.faces.pages.tables import Choice, arranged, counted, facet
from treatygraph.faces.pages.view import View
from treatygraph.faces.render import plain
from treatygraph.faces.web import graphs
from treatygraph.faces.web.refusals import RefusedError, refusal_of
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.facts.treaty_names import chapter_order
from treatygraph.graph.store import Value
from treatygraph.graph.terms import CONCEPT, DATA, NS, PREFIXES
from treatygraph.graph.triples import triples_of
from treatygraph.questions.ask import described, filled
from treatygraph.questions.catalogue import descriptions, find_question, library
from treatygraph.questions.columns import column
from treatygraph.questions.named import is_web_address
from treatygraph.questions.parameters import given, told_with
from treatygraph.questions.question import Column, ColumnKind, Parameter, Question
from treatygraph.questions.question import Value as Plain
from treatygraph.settings import BASE_IRI

#: Rows of an answer shown on a page; all are in the CSV and JSON.
SHOWN = 500


def questions(view: View) -> dict[str, Any]:
    """Make the list of questions by theme."""
    themes: dict[str, list[Question]] = {}
    for question in library().values():
        themes.setdefault(question.id.partition("/")[0], []).append(question)
    return {"themes": themes}


async def question(view: View) -> dict[str, Any]:
    """Make the page of a question: its form, its answer, its SPARQL.

    The answer is sorted by `_sort=column` (backwards `_sort=-column`) and narrowed by `_column=value`.
    """
    asked = find_question(view.path["id"])
    known = {p.name for p in asked.parameters}
    values = {name: text for name, text in view.asked.items() if text.strip() and not name.startswith("_")}
    for name in values:
        if name not in known:
            has = ", ".join(sorted(known)) or "-"
            raise RefusedError(400, view.say("Unknown parameter"), f"{name[:40]!r}: {asked.id} ({has})")
    shown = told_with(view.register, asked, values)
    problem, sparql, answer = None, asked.sparql or "", None
    try:
        if asked.law is not None:
            found = await run_in_threadpool(asked.law, view.concluded, given(view.register, asked, values))
            answer = Told(view, found.columns, found.rows, _told)
        else:
            sparql = filled(view.register, asked, values)
            rows = (await view.edition.select(sparql)).rows
            answer = Told(view, asked.columns, rows, _cells)
    except TreatygraphError as error:
        problem = refusal_of(error)
        if problem.status >= 500:
            raise
    return {
        "asked": asked,
        "shown": shown,
        "columns": asked.headed(view.register.in_depth),
        "answer": await run_in_threadpool(answer.arranged) if answer is not None else None,
        "problem": problem,
        "sparql": sparql,
        "parameters": urlencode(values),
        "snippets": snippets(asked.id, shown),
        "editor": view.to("editor", query=re.sub(r"^#\+.*\n", "", sparql, flags=re.M).lstrip("\n")) if sparql else None,
        "heading": lambda name: column(name).label(view.language),
        "choices": {p.name: choices(view, p) for p in asked.parameters},
    }


#: A cell as it is shown: text, address, language, whether it is a number.
_Cell = tuple[str, str, str, bool]
#: Kinds of column by whose values the rows of an answer can be narrowed, where these are few.
_NARROWING = frozenset(
    {ColumnKind.CODE, ColumnKind.TREATY, ColumnKind.REGION, ColumnKind.TRUTH, ColumnKind.CHAPTER, ColumnKind.SOURCE}
)
#: So many values make a facet at most, so many facets a page; and of more rows names are sorted by their letters alone.
_VALUES, _FACETS, _BY_NAME = 60, 4, 2_000


class Told:
    """An answer on a page: narrowed and sorted by its values, then told in the language for the rows that are shown."""

    def __init__(self, view: View, columns: tuple[Column, ...], rows: Sequence[Any], told: Callable[..., Any]) -> None:
        self._view, self._columns, self._rows, self._told = view, columns, rows, told

    def arranged(self) -> dict[str, Any]:
        """Return the table and its facets.

        Raises:
            RefusedError: The address narrows by what is no column.
        """
        view, names = self._view, [c.name for c in self._columns]
        every, kept = len(self._rows), self._rows
        for name in (n for n in view.asked if n.startswith("_") and n not in {"_sort", "_page"}):
            if name[1:] not in names:
                raise RefusedError(400, view.say("Unknown parameter"), f"{name[:40]!r} ({', '.join(names)})")
            kept = [row for row in kept if plain(self._value(row, names.index(name[1:]))) == view.asked[name]]
        facets: list[tuple[str, tuple[Choice, ...]]] = []
        for n, headed in enumerate(self._columns):
            if headed.kind in _NARROWING and not headed.many and len(facets) < _FACETS:
                counts = counted(plain(self._value(row, n)) for row in kept)
                if len(counts) <= _VALUES and (1 < len(counts) < len(kept) or f"_{headed.name}" in view.asked):
                    facets.append(
                        (f"_{headed.name}", facet(view, f"_{headed.name}", counts, self._word(n), prefix="_"))
                    )
        by_name = {c.name for c in self._columns if c.kind is ColumnKind.TEXT} if len(kept) <= _BY_NAME else set()
        keys = {c.name: self._key(n, c.name in by_name) for n, c in enumerate(self._columns)}
        # As the answer stands, where nothing else is asked.
        keys[""] = lambda _: 0
        table = arranged(view, kept, keys, by="", names=by_name, size=SHOWN, prefix="_")
        return {
            "table": table,
            "rows": [self._told(view, self._columns, row) for row in table.rows],
            "facets": facets,
            "headings": {f"_{c.name}": c.label(view.language) for c in self._columns},
            "every": every,
        }

    def _value(self, row: Any, n: int) -> Plain:
        found = row[n]
        return found.text if isinstance(found, Value) else found

    def _word(self, n: int) -> Callable[[str], str]:
        headed, view = self._columns[n], self._view

        def told(code: str) -> str:
            if headed.kind is ColumnKind.TREATY and code in view.register.treaties:
                return view.treaty(code)
            if headed.kind is ColumnKind.REGION:
                return view.region(code) or code
            known = headed.scheme is not None and f"{headed.scheme}/{code}" in view.register.terms
            return view.word(headed.scheme or "", code) if known else view.say(code)

        return told

    def _key(self, n: int, name: bool) -> Callable[[Any], Any]:
        headed = self._columns[n]

        def key(row: Any) -> Any:
            value = self._value(row, n)
            if value in (None, ""):
                return None
            if headed.kind in {ColumnKind.NUMBER, ColumnKind.DECIMAL}:
                return float(str(value))
            return str(self._told(self._view, self._columns, row)[n][0]) if name else plain(value)

        return key


def choices(view: View, parameter: Parameter) -> list[tuple[str, str]] | None:
    """Return what a parameter can be chosen from, as (name, value); None where it is written."""
    register = view.register
    match parameter.kind:
        case ColumnKind.PARTICIPANT:
            return [(view.name(p), p) for p in view.by_name(register.present)]
        case ColumnKind.TREATY:
            return [(view.treaty(t), t) for t in register.treaties]
        case ColumnKind.REGION:
            regions = [(view.region(r.id), r.id) for r in register.facts.regions]
            return view.sorted(regions, lambda pair: pair[0])
        case ColumnKind.CHAPTER:
            known = sorted(register.chapters.values(), key=lambda c: chapter_order(c.id))
            return [(f"{c.id} {view.text_of(c, 'title')}", c.id) for c in known]
        case ColumnKind.SET:
            return [(view.text_of(s, "title"), s.id) for s in register.sets.values()]
        case ColumnKind.TRUTH:
            return [(view.say("yes"), "yes")]
        case ColumnKind.CODE if parameter.scheme is not None:
            terms = [t for t in register.facts.terms if t.scheme == parameter.scheme]
            return view.sorted([(view.word(t.scheme, t.code), t.code) for t in terms], lambda pair: pair[0])
    return None


def _cells(view: View, columns: tuple[Column, ...], row: tuple[Value | None, ...]) -> list[tuple[str, str, str, bool]]:
    """Return (text, address, language, whether it is a number) of each cell of a row."""
    found = []
    codes = {
        headed.name: value.text for headed, value in zip(columns, row, strict=True) if value and value.kind == "literal"
    }
    for headed, value in zip(columns, row, strict=True):
        text, address, language = cell(view, value)
        if value is not None and value.kind == "literal":
            if told := _worded(view, headed, text, codes):
                text, language = told, ""
            address = _page_of(view, headed.kind, value.text) or address
            if headed.scheme is not None and f"{headed.scheme}/{value.text}" in view.register.terms:
                text = view.word(headed.scheme, value.text)
        found.append((text, address, language, headed.kind in {ColumnKind.NUMBER, ColumnKind.DECIMAL}))
    return found


def _told(view: View, columns: tuple[Column, ...], row: tuple[Plain, ...]) -> list[tuple[str, str, str, bool]]:
    """Return (text, address, language, whether it is a number) of each cell of a row that the law gives."""
    found = []
    codes = {headed.name: str(value) for headed, value in zip(columns, row, strict=True) if value is not None}
    for headed, value in zip(columns, row, strict=True):
        text = plain(value)
        address = _page_of(view, headed.kind, text) if text else ""
        text = (_worded(view, headed, text, codes) if text else "") or text
        if headed.scheme is not None and not headed.many and f"{headed.scheme}/{text}" in view.register.terms:
            text = view.word(headed.scheme, text)
        found.append((text, address, "", headed.kind in {ColumnKind.NUMBER, ColumnKind.DECIMAL}))
    return found


def _worded(view: View, headed: Column, text: str, codes: Mapping[str, str]) -> str:
    """Return a cell in the language of the page where the data or a catalogue has it so; nothing where neither has.

    What names a participant, treaty or obligation is told from the code in the column that it stands beside.
    """
    if view.language == OWN_LANGUAGE:
        return ""
    register, (base, _, kind) = view.register, headed.name.rpartition("_")
    if kind == "name" and codes.get(base) in register.participants:
        return view.name(codes[base])
    if kind == "title" and codes.get(base) in register.treaties:
        return view.treaty(codes[base])
    if kind == "summary" and (obligation := register.obligations.get(codes.get("obligation", ""))) is not None:
        return view.text_of(obligation, "summary")
    if text.startswith("art. "):
        return view.passage(text)
    if headed.many and headed.scheme is not None:
        return "; ".join(view.word(headed.scheme, part) for part in text.split(";"))
    return view.say(text) if headed.kind in {ColumnKind.CODE, ColumnKind.TRUTH} and headed.scheme is None else ""


def _page_of(view: View, kind: ColumnKind, code: str) -> str:
    """Return the address of the page of what a cell names, or nothing."""
    register = view.register
    if kind is ColumnKind.PARTICIPANT and code in register.participants:
        return view.to("participant", code)
    if kind is ColumnKind.TREATY and code in register.treaties:
        return view.to("treaty", code)
    if kind is ColumnKind.OBLIGATION and code in register.obligations:
        return view.to("obligation", code)
    if kind is ColumnKind.PROVISION and code in register.provisions:
        return view.to("provision", code)
    if kind is ColumnKind.STATEMENT and code in register.statements:
        return view.row("statements", code)
    if kind is ColumnKind.SOURCE and code in register.sources:
        return view.row("sources", code)
    return ""


def cell(view: View, value: Value | None) -> tuple[str, str, str]:
    """Return (text, address, language) of a term: IRIs and codes of ours lead to their pages, others out."""
    if value is None:
        return "", "", ""
    if value.kind != "iri":
        return value.text, "", value.language
    if value.text.startswith((DATA, CONCEPT)):
        return value.text.removeprefix(BASE_IRI), view.thing(value.text), ""
    if value.text.startswith(NS):
        return "tg:" + value.text.removeprefix(NS), view.to("thing/ns") + "#" + value.text.removeprefix(NS), ""
    for prefix, base in PREFIXES.items():
        if value.text.startswith(base):
            return f"{prefix}:{value.text.removeprefix(base)}", value.text, ""
    # Only addresses of the web become links: an IRI may be javascript: too.
    return value.text, value.text if is_web_address(value.text) else "", ""


async def thing(view: View) -> dict[str, Any]:
    """Make the page of an IRI of ours: what the graph says of it, and what points to it.

    Raises:
        RefusedError: Nothing has the IRI (404, with what may have been meant).
    """
    path = view.path["path"]
    iri = f"{BASE_IRI}{'graph/ontology' if path == 'ns' else path}"
    whole = path.startswith("graph/")
    if path == "ns":
        query = described(descriptions()["linked-data/graph"], "graph", iri)
    elif whole:
        query = described(descriptions()["linked-data/beginning-of-a-graph"], "graph", iri)
    else:
        query = described(descriptions()["linked-data/description"], "thing", iri)
    found = triples_of(await view.edition.raw(query, rows=None, triples="nt"))
    if not found:
        raise UnknownNameError("IRI", iri)
    if path == "ns":
        terms: dict[str, list[tuple[Value, Value]]] = {}
        for s, p, o in found:
            if s.text.startswith(NS):
                terms.setdefault(s.text, []).append((p, o))
        return {"iri": f"{BASE_IRI}ns", "terms": terms, "cell": lambda v: cell(view, v), "page": None, "path": path}
    number = (await graphs.size(view.edition, iri) if whole else None) or len(found)
    shown = found[:SHOWN] if whole else sorted(t for t in found if t[0].text == iri)
    return {
        "iri": iri,
        "path": path,
        "about": shown,
        "points": sorted(t for t in found if t[2].text == iri and t[0].text != iri),
        "number": number,
        "large": whole and graphs.is_large(number),
        "whole": whole,
        "label": _label(view, found, iri),
        "page": page_of(view, path),
        "cell": lambda value: cell(view, value),
    }


def _label(view: View, found: list[tuple[Value, Value, Value]], iri: str) -> str:
    """Return what a thing is called in the language of the page, in English, or by the end of its IRI."""
    names = ("#label", "#prefLabel", "/title", "#shortTitle", "#summary")
    best: dict[str, str] = {}
    for s, p, o in found:
        if s.text == iri and o.kind == "literal" and p.text.endswith(names):
            best.setdefault(o.language or "en", o.text)
    return best.get(view.language) or best.get("en") or iri.removeprefix(BASE_IRI)
