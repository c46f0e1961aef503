"""The graph as files, in quads or in triples; the same bytes every time, since the quads come in one order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from treatygraph.graph.packed import UNREADABLE, opened
from treatygraph.graph.store import DamagedStoreError
from treatygraph.graph.terms import PREFIXES, WRITTEN

#: Name of a format → what pyoxigraph calls it. Some have no named graphs: they hold the union.
FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
#: Formats of triples, and those that abbreviate IRIs.
_UNION, _SHORT = frozenset({"ttl", "nt", "rdf"}), frozenset({"ttl", "trig", "jsonld", "rdf"})
#: So many quads are put in order at once.
_AT_ONCE = 50_000


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads sorted by graph, subject, predicate and object, each once."""
    keyed = {(str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)): q for q in quads}
    return [keyed[key] for key in sorted(keyed)]


def write(quads: Iterable[ox.Quad], form: str, out: IO[bytes]) -> None:
    """Write quads in a format, as they come: but for some thousands, nothing of them is kept.

    A graph stands together within those thousands, and comes again in the next; a triple of two graphs is written once
    where the graphs say it of the same thing, as they do side by side.
    """
    prefixes = dict(WRITTEN) if form in _SHORT else None
    told: Iterator[ox.Quad] | Iterator[ox.Triple] = _triples(quads) if form in _UNION else _by_graph(quads)
    ox.serialize(told, out, format=FORMATS[form], prefixes=prefixes)


def _by_graph(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for some in _some(quads):
        yield from sorted(some, key=lambda quad: str(quad.graph_name))


def _triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    for some in _some(quads):
        yield from dict.fromkeys(quad.triple for quad in some)


def _some(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def serialised(quads: Iterable[ox.Quad], form: str) -> bytes:
    """Return quads in a format."""
    out = BytesIO()
    write(quads, form, out)
    return out.getvalue()


def serialised_triples(triples: list[ox.Triple], form: str) -> bytes:
    """Return triples in a format (`ttl`, `nt`, `jsonld`), sorted, each once."""
    keyed = {(str(t.subject), str(t.predicate), str(t.object)): t for t in triples}
    known = ox.RdfFormat.N_TRIPLES if form == "nt" else FORMATS[form]
    prefixes = None if form == "nt" else dict(PREFIXES)
    raw = ox.serialize((keyed[key] for key in sorted(keyed)), format=known, prefixes=prefixes)
    assert raw is not None
    return raw


#: What `read_ontology` names, so that every build says the same.
_NODES = f"{PREFIXES['id']}node/"
_NODE = re.compile(rb"<" + re.escape(_NODES).encode() + rb"([\w/-]+)>")


def document(lines: bytes, form: str) -> bytes:
    """Return triples in N-Triples as one document in a format, in which class expressions and lists have no names.

    OWL 2 lets them have none (Mapping to RDF Graphs, 2.1), and readers of Turtle take a list for one only then.
    """
    blank = _NODE.sub(lambda node: b"_:" + node[1].replace(b"/", b"-"), lines)
    triples = in_order(ox.parse(blank, format=ox.RdfFormat.N_TRIPLES))
    known = {**FORMATS, "xml": ox.RdfFormat.RDF_XML}[form]
    raw = ox.serialize((q.triple for q in triples), format=known, prefixes=dict(WRITTEN) if form != "nt" else None)
    assert raw is not None
    return raw


def read_ontology(folder: Path, graph: ox.NamedNode) -> list[ox.Quad]:
    """Return the triples of the ontology's Turtle files as quads of a named graph.

    The shapes stay out: they speak of what must not be there. Blank nodes (class expressions) are given names from
    the file and their order, so that every build says the same.
    """
    found = []
    for path in sorted(p for p in folder.glob("*.ttl") if p.name != "shapes.ttl"):
        names: dict[str, ox.NamedNode] = {}

        def named(term: object, path: Path = path, names: dict[str, ox.NamedNode] = names) -> object:
            if isinstance(term, ox.BlankNode):
                return names.setdefault(term.value, ox.NamedNode(f"{_NODES}{path.stem}/{len(names) + 1}"))
            return term

        for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            found.append(ox.Quad(named(q.subject), q.predicate, named(q.object), graph))  # type: ignore[arg-type]
    return found


def quads_of(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of the graph of a build, in its order.

    Raises:
        StoreError: The file is missing or damaged.
    """
    try:
        with opened(path) as lines:
            yield from ox.parse(lines, format=ox.RdfFormat.N_QUADS)
    except (*UNREADABLE, SyntaxError) as error:
        raise DamagedStoreError(f"{path} cannot be read ({error}). Run `treatygraph build`.") from None


def read_quads(path: Path) -> list[ox.Quad]:
    """Return the quads of the graph of a build, in its order."""
    return list(quads_of(path))


def turtle_lines(raw: bytes) -> str:
    """Return the triples of Turtle as sorted N-Triples, each once.

    Raises:
        SyntaxError: It is no Turtle.
    """
    return "".join(sorted({f"{quad.triple} .\n" for quad in ox.parse(raw, format=ox.RdfFormat.TURTLE)}))


def read_triples(raw: str) -> list[ox.Quad]:
    """Return the triples of N-Triples, in their order."""
    return list(ox.parse(raw, format=ox.RdfFormat.N_TRIPLES))
