"""A part of a build: what follows for one family of treaties, kept until something changes that it follows from.

A part is known by its key, which is made of contents: the family's rows, the rows of others that they name, what all
treaties share, the day of the counts, and the mark of the code. The same key is the same part, byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import msgspec

from treatygraph.facts.model import Facts
from treatygraph.facts.read.tables import Table
from treatygraph.facts.register import Register
from treatygraph.facts.write import table_text
from treatygraph.graph import from_facts, from_law
from treatygraph.graph.lines import Counted, counted, in_lines, sorted_lines
from treatygraph.graph.serialise import read_ontology
from treatygraph.graph.terms import ONTOLOGY_GRAPH
from treatygraph.law.findings import findings
from treatygraph.law.known import Known, everyone
from treatygraph.law.model import Commitment, Finding, NotificationGap, Participation
from treatygraph.law.obligations import Ledger, notification_gaps
from treatygraph.law.status import Concluded, conclude
from treatygraph.pipeline.families import ASIDE, Family
from treatygraph.settings import ONTOLOGY

#: The tables of the conclusions of a build, and their columns; findings stand beside them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "participations": ("participant", "treaty", "ordinal", "consent", "consented_on", "since", "until", "rule"),
    "commitments": tuple(f.name for f in fields(Commitment)),
    "entry_into_force": ("treaty", "threshold_on", "in_force_on", "stated_in_force_on", "ended_on"),
    "notification_gaps": ("participant", "treaty", "provision", "condition", "unread_statement", "of_record"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a part says beside its quads.

    `shared` are lines that other parts may say as well; `tables` the rows of the conclusions by table and treaty, as
    text; `digest` is that of the part, its quads included.
    """

    shared: tuple[bytes, ...]
    counts: Counted
    tables: dict[str, dict[str, str]]
    participations: int
    commitments: int
    known: Known | None
    findings: tuple[Finding, ...]
    digest: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a build: its quads as sorted lines, and what it says beside them."""

    lines: bytes
    made: Made


def shared_digest(register: Register, left: Facts, day: date, code: str) -> bytes:
    """Return the mark of what every part follows from."""
    tables = [getattr(left, f.name) for f in fields(Facts) if f.name not in ASIDE]
    return _digest((tables, register.conditions_told, sorted(register.telling_of_the_past), day, code))


def key_of(family: Family, shared: bytes) -> bytes:
    """Return the key of the part of a family."""
    return _digest((family.own, family.named, shared))


def key_of_left(register: Register, left: Facts, code: str) -> bytes:
    """Return the key of the part of the rows that are of no family: their IRIs are made of what they refer to."""
    facts = register.facts
    return _digest((left, facts.instruments, facts.provisions, facts.obligations, facts.coverage, code))


def part_of(family: Family, day: date, tables: tuple[Table, ...]) -> Part:
    """Return what follows for a family of treaties, for the counts of a day."""
    concluded = conclude(family.register)
    missing = _notifications_missing(concluded, day)
    own, shared = from_law.parts(concluded, day, missing)
    lines = sorted_lines((*from_facts.lines(family.register, tables, family.own), *own))
    texts, participations, commitments = _tables(concluded, missing)
    return _part(
        lines,
        shared=tuple(sorted_lines(shared)),
        tables=texts,
        participations=participations,
        commitments=commitments,
        known=everyone(concluded, day),
        findings=findings(concluded),
    )


def part_of_left(register: Register, left: Facts, tables: tuple[Table, ...]) -> Part:
    """Return what the rows say that are of no family, and the ontology."""
    lines = (*from_facts.lines(register, tables, left), in_lines(read_ontology(ONTOLOGY, ONTOLOGY_GRAPH)))
    nothing: dict[str, Any] = {"shared": (), "tables": {}, "known": None, "findings": ()}
    return _part(sorted_lines(lines), participations=0, commitments=0, **nothing)


def _part(lines: list[bytes], **told: Any) -> Part:
    raw = b"".join(lines)
    counts = counted(lines)
    return Part(raw, Made(counts=counts, digest=_digest((hashlib.sha256(raw).digest(), told)), **told))


def _notifications_missing(concluded: Concluded, day: date) -> tuple[NotificationGap, ...]:
    """Return the notifications that nobody recorded by the day, by participant and treaty."""
    return tuple(
        gap
        for participant in concluded.register.participants
        for treaty in concluded.register.treaties
        for gap in notification_gaps(concluded, participant, treaty, day)
    )


def _tables(concluded: Concluded, missing: tuple[NotificationGap, ...]) -> tuple[dict[str, dict[str, str]], int, int]:
    """Return the rows of the conclusions by table and treaty, and how many participations and commitments there are."""
    ledger = Ledger(concluded)
    found: dict[str, dict[str, str]] = {table: {} for table in COLUMNS}
    participations = commitments = 0
    for treaty in concluded.register.treaties:
        under = tuple(concluded.under(treaty))
        force = concluded.force(treaty)
        bound, number = _text_of_commitments(ledger, under)
        rows: dict[str, Iterable[Iterable[Any]]] = {
            "participations": (
                (p.participant, p.treaty, p.ordinal, p.consent.id, p.consented, p.since, p.until, p.reason.rule.id)
                for p in under
            ),
            "entry_into_force": ((treaty, force.threshold, force.in_force, force.stated, force.ended),),
            "notification_gaps": (
                (g.participant, g.treaty, g.provision, g.condition, g.unread_statement, g.of_record)
                for g in missing
                if g.treaty == treaty
            ),
        }
        for table, of in rows.items():
            found[table][treaty] = table_text(None, of)
        found["commitments"][treaty] = bound
        participations += len(under)
        commitments += number
    return found, participations, commitments


def _text_of_commitments(ledger: Ledger, under: Iterable[Participation]) -> tuple[str, int]:
    """Return the commitments of participations as rows, and how many there are.

    They are by far the most rows. Where no reservation touches any, those of one differ from those of another by the
    participant and the days alone: the rest of each row is put together once.
    """
    texts: list[str] = []
    number = 0
    #: By the place in memory of what a ledger keeps.
    alike: dict[int, list[tuple[str, str]]] = {}
    for participation in map(ledger.until_the_next, under):
        if participation.since is None:
            continue
        if any(ledger.touching(participation.participant, participation.treaty).values()):
            rows = [[getattr(c, column) for column in COLUMNS["commitments"]] for c in ledger.of(participation)]
            texts.append(table_text(None, rows))
            number += len(rows)
            continue
        untouched = ledger.untouched(participation)
        if id(untouched) not in alike:
            alike[id(untouched)] = [
                (_cells(u.obligation.id, u.carried_from), _cells(u.state, None, u.unread, u.within_competence))
                for u in untouched
            ]
        who = _cells(participation.participant, participation.treaty)
        days = _cells(participation.since, participation.until)
        texts += [f"{who},{what},{days},{how}\n" for what, how in alike[id(untouched)]]
        number += len(untouched)
    return "".join(texts), number


def _cells(*values: Any) -> str:
    """Return some cells of a row, without its end."""
    return table_text(None, [values])[:-1]


def _digest(value: Any) -> bytes:
    return hashlib.sha256(msgspec.msgpack.encode(value)).digest()
