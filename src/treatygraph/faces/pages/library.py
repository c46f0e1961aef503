"""The pages of the question library, of one question with its answer, of the editor, and of any thing by its IRI."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.faces.arranging import arrangement
from treatygraph.faces.pages.of import page_of
from treatygraph.faces.pages.snippets import snippets
from treatygraph.faces.pages.told import SHOWN, answer, cell
from treatygraph.faces.pages.view import View
from treatygraph.faces.web import graphs
from treatygraph.faces.web.refusals import RefusedError, refusal_of
from treatygraph.facts.treaty_names import chapter_order
from treatygraph.graph.store import Value
from treatygraph.graph.terms import NS
from treatygraph.graph.triples import triples_of
from treatygraph.questions.ask import described, filled
from treatygraph.questions.catalogue import descriptions, find_question, library
from treatygraph.questions.columns import column
from treatygraph.questions.parameters import given, told_with
from treatygraph.questions.question import ColumnKind, Parameter, Question
from treatygraph.settings import BASE_IRI


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
    chosen = told_with(view.register, asked, values)
    problem, sparql, found = None, asked.sparql or "", None
    terms: Sequence[Sequence[Value | None]] = ()
    try:
        if asked.law is not None:
            found = await run_in_threadpool(asked.law, view.concluded, given(view.register, asked, values))
        else:
            sparql = filled(view.register, asked, values)
            found, rows = await view.edition.told(asked, sparql, values)
            terms = rows.rows
    except TreatygraphError as error:
        problem = refusal_of(error)
        if problem.status >= 500:
            raise
    return {
        "asked": asked,
        "chosen": chosen,
        "answer": await run_in_threadpool(answer, view, found.columns, found.rows, terms) if found else None,
        "problem": problem,
        # The page is there: what a value of its form names is not.
        "answered_with": 200 if problem is None else 400 if problem.status == 404 else problem.status,
        "sparql": sparql,
        "parameters": urlencode(values),
        "arranged": urlencode({**values, **arrangement(view.asked)}),
        "snippets": snippets(asked.id, chosen),
        "editor": view.to("editor", query=re.sub(r"^#\+.*\n", "", sparql, flags=re.M).lstrip("\n")) if sparql else None,
        "heading": lambda name: column(name).label(view.language),
        "choices": {p.name: choices(view, p) for p in asked.parameters},
    }


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
