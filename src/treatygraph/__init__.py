"""Which State is bound by which commitment, since when, towards whom, and why.

    import treatygraph as tg
    g = tg.open()
    g.parties("som", on="2020-01-01")

Nothing is loaded at import; each name is fetched when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from treatygraph.errors import TreatygraphError
    from treatygraph.faces.notebook import charts
    from treatygraph.faces.notebook.answers import Answer
    from treatygraph.faces.notebook.graph import Graph
    from treatygraph.faces.notebook.magics import load_ipython_extension
    from treatygraph.faces.notebook.opening import open  # noqa: A004
    from treatygraph.faces.notebook.why import Why

__all__ = ["Answer", "Graph", "TreatygraphError", "Why", "__version__", "charts", "load_ipython_extension", "open"]

#: Public name → the module it lives in; by name, so that no stage of the package imports a face through this one.
_ROOMS = {
    "Answer": "treatygraph.faces.notebook.answers",
    "Graph": "treatygraph.faces.notebook.graph",
    "TreatygraphError": "treatygraph.errors",
    "Why": "treatygraph.faces.notebook.why",
    "charts": "treatygraph.faces.notebook.charts",
    "load_ipython_extension": "treatygraph.faces.notebook.magics",
    "open": "treatygraph.faces.notebook.opening",
}


def __getattr__(name: str) -> Any:
    """Return a public name, fetched now."""
    if name == "__version__":
        # To look it up takes longer than a command.
        from importlib.metadata import version

        return version("treatygraph")
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'treatygraph' has no attribute {name!r}. It has {', '.join(__all__)}.")
    module = importlib.import_module(room)
    return module if name == "charts" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
