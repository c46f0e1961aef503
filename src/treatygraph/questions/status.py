"""Who has which status: the parties of a treaty, the statuses of a participant."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts.register import Register
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
    past_notes,
    unnamed_notes,
)
from treatygraph.questions.question import Question, Table
from treatygraph.questions.standing import (
    CONSENTED_OR_OPEN,
    STATUS_COLUMNS,
    last_known,
    open_since,
    status_cells,
    status_of,
)
from treatygraph.questions.territories import is_territory, summary_notes
from treatygraph.questions.treaties import listed


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


def _open(desk: Desk, participant: str, treaties: tuple[str, ...]) -> Iterator[str]:
    """Yield what the record leaves open: a consent that may have been given, by this one or by one not named."""
    register = desk.register
    for treaty in treaties:
        possible = open_since(desk, participant, treaty)
        if possible is not None:
            before = label(register, "status", last_known(desk, possible))
            yield f"{treaty}: {before} as of {possible.known_to}, not known after. {possible.note or ''}".strip()
        if desk.status(participant, treaty) not in CONSENTED_OR_OPEN:
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
QUESTIONS = (OF_A_PARTICIPANT, OF_A_TREATY)
