"""What would follow if a participant deposited an instrument on a day: the same rules over one act more.

Legal basis: VCLT arts. 11 to 16 (the act), the treaty's own clause for entry into force, and its clause of kind
dependency: who is not party to the Convention has to join it with the Protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.days import EARLIEST, PartialDate, Span
from treatygraph.errors import TreatygraphError
from treatygraph.facts.model import Action, ActionKind, Confidence
from treatygraph.facts.register import Register
from treatygraph.law.consent import signature
from treatygraph.law.model import ForceBasis, Status
from treatygraph.law.status import Concluded, conclude, standing
from treatygraph.law.termination import state_end

#: Statuses of one who has consented already.
CONSENTED = frozenset({Status.PARTY, Status.CONTRACTING_STATE})


class HypothesisError(TreatygraphError):
    """A deposit that cannot be supposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """An instrument supposed to be deposited."""

    treaty: str
    kind: ActionKind


def open_from(register: Register, treaty: str) -> date:
    """Return the first day on which an instrument for the treaty could be deposited, as far as is known."""
    instrument = register.instruments[treaty]
    opened = instrument.opened_on or instrument.adopted_on
    if opened is None:
        return EARLIEST
    return opened if isinstance(opened, date) else opened.earliest


def deposits(concluded: Concluded, participant: str, treaty: str, day: date) -> tuple[Deposit, ...]:
    """Return what would have to be deposited for a treaty on a day: the treaties it depends on come first.

    Who has signed ratifies (a State) or approves (an organization); who has not, accedes.

    Raises:
        HypothesisError: The participant has consented already or is no more, or the day is before the treaty was open.
    """
    register = concluded.register
    over = state_end(register, participant)
    if over is not None and over[0].earliest <= day:
        heirs = sorted({link.successor for link in register.facts.continuity if link.predecessor == participant})
        followed = ", ".join(f"{register.name(heir)} ({heir})" for heir in heirs)
        after = f" Followed by: {followed}." if followed else ""
        raise HypothesisError(
            f"{register.name(participant)} is no more on {day}. Name a participant of that day.{after}"
        )
    if standing(concluded, participant, treaty, day).status in CONSENTED:
        raise HypothesisError(
            f"{register.name(participant)} has consented to {treaty} already, as of {day}. "
            "Name a treaty it has not joined."
        )
    ended = concluded.force(treaty).ended
    if ended is not None and ended.latest <= day:
        raise HypothesisError(f"{treaty} has ended by {day}: nobody can join it. Name a treaty that is in force.")
    first = open_from(register, treaty)
    if day < first:
        raise HypothesisError(f"{treaty} was not open on {day}. Name a day from {first} on.")
    found: list[Deposit] = []
    for parent in register.parents(treaty):
        if standing(concluded, participant, parent, day).status not in CONSENTED:
            found += [d for d in deposits(concluded, participant, parent, day) if d not in found]
    return (*found, Deposit(treaty=treaty, kind=_kind(register, participant, treaty, day)))


def _kind(register: Register, participant: str, treaty: str, day: date) -> ActionKind:
    signed = signature(register, participant, treaty)
    if signed is None or signed.done_on.earliest > day:
        return ActionKind.ACCESSION
    return ActionKind.RATIFICATION if participant in register.states else ActionKind.APPROVAL


def supposing(concluded: Concluded, participant: str, supposed: tuple[Deposit, ...], day: date) -> Concluded:
    """Return what would follow from the facts and these deposits on the day; the facts stay as they are."""
    added = tuple(
        Action(
            id=f"{deposit.treaty}-{participant}-{deposit.kind}-supposed",
            treaty=deposit.treaty,
            participant=participant,
            kind=deposit.kind,
            done_on=PartialDate(day.year, day.month, day.day),
            effective_on=None,
            sources=(),
            confidence=Confidence("supposed"),
            note=None,
        )
        for deposit in supposed
    )
    register = concluded.register.with_actions(added)
    after = conclude(register)
    # A deposit after the threshold was reached changes no entry into force, and so nothing for others but the
    # organizations of which its author is a member.
    settled: dict[str, None] = {}
    for treaty, (waits_for, reached) in concluded.once("thresholds", lambda: _thresholds(concluded)).items():
        if reached is not None and reached.latest < day and all(needed in settled for needed in waits_for):
            settled[treaty] = None
    members = {m.organization for m in register.facts.memberships if m.member == participant}
    after.take_over(concluded, settled, frozenset({participant, *members}))
    return after


def _thresholds(concluded: Concluded) -> Mapping[str, tuple[tuple[str, ...], Span | None]]:
    """Return for each treaty those that come before it, and from when on no deposit more changes its own entry."""
    found: dict[str, tuple[tuple[str, ...], Span | None]] = {}
    for treaty in concluded.register.treaties:
        needed = {*concluded.register.parents(treaty), *concluded.register.not_before(treaty)}
        force = concluded.force(treaty)
        reached = force.threshold or (force.in_force if force.basis is ForceBasis.PUBLISHED else None)
        found[treaty] = tuple(sorted(needed.intersection(concluded.register.treaties))), reached
    return found
