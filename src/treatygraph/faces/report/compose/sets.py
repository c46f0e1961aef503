"""The treaties of a set beside those of the report, such as those that protect migrants: status only."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.first_page import standing_of
from treatygraph.faces.report.compose.parts import EMPTY, cell, grid, headings, said
from treatygraph.faces.report.document import Block, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.law.model import Status
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.sets import MemberStatus


def sets(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield, for each set, to which of its treaties the participant is party, since when, and how far that is known."""
    for identifier, members in found.sets.items():
        known = [row for row in members if row.status is not None]
        if not known:
            continue
        title = words.text_of(words.register.sets[identifier], "title")
        yield Heading(level=2, text=title, mark=f"set-{identifier}")
        yield said(
            words,
            "Party to %(parties)s of the %(known)s treaties whose participants are in the data. Status only: no "
            "obligation is told of a treaty that was not read.",
            parties=str(sum(row.status is Status.PARTY for row in known)),
            known=str(len(known)),
        )
        yield grid(
            title,
            headings(words, "Instrument", "Status", "In force since", "Acts complete to"),
            (_row(found, row, words) for row in known),
        )
        rest = [row.instrument for row in members if row.status is None]
        if rest:
            yield said(
                words,
                "Participants not in the data: %(instruments)s.",
                "note",
                instruments=words.apart(Run(text=words.short(i)) for i in rest),
            )


def _row(found: Dossier, row: MemberStatus, words: Wording) -> tuple[Line, ...]:
    held = standing_of(found.participant, row.held, words) if row.held is not None else EMPTY
    return (words.instrument(row.instrument),), held, cell(row.since), _complete(found, row, words)


def _complete(found: Dossier, row: MemberStatus, words: Wording) -> Line:
    """Return to which day acts are complete, and whether some later ones are known: then others may be missing."""
    later = words.register.later_acts_by(row.instrument, found.on)
    if row.as_of is None or not later:
        return cell(row.as_of)
    return words.line(
        "%(day)s; later acts known: %(number)s, others may be missing", day=str(row.as_of), number=str(later)
    )
