"""Territories: to which of them a treaty applies, from when until when, and by which statement.

Legal basis: VCLT art. 29: unless a different intention appears from the treaty or is otherwise established, a treaty
binds each party in respect of its entire territory. A statement that extends or excludes establishes the intention;
where none was seen, article 29 and the practice of extending treaties one by one lead to different answers, and neither
is chosen. A territory takes part in nothing: it has what the participant responsible for it owes, where that applies.
Where a treaty applies by a notice of one that is not party to it, what it asks there is not concluded.

What was said of a territory by a day is read in `territory_statements`; here, what follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from treatygraph.days import Span
from treatygraph.facts.model import Effect, Participant, Statement
from treatygraph.facts.register import Register
from treatygraph.law.knowledge import unread, unread_reasons
from treatygraph.law.model import Application, Participation, Reason, Status, TreatyForce, because
from treatygraph.law.objections import withdrawal
from treatygraph.law.rule import Rule
from treatygraph.law.status import Concluded
from treatygraph.law.stretch import Stretch
from treatygraph.law.territory_rules import (
    TERRITORY_CONTESTED,
    TERRITORY_CONTINUED,
    TERRITORY_ENDED,
    TERRITORY_EXCLUDED,
    TERRITORY_EXTENDED,
    TERRITORY_NOT_IN_FORCE,
    TERRITORY_NOT_STATED,
    TERRITORY_NOT_YET,
    TERRITORY_OF_NOBODY,
    TERRITORY_TREATY_NOT_IN_FORCE,
    TERRITORY_UNREAD,
    TERRITORY_UNSETTLED,
)
from treatygraph.law.territory_statements import LastWord, begins, going_on, last_word

_ABOUT = frozenset({Effect.TERRITORIAL_EXTENSION, Effect.TERRITORIAL_EXCLUSION})


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryStretch:
    """A time over which a treaty applies to a territory in one way.

    `since` is the first day of it, `until` the first day after it; the first stretch has no `since` and the last no
    `until`. `statement` is the one that decides, where one does; `others` are communications of others about the
    territory. `itself` is the territory, where its own beginning or end decides.
    """

    territory: str
    responsible: str | None
    treaty: str
    application: Application
    since: date | None
    until: date | None
    statement: Statement | None
    begun: Span | None
    others: tuple[Statement, ...]
    rule: Rule
    reasons: tuple[Reason, ...]
    itself: Participant | None

    def holds_on(self, day: date) -> bool:
        """Return whether the day is in the stretch."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def reason(self, day: date) -> Reason:
        """Return why the treaty applies so to the territory on a day of the stretch."""
        values: dict[str, object] = {
            "territory": self.territory,
            "participant": self.responsible,
            "treaty": self.treaty,
        }
        others = tuple(
            because(
                TERRITORY_CONTESTED,
                facts=(s,),
                territory=self.territory,
                treaty=self.treaty,
                other=s.participant,
                statement=s.id,
            )
            for s in self.others
            if s.made_on is None or s.made_on.earliest <= day
        )
        if self.rule is not TERRITORY_NOT_STATED:
            values["day"] = day
        if self.rule in {TERRITORY_UNSETTLED, TERRITORY_OF_NOBODY, TERRITORY_ENDED, TERRITORY_NOT_YET}:
            del values["participant"]
        if self.statement is not None and self.rule is not TERRITORY_UNSETTLED:
            values |= {"statement": self.statement.id, "since": self.begun}
        if self.itself is not None:
            if self.rule is not TERRITORY_UNSETTLED:
                values["since"] = self.itself.since if self.rule is TERRITORY_NOT_YET else self.begun
            return because(self.rule, *self.reasons, *others, facts=(self.itself,), values=values)
        facts = (self.statement,) if self.statement is not None else ()
        return because(self.rule, *self.reasons, *others, facts=facts, values=values)


