"""What a dossier is here: everything a report on one participant says, as plain values; faces put it into words.

A number carries the question of the library that gives it, so that a reader (and a test) can ask it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

#: A text in the languages the data have it in.
Text = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, and how the library gives it.

    It is the number of rows of the answer whose columns have the values of `where` (null: no value, `*`: any, `!x`: any
    but x), or, with `column`, what stands in that column of the one such row (0 where there is none). Without a
    question it was computed by the law alone, because the graph keeps such conclusions for one day only.
    """

    value: int
    question: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    where: dict[str, str | None] = field(default_factory=dict)
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentStatus:
    """Where a participant stands under one treaty on the day."""

    treaty: str
    status: str
    signed_on: str | None
    signature: str | None
    consent_kind: str | None
    consented_on: str | None
    consent: str | None
    in_force_since: str | None
    in_force_until: str | None
    as_of: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that happened after the earlier day and up to the day of the report."""

    on: str
    treaty: str
    what: str
    kind: str
    identifier: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The four instruments, what paragraph 6 asks, and what changed."""

    instruments: tuple[InstrumentStatus, ...]
    paragraph: str
    addressed: bool
    asked: Number
    joined: Number
    to_join: tuple[str, ...]
    to_implement: tuple[str, ...]
    since: date | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """One obligation in force for the participant, with what its own reservation does to it."""

    obligation: str
    treaty: str
    provision: str
    article: str
    strength: str
    owed: str
    bearer: str
    themes: tuple[str, ...]
    deadline: str | None
    choice: str | None
    state: str
    statement: str | None
    since: str
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyCommitments:
    """The obligations of one treaty, as they stand for the participant.

    `bound` (all but those excluded) is by strength, `reserved` by state; `not_binding` is by strength, where the treaty
    is not in force.
    """

    treaty: str
    in_force: bool
    bound: dict[str, Number]
    reserved: dict[str, Number]
    owed: dict[str, Number]
    not_binding: dict[str, Number]
    absent: Number
    duties: Number
    themes: dict[str, Number]
    open_choices: Number
    deadlines: Number
    carried: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """What binds the participant, counted and listed."""

    treaties: tuple[TreatyCommitments, ...]
    rows: tuple[CommitmentRow, ...]
    competence_limited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would follow if an instrument were deposited on a day."""

    treaty: str
    deposit: date
    acts: dict[str, str]
    in_force_on: str | None
    provision: str | None
    article: str
    rule: str
    obligations: Number
    by_strength: dict[str, Number]
    by_theme: dict[str, Number]
    inter_se: Number
    carried: Number
    relations: Number
    partners: tuple[str, ...]
    reservations_permitted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Obligations that the participant's own reservation excludes, changes, or leaves open."""

    treaty: str
    statement: str
    state: str
    provisions: tuple[str, ...]
    obligations: tuple[str, ...]
    number: Number
    made_on: str | None
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingNotification:
    """A notification asked for and not recorded: a gap in the record."""

    treaty: str
    provision: str
    article: str
    heading: Text
    condition: str | None
    unread_statement: bool
    of_record: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataGap:
    """Something the data do not know."""

    kind: str
    treaty: str
    about: str
    detail: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is missing in law, in the record, and in our knowledge: three things, kept apart."""

    not_joined: tuple[str, ...]
    exclusions: tuple[Exclusion, ...]
    notifications: tuple[MissingNotification, ...]
    notifications_number: Number
    flags_number: Number
    data: tuple[DataGap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A unilateral statement, as the report shows it."""

    identifier: str
    treaty: str
    participant: str
    kind: str
    called: str | None
    made_on: str | None
    provisions: tuple[str, ...]
    whole_treaty: bool
    target: str | None
    target_participant: str | None
    effect: str | None
    permission: str | None
    timing: str | None
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyRelations:
    """With whom a treaty is in force for the participant, and with whom not and why."""

    treaty: str
    party: bool
    related: Number
    unrelated: Number
    by_status: dict[str, tuple[str, ...]]
    precluded: tuple[str, ...]
    changed_by_objection: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Treaty relations, and the statements made and received."""

    treaties: tuple[TreatyRelations, ...]
    made: tuple[StatementRow, ...]
    received: tuple[StatementRow, ...]
    received_number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphRow:
    """An operative paragraph, and whether the commitments linked to it bind the participant."""

    number: str
    verb: Text
    summary: Text
    addressees: tuple[str, ...]
    linked: Number
    bound: Number
    reserved: Number
    not_bound: Number
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionShare:
    """How many States of a region have a treaty in force."""

    region: str
    name: str
    parties: Number
    states: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyComparison:
    """One treaty in the participant's regions and in the world, and its place in the order of joining."""

    treaty: str
    shares: tuple[RegionShare, ...]
    earlier: Number | None
    total: Number
    consented_on: str | None


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
    """To which day the rows of a treaty are complete, and what is known to be missing."""

    treaty: str
    as_of: date
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything the report on one participant says, for one day."""

    participant: str
    name: Text
    kind: str
    regions: tuple[str, ...]
    un_member: bool
    on: date
    default_day: bool
    overview: Overview
    commitments: Commitments
    gaps: Gaps
    what_if: tuple[WhatIf, ...]
    relations: Relations
    resolution: tuple[ParagraphRow, ...]
    comparison: tuple[TreatyComparison, ...]
    method: Method


def numbers(record: Any) -> Iterator[Number]:
    """Yield every number of a dossier, or of a part of one, in the order of its fields."""
    if isinstance(record, Number):
        yield record
    elif isinstance(record, dict):
        for value in record.values():
            yield from numbers(value)
    elif isinstance(record, tuple):
        for value in record:
            yield from numbers(value)
    elif is_dataclass(record):
        for each in fields(record):
            yield from numbers(getattr(record, each.name))
