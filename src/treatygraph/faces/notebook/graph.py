"""The graph as an analyst asks it: a method for each question, and SPARQL for all others."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from treatygraph.days import parse_day
from treatygraph.errors import BadDayError
from treatygraph.faces.notebook.answers import Answer, NoProofError, Why
from treatygraph.faces.notebook.engines import Engine
from treatygraph.faces.notebook.frames import type_of
from treatygraph.facts.lookups import (
    find_participant,
    find_provision,
    find_region,
    find_term,
    find_treaty,
)
from treatygraph.facts.register import Register
from treatygraph.graph.store import Rows, words_of
from treatygraph.law.status import Concluded
from treatygraph.questions.table import Table, Value, default_day

#: Rows that `sparql` gives at once.
PAGE = 100_000
#: A day as a question takes it.
Day = str | date | None


class LargeAnswerWarning(UserWarning):
    """An answer has more rows than were fetched."""


class Graph:
    """Facts, conclusions and proofs about who is bound by what.

    Every method takes names as people write them (`"CHE"`, `"Suisse"`, `"756"`; `"som"`, `"XVIII-12-b"`) and a day as
    `"2020-01-01"` or a `date`; without one, the latest as-of day of the data. An unknown name raises `UnknownNameError`
    with near ones.
    """

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
        return default_day(self._register)

    @property
    def treaties(self) -> tuple[str, ...]:
        """The short names of the treaties whose participants are in the data."""
        return self._register.treaties

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._register.treaties)

    def day_of(self, on: Day) -> date:
        """Return the day that is meant: the latest as-of day when none is.

        Raises:
            BadDayError: The text is no day.
        """
        if on is None:
            return self.day
        if isinstance(on, date):
            return on
        if on.strip().casefold() == "today":
            return date.today()
        return parse_day(on.strip())

    def _answer(self, table: Table, context: dict[str, Value] | None = None, on: date | None = None) -> Answer:
        def why(values: dict[str, Value]) -> Why:
            known = {**(context or {}), **values}
            participant = known.get("participant")
            subject = known.get("provision") or known.get("treaty")
            if not participant or not subject:
                raise NoProofError(
                    f"The row has {', '.join(values)}: it names no participant and treaty to prove anything of."
                )
            return self.why(str(participant), str(subject), on=on)

        types = {key: type_of(key, [row[n] for row in table.rows], self._codes) for n, key in enumerate(table.keys)}
        return Answer(table=table, types=types, _why=why)

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
            41
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
        asked = (find_treaty(register, treaty).id,) if treaty is not None else register.treaties
        table = between(self.concluded, relations(self.concluded, first, second, asked, day))
        return self._answer(table, {"participant": first}, day)

    def why(self, participant: str, subject: str, *, on: Day = None) -> Why:
        """Return the proof of a participant's status under a treaty, or of what a provision asks of it.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().why("CHE", "som").sentence
            'On 2026-09-11, Switzerland is party to Smuggling of Migrants Protocol, in force for it since 2006-11-26.'
        """
        from treatygraph.law.explain import sources_of, tree, why_provision
        from treatygraph.law.status import standing
        from treatygraph.questions.table import as_of_notes

        day, register = self.day_of(on), self._register
        found = find_participant(register, participant).id
        if any(sign.isdigit() for sign in subject) and not subject.upper().startswith("XVIII-12"):
            provision = find_provision(register, subject)
            treaty, reason = provision.instrument, why_provision(self.concluded, found, provision.id, day)
        else:
            treaty = find_treaty(register, subject).id
            reason = standing(self.concluded, found, treaty, day).reason
        sources = tuple((s, register.sources[s].title) for s in sources_of(register, reason))
        return Why(tree=tree(register, reason), sources=sources, notes=as_of_notes(register, [treaty], day))

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

    def questions(self) -> Answer:
        """Return the library of questions, with their parameters."""
        from treatygraph.questions.catalogue import questions

        rows = tuple((q.id, q.summary, ", ".join(p.name for p in q.parameters)) for q in questions().values())
        columns = (("question", "question"), ("summary", "summary"), ("parameters", "parameters"))
        return self._answer(Table(title="The library of questions", columns=columns, rows=rows))

    def ask(self, question: str, **parameters: str | date) -> Answer:
        """Return the answer of a question of the library.

        Args:
            question: Its identifier, or the end of it: `parties-on-a-day`.
            parameters: Its parameters; those left out keep their example.

        Example:
            >>> import treatygraph as tg
            >>> len(tg.open().ask("status/parties-on-a-day", treaty="tip", on="2010-01-01"))
            135
        """
        from treatygraph.questions.ask import answer_table, filled
        from treatygraph.questions.catalogue import find_question

        asked = find_question(question)
        values = {name: str(value) for name, value in parameters.items()}
        sparql = filled(self._register, asked, values)
        rows = self._engine.store.select(sparql)
        return _typed(answer_table(asked, rows, values), rows, sparql)

    def filled(self, query: str, values: Mapping[str, str]) -> str:
        """Return a query with its lines `VALUES ?name { … }` set; a value is looked up by what its name says.

        A parameter is called as in the library (`participant`, `a`, `b`, `treaty`, `on`, `theme`, `region` …); text
        never becomes part of the query, only the term it names.

        Raises:
            ParameterError: The query has no such line.
        """
        from treatygraph.questions.ask import filled_freely

        return filled_freely(self._register, query, values)

    def sparql(self, query: str, *, limit: int | None = PAGE) -> Answer:
        """Return the rows of a SELECT or ASK.

        A query without a LIMIT of its own is asked for `limit` rows; where there are more, a warning says so, and
        `.next()` of the answer gives the next page. `limit=None` asks for all.

        Raises:
            QueryError: The query is malformed; the message has line and column.

        Example:
            >>> import treatygraph as tg
            >>> g = tg.open()
            >>> g.sparql("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/treatygraph/ns#State> }")[0]["n"]
            197
        """
        return self._page(query, limit, 0)

    def _page(self, query: str, limit: int | None, offset: int) -> Answer:
        from treatygraph.questions.ask import as_table

        words = words_of(query)
        paged = limit is not None and "SELECT" in words and not words & {"LIMIT", "OFFSET"}
        asked = f"{query.rstrip()}\nLIMIT {limit + 1} OFFSET {offset}" if paged and limit is not None else query
        rows = self._engine.store.select(asked)
        more = paged and limit is not None and len(rows.rows) > limit
        if more:
            rows = Rows(variables=rows.variables, rows=rows.rows[:limit])
            warnings.warn(
                f"The answer has more than {limit:,} rows; these are {offset + 1:,} to {offset + len(rows.rows):,}. "
                "Take .next() for the next page, add conditions, or ask with limit=None.",
                LargeAnswerWarning,
                stacklevel=3,
            )
        found = _typed(as_table(rows, "Rows"), rows, query)
        following = (lambda: self._page(query, limit, offset + (limit or 0))) if more else None
        return Answer(table=found.table, types=found.types, sparql=query, more=bool(more), _next=following)


def _typed(table: Table, rows: Rows, sparql: str) -> Answer:
    """Return the rows of a query as an answer; the types are those of the literals."""
    types: dict[str, str] = {}
    for n, name in enumerate(rows.variables):
        kinds = {row[n].datatype.rpartition("#")[2] for row in rows.rows if row[n] is not None}  # type: ignore[union-attr]
        if kinds and kinds <= {"date"}:
            types[name] = "day"
        elif kinds and kinds <= {"integer", "int", "long"}:
            types[name] = "number"
        else:
            types[name] = type_of(name, (), frozenset())
    return Answer(table=table, types=types, sparql=sparql)
