"""Facts → RDF. The metadata of the tables say what refers to what; `terms` says which property a column becomes.

A row stands in the named graph of its first source; a row without a source of its own in `graph/facts`.
Beside the columns, a few triples are added for those who query (labels, the treaty of an obligation, requests).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.days import Duration, PartialDate
from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Facts, Paragraph, ParticipantKind
from treatygraph.facts.read.tables import Table
from treatygraph.facts.register import Register
from treatygraph.graph import terms
from treatygraph.graph.lines import Term, quads_in, told
from treatygraph.graph.mapping import mappings
from treatygraph.graph.mint import Mint, concept, source_graph
from treatygraph.graph.terms import CONCEPT, SUBCLASSES, TYPE, term

XSD = terms.PREFIXES["xsd"]
_TYPED = {
    "date": NamedNode(f"{XSD}date"),
    "year": NamedNode(f"{XSD}gYear"),
    "month": NamedNode(f"{XSD}gYearMonth"),
    "boolean": NamedNode(f"{XSD}boolean"),
    "integer": NamedNode(f"{XSD}integer"),
    "duration": NamedNode(f"{XSD}duration"),
    "anyURI": NamedNode(f"{XSD}anyURI"),
}

#: The table whose rows are texts of other rows.
TRANSLATIONS = "texts"

#: The table of all identifiers that were given out.
LEDGER = "ledger"

#: The EU Publications Office's authority list names States by ISO 3166-1 alpha-3.
EU_COUNTRIES = "http://publications.europa.eu/resource/authority/country/"


@dataclass(frozen=True, slots=True)
class Column:
    """How the cells of a column become objects."""

    name: str
    node: NamedNode
    language: str | None
    scheme: str | None
    target: str | None
    datatype: str | None


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return how each column of a table becomes RDF."""
    foreign, properties = dict(table.foreign), mappings()[table.name].properties
    found = []
    for column in table.columns:
        mapped = properties[column.name]
        scheme = None
        if str(column.valueUrl).startswith(CONCEPT):
            scheme = str(column.valueUrl).removeprefix(CONCEPT).partition("/")[0]
        pattern = str(column.datatype.format) if column.datatype.format else ""
        # A language is a tag, as the literals have it.
        target = foreign.get(column.name) if foreign.get(column.name) != "languages" else None
        datatype = "anyURI" if pattern.startswith("https?:") else None
        found.append(Column(column.name, mapped.node, mapped.language, scheme, target, datatype))
    return tuple(found)


def literal(value: Any, language: str | None = None, datatype: str | None = None) -> Literal:
    """Return a value as a literal of its type."""
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=_TYPED["boolean"])
    if isinstance(value, int):
        return Literal(str(value), datatype=_TYPED["integer"])
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=_TYPED["date"])
    if isinstance(value, PartialDate):
        kind = "date" if value.day is not None else "month" if value.month is not None else "year"
        return Literal(str(value), datatype=_TYPED[kind])
    if isinstance(value, Duration):
        return Literal(str(value), datatype=_TYPED["duration"])
    if language is not None:
        return Literal(value, language=language)
    return Literal(value, datatype=_TYPED[datatype]) if datatype is not None else Literal(value)


def quads(register: Register, tables: tuple[Table, ...], rows: Facts | None = None) -> Iterator[Quad]:
    """Return the facts as quads; the same facts give the same quads, in no promised order.

    Args:
        register: The facts.
        tables: What the metadata say of their tables.
        rows: The rows to be told, when not all of them.
    """
    return quads_in(lines(register, tables, rows))


def lines(register: Register, tables: tuple[Table, ...], rows: Facts | None = None) -> Iterator[str]:
    """Yield the facts as lines of N-Quads, those of a row at once; for what is given, see `quads`."""
    rows = register.facts if rows is None else rows
    mint = Mint(register)
    for table in tables:
        if table.name == TRANSLATIONS or not getattr(rows, table.name):
            continue  # texts stand with the rows they tell
        columns = columns_of(table)
        base = mappings()[table.name].type
        for record in getattr(rows, table.name):
            if not _is_told(table.name, record):
                continue
            subject = mint.row(table.name, record)
            triples: list[tuple[NamedNode, Term]] = [(TYPE, base)]
            triples += _more_types(table.name, record)
            for column in columns:
                triples += _cells(mint, column, record)
            for column in columns:
                triples += _translations(register, column, record)
            triples += _beside(register, mint, table.name, record)
            yield told(subject, triples, graph_of(record))
    for paragraph in rows.paragraphs:
        yield from _requests(register, mint, paragraph)


