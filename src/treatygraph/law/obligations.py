"""Commitments: obligations that bind a given participant over an interval; and notifications not recorded.

Legal basis: VCLT art. 26 (what binds), 21(1) and 23 (what reservations change); the treaty's clauses of kind
carry_over (UNTOC art. 37(4), Protocols art. 1(2)), notification and competence_declaration (36(3), (4)).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.model import OUTSIDERS, ClauseKind, Flag, Obligation, StatementKind, Strength
from treatygraph.facts.register import Register
from treatygraph.law.competence import declarations, limiting
from treatygraph.law.knowledge import clouds, named_by_reservation_clauses, unread, was_read
from treatygraph.law.model import (
    Bound,
    Commitment,
    NotificationGap,
    Participation,
    Reservation,
    because,
)
from treatygraph.law.reservations import reservations_of
from treatygraph.law.rule import Family, Rule
from treatygraph.law.status import Concluded
from treatygraph.law.touched import Untouched, split

NOTIFICATION_NOT_RECORDED = Rule(
    id="notification-not-recorded",
    title="A notification not recorded",
    basis="The provision itself",
    family=Family.COMMITMENT,
    sentence=(
        "No notification under {article} of {treaty} by {participant} is recorded by {day} (asked of: "
        "{condition}). This is a gap in the record, not a breach."
    ),
)

#: Bearers that are organs of the treaty: their duties bind no participant.
ORGANS = frozenset({"conference_of_parties", "secretariat", "secretary_general", "depositary"})

#: Bearers none of whose obligations binds a party: organs, and those that are about to join.
NO_PARTY = ORGANS | OUTSIDERS

#: The bearer of what only a State can do, though a party may be an organization.
STATE_ONLY = "state_only"

#: The bearer of duties that regional economic integration organizations alone have.
ORGANIZATION = "regional_org"

#: Grades that are duties; the others are permissions and advice, kept because they show the limits of a duty.
DUTIES = frozenset(Strength) - {Strength.DISCRETIONARY}

#: States in which nothing says that the obligation binds: excluded, or not known because a statement was not read.
NOT_COUNTED = frozenset({Bound.EXCLUDED, Bound.UNDETERMINED})


def binds(obligation: Obligation, organization: bool) -> bool:
    """Return whether an obligation can bind a participant of this sort."""
    if obligation.bearer in NO_PARTY:
        return False
    return obligation.bearer != (STATE_ONLY if organization else ORGANIZATION)


def catalogue(register: Register, treaty: str) -> tuple[tuple[Obligation, str | None], ...]:
    """Return the obligations under a treaty, each with the treaty it is carried over from, or None."""
    own: list[tuple[Obligation, str | None]] = [(o, None) for o in register.obligations_by_treaty.get(treaty, ())]
    for clause in register.clauses(treaty, ClauseKind.CARRY_OVER):
        for origin in clause.instruments:
            own += [(o, origin) for o in register.obligations_by_treaty.get(origin, ()) if treaty in o.carried_to]
    return tuple(own)


@dataclass(slots=True)
class Ledger:
    """Commitments of everyone, with what is the same for all participants computed once."""

    concluded: Concluded
    _catalogues: dict[tuple[str, bool], tuple[tuple[Obligation, str | None], ...]] = field(default_factory=dict)
    _open_to: dict[str, frozenset[str]] = field(default_factory=dict)
    _origins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _untouched: dict[tuple[Hashable, ...], tuple[Untouched, ...]] = field(default_factory=dict)

    def obligations(self, treaty: str, organization: bool) -> tuple[tuple[Obligation, str | None], ...]:
        """Return the obligations under a treaty that can bind such a participant, with their origin."""
        key = (treaty, organization)
        if key not in self._catalogues:
            found = catalogue(self.concluded.register, treaty)
            self._catalogues[key] = tuple(entry for entry in found if binds(entry[0], organization))
        return self._catalogues[key]

    def reservations(self, participant: str, treaty: str) -> tuple[Reservation, ...]:
        """Return the participant's reservations to a treaty that have a day from which they stand."""
        return tuple(r for r in reservations_of(self.concluded, participant, treaty) if r.since is not None)

    def open_to(self, origin: str | None, treaty: str) -> frozenset[str]:
        """Return the provisions that a reservation clause of the obligation's own treaty names."""
        own = origin if origin is not None else treaty
        if own not in self._open_to:
            self._open_to[own] = named_by_reservation_clauses(self.concluded.register, own)
        return self._open_to[own]

    def origins(self, treaty: str) -> tuple[str, ...]:
        """Return the treaties from which obligations are carried over to a treaty."""
        if treaty not in self._origins:
            origins = (origin for _, origin in catalogue(self.concluded.register, treaty) if origin is not None)
            self._origins[treaty] = tuple(dict.fromkeys(origins))
        return self._origins[treaty]

    def untouched(self, participation: Participation) -> tuple[Untouched, ...]:
        """Return the commitments of a participation, by article, as they are where no reservation touches them."""
        register, who, treaty = self.concluded.register, participation.participant, participation.treaty
        organization = who not in register.states
        limited = limiting(register, who, treaty) is not None
        clouded = clouds(register, participation)
        over: set[str | None] = {None} if clouded else set()
        over |= {origin for origin in self.origins(treaty) if clouded or unread(register, who, origin)}
        key = (treaty, organization, limited, frozenset(over))
        if key not in self._untouched:
            self._untouched[key] = tuple(
                Untouched(
                    obligation,
                    origin,
                    Bound.UNDETERMINED
                    if origin in over and obligation.provision in self.open_to(origin, treaty)
                    else Bound.BOUND,
                    origin in over,
                    limited and obligation.bearer != ORGANIZATION,
                )
                for obligation, origin in self.obligations(treaty, organization)
            )
        return self._untouched[key]

    def touching(self, participant: str, treaty: str) -> Mapping[str | None, tuple[Reservation, ...]]:
        """Return the reservations that may touch obligations of the treaty itself (None), or of an origin of some."""
        own = self.reservations(participant, treaty)
        return {None: own} | {o: (*own, *self.reservations(participant, o)) for o in self.origins(treaty)}

    def of(self, participation: Participation, carried: bool = True) -> Iterator[Commitment]:
        """Yield the commitments of one participation, by article; split where a reservation begins or ends.

        With `carried` false, those carried over from another treaty are left out.
        """
        participation = self.until_the_next(participation)
        if participation.since is None:
            return
        touching = self.touching(participation.participant, participation.treaty)
        for whole in self.untouched(participation):
            if whole.carried_from is not None and not carried:
                continue
            found = touching[whole.carried_from]
            if found:
                found = tuple(r for r in found if r.covers(whole.obligation.provision))
            if found:
                yield from split(participation, whole, found)
            else:
                yield Commitment(
                    participant=participation.participant,
                    treaty=participation.treaty,
                    obligation=whole.obligation.id,
                    carried_from=whole.carried_from,
                    since=participation.since,
                    until=participation.until,
                    state=whole.state,
                    statement=None,
                    unread=whole.unread,
                    within_competence=whole.within_competence,
                )

    def until_the_next(self, participation: Participation) -> Participation:
        """Return the participation, ended where one given anew before its end takes its place.

        Who denounces and comes back before it has left is bound once.
        """
        after = self.concluded.of(participation.participant, participation.treaty)[participation.ordinal :]
        begun = [max(d.latest for d in (p.since, p.open_until) if d is not None) for p in after if p.since is not None]
        if participation.until is None or not begun or participation.until.earliest <= min(begun):
            return participation
        return replace(participation, until=Span.of(min(begun)))

    def all(self) -> Iterator[Commitment]:
        """Yield every commitment of every participant, by treaty, participant, time and article."""
        for treaty in self.concluded.register.treaties:
            for participation in self.concluded.under(treaty):
                yield from self.of(participation)

    def on(self, participant: str, treaty: str, day: date, carried: bool = True) -> tuple[Commitment, ...]:
        """Return the participant's commitments under a treaty on a day, those carried over included or not."""
        return tuple(
            commitment
            for participation in self.concluded.of(participant, treaty)
            if participation.in_force_on(day)
            for commitment in self.of(participation, carried)
            if commitment.since.latest <= day and (commitment.until is None or day < commitment.until.earliest)
        )


