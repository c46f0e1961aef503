"""An answer that need not be sent again: entity tags and what an answer depends on, one way for every face.

Basis: RFC 9110, 8.8.3 (ETag), 12.5.5 (Vary), 13.1.2 (If-None-Match).
"""

from __future__ import annotations

import hashlib
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from treatygraph.settings import CODE, QUERIES


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
    """Return the answer to a client that has it already (304), or None when it has not."""
    if request.method not in {"GET", "HEAD"}:
        return None
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if known & {"*", headers["ETag"].removeprefix("W/")}:
        return Response(status_code=304, headers=headers)
    return None