#: Where nothing that the treaty asks is asked in the territory.
OUTSIDE = frozenset({Application.EXCLUDED, Application.NOT_IN_FORCE})

#: Who has not consented; one that has and waits extends nothing before the treaty is in force for it.
_NO_PARTY = frozenset({Status.THIRD_STATE, Status.SIGNATORY})


@dataclass(frozen=True, slots=True)
class _State:
    """How a treaty applies on a day; the same over a stretch."""

    application: Application
    rule: Rule
    statement: Statement | None
    begun: Span | None
    reasons: tuple[Reason, ...]


_OF_NOBODY = _State(Application.UNDETERMINED, TERRITORY_OF_NOBODY, None, None, ())


def territories_of(register: Register, participant: str) -> tuple[str, ...]:
    """Return the territories that a participant is responsible for, sorted."""
    return tuple(sorted(p.id for p in register.facts.participants if p.responsible == participant))


def territory_history(concluded: Concluded, territory: str, treaty: str) -> tuple[TerritoryStretch, ...]:
    """Return the stretches over which a treaty applies to a territory in one way, in order of time."""
    register = concluded.register
    who = register.participants[territory]
    responsible, gone = who.responsible, _gone_since(who)
    begun, force = who.since.span if who.since is not None else None, concluded.force(treaty)
    naming = [s for s in register.statements_by_treaty.get(treaty, ()) if territory in s.territories]
    own = [s for s in naming if s.participant == responsible and s.effect in _ABOUT]
    others = tuple(s for s in naming if s.participant != responsible)
    found: list[tuple[date | None, _State]] = []
    turning = set(_turning_days(concluded, responsible, treaty, own))
    turning |= {day for span in (gone, begun) if span is not None for day in (span.earliest, span.latest)}
    for day in (None, *sorted(turning)):
        if gone is not None and day is not None and day >= gone.latest:
            state = _State(Application.NOT_IN_FORCE, TERRITORY_ENDED, None, gone, ())
        else:
            state = _OF_NOBODY if responsible is None else _on(concluded, responsible, treaty, own, day or date.min)
            there = force.in_force is not None and day is not None and force.in_force.earliest <= day
            if there and begun is not None and day is not None and day < begun.latest:
                # Another may have been responsible, and the treaty have applied by what it said.
                state = _State(Application.UNDETERMINED, TERRITORY_NOT_YET, None, None, ())
            if gone is not None and day is not None and gone.earliest <= day and state.application not in OUTSIDE:
                # It may be no more by then, and nothing applies to what is not there.
                state = _State(Application.UNDETERMINED, TERRITORY_UNSETTLED, None, gone, state.reasons)
        if not found or found[-1][1] != state:
            found.append((day, state))
    ends = (*(since for since, _ in found[1:]), None)
    return tuple(
        TerritoryStretch(
            territory=territory,
            responsible=None if state.rule is TERRITORY_NOT_YET else responsible,
            treaty=treaty,
            application=state.application,
            since=since,
            until=until,
            statement=state.statement,
            begun=state.begun,
            others=others,
            rule=state.rule,
            reasons=state.reasons,
            itself=who if state.rule is TERRITORY_NOT_YET or (gone is not None and state.begun is gone) else None,
        )
        for (since, state), until in zip(found, ends, strict=True)
    )


def _gone_since(territory: Participant) -> Span | None:
    """Return the first day on which a territory is no more; None where it is, or where nothing says when it ended."""
    until = territory.until
    return None if until is None else Span(*(day + timedelta(days=1) for day in (until.earliest, until.latest)))


def application(concluded: Concluded, territory: str, treaty: str, day: date) -> TerritoryStretch:
    """Return how a treaty applies to a territory on a day."""
    return next(s for s in territory_history(concluded, territory, treaty) if s.holds_on(day))


