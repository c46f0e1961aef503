"""Where one participant stands under one treaty on a day, as every list of statuses tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.facts.model import ActionKind, PossibleAct
from treatygraph.law.model import Status
from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import (
    joined,
    shown,
)
from treatygraph.questions.question import Value

#: The order in which statuses are told.
STATUSES = (
    Status.PARTY,
    Status.PROVISIONALLY_APPLYING,
    Status.CONTRACTING_STATE,
    Status.SIGNATORY,
    Status.FORMER_PARTY,
    Status.THIRD_STATE,
    Status.UNDETERMINED,
)
#: Statuses of one that has consented and not left; the data may leave open on which day.
CONSENTED_OR_OPEN = frozenset(
    {Status.PARTY, Status.PROVISIONALLY_APPLYING, Status.CONTRACTING_STATE, Status.UNDETERMINED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentStatus:
    """Where a participant stands under one treaty on the day.

    Where it may have consented after a day and no source says, `not_known_after` is that day and `last_known` the
    status on it. `as_of` is the day to which the acts are complete, `statements_as_of` that of the lists of statements.
    """

    treaty: str
    status: str
    signed_on: str | None
    signature: str | None
    consent_kind: str | None
    consented_on: str | None
    consent: str | None
    effective_on: str | None
    in_force_since: str | None
    in_force_until: str | None
    not_known_after: date | None
    last_known: str | None
    as_of: date
    statements_as_of: date | None
    sources: tuple[str, ...]


def status_of(desk: Desk, participant: str, treaty: str) -> InstrumentStatus:
    """Return where a participant stands under a treaty."""
    held = desk.standing(participant, treaty)
    party, signed = held.participation, held.signature
    if signed is not None and signed.done_on.earliest > desk.day:
        signed = None
    coverage = desk.register.coverage[treaty]
    possible = open_since(desk, participant, treaty)
    acts = [a for a in (signed, party.consent if party is not None else None) if a is not None]
    return InstrumentStatus(
        treaty=treaty,
        status=held.status.value,
        signed_on=shown(signed.done_on) if signed is not None else None,
        signature=signed.id if signed is not None else None,
        consent_kind=party.consent.kind.value if party is not None else None,
        consented_on=shown(party.consent.done_on) if party is not None else None,
        consent=party.consent.id if party is not None else None,
        effective_on=shown(party.consent.effective_on) if party is not None else None,
        in_force_since=shown(party.since) if party is not None else None,
        in_force_until=shown(party.until) if party is not None else None,
        not_known_after=possible.known_to if possible is not None else None,
        last_known=last_known(desk, possible).value if possible is not None else None,
        as_of=coverage.as_of,
        statements_as_of=coverage.statements_as_of,
        # That there is no act is what the lists of participants show.
        sources=tuple(sorted({s for a in acts for s in a.sources})) or coverage.sources,
    )


def open_since(desk: Desk, participant: str, treaty: str) -> PossibleAct | None:
    """Return the consent that leaves open where the participant stands on the day, or None where nothing does so."""
    possible = desk.register.possible_act(participant, treaty)
    if possible is None:
        return None
    held = desk.standing(participant, treaty)
    unseen = held.status is Status.UNDETERMINED and held.participation is None
    return possible if unseen and possible.known_to < desk.day else None


def last_known(desk: Desk, possible: PossibleAct) -> Status:
    """Return the status on the last day on which it is known that a possible consent was not given."""
    assert possible.participant is not None
    return desk.concluded.on(possible.participant, possible.treaty, possible.known_to).status


def status_cells(found: InstrumentStatus) -> dict[str, Value]:
    """Return where a participant stands, by column."""
    return {
        "treaty": found.treaty,
        "status": Status(found.status),
        "consent_kind": ActionKind(found.consent_kind) if found.consent_kind is not None else None,
        "signed_on": found.signed_on,
        "deposited_on": found.consented_on,
        "effective_on": found.effective_on,
        "in_force_since": found.in_force_since,
        "in_force_until": found.in_force_until,
        "not_known_after": shown(found.not_known_after),
        "source": joined(found.sources),
        "as_of": str(found.as_of),
        "statements_as_of": shown(found.statements_as_of),
    }


#: What is told of where a participant stands, after the treaty.
STATUS_COLUMNS = (
    "status",
    "consent_kind",
    "signed_on",
    "deposited_on",
    "effective_on",
    "in_force_since",
    "in_force_until",
    "source",
    "as_of",
    "statements_as_of",
    "not_known_after",
)
