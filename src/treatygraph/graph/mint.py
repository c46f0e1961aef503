"""Minting: the IRI of each thing. Never re-used; no name, title, status or date stands in one.

Ordinals come from the identifiers of the rows, which are never reused. Rows keyed by text (a name, a spelling)
carry a digest of their key.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from pyoxigraph import NamedNode

from treatygraph.facts.model import Action, Instrument
from treatygraph.facts.register import Register
from treatygraph.graph.terms import CONCEPT, DATA, GRAPH

_RESOLUTION = re.compile(r"ares-(\d+)-(\d+)")


def digest(*parts: str) -> str:
    """Return a short mark of a key made of texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def concept(scheme: str, code: str) -> NamedNode:
    """Return the IRI of a code."""
    return NamedNode(f"{CONCEPT}{scheme}/{code}")


def source_graph(source: str) -> NamedNode:
    """Return the named graph of the claims of a source."""
    return NamedNode(f"{GRAPH}source/{source}")


def participant(code: str) -> str:
    """Return the IRI of a participant."""
    return f"{DATA}participant/{code}"


class Mint:
    """Mints the IRI of rows and conclusions over one register."""

    def __init__(self, register: Register) -> None:
        self._instruments = {i.id: self._instrument(i) for i in register.facts.instruments}
        self._provisions = {
            p.id: self._instruments[p.instrument]
            + "/art/"
            + "/".join(part for part in (p.article, p.paragraph, *(p.point or "").split(".")) if part)
            for p in register.facts.provisions
        }
        self._paragraphs = {
            p.id: f"{self._instruments[p.resolution]}/{p.number[:2]}/{p.number[2:]}" for p in register.facts.paragraphs
        }

    @staticmethod
    def _instrument(instrument: Instrument) -> str:
        if instrument.untc_number is not None:
            return f"{DATA}treaty/un/{instrument.untc_number}"
        numbered = _RESOLUTION.fullmatch(instrument.id)
        if numbered is not None:
            return f"{DATA}resolution/un/A-RES-{numbered[1]}-{numbered[2]}"
        return f"{DATA}instrument/{instrument.id}"

    def instrument(self, identifier: str) -> str:
        """Return the IRI of an instrument."""
        return self._instruments[identifier]

    def by_id(self, table: str, identifier: str) -> NamedNode:
        """Return the IRI of a row of a table that others refer to by identifier."""
        if table == "instruments":
            return NamedNode(self._instruments[identifier])
        if table == "provisions":
            return NamedNode(self._provisions[identifier])
        if table == "paragraphs":
            return NamedNode(self._paragraphs[identifier])
        if table == "obligations":
            provision, _, number = identifier.rpartition("-ob")
            return NamedNode(f"{self._provisions[provision]}/obligation/{number}")
        if table == "actions":
            treaty, code, kind, number = _split(identifier)
            return NamedNode(f"{self._instruments[treaty]}/action/{code}/{kind}/{number}")
        if table == "statements":
            treaty, code, number = _split_statement(identifier)
            return NamedNode(f"{self._instruments[treaty]}/statement/{code}/{int(number)}")
        path = {"participants": "participant", "sources": "source", "regions": "region", "languages": "language"}.get(
            table
        )
        path = path or {"links": "link", "link_rules": "link-rule"}.get(table, table)
        return NamedNode(f"{DATA}{path}/{identifier}")

    def row(self, table: str, record: Any) -> NamedNode:
        """Return the IRI of a row."""
        if table == "names":
            mark = digest(record.language, record.form, record.name)
            return NamedNode(f"{participant(record.participant)}/name/{mark}")
        if table == "memberships":
            return NamedNode(f"{participant(record.organization)}/member/{record.member}")
        if table == "statement_flags":
            mark = digest(record.participant, record.flag, record.source)
            return NamedNode(f"{self.instrument(record.treaty)}/flag/{mark}")
        if table == "coverage":
            return NamedNode(f"{self.instrument(record.treaty)}/coverage")
        if table == "counts":
            mark = digest(record.measure, str(record.on), str(record.count))
            return NamedNode(f"{self.instrument(record.treaty)}/count/{mark}")
        if table == "action_marks":
            return NamedNode(f"{DATA}lookup/mark/{digest(record.mark)}")
        if table == "participant_names":
            return NamedNode(f"{DATA}lookup/name/{digest(record.name)}")
        if table == "citations":
            return NamedNode(f"{self._paragraphs[record.paragraph]}/cites/{record.instrument}")
        if table == "clauses":
            return self.clause(record.instrument, record.id)
        if table == "conflicts":
            return NamedNode(f"{DATA}conflict/{record.id}")
        return self.by_id(table, record.id)

    def clause(self, instrument: str, identifier: str) -> NamedNode:
        """Return the IRI of a clause."""
        return NamedNode(f"{self._instruments[instrument]}/clause/{identifier.removeprefix(instrument + '-')}")

    def participation(self, consent: Action) -> NamedNode:
        """Return the IRI of the participation that an act of consent began.

        From the identifier of the act, which the ledger keeps: an earlier act found later changes no IRI.
        """
        _, code, kind, number = _split(consent.id)
        return NamedNode(f"{self.instrument(consent.treaty)}/participation/{code}/{kind}-{number}")


def _split(identifier: str) -> tuple[str, str, str, str]:
    """Return treaty, participant, kind and ordinal of an action's identifier; a treaty may hold hyphens."""
    rest, _, number = identifier.rpartition("-")
    rest, _, kind = rest.rpartition("-")
    treaty, _, code = rest.rpartition("-")
    return treaty, code, kind, number


def _split_statement(identifier: str) -> tuple[str, str, str]:
    rest, _, number = identifier.rpartition("-")
    treaty, _, code = rest.rpartition("-")
    return treaty, code, number
