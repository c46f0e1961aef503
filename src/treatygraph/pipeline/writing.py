"""What a build holds: facts and conclusions as tables, the graph as N-Quads and as a store, and a manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from importlib.metadata import version as version_of_package
from pathlib import Path

from treatygraph.facts.read import read_tables
from treatygraph.facts.write import table_text, write_facts
from treatygraph.graph import from_facts, from_law, void
from treatygraph.graph.oxigraph import write_store
from treatygraph.graph.serialise import in_order, parted, read_ontology, serialised
from treatygraph.graph.terms import ONTOLOGY_GRAPH, VOID_GRAPH
from treatygraph.law.model import Commitment, Finding, NotificationGap
from treatygraph.law.obligations import Ledger, notification_gaps
from treatygraph.law.status import Concluded, tally
from treatygraph.questions.named import default_day
from treatygraph.settings import BASE_IRI, METADATA, ONTOLOGY


def notifications_missing(concluded: Concluded) -> tuple[NotificationGap, ...]:
    """Return the notifications that nobody recorded by the day the facts reach, by participant and treaty."""
    day = default_day(concluded.register)
    return tuple(
        gap
        for participant in concluded.register.participants
        for treaty in concluded.register.treaties
        for gap in notification_gaps(concluded, participant, treaty, day)
    )


def write_tables(
    concluded: Concluded, found: tuple[Finding, ...], missing: tuple[NotificationGap, ...], work: Path
) -> tuple[int, int]:
    """Write facts and conclusions; return how many participations and commitments there are."""
    write_facts(concluded.register.facts, work / "facts", METADATA)
    folder = work / "conclusions"
    folder.mkdir()

    def write(name: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> int:
        (folder / f"{name}.csv").write_text(table_text(columns, rows), encoding="utf-8", newline="")
        return len(rows)

    participations = write(
        "participations",
        ("participant", "treaty", "ordinal", "consent", "consented_on", "since", "until", "rule"),
        [
            (p.participant, p.treaty, p.ordinal, p.consent.id, p.consented, p.since, p.until, p.reason.rule.id)
            for treaty in concluded.register.treaties
            for p in concluded.under(treaty)
        ],
    )
    columns = tuple(f.name for f in fields(Commitment))
    commitments = write(
        "commitments", columns, [tuple(getattr(c, f) for f in columns) for c in Ledger(concluded).all()]
    )
    write(
        "entry_into_force",
        ("treaty", "threshold_on", "in_force_on", "stated_in_force_on"),
        [(f.treaty, f.threshold, f.in_force, f.stated) for f in concluded.forces.values()],
    )
    write(
        "notification_gaps",
        ("participant", "treaty", "provision", "condition", "unread_statement", "of_record"),
        [(g.participant, g.treaty, g.provision, g.condition, g.unread_statement, g.of_record) for g in missing],
    )
    names = tuple(f.name for f in fields(Finding))
    write("findings", names, [tuple(getattr(f, n) for n in names) for f in found])
    return participations, commitments


def write_graph(concluded: Concluded, missing: tuple[NotificationGap, ...], work: Path) -> tuple[str, int]:
    """Write the graph as N-Quads and as a store on disk; return the version and how many quads there are.

    The version is made from facts, conclusions and graph: the same bytes give the same version.
    """
    register = concluded.register
    found = in_order(
        [
            *from_facts.quads(register, read_tables(METADATA)),
            *from_law.quads(concluded, default_day(register), missing),
            *read_ontology(ONTOLOGY, ONTOLOGY_GRAPH),
        ]
    )
    # The description stands in a graph of its own: what is before it and after it is sorted and written once.
    before, after = parted(found, VOID_GRAPH)
    lines = serialised(before, "nq"), serialised(after, "nq")
    version = _digest(work, b"".join(lines))
    description = in_order(void.quads(register, found, version))
    (work / "graph").mkdir()
    (work / "graph" / "treatygraph.nq").write_bytes(serialised(description, "nq").join(lines))
    write_store(work / "store", [*before, *description, *after])
    return version, len(found) + len(description)


def _digest(folder: Path, graph: bytes) -> str:
    """Return a version made from the bytes of every file and of the graph."""
    digest = hashlib.sha256(graph)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write_manifest(concluded: Concluded, work: Path, version: str, quads: int) -> None:
    """Write what the build is: its version, its maker, and how much there is of each thing."""
    register = concluded.register
    day = default_day(register)
    manifest = {
        "version": version,
        "made_by": f"treatygraph {version_of_package('treatygraph')}",
        "on": str(day),
        "quads": quads,
        "as_of": {c.treaty: str(c.as_of) for c in register.facts.coverage},
        "counts": {
            treaty: {k: v for k, v in asdict(tally(concluded, treaty, day)).items() if k not in {"treaty", "on"}}
            for treaty in register.treaties
        },
        "rows": {table: len(getattr(register.facts, table)) for table in register.facts.tables()},
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (work / "manifest.json").write_text(text, encoding="utf-8")
    cited = (
        f"treatygraph: who is bound by which commitment, since when, towards whom, and why. Version {version}, as of "
        f"{day}. {BASE_IRI} Name the version and the day: a later one may hold more acts, and corrections.\n"
    )
    (work / "CITATION").write_text(cited, encoding="utf-8")
