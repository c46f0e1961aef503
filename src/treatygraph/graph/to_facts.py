"""RDF → facts: the published graph is enough to reach every conclusion. facts → graph → facts is the identity.

Only the properties of columns are read; what a graph says beside them is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, get_args

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.days import Duration, PartialDate
from treatygraph.errors import BadDayError, Fault, FaultyDataError
from treatygraph.facts.model import OWN_LANGUAGE, Facts, LedgerEntry, Term, Translation
from treatygraph.facts.read.tables import Table
from treatygraph.graph.from_facts import LEDGER, TRANSLATIONS, Column, columns_of
from treatygraph.graph.mapping import mappings
from treatygraph.graph.terms import TYPE

#: The canonical form of a duration of nothing (XML Schema part 2).
_NO_TIME = "PT0S"
#: The tables whose identifiers are given out once; the graph has ledger entries of those withdrawn only.
_GIVEN_OUT = ("actions", "obligations", "statements")


def facts_from(quads: Iterable[Quad], tables: tuple[Table, ...], concepts: tuple[Term, ...]) -> Facts:
    """Return the facts that a graph holds, each table sorted by its key.

    Args:
        quads: The graph; named graphs are not told apart.
        tables: The tables, from the metadata.
        concepts: The terms of the ontology.

    Raises:
        FaultyDataError: A thing of a class we know lacks a value, or has one that its column cannot take.
    """
    values: dict[str, dict[str, set[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(set))
    members: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
            continue
        if quad.predicate == TYPE:
            if isinstance(quad.object, NamedNode):
                members[quad.object.value].add(quad.subject.value)
        else:
            values[quad.subject.value][quad.predicate.value].add(quad.object)

    subjects = {t.name: sorted(members[mappings()[t.name].type.value]) for t in tables if t.name in mappings()}
    keys = _keys(tables, subjects, values)
    faults: list[Fault] = []
    found: dict[str, tuple[Any, ...]] = {}
    texts: list[Translation] = []
    for table in tables:
        if table.name == TRANSLATIONS:
            continue
        columns = columns_of(table)
        records = []
        for subject in subjects[table.name]:
            try:
                cells = {c.name: _value(table, c, values[subject], keys) for c in columns}
                records.append(table.record(**cells))
                texts += _translations(table, columns, values[subject], str(cells[table.key[0]]))
            except (ValueError, KeyError, TypeError, BadDayError) as error:
                faults.append(
                    Fault(
                        file="graph",
                        row=None,
                        column=table.name,
                        value=subject,
                        cause=f"cannot be read as a row ({error}).",
                        remedy="Correct the graph.",
                    )
                )
        order = {id(r): tuple("" if (v := getattr(r, k)) is None else str(v) for k in table.key) for r in records}
        found[table.name] = tuple(sorted(records, key=lambda r, order=order: order[id(r)]))  # type: ignore[misc]
    if faults:
        raise FaultyDataError(tuple(faults))
    found[LEDGER] = _ledger(found)
    found[TRANSLATIONS] = tuple(sorted(texts, key=lambda t: (t.table, t.row, t.field, t.language)))
    return Facts(**found, terms=concepts)


def _ledger(found: dict[str, tuple[Any, ...]]) -> tuple[LedgerEntry, ...]:
    """Return all identifiers given out: those of the rows, and those that the graph says were withdrawn."""
    given = {r.id: LedgerEntry(id=r.id, listed_in=table, retired=False) for table in _GIVEN_OUT for r in found[table]}
    entries = {**given, **{entry.id: entry for entry in found[LEDGER]}}
    return tuple(entries[identifier] for identifier in sorted(entries))


def _keys(
    tables: tuple[Table, ...],
    subjects: dict[str, list[str]],
    values: dict[str, dict[str, set[NamedNode | Literal]]],
) -> dict[str, str]:
    """Return the identifier that each IRI stands for in a cell."""
    keys = {}
    for table in (t for t in tables if t.name in subjects):
        node = mappings()[table.name].properties[table.key[0]].node.value
        for subject in subjects[table.name]:
            for value in values[subject][node]:
                if isinstance(value, Literal):
                    keys[subject] = value.value
    return keys


def _translations(
    table: Table, columns: tuple[Column, ...], found: dict[str, set[NamedNode | Literal]], row: str
) -> Iterator[Translation]:
    """Yield what the columns of a row say in further languages."""
    if "language" in table.headers:
        return  # each row has the language it names
    for column in columns:
        for value in found[column.node.value]:
            if isinstance(value, Literal) and value.language not in {None, OWN_LANGUAGE}:
                yield Translation(
                    table=table.name, row=row, field=column.name, language=str(value.language), text=value.value
                )


def _value(table: Table, column: Column, found: dict[str, set[NamedNode | Literal]], keys: dict[str, str]) -> Any:
    """Return the value of a cell."""
    texts = []
    for value in found[column.node.value]:
        if isinstance(value, NamedNode):
            texts.append(value.value.rpartition("/")[2] if column.scheme is not None else keys[value.value])
        elif value.language in {None, OWN_LANGUAGE} or "language" in table.headers:
            texts.append(value.value)
    hint = table.hints[column.name]
    options = get_args(hint)
    if options and options[-1] is Ellipsis:
        return tuple(options[0](text) for text in sorted(texts))
    if not texts:
        if type(None) not in options:
            raise ValueError(f"{column.name} is missing")
        return None
    if len(texts) > 1:
        raise ValueError(f"{column.name} has more than one value")
    wanted = next((o for o in options if o is not type(None)), hint)
    if wanted is Duration:
        # Stores write durations in the canonical form of XML Schema, where none at all is one of no seconds.
        return Duration() if texts[0] == _NO_TIME else Duration.parse(texts[0])
    if wanted is PartialDate:
        return PartialDate.parse(texts[0])
    if wanted is date:
        return date.fromisoformat(texts[0])
    if wanted is bool:
        return texts[0] == "true"
    return wanted(texts[0])
