"""What is the same for the dossiers of all participants on one day: looked up once, used for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from treatygraph.facts.model import Link, Statement
from treatygraph.facts.register import Register
from treatygraph.law.model import Reservation, Standing
from treatygraph.law.obligations import Ledger
from treatygraph.law.relations import Matrix, Treaty, matrix
from treatygraph.law.reservations import reservations
from treatygraph.law.status import Concluded, standing
from treatygraph.questions.dossier.model import Number
from treatygraph.questions.table import default_day


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The conclusions and the day that dossiers are about.

    `deposit` is the day of the deposits supposed; `since` an earlier day, from which on changes are listed;
    `version` the one of the build.
    """

    concluded: Concluded
    day: date
    version: str
    deposit: date
    since: date | None = None

    @property
    def register(self) -> Register:
        """The facts."""
        return self.concluded.register

    @cached_property
    def default(self) -> bool:
        """Whether the day is the one for which the graph keeps counts and gaps."""
        return self.day == default_day(self.register)

    @cached_property
    def ledger(self) -> Ledger:
        """The commitments."""
        return Ledger(self.concluded)

    @cached_property
    def _on_day(self) -> Mapping[str, Treaty]:
        return {t: Treaty(concluded=self.concluded, treaty=t, day=self.day) for t in self.register.treaties}

    @cached_property
    def _matrices(self) -> Mapping[str, Matrix]:
        return {t: matrix(self.concluded, t, self.day) for t in self.register.treaties}

    @cached_property
    def _reservations(self) -> Mapping[str, Reservation]:
        return {
            r.statement.id: r
            for treaty in self.register.treaties
            for own in reservations(self.concluded, treaty).values()
            for r in own
        }

    @cached_property
    def _standings(self) -> dict[tuple[str, str], Standing]:
        return {}

    @cached_property
    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """The links made one by one, by paragraph."""
        found: dict[str, list[Link]] = {}
        for link in self.register.facts.links:
            found.setdefault(link.paragraph, []).append(link)
        return {paragraph: tuple(links) for paragraph, links in found.items()}

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
        for participant in self.register.facts.participants:
            if participant.id in self.register.states:
                for region in self.register.regions_around(participant.region):
                    found.setdefault(region, []).append(participant.id)
        return {region: tuple(states) for region, states in found.items()}

    def inside(self, region: str) -> tuple[str, ...]:
        """Return the States of a region, those of the regions inside it included."""
        return self._inside.get(region, ())

    def on_day(self, treaty: str) -> Treaty:
        """Return the relations of a treaty on the day."""
        return self._on_day[treaty]

    def related(self, treaty: str, participant: str) -> frozenset[str]:
        """Return those between which and the participant the treaty is in force on the day."""
        found = self._matrices[treaty]
        row = found.rows[found.participants.index(participant)]
        return frozenset(code for n, code in enumerate(found.participants) if row >> n & 1)

    def reservation(self, statement: str) -> Reservation | None:
        """Return what the law says of a statement, when it purports to reserve."""
        return self._reservations.get(statement)

    def standing(self, participant: str, treaty: str) -> Standing:
        """Return the status of a participant under a treaty on the day."""
        key = (participant, treaty)
        if key not in self._standings:
            self._standings[key] = standing(self.concluded, participant, treaty, self.day)
        return self._standings[key]

    def number(
        self,
        value: int,
        question: str | None,
        *,
        asked: dict[str, str] | None = None,
        where: dict[str, str | None] | None = None,
        column: str | None = None,
        default_only: bool = False,
    ) -> Number:
        """Return a number with its question; with `default_only`, without it on days that the graph does not keep."""
        if question is None or (default_only and not self.default):
            return Number(value=value)
        return Number(value=value, question=question, parameters=asked or {}, where=where or {}, column=column)

    @property
    def on(self) -> str:
        """The day, as questions take it."""
        return str(self.day)
