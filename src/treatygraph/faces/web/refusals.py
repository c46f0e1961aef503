"""How a client is refused: status, what is wrong, and what to do; one shape for pages, SPARQL and the questions."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping

from starlette.responses import Response

from treatygraph.errors import (
    BuildError,
    DataFolderError,
    FaultyDataError,
    MissingClauseError,
    MissingExtraError,
    TreatygraphError,
    UnheldError,
    UnknownNameError,
)
from treatygraph.faces.web.engine.model import (
    BusyError,
    EngineFailedError,
    NotAcceptableError,
    RefusedQueryError,
    StoreFailedError,
    TooLargeResultError,
    TooManyError,
    TooMuchMemoryError,
    TooSlowError,
    WorkerLostError,
)
from treatygraph.graph.store import DamagedStoreError, QueryError, StoreError
from treatygraph.law.rule import RuleError
from treatygraph.proofs.words import LanguageError

_log = logging.getLogger("treatygraph.server")


class RefusedError(TreatygraphError):
    """A request that is not answered as it was meant."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        near: tuple[tuple[str, str], ...] = (),
    ) -> None:
        #: `near` are (address, text) of what may have been meant.
        self.status, self.title, self.detail, self.near = status, title, detail, near
        self.headers = dict(headers or {})
        super().__init__(f"{title}. {detail}".strip())


_POSITION = re.compile(r"\bat (\d+):(\d+)")
_STATUS: tuple[tuple[type[TreatygraphError], int, str], ...] = (
    (NotAcceptableError, 406, "Not acceptable"),
    (UnheldError, 406, "Not acceptable"),
    (TooSlowError, 504, "The query took too long"),
    (TooMuchMemoryError, 507, "The query needs too much memory"),
    (TooLargeResultError, 507, "The answer is too large"),
    (TooManyError, 429, "Too many queries at once"),
    (BusyError, 503, "The server is busy"),
    (WorkerLostError, 503, "Not answered"),
    (EngineFailedError, 502, "The engine failed"),
    (RefusedQueryError, 403, "The query is refused"),
    (QueryError, 400, "The query is malformed"),
    (StoreError, 503, "The store cannot answer"),
    (UnknownNameError, 404, "Not found"),
)
#: What is the keeper's fault and never the sender's: the names of folders and libraries in it are his matter, and are
#: told in the log. Title and status → what is wrong.
_OURS: tuple[tuple[tuple[type[TreatygraphError], ...], int, str], ...] = (
    ((StoreFailedError, DamagedStoreError), 503, "The store cannot answer"),
    ((BuildError,), 503, "The build cannot be read"),
    ((MissingExtraError,), 501, "This is not offered here"),
    (
        (DataFolderError, FaultyDataError, MissingClauseError, RuleError, LanguageError),
        500,
        "Something went wrong here",
    ),
)
#: Seconds after which a client may try again.
_AGAIN = "5"


def refusal_of(error: TreatygraphError) -> RefusedError:
    """Return how an error of ours is told to a client."""
    if isinstance(error, RefusedError):
        return error
    for kinds, status, title in _OURS:
        if isinstance(error, kinds):
            _log.error("not answered", extra={"fields": {"error": f"{type(error).__name__}: {error}"}})
            return _refusal(status, title, "The keeper of this server was told why. Try again later.")
    for kind, status, title in _STATUS:
        if isinstance(error, kind):
            return _refusal(status, title, str(error))
    return RefusedError(400, "The request cannot be answered", str(error))


def _refusal(status: int, title: str, detail: str) -> RefusedError:
    return RefusedError(status, title, detail, {"Retry-After": _AGAIN} if status in {429, 503} else {})


def as_text(refusal: RefusedError) -> Response:
    """Return a refusal as plain text."""
    lines = [f"{refusal.title}.", refusal.detail, *(f"{address}  {text}" for address, text in refusal.near)]
    body = "\n".join(line for line in lines if line) + "\n"
    return Response(body, refusal.status, refusal.headers, "text/plain; charset=utf-8")


def as_problem(refusal: RefusedError) -> Response:
    """Return a refusal as problem details (RFC 9457); a malformed query with its line and column."""
    body: dict[str, object] = {"title": refusal.title, "status": refusal.status, "detail": refusal.detail}
    position = _POSITION.search(refusal.detail) if refusal.status == 400 else None
    if position is not None:
        body |= {"line": int(position[1]), "column": int(position[2])}
    if refusal.near:
        body["near"] = [address for address, _ in refusal.near]
    return Response(json.dumps(body), refusal.status, refusal.headers, "application/problem+json")
