"""The resolution: its paragraphs that address States, and whether what supports them binds the participant."""

from __future__ import annotations

from treatygraph.facts.model import Paragraph, ParagraphKind
from treatygraph.law.model import Bound
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import CommitmentRow, ParagraphRow

#: Addressees that are States; a paragraph for organizations asks no State anything.
_STATES = frozenset({"member_states", "member_states_not_party", "member_states_without_such_law", "states_parties"})


def resolution(desk: Desk, participant: str, rows: tuple[CommitmentRow, ...]) -> tuple[ParagraphRow, ...]:
    """Return the operative paragraphs that address States, in their order."""
    states = {row.obligation: row.state for row in rows}
    paragraphs = [
        p for p in desk.register.facts.paragraphs if p.kind is ParagraphKind.OPERATIVE and _STATES & set(p.addressees)
    ]
    return tuple(_row(desk, participant, p, states) for p in sorted(paragraphs, key=lambda p: int(p.number[2:])))


def _row(desk: Desk, participant: str, paragraph: Paragraph, states: dict[str, str]) -> ParagraphRow:
    register = desk.register
    linked = [link.obligation for link in desk.links.get(paragraph.id, ())]
    found = [states.get(o) for o in linked]
    absent = {register.provisions[register.obligations[o].provision].instrument for o in linked if o not in states}
    in_force = {register.provisions[register.obligations[o].provision].instrument for o in states}
    asked = {"paragraph": paragraph.number, "participant": participant, "on": desk.on}
    question = "resolution/bound-for-a-paragraph"
    return ParagraphRow(
        number=paragraph.number,
        verb=register.texts(paragraph, "verb_text"),
        summary=register.texts(paragraph, "summary"),
        addressees=paragraph.addressees,
        linked=desk.number(len(linked), question, asked=asked),
        bound=desk.number(
            sum(1 for s in found if s == Bound.BOUND),
            question,
            where={"in_force_since": "*", "state": None},
            asked=asked,
        ),
        reserved=desk.number(
            sum(1 for s in found if s not in {None, Bound.BOUND}), question, where={"state": "*"}, asked=asked
        ),
        not_bound=desk.number(
            sum(1 for s in found if s is None), question, where={"in_force_since": None}, asked=asked
        ),
        missing=tuple(t for t in register.treaties if t in absent and t not in in_force),
    )
