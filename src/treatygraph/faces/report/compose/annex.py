"""The annex: every commitment, one by one."""

from __future__ import annotations

from treatygraph.faces.report.compose.parts import EMPTY, STATES, cell, grid, headings, said
from treatygraph.faces.report.document import Block, Fold, Heading, Line
from treatygraph.faces.report.wording import Wording
from treatygraph.questions.counted import CommitmentRow
from treatygraph.questions.dossier import Dossier


def annex(found: Dossier, words: Wording) -> list[Block]:
    """Return the list of all commitments, by treaty."""
    blocks: list[Block] = [Heading(level=2, text=words.say("Annex: all commitments"), mark="annex")]
    for treaty in found.commitments.treaties:
        rows = [row for row in found.commitments.rows if row.treaty == treaty.treaty]
        if rows:
            listing = grid(
                words.short(treaty.treaty),
                headings(words, "Provision", "What it asks, in our words", "Strength", "Owed", "State"),
                (_row(row, words) for row in rows),
                wide=(1,),
            )
            blocks.append(Fold(summary=words.short(treaty.treaty), blocks=(listing,)))
    if len(blocks) == 1:
        blocks.append(said(words, "No treaty of the data is in force for it on this day."))
    return blocks


def _row(row: CommitmentRow, words: Wording) -> tuple[Line, ...]:
    state: Line = EMPTY
    if row.state != "bound":
        state = cell(words.say(STATES[row.state]))
    elif row.choice is not None:
        state = words.line("turns on a choice")
    return (
        (words.row("obligations", row.obligation, words.passage(row.article)),),
        (words.data(row.summary),),
        cell(words.word("strength", row.strength)),
        cell(words.word("owed", row.owed)),
        state,
    )
