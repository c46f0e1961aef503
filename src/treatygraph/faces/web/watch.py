"""Around every request: limits, security headers, a line in the access log, and what is measured."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from treatygraph.faces.web.ranges import readable
from treatygraph.graph.store import StoreError

#: Scripts, styles and pictures from here only; nobody may frame a page; forms go to us.
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Headers that are lists: what comes in several lines, as RDF4J sends it, is one list (RFC 9110, 5.3).
_LISTS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"if-match", b"if-none-match"})
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

#: What a connection leaves in a request that it refuses while that is under way: the status it told, and why.
REFUSED = "treatygraph.refused"

_log = logging.getLogger("treatygraph.access")


class Measures:
    """What Prometheus may read; each server has its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        name = "treatygraph_http_requests"
        self.requests = Counter(name, "Requests answered", ["face", "method", "status"], registry=self.registry)
        self.seconds = Histogram(
            "treatygraph_http_request_seconds",
            "Seconds from the request to the end of its answer",
            ["face"],
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
            registry=self.registry,
        )
        self.workers = Gauge("treatygraph_workers", "Workers by state", ["state"], registry=self.registry)
        self.kept = Gauge("treatygraph_kept_bytes", "Bytes kept or waiting, by what", ["what"], registry=self.registry)
        self.edition = Gauge("treatygraph_edition", "The edition served", ["version"], registry=self.registry)

    def text(self, version: str, state: dict[str, int], kept: dict[str, float]) -> bytes:
        """Return everything measured, as Prometheus reads it."""
        for name, size in kept.items():
            self.kept.labels(name).set(size)
        for name, number in state.items():
            self.workers.labels(name).set(number)
        self.edition.clear()
        self.edition.labels(version).set(1)
        return bytes(generate_latest(self.registry))


class Lines(logging.Formatter):
    """Writes each record as one line of JSON: no text of a client can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        body: dict[str, Any] = {"at": f"{seconds}.{int(record.msecs):03d}Z", "level": record.levelname.lower()}
        body |= {"what": record.getMessage(), **getattr(record, "fields", {})}
        if record.exc_info:
            body["trace"] = self.formatException(record.exc_info)
        return json.dumps(body, ensure_ascii=True, default=str)


def log_to_standard_error(level: str) -> None:
    """Write our log, and what uvicorn has to say, to the error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name in ("treatygraph", "uvicorn"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(level.upper() if name == "treatygraph" else logging.WARNING)


class Watch:
    """The outermost layer of the server."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app, self._measures = app, measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        came, scope = scope, readable(_joined(scope))
        begun = time.perf_counter()
        status = sent = 0

        async def watched(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
                if "vary" in headers:
                    # Each layer adds what it looks at; what two look at is told once.
                    headers["Vary"] = ", ".join(dict.fromkeys(name.strip() for name in headers["Vary"].split(",")))
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        broken: dict[str, str] = {}
        try:
            await self._app(scope, receive, watched)
        except StoreError as error:
            # The answer had begun and broke off: the connection ends without its last chunk, which a client notices.
            broken = {"broken": str(error)}
        finally:
            # What the application answered to who is refused already, nobody was told.
            if REFUSED in came:
                status, why = came[REFUSED]
                broken |= {"why": why}
            self._note(scope, status, sent, time.perf_counter() - begun, broken)

    def _note(self, scope: Scope, status: int, sent: int, seconds: float, more: dict[str, str]) -> None:
        face = getattr(scope.get("endpoint"), "__name__", "none")
        method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
        self._measures.requests.labels(face, method, status).inc()
        self._measures.seconds.labels(face).observe(seconds)
        headers = Headers(scope=scope)
        fields = {
            "method": scope["method"],
            "path": scope["path"][:500],
            "parameters": scope["query_string"].decode("latin-1")[:1000],
            "status": status,
            "bytes": sent,
            "ms": round(seconds * 1000, 1),
            "client": (scope.get("client") or ("",))[0],
            "agent": headers.get("user-agent", "")[:200],
        }
        _log.info("request", extra={"fields": fields | more})


def _joined(scope: Scope) -> Scope:
    """Return a request whose lists have one line each."""
    names = [name for name, _ in scope["headers"] if name in _LISTS]
    if len(names) == len(set(names)):
        return scope
    lists: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        if name in _LISTS:
            lists.setdefault(name, []).append(value)
    rest = [(name, value) for name, value in scope["headers"] if name not in _LISTS]
    return {**scope, "headers": [*rest, *((name, b", ".join(values)) for name, values in lists.items())]}
