"""What a dossier rests on: as-of days, the sources it uses, where they disagree, and who the participant is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from treatygraph.facts.register import Register
from treatygraph.questions.desk import Desk


class Sourced(Protocol):
    """A row of a dossier that names its sources."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources, by identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source that this very dossier uses."""

    identifier: str
    title: str
    publisher: str
    url: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two claims about one fact of this dossier; both are shown."""

    about: str
    field: str
    kept: str
    kept_sources: tuple[str, ...]
    other: str
    other_sources: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """To which day the acts and the lists of statements of a treaty are complete, and what is known to be missing."""

    treaty: str
    as_of: date
    statements_as_of: date | None
    gaps: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """That one person of international law continues, or separated from, another."""

    relation: str
    predecessor: str
    successor: str
    effective_on: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What the dossier rests on."""

    version: str
    coverage: tuple[AsOf, ...]
    sources: tuple[SourceRow, ...]
    disagreements: tuple[Disagreement, ...]
    earlier_names: tuple[str, ...]
    continuity: tuple[Succession, ...]


def method(
    desk: Desk, participant: str, told: tuple[str, ...], *, version: str, rows: Iterable[Sourced], about: set[str]
) -> Method:
    """Return the method and the sources of what the other parts say.

    Args:
        desk: The conclusions on the day.
        participant: The participant.
        told: The treaties told in full.
        version: The version of the build.
        rows: The rows of the other parts that name sources.
        about: The statements that the other parts show.
    """
    register = desk.register
    used = {s for row in rows for s in row.sources}
    used |= {s for treaty in told for s in register.coverage[treaty].sources}
    used |= set(register.participants[participant].sources)
    used |= {p.source for p in register.facts.paragraphs if p.operative}
    used |= {c.source for c in register.facts.clauses if c.instrument in set(told)}
    about |= {a.id for t in told for a in register.actions_of(participant, t)}
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
        version=version,
        coverage=tuple(
            AsOf(
                treaty=c.treaty,
                as_of=c.as_of,
                statements_as_of=c.statements_as_of,
                gaps=c.gaps,
                sources=c.sources,
            )
            for c in (register.coverage[treaty] for treaty in told)
        ),
        sources=tuple(
            SourceRow(identifier=s.id, title=s.title, publisher=s.publisher, url=s.url, as_of=str(s.as_of))
            for s in register.facts.sources
            if s.id in used
        ),
        disagreements=disagreements,
        earlier_names=register.earlier_names(participant),
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


def sources_about(register: Register, participant: str, treaties: Iterable[str]) -> tuple[str, ...]:
    """Return the sources of what the data say of a participant: itself, acts and statements under treaties; sorted."""
    found = set(register.participants[participant].sources)
    for treaty in treaties:
        found |= {s for act in register.actions_of(participant, treaty) for s in act.sources}
        found |= {s for statement in register.statements_of(participant, treaty) for s in statement.sources}
    return tuple(sorted(found))
