"""Checks of the graph: the shapes, and the consistency of the ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from treatygraph.errors import MissingExtraError
from treatygraph.graph.classify import classify, sorts_of
from treatygraph.graph.oxigraph import classes_in
from treatygraph.graph.shapes import violations_in
from treatygraph.law.model import Finding, Severity
from treatygraph.pipeline.ground import STORE
from treatygraph.settings import ONTOLOGY

if TYPE_CHECKING:
    from pyoxigraph import Quad


def graph_findings(folder: Path, step: Callable[[str], None]) -> tuple[Finding, ...]:
    """Return what the checks of a build's graph find.

    A library or runtime that a check needs and that is missing is a note, not a failure of the rest.
    """
    step("Checking the shapes")
    found = list(_shape_findings(folder / STORE))
    step("Checking the ontology")
    found += _ontology_findings(classes_in(folder / STORE))
    return tuple(found)


def _shape_findings(store: Path) -> Iterator[Finding]:
    for v in violations_in(store, ONTOLOGY):
        what, _, remedy = v.message.partition(". ")
        yield Finding(
            severity=Severity.VIOLATION, rule="shape", where=v.value or v.focus, what=what + ".", remedy=remedy
        )


def _ontology_findings(quads: Iterable[Quad]) -> Iterator[Finding]:
    try:
        answer = classify(ONTOLOGY, sorts_of(quads))
    except MissingExtraError as error:
        yield Finding(
            severity=Severity.NOTE, rule="ontology", where="treatygraph.ttl", what="Not checked.", remedy=str(error)
        )
        return
    if not answer.consistent:
        yield Finding(
            severity=Severity.VIOLATION,
            rule="ontology",
            where="treatygraph.ttl",
            what=f"{answer.reasoner} finds the ontology, with the classes of the graph, inconsistent.",
            remedy="Find the thing that has two disjoint classes.",
        )
