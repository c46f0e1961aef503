"""The page of the editor: the questions as examples, and what the script beside it offers and says."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any, cast

from starlette.concurrency import run_in_threadpool

from treatygraph.faces.pages.library import questions
from treatygraph.faces.pages.view import View
from treatygraph.graph.terms import NS, PREFIXES
from treatygraph.graph.triples import triples_of
from treatygraph.questions.ask import described
from treatygraph.questions.catalogue import descriptions, find_question, library
from treatygraph.questions.question import Question
from treatygraph.settings import BASE_IRI

#: Words of the language that are offered while one writes.
WORDS = (
    *(
        "SELECT",
        "SELECT DISTINCT",
        "WHERE",
        "FILTER",
        "FILTER NOT EXISTS",
        "OPTIONAL",
        "UNION",
        "MINUS",
        "GRAPH",
        "BIND",
    ),
    *(
        "VALUES",
        "ORDER BY",
        "GROUP BY",
        "HAVING",
        "LIMIT",
        "OFFSET",
        "CONSTRUCT",
        "DESCRIBE",
        "ASK",
        "COUNT",
        "SUM",
        "MIN",
    ),
    *(
        "MAX",
        "AVG",
        "SAMPLE",
        "GROUP_CONCAT",
        "STR",
        "LANG",
        "LANGMATCHES",
        "DATATYPE",
        "BOUND",
        "IF",
        "COALESCE",
        "REGEX",
    ),
    *(
        "CONTAINS",
        "STRSTARTS",
        "STRENDS",
        "LCASE",
        "UCASE",
        "YEAR",
        "MONTH",
        "DAY",
        "REPLACE",
        "CONCAT",
        "IN",
        "NOT IN",
    ),
)


async def editor(view: View) -> dict[str, Any]:
    """Make the editor, with the questions as examples; `question` names the one to begin with.

    Raises:
        UnknownNameError: No question has the name.
    """
    built = resources.files("treatygraph.faces.pages") / "built" / "yasgui.min.js"
    chosen = view.asked.get("question", "").strip()
    begin = find_question(chosen) if chosen else library()["status/parties-on-a-day"]
    example = view.asked.get("query", "") or _short(view, begin)
    labels = await _labels(view)

    def made() -> dict[str, Any]:
        return _values(view, built.is_file(), example, labels)

    return await run_in_threadpool(made)


def _values(view: View, built: bool, example: str, labels: dict[str, dict[str, str]]) -> dict[str, Any]:
    themes = questions(view)["themes"]
    return {
        "built": built,
        "themes": themes,
        "example": example,
        "library": {
            "questions": {
                q.id: {"text": q.sentence(view.language), "sparql": _short(view, q)}
                for found in themes.values()
                for q in found
                if q.sparql is not None
            },
            "prefixes": dict(PREFIXES),
            "base": BASE_IRI,
            "language": view.language,
            "example": example,
            "terms": _terms(view, labels),
            "words": WORDS,
            "participants": {p.id: (p.m49, view.name(p.id)) for p in view.register.present.values()},
            "outlines": "/outlines.json",
            "texts": _texts(view),
        },
    }


def _short(view: View, question: Question) -> str:
    """Return a question as SPARQL with its summary and without the rest of its header."""
    body = re.sub(r"^#\+.*\n", "", question.sparql or "", flags=re.M).lstrip("\n")
    return f"# {question.sentence(view.language)}\n{body}"


def _terms(view: View, labels: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """Return the terms of ours, as a query writes them, with what each is called in the language of the page."""
    ours = [
        (f"tg:{iri.removeprefix(NS)}", told.get(view.language) or told.get("en", "")) for iri, told in labels.items()
    ]
    codes = [
        (f"concept:{term.scheme}\\/{term.code}", view.word(term.scheme, term.code))
        for term in view.register.facts.terms
    ]
    return sorted(ours) + sorted(codes)


async def _labels(view: View) -> dict[str, dict[str, str]]:
    """Return what each term of the ontology is called, by language; read once for an edition."""
    key = "labels of terms"
    if (kept := view.edition.kept.get(key)) is None:
        query = described(descriptions()["linked-data/graph"], "graph", f"{BASE_IRI}graph/ontology")
        raw = await view.edition.raw(query, rows=None, triples="nt")
        kept = await view.edition.once(key, lambda: json.dumps(_read(raw)).encode())
    return cast("dict[str, dict[str, str]]", json.loads(kept))


def _read(raw: bytes) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for s, p, o in triples_of(raw):
        if s.text.startswith(NS) and p.text.endswith("#label"):
            labels.setdefault(s.text, {})[o.language or "en"] = o.text
    return labels


def _texts(view: View) -> dict[str, str]:
    """Return what the script says, in the language of the page."""
    say = view.say
    return {
        "answer": say("Answer"),
        "query": say("Query"),
        "table": say("Table"),
        "map": say("Map"),
        "timeline": say("Timeline"),
        "chart": say("Chart"),
        "rows": say("%n rows."),
        "rows_by_year": say("rows by year"),
        "in_seconds": say("%s s"),
        "first": say("the first %n"),
        "whole_iris": say("Whole IRIs"),
        "link": say("Link to this query"),
        "none": say("No row answers."),
        "yes": say("yes"),
        "no": say("no"),
        "asking": say("Asking …"),
        "stop": say("Stop"),
        "stopped": say("Stopped."),
        "refused": say("The query was refused (%s)."),
        "cannot_read": say("Line %l, column %c cannot be read."),
        "no_answer": say("The server did not answer. Try again, or ask for less."),
        "not_in": say("not in the answer"),
        "outlines": say("Outlines: Natural Earth. They imply no opinion on the status of any territory."),
    }
