"""The questions as an API, in JSON or CSV: `/api/questions/{id}?participant=CHE`; and its OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from treatygraph import __version__
from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.faces.arranging import MARK, SORT, arranged
from treatygraph.faces.endpoint.sparql import unless_gone
from treatygraph.faces.render import as_csv, as_json
from treatygraph.faces.spreadsheet import as_csv_for_excel
from treatygraph.faces.web.apart import TooMuchError, apart
from treatygraph.faces.web.conditional import headers_of, unchanged
from treatygraph.faces.web.engine.model import SHEET_TYPES, Limits, TooMuchMemoryError
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.faces.web.fair import sender_of
from treatygraph.faces.web.negotiate import media_type
from treatygraph.faces.web.refusals import RefusedError, as_problem, refusal_of
from treatygraph.faces.web.site import Edition, Site
from treatygraph.faces.workbook import as_workbook
from treatygraph.questions.ask import filled
from treatygraph.questions.catalogue import find_question, library
from treatygraph.questions.parameters import default_of, given
from treatygraph.questions.question import Column, ColumnKind, Parameter, Question, Table

_TYPES = ("application/json", "text/csv")
#: What may be named as format; `csv-bom` is CSV for spreadsheets.
_FORMS = {"json": "application/json", "csv": "text/csv", "csv-bom": "text/csv", "xlsx": SHEET_TYPES["xlsx"]}

#: A workbook of more cells than these is made in a process of its own, with so many seconds of a core and megabytes.
_SMALL, _SECONDS, _MEGABYTES = 50_000, 60, 1536
#: One of them at a time, and one of an address; so many wait, and so many of one address.
_BOOKS = Turnstile(1, Limits(each_address=1, each_waiting=2, waiting=32, waiting_seconds=30.0))


async def listing(request: Request) -> Response:
    """List the questions with their parameters and columns."""
    return await _json(request, _listed)


def _listed(site: Site) -> object:
    register = site.edition.register
    return [
        {
            "id": q.id,
            "summary": q.sentence(),
            "summaries": dict(q.sentences),
            "description": q.description,
            "tags": list(q.tags),
            "parameters": [
                {
                    "name": p.name,
                    "type": p.kind,
                    **({"scheme": p.scheme} if p.scheme else {}),
                    "example": p.example,
                    "default": default_of(register, p),
                    "description": p.description,
                }
                for p in q.parameters
            ],
            "columns": [
                {
                    "name": c.name,
                    "type": c.kind,
                    **({"scheme": c.scheme} if c.scheme else {}),
                    **({"many": True} if c.many else {}),
                    "labels": dict(c.labels),
                }
                for c in q.columns
            ],
            "address": f"/api/questions/{q.id}",
        }
        for q in library().values()
    ]


async def _json(request: Request, told: Callable[[Site], object]) -> Response:
    """Answer with what is the same for all who ask; it is of half a megabyte, and made once."""
    site: Site = request.app.state.site
    headers = headers_of(site.edition.version, request.url.path, vary="")
    if (known := unchanged(request, headers)) is not None:
        return known

    def made() -> bytes:
        return json.dumps(told(site), ensure_ascii=False, indent=1).encode() + b"\n"

    return Response(await site.edition.once(headers["ETag"], made), 200, headers, "application/json")


async def question(request: Request) -> Response:
    """Answer a question."""
    site: Site = request.app.state.site
    edition = site.edition
    try:
        asked = find_question(request.path_params["id"])
        values = parameters_of(request)
        form = values.pop("format", None)
        if form is not None and form not in _FORMS:
            raise RefusedError(400, "Unknown format", f"{form[:40]!r}: use {', '.join(_FORMS)}.")
        kind = _FORMS[form] if form else media_type(request.headers.get("accept"), _TYPES)
        if kind is None:
            raise RefusedError(406, "Not acceptable", f"Answers are given as {' and '.join(_TYPES)}.")
        shown = {name: values.pop(name) for name in [*values] if name.startswith(MARK)}
        query = query_of(site, asked, values)
        headers = headers_of(edition.version, f"{query} {shown}" if shown else query, form or kind)
        if (known := unchanged(request, headers)) is not None:
            return known
        table = await _answered(request, asked, values, query)
        if shown:
            table = await run_in_threadpool(arranged, table, shown, edition.register)
        if kind == "text/csv":
            text = await run_in_threadpool(as_csv_for_excel if form == "csv-bom" else as_csv, table)
            return Response(text, 200, headers, "text/csv; charset=utf-8; header=present")
        if form == "xlsx":
            book = await workbook(table, sender_of(request))
            headers["Content-Disposition"] = f'attachment; filename="{asked.id.replace("/", "-")}.xlsx"'
            return Response(book, 200, headers, kind)
        return Response(await run_in_threadpool(as_json, table), 200, headers, "application/json")
    except TreatygraphError as error:
        return as_problem(refusal_of(error))


async def workbook(table: Table, sender: str) -> bytes:
    """Return a table as a workbook: a large one is made in a process of its own, one at a time.

    Raises:
        TooMuchMemoryError: It takes more time or memory than it may.
        TooManyError: So many of this address wait already.
        BusyError: So many wait already, or the wait was too long.
    """
    if len(table.rows) * len(table.columns) <= _SMALL:
        return await run_in_threadpool(as_workbook, table)
    await _BOOKS.enter(sender)
    try:
        return await run_in_threadpool(apart, as_workbook, table, seconds=_SECONDS, megabytes=_MEGABYTES)
    except TooMuchError:
        raise TooMuchMemoryError(
            f"A workbook of {len(table.rows)} rows takes more time or memory than it may. Take format=csv-bom, which "
            "spreadsheets open as well, or ask for fewer rows."
        ) from None
    finally:
        _BOOKS.leave(sender)


async def _answered(request: Request, asked: Question, values: dict[str, str], query: str) -> Table:
    edition: Edition = request.app.state.site.edition
    if asked.law is not None:
        return await run_in_threadpool(asked.law, edition.concluded, given(edition.register, asked, values))
    table, _ = await unless_gone(request, edition.told(asked, query, values))
    return table


def parameters_of(request: Request) -> dict[str, str]:
    """Return the parameters of a request, each given once.

    Raises:
        RefusedError: One is given twice.
    """
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise RefusedError(400, "A parameter twice", f"{name[:40]!r} is given twice. Give it once.")
        values[name] = value
    return values


def query_of(site: Site, asked: Question, values: dict[str, str]) -> str:
    """Return a question with its parameters set, as SPARQL; one that the law answers, with what was looked up.

    Raises:
        RefusedError: A value names nothing: the question is there, so this is a bad request and not a missing page.
    """
    try:
        if asked.law is not None:
            return f"{asked.id} {given(site.edition.register, asked, values)}"
        return filled(site.edition.register, asked, {k: v for k, v in values.items() if v.strip()})
    except UnknownNameError as error:
        raise RefusedError(400, "Unknown value", str(error)) from None


def document(site: Site) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the questions."""
    problem = {
        "description": "The request cannot be answered; the detail says why and what to do.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    paths: dict[str, Any] = {
        "/api/questions": {
            "get": {
                "operationId": "questions",
                "summary": "The library of questions with their parameters",
                "responses": {
                    "200": {
                        "description": "Every question.",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Question"}}
                            }
                        },
                    }
                },
            }
        }
    }
    for asked in library().values():
        paths[f"/api/questions/{asked.id}"] = {"get": _operation(site, asked, problem)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "treatygraph questions",
            "version": __version__,
            "description": "Which State is bound by which commitment, since when, towards whom, and why. "
            f"Edition {site.edition.version}, as of {site.edition.day}.",
        },
        "paths": paths,
        "components": {"schemas": _SCHEMAS},
    }


