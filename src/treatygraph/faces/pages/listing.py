"""Pages that list: home, participants with the map, about, download."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.pages.chapters import listed_in
from treatygraph.faces.pages.paging import paged
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.world import Mark, outlines, places, shade, step
from treatygraph.facts.lookups import find_region, find_term, find_treaty
from treatygraph.graph.packed import LINES, opened
from treatygraph.graph.void import LICENCE
from treatygraph.law.model import Status
from treatygraph.questions.catalogue import library
from treatygraph.questions.on_map import degree_of, shown_of
from treatygraph.questions.participants import Sought, participants_with
from treatygraph.questions.resolution import request_to_join, treaties_to_join
from treatygraph.questions.standing import STATUSES
from treatygraph.questions.timeline import first_opened, years_shown
from treatygraph.settings import METADATA

#: Of more treaties read than these there is no row or column for each, but their number.
_COLUMNS = 12
#: Conflicts of sources on one page.
_DISAGREE = 25
#: So many of their numbers are shown beside the map.
_SHADES = 8


def home(view: View) -> dict[str, Any]:
    """Make the first page: what can be asked, what there is, how far the data reach."""
    register = view.register
    request = request_to_join(register)
    chapters = listed_in(register)
    first = next(iter(register.present))
    of_sets = [m.instrument for s in register.facts.treaty_sets for m in register.members_of[s.id]]
    return {
        "read": len(register.in_depth),
        # More than a table holds are listed by chapter, where it is said which were read.
        "rows": [(t, view.desk.tally(t), register.coverage[t]) for t in register.in_depth]
        if len(register.in_depth) <= _COLUMNS
        else (),
        "participants": len(register.present),
        "treaties": sum(len(own) for own in chapters.values()),
        "sources": len(register.facts.sources),
        "chapters": [(c, len(own)) for c, own in chapters.items() if c in register.chapters],
        "sets": register.facts.treaty_sets,
        # Looked for as anybody would: a participant, a treaty, an article.
        "tries": (view.name(first), *map(view.treaty, of_sets[:1]), f"{view.treaty(register.in_depth[-1])} 3"),
        "questions": len(library()),
        "request": request,
        "to_join": treaties_to_join(register, request) if request is not None else (),
        "dataset": dataset(view),
        "example": (first, register.in_depth[0]),
    }


def participants(view: View) -> dict[str, Any]:
    """Make the table of participants, filtered, with a map of the same."""
    asked, register = view.asked, view.register
    treaty = _code(view, "treaty", lambda text: find_treaty(register, text).id)
    region = _code(view, "region", lambda text: find_region(register, text).id)
    status = _code(view, "status", lambda text: find_term(register, "status", text).code)
    sought = Sought(region=region, treaty=treaty, status=status, text=asked.get("q", "")[:100])
    most = len(register.in_depth)
    many = most > _COLUMNS
    rows, drawn, numbers = [], {}, {}
    for p, held in participants_with(view.desk, sought):
        rows.append((p, view.name(p.id), held))
        parties = numbers[p.id] = sum(held[t] is Status.PARTY for t in register.in_depth)
        if p.m49:
            unknown = 0
            if treaty is not None:
                text = view.on_map(shown_of(view.desk, p.id, treaty))
            else:
                text = f"{parties} / {most}"
                if unknown := degree_of(view.desk, p.id, register.in_depth).open:
                    text += f" (+ {unknown} {view.word('status', Status.UNDETERMINED)})"
            drawn[p.m49] = Mark(
                kind=held[treaty] if treaty is not None else "degree",
                text=f"{view.name(p.id)}: {text}",
                address=view.dated("participant", p.id),
                fill=shade(parties, most) if treaty is None else None,
                step=step(parties, most) if treaty is None else None,
                doubt=unknown > 0,
            )
    rows = view.sorted(rows, lambda row: row[1])
    shown = () if many else register.in_depth
    scale = sorted({0, *(round(1 + (most - 1) * n / _SHADES) for n in range(_SHADES + 1))} if many else range(most + 1))
    present = {mark.kind for mark in drawn.values()}
    return {
        "rows": rows,
        "columns": (*shown, *((treaty,) if treaty is not None and treaty not in shown else ())),
        "numbers": {code: f"{number} / {most}" for code, number in numbers.items()} if many else None,
        "treaty": treaty,
        "region": region,
        "status": status,
        "opened": years_shown(register, [treaty] if treaty else register.in_depth, view.edition.day)[0].year,
        "regions": view.sorted(register.facts.regions, lambda r: view.region(r.id)),
        "statuses": STATUSES,
        "places": places(drawn),
        "world": outlines(),
        "legend": [s for s in STATUSES if s in present] if treaty is not None else None,
        "rest": view.say("not in this selection") if len(rows) < len(register.present) else None,
        "doubts": any(mark.doubt for mark in drawn.values()),
        "degrees": [(n, shade(n, most), step(n, most)) for n in scale] if treaty is None else None,
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
    return {
        "sources": facts.sources,
        "conflicts": paged(facts.conflicts, view.asked.get("page", ""), _DISAGREE),
        "coverage": facts.coverage,
        "counts": facts.counts,
    }


def glossary(_: View) -> dict[str, Any]:
    """Make the glossary: its words are the labels of the ontology, its sentences stand in the template."""
    return {}


#: The graph as it is read: it is kept packed, and given unpacked under this name.
UNPACKED = "treatygraph.nq"
#: Files of a build that can be had: name → (place in the build, media type, what it holds).
FILES = {
    "treatygraph.nq.gz": (LINES.as_posix(), "application/gzip", "The whole graph, in N-Quads, packed with gzip"),
    UNPACKED: (LINES.as_posix(), "application/n-quads", "The whole graph, in N-Quads"),
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


#: The checksums of the files above, in the form that `sha256sum --check` reads.
CHECKSUMS = "SHA256SUMS"


def checksums(folder: Path) -> str:
    """Return the checksums of the files of a build."""
    lines = []
    for name, (place, _, _) in sorted(FILES.items()):
        # The graph is kept packed; its checksum is that of what is given under its name.
        with opened(folder / place) if name == UNPACKED else (folder / place).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines)


def dataset(view: View) -> dict[str, Any]:
    """Return what a catalogue of data sets asks (schema.org): what it is, its terms, its sources, its files."""
    register, edition = view.register, view.edition
    sources = sorted({source for treaty in register.in_depth for source in register.coverage[treaty].sources})
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "treatygraph",
        "description": view.say("Which State is bound by which commitment, since when, towards whom, and why."),
        "version": edition.version,
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": "treatygraph"},
        "inLanguage": view.language,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{first_opened(register, register.in_depth) or edition.day}/{edition.day}",
        "keywords": [register.instruments[treaty].short_title for treaty in register.in_depth],
        "isBasedOn": [
            {"@type": "CreativeWork", "identifier": source, "name": register.sources[source].title}
            for source in sources
        ],
        "distribution": [
            {"@type": "DataDownload", "name": text, "encodingFormat": kind, "contentUrl": f"/download/{name}"}
            for name, (_, kind, text) in {**FILES, **MADE}.items()
        ],
    }


def download(view: View) -> dict[str, Any]:
    """Make the page of files to download."""
    folder = view.edition.folder
    files = [
        (name, text, view.edition.manifest.get("bytes") if name == UNPACKED else (folder / place).stat().st_size)
        for name, (place, _, text) in FILES.items()
    ]
    files.append(
        ("metadata.json", "What each table and column of the facts holds (CSV on the Web)", METADATA.stat().st_size)
    )
    made = [(name, text) for name, (_, _, text) in MADE.items()]
    return {"files": files, "made": made, "dataset": dataset(view)}
