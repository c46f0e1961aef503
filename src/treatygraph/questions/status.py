"""Who has which status: treaties, participants, parties of a treaty, statuses of a participant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.facts.lookups import find_region
from treatygraph.facts.model import NameForm
from treatygraph.facts.register import Register
from treatygraph.law.model import Standing, Status
from treatygraph.law.status import Concluded, standing, tally
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Column, ColumnKind, Table, Value
from treatygraph.questions.table import as_of_notes, gap_notes, joined, shown


def treaties(concluded: Concluded, day: date) -> Table:
    """Return the treaties with their entry into force, computed and stated, and their counts on a day."""
    register = concluded.register
    coverage = {c.treaty: c for c in register.facts.coverage}
    rows: list[tuple[Value, ...]] = []
    for treaty in register.treaties:
        instrument, force = register.instruments[treaty], concluded.forces[treaty]
        counts = tally(concluded, treaty, day)
        rows.append(
            (
                treaty,
                instrument.short_title,
                instrument.untc_number,
                shown(instrument.adopted_on),
                shown(force.threshold),
                shown(force.in_force),
                shown(force.stated),
                counts.signatories,
                counts.deposited,
                counts.in_force,
                counts.undetermined,
                coverage[treaty].as_of,
            )
        )
    notes = (
        "Parties by deposit: instruments of consent that have not ended (the UN's count). "
        "Parties in force: those for which the treaty is in force on the day.",
        *as_of_notes(register, register.treaties, day),
        *gap_notes(register, register.treaties),
    )
    headed = columns(
        "treaty",
        "treaty_title",
        "untc_number",
        "adopted_on",
        "threshold_on",
        "in_force_on",
        "stated_in_force_on",
        "signatories",
        "parties_by_deposit",
        "parties_in_force",
        "undetermined",
        "as_of",
    )
    return Table(title=f"Treaties on {day}", columns=headed, rows=tuple(rows), notes=notes)


def participants(
    concluded: Concluded, day: date, region: str | None = None, treaty: str | None = None, status: str | None = None
) -> Table:
    """Return the participants with their status under each treaty on a day.

    Args:
        concluded: The conclusions.
        day: The day asked about.
        region: M49 code or English name of a region; those inside it are listed.
        treaty: With `status`: only those that have it under this treaty (under any, when None).
        status: Code of a status.
    """
    register = concluded.register
    inside = find_region(register, region).id if region is not None else None
    rows: list[tuple[Value, ...]] = []
    for participant in register.facts.participants:
        if inside is not None and inside not in register.regions_around(participant.region):
            continue
        statuses = {t: standing(concluded, participant.id, t, day).status for t in register.treaties}
        asked = [statuses[treaty]] if treaty is not None else list(statuses.values())
        if status is not None and status not in asked:
            continue
        rows.append(
            (
                participant.id,
                register.name(participant.id),
                participant.iso2,
                participant.m49,
                participant.kind,
                participant.region,
                _region_name(register, participant.region),
                shown(participant.un_member_since),
                *statuses.values(),
            )
        )
    headed = (
        *columns(
            "participant",
            "participant_name",
            "iso2",
            "m49",
            "participant_kind",
            "region",
            "region_name",
            "un_member_since",
        ),
        *(Column(name=t, kind=ColumnKind.CODE, scheme="status", labels={"en": t}) for t in register.treaties),
    )
    notes = (f"{len(rows)} participants.", *as_of_notes(register, register.treaties, day))
    return Table(title=f"Participants on {day}", columns=headed, rows=tuple(rows), notes=notes)


def _region_name(register: Register, region: str | None) -> str | None:
    return next((r.name for r in register.facts.regions if r.id == region), None)


PARTY_COLUMNS = (
    "participant",
    "participant_name",
    "status",
    "consent_kind",
    "signed_on",
    "deposited_on",
    "effective_on",
    "in_force_since",
    "in_force_until",
    "source",
    "as_of",
)


def parties(concluded: Concluded, treaty: str, day: date, statuses: frozenset[str] | None = None) -> Table:
    """Return those that have consented to a treaty and not left it, with status and days.

    Args:
        concluded: The conclusions.
        treaty: The treaty.
        day: The day asked about.
        statuses: List those with one of these statuses instead (for example signatories).
    """
    register = concluded.register
    wanted = statuses or frozenset({Status.PARTY, Status.CONTRACTING_STATE, Status.UNDETERMINED})
    found = [
        held
        for participant in register.participants
        if (held := standing(concluded, participant, treaty, day)).status in wanted
    ]
    rows = tuple(_party_row(register, held) for held in found)
    counts = tally(concluded, treaty, day)
    notes = (
        f"{counts.deposited} parties by deposit (the UN's count), {counts.in_force} for which it is in force, "
        f"{counts.signatories} signatories.",
        *((f"{counts.undetermined} undetermined.",) if counts.undetermined else ()),
        *as_of_notes(register, [treaty], day),
        *gap_notes(register, [treaty]),
    )
    title = f"{register.instruments[treaty].short_title} on {day}"
    return Table(title=title, columns=columns(*PARTY_COLUMNS), rows=rows, notes=notes)


def _party_row(register: Register, held: Standing) -> tuple[Value, ...]:
    as_of = next(c.as_of for c in register.facts.coverage if c.treaty == held.treaty)
    consent = held.participation.consent if held.participation is not None else None
    acts = [a for a in (held.signature, consent) if a is not None]
    sources = sorted({s for a in acts for s in a.sources})
    return (
        held.participant,
        register.name(held.participant),
        held.status,
        consent.kind if consent is not None else None,
        shown(held.signature.done_on) if held.signature is not None else None,
        shown(consent.done_on) if consent is not None else None,
        shown(consent.effective_on) if consent is not None else None,
        shown(held.participation.since) if held.participation is not None else None,
        shown(held.participation.until) if held.participation is not None else None,
        joined(sources) or None,
        as_of,
    )


def statuses(concluded: Concluded, participant: str, day: date) -> Table:
    """Return a participant's status under every treaty on a day."""
    register = concluded.register
    rows = []
    for treaty in register.treaties:
        held = standing(concluded, participant, treaty, day)
        row = _party_row(register, held)
        rows.append((treaty, register.instruments[treaty].short_title, *row[2:]))
    headed = columns("treaty", "treaty_title", *PARTY_COLUMNS[2:])
    notes = (
        *_identity(register, participant),
        *as_of_notes(register, register.treaties, day),
        *_conflicts(register, participant),
    )
    title = f"{register.name(participant)} ({participant}) on {day}"
    return Table(title=title, columns=headed, rows=tuple(rows), notes=notes)


