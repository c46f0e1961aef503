"""Why a query was not answered: what its process told, or how it ended."""

from __future__ import annotations

import signal
from typing import Any

from treatygraph.faces.web.engine.model import (
    NotAcceptableError,
    RefusedQueryError,
    TooLargeResultError,
    TooMuchMemoryError,
    WorkerLostError,
)
from treatygraph.graph.store import QueryError, StoreError

#: What the process that answers can say of its end, at most.
LAST_WORDS = 4096


def failure(told_: dict[str, Any]) -> Exception:
    """Return the error that a worker told of."""
    message = told_["message"]
    match told_["kind"]:
        case "query":
            return QueryError(message)
        case "refused":
            return RefusedQueryError(message)
        case "not acceptable":
            return NotAcceptableError(f"{message}, and the Accept header takes none of their formats. Take another.")
        case "large":
            return TooLargeResultError("The answer is larger than an answer may be. Add LIMIT and OFFSET.")
        case "memory":
            return TooMuchMemoryError("The query took more memory than a query may. Ask for less: filter, or LIMIT.")
        case _:
            return RefusedQueryError(f"The store cannot answer this query ({shortened(message)}).")


def shortened(message: str) -> str:
    """Return a parser's message without the long list of what it would have taken."""
    text = " ".join(message.split())
    return text if len(text) <= 240 else text[:237] + "..."


def epitaph(code: int, said: str) -> StoreError:
    """Return why a process that answered ended, by its code and its last words."""
    if code == -signal.SIGABRT or "memory allocation" in said or "MemoryError" in said:
        return TooMuchMemoryError("The query took more memory than a query may. Ask for less: filter, or add LIMIT.")
    if code == -signal.SIGSEGV:
        return TooMuchMemoryError("The query ended its worker: it nests too deep. Write it flatter.")
    return WorkerLostError(f"The worker that answered ended ({code}). Ask again.")
