"""A dossier as JSON, and the JSON Schema it keeps to."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from treatygraph.questions.dossier import Dossier
from treatygraph.settings import BASE_IRI

#: Raised when a field changes its meaning or goes.
VERSION = 1


def as_json(found: Dossier, site: str | None = None) -> bytes:
    """Return the dossier as JSON, in UTF-8; codes are those of the data, whatever the language.

    Args:
        found: The dossier.
        site: The address of a site that serves the schema, if one was named; nothing is pointed to without one.
    """
    plain = msgspec.to_builtins(found)
    pointed = {"$schema": f"{site}report.schema.json"} if site is not None else {}
    body = {**pointed, "version": VERSION, **plain}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `as_json`, made from the records of the dossier."""
    (root,), parts = msgspec.json.schema_components((Dossier,), ref_template="#/$defs/{name}")
    own = parts[root["$ref"].rpartition("/")[2]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE_IRI}report.schema.json",
        "title": "treatygraph gap report",
        "description": own["description"],
        "type": "object",
        "required": ["version", *own["required"]],
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": VERSION},
            **own["properties"],
        },
        "$defs": {name: part for name, part in sorted(parts.items()) if name != "Dossier"},
    }