def _identity(register: Register, participant: str) -> Iterator[str]:
    """Yield what a reader should know of who the participant is."""
    earlier = [n for n in register.facts.names if n.participant == participant and n.form is NameForm.FORMER]
    if earlier:
        yield "Earlier names: " + "; ".join(n.name for n in earlier) + "."
    for link in register.facts.continuity:
        if participant in {link.successor, link.predecessor}:
            predecessor, successor = register.name_of_code(link.predecessor), register.name(link.successor)
            yield f"{link.relation.capitalize()}: {predecessor} to {successor}, {link.effective_on}. {link.note or ''}"
    if participant in register.states and register.participants[participant].un_member_since is None:
        yield "Not a member of the United Nations."


def _conflicts(register: Register, participant: str) -> Iterator[str]:
    """Yield the disagreements between sources about the participant's acts."""
    own = {a.id for a in register.facts.actions if a.participant == participant}
    own |= {s.id for s in register.facts.statements if s.participant == participant}
    for conflict in register.facts.conflicts:
        if conflict.about in own:
            yield (
                f"Sources disagree on {conflict.about}, {conflict.field}: {conflict.kept} "
                f"({joined(conflict.kept_sources)}) is kept, {conflict.other} ({joined(conflict.other_sources)}) "
                f"is the other claim. {conflict.reason}"
            )
