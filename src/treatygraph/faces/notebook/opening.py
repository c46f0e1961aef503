"""Opening a graph: the embedded one, or one behind an endpoint."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from treatygraph.errors import TreatygraphError
from treatygraph.faces.notebook.graph import Graph


class NoGraphError(TreatygraphError):
    """What was named is no graph that can be opened."""


def open(source: str | None = None, *, data: str | Path | None = None) -> Graph:  # noqa: A001 (as `tg.open`)
    """Return a graph to ask.

    Args:
        source: The address of a SPARQL endpoint that holds the graph, or of a site, whose `/sparql` is asked; None for
            the embedded one, which is built first when there is none yet (a few seconds).
        data: A folder of facts, for the embedded graph; the shipped ones by default.

    Raises:
        NoGraphError: The source is no address.
        FaultyDataError: The data are refused; every fault is named.

    Example:
        >>> import treatygraph as tg
        >>> g = tg.open()
        >>> g.day
        datetime.date(2026, 9, 11)
    """
    if source is not None:
        from treatygraph.questions.named import is_web_address

        if not isinstance(source, str) or not is_web_address(source):
            raise NoGraphError(
                f"{str(source)[:80]!r} is no address of an endpoint. Write it as https://host/sparql, or leave it out."
            )
        if data is not None:
            raise NoGraphError("An endpoint holds its own facts. Name either the endpoint or `data`.")
        from treatygraph.faces.notebook.engines import Remote

        at_root = urlsplit(source).path in {"", "/"}
        return Graph(Remote(f"{source.rstrip('/')}/sparql" if at_root else source))
    from treatygraph.faces.notebook.engines import Embedded

    return Graph(Embedded(Path(data) if data is not None else None, lambda text: print(f"{text} ...", file=sys.stderr)))
