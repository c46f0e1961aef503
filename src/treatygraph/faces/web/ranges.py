"""Parts of a file that a client asks for (RFC 9110, 14).

What is no range of bytes, or is more ranges than who goes on with a file that broke off has, is passed over, as the
standard has it: the file is given whole. So is one that does not go with GET.
"""

from __future__ import annotations

import re
from itertools import pairwise

from starlette.datastructures import Headers
from starlette.types import Scope

from treatygraph.faces.web.refusals import RefusedError

_ONE = r"(?:\d{1,18}-\d{0,18}|-\d{1,18})"
_RANGES = re.compile(rf"bytes={_ONE}(?:\s*,\s*{_ONE}){{0,15}}", re.ASCII)
_NAME = b"range"


def readable(scope: Scope) -> Scope:
    """Return a request without a `Range` that is to be passed over."""
    told = [value.decode("latin-1") for name, value in scope["headers"] if name == _NAME]
    if not told or (scope["method"] == "GET" and len(told) == 1 and _is_read(told[0])):
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != _NAME]}


def _is_read(text: str) -> bool:
    if _RANGES.fullmatch(text) is None:
        return False
    spans = [each.strip().split("-") for each in text.removeprefix("bytes=").split(",")]
    ends = sorted((int(first), int(last)) for first, last in spans if first and last)
    # Who asks for the same bytes again and again wants no file.
    return all(first <= last for first, last in ends) and all(a[1] < b[0] for a, b in pairwise(ends))


def span(headers: Headers, tag: str, size: int) -> tuple[int, int] | None:
    """Return from where and up to where an answer is asked for, or None where the whole is.

    Args:
        headers: Those of the request.
        tag: The strong entity tag of the answer: who names another by `If-Range` is given the whole.
        size: The bytes of the answer.

    Raises:
        RefusedError: It has no such bytes (416).
    """
    text = headers.get("range", "").removeprefix("bytes=").strip()
    if not text or "," in text or headers.get("if-range", tag) != tag:
        return None
    first, _, last = text.partition("-")
    start = int(first) if first else max(0, size - int(last))
    stop = min(int(last) + 1, size) if first and last else size
    if start >= stop:
        told = f"It has {size} bytes, the first of which is 0. Ask for some of these, or for all without Range."
        raise RefusedError(416, "There are no such bytes", told, {"Content-Range": f"bytes */{size}"})
    return start, stop
