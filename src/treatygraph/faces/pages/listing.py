"""Pages that list: home, participants with the map, about, download."""

from __future__ import annotations

from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.world import Mark, outlines, places, shade
from treatygraph.facts.lookups import find_region, find_term, find_treaty
from treatygraph.facts.plain import plain
from treatygraph.law.model import Status
from treatygraph.law.status import standing, tally
from treatygraph.questions.catalogue import questions

#: The order in which statuses are told.
STATUSES = ("party", "contracting_state", "signatory", "former_party", "third_state", "undetermined")


def home(view: View) -> dict[str, Any]:
    """Make the first page: what can be asked, how far the data reach."""
    coverage = {c.treaty: c for c in view.register.facts.coverage}
    rows = [(t, tally(view.concluded, t, view.edition.day), coverage[t]) for t in view.register.treaties]
    return {"rows": rows, "participants": len(view.register.participants), "questions": len(questions())}


def participants(view: View) -> dict[str, Any]:
    """Make the table of participants, filtered, with a map of the same."""
    asked, register = view.asked, view.register
    treaty = _code(view, "treaty", lambda text: find_treaty(register, text).id)
    region = _code(view, "region", lambda text: find_region(register, text).id)
    status = _code(view, "status", lambda text: find_term(register, "status", text).code)
    wanted = plain(asked.get("q", "")[:100])
    names: dict[str, set[str]] = {}
    for name in register.facts.names:
        names.setdefault(name.participant, set()).add(plain(name.name))
    rows, drawn = [], {}
    for p in register.facts.participants:
        if region is not None and region not in register.regions_around(p.region):
            continue
        if wanted and not any(wanted in n for n in names.get(p.id, ())) and wanted not in {plain(p.id), p.m49}:
            continue
        held = {t: standing(view.concluded, p.id, t, view.day).status for t in register.treaties}
        if status is not None and status not in ([held[treaty]] if treaty is not None else held.values()):
            continue
        rows.append((p, view.name(p.id), held))
        parties = sum(1 for s in held.values() if s is Status.PARTY)
        if p.m49:
            text = view.word("status", held[treaty]) if treaty is not None else f"{parties} / {len(held)}"
            drawn[p.m49] = Mark(
                kind=held[treaty] if treaty is not None else "degree",
                text=f"{view.name(p.id)}: {text}",
                address=view.dated("participant", p.id),
                fill=shade(parties, len(held)) if treaty is None else None,
            )
    rows.sort(key=lambda row: plain(row[1]))
    present = {mark.kind for mark in drawn.values()}
    most = len(register.treaties)
    return {
        "rows": rows,
        "treaty": treaty,
        "region": region,
        "status": status,
        "regions": sorted(register.facts.regions, key=lambda r: view.region(r.id)),
        "statuses": STATUSES,
        "places": places(drawn),
        "world": outlines(),
        "legend": [s for s in STATUSES if s in present] if treaty is not None else None,
        "degrees": [(n, shade(n, most)) for n in range(most + 1)] if treaty is None else None,
    }


def _code(view: View, name: str, find: Any) -> str | None:
    text = view.asked.get(name, "").strip()
    if not text:
        return None
    try:
        return str(find(text))
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None


def about(view: View) -> dict[str, Any]:
    """Make the page on method, sources, conflicts and limits."""
    facts = view.register.facts
    return {"sources": facts.sources, "conflicts": facts.conflicts, "coverage": facts.coverage, "counts": facts.counts}


#: Files of a build that can be had: name → (place in the build, media type, what it holds).
FILES = {
    "treatygraph.nq": ("graph/treatygraph.nq", "application/n-quads", "The whole graph, in N-Quads"),
    "participations.csv": ("conclusions/participations.csv", "text/csv", "Participations: who is bound since when"),
    "commitments.csv": (
        "conclusions/commitments.csv",
        "text/csv",
        "Commitments: every obligation of every participant",
    ),
    "entry_into_force.csv": ("conclusions/entry_into_force.csv", "text/csv", "Entry into force, computed and stated"),
    "notification_gaps.csv": ("conclusions/notification_gaps.csv", "text/csv", "Notifications not recorded"),
    "findings.csv": ("conclusions/findings.csv", "text/csv", "What the checks noticed"),
    "manifest.json": ("manifest.json", "application/json", "Version, as-of days and counts of this edition"),
}
#: Files that are made from the graph when they are first asked for: name → (format, media type, what it holds).
MADE = {
    "treatygraph.trig": ("trig", "application/trig", "The whole graph, in TriG"),
    "treatygraph.ttl": ("ttl", "text/turtle", "The union of the graphs, in Turtle"),
    "treatygraph.jsonld": ("jsonld", "application/ld+json", "The whole graph, in JSON-LD"),
}


def download(view: View) -> dict[str, Any]:
    """Make the page of files to download."""
    folder = view.edition.folder
    files = [(name, text, (folder / place).stat().st_size) for name, (place, _, text) in FILES.items()]
    return {"files": files, "made": [(name, text) for name, (_, _, text) in MADE.items()]}