def _is_told(table: str, record: Any) -> bool:
    """Return whether the graph tells a row: of the identifiers given out those withdrawn, for each other has a row."""
    return table != LEDGER or record.retired


def graph_of(record: Any) -> NamedNode:
    """Return the named graph a row stands in: that of its first source, or `graph/facts` when it has none.

    One graph only, since engines differ in whether a union of graphs repeats a triple that stands in two of them.
    The row names all its sources (`dcterms:source`).
    """
    sources = getattr(record, "sources", ()) or (getattr(record, "source", None),)
    return source_graph(sources[0]) if sources[0] is not None else terms.FACTS_GRAPH


def _more_types(table: str, record: Any) -> list[tuple[NamedNode, NamedNode]]:
    name = SUBCLASSES.get((table, str(getattr(record, "kind", ""))))
    return [(TYPE, term(f"tg:{name}"))] if name is not None else []


def _cells(mint: Mint, column: Column, record: Any) -> Iterator[tuple[NamedNode, Term]]:
    value = getattr(record, column.name)
    for part in value if isinstance(value, tuple) else (value,):
        if part is None:
            continue
        if column.scheme is not None:
            yield column.node, concept(column.scheme, str(part))
        elif column.target is not None:
            yield column.node, mint.by_id(column.target, part)
        else:
            language = (
                record.language
                if (column.name, column.language) == ("name", None) and hasattr(record, "language")
                else column.language
            )
            yield column.node, literal(part, language, column.datatype)


def _translations(register: Register, column: Column, record: Any) -> Iterator[tuple[NamedNode, Literal]]:
    """Yield what a column says in further languages."""
    for language, text in register.translations(record, column.name).items():
        yield column.node, Literal(text, language=language)


def _beside(register: Register, mint: Mint, table: str, record: Any) -> Iterator[tuple[NamedNode, Term]]:
    """Yield triples that no column holds and that queries need."""
    if table == "participants":
        yield terms.LABEL, Literal(register.name(record.id), language="en")
        for language in register.languages:
            if (record.id, language) in register.short_names:
                yield terms.PREF_LABEL, Literal(register.name(record.id, language), language=language)
        for region in register.regions_around(record.region):
            yield term("tg:withinRegion"), mint.by_id("regions", region)
        if record.kind is ParticipantKind.STATE:
            yield terms.EXACT_MATCH, NamedNode(EU_COUNTRIES + record.id)
    elif table == "instruments":
        yield terms.LABEL, Literal(record.short_title, language="en")
        if record.id in register.treaties:
            yield term("tg:hasParticipants"), literal(True)
        if record.id in register.with_obligations:
            yield term("tg:hasObligations"), literal(True)
    elif table == "regions":
        yield terms.LABEL, Literal(record.name, language="en")
    elif table == "provisions":
        yield terms.LABEL, Literal(cite(record), language="en")
        yield term("tg:treaty"), NamedNode(mint.instrument(record.instrument))
    elif table == "obligations":
        treaty = register.provisions[record.provision].instrument
        yield term("tg:treaty"), NamedNode(mint.instrument(treaty))
    elif table == "conflicts":
        kind = "statements" if record.about in register.statements else "actions"
        yield term("tg:aboutRow"), mint.by_id(kind, record.about)


def _requests(register: Register, mint: Mint, paragraph: Paragraph) -> Iterator[str]:
    """Yield the requests of a paragraph: one for each verb with an addressee, towards the treaties the paragraph cites.

    A request is never an obligation; only a treaty binds.
    """
    node = mint.by_id("paragraphs", paragraph.id)
    cited = [c.instrument for c in register.facts.citations if c.paragraph == paragraph.id]
    graph = source_graph(paragraph.source)
    for row in register.facts.verbs:
        if row.paragraph != paragraph.id or row.addressee is None:
            continue
        request = NamedNode(f"{node.value}/request/{row.ordinal}")
        asked = [
            (TYPE, term("tg:Request")),
            (term("tg:requestedBy"), node),
            (term("tg:verb"), concept("operative_verb", row.verb)),
            (term("tg:addressee"), concept("addressee", row.addressee)),
        ]
        treaties = [mint.by_id("instruments", treaty) for treaty in cited if treaty in register.treaties]
        yield told(request, [*asked, *((term("tg:targetTreaty"), treaty) for treaty in treaties)], graph)
