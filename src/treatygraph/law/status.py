"""What follows from the facts: participations, histories, and the status of one on a day.

Each treaty is concluded when first asked about, and each participant's part in it too: the answer for one needs only
the deposits of the others. Legal basis: VCLT art. 2(1)(f) to (h), 24.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from treatygraph.facts.register import Register
from treatygraph.law.consent import signature
from treatygraph.law.dependency import PartIn
from treatygraph.law.history import history
from treatygraph.law.model import Participation, Standing, Status, TreatyForce
from treatygraph.law.participation import participate
from treatygraph.law.status_rules import ACT_UNSETTLED
from treatygraph.law.stretch import Stretch
from treatygraph.law.treaty_end import marked
from treatygraph.law.treaty_force import treaty_force
from treatygraph.once import Once

if TYPE_CHECKING:
    from treatygraph.law.known import Known

_T = TypeVar("_T")


class Concluded:
    """What follows from the facts, whatever day is asked about; each conclusion is made once, when first asked for."""

    def __init__(self, register: Register) -> None:
        self.register = register
        #: What was concluded for one day already, where these are the facts it was concluded from.
        self.known: Known | None = None
        self._order = {treaty: n for n, treaty in enumerate(register.treaties)}
        self._forces: dict[str, TreatyForce] = {}
        self._participations: dict[tuple[str, str], tuple[Participation, ...]] = {}
        self._histories: dict[tuple[str, str], tuple[Stretch, ...]] = {}
        self._others = Once()
        #: Treaty → the other conclusions from which its entry into force is taken over, and the parts of all but a few.
        self._taken: dict[str, tuple[Concluded, frozenset[str]]] = {}

    def force(self, treaty: str) -> TreatyForce:
        """Return the entry into force of a treaty."""
        if treaty not in self._forces:
            taken = self._taken.get(treaty)
            self._forces[treaty] = (
                taken[0].force(treaty) if taken is not None else treaty_force(self.register, treaty, self.force)
            )
        return self._forces[treaty]

    @cached_property
    def forces(self) -> Mapping[str, TreatyForce]:
        """The entry into force of every treaty, Conventions before Protocols."""
        return {treaty: self.force(treaty) for treaty in self.register.treaties}

    def of(self, participant: str, treaty: str) -> tuple[Participation, ...]:
        """Return the participant's participations in the treaty, in order of time."""
        key = (participant, treaty)
        if key not in self._participations:
            taken = self._taken.get(treaty)
            if taken is not None and participant not in taken[1]:
                self._participations[key] = taken[0].of(participant, treaty)
            elif treaty in self._order and self.register.actions_of(participant, treaty):
                self._participations[key] = participate(
                    self.register, participant, treaty, self.force(treaty), self._before(treaty)
                )
            else:
                self._participations[key] = ()
        return self._participations[key]

    def _before(self, treaty: str) -> PartIn:
        """Return what gives the participations in treaties that come before this one, and in this one."""
        last = self._order[treaty]

        def part_in(participant: str, needed: str) -> tuple[Participation, ...]:
            # Whatever the clauses say, nothing is asked of a treaty that is itself waiting for the answer.
            return self.of(participant, needed) if self._order.get(needed, last + 1) <= last else ()

        return part_in

    def under(self, treaty: str) -> Iterator[Participation]:
        """Yield all participations in the treaty, by participant and time."""
        for participant in self.register.participants:
            yield from self.of(participant, treaty)

    @cached_property
    def participations(self) -> Mapping[tuple[str, str], tuple[Participation, ...]]:
        """The participations of everyone who has one, by participant and treaty."""
        everyone = (
            (participant, treaty) for treaty in self.register.treaties for participant in self.register.participants
        )
        return {pair: found for pair in everyone if (found := self.of(*pair))}

    def history(self, participant: str, treaty: str) -> tuple[Stretch, ...]:
        """Return the stretches of the participant's status under the treaty: no gap, from the beginning of time on."""
        key = (participant, treaty)
        if key not in self._histories:
            self._histories[key] = history(self.register, participant, treaty, self.of(participant, treaty), self.force)
        return self._histories[key]

    def on(self, participant: str, treaty: str, day: date) -> Stretch:
        """Return the stretch of the participant's history under the treaty that the day is in."""
        stretches = self.history(participant, treaty)
        return stretches[bisect_right(stretches, day, lo=1, key=_begins) - 1]

    def once(self, what: Hashable, conclude_it: Callable[[], _T]) -> _T:
        """Return what was concluded under this name before; conclude it where it was not."""
        return self._others.get(what, conclude_it)

    def take_over(self, before: Concluded, treaties: Iterable[str], apart: frozenset[str]) -> None:
        """Take over what follows from other facts, where the two cannot differ; it is asked for when it is needed.

        Args:
            before: What follows from the others.
            treaties: The treaties whose entry into force is the same.
            apart: The participants whose part in them may be another one.
        """
        self._taken |= dict.fromkeys(treaties, (before, apart))


