"""Asking a question of the library: parameters become serialised terms, never pasted text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from treatygraph.days import parse_day
from treatygraph.errors import TreatygraphError
from treatygraph.facts.lookups import (
    find_obligation,
    find_paragraph,
    find_participant,
    find_region,
    find_source,
    find_term,
    find_treaty,
)
from treatygraph.facts.register import Register
from treatygraph.graph.from_facts import literal
from treatygraph.graph.mint import Mint, concept
from treatygraph.graph.store import Rows, Store
from treatygraph.graph.store import Value as Term
from treatygraph.graph.terms import CONCEPT, DATA
from treatygraph.questions.catalogue import Parameter, Question
from treatygraph.questions.question import Column, ColumnKind, Table, Value


class ParameterError(TreatygraphError):
    """A parameter that a question does not have."""


def term_for(register: Register, parameter: Parameter, text: str) -> str:
    """Return the value of a parameter as a serialised RDF term.

    The text is looked up as a participant, treaty, day ... first: what is no such thing is refused, and what is one is
    minted, so that no text of a user ever stands in a query.

    Raises:
        UnknownNameError: Nothing answers to the text.
        BadDayError: The text is no day.
    """
    if parameter.type == "day":
        return str(literal(parse_day(text.strip())))
    if parameter.type == "theme":
        return str(concept("theme", find_term(register, "theme", text).code))
    mint = Mint(register)
    find, table = _LOOKUPS[parameter.type]
    return str(mint.by_id(table, find(register, text).id))


_LOOKUPS: Mapping[str, tuple[Callable[[Register, str], Any], str]] = {
    "participant": (find_participant, "participants"),
    "treaty": (find_treaty, "instruments"),
    "paragraph": (find_paragraph, "paragraphs"),
    "obligation": (find_obligation, "obligations"),
    "source": (find_source, "sources"),
    "region": (find_region, "regions"),
}


def filled(register: Register, question: Question, values: Mapping[str, str]) -> str:
    """Return the question as SPARQL with its parameters set; those not given keep their example.

    Raises:
        ParameterError: The question has no such parameter.
        UnknownNameError: A value names nothing.
        BadDayError: A value is no day.
    """
    known = {p.name: p for p in question.parameters}
    sparql = question.sparql
    for name, text in values.items():
        if name not in known:
            has = ", ".join(known) or "none"
            raise ParameterError(f"{question.id} has no parameter {name[:40]!r}. It has: {has}.")
        sparql = _with(sparql, name, term_for(register, known[name], text))
    return sparql


#: What a parameter of a query of one's own is, by its name.
_BY_NAME = {"on": "day", "since": "day", "a": "participant", "b": "participant"}


def filled_freely(register: Register, query: str, values: Mapping[str, str]) -> str:
    """Return a query that stands in no library with its lines `VALUES ?name { … }` set.

    Raises:
        ParameterError: There is no such line, or its name is none of the kinds that can be looked up.
        UnknownNameError: A value names nothing.
    """
    for name, text in values.items():
        kind = _BY_NAME.get(name, name)
        if kind not in {"day", "theme", *_LOOKUPS}:
            known = ", ".join(sorted({*_BY_NAME, "theme", *_LOOKUPS}))
            raise ParameterError(f"A parameter {name[:40]!r} cannot be looked up. Use one of {known}.")
        if not re.search(rf"VALUES \?{name} \{{[^{{}}]*\}}", query):
            raise ParameterError(f"The query has no line VALUES ?{name} {{ … }} to set.")
        parameter = Parameter(name=name, type=kind, example="", description="")
        query = _with(query, name, term_for(register, parameter, text))
    return query


def described(question: Question, name: str, iri: str) -> str:
    """Return a description query for an IRI of ours.

    Raises:
        ParameterError: The text holds a character that no IRI has.
    """
    if not _IRI.fullmatch(iri):
        raise ParameterError(f"{iri[:80]!r} is no IRI. Leave out spaces, quotes and brackets.")
    return _with(question.sparql, name, f"<{iri}>")


_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]{1,2000}")


def _with(sparql: str, name: str, term: str) -> str:
    # Cut and joined, not substituted: the term is put in as it is, whatever it holds.
    return f"VALUES ?{name} {{ {term} }}".join(re.split(rf"VALUES \?{name} \{{[^{{}}]*\}}", sparql))


def ask(register: Register, store: Store, question: Question, values: Mapping[str, str]) -> Table:
    """Return the answer of a question, with the parameters used as notes."""
    return answer_table(question, store.select(filled(register, question, values)), values)


def answer_table(question: Question, rows: Rows, values: Mapping[str, str]) -> Table:
    """Return the rows of a question as a table, with the parameters used as notes."""
    used = {p.name: values.get(p.name, p.example) for p in question.parameters}
    notes = [question.description]
    if used:
        notes.append("Asked with " + ", ".join(f"{name}={value}" for name, value in used.items()) + ".")
    return as_table(rows, question.summary, tuple(notes))


def as_table(rows: Rows, title: str, notes: tuple[str, ...] = (), columns: tuple[Column, ...] | None = None) -> Table:
    """Return rows of RDF terms as a table; IRIs of ours are shown from `id/` or `concept/` on.

    Args:
        rows: The rows.
        title: What they answer.
        notes: What a reader must know.
        columns: The columns of the question; for a query of one's own, they are told by its terms.
    """
    headed = columns or tuple(_column(name, {row[n] for row in rows.rows}) for n, name in enumerate(rows.variables))
    # By identity: engines give one value for a term that comes again, and the rows keep it alive.
    known: dict[int, Value] = {}
    cells = []
    for row in rows.rows:
        for value in row:
            if id(value) not in known:
                known[id(value)] = cell_of(value)
        cells.append(tuple([known[id(value)] for value in row]))
    return Table(title=title, columns=headed, rows=tuple(cells), notes=notes)


#: What the cells of a column are when all its literals have one of these datatypes.
_BY_DATATYPE = {
    "date": ColumnKind.DAY,
    "integer": ColumnKind.NUMBER,
    "int": ColumnKind.NUMBER,
    "long": ColumnKind.NUMBER,
    "boolean": ColumnKind.TRUTH,
    "decimal": ColumnKind.DECIMAL,
    "double": ColumnKind.DECIMAL,
    "float": ColumnKind.DECIMAL,
}


def _column(name: str, found: set[Term | None]) -> Column:
    kinds = {
        ColumnKind.IRI if value.kind == "iri" else _BY_DATATYPE.get(value.datatype.rpartition("#")[2], ColumnKind.TEXT)
        for value in found
        if value is not None
    }
    if kinds == {ColumnKind.NUMBER, ColumnKind.DECIMAL}:
        kinds = {ColumnKind.DECIMAL}
    return Column(name=name, kind=kinds.pop() if len(kinds) == 1 else ColumnKind.TEXT, labels={"en": name})


def cell_of(term: Term | None) -> Value:
    """Return an RDF term as a plain value: a number, a truth, or text; a day as its text."""
    if term is None:
        return None
    if term.kind == "iri":
        for base, short in ((DATA, "id/"), (CONCEPT, "concept/")):
            if term.text.startswith(base):
                return short + term.text.removeprefix(base)
        return term.text
    match _BY_DATATYPE.get(term.datatype.rpartition("#")[2]):
        case ColumnKind.NUMBER:
            return int(term.text)
        case ColumnKind.DECIMAL:
            return float(term.text)
        case ColumnKind.TRUTH:
            return term.text in {"true", "1"}
    return term.text
