"""Resolutions: what a paragraph asks, of whom, and which commitments give it force.

A resolution requests; only a treaty binds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.days import PartialDate
from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Obligation, Paragraph, ParticipantKind
from treatygraph.facts.register import Register
from treatygraph.law.model import Bound
from treatygraph.law.obligations import binds
from treatygraph.questions.columns import columns
from treatygraph.questions.counted import Text
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, PARAGRAPH
from treatygraph.questions.notes import as_of_notes, joined, label
from treatygraph.questions.number import Number, number
from treatygraph.questions.obligations import number_bound, number_open
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.standing import CONSENTED_OR_OPEN

#: The addressees that are asked to join.
NOT_PARTY = "member_states_not_party"
#: Addressees that are States; a paragraph for organizations asks no State anything.
_STATES = frozenset({"member_states", NOT_PARTY, "member_states_without_such_law", "states_parties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An obligation that a paragraph relates to; made one by one, or by a rule."""

    obligation: Obligation
    relation: str
    rationale: str
    by_rule: bool


def links(register: Register, paragraph: str) -> Iterator[Linked]:
    """Yield the obligations that a paragraph relates to: links made one by one come first, a rule adds the others."""
    named = set()
    for link in register.links_of.get(paragraph, ()):
        named.add(link.obligation)
        yield Linked(
            obligation=register.obligations[link.obligation],
            relation=link.relation,
            rationale=link.rationale,
            by_rule=False,
        )
    for rule in register.facts.link_rules:
        for instrument in rule.instruments if rule.paragraph == paragraph else ():
            for obligation in register.obligations_by_treaty.get(instrument, ()):
                # A paragraph addresses States: what organs, organizations or outsiders owe is not asked of them.
                asked = obligation.strength in rule.strengths and binds(obligation, organization=False)
                if asked and obligation.id not in named:
                    yield Linked(obligation=obligation, relation=rule.relation, rationale=rule.rationale, by_rule=True)


def paragraphs_on(register: Register, obligations: set[str]) -> Iterator[tuple[Paragraph, tuple[Linked, ...]]]:
    """Yield the paragraphs that relate to one of the obligations, and how."""
    for paragraph in register.paragraphs.values():
        related = tuple(link for link in links(register, paragraph.id) if link.obligation.id in obligations)
        if related:
            yield paragraph, related


def asks_to_join(paragraph: Paragraph) -> bool:
    """Return whether a paragraph asks those that have not joined to join."""
    return NOT_PARTY in paragraph.addressees


def treaties_to_join(register: Register, paragraph: Paragraph) -> tuple[str, ...]:
    """Return the treaties of the data that a paragraph asks to join; none where it asks nothing of the kind."""
    cited = register.cited_by(paragraph.id)
    return tuple(t for t in register.treaties if t in cited) if asks_to_join(paragraph) else ()


def request_to_join(register: Register) -> Paragraph | None:
    """Return the paragraph that asks to join treaties of the data, of the latest resolution that does."""
    found = [p for p in register.paragraphs.values() if treaties_to_join(register, p)]
    last = [p for p in found if p.resolution == found[-1].resolution]
    return last[0] if last else None


def member_states(register: Register, treaty: str, day: date) -> tuple[str, ...]:
    """Return the member States of the United Nations that a paragraph can ask on a day to join a treaty.

    A State that ended is asked until its last day, and nothing where that day is not known, or where no list shows what
    it did under the treaty.
    """
    shown = register.listed(treaty)
    return tuple(
        p.id
        for p in register.facts.participants
        if p.un_member_since is not None
        and (p.kind is not ParticipantKind.FORMER_STATE or (p.id in shown and _not_ended(p.until, day)))
    )


def _not_ended(last: PartialDate | None, day: date) -> bool:
    return last is not None and (day < last.earliest or day == last.exact)


def outside(desk: Desk, paragraph: Paragraph) -> Mapping[str, tuple[str, ...]]:
    """Return, for each treaty a paragraph asks to join, the UN's member States that have not consented to it.

    One of whom the data do not say whether it has is left out.
    """
    return {
        treaty: tuple(
            p
            for p in member_states(desk.register, treaty, desk.day)
            if desk.standing(p, treaty).status not in CONSENTED_OR_OPEN
        )
        for treaty in treaties_to_join(desk.register, paragraph)
    }


def of_a_paragraph(desk: Desk, *, paragraph: str) -> Table:
    """Return the obligations that a paragraph relates to, and how many participants each binds on the day."""
    register = desk.register
    found = register.paragraphs[paragraph]
    instrument = register.instruments[found.resolution]
    return Table.of(
        title=f"{instrument.short_title}, paragraph {found.number}, on {desk.day}",
        columns=OF_A_PARAGRAPH.columns,
        records=(_cells(desk, link) for link in links(register, paragraph)),
        notes=(*_notes(desk, found), *as_of_notes(register, register.in_depth, desk.day)),
    )


