"""The graph as an analyst asks it: a method for each question, and SPARQL for all others."""

import inspect

from treatygraph.faces.notebook.graph.ground import Day
from treatygraph.faces.notebook.graph.law import Law
from treatygraph.faces.notebook.graph.owed import Owed
from treatygraph.faces.notebook.graph.queries import PAGE, LargeAnswerWarning, Queries
from treatygraph.faces.notebook.graph.reports import Reports

__all__ = ["PAGE", "Day", "Graph", "LargeAnswerWarning"]


class Graph(Law, Owed, Queries, Reports):
    """Facts, conclusions and proofs about who is bound by what.

    Every method takes names as people write them (`"CHE"`, `"Suisse"`, `"756"`; `"som"`, `"XVIII-12-b"`) and a day as
    `"2020-01-01"` or a `date`; without one, the latest as-of day of the data. An unknown name raises `UnknownNameError`
    with near ones.
    """


def _named_as_asked() -> None:
    """Name each method after the class that people know: Python says it where a parameter is misspelt."""
    for part in (Law, Owed, Queries, Reports):
        for name, method in vars(part).items():
            if inspect.isfunction(method) and not name.startswith("_"):
                method.__qualname__ = f"{Graph.__name__}.{name}"


_named_as_asked()
