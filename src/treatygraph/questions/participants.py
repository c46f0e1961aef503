"""The participants: who is looked for, and which status each has under each treaty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from treatygraph.facts.lookups import participants_like
from treatygraph.facts.model import Participant
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.questions.columns import column, columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, ONLY_TREATY, REGION, STATUS
from treatygraph.questions.notes import as_of_notes, shown
from treatygraph.questions.question import Question, Table, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which participants are looked for; None means any.

    `region` is an M49 code, and those inside it are meant; `status` is a code, under `treaty` or under any; `text` is
    part of a name, or a code.
    """

    region: str | None = None
    treaty: str | None = None
    status: str | None = None
    text: str = ""


def participants_with(
    desk: Desk, sought: Sought, treaties: tuple[str, ...] = ()
) -> Iterator[tuple[Participant, Mapping[str, Status]]]:
    """Yield the participants looked for, with their status under each treaty on the day.

    Without a text those of today; States of another time and territories where the text names them.

    Args:
        desk: The conclusions on the day.
        sought: Which are looked for.
        treaties: The treaties; when none is named those read to obligation level, and the one that is looked for.
    """
    register = desk.register
    beside = (sought.treaty,) if sought.treaty is not None and sought.treaty not in register.in_depth else ()
    shown = treaties or (*register.in_depth, *beside)
    named = frozenset(participants_like(register, sought.text)) if sought.text.strip() else None
    for participant in register.facts.participants if named is not None else register.present.values():
        if sought.region is not None and sought.region not in register.regions_around(participant.region):
            continue
        if named is not None and participant.id not in named:
            continue
        held = {t: desk.status(participant.id, t) for t in shown}
        asked = held.values() if sought.treaty is None else (held[sought.treaty],)
        if sought.status is None or sought.status in asked:
            yield participant, held


def participants(
    desk: Desk, *, region: str | None = None, treaty: str | None = None, status: str | None = None
) -> Table:
    """Return the participants with their status under each treaty on the day.

    Args:
        desk: The conclusions on the day.
        region: M49 code of a region; those inside it are listed.
        treaty: With `status`: only those that have it under this treaty (under any, when None).
        status: Code of a status.
    """
    register = desk.register
    found = list(participants_with(desk, Sought(region=region, treaty=treaty, status=status)))
    return Table.of(
        title=f"Participants on {desk.day}",
        columns=PARTICIPANTS.headed(register.in_depth),
        records=({**_participant(register, p), **held} for p, held in found),
        notes=(f"{len(found)} participants.", *as_of_notes(register, register.in_depth, desk.day)),
    )


def _participant(register: Register, participant: Participant) -> dict[str, Value]:
    region = register.regions.get(participant.region or "")
    return {
        "participant": participant.id,
        "participant_name": register.name(participant.id),
        "iso2": participant.iso2,
        "m49": participant.m49,
        "participant_kind": participant.kind,
        "region": participant.region,
        "region_name": region.name if region is not None else None,
        "un_member_since": shown(participant.un_member_since),
    }


PARTICIPANTS = Question(
    id="status/participants",
    sentences={
        "en": "Which status does each participant have under each treaty on a day?",
        "zh": "每一参与方在某日对每项条约具有何种地位？",
    },
    description="All participants, or those of a region, or with a status; one column for each treaty of the data.",
    tags=("status",),
    parameters=(REGION, ONLY_TREATY, STATUS, ON),
    columns=columns(
        "participant", "participant_name", "iso2", "m49", "participant_kind", "region", "region_name", "un_member_since"
    ),
    for_each_treaty=column("status"),
    law=by_law(participants),
)
QUESTIONS = (PARTICIPANTS,)
