"""The first page: where the participant stands, what the resolution asks of it, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.law.hypothesis import CONSENTED
from treatygraph.law.model import Status
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import Change, InstrumentStatus, Overview
from treatygraph.questions.paragraphs import NOT_PARTY
from treatygraph.questions.table import shown


def overview(desk: Desk, participant: str) -> Overview:
    """Return the overview of a participant on the day."""
    register = desk.register
    paragraph, targets = asked_to_join(desk)
    joined = [t for t in targets if desk.standing(participant, t).status in CONSENTED]
    parameters = {"paragraph": paragraph, "participant": participant, "on": desk.on}
    question = "gaps/asked-of-a-participant"
    return Overview(
        instruments=tuple(status_row(desk, participant, t) for t in register.treaties),
        paragraph=paragraph,
        addressed=register.participants[participant].un_member_since is not None,
        asked=desk.number(len(targets), question, asked=parameters),
        joined=desk.number(len(joined), question, where={"consented_on": "*"}, asked=parameters),
        to_join=tuple(t for t in targets if t not in joined),
        to_implement=tuple(t for t in targets if desk.standing(participant, t).status is Status.PARTY),
        since=desk.since,
        changes=tuple(changes(desk, participant, desk.since)) if desk.since is not None else (),
    )


def asked_to_join(desk: Desk) -> tuple[str, tuple[str, ...]]:
    """Return the number of the paragraph that asks States to join treaties of the data, and these treaties."""
    register = desk.register
    for paragraph in register.facts.paragraphs:
        if NOT_PARTY in paragraph.addressees:
            cited = {c.instrument for c in register.facts.citations if c.paragraph == paragraph.id}
            return paragraph.number, tuple(t for t in register.treaties if t in cited)
    return "", ()


def status_row(desk: Desk, participant: str, treaty: str) -> InstrumentStatus:
    """Return where the participant stands under a treaty."""
    held = desk.standing(participant, treaty)
    party, signed = held.participation, held.signature
    if signed is not None and signed.done_on.earliest > desk.day:
        signed = None
    coverage = next(c for c in desk.register.facts.coverage if c.treaty == treaty)
    acts = [a for a in (signed, party.consent if party is not None else None) if a is not None]
    return InstrumentStatus(
        treaty=treaty,
        status=held.status.value,
        signed_on=shown(signed.done_on) if signed is not None else None,
        signature=signed.id if signed is not None else None,
        consent_kind=party.consent.kind.value if party is not None else None,
        consented_on=shown(party.consent.done_on) if party is not None else None,
        consent=party.consent.id if party is not None else None,
        in_force_since=shown(party.since) if party is not None else None,
        in_force_until=shown(party.until) if party is not None else None,
        as_of=coverage.as_of,
        # That there is no act is what the lists of participants show.
        sources=tuple(sorted({s for a in acts for s in a.sources})) or coverage.sources,
    )


def changes(desk: Desk, participant: str, since: date) -> Iterator[Change]:
    """Yield what happened after `since` and up to the day: acts, statements, beginnings and ends of force."""
    found: list[Change] = []

    def add(
        on: str, earliest: date, treaty: str, what: str, kind: str, row: str | None, sources: tuple[str, ...]
    ) -> None:
        if since < earliest <= desk.day:
            found.append(Change(on=on, treaty=treaty, what=what, kind=kind, identifier=row, sources=sources))

    for treaty in desk.register.treaties:
        for act in desk.register.actions_of(participant, treaty):
            add(str(act.done_on), act.done_on.earliest, treaty, "act", act.kind.value, act.id, act.sources)
        for made in desk.register.statements_of(participant, treaty):
            if made.made_on is not None:
                add(
                    str(made.made_on),
                    made.made_on.earliest,
                    treaty,
                    "statement",
                    made.kind.value,
                    made.id,
                    made.sources,
                )
        for party in desk.concluded.of(participant, treaty):
            for span, what in ((party.since, "in_force"), (party.until, "ended")):
                if span is not None:
                    add(str(span), span.earliest, treaty, what, what, party.consent.id, party.consent.sources)
    yield from sorted(found, key=lambda c: (c.on, c.treaty, c.what, c.identifier or ""))
