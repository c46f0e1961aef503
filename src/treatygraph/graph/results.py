"""SPARQL results in JSON (W3C, SPARQL 1.1 Query Results JSON Format) → rows."""

from __future__ import annotations

from typing import Any

from treatygraph.graph.store import Rows, Value

_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


def rows_of(raw: bytes) -> Rows:
    """Return the rows of a SELECT, or the one row of an ASK.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It is not SPARQL results in JSON.
    """
    import msgspec

    try:
        body: Any = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
    if "boolean" in body:
        text = "true" if body["boolean"] else "false"
        return Rows(variables=("answer",), rows=((Value("literal", text, _BOOLEAN),),))
    variables = tuple(body["head"]["vars"])
    # The same terms come again and again in a large answer: each becomes a value once.
    known: dict[tuple[str, ...], Value] = {}

    def value(binding: Any) -> Value | None:
        if binding is None:
            return None
        key = (binding["type"], binding["value"], binding.get("datatype", ""), binding.get("xml:lang", ""))
        found = known.get(key)
        if found is None:
            found = known[key] = _value(*key)
        return found

    bindings = body["results"]["bindings"]
    return Rows(variables=variables, rows=tuple(tuple([value(row.get(v)) for v in variables]) for row in bindings))


def _value(kind: str, text: str, datatype: str, language: str) -> Value:
    if not isinstance(text, str):
        raise TypeError("a term of the answer is no text")
    if kind == "uri":
        return Value("iri", text)
    if kind == "bnode":
        return Value("blank", text)
    if datatype == _BOOLEAN:
        # "1" and "true" are the same truth; Virtuoso writes the one, others the other.
        return Value("literal", {"1": "true", "0": "false"}.get(text, text), datatype)
    plain = datatype.endswith(("#string", "#langString"))
    return Value("literal", text, "" if plain else datatype, language)
