"""Minting: the IRI of each thing. Never re-used; no name, title, status or date stands in one.

Of what the IRI of a row is made, `metadata.json` says (`aboutUrl`). Ordinals come from identifiers of rows, which
are never reused. Rows keyed by text (a name, a spelling) carry a digest of their key.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

from pyoxigraph import NamedNode

from treatygraph.facts.model import Action, Instrument
from treatygraph.facts.register import Register
from treatygraph.graph.mapping import Mapped, mappings
from treatygraph.graph.terms import CONCEPT, DATA, GRAPH

_RESOLUTION = re.compile(r"ares-(\d+)-(\d+)")
_NUMBER = re.compile(r"\d+$")


def digest(*parts: str) -> str:
    """Return a short mark of a key made of texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@cache
def concept(scheme: str, code: str) -> NamedNode:
    """Return the IRI of a code."""
    return NamedNode(f"{CONCEPT}{scheme}/{code}")


@cache
def source_graph(source: str) -> NamedNode:
    """Return the named graph of the claims of a source."""
    return NamedNode(f"{GRAPH}source/{source}")


@cache
def participant(code: str) -> NamedNode:
    """Return the IRI of a participant."""
    return NamedNode(f"{DATA}participant/{code}")


class Mint:
    """Mints the IRI of rows and conclusions over one register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._mappings = mappings()
        self._minted: dict[tuple[str, str], NamedNode] = {}

    def instrument(self, identifier: str) -> str:
        """Return the IRI of an instrument."""
        return self.by_id("instruments", identifier).value

    def by_id(self, table: str, identifier: str) -> NamedNode:
        """Return the IRI of a row of a table that others refer to by identifier."""
        found = self._minted.get((table, identifier))
        if found is None:
            mapped = self._mappings[table]
            if mapped.places == ("id",):
                found = NamedNode(mapped.about[0] + identifier + mapped.about[2])
            else:
                found = self._mint(table, mapped, self._register.row(table, identifier))
            self._minted[table, identifier] = found
        return found

    def row(self, table: str, record: Any) -> NamedNode:
        """Return the IRI of a row."""
        mapped = self._mappings[table]
        if mapped.key == ("id",):
            return self.by_id(table, record.id)
        return self._mint(table, mapped, record)

    def _mint(self, table: str, mapped: Mapped, record: Any) -> NamedNode:
        parts = list(mapped.about)
        for n in range(1, len(parts), 2):
            parts[n] = self._part(mapped, record, parts[n])
        return NamedNode("".join(parts))

    def _part(self, mapped: Mapped, record: Any, place: str) -> str:
        """Return what stands in a place of a template."""
        column, _, form = place.partition(".")
        if form == "mark":
            return digest(*(str(getattr(record, column)) for column in mapped.marked))
        if form == "iri":
            return self.by_id(mapped.foreign[column], getattr(record, column)).value
        column, _, first = column.partition(":")
        value = str(getattr(record, column))
        if form == "number":
            return str(number_of(value))
        if form in {"rest", "path"}:
            owner = next(place.partition(".")[0] for place in mapped.places if place.endswith(".iri"))
            rest = value.removeprefix(f"{getattr(record, owner)}-")
            return rest.replace("-", "/") if form == "path" else rest
        if form == "given":
            return _given(record)
        return value[: int(first)] if first else value

    def participation(self, consent: Action) -> NamedNode:
        """Return the IRI of the participation that an act of consent began.

        From the identifier of the act, which the ledger keeps: an earlier act found later changes no IRI.
        """
        start = f"{self.instrument(consent.treaty)}/participation/{consent.participant}"
        return NamedNode(f"{start}/{consent.kind}-{number_of(consent.id)}")


@cache
def number_of(identifier: str) -> int:
    """Return the number at the end of an identifier."""
    found = _NUMBER.search(identifier)
    assert found is not None, identifier  # identifiers_match_their_columns
    return int(found[0])


def _given(instrument: Instrument) -> str:
    """Return where the IRI of an instrument stands: under its number with the depositary, where it has one."""
    if instrument.untc_number is not None:
        return f"treaty/un/{instrument.untc_number}"
    numbered = _RESOLUTION.fullmatch(instrument.id)
    if numbered is not None:
        return f"resolution/un/A-RES-{numbered[1]}-{numbered[2]}"
    return f"instrument/{instrument.id}"
