"""An answer that need not be sent again: entity tags and what an answer depends on, one way for every face.

Basis: RFC 9110, 8.8.3 (ETag), 12.5.5 (Vary), 13.1 (conditions) and 13.2.2 (their order).
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from treatygraph.faces.web.refusals import RefusedError, as_problem, as_text
from treatygraph.settings import CODE, QUERIES

#: The conditions of a request, which are looked at in this order; If-Range is looked at by `ranges`.
_CONDITIONS = (b"if-match", b"if-unmodified-since", b"if-none-match", b"if-modified-since")
_TAG = re.compile(r'(?:W/)?"[^"]*"')


@cache
def program_mark() -> str:
    """Return a mark of all files of the program: another template, word or rule may be another answer."""
    digest = hashlib.sha256()
    for place in (CODE, QUERIES):
        for path in sorted(place.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(place).as_posix()}\0".encode("utf-8", "surrogateescape"))
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def entity_tag(version: str, *parts: str) -> str:
    """Return a weak entity tag: the same edition, asked the same of the same program, gives the same."""
    mark = hashlib.sha256("\x1f".join((version, program_mark(), *parts)).encode("utf-8", "surrogatepass")).hexdigest()[
        :24
    ]
    return f'W/"{mark}"'


def strong_tag(version: str, *parts: str) -> str:
    """Return a strong entity tag: that of what is the same to the byte."""
    return entity_tag(version, *parts).removeprefix("W/")


def headers_of(version: str, *parts: str, vary: str = "Accept") -> dict[str, str]:
    """Return the headers of an answer that a client may keep and must ask for again.

    Args:
        version: The version of the edition.
        parts: What was asked, and in which form.
        vary: The headers of the request that decide; that of compression is added where it is done.
    """
    headers = {"ETag": entity_tag(version, *parts), "Cache-Control": "public, no-cache", "Treatygraph-Version": version}
    return headers | {"Vary": vary} if vary else headers


def unchanged(request: Request, headers: dict[str, str]) -> Response | None:
    """Return the answer to a client that has it already (304) before it is made, or None when it has not.

    Conditions that are looked at first, or that ask whether there is anything, are not seen here (`Conditional`).
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    known = {tag.removeprefix("W/") for tag in _TAG.findall(request.headers.get("if-none-match", ""))}
    if headers["ETag"].removeprefix("W/") in known:
        return Response(status_code=304, headers=headers)
    return None


def decided(asked: Headers, told: Headers) -> int | None:
    """Return 412 or 304 where the conditions of GET or HEAD say so of what would be told; None where they hold."""
    tag, changed = told.get("etag", ""), _moment(told, "last-modified")
    if (wanted := asked.get("if-match")) is not None:
        # Compared strongly: of what is the same in its meaning alone, nothing can be gone on with.
        if wanted.strip() != "*" and (tag.startswith("W/") or tag not in _TAG.findall(wanted)):
            return 412
    elif (at := _moment(asked, "if-unmodified-since")) is not None and changed is not None and changed > at:
        return 412
    if (known := asked.get("if-none-match")) is not None:
        tags = {each.removeprefix("W/") for each in _TAG.findall(known)}
        return 304 if known.strip() == "*" or tag.removeprefix("W/") in tags else None
    at = _moment(asked, "if-modified-since")
    return 304 if at is not None and changed is not None and changed <= at else None


def _moment(headers: Headers, name: str) -> datetime | None:
    """Return the moment that a header tells; one that tells none, or several, is passed over (RFC 9110, 13.1.3)."""
    values = headers.getlist(name)
    try:
        found = parsedate_to_datetime(values[0]) if len(values) == 1 else None
    except (TypeError, ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


class Conditional:
    """Holds back an answer whose conditions do not hold: whatever face gives it, and only where it would be given.

    What is no success is told as it is, since the conditions are of what is there (RFC 9110, 13.2.1). A query sent by
    POST selects nothing that has a tag, and is answered.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if not any(name in _CONDITIONS for name, _ in scope["headers"]):
            await self._app(scope, receive, send)
            return
        first = "if-match" in asked or "if-unmodified-since" in asked
        if first or asked.get("if-none-match", "").strip() == "*":
            # Whoever answers early would answer the others first.
            rest = [(name, value) for name, value in scope["headers"] if name not in _CONDITIONS]
            scope = {**scope, "headers": rest}
        # Routes write into a request whose way they have found.
        held, again = False, dict(scope)

        async def sent(message: Message) -> None:
            nonlocal held
            if held:
                # What was begun is made to its end, as for HEAD, and told to nobody.
                return
            if message["type"] == "http.response.start":
                told = message
                if message["status"] == 416:
                    # A part is looked at after the conditions (RFC 9110, 14.2): they are of the whole.
                    told = await self._whole(again, receive)
                status = decided(asked, Headers(raw=told["headers"])) if 200 <= told["status"] < 300 else None
                if status is not None:
                    held = True
                    await _instead(status, told)(scope, receive, send)
                    return
            await send(message)

        await self._app(scope, receive, sent)

    async def _whole(self, scope: Scope, receive: Receive) -> Message:
        """Return what is told of the whole of which a part was asked for that is not there."""
        begun: list[Message] = []

        async def sent(message: Message) -> None:
            begun.append(message)

        rest = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await self._app({**scope, "method": "HEAD", "headers": rest}, receive, sent)
        return begun[0]


def _instead(status: int, told: Message) -> ASGIApp:
    """Return what is answered instead: that it is known already (304), or that it is another (412)."""
    if status == 304:
        # What it is, and not what it would have held.
        kept = {n.decode("latin-1"): v.decode("latin-1") for n, v in told["headers"] if not n.startswith(b"content-")}
        return Response(status_code=304, headers=kept)
    why = "It is not, or not any more, what If-Match or If-Unmodified-Since names. Ask without them for what it is now."
    refusal = RefusedError(412, "A condition of the request does not hold", why)
    is_json = dict(told["headers"]).get(b"content-type", b"").startswith(b"application/json")
    return as_problem(refusal) if is_json else as_text(refusal)
