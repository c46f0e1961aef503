"""Who has which status: treaties, parties of a treaty, statuses of a participant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.facts.model import ActionKind, PossibleAct
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.law.status import counted
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import (
    ALL,
    CHAPTER,
    ON,
    PARTICIPANT,
    REGION,
    THESE_TREATIES,
    TREATY,
    only,
)
from treatygraph.questions.notes import (
    as_of_notes,
    depth_notes,
    gap_notes,
    joined,
    label,
    level,
    past_notes,
    shown,
    unnamed_notes,
)
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.territories import is_territory, summary_notes

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
    held = desk.standing(participant, treaty)
    unseen = held.status is Status.UNDETERMINED and held.participation is None
    return possible if possible is not None and unseen and possible.known_to < desk.day else None


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


def listed(register: Register, chapter: str | None, every: bool) -> tuple[str, ...]:
    """Return the treaties that a list is about: those read to obligation level, those of a chapter, or all of them."""
    if chapter is not None:
        return register.by_chapter.get(chapter, ())
    rest = (t for treaties in register.by_chapter.values() for t in treaties if t not in register.in_depth)
    return (*register.in_depth, *rest) if every else register.in_depth


def of_a_participant(
    desk: Desk, *, participant: str, treaty: str | None = None, chapter: str | None = None, every: bool = False
) -> Table:
    """Return a participant's status under treaties on the day.

    For a State of another time, another organization or a territory: under those that it acted under.

    Args:
        desk: The conclusions on the day.
        participant: The participant.
        treaty: These treaties, with semicolons between, whether it has acted under them or not.
        chapter: The treaties of this chapter, instead of those read to obligation level.
        every: The treaties of every chapter under which it has acted.
    """
    register = desk.register
    present = participant in register.present
    treaties = tuple(treaty.split(";")) if treaty is not None else listed(register, chapter, every or not present)
    if chapter is None and treaty is None:
        always = set(register.in_depth) if present else set()
        treaties = tuple(t for t in treaties if t in always or register.has_acted(participant, t))
    notes = (
        *_identity(register, participant),
        *as_of_notes(register, treaties, desk.day),
        *depth_notes(register, treaties),
        *(_elsewhere(register, participant, treaties) if treaty is None else ()),
        *_open(desk, participant, register.in_depth if treaty is None and chapter is None else treaties),
        *_conflicts(register, participant, treaties),
        *summary_notes(desk, participant, register.in_depth),
    )
    return Table.of(
        title=f"{register.name(participant)} ({participant}) on {desk.day}",
        columns=OF_A_PARTICIPANT.columns,
        records=(
            {"treaty_title": register.instruments[t].short_title, **status_cells(status_of(desk, participant, t))}
            for t in treaties
        ),
        notes=notes,
    )


def _elsewhere(register: Register, participant: str, treaties: tuple[str, ...]) -> Iterator[str]:
    """Yield how many treaties that are not listed the participant has acted under, by chapter."""
    found = {
        chapter or "no number": n
        for chapter, own in register.by_chapter.items()
        if (n := sum(register.has_acted(participant, t) for t in own if t not in treaties))
    }
    if found:
        told = ", ".join(f"{chapter} ({n})" for chapter, n in found.items())
        may = ", or may have," if participant in register.followed_by else ""
        yield f"It has acted{may} under {sum(found.values())} more treaties; by chapter: {told}."
    yield from _not_listed(register, participant)


def _not_listed(register: Register, participant: str) -> Iterator[str]:
    """Yield under how many treaties nothing read could tell what a State of another time did."""
    ended = participant in register.ended
    found = sum(participant in register.not_listed(t) for t in register.treaties) if ended else 0
    if found:
        yield (
            f"Under {found} more treaties it is not known whether it had consented: they were there before it ended, "
            "and the lists read of them are of a later day and show no State that had ended."
        )


def having(desk: Desk, treaty: str, status: str | None = None, region: str | None = None) -> tuple[str, ...]:
    """Return those that have consented to a treaty and not left it, or that have one of these statuses.

    One that is no more has left, whatever is not known of it; it is among those of a status that is asked for.

    Args:
        desk: The conclusions on the day.
        treaty: The treaty.
        status: Codes of statuses, with semicolons between.
        region: M49 code of a region; only those inside it.
    """
    register = desk.register
    wanted = CONSENTED_OR_OPEN if status is None else frozenset(status.split(";"))
    return tuple(
        p
        for p in register.listed(treaty)
        if desk.standing(p, treaty).status in wanted
        and (status is not None or not desk.concluded.on(p, treaty, desk.day).ended)
        and (region is None or region in register.regions_around(register.participants[p].region))
    )


def of_a_treaty(desk: Desk, *, treaty: str, region: str | None = None, status: str | None = None) -> Table:
    """Return those that have consented to a treaty and not left it, with status and days.

    Args:
        desk: The conclusions on the day.
        treaty: The treaty.
        region: M49 code of a region; those inside it are listed.
        status: Codes of statuses, with semicolons between: list those with one of them instead.
    """
    register, counts = desk.register, desk.tally(treaty)
    found = having(desk, treaty, status, region)
    notes = (
        f"{counts.deposited} parties by deposit (the UN's count), {counts.in_force} for which it is in force, "
        f"{counts.signatories} signatories.",
        *((f"{counts.undetermined} undetermined.",) if counts.undetermined else ()),
        *as_of_notes(register, [treaty], desk.day),
        *unnamed_notes(register, [treaty], desk.day),
        *gap_notes(register, [treaty]),
        *past_notes(register, [treaty], desk.day),
    )
    return Table.of(
        title=f"{register.instruments[treaty].short_title} on {desk.day}",
        columns=OF_A_TREATY.columns,
        records=(
            {"participant": p, "participant_name": register.name(p), **status_cells(status_of(desk, p, treaty))}
            for p in found
        ),
        notes=notes,
    )


def who_is_counted(desk: Desk, treaty: str, column: str) -> Table | None:
    """Return those whom a column of `status/treaties` counts for a treaty; None for a column that counts nobody."""
    register, found = desk.register, counted(desk.concluded, treaty, desk.day)
    lists = {
        "signatories": found.signatories,
        "parties_by_deposit": found.deposited,
        "parties_in_force": found.in_force,
        "undetermined": found.undetermined,
    }
    if column not in lists:
        return None
    return Table.of(
        title=f"{register.instruments[treaty].short_title} on {desk.day}: {OF_THE_COUNTS[column].label()}",
        columns=OF_A_TREATY.columns,
        records=(
            {"participant": p, "participant_name": register.name(p), **status_cells(status_of(desk, p, treaty))}
            for p in lists[column]
        ),
        notes=(*as_of_notes(register, [treaty], desk.day), *past_notes(register, [treaty], desk.day)),
    )


def treaties(desk: Desk, *, chapter: str | None = None, every: bool = False) -> Table:
    """Return treaties with their entry into force, computed and stated, and their counts on the day.

    Args:
        desk: The conclusions on the day.
        chapter: The treaties of this chapter, instead of those read to obligation level.
        every: The treaties of every chapter.
    """
    register = desk.register
    wanted = listed(register, chapter, every)
    notes = (
        "Parties by deposit: instruments of consent that have not ended (the UN's count). "
        "Parties in force: those for which the treaty is in force on the day.",
        *as_of_notes(register, wanted, desk.day),
        *gap_notes(register, wanted),
        *past_notes(register, wanted, desk.day),
        *depth_notes(register, wanted),
        *_other_chapters(register, wanted),
    )
    where = f"Chapter {chapter}, {register.chapters[chapter].title}, on" if chapter is not None else "Treaties on"
    return Table.of(
        title=f"{where} {desk.day}",
        columns=TREATIES.columns,
        records=(_treaty(desk, treaty) for treaty in wanted),
        notes=notes,
    )


def _other_chapters(register: Register, wanted: tuple[str, ...]) -> Iterator[str]:
    """Yield how many treaties are not listed, by chapter."""
    found = {c or "no number": sum(t not in wanted for t in own) for c, own in register.by_chapter.items()}
    if any(found.values()):
        told = ", ".join(f"{chapter} ({n})" for chapter, n in found.items() if n)
        yield f"{sum(found.values())} more treaties; by chapter: {told}."


def _treaty(desk: Desk, treaty: str) -> dict[str, Value]:
    instrument, force = desk.register.instruments[treaty], desk.concluded.force(treaty)
    counts = desk.tally(treaty)
    return {
        "treaty": treaty,
        "treaty_title": instrument.short_title,
        "untc_number": instrument.untc_number,
        "adopted_on": shown(instrument.adopted_on),
        "threshold_on": shown(force.threshold),
        "in_force_on": shown(force.in_force),
        "stated_in_force_on": shown(force.stated),
        "ended_on": None if force.ended is None or force.ended.latest == date.max else str(force.ended),
        "signatories": counts.signatories,
        "parties_by_deposit": counts.deposited,
        "parties_in_force": counts.in_force,
        "undetermined": counts.undetermined,
        "as_of": str(desk.register.coverage[treaty].as_of),
        "level": level(desk.register, treaty, desk.day),
        "statements_as_of": shown(desk.register.coverage[treaty].statements_as_of),
    }


def _open(desk: Desk, participant: str, treaties: tuple[str, ...]) -> Iterator[str]:
    """Yield what the record leaves open: a consent that may have been given, by this one or by one not named."""
    register = desk.register
    for treaty in treaties:
        possible = open_since(desk, participant, treaty)
        if possible is not None:
            before = label(register, "status", last_known(desk, possible))
            yield f"{treaty}: {before} as of {possible.known_to}, not known after. {possible.note or ''}".strip()
        if desk.standing(participant, treaty).status not in CONSENTED_OR_OPEN:
            yield from unnamed_notes(register, [treaty], desk.day)


def _identity(register: Register, participant: str) -> Iterator[str]:
    """Yield what a reader should know of who the participant is."""
    earlier = register.earlier_names(participant)
    if earlier:
        yield "Earlier names: " + "; ".join(earlier) + "."
    for link in register.facts.continuity:
        if participant in {link.successor, link.predecessor}:
            predecessor, successor = register.name_of_code(link.predecessor), register.name(link.successor)
            yield f"{link.relation.capitalize()}: {predecessor} to {successor}, {link.effective_on}. {link.note or ''}"
    if is_territory(register, participant):
        yield f"A territory: it takes part in nothing. `treatygraph status {participant}` tells what applies there."
    if participant in register.states and register.participants[participant].un_member_since is None:
        yield "Not a member of the United Nations."


def _conflicts(register: Register, participant: str, treaties: tuple[str, ...]) -> Iterator[str]:
    """Yield the disagreements between sources about the participant's acts under these treaties."""
    for conflict in register.conflicts_about(participant, treaties):
        yield (
            f"Sources disagree on {conflict.about}, {conflict.field}: {conflict.kept} "
            f"({joined(conflict.kept_sources)}) is kept, {conflict.other} ({joined(conflict.other_sources)}) "
            f"is the other claim. {conflict.reason}"
        )


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
OF_A_PARTICIPANT = Question(
    id="status/of-a-participant",
    sentences={
        "en": "Which status does a participant have under each treaty on a day?",
        "zh": "某参与方在某日对每项条约具有何种地位？",
    },
    description="Status, acts and days; one row for each treaty: named, read in depth, of a chapter, or all.",
    tags=("status",),
    parameters=(PARTICIPANT, THESE_TREATIES, CHAPTER, ALL, ON),
    columns=columns("treaty", "treaty_title", *STATUS_COLUMNS),
    law=by_law(of_a_participant),
)
WITH_STATUS = only(
    "status", "signatory", "List those with this status instead; several with semicolons between.", many=True
)
OF_A_TREATY = Question(
    id="status/of-a-treaty",
    sentences={
        "en": "Who has consented to a treaty and not left it, with which status?",
        "zh": "哪些参与方已同意受某条约约束且未退出，地位如何？",
    },
    description="Parties, contracting States and those whose status the data leave open; or those with another status.",
    tags=("status",),
    parameters=(TREATY, REGION, WITH_STATUS, ON),
    columns=columns("participant", "participant_name", *STATUS_COLUMNS),
    law=by_law(of_a_treaty),
)
TREATIES = Question(
    id="status/treaties",
    sentences={
        "en": "When did each treaty enter into force, and how many parties has it on a day?",
        "zh": "每项条约何时生效，某日有多少缔约方？",
    },
    description="Entry into force computed and as published, and the counts in both senses.",
    tags=("status",),
    parameters=(CHAPTER, ALL, ON),
    columns=columns(
        "treaty",
        "treaty_title",
        "untc_number",
        "adopted_on",
        "threshold_on",
        "in_force_on",
        "stated_in_force_on",
        "ended_on",
        "signatories",
        "parties_by_deposit",
        "parties_in_force",
        "undetermined",
        "as_of",
        "level",
        "statements_as_of",
    ),
    law=by_law(treaties),
)
#: The columns of treaties, by name.
OF_THE_COUNTS = {column.name: column for column in TREATIES.columns}
QUESTIONS = (OF_A_PARTICIPANT, OF_A_TREATY, TREATIES)
