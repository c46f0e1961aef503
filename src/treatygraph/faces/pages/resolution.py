"""The pages of the resolutions: their paragraphs, what each requests, and the commitments that give it force."""

from __future__ import annotations

from typing import Any

from treatygraph.faces.pages.view import View
from treatygraph.facts.lookups import find_paragraph
from treatygraph.facts.model import Paragraph
from treatygraph.questions.obligations import number_bound
from treatygraph.questions.resolution import asks_to_join, links, outside


def resolution(view: View) -> dict[str, Any]:
    """Make the page of the resolutions: the latest first; operative paragraphs, then the preamble."""
    register = view.register
    parts: dict[str, dict[bool, list[tuple[Any, ...]]]] = {r: {True: [], False: []} for r in register.resolutions}
    for p in register.paragraphs.values():
        parts[p.resolution][p.operative].append(_row(view, p))
    return {
        "resolutions": [
            (register.instruments[r], found[True], found[False]) for r, found in reversed(list(parts.items()))
        ]
    }


def _row(view: View, paragraph: Paragraph) -> tuple[Any, ...]:
    register = view.register
    related = list(links(register, paragraph.id))
    by_rule = sum(link.by_rule for link in related)
    rules = [rule.id for rule in register.facts.link_rules if rule.paragraph == paragraph.id]
    return paragraph, register.cited_by(paragraph.id), len(related) - by_rule, by_rule, rules


def paragraph(view: View) -> dict[str, Any]:
    """Make the page of a paragraph.

    Raises:
        UnknownNameError: No resolution has such a paragraph.
        AmbiguousNameError: More than one has.
    """
    register = view.register
    found = find_paragraph(register, view.path["number"])
    rows = [
        (link, register.provisions[link.obligation.provision], number_bound(view.desk, link.obligation))
        for link in links(register, found.id)
    ]
    return {
        "paragraph": found,
        "whole": [
            (link, view.desk.tally(link.instrument).in_force if link.instrument in register.coverage else None)
            for link in register.status_links_of.get(found.id, ())
        ],
        "cited": register.cited_by(found.id),
        "rows": rows,
        "outside": outside(view.desk, found) if asks_to_join(found) else None,
        "treaties": [t for t in register.in_depth if any(provision.instrument == t for _, provision, _ in rows)],
    }