def owed_by_responsible(concluded: Concluded, found: TerritoryStretch, day: date) -> bool:
    """Return whether what the treaty asks in the territory is what the participant responsible for it owes.

    Not where it does not apply, and not where it applies by a notice of one that is not party: who owes nothing itself
    tells nothing of what is owed there.
    """
    if found.responsible is None or found.application in OUTSIDE:
        return False
    return concluded.on(found.responsible, found.treaty, day).status not in _NO_PARTY


def _turning_days(concluded: Concluded, responsible: str | None, treaty: str, own: list[Statement]) -> list[date]:
    """Return the days on which the answer can change: of the responsible participant's status, and of statements."""
    if responsible is None:
        return []
    days = {s.since for s in concluded.history(responsible, treaty) if s.since is not None}
    force = concluded.force(treaty)
    for bound in (force.in_force, force.ended):
        days |= {bound.earliest, bound.latest} if bound is not None else set()
    for statement in own:
        span = begins(concluded.register, statement)
        days |= {span.earliest, span.latest}
        taken_back = withdrawal(concluded.register, statement)
        if taken_back is not None:
            days |= {taken_back.begun, *((taken_back.settled,) if taken_back.settled is not None else ())}
    return sorted(days - {date.min, date.max})


def _on(concluded: Concluded, responsible: str, treaty: str, own: list[Statement], day: date) -> _State:
    """Return how the treaty applies on a day: the statement that took effect last decides."""
    held = concluded.on(responsible, treaty, day)
    if held.status is Status.UNDETERMINED:
        return _State(Application.UNDETERMINED, TERRITORY_UNSETTLED, None, None, held.reasons)
    if held.status is not Status.PARTY:
        told = going_on(concluded.register, own, day) if held.status in _NO_PARTY else None
        if told is None:
            return _State(Application.NOT_IN_FORCE, TERRITORY_NOT_IN_FORCE, None, None, held.reasons)
        return _while_in_force(concluded.force(treaty), held, told, day)
    assert held.participation is not None
    told = last_word(concluded.register, own, day)
    if told is not None:
        if not told.settled:
            return _State(Application.UNDETERMINED, TERRITORY_UNSETTLED, told.statement, None, held.reasons)
        return _State(
            Application.EXTENDED if told.extends else Application.EXCLUDED,
            TERRITORY_EXTENDED if told.extends else TERRITORY_EXCLUDED,
            told.statement,
            _from(held.participation, told.begun),
            held.reasons,
        )
    if unread(concluded.register, responsible, treaty):
        listed = tuple(unread_reasons(concluded.register, responsible, treaty))
        return _State(Application.UNDETERMINED, TERRITORY_UNREAD, None, None, (*listed, *held.reasons))
    return _State(Application.NOT_STATED, TERRITORY_NOT_STATED, None, None, held.reasons)


def _while_in_force(force: TreatyForce, held: Stretch, told: LastWord, day: date) -> _State:
    """Return how a treaty applies by a notice that it goes on: only while the treaty and its author last."""
    statement, span = told.statement, told.begun
    begun, over = force.in_force, force.ended
    reasons = (*held.reasons, force.reason, *((force.end_reason,) if force.end_reason is not None else ()))
    if held.ended or begun is None or day < begun.earliest or (over is not None and day >= over.latest):
        return _State(Application.NOT_IN_FORCE, TERRITORY_TREATY_NOT_IN_FORCE, statement, span, reasons)
    if not told.settled or day < begun.latest or (over is not None and day >= over.earliest):
        return _State(Application.UNDETERMINED, TERRITORY_UNSETTLED, statement, None, reasons)
    if told.extends:
        return _State(Application.EXTENDED, TERRITORY_CONTINUED, statement, span, held.reasons)
    return _State(Application.NOT_IN_FORCE, TERRITORY_EXCLUDED, statement, span, held.reasons)


def _from(participation: Participation, span: Span) -> Span:
    """Return from when a statement works: never before the treaty is in force for its author."""
    since = participation.since
    assert since is not None
    return span if span.earliest >= since.earliest else since
