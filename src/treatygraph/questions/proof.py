"""A proof: why a participant has a status under a treaty, or what a provision asks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from treatygraph.facts.lookups import find_participant
from treatygraph.facts.model import Participant, Source
from treatygraph.facts.register import Register
from treatygraph.law.custom import cited_as
from treatygraph.law.explain import sources_of, why_provision, why_there
from treatygraph.law.model import Reason, Status
from treatygraph.law.status import Concluded
from treatygraph.proofs import Teller
from treatygraph.questions.desk import desk_on
from treatygraph.questions.named import Subject, day_of, subject_of
from treatygraph.questions.notes import Reservable, as_of_notes, reservable, reservation_notes
from treatygraph.questions.territories import is_territory, summary_notes


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A proof, with the sources it rests on; `status` is the one under the treaty at hand."""

    register: Register
    participant: Participant
    subject: Subject
    on: date
    status: Status
    reason: Reason
    territories: tuple[str, ...]

    def tree(self, language: str = "en") -> dict[str, Any]:
        """Return the proof as nested plain values, its sentences in a language that proofs are told in."""
        return Teller(self.register, language).tree(self.reason)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources that the proof rests on."""
        return tuple(self.register.sources[s] for s in sources_of(self.register, self.reason))

    @property
    def reservable(self) -> Reservable:
        """Which reservations the treaty lets one make."""
        return reservable(self.register, self.subject.treaty)

    @property
    def notes(self) -> tuple[str, ...]:
        """Which reservations may be made, how far the data reach, and to which territories the treaty applies."""
        treaty = self.subject.treaty
        return (
            *self.territories,
            *reservation_notes(self.register, treaty),
            *as_of_notes(self.register, [treaty], self.on),
        )


def proof_of(concluded: Concluded, participant: str, subject: str, on: str | date | None = None) -> Proof:
    """Return the proof of a participant's status under a treaty, or of what a provision asks of it.

    Args:
        concluded: The conclusions.
        participant: A name or code of the participant.
        subject: A name of the treaty, or of a provision.
        on: The day; the latest as-of day of the data when None.

    Raises:
        UnknownNameError: The participant, treaty or provision is not known.
        BadDayError: `on` is no day.
    """
    register = concluded.register
    found, meant, day = find_participant(register, participant), subject_of(register, subject), day_of(register, on)
    # A territory takes part in nothing; its status is that of the one responsible for it.
    there = is_territory(register, found.id)
    held = desk_on(concluded, day).standing(found.responsible or found.id, meant.treaty)
    reason = held.reason
    if there:
        reason = why_there(concluded, found.id, meant.treaty, meant.provision, day)
    elif meant.provision is not None:
        reason = why_provision(concluded, found.id, meant.provision, day)
    # As what the conventions on treaties are cited between those concerned: once for the whole proof.
    reason = replace(reason, because=(*reason.because, *cited_as(concluded, reason)))
    return Proof(
        register=register,
        participant=found,
        subject=meant,
        on=day,
        status=held.status,
        reason=reason,
        territories=tuple(summary_notes(desk_on(concluded, day), found.id, [meant.treaty])),
    )
