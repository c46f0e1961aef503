"""What is owed and asked for, and what is missing: a method for each question; each row leads to its proof."""

from __future__ import annotations

from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.notebook.graph.ground import Day, Ground


class Owed(Ground):
    """Questions to the law about obligations."""

    def bound(
        self,
        participant: str,
        on: Day = None,
        *,
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
        return self._asked(
            "obligations/of-a-participant",
            on,
            participant=participant,
            treaty=treaty,
            theme=theme,
            strength=strength,
            everything=everything,
            carried=carried,
        )

    def obligations(
        self,
        treaty: str,
        on: Day = None,
        *,
        theme: str | None = None,
        strength: str | None = None,
        modality: str | None = None,
        duties: bool = False,
    ) -> Answer:
        """Return the obligations of a treaty, and how many participants each binds on a day.

        Args:
            treaty: The treaty.
            on: The day asked about.
            theme: Only this theme, for example `protection`.
            strength: Only this grade, for example `mandatory`.
            modality: Only this wording, for example `shall`.
            duties: Leave out permissions and advice.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().obligations("tip", theme="protection")[0]["article"]
            'art. 3(a)'
        """
        return self._asked(
            "obligations/binding-how-many",
            on,
            treaty=treaty,
            theme=theme,
            strength=strength,
            modality=modality,
            duties=duties,
        )

    def paragraph(self, number: str | int, on: Day = None, *, resolution: str | None = None) -> Answer:
        """Return what a paragraph of a resolution asks, of whom, and which commitments give it force on a day.

        Args:
            number: `6`, `op6`, `pp15`.
            on: The day asked about.
            resolution: The resolution, where more than one has a paragraph of the number.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().paragraph(6).title
            'A/RES/67/185, paragraph op6, on 2026-09-11'
        """
        name = str(number) if resolution is None else f"{resolution}#{number}"
        return self._asked("resolution/of-a-paragraph", on, paragraph=name)

    def gaps(self, participant: str, on: Day = None) -> Answer:
        """Return what is missing for a participant, one row each: in law, in the record, in our knowledge.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().gaps("JPN")[0]["next_step"]
            'to join: firearms ratification; in force 2026-10-11 if deposited 2026-09-11'
        """
        return self._asked("gaps/of-a-participant", on, participant=participant)
