"""What a fact is here: one frozen record a row, one field a column of `data/metadata.json`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from treatygraph.facts.model.acts import (
    NOT_AN_ACT,
    Action,
    ActionMark,
    Conflict,
    Count,
    Coverage,
    Decision,
    LedgerEntry,
    PossibleAct,
    Source,
    Statement,
    StatementFlag,
    Undecided,
)
from treatygraph.facts.model.codes import (
    ActDemanded,
    Addressee,
    Bearer,
    Confidence,
    Counterparty,
    CountMeasure,
    Flag,
    InstrumentType,
    LinkRelation,
    MemberPosition,
    Modality,
    NameForm,
    NotCarried,
    OperativeVerb,
    Owed,
    ParagraphKind,
    Polarity,
    ProvisionKind,
    Strength,
    Theme,
    Trigger,
)
from treatygraph.facts.model.languages import Language, Translation
from treatygraph.facts.model.participants import (
    Continuity,
    Membership,
    Name,
    Participant,
    Region,
    Spelling,
)
from treatygraph.facts.model.resolutions import (
    Citation,
    Link,
    LinkRule,
    Paragraph,
    ParagraphVerb,
    StatusLink,
)
from treatygraph.facts.model.treaties import (
    Chapter,
    Clause,
    EverydayName,
    Instrument,
    Obligation,
    Phrase,
    Provision,
    SetMember,
    TreatySet,
)
from treatygraph.facts.model.words import (
    CONSENT,
    ENDING,
    OUTSIDERS,
    OWN_LANGUAGE,
    PRESUPPOSING,
    PROVISIONAL,
    ActionKind,
    ClauseKind,
    Counting,
    DateBasis,
    Effect,
    Ground,
    Knowledge,
    Moment,
    ParticipantKind,
    Relation,
    StatementKind,
)

__all__ = [
    "CONSENT",
    "ENDING",
    "NOT_AN_ACT",
    "OUTSIDERS",
    "OWN_LANGUAGE",
    "PRESUPPOSING",
    "PROVISIONAL",
    "ActDemanded",
    "Action",
    "ActionKind",
    "ActionMark",
    "Addressee",
    "Bearer",
    "Chapter",
    "Citation",
    "Clause",
    "ClauseKind",
    "Confidence",
    "Conflict",
    "Continuity",
    "Count",
    "CountMeasure",
    "Counterparty",
    "Counting",
    "Coverage",
    "DateBasis",
    "Decision",
    "Effect",
    "EverydayName",
    "Facts",
    "Flag",
    "Ground",
    "Instrument",
    "InstrumentType",
    "Knowledge",
    "Language",
    "LedgerEntry",
    "Link",
    "LinkRelation",
    "LinkRule",
    "MemberPosition",
    "Membership",
    "Modality",
    "Moment",
    "Name",
    "NameForm",
    "NotCarried",
    "Obligation",
    "OperativeVerb",
    "Owed",
    "Paragraph",
    "ParagraphKind",
    "ParagraphVerb",
    "Participant",
    "ParticipantKind",
    "Phrase",
    "Polarity",
    "PossibleAct",
    "Provision",
    "ProvisionKind",
    "Region",
    "Relation",
    "SetMember",
    "Source",
    "Spelling",
    "Statement",
    "StatementFlag",
    "StatementKind",
    "StatusLink",
    "Strength",
    "Term",
    "Theme",
    "Translation",
    "TreatySet",
    "Trigger",
    "Undecided",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A concept of a scheme of the ontology, with labels by language."""

    scheme: str
    code: str
    labels: dict[str, str]
    definition: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Facts:
    """All facts of a data folder, each table in its sorted order.

    The rows of a table may be made when they are first asked for (`later`): most of what is asked needs few tables.
    """

    sources: tuple[Source, ...] = ()
    participants: tuple[Participant, ...] = ()
    names: tuple[Name, ...] = ()
    regions: tuple[Region, ...] = ()
    memberships: tuple[Membership, ...] = ()
    continuity: tuple[Continuity, ...] = ()
    actions: tuple[Action, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    statements: tuple[Statement, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    statement_flags: tuple[StatementFlag, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    possible_acts: tuple[PossibleAct, ...] = ()
    counts: tuple[Count, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    action_marks: tuple[ActionMark, ...] = ()
    participant_names: tuple[Spelling, ...] = ()
    decisions: tuple[Decision, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    also_called: tuple[EverydayName, ...] = ()
    treaty_sets: tuple[TreatySet, ...] = ()
    set_members: tuple[SetMember, ...] = ()
    clauses: tuple[Clause, ...] = ()
    coding: tuple[Phrase, ...] = ()
    provisions: tuple[Provision, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    verbs: tuple[ParagraphVerb, ...] = ()
    links: tuple[Link, ...] = ()
    link_rules: tuple[LinkRule, ...] = ()
    citations: tuple[Citation, ...] = ()
    status_links: tuple[StatusLink, ...] = ()
    languages: tuple[Language, ...] = ()
    texts: tuple[Translation, ...] = ()
    terms: tuple[Term, ...] = ()

    @classmethod
    def tables(cls) -> tuple[str, ...]:
        """Return the names of the tables that are CSV files (all but the terms)."""
        return tuple(f.name for f in fields(cls) if f.name != "terms")

    @classmethod
    def later(cls, rows: Callable[[str], tuple[Any, ...]]) -> Facts:
        """Return facts whose rows are made when they are first asked for.

        Args:
            rows: Returns the rows of a table, by its name; called once for each.
        """
        found = object.__new__(cls)
        found.__dict__["_later"] = (rows, RLock())
        return found

    if not TYPE_CHECKING:  # Whoever checks the types knows which tables there are.

        def __getattr__(self, table: str) -> tuple[Any, ...]:
            """Return the rows of a table that nobody has asked for yet."""
            if table not in self.__dataclass_fields__ or "_later" not in self.__dict__:
                raise AttributeError(f"facts have no {table!r}", name=table, obj=self)
            rows, alone = self.__dict__["_later"]
            with alone:
                if table not in self.__dict__:
                    self.__dict__[table] = rows(table)
            return self.__dict__[table]

    @cached_property
    def treaties_read(self) -> frozenset[str]:
        """The treaties that have obligations."""
        treaty = {provision.id: provision.instrument for provision in self.provisions}
        return frozenset(treaty[obligation.provision] for obligation in self.obligations)

    @cached_property
    def rows(self) -> int:
        """How many rows the tables hold together."""
        return sum(len(getattr(self, table)) for table in self.tables())

    def __repr__(self) -> str:
        """Return how much there is; the rows themselves fill a megabyte."""
        return f"<Facts: {self.rows} rows>"


# The class itself has no rows: they would hide those that are made later.
for _field in fields(Facts):
    delattr(Facts, _field.name)