def _operation(site: Site, asked: Question, problem: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {
            "name": p.name,
            "in": "query",
            "description": p.description,
            "required": False,
            "example": p.example,
            "schema": {**_given(site, p), "default": default_of(site.edition.register, p)},
        }
        for p in asked.parameters
    ]
    names = [c.name for c in asked.headed(site.edition.register.in_depth)]
    sort = {
        "name": SORT,
        "in": "query",
        "description": "The column that the rows are sorted by; backwards with - before it. `_column=value` keeps the "
        "rows that have this value.",
        "required": False,
        "schema": {"type": "string", "enum": [*names, *(f"-{name}" for name in names)]},
    }
    form = {"name": "format", "in": "query", "required": False, "schema": {"type": "string", "enum": list(_FORMS)}}
    return {
        "operationId": asked.id.replace("/", "-"),
        "summary": asked.sentence(),
        "description": asked.description,
        "tags": list(asked.tags),
        "parameters": [*parameters, sort, form],
        "responses": {
            "200": {
                "description": asked.description,
                "content": {
                    "application/json": {"schema": _answer(site, asked)},
                    "text/csv": {"schema": {"type": "string"}},
                    SHEET_TYPES["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
                },
            },
            "400": problem,
            "406": problem,
            "503": problem,
            "504": problem,
        },
    }


def _given(site: Site, parameter: Parameter) -> dict[str, Any]:
    """Return the schema of a parameter: a day, a number, or a text that is looked up."""
    if parameter.kind is ColumnKind.DAY:
        return {"type": "string", "format": "date"}
    return {"type": "string", "maxLength": 200}


def _answer(site: Site, asked: Question) -> dict[str, Any]:
    """Return the schema of an answer: its rows have the columns of the question, and no others."""
    headed = asked.headed(site.edition.register.in_depth)
    row = {
        "type": "object",
        "required": [column.name for column in headed],
        "additionalProperties": False,
        "properties": {column.name: _cell(site, column) for column in headed},
    }
    properties = {"title": _TEXT, "rows": {"type": "array", "items": row}, "notes": {"type": "array", "items": _TEXT}}
    return {"type": "object", "required": list(properties), "properties": properties}


_CELLS: dict[ColumnKind, dict[str, Any]] = {
    ColumnKind.NUMBER: {"type": ["integer", "null"]},
    ColumnKind.DECIMAL: {"type": ["number", "null"]},
    ColumnKind.TRUTH: {"type": ["boolean", "null"]},
    # A day, a month or a year; the first and the last day it may be, of which one may not be known.
    ColumnKind.DAY: {
        "type": ["string", "null"],
        "pattern": r"^(\d{4}(-\d\d(-\d\d)?)?|\.\./\d{4}-\d\d-\d\d|\d{4}(-\d\d(-\d\d)?)?/(\d{4}(-\d\d(-\d\d)?)?|\.\.))$",
    },
}


def _cell(site: Site, column: Column) -> dict[str, Any]:
    """Return the schema of the cells of a column."""
    found: dict[str, Any] = {"title": column.label(), "x-kind": column.kind}
    found |= _CELLS.get(column.kind, {"type": ["string", "null"]})
    if column.kind is ColumnKind.CODE and column.scheme and not column.many:
        codes = sorted(t.code for t in site.edition.register.facts.terms if t.scheme == column.scheme)
        found["enum"] = [*codes, None]
    return found


_TEXT = {"type": "string"}
_SCHEMAS: dict[str, Any] = {
    "Question": {
        "type": "object",
        "required": ["id", "summary", "summaries", "description", "tags", "parameters", "columns", "address"],
        "properties": {
            "id": _TEXT,
            "summary": _TEXT,
            "description": _TEXT,
            "tags": {"type": "array", "items": _TEXT},
            "summaries": {"type": "object", "additionalProperties": _TEXT},
            "parameters": {"type": "array", "items": {"type": "object"}},
            "columns": {"type": "array", "items": {"type": "object"}},
            "address": _TEXT,
        },
    },
    "Problem": {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {"title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    },
}


async def openapi(request: Request) -> Response:
    """Return the OpenAPI document."""
    return await _json(request, document)
