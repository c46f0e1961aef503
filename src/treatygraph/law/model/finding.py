"""What the conclusions show about the record: gaps in notifications, and findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treatygraph.law.model.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationGap:
    """A notification that a provision asks for and no source read records. Not a breach.

    `of_record`: no source is known to carry all of its kind, so that the gap tells of the record and not of the party.
    """

    participant: str
    treaty: str
    provision: str
    condition: str | None
    unread_statement: bool
    of_record: bool
    reason: Reason


class Severity(StrEnum):
    """How serious a finding is, the most serious first: a violation stops a build, the others do not."""

    VIOLATION = "violation"
    WARNING = "warning"
    NOTE = "note"

    @property
    def order(self) -> int:
        """The place of the severity among all, from the most serious on."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a check noticed."""

    severity: Severity
    rule: str
    where: str
    what: str
    remedy: str
