"""Where a participant stands under a named set of treaties, such as those that protect migrants: status only.

Which treaties are in a set is data (`set_members.csv`). No obligation is told of a treaty that was not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, PARTICIPANT, SET
from treatygraph.questions.notes import as_of_notes, shown
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.standing import InstrumentStatus, status_of


def of_a_set(desk: Desk, *, participant: str, treaty_set: str) -> Table:
    """Return a participant's status under the treaties of a set, and how far each is known.

    Args:
        desk: The conclusions on the day.
        participant: The participant.
        treaty_set: The set.
    """
    register = desk.register
    found = in_a_set(desk, participant, treaty_set)
    known = tuple(row.instrument for row in found if row.status is not None)
    parties = sum(row.status is Status.PARTY for row in found)
    return Table.of(
        title=f"{register.name(participant)} ({participant}): {register.sets[treaty_set].title} on {desk.day}",
        columns=OF_A_SET.columns,
        records=(_of_a_member(register, row) for row in found),
        notes=(
            f"Party to {parties} of the {len(known)} treaties whose participants are known; "
            f"of {len(found) - len(known)} no participants are in the data.",
            register.sets[treaty_set].description,
            *as_of_notes(register, known, desk.day),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberStatus:
    """Where a participant stands under a treaty of a set; no status where its participants are not in the data."""

    instrument: str
    status: Status | None
    since: str | None
    as_of: date | None
    #: Where it stands, whole: with the day after which its status is not known.
    held: InstrumentStatus | None
    read: bool
    reason: str


def in_a_set(desk: Desk, participant: str, treaty_set: str) -> tuple[MemberStatus, ...]:
    """Return where a participant stands under each treaty of a set on the day."""
    register = desk.register
    found = []
    for member in register.members_of.get(treaty_set, ()):
        covered = register.coverage.get(member.instrument)
        held = status_of(desk, participant, member.instrument) if covered is not None else None
        found.append(
            MemberStatus(
                instrument=member.instrument,
                status=Status(held.status) if held is not None else None,
                since=held.in_force_since if held is not None else None,
                as_of=covered.as_of if covered is not None else None,
                held=held,
                read=member.instrument in register.obligations_by_treaty,
                reason=member.reason,
            )
        )
    return tuple(found)


def _of_a_member(register: Register, row: MemberStatus) -> dict[str, Value]:
    instrument = register.instruments[row.instrument]
    return {
        "instrument": row.instrument,
        "treaty_title": instrument.short_title,
        "untc_number": instrument.untc_number,
        "status": row.status,
        "not_known_after": shown(row.held.not_known_after) if row.held is not None else None,
        "in_force_since": row.since,
        "as_of": str(row.as_of) if row.as_of is not None else None,
        "obligations_read": row.read,
        "reason": row.reason,
    }


OF_A_SET = Question(
    id="status/of-a-set",
    sentences={
        "en": "Which status does a participant have under the treaties of a set, such as those that protect migrants?",
        "zh": "某参与方在一组条约（例如保护移民的条约）下各具有何种地位？",
    },
    description="Status, since when, and how far it is known; one row for each treaty of the set. Status only.",
    tags=("status",),
    parameters=(PARTICIPANT, SET, ON),
    columns=columns(
        "instrument",
        "treaty_title",
        "untc_number",
        "status",
        "not_known_after",
        "in_force_since",
        "as_of",
        "obligations_read",
        "reason",
    ),
    law=by_law(of_a_set),
)
QUESTIONS = (OF_A_SET,)
