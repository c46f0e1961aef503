"""What is asked of the law: a method for each question; each row leads to its proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from treatygraph.errors import BadDayError, TreatygraphError
from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.notebook.graph.ground import Day, Ground
from treatygraph.facts.lookups import find_participant, find_region, find_term, find_treaty


class SameParticipantError(TreatygraphError):
    """A treaty relation is asked of one participant with itself."""


class Law(Ground):
    """Questions to the law."""

    def parties(self, treaty: str, *, on: Day = None, status: str | None = None) -> Answer:
        """Return who is bound by a treaty on a day, with the acts and days; or those with another status.

        Args:
            treaty: The treaty.
            on: The day asked about.
            status: `party`, `signatory`, `contracting_state`, `third_state`, `former_party`; by default all that have
                consented and not left.

        Example:
            >>> import treatygraph as tg
            >>> g = tg.open()
            >>> len(g.parties("som", on="2010-01-01"))
            122
        """
        from treatygraph.questions.status import parties

        day = self.day_of(on)
        wanted = frozenset({find_term(self._register, "status", status).code}) if status is not None else None
        found = find_treaty(self._register, treaty).id
        return self._answer(parties(self.concluded, found, day, wanted), {"treaty": found}, day)

    def status(self, participant: str, *, on: Day = None) -> Answer:
        """Return a participant's status under every treaty on a day.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().status("CHE", on="2006-11-25")[2]["status"].value
            'contracting_state'
        """
        from treatygraph.questions.status import statuses

        day, found = self.day_of(on), find_participant(self._register, participant).id
        return self._answer(statuses(self.concluded, found, day), {"participant": found}, day)

    def participants(
        self, *, on: Day = None, region: str | None = None, treaty: str | None = None, status: str | None = None
    ) -> Answer:
        """Return the participants with their status under each treaty on a day, all or those of a region or status."""
        from treatygraph.questions.status import participants

        day, register = self.day_of(on), self._register
        table = participants(
            self.concluded,
            day,
            find_region(register, region).id if region is not None else None,
            find_treaty(register, treaty).id if treaty is not None else None,
            find_term(register, "status", status).code if status is not None else None,
        )
        return self._answer(table, on=day)

    def bound(
        self,
        participant: str,
        *,
        on: Day = None,
        treaty: str | None = None,
        theme: str | None = None,
        strength: str | None = None,
        everything: bool = False,
        carried: bool = False,
    ) -> Answer:
        """Return the commitments of a participant on a day, one by one, with what its reservations do to them.

        Args:
            participant: The participant.
            on: The day asked about.
            treaty: Only this treaty.
            theme: Only this theme, for example `protection`.
            strength: Only this grade, for example `mandatory`.
            everything: Permissions and advice as well as duties.
            carried: Also duties of the Convention owed for the matters of a Protocol.

        Example:
            >>> import treatygraph as tg
            >>> g = tg.open()
            >>> len(g.bound("CHE", treaty="som", strength="mandatory"))
            43
        """
        from treatygraph.questions.commitments import Filter, commitments

        day, register = self.day_of(on), self._register
        found = find_participant(register, participant).id
        wanted = Filter(
            theme=find_term(register, "theme", theme).code if theme is not None else None,
            strength=find_term(register, "strength", strength).code if strength is not None else None,
            everything=everything,
        )
        asked = (find_treaty(register, treaty).id,) if treaty is not None else register.treaties
        table = commitments(self.concluded, found, day, asked, wanted, carried)
        return self._answer(table, {"participant": found}, day)

    def between(self, a: str, b: str, *, on: Day = None, treaty: str | None = None) -> Answer:
        """Return the treaty relation between two participants on a day, reservations and objections applied.

        Example:
            >>> import treatygraph as tg
            >>> [row["in_force"] for row in tg.open().between("FRA", "IRN") if row["row"] == "relation"]
            ['yes', 'no', 'no', 'no']
        """
        from treatygraph.questions.relations import between, relations

        day, register = self.day_of(on), self._register
        first, second = find_participant(register, a).id, find_participant(register, b).id
        if first == second:
            raise SameParticipantError(f"{a!r} and {b!r} are the same participant ({first}). Name two.")
        asked = (find_treaty(register, treaty).id,) if treaty is not None else register.treaties
        table = between(self.concluded, relations(self.concluded, first, second, asked, day))
        return self._answer(table, {"participant": first}, day)

    def gaps(self, participant: str, *, on: Day = None) -> Answer:
        """Return what is missing for a participant, one row each: in law, in the record, in our knowledge.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().gaps("JPN")[0]["next_step"]
            'firearms ratification; in force 2026-10-11 if deposited 2026-09-11'
        """
        from treatygraph.questions.dossier import desk_for, dossier, gaps_table

        day, found = self.day_of(on), find_participant(self._register, participant).id
        desk = desk_for(self.concluded, day, self.version)
        return self._answer(gaps_table(desk, dossier(desk, found)), {"participant": found}, day)

    def whatif(self, participant: str, treaty: str, *, deposit: Day = None) -> Answer:
        """Return what would follow if a participant deposited its instrument for a treaty on a day.

        Example:
            >>> import treatygraph as tg
            >>> found = tg.open().whatif("JPN", "firearms", deposit="2027-01-15")
            >>> {row["what"]: row["result"] for row in found}["in_force_on"]
            '2027-02-14'
        """
        from treatygraph.questions.dossier import desk_for, what_if, what_if_table

        day, register = self.day_of(deposit), self._register
        found, asked = find_participant(register, participant).id, find_treaty(register, treaty).id
        desk = desk_for(self.concluded, day, self.version)
        return self._answer(what_if_table(desk, found, what_if(desk, found, asked, day)))

    def changes(self, since: Day, *, on: Day = None, treaty: str | None = None) -> Answer:
        """Return what happened after a day: acts, statements, and since when treaties are in force for whom.

        Example:
            >>> import treatygraph as tg
            >>> len(tg.open().changes(since="2025-01-01"))
            15
        """
        from treatygraph.questions.timeline import changes

        day, register = self.day_of(on), self._register
        first = self.day_of(since)
        if first >= day:
            raise BadDayError(f"since={first} is not before on={day}. Name an earlier day.")
        asked = (find_treaty(register, treaty).id,) if treaty is not None else register.treaties
        return self._answer(changes(self.concluded, asked, first, day), on=day)

    def network(self, kind: str = "together", *, on: Day = None) -> Any:
        """Return a network, as a graph of networkx.

        Args:
            kind: `together` (participants by the treaties in force for both), `citations` (which instrument cites
                which) or `dependencies` (which treaty needs which first).
            on: The day, for `together`.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().network("dependencies").number_of_edges()
            3
        """
        from treatygraph.errors import UnknownNameError
        from treatygraph.questions import networks

        makers: dict[str, Callable[[], Any]] = {
            "together": lambda: networks.participation_together(self.concluded, self.day_of(on)),
            "citations": lambda: networks.citations(self._register),
            "dependencies": lambda: networks.dependencies(self._register),
        }
        if kind not in makers:
            import difflib

            raise UnknownNameError(
                "network",
                kind,
                tuple(difflib.get_close_matches(kind, makers, cutoff=0.4)),
                f"There are {', '.join(makers)}.",
            )
        return makers[kind]()
