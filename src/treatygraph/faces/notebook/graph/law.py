"""Who takes part in what, since when and towards whom: a method for each question; each row leads to its proof.

What is owed by who takes part, and what is missing, is asked in `owed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.notebook.graph.ground import Day, Ground


class Law(Ground):
    """Questions to the law about taking part."""

    def parties(
        self,
        treaty: str | None = None,
        on: Day = None,
        *,
        status: str | Iterable[str] | None = None,
        region: str | None = None,
        chapter: str | None = None,
        every: bool = False,
    ) -> Answer:
        """Return who is bound by a treaty on a day, with the acts and days; or those with another status.

        Args:
            treaty: The treaty; without one, a row for each participant and treaty of those read to obligation level.
            on: The day asked about.
            status: `party`, `signatory`, `contracting_state`, `third_state`, `former_party`, or several of them; by
                default all that have consented and not left.
            region: Only those inside this M49 region, by name or number.
            chapter: Without a treaty: the treaties of this chapter of the depositary, for example `IV`.
            every: Without a treaty: the treaties of every chapter.

        Example:
            >>> import treatygraph as tg
            >>> g = tg.open()
            >>> len(g.parties("som", on="2010-01-01"))
            122
            >>> len(g.parties("som", "2010-01-01", region="Africa", status=["signatory", "party"]))
            41
            >>> g.parties(on="2010-01-01").df["treaty"].nunique()
            4
        """
        wanted = status if status is None or isinstance(status, str) else ";".join(status)
        if treaty is not None:
            if chapter is not None or every:
                from treatygraph.questions.parameters import ParameterError

                raise ParameterError("Name one treaty, or the treaties by chapter= or every=True.")
            return self._asked("status/of-a-treaty", on, treaty=treaty, region=region, status=wanted)
        return self._asked("status/of-many-treaties", on, chapter=chapter, every=every, region=region, status=wanted)

    def status(
        self,
        participant: str,
        on: Day = None,
        *,
        treaty: str | None = None,
        chapter: str | None = None,
        every: bool = False,
        treaty_set: str | None = None,
    ) -> Answer:
        """Return a participant's status under treaties on a day: by default those read to obligation level.

        Args:
            participant: The participant.
            on: The day asked about.
            treaty: This treaty instead; several with semicolons between.
            chapter: The treaties of this chapter of the depositary instead, for example `IV`.
            every: The treaties of every chapter under which it has acted.
            treaty_set: The treaties of this set instead, for example `migrants`.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().status("CHE", on="2006-11-25")[2]["status"]
            'contracting_state'
        """
        if treaty_set is not None:
            return self._asked("status/of-a-set", on, participant=participant, treaty_set=treaty_set)
        return self._asked(
            "status/of-a-participant", on, participant=participant, treaty=treaty, chapter=chapter, every=every
        )

    def list_treaties(self, on: Day = None, *, chapter: str | None = None, every: bool = False) -> Answer:
        """Return treaties with their entry into force and counts on a day: by default those read to obligation level.

        Args:
            on: The day asked about.
            chapter: The treaties of this chapter of the depositary instead, for example `IV`.
            every: The treaties of every chapter.
        """
        return self._asked("status/treaties", on, chapter=chapter, every=every)

    def territories(self, participant: str, *, treaty: str | None = None, on: Day = None) -> Answer:
        """Return which treaties apply on a day to a territory, or to each that a participant is responsible for.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().territories("HKG", treaty="tip")[0]["application"]
            'excluded'
        """
        return self._asked("status/of-territories", on, participant=participant, treaty=treaty)

    def participants(
        self, on: Day = None, *, region: str | None = None, treaty: str | None = None, status: str | None = None
    ) -> Answer:
        """Return the participants with their status under each treaty on a day, all or those of a region or status."""
        return self._asked("status/participants", on, region=region, treaty=treaty, status=status)

    def timeline(self, subject: str, on: Day = None) -> Answer:
        """Return what happened when, up to a day: for a treaty, or for a participant.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().timeline("som", on="2004-12-31")[0]["event"]
            'adopted'
        """
        from treatygraph.questions.law import timeline_of

        question, parameters = timeline_of(self._register, subject)
        return self._asked(question, on, **parameters)

    def between(self, a: str, b: str, on: Day = None, *, treaty: str | None = None) -> Answer:
        """Return the treaty relation between two participants on a day, reservations and objections applied.

        Example:
            >>> import treatygraph as tg
            >>> [row["in_force"] for row in tg.open().between("FRA", "IRN") if row["row"] == "relation"]
            ['yes', 'no', 'no', 'no']
        """
        return self._asked("relations/between", on, a=a, b=b, treaty=treaty)

    def statements(
        self,
        treaty: str | None = None,
        on: Day = None,
        *,
        participant: str | None = None,
        about: str | None = None,
        kind: str | None = None,
        provision: str | None = None,
        since: Day = None,
    ) -> Answer:
        """Return the reservations, declarations, objections and other statements made by a day, the latest first.

        Args:
            treaty: Only under this treaty.
            on: The last day of the period.
            participant: Only by this participant.
            about: Only those directed at this participant, or at a statement of it.
            kind: `reservation`, `declaration`, `interpretative_declaration`, `objection`, `notification`, ...
            provision: Only on this provision, on one inside it, or on one that it stands inside.
            since: The first day of the period; a statement whose day was not seen stands in every period.

        Example:
            >>> import treatygraph as tg
            >>> len(tg.open().statements("som", kind="reservation", provision="som 20(2)"))
            21
        """
        first = None if since is None else self.day_of(since)
        return self._asked(
            "relations/statements", on, treaty=treaty, participant=participant, about=about,
            statement_kind=kind, provision=provision, since=first,
        )  # fmt: skip

    def whatif(self, participant: str, treaty: str, *, deposit: Day = None) -> Answer:
        """Return what would follow if a participant deposited its instrument for a treaty on a day.

        Example:
            >>> import treatygraph as tg
            >>> found = tg.open().whatif("JPN", "firearms", deposit="2027-01-15")
            >>> {row["what"]: row["result"] for row in found}["in_force_on"]
            '2027-02-14'
        """
        return self._asked("gaps/what-if", deposit, participant=participant, treaty=treaty)

    def happened(self, since: Day, on: Day = None, *, treaty: str | None = None) -> Answer:
        """Return what happened after a day: acts, statements, and since when treaties are in force for whom.

        Example:
            >>> import treatygraph as tg
            >>> len(tg.open().happened(since="2025-01-01"))
            15
        """
        return self._asked("status/changes", on, since=self.day_of(since), treaty=treaty)

    def changes(self, since: Day = None, *, treaty: str | None = None, participant: str | None = None) -> Answer:
        """Return what changed in the record: acts, corrections, ends, and what follows from them.

        What was done in the world after a day is told by `happened`; a record may learn of it years later, or mend it.

        Args:
            since: The version or the day seen last; by default all versions that are held.
            treaty: Only changes of this treaty.
            participant: Only changes of this participant and of its relations.

        Raises:
            VersionNotHeldError: The version is not held any more.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().changes().title
            'What changed in the record'
        """
        from treatygraph.facts.lookups import find_participant, find_treaty
        from treatygraph.questions.changed import changes_table

        register = self.concluded.register
        held, steps = self._engine.changed(since)
        table = changes_table(
            register,
            held,
            steps,
            find_treaty(register, treaty).id if treaty is not None else None,
            find_participant(register, participant).id if participant is not None else None,
        )
        return self._answer(table)

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
        from treatygraph.questions.networks import network

        return network(self.concluded, kind, self.day_of(on))
