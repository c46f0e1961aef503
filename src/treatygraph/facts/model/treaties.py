"""Instruments, what they are called, their sets, final clauses, provisions, obligations, and phrases coded from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.days import Duration, PartialDate
from treatygraph.facts.model.codes import (
    ActDemanded,
    Bearer,
    Counterparty,
    InstrumentType,
    Modality,
    NotCarried,
    Owed,
    Polarity,
    ProvisionKind,
    Strength,
    Theme,
    Trigger,
)
from treatygraph.facts.model.words import ActionKind, ClauseKind, Counting, Moment

#: How an instrument is known that was not opened: by a page about it, or by citations.
_BY_ITS_ENTRY = frozenset({"page", "recalled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, resolution or other instrument."""

    id: str
    kind: InstrumentType
    short_title: str
    title: str
    supplements: str | None
    follows_up: str | None
    adopted_on: PartialDate | None
    adopted_by: str | None
    place: str | None
    opened_on: date | None
    closed_on: date | None
    stated_in_force_on: date | None
    stated_until: PartialDate | None
    end_marked_on: date | None
    end_source: str | None
    untc_number: str | None
    unts_volume: int | None
    unts_page: int | None
    unts_registration: str | None
    depositary: str | None
    url: str | None
    verification: tuple[str, ...]
    note: str | None

    @property
    def text_read(self) -> bool:
        """Whether its text was read: what is not among its clauses then is not in the treaty."""
        return not set(self.verification) <= _BY_ITS_ENTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter in which the depositary lists treaties."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EverydayName:
    """A name that people use for a treaty beside its titles; another treaty may bear it too."""

    name: str
    instrument: str
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatySet:
    """A named set of treaties that are asked about together."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMember:
    """That a treaty is in a set, and why."""

    set: str
    instrument: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A final clause as data."""

    id: str
    instrument: str
    kind: ClauseKind
    article: str
    provision: str | None
    threshold: int | None
    counted_actions: tuple[ActionKind, ...]
    reio_counts: bool | None
    delay: Duration | None
    counting: Counting | None
    first_period: Duration | None
    period: Duration | None
    not_before: tuple[str, ...]
    instruments: tuple[str, ...]
    provisions: tuple[str, ...]
    moments: tuple[Moment, ...]
    condition: str | None
    complete_in: str | None
    source: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """An article, paragraph or point; its heading is ours."""

    id: str
    instrument: str
    article: str
    paragraph: str | None
    point: str | None
    part_of: str | None
    kind: ProvisionKind
    no_duty: str | None
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of the treaties and how it is coded; `docs/coding.md` is made from these."""

    id: str
    role: str
    words: str
    modality: Modality | None
    strength: Strength | None
    polarities: tuple[Polarity, ...]
    trigger: Trigger | None
    coding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty, ban, permission or piece of advice with one bearer; its summary is ours."""

    id: str
    provision: str
    bearer: Bearer
    modality: Modality
    strength: Strength
    polarity: Polarity
    phrases: tuple[str, ...]
    qualifier: str | None
    triggers: tuple[Trigger, ...]
    conditions: tuple[str, ...]
    act_demanded: ActDemanded
    counterparty: Counterparty
    owed: Owed
    deadline: str | None
    deadline_duration: Duration | None
    switches: tuple[str, ...]
    carried_to: tuple[str, ...]
    not_carried: NotCarried | None
    themes: tuple[Theme, ...]
    related_provisions: tuple[str, ...]
    related_instruments: tuple[str, ...]
    summary: str
