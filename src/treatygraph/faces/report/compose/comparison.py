"""Part 7: the participant beside its regions and the world."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import EMPTY, cell, grid
from treatygraph.faces.report.document import Block, Figure, Heading, Line
from treatygraph.faces.report.wording import Wording
from treatygraph.questions.comparison import TreatyComparison
from treatygraph.questions.dossier import Dossier


def comparison(found: Dossier, words: Wording, bars: str, world: str) -> Iterator[Block]:
    """Yield the part that compares."""
    yield Heading(level=2, text=words.say("Comparison"), mark="comparison")
    regions = [share.region for share in found.comparison[0].shares] if found.comparison else []
    yield grid(
        words.say("States for which the instrument is in force, of all States of the region"),
        (
            words.say("Instrument"),
            *(words.region(r) for r in regions),
            words.say("Consent"),
            words.say("Consented earlier"),
            words.say("Of all that consented"),
        ),
        (_row(row, words) for row in found.comparison),
        numeric=(*range(1, len(regions) + 1), len(regions) + 2, len(regions) + 3),
    )
    yield Figure(
        svg=bars,
        small=True,
        alt=words.say("Bars: the share of the States of each region; the table above says the same"),
        caption=words.say("Share of the States of each region for which the instrument is in force."),
    )
    yield Figure(
        svg=world,
        small=True,
        alt=words.say("Map of the world: how many of the instruments are in force for each participant"),
        caption=words.say(
            "The more it stands out, the more instruments are in force; hatched, it is not known of one or more; "
            "ringed, this participant. Outlines: Natural Earth. Outlines imply no opinion on the status of any "
            "territory."
        ),
    )


def _row(row: TreatyComparison, words: Wording) -> tuple[Line, ...]:
    shares = tuple(
        words.line("%(parties)s of %(states)s", parties=words.number(s.parties), states=words.number(s.states))
        for s in row.shares
    )
    earlier = (words.number(row.earlier),) if row.earlier is not None else EMPTY
    return (words.instrument(row.treaty),), *shares, cell(row.consented_on), earlier, (words.number(row.total),)
