"""References to facts: a row of a table, named by its table and identifier."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.facts.model import (
    Action,
    Clause,
    Continuity,
    Instrument,
    Obligation,
    Participant,
    PossibleAct,
    Provision,
    Statement,
    Undecided,
)
from treatygraph.facts.register import TABLES

#: A row that a conclusion can rest on.
Fact = (
    Action
    | Statement
    | Clause
    | Continuity
    | Instrument
    | Participant
    | Provision
    | Obligation
    | PossibleAct
    | Undecided
)


@dataclass(frozen=True, slots=True, order=True)
class FactRef:
    """A row of a table of the data."""

    table: str
    id: str

    @classmethod
    def to(cls, fact: Fact) -> FactRef:
        """Return the reference to a row."""
        return cls(TABLES[type(fact)], fact.id)

    def __str__(self) -> str:
        """Return `table/identifier`."""
        return f"{self.table}/{self.id}"
