"""The acts that a dossier rests on, one by one: who did what towards which treaty, on which day, by which source."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """A treaty action, as the report shows it."""

    identifier: str
    treaty: str
    kind: str
    done_on: str | None
    effective_on: str | None
    sources: tuple[str, ...]


def acts_of(desk: Desk, participant: str, told: tuple[str, ...]) -> tuple[ActRow, ...]:
    """Return the acts of a participant by the day, under the treaties told, in their order."""
    register = desk.register
    return tuple(
        ActRow(
            identifier=act.id,
            treaty=treaty,
            kind=act.kind.value,
            done_on=shown(act.done_on),
            effective_on=shown(act.effective_on),
            sources=act.sources,
        )
        for treaty in told
        for act in register.actions_of(participant, treaty)
        if act.done_on.earliest <= desk.day
    )
