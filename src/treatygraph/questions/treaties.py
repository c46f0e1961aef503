"""The treaties: which a list is about, when each entered into force, how many parties each has, and who is counted.

Legal basis: VCLT art. 24, for the entry into force.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.facts.register import Register
from treatygraph.law.status import counted
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import (
    ALL,
    CHAPTER,
    ON,
)
from treatygraph.questions.notes import (
    as_of_notes,
    depth_notes,
    gap_notes,
    level,
    past_notes,
    shown,
)
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.standing import STATUS_COLUMNS, status_cells, status_of


def listed(register: Register, chapter: str | None, every: bool) -> tuple[str, ...]:
    """Return the treaties that a list is about: those read to obligation level, those of a chapter, or all of them."""
    if chapter is not None:
        return register.by_chapter.get(chapter, ())
    rest = (t for treaties in register.by_chapter.values() for t in treaties if t not in register.in_depth)
    return (*register.in_depth, *rest) if every else register.in_depth


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
        columns=COUNTED,
        records=(
            {"participant": p, "participant_name": register.name(p), **status_cells(status_of(desk, p, treaty))}
            for p in lists[column]
        ),
        notes=(*as_of_notes(register, [treaty], desk.day), *past_notes(register, [treaty], desk.day)),
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
#: The columns of those whom a number of a treaty counts.
COUNTED = columns("participant", "participant_name", *STATUS_COLUMNS)
#: The columns of treaties, by name.
OF_THE_COUNTS = {column.name: column for column in TREATIES.columns}
QUESTIONS = (TREATIES,)
