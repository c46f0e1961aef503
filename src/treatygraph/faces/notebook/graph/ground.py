"""What a graph stands on: its facts and conclusions, the day a question is about, and the proof behind an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from treatygraph.errors import BadDayError
from treatygraph.faces.notebook.answers import Answer, no_list, no_proof
from treatygraph.faces.notebook.engines import Engine
from treatygraph.faces.notebook.why import Why
from treatygraph.facts.lookups import treaties_called
from treatygraph.questions.question import Table, Value

if TYPE_CHECKING:
    from treatygraph.facts.register import Register
    from treatygraph.law.status import Concluded
    from treatygraph.questions.law import Written

#: A day as a question takes it.
Day = str | date | None


class Ground:
    """A graph, before it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __repr__(self) -> str:
        """Return where the graph stands, and how far it reaches."""
        return f"<treatygraph {self._engine.name}, version {self._engine.version}>"

    @property
    def version(self) -> str:
        """The version of the data and conclusions."""
        return self._engine.version

    @property
    def concluded(self) -> Concluded:
        """The conclusions, for those who go on in Python."""
        return self._engine.concluded

    @property
    def _register(self) -> Register:
        return self._engine.concluded.register

    @property
    def day(self) -> date:
        """The latest as-of day of the data: what a question is about unless it says another day."""
        from treatygraph.questions.named import default_day

        return default_day(self._register)

    @property
    def treaties(self) -> tuple[str, ...]:
        """The short names of the treaties read to obligation level: those that answers are about unless they say."""
        return self._register.in_depth

    def day_of(self, on: Day) -> date:
        """Return the day that is meant: the latest as-of day when none is.

        Raises:
            BadDayError: The text is no day.
        """
        from treatygraph.questions.named import day_of

        try:
            return day_of(self._register, on)
        except BadDayError as error:
            # The command line takes a treaty as the next word; here it has a name.
            if isinstance(on, str) and treaties_called(self._register, on):
                raise BadDayError(f"{error} A treaty is given by its name: treaty={on!r}.") from None
            raise

    def _answer(
        self,
        table: Table,
        context: dict[str, Value] | None = None,
        on: date | None = None,
        question: str | None = None,
        given: Mapping[str, Value] | None = None,
        sparql: str | None = None,
    ) -> Answer:
        def why(values: dict[str, Value]) -> Why:
            known = {**(context or {}), **values}
            participant = known.get("participant")
            subject = known.get("provision") or known.get("treaty")
            if not participant or not subject:
                return no_proof(values)
            return self.why(str(participant), str(subject), on=on)

        def counted(values: dict[str, Value], column: str) -> Answer:
            # As the rooms of the law come: with the first question.
            from treatygraph.questions.desk import desk_on
            from treatygraph.questions.opening import opened

            day = self.day_of(on)
            told = opened(desk_on(self.concluded, day), question, values, column, given) if question else None
            if told is None:
                return no_list(values, column)
            known = {**(context or {}), **values}
            return self._answer(told, {"treaty": known.get("treaty")}, day)

        return Answer(table=table, sparql=sparql, _why=why, _counted=counted)

    def _asked(self, question: str, on: Day, **given: Written) -> Answer:
        """Return the answer of the law to a question; a row that names no participant or treaty is about the given."""
        # Who opens a graph does not wait for the rooms of the questions: the first of them brings them.
        from treatygraph.questions.law import answer

        day = self.day_of(on)
        context: dict[str, Value] = {
            name: str(value) for name, value in given.items() if name in {"participant", "treaty"} and value
        }
        if "a" in given:
            context["participant"] = str(given["a"])
        return self._answer(answer(self.concluded, question, on=day, **given), context, day, question)

    def why(self, participant: str, subject: str, on: Day = None, *, lang: str = "en") -> Why:
        """Return the proof of a participant's status under a treaty, or of what a provision asks of it.

        `lang` is the language of its sentences: `en`, `fr`, `es`, `ru`, `zh` or `ar`.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().why("CHE", "som").sentence
            'On 2026-09-11, Switzerland is party to Smuggling of Migrants Protocol, in force for it since 2006-11-26.'
            >>> tg.open().why("CHE", "som", lang="zh").sentence
            '在2026年9月11日，瑞士是《偷运移民议定书》缔约国，该条约自2006年11月26日起对其有效。'
        """
        from treatygraph.questions.proof import proof_of

        found = proof_of(self.concluded, participant, subject, on=self.day_of(on))
        sources = tuple((s.id, s.title) for s in found.sources)
        return Why(tree=found.tree(lang), sources=sources, notes=found.notes, lang=lang)
