"""Territories: to which a treaty applies, of one territory or of all that a participant is responsible for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.errors import TreatygraphError
from treatygraph.facts.model import ParticipantKind
from treatygraph.facts.register import Register
from treatygraph.law.model import Application
from treatygraph.law.territories import TerritoryStretch, application, owed_by_responsible, territories_of
from treatygraph.proofs import Teller
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, TERRITORY, THESE_TREATIES
from treatygraph.questions.notes import as_of_notes, joined, label, shown
from treatygraph.questions.question import Question, Table, Value


class TerritoryError(TreatygraphError):
    """A territory is named where one that takes part in treaties has to be."""


def is_territory(register: Register, participant: str) -> bool:
    """Return whether the code is that of a territory, which takes part in nothing."""
    return register.participants[participant].kind is ParticipantKind.TERRITORY


def needs_a_participant(register: Register, code: str) -> None:
    """Return when the code is not that of a territory.

    Raises:
        TerritoryError: It is; the message names who is responsible for it.
    """
    if is_territory(register, code):
        responsible = register.participants[code].responsible
        instead = (
            f"Name {register.name(responsible)} ({responsible}), which is responsible for it"
            if responsible is not None
            else "Name who is responsible for it"
        )
        raise TerritoryError(
            f"{register.name(code)} ({code}) is a territory and takes part in nothing. {instead}; "
            f"the status of {code} tells which treaties apply there."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRow:
    """How a treaty applies to a territory on the day, since when, and by which statement."""

    territory: str
    responsible: str | None
    treaty: str
    application: str
    since: str | None
    until: str | None
    statement: str | None
    others: tuple[str, ...]
    sources: tuple[str, ...]


def _row(desk: Desk, found: TerritoryStretch) -> TerritoryRow:
    register = desk.register
    decides = found.statement
    # Without a statement, what is told is what the acts of the responsible participant show. From when a treaty that is
    # not in force does not apply is no statement's day.
    said = found.begun if found.application is not Application.NOT_IN_FORCE else None
    return TerritoryRow(
        territory=found.territory,
        responsible=found.responsible,
        treaty=found.treaty,
        application=found.application.value,
        since=shown(said) if said is not None else shown(found.since),
        until=shown(found.until),
        statement=decides.id if decides is not None else None,
        others=tuple(s.id for s in found.others),
        sources=decides.sources if decides is not None else register.coverage[found.treaty].sources,
    )


def stretches_on(desk: Desk, participant: str, treaties: Iterable[str]) -> Iterator[TerritoryStretch]:
    """Yield how each treaty applies to a territory, or to each that a participant is responsible for, on the day."""
    register = desk.register
    asked = (participant,) if is_territory(register, participant) else territories_of(register, participant)
    for treaty in treaties:
        for territory in asked:
            yield application(desk.concluded, territory, treaty, desk.day)


def rows_of(desk: Desk, participant: str, treaties: Iterable[str]) -> tuple[TerritoryRow, ...]:
    """Return how treaties apply to a territory, or to each that a participant is responsible for."""
    return tuple(_row(desk, s) for s in stretches_on(desk, participant, treaties))


def territories(desk: Desk, *, participant: str, treaty: str | None = None) -> Table:
    """Return how each treaty applies to a territory on the day, or to each that a participant is responsible for.

    Args:
        desk: The conclusions on the day.
        participant: The territory, or the participant responsible for territories.
        treaty: Only these treaties, with semicolons between.
    """
    register = desk.register
    treaties = tuple(treaty.split(";")) if treaty is not None else _treaties(register, participant)
    teller = Teller(register)
    return Table.of(
        title=f"{register.name(participant)} ({participant}) on {desk.day}: territories",
        columns=TERRITORIES.columns,
        records=(_cells(desk, teller, s) for s in stretches_on(desk, participant, treaties)),
        notes=(*_notes(register, participant, desk.day), *as_of_notes(register, treaties, desk.day)),
    )


def _treaties(register: Register, participant: str) -> tuple[str, ...]:
    """Return the treaties read in depth, and every other one under which a statement names one of the territories."""
    asked = {participant, *territories_of(register, participant)}
    named = {s.treaty for s in register.facts.statements if asked.intersection(s.territories)}
    return tuple(t for t in register.treaties if t in named or t in register.in_depth)


def _notes(register: Register, participant: str, day: date) -> Iterator[str]:
    found = register.participants[participant]
    if not is_territory(register, participant):
        if not territories_of(register, participant):
            yield f"No source read names a territory that {register.name(participant)} is responsible for."
        return
    if found.responsible is not None and (found.since is None or found.since.earliest <= day):
        yield (
            f"{register.name(found.responsible)} ({found.responsible}) is responsible for the international relations "
            f"of {register.name(participant)} ({joined(found.sources)})."
        )
    yield (
        "A territory takes part in nothing: where a treaty applies, it has what that participant owes. Where it "
        "applies by a notice of one that is not party to it, what is owed there is not computed."
    )


def _cells(desk: Desk, teller: Teller, found: TerritoryStretch) -> dict[str, Value]:
    register, row = desk.register, _row(desk, found)
    return {
        "territory": row.territory,
        "territory_name": register.name(row.territory),
        "treaty": row.treaty,
        "treaty_title": register.instruments[row.treaty].short_title,
        "application": found.application,
        "responsible": row.responsible,
        "since": row.since,
        "until": row.until,
        "statement": row.statement,
        "source": joined(row.sources),
        "explanation": told(teller, found, desk),
    }


def told(teller: Teller, found: TerritoryStretch, desk: Desk) -> str:
    """Return why a treaty applies so to a territory, with what others say of it."""
    reason = found.reason(desk.day)
    others = (r for r in reason.because if r.rule.id == "territory-contested")
    return " ".join([teller.sentence(reason), *(teller.sentence(r) for r in others)])


def summary_notes(desk: Desk, participant: str, treaties: Iterable[str]) -> Iterator[str]:
    """Yield a line for each treaty in force for a participant: to which of its territories it applies, and not."""
    register = desk.register
    by_treaty: dict[str, dict[Application, list[str]]] = {}
    if is_territory(register, participant):
        return
    for found in stretches_on(desk, participant, treaties):
        if found.application is not Application.NOT_IN_FORCE:
            by_treaty.setdefault(found.treaty, {}).setdefault(found.application, []).append(
                register.name(found.territory)
            )
    for treaty, told_by in by_treaty.items():
        parts = (
            f"{label(register, 'territorial_status', code)} ({', '.join(told_by[code])})"
            for code in Application
            if code in told_by
        )
        yield f"Territories under {treaty}: {'; '.join(parts)}. `treatygraph status CODE` tells of one."


def owed_there(desk: Desk, territory: str, treaties: tuple[str, ...]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return who owes what is owed in a territory, under which of the treaties, and what a reader must know of it.

    Only a treaty that a statement of a party applies to the territory is counted; of the others it is said why they are
    not.
    """
    teller = Teller(desk.register)
    found = list(stretches_on(desk, territory, treaties))
    extended = [s for s in found if s.application is Application.EXTENDED]
    applying = tuple(s.treaty for s in extended if owed_by_responsible(desk.concluded, s, desk.day))
    notes = [told(teller, s, desk) for s in found]
    notes += [
        f"{s.treaty}: applies there by a notice of one that is not party to it; what is owed there is not computed."
        for s in extended
        if s.treaty not in applying
    ]
    return found[0].responsible or territory, applying, tuple(notes)


TERRITORIES = Question(
    id="status/of-territories",
    sentences={
        "en": "To which territories does a treaty apply on a day, since when and by which statement?",
        "zh": "条约在某日适用于哪些领土，自何时起，依据哪项声明？",
    },
    description="One territory, or all that a participant is responsible for; where nothing is said, the default rule.",
    tags=("status",),
    parameters=(TERRITORY, THESE_TREATIES, ON),
    columns=columns(
        "territory",
        "territory_name",
        "treaty",
        "treaty_title",
        "application",
        "responsible",
        "since",
        "until",
        "statement",
        "source",
        "explanation",
    ),
    law=by_law(territories),
)
QUESTIONS = (TERRITORIES,)
