"""A request of the SPARQL 1.1 Protocol → a job. Basis: W3C SPARQL 1.1 Protocol, 2.1 (query operation)."""

from __future__ import annotations

import difflib
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request

from treatygraph.faces.web.engine.model import ROW_TYPES, TRIPLE_TYPES, Job
from treatygraph.faces.web.negotiate import format_for
from treatygraph.faces.web.refusals import RefusedError

_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: Parameters in one request.
_MOST_PARAMETERS = 200
_GRAPHS = ("default-graph-uri", "named-graph-uri")
#: What clients send for the format, beside the Accept header; and what they send that means nothing here.
_FORMAT = ("format", "output", "results")
_IDLE = frozenset({"timeout", "debug", "infer", "reasoning", "should-sponge", "signal_void", "soft-limit"})
_KNOWN = ("query", "update", *_GRAPHS, *_FORMAT)

#: Media types by which clients ask, the preferred first → format.
ROWS = {
    **{kind: name for name, kind in ROW_TYPES.items()},
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES = {
    **{kind: name for name, kind in TRIPLE_TYPES.items()},
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "jsonld",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
}
_NAMES = {"turtle": "ttl", "ntriples": "nt", "n-triples": "nt", "rdf": "xml", "rdf+xml": "xml", "json-ld": "jsonld"}


async def job_of(request: Request, most: int) -> Job | None:
    """Return what a request asks, or None when it asks nothing (a GET without a query).

    Args:
        request: The request.
        most: Bytes a body may have.

    Raises:
        RefusedError: The request is none of the protocol (400, 413, 415), or is an update (403).
    """
    in_address = _parameters(request.scope["query_string"].decode("latin-1"), "address")
    if request.method != "POST":
        return _job(request, in_address) if in_address else None
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise RefusedError(
            403, "Updates are refused", "This endpoint is read-only. Send a query as application/sparql-query."
        )
    if kind not in {_FORM, _DIRECT}:
        raise RefusedError(
            415, "Unknown kind of body", f"{kind[:60] or 'No Content-Type'}: send {_DIRECT} or {_FORM}, in UTF-8."
        )
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(' "')
    if charset not in {"", "utf-8", "utf8"}:
        raise RefusedError(415, "Unknown encoding", f"{charset[:30]!r}: send the body in UTF-8.")
    text = _decoded(await body_of(request, most))
    if kind == _FORM:
        in_body = _parameters(text, "body")
        if any(name == "query" for name, _ in in_address):
            raise RefusedError(400, "Two queries", "One is in the address and one in the body. Send one of them.")
        return _job(request, in_address + in_body)
    if any(name in {"query", "update"} for name, _ in in_address):
        raise RefusedError(400, "Two queries", "One is in the address and one in the body. Send one of them.")
    return _job(request, [*in_address, ("query", text)])


async def body_of(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises:
        RefusedError: It is larger than it may be (413). One that comes too slowly is refused by its connection (408).
    """
    declared = request.headers.get("content-length", "")
    too_large = RefusedError(413, "The body is too large", f"It may have {most // 1024} KiB.", {"Connection": "close"})
    if declared.isdigit() and int(declared) > most:
        raise too_large
    raw = bytearray()
    try:
        async for chunk in request.stream():
            raw += chunk
            if len(raw) > most:
                raise too_large
    except ClientDisconnect:
        raise RefusedError(400, "The sender went away") from None
    return bytes(raw)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "Not UTF-8", f"Byte {error.start} of the body is none. Send it in UTF-8.") from None


def _parameters(text: str, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise RefusedError(400, "Not UTF-8", f"The {where} holds percent-encoded bytes that are not UTF-8.") from None
    except ValueError:
        raise RefusedError(400, "Too many parameters", f"The {where} has more than {_MOST_PARAMETERS}.") from None


def _job(request: Request, parameters: list[tuple[str, str]]) -> Job:
    names = [name for name, _ in parameters]
    for name in names:
        if name not in _KNOWN and name not in _IDLE:
            near = difflib.get_close_matches(name[:60], _KNOWN, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise RefusedError(400, "Unknown parameter", f"{name[:60]!r}.{hint} Known are {', '.join(_KNOWN)}.")
    if "update" in names:
        raise RefusedError(403, "Updates are refused", "This endpoint is read-only. Send a query in `query`.")
    if names.count("query") != 1:
        found = names.count("query")
        raise RefusedError(400, "One query is needed", f"There are {found}. Send one parameter `query`.")
    values = dict(parameters)
    graphs = {n: tuple(_graph(value) for name, value in parameters if name == n) for n in _GRAPHS}
    rows, triples = _formats(request, next((values[n] for n in _FORMAT if n in values), None))
    return Job(
        query=values["query"],
        rows=rows,
        triples=triples,
        default_graphs=graphs["default-graph-uri"],
        named_graphs=graphs["named-graph-uri"],
    )


def _graph(text: str) -> str:
    if not urlsplit(text).scheme or any(c in text for c in ' <>"{}|\\^`\r\n\t\0'):
        raise RefusedError(400, "Not the IRI of a graph", f"{text[:80]!r} is none. Write it whole, such as https://… .")
    return text


def _formats(request: Request, asked: str | None) -> tuple[str | None, str | None]:
    """Return the formats of rows and of triples that the client takes."""
    if asked:
        name = _NAMES.get(asked.strip().lower(), asked.strip().lower())
        rows = ROWS.get(name) or (name if name in ROW_TYPES else None)
        triples = TRIPLES.get(name) or (name if name in TRIPLE_TYPES else None)
        if name == "json":
            triples = "jsonld"
        if rows is None and triples is None:
            raise RefusedError(400, "Unknown format", f"{asked[:40]!r}: use {', '.join((*ROW_TYPES, *TRIPLE_TYPES))}.")
        return rows, triples
    accept = request.headers.get("accept")
    rows, triples = format_for(accept, ROWS), format_for(accept, TRIPLES)
    if rows is None and triples is None:
        offered = ", ".join((*ROW_TYPES.values(), *TRIPLE_TYPES.values()))
        raise RefusedError(406, "Not acceptable", f"Nothing of what the Accept header takes is given here: {offered}.")
    return rows, triples
