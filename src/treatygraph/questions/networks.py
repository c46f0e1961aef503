"""Networks, with networkx: citations, participation together, dependency.

Measures are documented where they are made; exports are GraphML and GEXF.
"""

from __future__ import annotations

import difflib
import re
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from treatygraph.errors import TreatygraphError, UnknownNameError
from treatygraph.facts.model import ClauseKind
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table


class NetworkFormatError(TreatygraphError):
    """A format in which networks are not written."""


def citations(register: Register) -> Any:
    """Return the directed graph of which instrument cites, supplements or follows up which.

    Nodes: instruments that cite or are cited, with `label` and `kind`. Edges: `relation` (cites, supplements,
    follows_up) and `weight`, for citations the number of paragraphs that cite.
    """
    graph = nx.DiGraph(name="citations")
    for instrument in register.facts.instruments:
        graph.add_node(instrument.id, label=instrument.short_title, kind=instrument.kind)
    owners = {p.id: p.resolution for p in register.facts.paragraphs}
    for citation in register.facts.citations:
        source = owners[citation.paragraph]
        before = graph.get_edge_data(source, citation.instrument, {"weight": 0})
        graph.add_edge(source, citation.instrument, relation="cites", weight=before["weight"] + 1)
    for instrument in register.facts.instruments:
        for relation in ("supplements", "follows_up"):
            target = getattr(instrument, relation)
            if target is not None:
                graph.add_edge(instrument.id, target, relation=relation, weight=1)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


def participation_together(concluded: Concluded, day: date) -> Any:
    """Return the undirected graph of participants that are party to the same treaties on a day.

    Nodes: participants that are party to at least one treaty, with `label` and `treaties` (how many). Edge `weight`:
    the number of treaties in force for both.
    """
    graph = nx.Graph(name=f"participation together on {day}")
    treaties: dict[str, set[str]] = {}
    for (participant, treaty), found in concluded.participations.items():
        if any(p.in_force_on(day) for p in found):
            treaties.setdefault(participant, set()).add(treaty)
    for participant, own in sorted(treaties.items()):
        graph.add_node(participant, label=concluded.register.name(participant), treaties=len(own))
    names = sorted(treaties)
    for n, a in enumerate(names):
        for b in names[n + 1 :]:
            common = len(treaties[a] & treaties[b])
            if common:
                graph.add_edge(a, b, weight=common)
    return graph


def dependencies(register: Register) -> Any:
    """Return the directed graph of which treaty needs which first (edge `clause`: the article)."""
    graph = nx.DiGraph(name="dependencies")
    graph.add_nodes_from((t, {"label": register.instruments[t].short_title}) for t in register.in_depth)
    for treaty in register.in_depth:
        for clause in register.clauses(treaty, ClauseKind.DEPENDENCY):
            for needed in clause.instruments:
                graph.add_edge(treaty, needed, clause=clause.article)
    return graph


#: The networks by kind: which instrument cites which, participants by common treaties, which treaty needs which first.
KINDS = ("citations", "together", "dependencies")


def network(concluded: Concluded, kind: str, day: date) -> Any:
    """Return the network of a kind; the day is that of participation together.

    Raises:
        UnknownNameError: There is no such kind.
    """
    if kind == "together":
        return participation_together(concluded, day)
    if kind == "citations":
        return citations(concluded.register)
    if kind == "dependencies":
        return dependencies(concluded.register)
    near = tuple(difflib.get_close_matches(kind, KINDS, cutoff=0.4))
    raise UnknownNameError("network", kind, near, f"There are {', '.join(KINDS)}.")


def measures_table(graph: Any) -> Table:
    """Return the measures of each node as a table."""
    return Table.of(
        title=graph.name,
        columns=columns("node", "label", "degree", "weighted_degree", "betweenness"),
        records=(
            {
                "node": node,
                "label": graph.nodes[node].get("label", node),
                "degree": int(found["degree"]),
                "weighted_degree": int(found["weighted_degree"]),
                "betweenness": found["betweenness"],
            }
            for node, found in sorted(measures(graph).items())
        ),
        notes=(
            f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges; measures as in questions/networks.",
        ),
    )


def measures(graph: Any) -> dict[str, dict[str, float]]:
    """Return measures of each node.

    `degree`: neighbours, both directions together; `weighted_degree`: the sum of their weights; `betweenness`: the
    share of shortest paths (unweighted) that pass through it, from 0 to 1.
    """
    between = nx.betweenness_centrality(graph)
    weighted = dict(graph.degree(weight="weight"))
    return {
        node: {"degree": degree, "weighted_degree": weighted[node], "betweenness": round(between[node], 6)}
        for node, degree in graph.degree()
    }


def write(graph: Any, path: Path) -> None:
    """Write a graph as GraphML or GEXF, by the ending of the path.

    Raises:
        NetworkFormatError: Another ending, or a place that cannot be written.
    """
    if path.suffix not in {".graphml", ".gexf"}:
        raise NetworkFormatError(f"{path.name}: a network is written as .graphml or .gexf. Choose one of them.")
    try:
        if path.suffix == ".graphml":
            nx.write_graphml(graph, path)
        else:
            # No creation day in the file: the same network is the same bytes.
            text = re.sub(r'lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(graph)))
            path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise NetworkFormatError(f"{path} could not be written ({error.strerror}). Check the path.") from None
