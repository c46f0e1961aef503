"""What a conclusion is here: typed, frozen, and never without its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from treatygraph.days import Span
from treatygraph.facts.model import Action, Statement, StatementFlag
from treatygraph.facts.reference import Fact, FactRef
from treatygraph.law.rule import Rule, Value


class Status(StrEnum):
    """Status of a participant under a treaty on a day (VCLT art. 2(1)(f) to (h))."""

    THIRD_STATE = "third_state"
    SIGNATORY = "signatory"
    CONTRACTING_STATE = "contracting_state"
    PARTY = "party"
    PROVISIONALLY_APPLYING = "provisionally_applying"
    FORMER_PARTY = "former_party"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A step of a proof: the rule applied, the facts it was applied to, and the reasons for those.

    `values` fill the sentence of the rule; `article` is the article of the treaty at hand, where the rule leaves it
    to the treaty.
    """

    rule: Rule
    article: str = ""
    values: tuple[tuple[str, Value], ...] = ()
    facts: tuple[FactRef, ...] = ()
    because: tuple[Reason, ...] = ()

    def walk(self) -> Iterator[Reason]:
        """Yield the reason and all that stand under it."""
        yield self
        for reason in self.because:
            yield from reason.walk()


def because(
    rule: Rule,
    *under: Reason,
    article: str = "",
    facts: Iterable[Fact] = (),
    values: Mapping[str, object] | None = None,
    **more: object,
) -> Reason:
    """Return a reason: the values, from `values` and `more`, fill the places of the rule's sentence.

    Raises:
        RuleError: A value is missing, has no place in the sentence, or is not what its place holds.
    """
    return Reason(
        rule=rule,
        article=article,
        values=rule.filled({**values, **more} if values else more),
        facts=tuple([FactRef.to(fact) for fact in facts]),
        because=under,
    )


class ForceBasis(StrEnum):
    """On what the day of a treaty's entry into force rests."""

    COMPUTED = "computed"
    PUBLISHED = "published"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyForce:
    """Entry into force of a treaty, beside what was computed and the day stated by its publisher.

    `in_force` is None where it is not in force; where it is not known (`basis` undetermined) it has no latest day.
    `computed` is what number, delay and the treaties before it give, whatever else the clause asks for.
    """

    treaty: str
    basis: ForceBasis
    threshold: Span | None
    computed: Span | None
    in_force: Span | None
    stated: date | None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """From when until when a consent binds its author, and why; None where it does not, or has not ended."""

    since: Span | None
    until: Span | None
    why: Reason
    why_ended: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One participant's consent to one treaty, from consent to its end.

    `since` is None while the treaty is not in force for the participant; `until` is None while it has not
    ended. Both are half-open: `until` is the first day no longer in force. `open_until` is the notification of a
    succession that reaches back: from `since` until then two readings are open.
    """

    participant: str
    treaty: str
    ordinal: int
    consent: Action
    consented: Span
    since: Span | None
    until: Span | None
    open_until: Span | None
    reason: Reason
    end_reason: Reason | None

    def in_force_on(self, day: date) -> bool | None:
        """Return whether it is in force on the day; None when the data do not settle it, or the law."""
        if self.since is None or day < self.since.earliest:
            return False
        if self.until is not None and day >= self.until.latest:
            return False
        if self.open_until is not None and day < self.open_until.latest:
            return None
        if day < self.since.latest or (self.until is not None and day >= self.until.earliest):
            return None
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Status on a day, and why."""

    participant: str
    treaty: str
    on: date
    status: Status
    participation: Participation | None
    signature: Action | None
    reason: Reason


class Timing(StrEnum):
    """When a reservation was formulated, seen from the consent of its author (VCLT arts. 19, 23(2))."""

    AT_SIGNATURE = "at_signature"
    ON_CONSENT = "on_consent"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    LATE = "late"
    UNDATED = "undated"


class Permission(StrEnum):
    """What the treaty itself says of a reservation (VCLT arts. 19, 20(1))."""

    PERMITTED = "permitted"
    PROHIBITED = "prohibited"
    NOT_ALLOWED = "not_allowed"
    OPEN = "open"


class EffectOn(StrEnum):
    """What happens to a provision or obligation through a reservation; `no_relation` when the treaty itself falls."""

    EXCLUDED = "excluded"
    MODIFIED = "modified"
    NOT_APPLIED = "not_applied"
    EXTENT_NOT_STATED = "extent_not_stated"
    DISPUTED = "disputed"
    UNDETERMINED = "undetermined"
    NONE = "none"
    NO_RELATION = "no_relation"


class Acceptance(StrEnum):
    """Where another party stands towards a reservation (VCLT art. 20)."""

    NOT_NEEDED = "not_needed"
    ACCEPTED = "accepted"
    PENDING = "pending"
    OPEN = "open"
    OBJECTED = "objected"
    IMPOSSIBLE = "impossible"


