"""Asking a question of the library: parameters become serialised terms, never pasted text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from treatygraph.facts.register import Register
from treatygraph.graph.from_facts import literal
from treatygraph.graph.mint import Mint, concept
from treatygraph.graph.store import Rows, Store, StoreError
from treatygraph.graph.store import Value as Term
from treatygraph.law.status import Concluded
from treatygraph.questions.parameters import ParameterError, given, looked_up, named_freely, table_of, told_with
from treatygraph.questions.question import Column, ColumnKind, Parameter, Question, Table, Value


def term_for(register: Register, parameter: Parameter, text: str) -> str:
    """Return the value of a parameter as a serialised RDF term: looked up, then minted.

    Raises:
        ParameterError: The text is no such value.
        UnknownNameError: Nothing answers to the text.
        BadDayError: The text is no day.
    """
    found = looked_up(register, parameter, text)
    if parameter.kind is ColumnKind.CODE:
        return str(concept(parameter.scheme or parameter.name, str(found)))
    table = table_of(parameter.kind)
    return str(literal(found)) if table is None else str(Mint(register).by_id(table, str(found)))


def filled(register: Register, question: Question, values: Mapping[str, str]) -> str:
    """Return the question as SPARQL with its parameters set.

    Those not given keep their example; a day is the latest as-of day of the data.

    Raises:
        ParameterError: The question has no such parameter, or is no SPARQL.
        UnknownNameError: A value names nothing.
        BadDayError: A value is no day.
    """
    if question.sparql is None:
        raise ParameterError(f"{question.id} is answered by the law, not by SPARQL. Ask it without --sparql.")
    told = told_with(register, question, values)
    sparql = question.sparql
    for parameter in question.parameters:
        if parameter.name in values or parameter.as_of:
            sparql = _with(sparql, parameter.name, term_for(register, parameter, told[parameter.name]))
    return sparql


def filled_freely(register: Register, query: str, values: Mapping[str, str]) -> str:
    """Return a query that stands in no library with its lines `VALUES ?name { … }` set.

    Raises:
        ParameterError: There is no such line, or its name is none of the kinds that can be looked up.
        UnknownNameError: A value names nothing.
    """
    for name, text in values.items():
        parameter = named_freely(name)
        if not re.search(rf"VALUES \?{name} \{{[^{{}}]*\}}", query):
            raise ParameterError(f"The query has no line VALUES ?{name} {{ … }} to set.")
        query = _with(query, name, term_for(register, parameter, text))
    return query


def described(question: Question, name: str, iri: str) -> str:
    """Return a description query for an IRI of ours.

    Raises:
        ParameterError: The text holds a character that no IRI has.
    """
    if not _IRI.fullmatch(iri):
        raise ParameterError(f"{iri[:80]!r} is no IRI. Leave out spaces, quotes and brackets.")
    return _with(question.sparql or "", name, f"<{iri}>")


#: RFC 3987, 2.2: nor signs that stand for none, as an address that is no UTF-8 is read.
_IRI = re.compile(r"[^\x00-\x20\x7f-\x9f<>\"{}|^`\\\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]{1,2000}")


def _with(sparql: str, name: str, term: str) -> str:
    # Cut and joined, not substituted: the term is put in as it is, whatever it holds.
    return f"VALUES ?{name} {{ {term} }}".join(re.split(rf"VALUES \?{name} \{{[^{{}}]*\}}", sparql))


def ask(
    register: Register,
    question: Question,
    values: Mapping[str, str],
    store: Callable[[], Store],
    conclusions: Callable[[], Concluded],
) -> Table:
    """Return the answer of a question, with the parameters used as notes.

    Args:
        register: The facts, for the names in the values.
        question: The question.
        values: Its parameters as people write them.
        store: Opens the store, when the answer is SPARQL.
        conclusions: Gives the conclusions, when the answer is the law's.
    """
    if question.law is not None:
        return question.law(conclusions(), given(register, question, values))
    return answer_table(register, question, store().select(filled(register, question, values)), values)


def answer_table(register: Register, question: Question, rows: Rows, values: Mapping[str, str]) -> Table:
    """Return the rows of a question as a table, with the parameters used as notes."""
    used = told_with(register, question, values)
    notes = [question.description]
    if used:
        notes.append("Asked with " + ", ".join(f"{name}={value}" for name, value in used.items()) + ".")
    return as_table(rows, question.sentence(), tuple(notes), question.columns)


def as_table(rows: Rows, title: str, notes: tuple[str, ...] = (), columns: tuple[Column, ...] | None = None) -> Table:
    """Return rows of RDF terms as a table; an IRI is whole, so that it can be joined and asked again.

    Args:
        rows: The rows.
        title: What they answer.
        notes: What a reader must know.
        columns: The columns of the question; for a query of one's own, they are told by its terms.

    Raises:
        StoreError: An endpoint answers with other columns than it was asked for, or with what is no value of theirs.
    """
    if columns is not None and len(rows.variables) != len(columns):
        asked, given = (", ".join(names)[:200] for names in ([c.name for c in columns], rows.variables))
        raise StoreError(f"The answer has the columns {given}, and not {asked}. Check that it is a SPARQL endpoint.")
    headed = columns or tuple(_column(name, [row[n] for row in rows.rows]) for n, name in enumerate(rows.variables))
    by_column = [
        cells_of(column.kind, cells) for column, cells in zip(headed, zip(*rows.rows, strict=True), strict=False)
    ]
    return Table(title=title, columns=headed, rows=tuple(zip(*by_column, strict=True)), notes=notes)


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


def _column(name: str, cells: Sequence[Term | None]) -> Column:
    # By identity, as the cells are made.
    found = {id(term): term for term in cells}.values()
    kinds = {ColumnKind.IRI if value.kind == "iri" else _kind(value) for value in found if value is not None}
    if kinds == {ColumnKind.NUMBER, ColumnKind.DECIMAL}:
        kinds = {ColumnKind.DECIMAL}
    return Column(name=name, kind=kinds.pop() if len(kinds) == 1 else ColumnKind.TEXT, labels={"en": name})


def _kind(term: Term) -> ColumnKind:
    """Return what a literal is: by its datatype, where it is written as one of that datatype; else text."""
    kind = _BY_DATATYPE.get(term.datatype.rpartition("#")[2], ColumnKind.TEXT)
    return kind if kind not in _WRITTEN or _is(kind, term.text) else ColumnKind.TEXT


#: How the values of some kinds are written. What is longer is text: nobody computes with such a number.
_WRITTEN = {
    ColumnKind.NUMBER: re.compile(r"[+-]?[0-9]{1,400}"),
    ColumnKind.DECIMAL: re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,6})?"),
    ColumnKind.TRUTH: re.compile("true|false|0|1"),
}


def _is(kind: ColumnKind, text: str) -> bool:
    written = _WRITTEN[kind].fullmatch(text) is not None
    return written and (kind is not ColumnKind.DECIMAL or math.isfinite(float(text)))


def cells_of(kind: ColumnKind, terms: Sequence[Term | None]) -> list[Value]:
    """Return the cells of a column from its RDF terms: numbers, truths, or text; a day as its text."""
    # By identity: engines give one value for a term that comes again, and the rows keep it alive.
    found = {id(term): term for term in terms}
    made = {key: None if term is None else _cell(kind, term) for key, term in found.items()}
    return [made[id(term)] for term in terms]


def _cell(kind: ColumnKind, term: Term) -> Value:
    if kind in _WRITTEN and not _is(kind, term.text):
        raise StoreError(f"An endpoint answers {term.text[:40]!r} where a {kind} is due. Check that it is one of ours.")
    match kind:
        case ColumnKind.NUMBER:
            return int(term.text)
        case ColumnKind.DECIMAL:
            return float(term.text)
        case ColumnKind.TRUTH:
            return term.text in {"true", "1"}
    return term.text
