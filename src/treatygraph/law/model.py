"""What a conclusion is here: typed, frozen, and never without its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from treatygraph.days import Span
from treatygraph.facts.model import Action, Statement
from treatygraph.facts.reference import Fact, FactRef
from treatygraph.law.pending import PENDING
from treatygraph.law.rule import Rule, Value


class Status(StrEnum):
    """Status of a participant under a treaty on a day (VCLT art. 2(1)(f) to (h))."""

    THIRD_STATE = "third_state"
    SIGNATORY = "signatory"
    CONTRACTING_STATE = "contracting_state"
    PARTY = "party"
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
    rule: Rule | str,
    *under: Reason,
    article: str = "",
    facts: tuple[Fact | str, ...] = (),
    values: Mapping[str, object] | None = None,
    **more: object,
) -> Reason:
    """Return a reason: the values, from `values` and `more`, fill the places of the rule's sentence.

    Raises:
        RuleError: A value is missing, has no place in the sentence, or is not what its place holds.
    """
    given = {**(values or {}), **more}
    if isinstance(rule, str):
        # Rules named by their identifier are not checked yet; they become objects module by module.
        rule = PENDING[rule][0]
        filled: tuple[tuple[str, Value], ...] = tuple(sorted((name, str(value)) for name, value in given.items()))
    else:
        filled = rule.filled(given)
    return Reason(
        rule=rule,
        article=article,
        values=filled,
        facts=tuple([FactRef(*fact.split("/", 1)) if isinstance(fact, str) else FactRef.to(fact) for fact in facts]),
        because=under,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyForce:
    """Entry into force of a treaty: computed, beside the day stated by its publisher."""

    treaty: str
    threshold: Span | None
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
    ended. Both are half-open: `until` is the first day no longer in force.
    """

    participant: str
    treaty: str
    ordinal: int
    consent: Action
    consented: Span
    since: Span | None
    until: Span | None
    reason: Reason
    end_reason: Reason | None

    def in_force_on(self, day: date) -> bool | None:
        """Return whether it is in force on the day; None when the data do not settle it."""
        if self.since is None or day < self.since.earliest:
            return False
        if self.until is not None and day >= self.until.latest:
            return False
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

    ON_CONSENT = "on_consent"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    LATE = "late"
    UNDATED = "undated"


class Permission(StrEnum):
    """What the treaty itself says of a reservation (VCLT arts. 19, 20(1))."""

    PERMITTED = "permitted"
    PROHIBITED = "prohibited"
    OPEN = "open"


class EffectOn(StrEnum):
    """What happens to a provision or obligation through a reservation."""

    EXCLUDED = "excluded"
    MODIFIED = "modified"
    NOT_APPLIED = "not_applied"
    EXTENT_NOT_STATED = "extent_not_stated"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A statement that purports to exclude or modify, with what the law says of it as such."""

    statement: Statement
    effect: EffectOn
    timing: Timing
    permission: Permission
    since: Span | None
    until: Span | None
    provisions: frozenset[str] | None
    reason: Reason

    def covers(self, provision: str) -> bool:
        """Return whether it concerns the provision; one to the whole treaty concerns every one."""
        return self.provisions is None or provision in self.provisions

    def stands_on(self, day: date) -> bool:
        """Return whether it stands on the day; unsettled days count as standing."""
        begun = self.since is not None and day >= self.since.earliest
        return begun and (self.until is None or day < self.until.latest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionEffect:
    """What a reservation does to provisions between two parties."""

    reservation: Reservation
    effect: EffectOn
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyRelation:
    """Whether a treaty is in force between two participants on a day, and how.

    `exists` is None when the data do not settle it. `effects` are mutual (VCLT art. 21(1));
    `notices` are the other statements of either that a reader should see.
    """

    a: str
    b: str
    treaty: str
    on: date
    exists: bool | None
    effects: tuple[ProvisionEffect, ...]
    notices: tuple[Statement, ...]
    reason: Reason


class Bound(StrEnum):
    """How a commitment stands over an interval."""

    BOUND = "bound"
    EXCLUDED = "excluded"
    MODIFIED = "modified"
    EXTENT_NOT_STATED = "extent_not_stated"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An obligation that binds one participant over an interval."""

    participant: str
    treaty: str
    obligation: str
    carried_from: str | None
    since: Span
    until: Span | None
    state: Bound
    statement: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationGap:
    """A notification that a provision asks for and no source read records. Not a breach."""

    participant: str
    treaty: str
    provision: str
    condition: str | None
    unread_statement: bool
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
