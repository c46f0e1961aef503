"""What participants did and stated, by which source, to which day, and what disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.days import PartialDate
from treatygraph.facts.model.codes import Confidence, CountMeasure, Flag
from treatygraph.facts.model.words import ActionKind, DateBasis, Effect, Ground, Knowledge, StatementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Card of a source."""

    id: str
    title: str
    publisher: str
    url: str
    as_of: PartialDate
    expected_rows: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A treaty action by one participant."""

    id: str
    treaty: str
    participant: str
    kind: ActionKind
    done_on: PartialDate
    effective_on: PartialDate | None
    sources: tuple[str, ...]
    confidence: Confidence
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """An act whose kind its source does not tell: it may be any of the candidates, and no status rests on it."""

    id: str
    treaty: str
    participant: str
    done_on: PartialDate
    candidates: tuple[ActionKind, ...]
    mark: str | None
    heading: str | None
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A unilateral statement by one participant."""

    id: str
    treaty: str
    participant: str
    kind: StatementKind
    called: str | None
    made_on: PartialDate | None
    date_basis: DateBasis | None
    effective_on: PartialDate | None
    notified_on: PartialDate | None
    notification: str | None
    provisions: tuple[str, ...]
    whole_treaty: bool
    effect: Effect
    wording_seen: bool | None
    may_reserve: bool | None
    doubted_by: tuple[str, ...]
    target_participant: str | None
    target_statement: str | None
    precludes: bool | None
    ground: Ground | None
    without_benefit: bool | None
    territories: tuple[str, ...]
    summary: str
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFlag:
    """That an official list shows a statement to exist, and whether what it marks was read."""

    treaty: str
    participant: str
    flag: Flag
    source: str
    knowledge: Knowledge
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The days to which the acts and the lists of statements of a treaty are complete."""

    treaty: str
    as_of: date
    statements_as_of: date | None
    sources: tuple[str, ...]
    gaps: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleAct:
    """A consent that may have been given, or was given by one not named: what no source read settles."""

    id: str
    treaty: str
    participant: str | None
    known_to: date
    given_by: date | None
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count published by others."""

    treaty: str
    measure: CountMeasure
    on: PartialDate
    count: int
    source: str
    explained: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two claims about one cell; both are kept."""

    id: str
    about: str
    field: str
    kept: str
    kept_sources: tuple[str, ...]
    other: str
    other_sources: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMark:
    """What a mark beside a date means in the depositary's table."""

    mark: str
    kind: ActionKind
    requires_signature: bool
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided of rows that a published table does not settle by itself.

    `decided` is a kind of act, or one of `NOT_AN_ACT`; a blank `treaty`, `name` or `printed` stands for any.
    """

    id: str
    treaty: str | None
    name: str | None
    printed: str | None
    decided: str
    decided_on: date
    reason: str


#: Decisions by which a row is no act: of a territory, of nobody who can take part, or no act at all.
NOT_AN_ACT = ("territory", "no_participant", "no_act")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """An identifier that was given out, and whether it was withdrawn; it is never given out again."""

    id: str
    listed_in: str
    retired: bool
