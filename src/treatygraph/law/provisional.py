"""Provisional application: from when and until when a participant applies a treaty that is not in force for it.

Legal basis: VCLT art. 25. It is no consent to be bound; it ends with a notice, or with entry into force for the
participant: being party goes before it. A treaty is so applied pending its entry into force; whether one that has not
consented by then may go on, the treaty's own terms say. Where acts of that kind come later, they evidently let it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import PROVISIONAL, Action, ActionKind
from treatygraph.facts.register import Register
from treatygraph.law.model import ForceBasis, Participation, Reason, TreatyForce, because
from treatygraph.law.rule import Family, Rule
from treatygraph.law.termination import state_end

APPLIED_PROVISIONALLY = Rule(
    id="applied-provisionally",
    title="An act of provisional application",
    basis="VCLT art. 25(1)",
    family=Family.CONSENT,
    sentence=(
        "{participant} applies {treaty} provisionally from {day} on: {kind}, {done_on}. That is no consent to be bound."
    ),
)
PROVISIONAL_ENDED = Rule(
    id="provisional-ended",
    title="The end of a provisional application",
    basis="VCLT art. 25(2)",
    family=Family.LEAVING,
    sentence="{participant} gave notice on {done_on} that it does not, or no longer, apply {treaty} provisionally.",
)

PROVISIONAL_PENDING = Rule(
    id="provisional-pending",
    title="Provisional application once the treaty is in force",
    basis="VCLT art. 25(1); the treaty's own terms",
    family=Family.LEAVING,
    sentence=(
        "{treaty} entered into force on {day}, and a treaty is applied provisionally pending its entry into force: "
        "whether {participant} went on applying it so from then on, its terms say, which are not in the data. Two "
        "readings: it ended with the entry into force of the treaty; or it lasts until that for {participant}."
    ),
)

_ENDING = frozenset({ActionKind.NOTIFICATION_OF_NON_PROVISIONAL_APPLICATION, ActionKind.DENUNCIATION})


@dataclass(frozen=True, slots=True)
class Provisional:
    """A time of provisional application; `until` is its first day no longer, None while it goes on."""

    since: Span
    until: Span | None
    reasons: tuple[Reason, ...]


def provisional(
    register: Register,
    participant: str,
    treaty: str,
    participations: tuple[Participation, ...],
    force: TreatyForce,
) -> Provisional | None:
    """Return when the participant applies the treaty provisionally, or None where it never does."""
    acts = register.actions_of(participant, treaty)
    begun = next((a for a in acts if a.kind in PROVISIONAL), None)
    if begun is None:
        return None
    since = (begun.effective_on or begun.done_on).span
    later = _later(register, begun, force)
    why = because(
        APPLIED_PROVISIONALLY,
        participant=participant,
        treaty=treaty,
        day=since,
        kind=begun.kind,
        done_on=begun.done_on,
        facts=(begun,) if later in {None, begun} else (begun, later),
    )
    ends: list[tuple[Span, tuple[Reason, ...]]] = []
    for act in acts:
        if act.kind in _ENDING and act.done_on.earliest >= begun.done_on.earliest:
            ended = because(
                PROVISIONAL_ENDED, why, participant=participant, treaty=treaty, done_on=act.done_on, facts=(act,)
            )
            ends.append(((act.effective_on or act.done_on).span, (ended,)))
    # Whoever was party has applied it for good: leaving does not bring the provisional application back.
    ends += [(p.since, (why,)) for p in participations if p.since is not None]
    if later is None and force.in_force is not None and force.basis is not ForceBasis.UNDETERMINED:
        pending = because(
            PROVISIONAL_PENDING,
            force.reason,
            participant=participant,
            treaty=treaty,
            day=force.in_force,
            facts=(begun,),
        )
        ends.append((Span(force.in_force.earliest, date.max), (why, pending)))
    over = state_end(register, participant)
    if over is not None:
        ends.append((over[0], (why, over[1])))
    if force.ended is not None and force.end_reason is not None:
        ends.append((force.ended, (why, force.end_reason)))
    if not ends:
        return Provisional(since, None, (why,))
    until, reasons = min(ends, key=lambda end: end[0])
    for other, why_then in ends:
        # One end may come on a day that is not known; another says by when at the latest.
        if other.latest < until.latest:
            until, reasons = Span(until.earliest, other.latest), tuple(dict.fromkeys((*reasons, *why_then)))
    return Provisional(since, until, reasons)


def _later(register: Register, begun: Action, force: TreatyForce) -> Action | None:
    """Return the first act of provisional application by which a treaty in force is so applied; None where none is.

    An act of before shows nothing of it; nor does any while it is not known since when the treaty is in force.
    """
    day = force.in_force
    if day is None:
        return None
    acts = register.actions_by_treaty.get(begun.treaty, ())
    return next((a for a in acts if a.kind in PROVISIONAL and a.done_on.earliest >= day.latest), None)
