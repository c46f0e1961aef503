"""Who has which status under many treaties on a day, in one table: a row for each participant and treaty."""

from __future__ import annotations

from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ALL, CHAPTER, ON, REGION
from treatygraph.questions.notes import as_of_notes, depth_notes, gap_notes, unnamed_notes
from treatygraph.questions.question import Question, Table
from treatygraph.questions.standing import STATUS_COLUMNS, status_cells, status_of
from treatygraph.questions.status import WITH_STATUS, having
from treatygraph.questions.treaties import listed


def of_many_treaties(
    desk: Desk,
    *,
    chapter: str | None = None,
    every: bool = False,
    region: str | None = None,
    status: str | None = None,
) -> Table:
    """Return those that have consented to each of many treaties and not left it, with status and days.

    Args:
        desk: The conclusions on the day.
        chapter: The treaties of this chapter, instead of those read to obligation level.
        every: The treaties of every chapter.
        region: M49 code of a region; those inside it are listed.
        status: Codes of statuses, with semicolons between: list those with one of them instead.
    """
    register = desk.register
    treaties = listed(register, chapter, every)
    found = [(treaty, participant) for treaty in treaties for participant in having(desk, treaty, status, region)]
    return Table.of(
        title=f"{len(treaties)} treaties on {desk.day}",
        columns=OF_MANY_TREATIES.columns,
        records=(
            {
                "treaty_title": register.instruments[treaty].short_title,
                "participant": participant,
                "participant_name": register.name(participant),
                **status_cells(status_of(desk, participant, treaty)),
            }
            for treaty, participant in found
        ),
        notes=(
            *as_of_notes(register, treaties, desk.day),
            *unnamed_notes(register, treaties, desk.day),
            *gap_notes(register, treaties),
            *depth_notes(register, treaties),
        ),
    )


OF_MANY_TREATIES = Question(
    id="status/of-many-treaties",
    sentences={
        "en": "Who has consented to each of many treaties and not left it, with which status?",
        "zh": "多项条约中，哪些参与方已同意受每项条约约束且未退出，地位如何？",
    },
    description="One row for each participant and treaty: read to obligation level, of a chapter, or of all.",
    tags=("status",),
    parameters=(CHAPTER, ALL, REGION, WITH_STATUS, ON),
    columns=columns("treaty", "treaty_title", "participant", "participant_name", *STATUS_COLUMNS),
    law=by_law(of_many_treaties),
)
QUESTIONS = (OF_MANY_TREATIES,)
