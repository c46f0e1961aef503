"""The instruments: how far each is known, its final clauses, names, chapter of the depositary, sets it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from treatygraph.facts.model import Chapter, Clause, ClauseKind, Coverage, Instrument, SetMember, TreatySet
from treatygraph.facts.register.provisions import Provisions
from treatygraph.facts.register.rows import by_key
from treatygraph.facts.register.texts import Texts
from treatygraph.facts.treaty_names import TreatyNames, chapter_of, order_of


class Treaties(Texts, Provisions):
    """Instruments, and what is told of each as a whole."""

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Instruments by identifier."""
        return {i.id: i for i in self.facts.instruments}

    @cached_property
    def treaties(self) -> tuple[str, ...]:
        """Identifiers of the treaties whose participants are in the data, Conventions before Protocols."""
        covered = {c.treaty for c in self.facts.coverage}
        order: list[str] = []
        seen: set[str] = set()

        def place(treaty: str) -> None:
            if treaty in covered and treaty not in seen:
                seen.add(treaty)
                for parent in (*self.parents(treaty), *self.not_before(treaty)):
                    place(parent)
                order.append(treaty)

        for instrument in sorted((self.instruments[t] for t in covered), key=lambda i: (i.untc_number or "", i.id)):
            place(instrument.id)
        return tuple(order)

    @cached_property
    def in_depth(self) -> tuple[str, ...]:
        """Identifiers of the treaties read to obligation level; where none is, of all. A default list names these."""
        # Not by `obligations_by_treaty`: a list of treaties needs no obligation in its order.
        return tuple(t for t in self.treaties if t in self.facts.treaties_read) or self.treaties

    @cached_property
    def coverage(self) -> Mapping[str, Coverage]:
        """To which day the rows of each treaty are complete, and what is known to be missing."""
        return {c.treaty: c for c in self.facts.coverage}

    @cached_property
    def _later_days(self) -> Mapping[str, list[date]]:
        found: dict[str, list[date]] = defaultdict(list)
        last = self.complete_to
        for act in self.facts.actions:
            # Most acts are of years before: no day is made of them.
            if act.treaty in last and act.done_on.year >= last[act.treaty].year:
                day = act.done_on.earliest
                if day > last[act.treaty]:
                    found[act.treaty].append(day)
        return {treaty: sorted(days) for treaty, days in found.items()}

    def later_acts_by(self, treaty: str, day: date) -> int:
        """Return how many acts are known from after the day to which they are complete, to this one: not all."""
        return bisect_right(self._later_days.get(treaty, []), day)

    @cached_property
    def complete_to(self) -> Mapping[str, date]:
        """To which day the acts of each treaty are complete."""
        return {treaty: coverage.as_of for treaty, coverage in self.coverage.items()}

    @cached_property
    def _clauses(self) -> Mapping[str, tuple[Clause, ...]]:
        return by_key((f"{c.instrument}/{c.kind}", c) for c in self.facts.clauses)

    def clauses(self, treaty: str, kind: ClauseKind) -> tuple[Clause, ...]:
        """Return the treaty's clauses of one kind."""
        return self._clauses.get(f"{treaty}/{kind}", ())

    def clause(self, treaty: str, kind: ClauseKind) -> Clause | None:
        """Return the treaty's clause of one kind, or None."""
        found = self.clauses(treaty, kind)
        return found[0] if found else None

    @cached_property
    def replaced_by(self) -> Mapping[str, tuple[Clause, ...]]:
        """The clauses that replace a treaty between the parties to both, by that treaty."""
        replacing = (c for c in self.facts.clauses if c.kind is ClauseKind.REPLACEMENT)
        return by_key((earlier, c) for c in replacing for earlier in c.instruments)

    def parents(self, treaty: str) -> tuple[str, ...]:
        """Return the treaties one must be party to first."""
        return tuple(p for c in self.clauses(treaty, ClauseKind.DEPENDENCY) for p in c.instruments)

    def not_before(self, treaty: str) -> tuple[str, ...]:
        """Return the treaties that must be in force before this one."""
        clause = self.clause(treaty, ClauseKind.ENTRY_INTO_FORCE)
        return clause.not_before if clause else ()

    @cached_property
    def treaty_names(self) -> TreatyNames:
        """What the treaties with participants in the data are called."""
        return TreatyNames((self.instruments[t], self._names_of(t)) for t in self.treaties)

    @cached_property
    def other_names(self) -> TreatyNames:
        """What the instruments without participants in the data are called."""
        covered = set(self.treaties)
        return TreatyNames((i, self._names_of(i.id)) for i in self.facts.instruments if i.id not in covered)

    def _names_of(self, instrument: str) -> tuple[str, ...]:
        found = self.instruments[instrument]
        titles = (t for field in ("short_title", "title") for t in self.texts(found, field).values())
        return (*titles, *self._also_called.get(instrument, ()))

    @cached_property
    def _also_called(self) -> Mapping[str, tuple[str, ...]]:
        return by_key((n.instrument, n.name) for n in self.facts.also_called)

    @cached_property
    def chapters(self) -> Mapping[str, Chapter]:
        """Chapters of the depositary by their number."""
        return {c.id: c for c in self.facts.chapters}

    @cached_property
    def by_chapter(self) -> Mapping[str | None, tuple[str, ...]]:
        """The treaties of each chapter, as the depositary lists them; under None those without a number."""
        covered = frozenset(self.treaties)
        only = {c: tuple(t for t in own if t in covered) for c, own in self.listed_by_chapter.items()}
        unlisted = tuple(t for t in self.treaties if self.instruments[t].untc_number is None)
        return {c: own for c, own in only.items() if own} | ({None: unlisted} if unlisted else {})

    @cached_property
    def listed_by_chapter(self) -> Mapping[str, tuple[str, ...]]:
        """All instruments of each chapter, as the depositary lists them; of some no act is in the data."""
        found: dict[str, list[str]] = {}
        for treaty in sorted((i for i in self.facts.instruments if i.untc_number), key=order_of):
            told = chapter_of(treaty) or ""
            # A part of a chapter (XI-A) belongs to it, unless it is listed as one of its own.
            whole = told if told in self.chapters else told.partition("-")[0]
            found.setdefault(whole, []).append(treaty.id)
        return {chapter: tuple(treaties) for chapter, treaties in found.items()}

    @cached_property
    def sets(self) -> Mapping[str, TreatySet]:
        """Sets of treaties by identifier."""
        return {s.id: s for s in self.facts.treaty_sets}

    @cached_property
    def members_of(self) -> Mapping[str, tuple[SetMember, ...]]:
        """The treaties of each set, as the depositary lists them; those it does not list stand last."""
        ordered = sorted(self.facts.set_members, key=lambda m: order_of(self.instruments[m.instrument]))
        return by_key((member.set, member) for member in ordered)
