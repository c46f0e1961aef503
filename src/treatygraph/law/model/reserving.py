"""A reservation, and what it does between two. Legal basis: VCLT arts. 19 to 23."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treatygraph.days import Span
from treatygraph.facts.model import Statement
from treatygraph.law.model.reasons import Reason


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
