"""How the tables become RDF, as `metadata.json` (CSV on the Web) says it: class, IRI and property.

Read as plain JSON, since a command that asks one question needs no more of it.
Source: W3C, Generating RDF from Tabular Data on the Web (2015). CSVW cannot say all: a template knows the cells of
its own row only, so `{treaty.iri}` (the IRI of the row that `treaty` refers to) and its like are names of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from treatygraph.graph.terms import NS
from treatygraph.settings import METADATA

_PLACE = re.compile(r"\{\+?([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Property:
    """The property a column becomes, and the language of its literals."""

    node: NamedNode
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """How the rows of a table become RDF.

    `about` is the template of their IRIs, as texts and the names of places in turn.
    """

    type: NamedNode
    about: tuple[str, ...]
    key: tuple[str, ...]
    foreign: Mapping[str, str]
    properties: Mapping[str, Property]

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the places in the template."""
        return self.about[1::2]

    @property
    def marked(self) -> tuple[str, ...]:
        """The columns of the key that the template does not spell."""
        spelled = {place.partition(".")[0] for place in self.places}
        return tuple(column for column in self.key if column not in spelled)


def _term(column: str) -> str:
    """Return the term of ours that the words of a column make: `done_on` → `doneOn`."""
    first, *rest = column.split("_")
    return NS + first + "".join(part.capitalize() for part in rest)


@cache
def mappings(metadata: Path = METADATA) -> Mapping[str, Mapped]:
    """Return how each table becomes RDF, by the name of the table; one whose rows have no IRI is left out."""
    found: dict[str, Mapped] = {}
    for table in json.loads(metadata.read_text(encoding="utf-8"))["tables"]:
        schema = table["tableSchema"]
        if "aboutUrl" not in schema:
            continue
        (kind,) = (column for column in schema["columns"] if column.get("virtual"))
        found[Path(table["url"]).stem] = Mapped(
            type=NamedNode(kind["valueUrl"]),
            about=tuple(_PLACE.split(schema["aboutUrl"])),
            key=tuple(schema["primaryKey"]),
            foreign={
                reference["columnReference"][0]: Path(reference["reference"]["resource"]).stem
                for reference in schema.get("foreignKeys", ())
            },
            properties={
                column["name"]: Property(
                    NamedNode(column.get("propertyUrl", _term(column["name"]))), column.get("lang")
                )
                for column in schema["columns"]
                if not column.get("virtual")
            },
        )
    return found
