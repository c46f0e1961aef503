"""The pages of a treaty, of a provision, and of an obligation."""

from __future__ import annotations

from datetime import date
from typing import Any

from treatygraph.faces.charts import Scale, growth
from treatygraph.faces.pages.listing import STATUSES
from treatygraph.faces.pages.view import View
from treatygraph.faces.world import Mark, outlines, places
from treatygraph.facts.lookups import find_obligation, find_provision, find_treaty
from treatygraph.facts.model import OUTSIDERS, Obligation, Provision
from treatygraph.facts.register import natural_order
from treatygraph.law.model import Bound
from treatygraph.law.obligations import DUTIES, NO_PARTY, NOT_COUNTED, ORGANS, Ledger
from treatygraph.law.status import standing, tally
from treatygraph.questions.paragraphs import links


def treaty(view: View) -> dict[str, Any]:
    """Make the page of a treaty.

    Raises:
        UnknownNameError: No treaty of the data answers to the name.
    """
    register, day = view.register, view.day
    found = find_treaty(register, view.path["treaty"])
    participations = list(view.concluded.under(found.id))
    adopted = found.adopted_on.earliest if found.adopted_on is not None else None
    begun = found.opened_on or adopted or date(day.year - 1, 1, 1)
    scale = Scale(first=date(begun.year, 1, 1), last=max(day, date(begun.year + 1, 1, 1)))
    resolutions = [
        (i.adopted_on.earliest, view.treaty(i.id))
        for i in register.facts.instruments
        if i.adopted_on is not None and any(p.resolution == i.id for p in register.facts.paragraphs)
    ]
    held = {p: standing(view.concluded, p, found.id, day).status for p in register.participants}
    drawn = {
        p.m49: Mark(
            kind=held[p.id],
            text=f"{view.name(p.id)}: {view.word('status', held[p.id])}",
            address=view.dated("participant", p.id),
        )
        for p in register.facts.participants
        if p.m49
    }
    articles = sorted(
        (p for p in register.facts.provisions if p.instrument == found.id and p.part_of is None), key=natural_order
    )
    inside = {
        a.id: [o for o in register.obligations_by_treaty.get(found.id, ()) if o.provision in register.within(a.id)]
        for a in articles
    }
    return {
        "treaty": found,
        "force": view.concluded.forces[found.id],
        "counts": tally(view.concluded, found.id, day),
        "coverage": next(c for c in register.facts.coverage if c.treaty == found.id),
        "clauses": [c for c in register.facts.clauses if c.instrument == found.id],
        "growth": growth(participations, scale, resolutions),
        "places": places(drawn),
        "world": outlines(),
        "legend": [s for s in STATUSES if s in set(held.values())],
        "articles": articles,
        "inside": inside,
        "obligations": len(register.obligations_by_treaty.get(found.id, ())),
        "statements": register.statements_by_treaty.get(found.id, ()),
        "published": [c for c in register.facts.counts if c.treaty == found.id],
    }


def provision(view: View) -> dict[str, Any]:
    """Make the page of a provision: what it asks, of how many, who excluded it, which paragraphs relate to it.

    Raises:
        UnknownNameError: No provision of the data answers to the name.
    """
    register = view.register
    found = find_provision(register, view.path["provision"])
    inside = register.within(found.id)
    owed = [o for o in register.obligations_by_treaty.get(found.instrument, ()) if o.provision in inside]
    bound = _bound(view, found.instrument, {o.id for o in owed})
    above: list[Provision] = []
    step = found.part_of
    while step is not None:
        above.insert(0, register.provisions[step])
        step = above[0].part_of
    excluded = sorted(
        {(p, state, statement) for o in owed for p, state, statement in bound[o.id] if state is not Bound.BOUND}
    )
    return {
        "provision": found,
        "above": above,
        "below": sorted(register.subprovisions.get(found.id, ()), key=natural_order),
        "owed": [(o, len(bound[o.id]), o.bearer in NO_PARTY) for o in owed],
        "excluded": excluded,
        "paragraphs": _paragraphs(view, {o.id for o in owed}),
        "statements": [
            s for s in register.statements_by_treaty.get(found.instrument, ()) if set(s.provisions) & inside
        ],
        "clauses": [c for c in register.facts.clauses if c.provision in inside],
    }


def obligation(view: View) -> dict[str, Any]:
    """Make the page of an obligation: who is bound by it, and who is not although a party.

    Raises:
        UnknownNameError: No obligation of the data has the identifier.
    """
    register = view.register
    found = find_obligation(register, view.path["obligation"])
    instrument = register.provisions[found.provision].instrument
    bound = _bound(view, instrument, {found.id})[found.id]
    return {
        "obligation": found,
        "provision": register.provisions[found.provision],
        "instrument": instrument,
        "organ": found.bearer in ORGANS,
        "outside": found.bearer in OUTSIDERS,
        "duty": found.strength in DUTIES,
        "covered": instrument in register.treaties,
        "bound": sorted((view.name(p), p) for p, state, _ in bound if state not in NOT_COUNTED),
        "number": len(bound),
        "touched": [(p, state, statement) for p, state, statement in bound if state is not Bound.BOUND],
        "paragraphs": _paragraphs(view, {found.id}),
        "switches": [view.word("switch", s) for s in found.switches],
    }


def _bound(view: View, instrument: str, wanted: set[str]) -> dict[str, list[tuple[str, Bound, str | None]]]:
    """Return, for each obligation, the participants it concerns on the day, with what a reservation does to it."""
    ledger = Ledger(view.concluded)
    found: dict[str, list[tuple[str, Bound, str | None]]] = {o: [] for o in wanted}
    if instrument not in view.register.treaties:
        return found
    for participant in view.register.participants:
        for c in ledger.on(participant, instrument, view.day, carried=False):
            if c.obligation in found:
                found[c.obligation].append((participant, c.state, c.statement))
    return found


def _paragraphs(view: View, obligations: set[str]) -> list[tuple[Any, list[tuple[Obligation, str]]]]:
    """Return the paragraphs of resolutions that relate to the obligations, and how."""
    found = []
    for paragraph in view.register.facts.paragraphs:
        related = [
            (view.register.obligations[o], relation)
            for o, relation, _ in links(view.register, paragraph.id)
            if o in obligations
        ]
        if related:
            found.append((paragraph, related))
    return sorted(found, key=lambda pair: (pair[0].kind != "operative", int(pair[0].number[2:])))
