"""What is asked in SPARQL: the library of questions, and queries of one's own, in pages where they are large."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import date

from treatygraph.collecting import uncollected
from treatygraph.faces.notebook.answers import Answer
from treatygraph.faces.notebook.graph.ground import Ground
from treatygraph.graph.lexer import bare, resolved
from treatygraph.graph.store import QueryError, Rows, words_of
from treatygraph.questions.question import Value

#: Rows that `sparql` gives at once.
PAGE = 100_000


#: A LIMIT or OFFSET of the query itself, and no variable or name that is called so.
_LIMITED = re.compile(r"(?<![?$:\w-])(?:LIMIT|OFFSET)\b", re.IGNORECASE)


def _outermost(query: str) -> str:
    """Return what stands outside all braces, strings and comments of a query: its own LIMIT is there, if it has one."""
    depth, kept = 0, []
    for piece in re.split(r"([{}])", bare(resolved(query))):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if depth == 0:
            kept.append(piece)
    return " ".join(kept)


class LargeAnswerWarning(UserWarning):
    """An answer has more rows than were fetched."""


class Queries(Ground):
    """Questions in SPARQL."""

    def questions(self, tag: str | None = None) -> Answer:
        """Return the library of questions with their parameters, or those of one theme, for example `gaps`."""
        from treatygraph.questions.catalogue import listing

        return self._answer(listing(tag))

    def find(self, text: str) -> Answer:
        """Return what a text names or may mean, in any of the six languages: a row for each, what is exact first.

        The columns are what it is, the identifier that other calls take, its name, and whether the text names it
        exactly.

        Example:
            >>> import treatygraph as tg
            >>> tg.open().find("Swizerland")["identifier"]
            ['CHE']
        """
        from treatygraph.questions.finding import listing

        return self._answer(listing(self._register, text))

    def ask(self, question: str, /, **parameters: str | date) -> Answer:
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
        from treatygraph.questions.parameters import given

        asked = find_question(question)
        values = {name: str(value) for name, value in parameters.items()}
        known = given(self._register, asked, values)
        about: dict[str, Value] = {n: v for n, v in known.items() if not isinstance(v, date)}
        context = {n: v for n, v in about.items() if n in {"participant", "treaty"}}
        on = known.get("on")
        day = on if isinstance(on, date) else None
        if asked.law is not None:
            return self._answer(asked.law(self.concluded, known), context, day, asked.id, about)
        sparql = filled(self._register, asked, values)
        table = answer_table(self._register, asked, self._engine.store.select(sparql), values)
        return self._answer(table, context, day, asked.id, about, sparql)

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
        """Return the rows of a SELECT or ASK; of a CONSTRUCT or DESCRIBE the triples, as rows and as N-Triples.

        Our prefixes (`tg:`, `id:`, `concept:`, `skos:` ...) need no declaration. IRIs come whole.
        A query without a LIMIT of its own is asked for `limit` rows; where there are more, a warning says so, and
        `.next()` of the answer gives the next page (give the query an ORDER BY where the order matters).
        `limit=None` asks for all.

        Raises:
            QueryError: The query is malformed (the message has line and column), or changes the graph.
            StoreError: The endpoint is down, busy or slow.

        Example:
            >>> import treatygraph as tg
            >>> g = tg.open()
            >>> g.sparql("SELECT (COUNT(*) AS ?n) { ?s a tg:State }")[0]["n"]
            197
            >>> g.sparql("CONSTRUCT { ?s skos:prefLabel ?label } { ?s a tg:State ; rdfs:label ?label } LIMIT 2").columns
            ('subject', 'predicate', 'object')
        """
        if limit is not None and (not isinstance(limit, int) or limit < 1):
            raise QueryError(f"limit={limit!r}: give how many rows at most, from 1, or None for all.")
        if words_of(query) & {"CONSTRUCT", "DESCRIBE"}:
            return self._triples(query)
        return self._page(query, limit, 0)

    def _triples(self, query: str) -> Answer:
        from treatygraph.graph.triples import triples_of
        from treatygraph.questions.ask import as_table

        text = self._engine.sealed.construct(query)
        rows = Rows(variables=("subject", "predicate", "object"), rows=tuple(triples_of(text.encode())))
        return Answer(table=as_table(rows, "Triples"), sparql=query, triples=text)

    def _page(self, query: str, limit: int | None, offset: int) -> Answer:
        from treatygraph.questions.ask import as_table

        paged = limit is not None and "SELECT" in words_of(query) and not _LIMITED.search(_outermost(query))
        asked = f"{query.rstrip()}\nLIMIT {limit + 1} OFFSET {offset}" if paged and limit is not None else query
        with uncollected():
            try:
                rows = self._engine.sealed.select(asked)
            except QueryError:
                if not paged:
                    raise
                # A query that ends with VALUES takes nothing after it; one that is wrong is told of its own lines.
                paged, rows = False, self._engine.sealed.select(query)
        more = paged and limit is not None and len(rows.rows) > limit
        if more:
            rows = Rows(variables=rows.variables, rows=rows.rows[:limit])
            warnings.warn(
                f"The answer has more than {limit:,} rows; these are {offset + 1:,} to {offset + len(rows.rows):,}. "
                "Take .next() for the next page, add conditions, or ask with limit=None.",
                LargeAnswerWarning,
                stacklevel=3,
            )
        with uncollected():
            found = as_table(rows, "Rows")
        following = (lambda: self._page(query, limit, offset + (limit or 0))) if more else None
        return Answer(table=found, sparql=query, more=bool(more), _next=following)
