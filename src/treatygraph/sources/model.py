"""What a depositary publishes, whoever it is: the rows of a status table as printed."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.days import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedMark:
    """A day with the mark printed beside it, as published."""

    day: PartialDate
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One participant's row of the table, as published."""

    row: int
    participant: str
    signature: DatedMark | None
    consent: DatedMark | None
    footnotes: tuple[str, ...]
