"""The page of a participant: statuses, timeline, commitments by theme, statements, gaps, sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from treatygraph.faces.charts import Scale, timeline
from treatygraph.faces.pages.view import View
from treatygraph.facts.lookups import find_participant
from treatygraph.law.model import Status
from treatygraph.law.obligations import notification_gaps
from treatygraph.law.status import standing
from treatygraph.questions.ask import answer_table, filled
from treatygraph.questions.catalogue import questions


async def participant(view: View) -> dict[str, Any]:
    """Make the page of a participant.

    Raises:
        UnknownNameError: Nobody has this code or name.
    """
    register, day = view.register, view.day
    found = find_participant(register, view.path["code"])
    standings = [standing(view.concluded, found.id, t, day) for t in register.treaties]
    opened = [i.opened_on or i.adopted_on for t in register.treaties if (i := register.instruments[t])]
    first = min((d if isinstance(d, date) else d.earliest for d in opened if d is not None), default=day)
    scale = Scale(first=date(first.year, 1, 1), last=max(day, date(first.year + 1, 1, 1)))
    lanes = timeline([(held, view.concluded.of(found.id, held.treaty)) for held in standings], scale)
    gaps = [
        (gap, held.treaty)
        for held in standings
        for gap in notification_gaps(view.concluded, found.id, held.treaty, day)
    ]
    statements = [s for t in register.treaties for s in register.statements_of(found.id, t)]
    flags = [f for f in register.facts.statement_flags if f.participant == found.id]
    acts = [a for t in register.treaties for a in register.actions_of(found.id, t)]
    cited = sorted({s for a in acts for s in a.sources} | {s for x in statements for s in x.sources} | {*found.sources})
    about = {a.id for a in acts} | {s.id for s in statements}
    return {
        "participant": found,
        "names": [n for n in register.facts.names if n.participant == found.id and n.form == "short"],
        "earlier": [n for n in register.facts.names if n.participant == found.id and n.form == "former"],
        "standings": standings,
        "lanes": lanes,
        "scale": scale,
        "grids": [
            ("theme", "obligations/by-theme", await _grid(view, "obligations/by-theme", found.id, "theme")),
            ("strength", "obligations/by-strength", await _grid(view, "obligations/by-strength", found.id, "strength")),
        ],
        "missing": [h.treaty for h in standings if h.status not in {Status.PARTY, Status.CONTRACTING_STATE}],
        "gaps": gaps,
        "statements": statements,
        "flags": flags,
        "conflicts": [c for c in register.facts.conflicts if c.about in about],
        "sources": [register.sources[s] for s in cited],
        "is_state": found.id in register.states,
        "regions": [r for r in register.regions_around(found.region) if r != "001"],
    }


async def _grid(view: View, identifier: str, code: str, by: str) -> dict[str, dict[str, Any]]:
    """Return the answer of a question as word → treaty → number."""
    found: dict[str, dict[str, Any]] = {}
    for row in await _asked(view, identifier, code):
        number = next(v for v in row.values() if isinstance(v, int))
        found.setdefault(str(row[by]), {})[row["treaty"]] = number
    return found


async def _asked(view: View, identifier: str, code: str) -> list[dict[str, Any]]:
    """Return the answer of a question about the participant on the day: a page shows the numbers of questions."""
    question = questions()[identifier]
    values = {"participant": code, "on": str(view.day)}
    rows = await view.edition.select(filled(view.register, question, values))
    return list(answer_table(view.register, question, rows, values).records())
