"""Who can take part: participants, their names, regions, memberships and continuity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.days import PartialDate
from treatygraph.facts.model.codes import MemberPosition, NameForm
from treatygraph.facts.model.words import ParticipantKind, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A State of today or of another time, an organization, or a territory; one identity per legal person.

    A territory takes part in nothing; acts of the participant responsible for it are about it.
    """

    id: str
    kind: ParticipantKind
    iso2: str | None
    m49: str | None
    region: str | None
    un_member_since: PartialDate | None
    since: PartialDate | None
    until: PartialDate | None
    responsible: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of a participant, in one language and form."""

    participant: str
    language: str
    form: NameForm
    name: str
    code: str | None
    until: PartialDate | None
    seen_on: PartialDate | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A UN M49 region."""

    id: str
    name: str
    part_of: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A State's membership in an organization that takes part in treaties; `until` is its last day as a member.

    `position` says where the member stands apart from what the organization does.
    """

    organization: str
    member: str
    since: PartialDate | None
    until: PartialDate | None
    source: str
    position: MemberPosition | None
    position_source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """Who continues, or separated from, whom."""

    id: str
    predecessor: str
    successor: str
    relation: Relation
    effective_on: PartialDate
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A spelling of a participant, and who is meant."""

    name: str
    participant: str
    decided_on: date
    reason: str
