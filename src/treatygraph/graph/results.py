"""SPARQL results in JSON (W3C, SPARQL 1.1 Query Results JSON Format) → rows."""

from __future__ import annotations

import json
from typing import Any

from treatygraph.graph.store import Rows, Value

_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


def rows_of(raw: bytes) -> Rows:
    """Return the rows of a SELECT, or the one row of an ASK.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It is not SPARQL results in JSON.
    """
    body = json.loads(raw)
    if "boolean" in body:
        text = "true" if body["boolean"] else "false"
        return Rows(variables=("answer",), rows=((Value("literal", text, _BOOLEAN),),))
    variables = tuple(body["head"]["vars"])
    bindings = body["results"]["bindings"]
    return Rows(variables=variables, rows=tuple(tuple(_value(row.get(v)) for v in variables) for row in bindings))


def _value(binding: Any) -> Value | None:
    if binding is None:
        return None
    if binding["type"] == "uri":
        return Value("iri", binding["value"])
    if binding["type"] == "bnode":
        return Value("blank", binding["value"])
    datatype = binding.get("datatype", "")
    if datatype == _BOOLEAN:
        # "1" and "true" are the same truth; Virtuoso writes the one, others the other.
        return Value("literal", {"1": "true", "0": "false"}.get(binding["value"], binding["value"]), datatype)
    plain = datatype.endswith(("#string", "#langString"))
    return Value("literal", binding["value"], "" if plain else datatype, binding.get("xml:lang", ""))