class View(StrEnum):
    """A way to read the law, or the record, where more than one is open."""

    ONLY_DECLARES = "only_declares"
    IS_RESERVATION = "is_reservation"
    NOT_CONFIRMED = "not_confirmed"
    CONFIRMED_UNSEEN = "confirmed_unseen"
    BOUND_WITHOUT = "bound_without"
    CONSENT_FALLS = "consent_falls"
    ARTICLE_21_3 = "article_21_3"
    ACCEPTED = "accepted"
    AWAITS_ACCEPTANCE = "awaits_acceptance"
    DEPOSITARY_PRACTICE = "depositary_practice"
    PAIR_BY_PAIR = "pair_by_pair"
    IN_TIME = "in_time"
    OUT_OF_TIME = "out_of_time"
    AIMED_AT_IT = "aimed_at_it"
    AIMED_ELSEWHERE = "aimed_elsewhere"
    WITHDRAWN = "withdrawn"
    NOT_YET_NOTIFIED = "not_yet_notified"


#: Views of a fact the record does not show: if one of them leaves no relation, whether there is one is not settled.
GAPS = frozenset({View.CONFIRMED_UNSEEN, View.IN_TIME, View.AIMED_AT_IT, View.NOT_YET_NOTIFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reservation does on one view."""

    view: View
    effect: EffectOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """What a reservation does to the commitments of its author from a day on."""

    since: Span
    effect: EffectOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A statement that purports to exclude or modify, with what the law says of it as such.

    `day` is the day it counts as made, `notified` that of the depositary's notification; `phases` say what it does
    to its author's commitments, from when; `against` are the objections that may defeat a late one.
    """

    statement: Statement
    effect: EffectOn
    timing: Timing
    permission: Permission
    since: Span | None
    until: Span | None
    participation_until: Span | None
    provisions: frozenset[str] | None
    phases: tuple[Phase, ...]
    day: Span | None
    notified: Span | None
    confirmation: Statement | None
    against: tuple[Statement, ...]
    reason: Reason

    def covers(self, provision: str) -> bool:
        """Return whether it concerns the provision; one to the whole treaty concerns every one."""
        return self.provisions is None or provision in self.provisions


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionEffect:
    """What a reservation does to provisions between two parties.

    `readings` are there where more than one view is open and they differ; the effect is then `disputed`.
    `notices` are objections of the other that have no effect on the relation.
    """

    reservation: Reservation
    effect: EffectOn
    acceptance: Acceptance
    readings: tuple[Reading, ...]
    objection: Statement | None
    notices: tuple[Statement, ...]
    reason: Reason

    @property
    def relation(self) -> bool | None:
        """Whether it leaves a treaty relation between the two; None when the record does not settle it."""
        if self.effect is EffectOn.NO_RELATION:
            return False
        if any(r.effect is EffectOn.NO_RELATION and r.view in GAPS for r in self.readings):
            return None
        return True


class Existence(StrEnum):
    """Whether a treaty is in force between two participants."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    CONTESTED = "contested"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyRelation:
    """Whether a treaty is in force between two participants on a day, and how.

    `exists` is None when neither law nor data settle it; `contested` are then the communications of one that deny
    it, under this treaty or, where none was seen, under another. `effects` are mutual (VCLT art. 21(1));
    `notices` are the other statements of either that a reader should see; `unread` what lists show of either and
    nobody read, which may change what applies.
    """

    a: str
    b: str
    treaty: str
    on: date
    exists: bool | None
    effects: tuple[ProvisionEffect, ...]
    notices: tuple[Statement, ...]
    contested: tuple[Statement, ...]
    unread: tuple[StatementFlag, ...]
    reason: Reason

    @property
    def existence(self) -> Existence:
        """Whether the treaty is in force between the two, in one word."""
        if self.exists is not None:
            return Existence.IN_FORCE if self.exists else Existence.NOT_IN_FORCE
        here = any(s.treaty == self.treaty for s in self.contested)
        return Existence.CONTESTED if here else Existence.UNDETERMINED


class Application(StrEnum):
    """How a treaty applies to a territory (VCLT art. 29)."""

    EXTENDED = "extended"
    EXCLUDED = "excluded"
    NOT_STATED = "not_stated"
    UNDETERMINED = "undetermined"
    NOT_IN_FORCE = "not_in_force"


class Bound(StrEnum):
    """How a commitment stands over an interval."""

    BOUND = "bound"
    EXCLUDED = "excluded"
    MODIFIED = "modified"
    EXTENT_NOT_STATED = "extent_not_stated"
    DISPUTED = "disputed"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An obligation that binds one participant over an interval.

    `unread` says that a list shows a statement of the participant that was not read and may change it;
    `within_competence`, that an organization owes it within the limits of its competence only.
    """

    participant: str
    treaty: str
    obligation: str
    carried_from: str | None
    since: Span
    until: Span | None
    state: Bound
    statement: str | None
    unread: bool
    within_competence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationGap:
    """A notification that a provision asks for and no source read records. Not a breach.

    `of_record`: no source is known to carry all of its kind, so that the gap tells of the record and not of the party.
    """

    participant: str
    treaty: str
    provision: str
    condition: str | None
    unread_statement: bool
    of_record: bool
    reason: Reason


class Severity(StrEnum):
    """How serious a finding is, the most serious first: a violation stops a build, the others do not."""

    VIOLATION = "violation"
    WARNING = "warning"
    NOTE = "note"

    @property
    def order(self) -> int:
        """The place of the severity among all, from the most serious on."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a check noticed."""

    severity: Severity
    rule: str
    where: str
    what: str
    remedy: str