def _begins(stretch: Stretch) -> date:
    return stretch.since or date.min


def conclude(register: Register) -> Concluded:
    """Return all that follows from the facts, to be concluded as it is asked for."""
    return Concluded(register)


def standing(concluded: Concluded, participant: str, treaty: str, day: date) -> Standing:
    """Return the status of a participant under a treaty on a day, with the reasons."""
    stretch = concluded.on(participant, treaty, day)
    return Standing(
        participant=participant,
        treaty=treaty,
        on=day,
        status=stretch.status,
        participation=stretch.participation,
        signature=signature(concluded.register, participant, treaty),
        reason=stretch.reason(day),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of parties to a treaty on a day, in both senses, and of signatories, as the depositary counts them.

    The row of one that left, or that is no more, is not counted, as in the depositary's table.

    `deposited` counts as UN practice does: every participant with an instrument of consent that has not
    ended; `in_force` those for which the treaty is in force, without the `undetermined`.
    """

    treaty: str
    on: date
    deposited: int
    in_force: int
    signatories: int
    undetermined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Who is counted by a `Tally`, by code: the list behind each number."""

    deposited: tuple[str, ...]
    in_force: tuple[str, ...]
    signatories: tuple[str, ...]
    undetermined: tuple[str, ...]


def counted(concluded: Concluded, treaty: str, day: date) -> Counted:
    """Return who is counted for a treaty on a day."""
    register = concluded.register
    deposited: list[str] = []
    in_force: list[str] = []
    signatories: list[str] = []
    undetermined: list[str] = []
    for participant in register.involved(treaty):
        stretch = concluded.on(participant, treaty, day)
        if stretch.status is Status.PARTY:
            in_force.append(participant)
        # One that is no more cannot be party, whatever it was before.
        if (
            stretch.status is Status.UNDETERMINED
            and not stretch.ended
            and (
                stretch.participation is not None
                or stretch.rule is ACT_UNSETTLED
                or register.possible_act(participant, treaty) is not None
                or register.followed_under(participant, treaty)
                or any(u.done_on.earliest <= day for u in register.undecided_of(participant, treaty))
            )
        ):
            undetermined.append(participant)
        # A succession reaches back: in force on days before it was deposited. An instrument counts though it is not
        # known whether the treaty is in force.
        own = concluded.of(participant, treaty)
        if any(
            p.consented.latest <= day and (p.until is None or day < p.until.earliest or marked(p.end_reason))
            for p in own
        ):
            deposited.append(participant)
        signed = signature(register, participant, treaty)
        gone = stretch.status is Status.FORMER_PARTY or stretch.ended
        if signed is not None and signed.done_on.latest <= day and not gone:
            signatories.append(participant)
    return Counted(
        deposited=tuple(deposited),
        in_force=tuple(in_force),
        signatories=tuple(signatories),
        undetermined=tuple(undetermined),
    )


def tally(concluded: Concluded, treaty: str, day: date) -> Tally:
    """Return the counts for a treaty on a day."""
    return tallied(counted(concluded, treaty, day), treaty, day)


def tallied(found: Counted, treaty: str, day: date) -> Tally:
    """Return the counts of those who are counted for a treaty on a day."""
    return Tally(
        treaty=treaty,
        on=day,
        deposited=len(found.deposited),
        in_force=len(found.in_force),
        signatories=len(found.signatories),
        undetermined=len(found.undetermined),
    )