def _cells(desk: Desk, link: Linked) -> dict[str, Value]:
    provision = desk.register.provisions[link.obligation.provision]
    return {
        "treaty": provision.instrument,
        "article": cite(provision),
        "obligation": link.obligation.id,
        "relation": link.relation,
        "strength": link.obligation.strength,
        "bearer": link.obligation.bearer,
        "bound": number_bound(desk, link.obligation),
        "may_change_for": number_open(desk, link.obligation),
        "summary": link.obligation.summary,
        "rationale": link.rationale,
    }


def _notes(desk: Desk, paragraph: Paragraph) -> Iterator[str]:
    register = desk.register
    yield f"{paragraph.verb_text}: {paragraph.summary}"
    if paragraph.addressees:
        addressed = joined(label(register, "addressee", a) for a in paragraph.addressees)
        yield f"Addressed to: {addressed}."
    cited = register.cited_by(paragraph.id)
    if cited:
        yield "Cites: " + "; ".join(register.instruments[c].short_title for c in cited) + "."
    for citation in register.facts.citations:
        if citation.paragraph == paragraph.id and citation.note is not None:
            yield f"{register.instruments[citation.instrument].short_title}: {citation.note}"
    for treaty, members in outside(desk, paragraph).items():
        names = f": {', '.join(members)}" if len(members) <= 15 else ""
        yield f"Asked to consider joining {treaty}: {len(members)} member States of the United Nations{names}."
    related = register.status_links_of.get(paragraph.id, ())
    if related:
        named = "; ".join(
            f"{register.instruments[link.instrument].short_title}{_parties(desk, link.instrument)}" for link in related
        )
        yield f"Whole treaties it relates to, at the level of status: {named}."
    yield "The paragraph requests; what binds is the treaty, and only its parties."
    yield "For as many of those bound as `may_change_for` says, a statement that was not read may change it."


def _parties(desk: Desk, treaty: str) -> str:
    return f" ({desk.tally(treaty).in_force} parties)" if treaty in desk.register.coverage else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphRow:
    """An operative paragraph, and whether the commitments linked to it bind the participant."""

    number: str
    verb: Text
    summary: Text
    addressees: tuple[str, ...]
    linked: Number
    bound: Number
    reserved: Number
    not_bound: Number
    missing: tuple[str, ...]


def resolution(desk: Desk, participant: str) -> tuple[ParagraphRow, ...]:
    """Return the operative paragraphs that address States, in their order."""
    register = desk.register
    paragraphs = [p for p in register.paragraphs.values() if p.operative and _STATES & set(p.addressees)]
    linked = {register.obligations[link.obligation] for p in paragraphs for link in register.links_of.get(p.id, ())}
    related = {register.provisions[o.provision].instrument for o in linked}
    states = {c.obligation: c.state.value for t in related for c in desk.commitments(participant, t)}
    return tuple(_row(desk, p, participant, states) for p in paragraphs)


def _row(desk: Desk, paragraph: Paragraph, participant: str, states: dict[str, str]) -> ParagraphRow:
    register = desk.register
    linked = [link.obligation for link in register.links_of.get(paragraph.id, ())]
    found = {o: states.get(o) for o in linked}
    bound = [o for o, s in found.items() if s == Bound.BOUND]
    reserved = [o for o, s in found.items() if s not in {None, Bound.BOUND}]
    apart = [o for o, s in found.items() if s is None]
    absent = {register.provisions[register.obligations[o].provision].instrument for o in linked if o not in states}
    in_force = {register.provisions[register.obligations[o].provision].instrument for o in states}
    nothing: dict[str, str | None] = {"in_force_since": None}
    asked = {"paragraph": register.paragraph_name(paragraph), "participant": participant, "on": desk.on}
    question = "resolution/bound-for-a-paragraph"
    return ParagraphRow(
        number=register.paragraph_name(paragraph),
        verb=register.texts(paragraph, "verb_text"),
        summary=register.texts(paragraph, "summary"),
        addressees=paragraph.addressees,
        linked=number(desk, len(linked), question, asked=asked, counted=linked),
        bound=number(
            desk,
            len(bound),
            question,
            where={"in_force_since": "*", "state": None},
            asked=asked,
            counted=bound,
        ),
        reserved=number(desk, len(reserved), question, where={"state": "*"}, asked=asked, counted=reserved),
        not_bound=number(desk, len(apart), question, where=nothing, asked=asked, counted=apart),
        missing=tuple(t for t in register.treaties if t in absent and t not in in_force),
    )


OF_A_PARAGRAPH = Question(
    id="resolution/of-a-paragraph",
    sentences={
        "en": "Which obligations give a paragraph force, and how many participants does each bind on a day?",
        "zh": "哪些义务使某段落具有效力，每项义务在某日约束多少参与方？",
    },
    description="The obligations a paragraph relates to; what it asks, and of whom, stands in the notes.",
    tags=("resolution",),
    parameters=(PARAGRAPH, ON),
    columns=columns(
        "treaty",
        "article",
        "obligation",
        "relation",
        "strength",
        "bearer",
        "bound",
        "may_change_for",
        "summary",
        "rationale",
    ),
    law=by_law(of_a_paragraph),
)
QUESTIONS = (OF_A_PARAGRAPH,)
