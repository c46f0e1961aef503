"""The history of two participants under a treaty: stretches of relation, without a gap, over all time.

Legal basis: VCLT arts. 20 to 23 (reservations, objections, their withdrawal), 24 and 54 (from when and until when each
is party). What the relation of a day is, `law.relations` says; here stands only on which days that can change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from treatygraph.days import PartialDate
from treatygraph.facts.model import ClauseKind, Statement, StatementKind
from treatygraph.law.formulation import purports_to_reserve
from treatygraph.law.model import Status, TreatyRelation
from treatygraph.law.objections import ACCEPTANCE_PERIOD, NOTICE
from treatygraph.law.relations import Treaty
from treatygraph.law.replacement import may_be_party, replacing
from treatygraph.law.status import Concluded


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationStretch:
    """A time over which the treaty relation of two participants stays the same.

    `since` is the first day of it, `until` the first day after it; None before the first and after the last change.
    `relation` is that of the first day. `both_party` says whether both are party to the treaty: then the relation is
    what statements and acceptances make of it.
    """

    since: date | None
    until: date | None
    both_party: bool
    relation: TreatyRelation

    def holds_on(self, day: date) -> bool:
        """Return whether the day is in the stretch."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def touched_pairs(concluded: Concluded, treaty: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs whose relation can be other than both being party makes it, each sorted, in order.

    Those between which one objected to a reservation of the other, or denies treaty relations with it; those who joined
    a treaty that replaces this one, or may have; where accessions have to be accepted, everyone who acceded with
    everyone else.
    """
    register = concluded.register
    found = set()
    for statement in register.statements_by_treaty.get(treaty, ()):
        target = register.statements.get(statement.target_statement or "")
        if target is not None and purports_to_reserve(target) and statement.participant != target.participant:
            found.add((target.participant, statement.participant))
    found |= {pair for pair in register.non_recognitions if all(concluded.of(p, treaty) for p in pair)}
    for clause in replacing(register, treaty):
        may = may_be_party(register, clause.instrument)
        both = {p.participant for p in concluded.under(treaty) if p.participant in may}
        found |= set(combinations(sorted(both), 2))
    if register.clause(treaty, ClauseKind.ACCESSION_ACCEPTANCE) is not None:
        found |= set(combinations(sorted({p.participant for p in concluded.under(treaty)}), 2))
    return tuple(sorted({(min(pair), max(pair)) for pair in found}))


def relation_history(concluded: Concluded, treaty: str, a: str, b: str) -> tuple[RelationStretch, ...]:
    """Return the stretches of the relation between two participants under a treaty, in order of time."""
    found: list[tuple[date | None, bool, TreatyRelation]] = []
    for day in (None, *turning_days(concluded, treaty, a, b)):
        asked = day or date.min
        relation = Treaty(concluded=concluded, treaty=treaty, day=asked).relation(a, b)
        both = all(concluded.on(p, treaty, asked).status is Status.PARTY for p in (a, b))
        if not found or found[-1][1] is not both or not _same(found[-1][2], relation):
            found.append((day, both, relation))
    ends = (*(since for since, _, _ in found[1:]), None)
    return tuple(
        RelationStretch(since=since, until=until, both_party=both, relation=relation)
        for (since, both, relation), until in zip(found, ends, strict=True)
    )


def turning_days(concluded: Concluded, treaty: str, a: str, b: str) -> tuple[date, ...]:
    """Return the days on which the relation between two participants under a treaty can change, in order.

    Those on which the status of either changes, or a participation of either begins or ends; on which either made a
    statement, withdrew it, or it took effect; on which the time of one to object to a reservation of the other is over
    (VCLT art. 20(5)); and the same days under a treaty that replaces this one.
    """
    later = (c.instrument for c in replacing(concluded.register, treaty))
    return tuple(sorted({day for t in (treaty, *later) for day in _turning_days(concluded, t, a, b)}))


def _turning_days(concluded: Concluded, treaty: str, a: str, b: str) -> set[date]:
    register = concluded.register
    found: set[date | None] = {s.since for p in (a, b) for s in concluded.history(p, treaty)}
    participations = [p for code in (a, b) for p in concluded.of(code, treaty)]
    # Who consents anew before an earlier consent has ended stays party; what was reserved then ends with that.
    spans = [span for p in participations for span in (p.since, p.until) if span is not None]
    found |= {day for span in spans for day in (span.earliest, span.latest) if day != date.max}
    consents = [p.consented.latest for p in participations]
    own = [s for code in (a, b) for s in register.statements_of(code, treaty)]
    denying = [s for pair in ((a, b), (b, a)) for s in register.non_recognitions.get(pair, ())]
    # What a third party says of a reservation of the two counts too: that it may not be made, or that it comes late.
    answers = [s for s in register.statements_by_treaty.get(treaty, ()) if s.kind is StatementKind.OBJECTION]
    answers += [w for s in (*own, *answers, *denying) for w in register.statements_on.get(s.id, ())]
    for statement in (*own, *answers):
        days = tuple(_days_of(statement))
        found.update(days)
        if statement.kind is StatementKind.WITHDRAWAL:
            found.update(NOTICE.after(day) for day in days)
    for day in (*consents, *(d for s in own for d in _days_of(s))):
        over = ACCEPTANCE_PERIOD.after(day)
        found.update(day + timedelta(days=1) for day in (day, over, NOTICE.after(over)))
    return {day for day in found if day is not None}


def _days_of(statement: Statement) -> Iterator[date]:
    """Yield the days on which a statement can have been made or taken effect."""
    told: tuple[PartialDate | None, ...] = (statement.made_on, statement.effective_on, statement.notified_on)
    for day in told:
        if day is not None:
            yield from (day.earliest, day.latest)


def _same(one: TreatyRelation, other: TreatyRelation) -> bool:
    """Return whether two relations are the same but for the day they were asked about."""
    return (one.exists, one.effects, one.contested, one.reason.rule) == (
        other.exists,
        other.effects,
        other.contested,
        other.reason.rule,
    )
