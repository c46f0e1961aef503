"""The pages of a treaty, of a provision, and of an obligation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from treatygraph.faces.charts import Scale, growth
from treatygraph.faces.pages.view import View
from treatygraph.faces.world import Mark, outlines, places
from treatygraph.facts.lookups import find_obligation, find_participant, find_provision, find_treaty
from treatygraph.facts.model import OUTSIDERS, ActionKind, Provision
from treatygraph.facts.register import natural_order
from treatygraph.facts.treaty_names import chapter_of
from treatygraph.law.model import Bound, Status
from treatygraph.law.obligations import DUTIES, ORGANS
from treatygraph.law.status import counted
from treatygraph.questions.obligations import binds_no_party, who_is_bound
from treatygraph.questions.on_map import placed, shown_of
from treatygraph.questions.resolution import paragraphs_on
from treatygraph.questions.status import STATUSES, status_of
from treatygraph.questions.timeline import resolutions_adopted, years_shown


def treaty(view: View) -> dict[str, Any]:
    """Make the page of a treaty.

    Raises:
        UnknownNameError: No treaty of the data answers to the name.
    """
    register, day = view.register, view.day
    found = find_treaty(register, view.path["treaty"])
    first, last = years_shown(register, [found.id], day)
    marks = [(adopted, view.treaty(r)) for adopted, r in resolutions_adopted(register)]
    held = {p: view.desk.standing(p, found.id).status for p in register.listed(found.id)}
    drawn = {
        p.m49: Mark(
            kind=held[p.id],
            text=f"{view.name(p.id)}: {view.on_map(shown_of(view.desk, p.id, found.id))}",
            address=view.dated("participant", p.id),
        )
        for p in placed(view.desk)
        if p.m49
    }
    articles = sorted(
        (p for p in register.facts.provisions if p.instrument == found.id and p.part_of is None), key=natural_order
    )
    inside = {
        a.id: [o for o in register.obligations_by_treaty.get(found.id, ()) if o.provision in register.within(a.id)]
        for a in articles
    }
    signs = {mark.kind: mark.mark for mark in register.facts.action_marks}
    counts = view.desk.once(("counted", found.id), lambda: counted(view.concluded, found.id, view.day))
    which = view.asked.get("which", "") if view.asked.get("which", "") in COUNTED else ""
    kept = getattr(counts, which) if which else [p for p, s in held.items() if s is not Status.THIRD_STATE]
    rows = [_row(view, p, found.id, signs) for p in view.by_name(kept)]
    order = view.asked.get("sort", "")
    by = find_participant(register, view.asked["by"]).id if view.asked.get("by", "").strip() else ""
    if order in SORTED:
        # Those without a day stand last; the name decides between those of one day.
        rows.sort(key=lambda row: str(row[order] or "~"))
    return {
        "treaty": found,
        "rows": rows,
        "sort": order if order in SORTED else "name",
        "which": which,
        "marks": [(s, k) for k, s in signs.items() if s],
        "page_of_the_depositary": found.url,
        "chapter": chapter_of(found),
        "read": found.id in register.obligations_by_treaty,
        "force": view.concluded.force(found.id),
        "counts": view.desk.tally(found.id),
        "clauses": [c for c in register.facts.clauses if c.instrument == found.id],
        "growth": growth(
            list(view.concluded.under(found.id)), Scale(first=first, last=last), marks, register.complete_to[found.id]
        ),
        "places": places(drawn),
        "world": outlines(),
        "legend": [s for s in STATUSES if s in set(held.values())],
        "articles": articles,
        "inside": inside,
        "obligations": len(register.obligations_by_treaty.get(found.id, ())),
        "by": by,
        "statements": register.statements_of(by, found.id) if by else register.statements_by_treaty.get(found.id, ()),
        "unlisted": ", ".join(view.name(p) for p in register.not_listed(found.id)),
        "published": [c for c in register.facts.counts if c.treaty == found.id],
    }


#: Which participants the table can be narrowed to: those behind each number of the page.
COUNTED = ("deposited", "in_force", "signatories", "undetermined")
#: What the table of participants can be sorted by, beside the name.
SORTED = ("signed_on", "consented_on", "in_force_since", "in_force_until", "status")


def _row(view: View, participant: str, treaty: str, signs: Mapping[ActionKind, str]) -> dict[str, Any]:
    """Return a row of the table that users know from the depositary."""
    held = status_of(view.desk, participant, treaty)
    kind = ActionKind(held.consent_kind) if held.consent_kind is not None else None
    return {
        "code": participant,
        "status": held.status,
        "signed_on": held.signed_on,
        "signature": held.signature,
        "consented_on": held.consented_on,
        "consent": held.consent,
        "kind": kind,
        "mark": signs.get(kind, "") if kind is not None else "",
        "in_force_since": held.in_force_since,
        "in_force_until": held.in_force_until,
        "statements": len(view.register.statements_of(participant, treaty)),
        "flagged": bool(view.register.flags_of(participant, treaty)),
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
    bound = who_is_bound(view.desk, found.instrument)
    above: list[Provision] = []
    step = found.part_of
    while step is not None:
        above.insert(0, register.provisions[step])
        step = above[0].part_of
    touched = {c for o in owed for c in bound[o.id] if c.state is not Bound.BOUND}
    return {
        "provision": found,
        "above": above,
        "below": sorted(register.subprovisions.get(found.id, ()), key=natural_order),
        "owed": [(o, len(bound[o.id]), binds_no_party(o)) for o in owed],
        "touched": sorted(touched, key=lambda c: (c.participant, c.state, c.statement)),
        "paragraphs": list(paragraphs_on(register, {o.id for o in owed})),
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
    concerned = who_is_bound(view.desk, instrument)[found.id]
    return {
        "obligation": found,
        "provision": register.provisions[found.provision],
        "instrument": instrument,
        "organ": found.bearer in ORGANS,
        "outside": found.bearer in OUTSIDERS,
        "duty": found.strength in DUTIES,
        "covered": instrument in register.treaties,
        "bound": [(view.name(p), p) for p in view.by_name(c.participant for c in concerned if c.bound)],
        "number": len(concerned),
        "touched": [c for c in concerned if c.state is not Bound.BOUND],
        "open_for": sum(c.bound and c.unread for c in concerned),
        "paragraphs": list(paragraphs_on(register, {found.id})),
        "switches": [view.word("switch", s) for s in found.switches],
    }
