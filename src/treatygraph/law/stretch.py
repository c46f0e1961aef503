"""A stretch of status: a time over which a participant has one status under a treaty, and why.

Legal basis: that of the rules of status.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.law.model import Participation, Reason, Status, because
from treatygraph.law.rule import Rule
from treatygraph.law.status_rules import (
    FORMER_PARTY,
    NO_LONGER_A_STATE,
    PARTY,
    PAST_NOT_KNOWN,
    SUCCESSION_OPEN,
    TREATY_OVER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time over which a participant has one status under a treaty.

    `since` is the first day of it, `until` the first day after it; the first stretch has no `since` and the last no
    `until`. `rule` gives the status for the `reasons`; `limits` are the reasons of the stretches before and after it:
    why it begins and ends when it does. Both together lead to the same stretch.
    """

    participant: str
    treaty: str
    status: Status
    since: date | None
    until: date | None
    participation: Participation | None
    rule: Rule
    reasons: tuple[Reason, ...]
    limits: tuple[Reason, ...]

    def holds_on(self, day: date) -> bool:
        """Return whether the day is in the stretch."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def ended(self) -> bool:
        """Whether the participant is no more, or the treaty is."""
        return self.rule in {NO_LONGER_A_STATE, PAST_NOT_KNOWN, TREATY_OVER}

    def reason(self, day: date) -> Reason:
        """Return why the participant has the status on a day of the stretch."""
        values: dict[str, object] = {"participant": self.participant, "treaty": self.treaty, "day": day}
        if self.rule is PARTY and self.participation is not None:
            values["since"] = self.participation.since
        if self.rule is SUCCESSION_OPEN and self.participation is not None:
            values |= {"since": self.participation.since, "done_on": self.participation.consented}
        if self.rule is FORMER_PARTY and self.participation is not None:
            values["until"] = self.participation.until
        return because(self.rule, *self.reasons, values=values)
