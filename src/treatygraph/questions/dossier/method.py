"""What a dossier rests on: as-of days, the sources it uses, where they disagree, and who the participant is."""

from __future__ import annotations

from treatygraph.facts.model import NameForm, ParagraphKind
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import (
    AsOf,
    Disagreement,
    Gaps,
    Method,
    Overview,
    Relations,
    SourceRow,
    Succession,
)


def method(desk: Desk, participant: str, first: Overview, missing: Gaps, related: Relations) -> Method:
    """Return the method and the sources of what the other parts say."""
    register = desk.register
    treaties = {s.treaty for s in first.instruments}
    coverage = sorted(
        (c for c in register.facts.coverage if c.treaty in treaties), key=lambda c: register.treaties.index(c.treaty)
    )
    used = {s for row in first.instruments for s in row.sources}
    used |= {s for change in first.changes for s in change.sources}
    used |= {s for row in (*related.made, *related.received) for s in row.sources}
    used |= {s for gap in missing.data for s in gap.sources} | {s for c in coverage for s in c.sources}
    used |= set(register.participants[participant].sources)
    used |= {p.source for p in register.facts.paragraphs if p.kind is ParagraphKind.OPERATIVE}
    used |= {c.source for c in register.facts.clauses if c.instrument in treaties}
    about = {a.id for t in register.treaties for a in register.actions_of(participant, t)}
    about |= {s.identifier for s in (*related.made, *related.received)}
    disagreements = tuple(
        Disagreement(
            about=c.about,
            field=c.field,
            kept=c.kept,
            kept_sources=c.kept_sources,
            other=c.other,
            other_sources=c.other_sources,
            reason=c.reason,
        )
        for c in register.facts.conflicts
        if c.about in about
    )
    used |= {s for d in disagreements for s in (*d.kept_sources, *d.other_sources)}
    return Method(
        version=desk.version,
        coverage=tuple(AsOf(treaty=c.treaty, as_of=c.as_of, gaps=c.gaps, sources=c.sources) for c in coverage),
        sources=tuple(
            SourceRow(identifier=s.id, title=s.title, publisher=s.publisher, url=s.url, as_of=str(s.as_of))
            for s in register.facts.sources
            if s.id in used
        ),
        disagreements=disagreements,
        earlier_names=tuple(
            n.name for n in register.facts.names if n.participant == participant and n.form is NameForm.FORMER
        ),
        continuity=tuple(
            Succession(
                relation=link.relation.value,
                predecessor=link.predecessor,
                successor=link.successor,
                effective_on=str(link.effective_on),
                note=link.note,
            )
            for link in register.facts.continuity
            if participant in {link.predecessor, link.successor}
        ),
    )
