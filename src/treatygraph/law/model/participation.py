"""When a treaty is in force, and what a participant is under it. Legal basis: VCLT arts. 2, 24, 25, 54."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from treatygraph.days import Span
from treatygraph.facts.model import Action
from treatygraph.law.model.reasons import Reason


class Status(StrEnum):
    """Status of a participant under a treaty on a day (VCLT art. 2(1)(f) to (h))."""

    THIRD_STATE = "third_state"
    SIGNATORY = "signatory"
    CONTRACTING_STATE = "contracting_state"
    PARTY = "party"
    PROVISIONALLY_APPLYING = "provisionally_applying"
    FORMER_PARTY = "former_party"
    UNDETERMINED = "undetermined"


class ForceBasis(StrEnum):
    """On what the day of a treaty's entry into force rests."""

    COMPUTED = "computed"
    PUBLISHED = "published"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyForce:
    """Entry into force of a treaty, beside what was computed and the day stated by its publisher.

    `in_force` is None where it is not in force; where it is not known (`basis` undetermined) it has no latest day.
    `computed` is what number, delay and the treaties before it give, whatever else the clause asks for. `ended` is the
    first day on which it binds nobody; None where no source says that it ended.
    """

    treaty: str
    basis: ForceBasis
    threshold: Span | None
    computed: Span | None
    in_force: Span | None
    stated: date | None
    reason: Reason
    ended: Span | None = None
    end_reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """From when until when a consent binds its author, and why; None where it does not, or has not ended."""

    since: Span | None
    until: Span | None
    why: Reason
    why_ended: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One participant's consent to one treaty, from consent to its end.

    `since` is None while the treaty is not in force for the participant; `until` is None while it has not
    ended. Both are half-open: `until` is the first day no longer in force. `open_until` is the notification of a
    succession that reaches back: from `since` until then two readings are open. `own_from` is when an act of before
    its author stood there itself counts for certain as its own; until then it is open whether anything is in force.
    """

    participant: str
    treaty: str
    ordinal: int
    consent: Action
    consented: Span
    since: Span | None
    until: Span | None
    open_until: Span | None
    reason: Reason
    end_reason: Reason | None
    own_from: Span | None = None

    def in_force_on(self, day: date) -> bool | None:
        """Return whether it is in force on the day; None when the data do not settle it, or the law."""
        if self.since is None or day < self.since.earliest:
            return False
        if self.until is not None and day >= self.until.latest:
            return False
        if self.open_until is not None and day < self.open_until.latest:
            return None
        if day < self.since.latest or (self.until is not None and day >= self.until.earliest):
            return None
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Status on a day, and why."""

    participant: str
    treaty: str
    on: date
    status: Status
    participation: Participation | None
    signature: Action | None
    reason: Reason
