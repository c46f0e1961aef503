"""Why a query was not answered: what its process told, or how it ended; and whose fault it is.

A sender is told of a fault of his by name; of what is ours, that it is. Whatever is not known here is ours.
"""

from __future__ import annotations

import re
import signal
from typing import Any

from treatygraph.errors import UnheldError
from treatygraph.faces.web.engine.model import (
    EngineFailedError,
    NotAcceptableError,
    RefusedQueryError,
    StoreFailedError,
    TooLargeResultError,
    TooMuchMemoryError,
    WorkerLostError,
)
from treatygraph.graph.store import QueryError, StoreError

#: What the process that answers can say of its end, at most.
LAST_WORDS = 4096
#: The kind of what is ours: the store cannot be read, or there is a fault in what reads it.
OURS = "ours"
#: What the engine says of a query that wants what no engine of SPARQL 1.1 has.
_WANTED = re.compile(
    r"The custom function |The service \S+ is not supported|The variable encoding the service name|"
    r".* is not a valid service name"
)
#: What it says of an answer that the format asked for cannot hold.
_UNHELD = re.compile(r".* does not support RDF 1\.2|RDF/XML reserved syntax term")


def kind_of(error: Exception, calls: bool, sealed: bool) -> str:
    """Return the kind of what an engine raised over a query that it could read.

    Args:
        error: What it raised.
        calls: The query calls another endpoint.
        sealed: The kernel refuses this process every new socket.
    """
    said = str(error)
    if _WANTED.match(said):
        return "query"
    if _UNHELD.match(said):
        return "format"
    if isinstance(error, PermissionError) and sealed:
        # A query that reached for another endpoint, past the screen.
        return "refused"
    return "elsewhere" if calls else OURS


def failure(told_: dict[str, Any]) -> Exception:
    """Return the error that a worker told of."""
    message = told_["message"]
    match told_["kind"]:
        case "query" if message.startswith("The custom function "):
            return QueryError(f"{message.rstrip('.')}. Ask with the functions of SPARQL 1.1 alone.")
        case "query":
            return QueryError(message)
        case "refused":
            return RefusedQueryError(message)
        case "not acceptable":
            return NotAcceptableError(f"{message}, and the Accept header takes none of their formats. Take another.")
        case "unheld":
            return UnheldError(message)
        case "large":
            return TooLargeResultError("The answer is larger than an answer may be. Add LIMIT and OFFSET.")
        case "memory":
            return TooMuchMemoryError("The query took more memory than a query may. Ask for less: filter, or LIMIT.")
        case "format":
            return NotAcceptableError(f"The answer cannot be given so: {shortened(message)}. Take another format.")
        case "elsewhere":
            return EngineFailedError(f"The endpoint that the query calls does not answer ({shortened(message)}).")
        case _:
            return StoreFailedError(f"The store cannot be read ({shortened(message)}). Run `treatygraph build`.")


def shortened(message: str) -> str:
    """Return a parser's message without the long list of what it would have taken."""
    text = " ".join(message.split())
    return text if len(text) <= 240 else text[:237] + "..."


def epitaph(code: int, said: str) -> StoreError:
    """Return why a process that answered ended, by its code and its last words."""
    if code == -signal.SIGABRT or "memory allocation" in said or "MemoryError" in said:
        return TooMuchMemoryError("The query took more memory than a query may. Ask for less: filter, or add LIMIT.")
    if code == -signal.SIGSEGV:
        return TooMuchMemoryError(
            "The query ended its worker: it nests too deep, or has thousands of parts that nest in one another "
            "(AS, BIND, UNION, OPTIONAL). Write it flatter, or ask in parts."
        )
    return WorkerLostError(f"The worker that answered ended ({code}). Ask again.")
