"""SPARQL results → rows: JSON read by pyoxigraph, and tab-separated values (W3C, SPARQL 1.1 Query Results CSV and TSV).

The second is for large answers of the embedded engine: a cell is looked at once, however often it comes again.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from treatygraph.graph.oxigraph import rows_from, value_of
from treatygraph.graph.store import Rows, Value


def rows_of(raw: bytes) -> Rows:
    """Return the rows of a SELECT, or the one row of an ASK.

    Raises:
        ValueError: It is not SPARQL results in JSON.
    """
    try:
        return rows_from(ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON))
    except SyntaxError as error:
        raise ValueError(str(error)) from None


_XSD = "http://www.w3.org/2001/XMLSchema#"
#: A literal without an escape, with the language or the datatype after it.
_LITERAL = re.compile(r'"([^"\\]*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^<([^<>]*)>)?')
_TRUTH, _INTEGER, _DECIMAL = re.compile("true|false"), re.compile(r"[+-]?\d+"), re.compile(r"[+-]?\d*\.\d+")


def rows_of_tsv(raw: bytes) -> Rows:
    """Return the rows of a SELECT, or the one row of an ASK, from the tab-separated values of the embedded engine.

    Raises:
        ValueError: It is none.
    """
    # Line feeds and tabs inside a literal are escaped: those that stand there part rows and cells.
    head, *lines = raw.decode().split("\n")
    if head in {"true", "false"}:
        return Rows(variables=("answer",), rows=((_term(head),),))
    variables = tuple(name.removeprefix("?") for name in head.split("\t")) if head else ()
    if lines and not lines[-1]:
        lines.pop()
    if not variables:
        return Rows(variables=(), rows=((),) * len(lines))
    known = _Known()
    return Rows(variables=variables, rows=tuple([tuple(map(known.__getitem__, line.split("\t"))) for line in lines]))


class _Known(dict[str, Value | None]):
    """The terms of an answer by how they are written, each read once."""

    def __missing__(self, text: str) -> Value | None:
        found = self[text] = _term(text) if text else None
        return found


def _term(text: str) -> Value:
    """Return a term as Turtle writes it."""
    if text[0] == "<" and text[-1] == ">" and "\\" not in text:
        return Value("iri", text[1:-1])
    if (literal := _LITERAL.fullmatch(text)) is not None:
        datatype = literal[3] or ""
        if datatype != f"{_XSD}boolean":
            return Value("literal", literal[1], "" if datatype == f"{_XSD}string" else datatype, literal[2] or "")
    for pattern, datatype in ((_TRUTH, "boolean"), (_INTEGER, "integer"), (_DECIMAL, "decimal")):
        if pattern.fullmatch(text):
            return Value("literal", text, _XSD + datatype)
    # What is seldom is left to the parser of Turtle.
    try:
        (triple,) = ox.parse(f"<x:x> <x:x> {text} .", format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    # A blank node is called as the engine calls it, which the parser does not.
    value = Value("blank", text.removeprefix("_:")) if text.startswith("_:") else value_of(triple.object)
    assert value is not None
    return value
