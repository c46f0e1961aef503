"""Histories → RDF: stretches of status, and of the relations that statements and acceptances touch.

A question about a day is a comparison of texts, the same on every engine:

    ?stretch tg:status ?status ; tg:holdsFrom ?from ; tg:holdsUntil ?until .
    FILTER(STR(?from) <= STR(?on) && STR(?on) < STR(?until))

Both ends are always there. Known days are `xsd:date`; what has no beginning or no end says so in words of the Extended
Date/Time Format that sort before and after every day (`terms.NO_BEGINNING`, `terms.NO_END`), and are no days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from treatygraph.facts.model import StatementKind
from treatygraph.graph.from_facts import literal
from treatygraph.graph.lines import Term, told
from treatygraph.graph.mint import Mint, concept, digest, participant
from treatygraph.graph.terms import LAW_GRAPH, NO_BEGINNING, NO_END, TYPE, term
from treatygraph.law.model import Application, Reason, Status
from treatygraph.law.relation_history import RelationStretch, relation_history, touched_pairs
from treatygraph.law.status import Concluded
from treatygraph.law.territories import TerritoryStretch, territory_history

#: Gives the node of a reason, and remembers that it is cited.
Cite = Callable[[Reason], NamedNode]


def over(since: date | None, until: date | None) -> list[tuple[str, Literal]]:
    """Return both ends of a time, of which an open one says so; none where it has no day.

    What may have ended before it began, since the record leaves a day open, surely holds on no day.
    """
    if since is not None and until is not None and since >= until:
        return []
    return [
        ("holdsFrom", literal(since) if since is not None else NO_BEGINNING),
        ("holdsUntil", literal(until) if until is not None else NO_END),
    ]


def statuses(concluded: Concluded, mint: Mint) -> Iterator[str]:
    """Yield the stretches of status of every participant under every treaty, with the participation each rests on.

    Those who have the same status over the same time without a participation share a stretch: most are third States
    to most treaties, from the beginning of time on.
    """
    for treaty in concluded.register.treaties:
        node = NamedNode(mint.instrument(treaty))
        shared: dict[tuple[Status, date | None, date | None], list[str]] = {}
        for code in concluded.register.listed(treaty):
            for stretch in concluded.history(code, treaty):
                if stretch.participation is None:
                    shared.setdefault((stretch.status, stretch.since, stretch.until), []).append(code)
                    continue
                subject = NamedNode(f"{node.value}/stretch/{code}/{digest(stretch.status, str(stretch.since))}")
                # The reasons of its participation are those of the stretch.
                held = ("participation", mint.participation(stretch.participation.consent))
                yield _stretch(subject, node, [code], stretch.status, (stretch.since, stretch.until), [held])
        for (status, since, until), codes in shared.items():
            subject = NamedNode(f"{node.value}/stretch/{digest(status, str(since), str(until))}")
            yield _stretch(subject, node, codes, status, (since, until), [])


def _stretch(
    subject: NamedNode,
    treaty: NamedNode,
    codes: list[str],
    status: Status,
    ends: tuple[date | None, date | None],
    held: list[tuple[str, NamedNode]],
) -> str:
    pairs: list[tuple[str, Term]] = [
        *(("participant", participant(code)) for code in codes),
        ("treaty", treaty),
        ("status", concept("status", status)),
        *over(*ends),
        *held,
    ]
    return thing(subject, "Stretch", pairs)


def relations(concluded: Concluded, mint: Mint, cite: Cite) -> Iterator[str]:
    """Yield the relations that statements or acceptances touch, while both are party or may be.

    Between all others the treaty is in force while both are party, with the reservations of either.
    """
    for treaty in concluded.register.treaties:
        for a, b in touched_pairs(concluded, treaty):
            for stretch in relation_history(concluded, treaty, a, b):
                if stretch.both_party or stretch.relation.exists is None:
                    yield from _relation(concluded, mint, cite, stretch)


def _relation(concluded: Concluded, mint: Mint, cite: Cite, stretch: RelationStretch) -> Iterator[str]:
    relation = stretch.relation
    treaty = NamedNode(mint.instrument(relation.treaty))
    a, b = sorted((relation.a, relation.b))
    subject = NamedNode(f"{treaty.value}/relation/{a}/{b}/{digest(str(stretch.since))}")
    pairs: list[tuple[str, Term]] = [
        ("treaty", treaty),
        ("between", participant(a)),
        ("between", participant(b)),
        ("relationStatus", concept("relation_status", relation.existence)),
        *over(stretch.since, stretch.until),
        *(("objection", node) for node in _objections(concluded, mint, relation.reason)),
        *(("deniedBy", mint.by_id("statements", s.id)) for s in relation.contested),
        ("reason", cite(relation.reason)),
    ]
    yield thing(subject, "TreatyRelation", pairs)
    for effect in relation.effects:
        statement = effect.reservation.statement
        found: list[tuple[str, Term]] = [
            ("treatyRelation", subject),
            ("statement", mint.by_id("statements", statement.id)),
            ("effectOnProvisions", literal(str(effect.effect))),
            *(("reading", literal(f"{r.view}: {r.effect}")) for r in effect.readings),
            *(("objection", node) for node in _objections(concluded, mint, effect.reason)),
            ("reason", cite(effect.reason)),
        ]
        yield thing(NamedNode(f"{subject.value}/effect/{digest(statement.id)}"), "RelationEffect", found)


def _objections(concluded: Concluded, mint: Mint, reason: Reason) -> list[NamedNode]:
    """Return the objections that a proof rests on."""
    statements = concluded.register.statements
    named = {fact.id for step in reason.walk() for fact in step.facts if fact.table == "statements"}
    found = sorted(s for s in named if statements[s].kind is StatementKind.OBJECTION)
    return [mint.by_id("statements", statement) for statement in found]


def territories(concluded: Concluded, mint: Mint, cite: Cite) -> Iterator[str]:
    """Yield how treaties apply to territories, while they are in force for the participant responsible or may be.

    Under the treaties read in depth; under another, where a statement names the territory.
    """
    register = concluded.register
    named = {(s.treaty, territory) for s in register.facts.statements for territory in s.territories}
    for treaty in register.treaties:
        for territory in (p.id for p in register.facts.participants if p.responsible is not None):
            if treaty not in register.obligations_by_treaty and (treaty, territory) not in named:
                continue
            for stretch in territory_history(concluded, territory, treaty):
                if stretch.application is not Application.NOT_IN_FORCE:
                    yield _territory(mint, cite, stretch)


def _territory(mint: Mint, cite: Cite, stretch: TerritoryStretch) -> str:
    treaty = NamedNode(mint.instrument(stretch.treaty))
    mark = digest(stretch.application, str(stretch.since))
    pairs: list[tuple[str, Term]] = [
        ("treaty", treaty),
        ("territory", participant(stretch.territory)),
        ("application", concept("territorial_status", stretch.application)),
        *over(stretch.since, stretch.until),
        ("reason", cite(stretch.reason(stretch.since or date.min))),
    ]
    if stretch.responsible is not None:
        pairs.append(("participant", participant(stretch.responsible)))
    if stretch.statement is not None:
        pairs.append(("statement", mint.by_id("statements", stretch.statement.id)))
    return thing(NamedNode(f"{treaty.value}/territory/{stretch.territory}/{mark}"), "TerritoryStretch", pairs)


def thing(subject: NamedNode, kind: str, pairs: Iterable[tuple[str, Term | None]]) -> str:
    """Return what is concluded about a thing, as lines: its class, and its properties that have a value."""
    return told(subject, [(TYPE, term(f"tg:{kind}"))], LAW_GRAPH) + more(subject, pairs)


def more(subject: NamedNode, pairs: Iterable[tuple[str, Term | None]]) -> str:
    """Return what is concluded about a thing whose class was told, as lines."""
    return told(subject, [(term(f"tg:{name}"), value) for name, value in pairs], LAW_GRAPH)
