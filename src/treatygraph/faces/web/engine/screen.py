"""What is refused before any engine sees it: updates, SERVICE, NUL bytes, length and nesting that end engines.

Engines refuse most of this too; this says so by name, and holds whatever engine stands behind.
"""

from __future__ import annotations

import itertools
import re

from treatygraph.faces.web.engine.model import Limits, RefusedQueryError
from treatygraph.graph.lexer import bare, resolved
from treatygraph.graph.store import QueryError
from treatygraph.graph.weight import weight

_UPDATE = re.compile(
    r"^(?:\s|(?:BASE|PREFIX\s+[^\s:]*+:)\s*<>)*+"
    r"(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)(?![\w:-])",
    re.IGNORECASE,
)
#: A prefix is looked for along 1,000 characters: `FROM.FROM.FROM…` would be read to its end from each of its words.
_DATASET = re.compile(r"(?<![?$:\w-])FROM(?![\w:-])\s*(?:NAMED\s*)?(?:<>|[\w.-]{0,1000}+:)", re.IGNORECASE)
_SERVICE = re.compile(r"(?<![?$:\w-])SERVICE(?![\w:-])", re.IGNORECASE)
#: The word wherever it stands, past IRIs and variables.
_ANY_SERVICE = re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*>|[?$]\w+|(?P<word>SERVICE)", re.IGNORECASE)
#: What SERVICE calls, when that is an IRI.
_CALLED = re.compile(r"\s*(?:SILENT(?![\w:-])\s*)?<([^<>\s]*)>", re.IGNORECASE)
#: Signs that a parser reads by calling itself, without brackets: `!!!!x`, `- - - 1`, `^^^p`. A run is taken whole, so
#: that nothing in it is looked at twice.
_RUN, _MOST_SIGNS = re.compile(r"[!^+-](?:\s*[!^+-])*+"), 200

#: A bracket that opens is a step down, one that closes a step up, as bytes with a sign; nothing else is looked at.
_STEPS = bytes.maketrans(b"{([})]", b"\x01\x01\x01\xff\xff\xff")
_NO_BRACKET = bytes(set(range(256)) - set(b"{([})]"))


def plain(query: str) -> str:
    """Return the query without strings and comments, each IRI as `<>`, white space folded."""
    return _folded(resolved(query))


def _folded(query: str) -> str:
    return re.sub(r"\s+", " ", bare(query, "<>"))


def names_dataset(query: str) -> bool:
    """Return whether the query says itself, by FROM, which graphs it asks."""
    # As the engine here reads it, which resolves escapes in IRIs and strings alone.
    return _DATASET.search(_folded(query)) is not None


def sized(query: str, limits: Limits) -> None:
    """Let a query pass by its length, which takes no time; what it says is looked at by `screen`.

    Raises:
        QueryError: It cannot be SPARQL.
        RefusedQueryError: It is too long.
    """
    if "\0" in query:
        line = query[: query.index("\0")].count("\n") + 1
        raise QueryError(f"Line {line} of the query holds a NUL byte. SPARQL has none; remove it.")
    if len(query.encode("utf-8", "surrogatepass")) > limits.query_bytes:
        raise RefusedQueryError(f"The query is longer than {limits.query_bytes // 1024} KiB. Ask with less text.")


def screen(query: str, limits: Limits) -> None:
    """Let a query pass, or refuse it. What a megabyte may take, at worst, is a third of a second of a core.

    Raises:
        QueryError: It cannot be SPARQL.
        RefusedQueryError: It is an update, calls another endpoint, or is too long, too deep or of too many parts.
    """
    sized(query, limits)
    said = plain(query)
    update = _UPDATE.match(said)
    if update is not None:
        raise RefusedQueryError(
            f"{update[1].upper()} is an update, and this endpoint is read-only. Use SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    if limits.services:
        _allowed(query, limits.services)
    elif _SERVICE.search(said):
        raise RefusedQueryError("SERVICE is off: a query may not fetch from another endpoint. Ask that one yourself.")
    _deep(said, limits.depth)
    _heavy(query, limits.words)


def _heavy(query: str, most: int) -> None:
    # Engines differ in whether they resolve escapes outside IRIs and strings.
    if any(weight(read, most) > most for read in {query, resolved(query)}):
        raise RefusedQueryError(
            f"The query has more than {most} words and signs, beside the data of VALUES and lists of plain terms with "
            "commas in brackets. Ask in parts, or give what differs as rows of one VALUES."
        )


def _allowed(query: str, services: tuple[str, ...]) -> None:
    r"""Let a query pass that calls none but the endpoints allowed, each by its whole IRI.

    Here the text is the wall, not only the message: wherever the letters stand outside strings, comments, IRIs and
    variables, an allowed IRI must follow; and that with escapes resolved as well as not, since engines differ in
    whether `"\u0022` ends a string.
    """
    for read in {query, resolved(query)}:
        text = bare(read, None)
        for found in _ANY_SERVICE.finditer(text):
            if found["word"] is None:
                continue
            called = _CALLED.match(text, found.end())
            if called is None or called[1] not in services:
                shown = repr(called[1][:80]) if called is not None else "what is no whole IRI"
                raise RefusedQueryError(f"SERVICE may call {', '.join(services)}, and not {shown}.")


def _deep(said: str, most: int) -> None:
    brackets = said.encode("ascii", "replace").translate(_STEPS, _NO_BRACKET)
    if brackets and max(itertools.accumulate(memoryview(brackets).cast("b"))) > most:
        raise RefusedQueryError(f"The query nests brackets more than {most} deep. Write it flatter.")
    if any(len(run[0]) - run[0].count(" ") >= _MOST_SIGNS for run in _RUN.finditer(said)):
        raise RefusedQueryError("The query holds 200 and more signs in a row. Write it without them.")
