"""The conclusions on one day: what every answer about that day looks up, concluded once and used for all."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from treatygraph.facts.model import Statement
from treatygraph.facts.register import Register
from treatygraph.law.matrix import Matrix, matrix
from treatygraph.law.model import Commitment, Participation, Reservation, Standing, Status
from treatygraph.law.obligations import Ledger
from treatygraph.law.relations import Treaty
from treatygraph.law.reservations import reservations_of
from treatygraph.law.status import Concluded, Counted, Tally, counted, standing, tallied
from treatygraph.once import Once
from treatygraph.questions.named import default_day
from treatygraph.questions.question import Given, LawAnswer, Table

_T = TypeVar("_T")
#: Of so many pairs of participant and treaty the commitments are kept; one pair has some hundred.
_COMMITMENTS = 128


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The conclusions, and the day that answers are about."""

    concluded: Concluded
    day: date

    @property
    def register(self) -> Register:
        """The facts."""
        return self.concluded.register

    @property
    def on(self) -> str:
        """The day, as questions take it."""
        return str(self.day)

    @cached_property
    def default(self) -> bool:
        """Whether the day is the one for which the graph keeps counts and gaps."""
        return self.day == default_day(self.register)

    @cached_property
    def ledger(self) -> Ledger:
        """The commitments of everyone."""
        return Ledger(self.concluded)

    def standing(self, participant: str, treaty: str) -> Standing:
        """Return the status of a participant under a treaty."""
        key = ("standing", participant, treaty)
        return self.once(key, lambda: standing(self.concluded, participant, treaty, self.day))

    def status(self, participant: str, treaty: str) -> Status:
        """Return the status of a participant under a treaty, without its reasons: of everyone that is much less."""
        return self._known(treaty).get(participant) or self.standing(participant, treaty).status

    def _known(self, treaty: str) -> Mapping[str, Status]:
        known = self.concluded.known
        if known is None or known.on != self.day:
            return {}
        return self.once(("known", treaty), lambda: known.under(treaty))

    def tally(self, treaty: str) -> Tally:
        """Return the counts of parties and signatories of a treaty."""
        known = self.concluded.known
        if known is not None and known.on == self.day and treaty in known.tallies:
            return known.tallies[treaty]
        return tallied(self.counted(treaty), treaty, self.day)

    def counted(self, treaty: str) -> Counted:
        """Return who is counted for a treaty."""
        return self.once(("counted", treaty), lambda: counted(self.concluded, treaty, self.day))

    def commitments(self, participant: str, treaty: str) -> tuple[Commitment, ...]:
        """Return the commitments of a participant under a treaty's own obligations, not those carried over."""
        return self._commitments(participant, treaty)

    @cached_property
    def _commitments(self) -> Callable[[str, str], tuple[Commitment, ...]]:
        # An answer about a participant asks several times; of everyone they would be too many to keep.
        return functools.lru_cache(maxsize=_COMMITMENTS)(
            lambda participant, treaty: self.ledger.on(participant, treaty, self.day, carried=False)
        )

    @cached_property
    def _kept(self) -> Once:
        return Once()

    def once(self, what: Hashable, conclude_it: Callable[[], _T]) -> _T:
        """Return what was concluded for the day under this name before; conclude it where it was not."""
        return self._kept.get(what, conclude_it)

    def on_day(self, treaty: str) -> Treaty:
        """Return the relations of a treaty."""
        return self.once(("on day", treaty), lambda: Treaty(concluded=self.concluded, treaty=treaty, day=self.day))

    def _matrix(self, treaty: str) -> Matrix:
        return self.once(("matrix", treaty), lambda: matrix(self.concluded, treaty, self.day))

    def related(self, treaty: str, participant: str) -> frozenset[str]:
        """Return those between which and the participant the treaty is in force."""
        found = self._matrix(treaty)
        row = found.rows[found.participants.index(participant)]
        return frozenset(code for n, code in enumerate(found.participants) if row >> n & 1)

    def reservation(self, statement: str) -> Reservation | None:
        """Return what the law says of a statement, when it purports to reserve."""
        found = self.register.statements.get(statement)
        if found is None:
            return None
        own = reservations_of(self.concluded, found.participant, found.treaty)
        return next((r for r in own if r.statement.id == statement), None)

    def first_consents(self, treaty: str) -> Mapping[str, Participation]:
        """Return the first participation in a treaty of each that ever had one."""
        everyone = self.register.participants
        key = ("first consents", treaty)
        return self.once(key, lambda: {p: own[0] for p in everyone if (own := self.concluded.of(p, treaty))})

    @cached_property
    def about(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements of others directed at each participant, or at a statement of it."""
        found: dict[str, list[Statement]] = {}
        for statement in self.register.facts.statements:
            target = self.register.statements.get(statement.target_statement or "")
            aimed = {statement.target_participant, target.participant if target is not None else None}
            for participant in aimed - {None, statement.participant}:
                assert participant is not None
                found.setdefault(participant, []).append(statement)
        return {participant: tuple(statements) for participant, statements in found.items()}

    @cached_property
    def _inside(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for participant in self.register.present.values():
            if participant.id in self.register.states:
                for region in self.register.regions_around(participant.region):
                    found.setdefault(region, []).append(participant.id)
        return {region: tuple(states) for region, states in found.items()}

    def inside(self, region: str) -> tuple[str, ...]:
        """Return the States of a region, those of the regions inside it included."""
        return self._inside.get(region, ())


def desk_on(concluded: Concluded, day: date) -> Desk:
    """Return the conclusions on a day; those on the day that nearly everyone asks about are kept."""
    if day != default_day(concluded.register):
        return Desk(concluded=concluded, day=day)
    return concluded.once("desk", lambda: Desk(concluded=concluded, day=day))


def by_law(answer: Callable[..., Table]) -> LawAnswer:
    """Return an answer about a day as an answer of the law; the parameters are the keywords of the function."""

    @functools.wraps(answer)
    def law(concluded: Concluded, given: Mapping[str, Given]) -> Table:
        day = given["on"]
        assert isinstance(day, date)
        return answer(desk_on(concluded, day), **{name: value for name, value in given.items() if name != "on"})

    return law
