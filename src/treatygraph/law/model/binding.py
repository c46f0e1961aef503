"""A relation between two under a treaty, and a commitment. Legal basis: VCLT arts. 26, 34."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from treatygraph.days import Span
from treatygraph.facts.model import Statement, StatementFlag
from treatygraph.law.model.reasons import Reason
from treatygraph.law.model.reserving import ProvisionEffect


class Existence(StrEnum):
    """Whether a treaty is in force between two participants."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    CONTESTED = "contested"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyRelation:
    """Whether a treaty is in force between two participants on a day, and how.

    `exists` is None when neither law nor data settle it; `contested` are then the communications of one that deny
    it, under this treaty or, where none was seen, under another. `effects` are mutual (VCLT art. 21(1));
    `notices` are the other statements of either that a reader should see; `unread` what lists show of either and
    nobody read, which may change what applies.
    """

    a: str
    b: str
    treaty: str
    on: date
    exists: bool | None
    effects: tuple[ProvisionEffect, ...]
    notices: tuple[Statement, ...]
    contested: tuple[Statement, ...]
    unread: tuple[StatementFlag, ...]
    reason: Reason

    @property
    def existence(self) -> Existence:
        """Whether the treaty is in force between the two, in one word."""
        if self.exists is not None:
            return Existence.IN_FORCE if self.exists else Existence.NOT_IN_FORCE
        here = any(s.treaty == self.treaty for s in self.contested)
        return Existence.CONTESTED if here else Existence.UNDETERMINED


class Application(StrEnum):
    """How a treaty applies to a territory (VCLT art. 29)."""

    EXTENDED = "extended"
    EXCLUDED = "excluded"
    NOT_STATED = "not_stated"
    UNDETERMINED = "undetermined"
    NOT_IN_FORCE = "not_in_force"


class Bound(StrEnum):
    """How a commitment stands over an interval."""

    BOUND = "bound"
    EXCLUDED = "excluded"
    MODIFIED = "modified"
    EXTENT_NOT_STATED = "extent_not_stated"
    DISPUTED = "disputed"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An obligation that binds one participant over an interval.

    `unread` says that a list shows a statement of the participant that was not read and may change it;
    `within_competence`, that an organization owes it within the limits of its competence only.
    """

    participant: str
    treaty: str
    obligation: str
    carried_from: str | None
    since: Span
    until: Span | None
    state: Bound
    statement: str | None
    unread: bool
    within_competence: bool
