"""The treaty relation between two participants on a day.

Legal basis: VCLT arts. 20 to 23 (reservations and objections), 26 and 34 (a treaty binds its parties);
a clause of kind accession_acceptance where accessions must be accepted one by one. What a communication of
non-recognition does stands in `law.recognition`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from treatygraph.days import Span
from treatygraph.facts.model import ActionKind, Clause, ClauseKind, Effect, Statement, StatementKind
from treatygraph.law.acceptance import between
from treatygraph.law.formulation import purports_to_reserve
from treatygraph.law.knowledge import unread
from treatygraph.law.model import (
    Participation,
    ProvisionEffect,
    Reason,
    Reservation,
    Status,
    TreatyRelation,
    because,
)
from treatygraph.law.objections import withdrawal
from treatygraph.law.recognition import contested, denials, denied
from treatygraph.law.replacement import RELATION_REPLACED, RELATION_REPLACED_BEFORE, replacing
from treatygraph.law.reservations import reservations, reservations_of
from treatygraph.law.rule import Family, Rule
from treatygraph.law.status import Concluded, standing

RELATION = Rule(
    id="relation",
    title="Treaty relation between two parties",
    basis="VCLT arts. 21, 26",
    family=Family.RELATION,
    sentence="{treaty} is in force between {a} and {b} on {day}.",
)
RELATION_NOT_BOTH = Rule(
    id="relation-not-both",
    title="No relation without two parties",
    basis="VCLT arts. 26, 34",
    family=Family.RELATION,
    sentence="{treaty} is not in force between {a} and {b} on {day}: not both are party.",
)
RELATION_UNDETERMINED = Rule(
    id="relation-undetermined",
    title="A relation that the data do not settle",
    basis="none: a gap in our knowledge",
    family=Family.RELATION,
    sentence="Whether {treaty} is in force between {a} and {b} on {day} is not settled by the data.",
)
RELATION_PRECLUDED = Rule(
    id="relation-precluded",
    title="No relation after a precluding objection",
    basis="VCLT art. 20(4)(b)",
    family=Family.RELATION,
    sentence=(
        "{treaty} is not in force between {a} and {b} on {day}, although both are party: an objection precludes it."
    ),
)
RELATION_ACCESSION = Rule(
    id="relation-accession",
    title="No relation with an accession not accepted",
    basis="The treaty's clause",
    family=Family.RELATION,
    sentence=(
        "{treaty} is not in force between {a} and {b} on {day}, although both are party: an accession has to "
        "be accepted."
    ),
)
ACCESSION_NOT_ACCEPTED = Rule(
    id="accession-not-accepted",
    title="An accession not accepted",
    basis="The treaty's clause",
    family=Family.RELATION,
    sentence="No acceptance by {other} of the accession of {participant} to {treaty} is recorded by {day}.",
)


@dataclass(frozen=True, kw_only=True)
class Treaty:
    """One treaty on one day: who is party, and the reservations that stand. Made once for many pairs."""

    concluded: Concluded
    treaty: str
    day: date

    @cached_property
    def reservations(self) -> Mapping[str, tuple[Reservation, ...]]:
        """Reservations standing on the day, by author; one whose withdrawal may not be notified still stands."""
        return {author: self.reservations_of(author) for author in reservations(self.concluded, self.treaty)}

    def reservations_of(self, author: str) -> tuple[Reservation, ...]:
        """Return the reservations of one author that stand on the day."""
        return tuple(r for r in reservations_of(self.concluded, author, self.treaty) if self._stands(r))

    def _stands(self, reservation: Reservation) -> bool:
        taken_back = withdrawal(self.concluded.register, reservation.statement)
        if taken_back is not None and taken_back.stage(self.day):
            return False
        ended = reservation.participation_until
        begun = reservation.since is not None and self.day >= reservation.since.earliest
        return begun and (ended is None or self.day < ended.latest)

    @cached_property
    def parties(self) -> Mapping[str, Participation]:
        """The participations in force on the day, by participant."""
        found = ((who, self.party(who)) for who in self.concluded.register.participants)
        return {who: participation for who, participation in found if participation is not None}

    def party(self, participant: str) -> Participation | None:
        """Return the participation of one that is in force on the day: who asks about two need not know all parties."""
        own = (p for p in reversed(self.concluded.of(participant, self.treaty)) if p.in_force_on(self.day) is True)
        return next(own, None)

    @cached_property
    def accessions_accepted(self) -> frozenset[tuple[str, str]] | None:
        """(who accepted, whose accession) by the day; None where the treaty asks for no acceptance."""
        register = self.concluded.register
        if register.clause(self.treaty, ClauseKind.ACCESSION_ACCEPTANCE) is None:
            return None
        return frozenset(
            (s.participant, s.target_participant)
            for s in register.statements_by_treaty.get(self.treaty, ())
            if s.effect is Effect.ACCEPTS_ACCESSION
            and s.target_participant is not None
            and s.made_on is not None
            and s.made_on.latest <= self.day
        )

    @cached_property
    def later(self) -> tuple[tuple[Clause, Treaty], ...]:
        """The treaties that replace this one between the parties to both, on the same day, with their clauses."""
        clauses = replacing(self.concluded.register, self.treaty)
        return tuple((c, replace(self, treaty=c.instrument)) for c in clauses)

    def relation(self, a: str, b: str) -> TreatyRelation:
        """Return the relation between `a` and `b`, with its reasons."""
        own = self.by_itself(a, b)
        if own.exists is False:
            return own
        found = [(clause, later, later.by_itself(a, b)) for clause, later in self.later]
        asked = {"a": a, "b": b, "treaty": self.treaty, "day": self.day}
        # A certain replacement counts before one that is not settled, whichever clause stands first.
        for clause, later, theirs in found:
            if theirs.exists:
                values = asked | {"later": later.treaty}
                under = (own.reason, theirs.reason)
                why = because(RELATION_REPLACED, *under, article=clause.article, facts=(clause,), values=values)
                return replace(own, exists=False, effects=(), unread=(), reason=why)
        for clause, _, theirs in found:
            if theirs.exists is None:
                under = (own.reason, theirs.reason)
                why = because(RELATION_UNDETERMINED, *under, article=clause.article, facts=(clause,), values=asked)
                return replace(own, exists=None, reason=why)
        for clause, later, _ in found:
            before = self._replaced_before(later, a, b)
            if before is not None:
                values = asked | {"later": later.treaty, "since": Span.of(before.on)}
                under = (own.reason, before.reason)
                why = because(RELATION_REPLACED_BEFORE, *under, article=clause.article, facts=(clause,), values=values)
                return replace(own, exists=None, reason=why)
        return own

    def _replaced_before(self, later: Treaty, a: str, b: str) -> TreatyRelation | None:
        """Return the relation under a later treaty that may have replaced this one between them; None where none did.

        It did so only while both were party to this treaty as they are now: a consent given anew is one of its own.
        """
        of = self.concluded.of
        now = [[p for p in of(who, self.treaty) if p.in_force_on(self.day) is not False] for who in (a, b)]
        for together in product(*now, of(a, later.treaty), of(b, later.treaty)):
            since = max(p.since.earliest if p.since is not None else date.max for p in together)
            until = min(p.until.latest if p.until is not None else date.max for p in together)
            if since > self.day or since >= until:
                continue
            # An objection, or the acceptance of an accession, may have come between the first day and the last.
            for day in (since, min(self.day, until - timedelta(days=1))):
                theirs = replace(later, day=day).by_itself(a, b)
                if theirs.exists is not False:
                    return theirs
        return None

    def by_itself(self, a: str, b: str) -> TreatyRelation:
        """Return the relation between `a` and `b` as if no later treaty replaced this one."""
        notices = self._notices(a, b)
        first, second = (self.party(p) for p in (a, b))
        if first is None or second is None:
            return self._without_party(a, b, notices)
        unaccepted = self.unaccepted(first, second)
        if unaccepted is not None:
            return self._answer(a, b, False, (), notices, RELATION_ACCESSION, unaccepted)
        effects = [
            between(self.concluded, reservation, other, self.day)
            for author, other in ((first, second), (second, first))
            for reservation in self.reservations_of(author.participant)
        ]
        for effect in effects:
            if effect.relation is False:
                return self._answer(a, b, False, (), notices, RELATION_PRECLUDED, effect.reason)
        settled = all(effect.relation for effect in effects)
        used = {e.objection.id for e in effects if e.objection is not None}
        shown = {s.id: s for s in notices if s.id not in used}
        shown |= {s.id: s for e in effects for s in e.notices}
        under = (first.reason, second.reason, *(e.reason for e in effects))
        rule = RELATION if settled else RELATION_UNDETERMINED
        denying = denials(self.concluded.register, a, b, self.treaty, self.day)
        if denying:
            rule = contested(denying, self.treaty)
            under = (*denied(denying, self.treaty), *under)
        exists = True if settled and not denying else None
        return self._answer(a, b, exists, tuple(effects), tuple(shown.values()), rule, *under, contested=denying)

    def _without_party(self, a: str, b: str, notices: tuple[Statement, ...]) -> TreatyRelation:
        """Return that there is no relation, or that the data do not settle it."""
        standings = [standing(self.concluded, p, self.treaty, self.day) for p in (a, b)]
        under = tuple(s.reason for s in standings if s.status is not Status.PARTY)
        # With one that is no more, or under a treaty that is no more, nothing is in force, whatever it had done.
        ended = any(self.concluded.on(p, self.treaty, self.day).ended for p in (a, b))
        settled = ended or any(s.status not in {Status.PARTY, Status.UNDETERMINED} for s in standings)
        rule = RELATION_NOT_BOTH if settled else RELATION_UNDETERMINED
        # Without a relation an objection has nothing to work on: it is shown as a notice.
        objections = tuple(
            s
            for author, other in ((a, b), (b, a))
            for s in self.concluded.register.statements_of(author, self.treaty)
            if s.kind is StatementKind.OBJECTION
            and s not in notices
            and s.target_statement is not None
            and self.concluded.register.statements[s.target_statement].participant == other
            and (s.made_on is None or s.made_on.earliest <= self.day)
        )
        return self._answer(a, b, False if settled else None, (), (*notices, *objections), rule, *under)

    def _answer(
        self,
        a: str,
        b: str,
        exists: bool | None,
        effects: tuple[ProvisionEffect, ...],
        notices: tuple[Statement, ...],
        rule: Rule,
        *under: Reason,
        contested: tuple[Statement, ...] = (),
    ) -> TreatyRelation:
        reason = because(rule, *under, a=a, b=b, treaty=self.treaty, day=self.day)
        return TreatyRelation(
            a=a,
            b=b,
            treaty=self.treaty,
            on=self.day,
            exists=exists,
            effects=effects,
            notices=notices,
            contested=contested,
            unread=tuple(f for who in (a, b) for f in unread(self.concluded.register, who, self.treaty))
            if exists is not False
            else (),
            reason=reason,
        )

    def unaccepted(self, first: Participation, second: Participation) -> Reason | None:
        """Return why an accession has no effect between the two, or None.

        The one that was there first, or that came in by another way, has to accept the accession.
        """
        if self.accessions_accepted is None:
            return None
        earlier, later = sorted((first, second), key=lambda p: (p.consented, p.participant))
        for acceding, other in ((later, earlier), (earlier, later)):
            if acceding.consent.kind is not ActionKind.ACCESSION:
                continue
            if acceding is earlier and later.consent.kind is ActionKind.ACCESSION:
                continue
            if (other.participant, acceding.participant) not in self.accessions_accepted:
                clause = self.concluded.register.clause(self.treaty, ClauseKind.ACCESSION_ACCEPTANCE)
                assert clause is not None
                return because(
                    ACCESSION_NOT_ACCEPTED,
                    article=clause.article,
                    participant=acceding.participant,
                    other=other.participant,
                    treaty=self.treaty,
                    day=self.day,
                    facts=(clause, acceding.consent),
                )
        return None

    def _notices(self, a: str, b: str) -> tuple[Statement, ...]:
        """Return the other statements of either that the reader should see beside the relation."""
        found = []
        for author, other in ((a, b), (b, a)):
            for statement in self.concluded.register.statements_of(author, self.treaty):
                if statement.made_on is not None and statement.made_on.earliest > self.day:
                    continue
                taken_back = withdrawal(self.concluded.register, statement)
                if taken_back is not None and taken_back.stage(self.day):
                    continue
                aimed_elsewhere = statement.target_participant not in {None, other}
                if aimed_elsewhere or purports_to_reserve(statement):
                    continue
                if statement.kind in {StatementKind.WITHDRAWAL, StatementKind.CONFIRMATION}:
                    continue
                if statement.target_statement is not None:
                    target = self.concluded.register.statements[statement.target_statement]
                    if purports_to_reserve(target):
                        continue  # its effect is in the effects already
                found.append(statement)
        return tuple(found)
