"""A paragraph of the resolution: what it asks, of whom, and which commitments give it force.

A resolution requests; only a treaty binds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Paragraph
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.law.obligations import NO_PARTY, NOT_COUNTED, Ledger, binds
from treatygraph.law.status import Concluded, standing
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import as_of_notes, joined, label

#: The addressees that are asked to join.
NOT_PARTY = "member_states_not_party"


def links(register: Register, paragraph: str) -> Iterator[tuple[str, str, str]]:
    """Yield (obligation, relation, rationale) for each obligation a paragraph relates to.

    Links made one by one come first; a rule adds the others.
    """
    named = set()
    for link in register.facts.links:
        if link.paragraph == paragraph:
            named.add(link.obligation)
            yield link.obligation, link.relation, link.rationale
    for rule in register.facts.link_rules:
        if rule.paragraph != paragraph:
            continue
        for instrument in rule.instruments:
            for obligation in register.obligations_by_treaty.get(instrument, ()):
                # A paragraph addresses States: what organs, organizations or outsiders owe is not asked of them.
                asked = obligation.strength in rule.strengths and binds(obligation, organization=False)
                if asked and obligation.id not in named:
                    yield obligation.id, rule.relation, rule.rationale


def paragraph_table(concluded: Concluded, paragraph: Paragraph, day: date) -> Table:
    """Return the obligations that a paragraph relates to, and how many participants each binds on a day."""
    register = concluded.register
    ledger = Ledger(concluded)
    bound: dict[str, set[str]] = {}
    for participant in register.participants:
        for treaty in register.treaties:
            for commitment in ledger.on(participant, treaty, day, carried=False):
                if commitment.state not in NOT_COUNTED:
                    bound.setdefault(commitment.obligation, set()).add(participant)
    rows: list[tuple[Value, ...]] = []
    for identifier, relation, rationale in links(register, paragraph.id):
        obligation = register.obligations[identifier]
        provision = register.provisions[obligation.provision]
        rows.append(
            (
                provision.instrument,
                cite(provision),
                identifier,
                relation,
                obligation.strength,
                obligation.bearer,
                None if obligation.bearer in NO_PARTY else len(bound.get(identifier, ())),
                obligation.summary,
                rationale,
            )
        )
    headed = columns(
        "treaty", "article", "obligation", "relation", "strength", "bearer", "bound", "summary", "rationale"
    )
    instrument = register.instruments[paragraph.resolution]
    title = f"{instrument.short_title}, paragraph {paragraph.number}, on {day}"
    notes = (*_notes(concluded, paragraph, day), *as_of_notes(register, register.treaties, day))
    return Table(title=title, columns=headed, rows=tuple(rows), notes=notes)


def _notes(concluded: Concluded, paragraph: Paragraph, day: date) -> Iterator[str]:
    register = concluded.register
    yield f"{paragraph.verb_text}: {paragraph.summary}"
    if paragraph.addressees:
        addressed = joined(label(register, "addressee", a) for a in paragraph.addressees)
        yield f"Addressed to: {addressed}."
    citations = [c for c in register.facts.citations if c.paragraph == paragraph.id]
    cited = [c.instrument for c in citations]
    if cited:
        yield "Cites: " + "; ".join(register.instruments[c].short_title for c in cited) + "."
    for citation in citations:
        if citation.note is not None:
            yield f"{register.instruments[citation.instrument].short_title}: {citation.note}"
    if NOT_PARTY in paragraph.addressees:
        members = [p.id for p in register.facts.participants if p.un_member_since is not None]
        for treaty in (t for t in register.treaties if t in cited):
            outside = [
                p
                for p in members
                if standing(concluded, p, treaty, day).status not in {Status.PARTY, Status.CONTRACTING_STATE}
            ]
            names = f": {', '.join(outside)}" if len(outside) <= 15 else ""
            yield f"Asked to consider joining {treaty}: {len(outside)} member States of the United Nations{names}."
    yield "The paragraph requests; what binds is the treaty, and only its parties."
