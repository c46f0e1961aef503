"""The pages of a treaty, of a provision, and of an obligation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.charts import Growth, Scale, growth
from treatygraph.faces.pages.snippets import snippets
from treatygraph.faces.pages.tables import arranged, facet
from treatygraph.faces.pages.tables import counted as counted_by
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.world import Mark, Place, outlines, places
from treatygraph.facts.lookups import find_obligation, find_participant, find_provision, find_treaty
from treatygraph.facts.model import OUTSIDERS, ActionKind, Provision
from treatygraph.facts.register import natural_order
from treatygraph.facts.treaty_names import chapter_of
from treatygraph.law.model import Bound, Status
from treatygraph.law.obligations import DUTIES, ORGANS
from treatygraph.questions.comparison import WORLD
from treatygraph.questions.obligations import Concerned, binds_no_party, who_is_bound
from treatygraph.questions.on_map import placed, shown_of
from treatygraph.questions.resolution import paragraphs_on
from treatygraph.questions.standing import STATUSES, status_of
from treatygraph.questions.status import OF_A_TREATY
from treatygraph.questions.timeline import resolutions_adopted, years_shown


def treaty(view: View) -> dict[str, Any]:
    """Make the page of a treaty.

    Raises:
        UnknownNameError: No treaty of the data answers to the name.
    """
    register = view.register
    found = find_treaty(register, view.path["treaty"])
    held = {p: view.desk.status(p, found.id) for p in register.listed(found.id)}
    drawn, legend = mapped(view, found.id)
    articles = sorted(
        (p for p in register.facts.provisions if p.instrument == found.id and p.part_of is None), key=natural_order
    )
    inside = {
        a.id: [o for o in register.obligations_by_treaty.get(found.id, ()) if o.provision in register.within(a.id)]
        for a in articles
    }
    signs = {mark.kind: mark.mark for mark in register.facts.action_marks}
    which = view.asked.get("which", "") if view.asked.get("which", "") in COUNTED else ""
    kept = (
        getattr(view.desk.counted(found.id), which)
        if which
        else [p for p, s in held.items() if s is not Status.THIRD_STATE]
    )
    rows = [{**_row(view, p, found.id, signs), "place": n} for n, p in enumerate(view.by_name(kept))]
    rows, facets = _narrowed(view, rows)
    try:
        by = find_participant(register, view.asked["by"]).id if view.asked.get("by", "").strip() else ""
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
    return {
        "treaty": found,
        "table": arranged(view, rows, _SORTED, by="name", size=None),
        "facets": facets,
        "which": which,
        "snippets": snippets(
            OF_A_TREATY.id, {"treaty": found.id, "on": view.desk.on}, f"parties({found.id!r}, on={view.desk.on!r})"
        ),
        "marks": [(s, k) for k, s in signs.items() if s],
        "page_of_the_depositary": found.url,
        "chapter": chapter_of(found),
        "read": found.id in register.obligations_by_treaty,
        "force": view.concluded.force(found.id),
        "counts": view.desk.tally(found.id),
        "clauses": [c for c in register.facts.clauses if c.instrument == found.id],
        "growth": grown(view, found.id),
        "opened": years_shown(register, [found.id], view.edition.day)[0].year,
        "places": drawn,
        "world": outlines(),
        "legend": legend,
        "articles": articles,
        "inside": inside,
        "obligations": len(register.obligations_by_treaty.get(found.id, ())),
        "by": by,
        "statements": register.statements_of(by, found.id) if by else register.statements_by_treaty.get(found.id, ()),
        "unlisted": ", ".join(view.name(p) for p in register.not_listed(found.id)),
        "published": [c for c in register.facts.counts if c.treaty == found.id],
    }


def grown(view: View, treaty: str) -> Growth:
    """Return the chart of the parties to a treaty over time."""
    register = view.register
    first, last = years_shown(register, [treaty], view.day)
    marks = [(adopted, view.treaty(r)) for adopted, r in resolutions_adopted(register)]
    stretches = list(view.concluded.under(treaty))
    return growth(stretches, Scale(first=first, last=last), marks, register.complete_to[treaty])


def mapped(view: View, treaty: str) -> tuple[tuple[Place, ...], list[Status]]:
    """Return the map of a treaty: who has which status on the day and since when; and the statuses that it shows."""
    held = {p: view.desk.status(p, treaty) for p in view.register.listed(treaty)}
    drawn = {
        p.m49: Mark(
            kind=held[p.id],
            text=_card(view, p.id, treaty),
            address=view.dated("participant", p.id),
        )
        for p in placed(view.desk)
        if p.m49
    }
    return places(drawn), [s for s in STATUSES if s in set(held.values())]


def _card(view: View, participant: str, treaty: str) -> str:
    """Return what the map says of a participant: its name, its status, and since when the treaty is in force for it."""
    told = f"{view.name(participant)}: {view.on_map(shown_of(view.desk, participant, treaty))}"
    if view.desk.status(participant, treaty) is not Status.PARTY:
        return told
    party = view.desk.standing(participant, treaty).participation
    since = party.since if party is not None else None
    return f"{told}; {view.say('in force since %(day)s') % {'day': since}}" if since is not None else told


#: Which participants the table can be narrowed to: those behind each number of the page.
COUNTED = ("deposited", "in_force", "signatories", "undetermined")
#: What the table of participants can be sorted by, beside the name.
_SORTED: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    # They stand in the order of their names already, which decides between those of one day too.
    "name": lambda row: row["place"],
    **{
        column: lambda row, column=column: str(row[column]) if row[column] else None  # type: ignore[misc]
        for column in ("signed_on", "consented_on", "in_force_since", "in_force_until", "status")
    },
    "statements": lambda row: row["statements"] or None,
}


def _narrowed(view: View, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return the rows with the status and of the region that are asked for, and how many there are of each."""
    facets: list[Any] = []
    known = {"status": [s.value for s in Status], "region": [r.id for r in view.register.facts.regions]}
    for name, told in (("status", lambda code: view.word("status", code)), ("region", view.region)):
        values = {
            row["code"]: str(row["status"]) if name == "status" else _continent(view, row["code"]) for row in rows
        }
        facets.append((name, facet(view, name, counted_by(values.values()), told)))
        if wanted := view.asked.get(name, "").strip():
            if wanted not in known[name]:
                raise RefusedError(400, view.say("Unknown value"), f"{name}: {wanted[:60]!r}. {', '.join(known[name])}")
            rows = [row for row in rows if values[row["code"]] == wanted]
    return rows, facets


def _continent(view: View, participant: str) -> str:
    """Return the largest region around a participant below the world; nothing where it stands in none."""
    around = [r for r in view.register.regions_around(view.register.participants[participant].region) if r != WORLD]
    return around[-1] if around else ""


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
        "touched": _by_name(view, touched),
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
        "touched": _by_name(view, {c for c in concerned if c.state is not Bound.BOUND}),
        "open_for": sum(c.bound and c.unread for c in concerned),
        "paragraphs": list(paragraphs_on(register, {found.id})),
        "switches": [_switch(view, s) for s in found.switches],
    }


def _by_name(view: View, concerned: Collection[Concerned]) -> list[Concerned]:
    """Return those whom a statement may touch, in the order of their names."""
    known = sorted(concerned, key=lambda c: (c.state, c.statement or ""))
    return view.sorted(known, lambda c: view.name(c.participant))


def _switch(view: View, switch: str) -> tuple[str, str]:
    """Return what an obligation depends on, `reservation:som-art-20-3`, as a word and the provision that it names."""
    kind, _, named = switch.partition(":")
    return view.word("switch", kind), named if named in view.register.provisions else ""
