"""The questions as an API, in JSON or CSV: `/api/questions/{id}?participant=CHE`; and its OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from treatygraph import __version__
from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.faces.endpoint.sparql import entity_tag, unless_gone
from treatygraph.faces.render import as_csv, as_json
from treatygraph.faces.web.negotiate import media_type
from treatygraph.faces.web.refusals import RefusedError, as_problem, refusal_of
from treatygraph.faces.web.site import Site
from treatygraph.questions.ask import answer_table, filled
from treatygraph.questions.catalogue import Question, find_question, questions

_TYPES = ("application/json", "text/csv")


async def listing(request: Request) -> Response:
    """List the questions with their parameters."""
    body = [
        {
            "id": q.id,
            "summary": q.summary,
            "description": q.description,
            "tags": list(q.tags),
            "parameters": [
                {"name": p.name, "type": p.type, "example": p.example, "description": p.description}
                for p in q.parameters
            ],
            "address": f"/api/questions/{q.id}",
        }
        for q in questions().values()
    ]
    return _json(request, body)


def _json(request: Request, body: object) -> Response:
    raw = json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"
    edition = request.app.state.site.edition
    headers = {"ETag": entity_tag(edition.version, request.url.path), "Cache-Control": "public, no-cache"}
    return Response(raw, 200, headers, "application/json")


async def question(request: Request) -> Response:
    """Answer a question."""
    site: Site = request.app.state.site
    edition = site.edition
    try:
        asked = find_question(request.path_params["id"])
        values = parameters_of(request)
        form = values.pop("format", None)
        if form not in {None, "json", "csv"}:
            raise RefusedError(400, "Unknown format", f"{(form or '')[:40]!r}: use json or csv.")
        kind = _TYPES[0 if form == "json" else 1] if form else media_type(request.headers.get("accept"), _TYPES)
        if kind is None:
            raise RefusedError(406, "Not acceptable", f"Answers are given as {' and '.join(_TYPES)}.")
        query = query_of(site, asked, values)
        headers = {"Vary": "Accept, Accept-Encoding", "ETag": entity_tag(edition.version, query, kind)}
        headers |= {"Treatygraph-Version": edition.version, "Cache-Control": "public, no-cache"}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        rows = await unless_gone(request, edition.select(query))
        table = answer_table(asked, rows, values)
        if kind == "text/csv":
            return Response(as_csv(table), 200, headers, "text/csv; charset=utf-8; header=present")
        return Response(as_json(table), 200, headers, "application/json")
    except TreatygraphError as error:
        return as_problem(refusal_of(error))


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
    """Return a question with its parameters set, as SPARQL.

    Raises:
        RefusedError: A value names nothing: the question is there, so this is a bad request and not a missing page.
    """
    try:
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
    for asked in questions().values():
        paths[f"/api/questions/{asked.id}"] = {"get": _operation(asked, problem)}
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


def _operation(asked: Question, problem: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {
            "name": p.name,
            "in": "query",
            "description": f"{p.description} Without it, the example is asked.",
            "required": False,
            "example": p.example,
            "schema": {"type": "string", "maxLength": 200, **({"format": "date"} if p.type == "day" else {})},
        }
        for p in asked.parameters
    ]
    form = {"name": "format", "in": "query", "required": False, "schema": {"type": "string", "enum": ["json", "csv"]}}
    return {
        "operationId": asked.id.replace("/", "-"),
        "summary": asked.summary,
        "description": asked.description,
        "tags": list(asked.tags),
        "parameters": [*parameters, form],
        "responses": {
            "200": {
                "description": asked.description,
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Answer"}},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            "400": problem,
            "406": problem,
            "503": problem,
            "504": problem,
        },
    }


_TEXT = {"type": "string"}
_SCHEMAS: dict[str, Any] = {
    "Answer": {
        "type": "object",
        "required": ["title", "rows", "notes"],
        "properties": {
            "title": _TEXT,
            "rows": {
                "type": "array",
                "items": {"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}},
            },
            "notes": {"type": "array", "items": _TEXT},
        },
    },
    "Question": {
        "type": "object",
        "required": ["id", "summary", "description", "tags", "parameters", "address"],
        "properties": {
            "id": _TEXT,
            "summary": _TEXT,
            "description": _TEXT,
            "tags": {"type": "array", "items": _TEXT},
            "parameters": {"type": "array", "items": {"type": "object"}},
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
    return _json(request, document(request.app.state.site))