def notification_gaps(concluded: Concluded, participant: str, treaty: str, day: date) -> tuple[NotificationGap, ...]:
    """Return the notifications a party is asked for of which none is recorded by the day.

    Not recorded is not "not made": where a list shows a statement that could not be read, that is said
    (`unread_statement`). A missing notification is no breach, and some are asked of some parties only.
    """
    register = concluded.register
    asking = register.clauses(treaty, ClauseKind.NOTIFICATION)
    on_competence = register.clauses(treaty, ClauseKind.COMPETENCE_DECLARATION)
    if not asking and not on_competence:
        return ()
    party = next((p for p in concluded.of(participant, treaty) if p.in_force_on(day)), None)
    if party is None:
        return ()
    own = [
        s
        for s in register.statements_of(participant, treaty)
        if s.kind in {StatementKind.NOTIFICATION, StatementKind.DECLARATION}
        and (s.made_on is None or s.made_on.earliest <= day)
    ]
    not_read = any(
        f.flag is not Flag.OBJECTION and not was_read(register, f) for f in register.flags_of(participant, treaty)
    )
    asked = [
        clause
        for clause in on_competence
        if participant not in register.states and party.consent.kind in clause.counted_actions
    ]
    declared = any(s.made_on is None or s.made_on.earliest <= day for s in declarations(register, participant, treaty))
    gaps = []
    for clause in (*asking, *([] if declared else asked)):
        assert clause.provision is not None, f"clause {clause.id} has no provision; facts.check requires one"
        concerned = register.within(clause.provision)
        if any(concerned & set(s.provisions) for s in own):
            continue
        reason = because(
            NOTIFICATION_NOT_RECORDED,
            party.reason,
            article=clause.article,
            participant=participant,
            treaty=treaty,
            day=day,
            condition=clause.condition or "every",
            facts=(clause,),
        )
        gaps.append(
            NotificationGap(
                participant=participant,
                treaty=treaty,
                provision=clause.provision,
                condition=clause.condition,
                unread_statement=not_read,
                of_record=clause.complete_in is None,
                reason=reason,
            )
        )
    return tuple(gaps)
