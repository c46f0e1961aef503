"""The statuses of everyone on one day, and the counts: concluded once, so that nobody concludes for everyone again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.law.model import Status
from treatygraph.law.status import Concluded, Tally, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was concluded for one day: who has which status under each treaty, and the counts of each."""

    on: date
    statuses: Mapping[str, Mapping[Status, tuple[str, ...]]]
    tallies: Mapping[str, Tally]

    def under(self, treaty: str) -> Mapping[str, Status]:
        """Return the status of everyone under a treaty, by participant; nothing of a treaty that is not known."""
        found = self.statuses.get(treaty, {})
        return {participant: status for status, participants in found.items() for participant in participants}


def everyone(concluded: Concluded, day: date) -> Known:
    """Return the status of every participant under every treaty on a day, and the counts."""
    register = concluded.register
    statuses: dict[str, dict[Status, tuple[str, ...]]] = {}
    for treaty in register.treaties:
        found: dict[Status, list[str]] = {}
        for participant in register.participants:
            found.setdefault(concluded.on(participant, treaty, day).status, []).append(participant)
        statuses[treaty] = {status: tuple(found[status]) for status in sorted(found)}
    return Known(
        on=day, statuses=statuses, tallies={treaty: tally(concluded, treaty, day) for treaty in register.treaties}
    )
