"""Part 6: the resolution, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import EMPTY, grid, headings, said
from treatygraph.faces.report.document import Block, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.resolution import ParagraphRow


def resolution(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on the resolution."""
    yield Heading(level=2, text=words.say("The resolution"), mark="resolution")
    yield said(
        words,
        "The operative paragraphs that address States. A paragraph requests; what binds is the treaty, and only its "
        "parties. The numbers are of the obligations linked to the paragraph one by one; what is not binding belongs "
        "to an instrument not in force for it, or is owed by an organ or by an organization.",
        "note",
    )
    yield grid(
        words.say("The resolution"),
        headings(
            words,
            "Paragraph",
            "What it asks, in our words",
            "Linked",
            "Binding",
            "Reserved",
            "Not binding",
            "Instruments not in force for it",
        ),
        (_row(row, words) for row in found.resolution),
        numeric=(2, 3, 4, 5),
        wide=(1,),
    )


def _row(row: ParagraphRow, words: Wording) -> tuple[Line, ...]:
    number = Run(text=row.number.removeprefix("op"), page=words.page("resolution", row.number))
    verb = words.data(row.verb)
    return (
        (number,),
        (Run(text=verb.text, lang=verb.lang, strong=True), Run(text=" · "), words.data(row.summary)),
        (words.number(row.linked),),
        (words.number(row.bound),),
        (words.number(row.reserved),),
        (words.number(row.not_bound),),
        words.instruments(row.missing) or EMPTY,
    )
