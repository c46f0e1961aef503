"""The pages of the resolution: its paragraphs, what each requests, and the commitments that give it force."""

from __future__ import annotations

from typing import Any

from treatygraph.faces.pages.view import View
from treatygraph.facts.lookups import find_paragraph
from treatygraph.law.model import Status
from treatygraph.law.obligations import NOT_COUNTED, Ledger
from treatygraph.law.status import standing
from treatygraph.questions.paragraphs import NOT_PARTY, links


def resolution(view: View) -> dict[str, Any]:
    """Make the page of the resolution: operative paragraphs first, then the preamble."""
    facts = view.register.facts
    ordered = sorted(facts.paragraphs, key=lambda p: (p.kind != "operative", int(p.number[2:])))
    rows = []
    for p in ordered:
        named = sum(1 for link in facts.links if link.paragraph == p.id)
        by_rule = sum(1 for _ in links(view.register, p.id)) - named
        rules = [rule.id for rule in facts.link_rules if rule.paragraph == p.id]
        cited = [c.instrument for c in facts.citations if c.paragraph == p.id]
        rows.append((p, cited, named, by_rule, rules))
    return {
        "operative": [row for row in rows if row[0].kind == "operative"],
        "preamble": [row for row in rows if row[0].kind != "operative"],
        "instrument": view.register.instruments[ordered[0].resolution],
    }


def paragraph(view: View) -> dict[str, Any]:
    """Make the page of a paragraph.

    Raises:
        UnknownNameError: The resolution has no such paragraph.
    """
    register = view.register
    found = find_paragraph(register, view.path["number"])
    related = list(links(register, found.id))
    counted = _bound_by(view) if related else {}
    rows = [
        (register.obligations[o], register.provisions[register.obligations[o].provision], relation, why, counted.get(o))
        for o, relation, why in related
    ]
    cited = [c.instrument for c in register.facts.citations if c.paragraph == found.id]
    return {
        "paragraph": found,
        "cited": cited,
        "rows": rows,
        "outside": _outside(view, cited) if NOT_PARTY in found.addressees else None,
        "treaties": [t for t in register.treaties if any(row[1].instrument == t for row in rows)],
    }


def _bound_by(view: View) -> dict[str, int]:
    """Return how many participants each obligation binds on the day."""
    ledger = Ledger(view.concluded)
    found: dict[str, int] = {}
    for participant in view.register.participants:
        for treaty in view.register.treaties:
            for c in ledger.on(participant, treaty, view.day, carried=False):
                if c.state not in NOT_COUNTED:
                    found[c.obligation] = found.get(c.obligation, 0) + 1
    return found


def _outside(view: View, cited: list[str]) -> list[tuple[str, list[str]]]:
    """Return, for each cited treaty, the member States of the United Nations that have not consented to it."""
    members = [p.id for p in view.register.facts.participants if p.un_member_since is not None]
    inside = {Status.PARTY, Status.CONTRACTING_STATE}
    return [
        (t, [p for p in members if standing(view.concluded, p, t, view.day).status not in inside])
        for t in view.register.treaties
        if t in cited
    ]
