"""A request of the SPARQL 1.1 Protocol → a job. Basis: W3C SPARQL 1.1 Protocol, 2.1 (query operation)."""

from __future__ import annotations

import difflib
import functools
import re
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request

from treatygraph.faces.web.engine.model import ROW_TYPES, SHEET_TYPES, TRIPLE_TYPES, Job
from treatygraph.faces.web.negotiate import format_for
from treatygraph.faces.web.refusals import RefusedError

_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: Parameters in one request.
_MOST_PARAMETERS = 200
#: Of an address or a body up to so many characters it is kept what its parameters are.
_SHORT = 4096
_GRAPHS = ("default-graph-uri", "named-graph-uri")
#: What clients send for the format, beside the Accept header.
_FORMAT = ("format", "output", "results")
#: What means something to other endpoints and nothing here; some of it is spelled almost like what does.
_IDLE = frozenset({"timeout", "debug", "infer", "reasoning", "should-sponge", "signal_void", "soft-limit", "queryLn"})
#: Names so near to one that is known are slips, and refused: the answer would not be what was asked for.
_SLIP = 0.75
#: Of the names that are passed over so many are told, in letters that a header may hold.
_TOLD, _PLAIN = 10, re.compile(r"[^\w.~-]", re.ASCII)
_KNOWN = ("query", "update", *_GRAPHS, *_FORMAT)

#: Media types by which clients ask, the preferred first → format.
ROWS = {
    **{kind: name for name, kind in ROW_TYPES.items()},
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    SHEET_TYPES["xlsx"]: "xlsx",
}
TRIPLES = {
    **{kind: name for name, kind in TRIPLE_TYPES.items()},
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "jsonld",
    "application/x-turtle": "ttl",
    "text/n3": "ttl",
    "text/rdf+n3": "ttl",
    "text/plain": "nt",
}
_NAMES = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "rdf": "xml",
    "rdf+xml": "xml",
    "json-ld": "jsonld",
}


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
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise RefusedError(415, "Unknown encoding", "Send the body as it is, not compressed.")
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
        raise RefusedError(499, "The sender went away") from None
    return bytes(raw)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "Not UTF-8", f"Byte {error.start} of the body is none. Send it in UTF-8.") from None


def _parameters(text: str, where: str) -> list[tuple[str, str]]:
    try:
        return (
            list(_parsed(text))
            if len(text) <= _SHORT
            else parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
        )
    except UnicodeDecodeError:
        raise RefusedError(400, "Not UTF-8", f"The {where} holds percent-encoded bytes that are not UTF-8.") from None
    except ValueError:
        raise RefusedError(400, "Too many parameters", f"The {where} has more than {_MOST_PARAMETERS}.") from None


@functools.lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[tuple[str, str], ...]:
    # The same short query is asked again and again.
    return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS))


def _job(request: Request, parameters: list[tuple[str, str]]) -> Job:
    # An empty graph names none: the form of Virtuoso sends it so, and every link copied from there.
    empty = dict.fromkeys(name for name, value in parameters if name in _GRAPHS and not value.strip())
    parameters = [(name, value) for name, value in parameters if name not in _GRAPHS or value.strip()]
    names = [name for name, _ in parameters]
    unknown = list(dict.fromkeys(name for name in names if name not in _KNOWN))
    for name in unknown:
        near = difflib.get_close_matches(name[:60].lower(), _KNOWN, n=1, cutoff=_SLIP)
        if near and name not in _IDLE:
            raise RefusedError(
                400, "Unknown parameter", f"{name[:60]!r}. Did you mean {near[0]}? Known are {', '.join(_KNOWN)}."
            )
    request.state.passed_over = [_PLAIN.sub("", name[:60]) or "?" for name in (*empty, *unknown)[:_TOLD]]
    if "update" in names:
        raise RefusedError(403, "Updates are refused", "This endpoint is read-only. Send a query in `query`.")
    if names.count("query") != 1:
        found = names.count("query")
        raise RefusedError(400, "One query is needed", f"There are {found}. Send one parameter `query`.")
    values = dict(parameters)
    graphs = {n: tuple(_graph(value) for name, value in parameters if name == n) for n in _GRAPHS}
    hints = [hint.strip() for n in _FORMAT for hint in values.get(n, "").split(",") if hint.strip()]
    rows, triples = _formats(request, hints)
    return Job(
        # The mark that some editors put first is none of the query.
        query=values["query"].removeprefix("\ufeff"),
        rows=rows,
        triples=triples,
        default_graphs=graphs["default-graph-uri"],
        named_graphs=graphs["named-graph-uri"],
    )


def _graph(text: str) -> str:
    try:
        whole = urlsplit(text).scheme and not any(c in text for c in ' <>"{}|\\^`\r\n\t\0')
    except ValueError:
        # A host in a bracket that is never closed.
        whole = False
    if not whole:
        raise RefusedError(400, "Not the IRI of a graph", f"{text[:80]!r} is none. Write it whole, such as https://… .")
    return text


def _formats(request: Request, hints: list[str]) -> tuple[str | None, str | None]:
    """Return the formats of rows and of triples that the client takes.

    What the Accept header names decides, then the first hint that is known, then what else the header lets pass. The
    header of a browser names what browsers show, not what is asked for.
    """
    accept = request.headers.get("accept")
    kinds = [kind for kind in (accept or "").split(",") if "*" not in kind]
    named = None if "text/html" in (accept or "") else ",".join(kinds)
    rows, triples = (format_for(named, ROWS), format_for(named, TRIPLES)) if named else (None, None)
    if rows is None and triples is None and hints:
        known = [_hinted(hint) for hint in hints]
        rows = next((form for form, _ in known if form is not None), None)
        triples = next((form for _, form in known if form is not None), None)
        if rows is None and triples is None:
            shown = ", ".join((*ROW_TYPES, *SHEET_TYPES, *TRIPLE_TYPES))
            raise RefusedError(400, "Unknown format", f"{hints[0][:40]!r}: use {shown}.")
        return rows, triples
    rows, triples = format_for(accept, ROWS), format_for(accept, TRIPLES)
    # Of one media type the hint says which.
    rows = next((hint for hint in hints if rows is not None and SHEET_TYPES.get(hint) == ROW_TYPES.get(rows)), rows)
    if rows is None and triples is None:
        offered = ", ".join((*ROW_TYPES.values(), *TRIPLE_TYPES.values()))
        raise RefusedError(406, "Not acceptable", f"Nothing of what the Accept header takes is given here: {offered}.")
    return rows, triples


def _hinted(hint: str) -> tuple[str | None, str | None]:
    """Return the formats of rows and of triples that a hint means."""
    name = _NAMES.get(hint.lower(), hint.lower())
    rows = ROWS.get(name) or (name if name in ROW_TYPES or name in SHEET_TYPES else None)
    triples = "jsonld" if name == "json" else TRIPLES.get(name) or (name if name in TRIPLE_TYPES else None)
    return rows, triples
