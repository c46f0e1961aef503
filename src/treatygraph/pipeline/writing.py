"""What a build holds: facts and conclusions as tables, the graph as N-Quads and as a store, and a manifest.

The graph and the conclusions are put together of parts (`pipeline.parts`), those of the build before where nothing
changed that they follow from. Two builds of the same facts are the same bytes, whatever was kept of an earlier one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version as version_of_package
from itertools import chain
from pathlib import Path

from treatygraph.facts.read import read_tables
from treatygraph.facts.register import Register
from treatygraph.facts.write import table_text, write_facts
from treatygraph.graph import disk, void
from treatygraph.graph.lines import counted, in_lines, sorted_lines, together
from treatygraph.graph.packed import LINES, length_of, packed, unpacked
from treatygraph.law.known import Known
from treatygraph.law.model import Finding
from treatygraph.law.status import Tally
from treatygraph.pipeline.earlier import Earlier, Place, write_index
from treatygraph.pipeline.families import Families
from treatygraph.pipeline.ground import STORE
from treatygraph.pipeline.known import write_known
from treatygraph.pipeline.parts import COLUMNS, Made, key_of, key_of_left, part_of, part_of_left, shared_digest
from treatygraph.questions.named import default_day
from treatygraph.settings import BASE_IRI, METADATA

#: Above this share of the lines it is quicker to load a store than to change one.
_MOST_CHANGED = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the version, how much there is, and what the conclusions show about the facts."""

    version: str
    quads: int
    participations: int
    commitments: int
    findings: tuple[Finding, ...]
    made: int
    kept: int


def write_all(register: Register, work: Path, before: Path | None, code: str, step: Callable[[str], None]) -> Written:
    """Write facts, conclusions, graph, store and manifest.

    Args:
        register: The facts.
        work: The folder of the new build.
        before: The folder of the build before, whose parts are used again.
        code: The mark of the code that concludes.
        step: Told what is being done.

    Raises:
        OSError: It cannot be written.
    """
    step("Concluding who is bound")
    write_facts(register.facts, work / "facts", METADATA)
    with closing(Earlier(before)) as kept:
        places: dict[bytes, Place] = {}
        new: list[bytes] = []
        long = 0
        (work / LINES).parent.mkdir()
        with (work / LINES).open("wb") as graph:
            for key, lines, made, digest in _parts(register, kept, code):
                digest, was_kept = digest or hashlib.sha256(lines).digest(), digest is not None
                places[key] = Place(start=graph.tell(), length=len(lines), lines=digest, made=made)
                graph.write(lines)
                long += length_of(lines)
                if not was_kept:
                    new.append(key)
            all_made = [place.made for place in places.values()]
            shared = sorted(set(chain.from_iterable(made.shared for made in all_made)))
            counts = together((*(made.counts for made in all_made), counted(shared)))
            version = _version(work / "facts", all_made, shared)
            described = sorted_lines([in_lines(void.quads(register, counts, version))])
            rest = graph.tell()
            last = packed(b"".join((*shared, *described)))
            graph.write(last)
            long += length_of(last)
        step("Writing the graph and its store")
        _write_store(work, kept, places, new, rest)
    write_index(work, places, rest)
    step("Writing facts and conclusions")
    _write_conclusions(register, work / "conclusions", all_made)
    found = _findings(all_made)
    text = table_text(_FINDING, ([getattr(f, name) for name in _FINDING] for f in found))
    (work / "conclusions" / "findings.csv").write_text(text, encoding="utf-8", newline="")
    quads = sum(counts.graphs.values()) + len(described)
    known = _known(register, all_made)
    write_known(work, known)
    _write_manifest(register, work, version, quads, long, known)
    return Written(
        version=version,
        quads=quads,
        participations=sum(made.participations for made in all_made),
        commitments=sum(made.commitments for made in all_made),
        findings=found,
        made=len(new),
        kept=len(places) - len(new),
    )


_FINDING = tuple(f.name for f in fields(Finding))


def _parts(register: Register, kept: Earlier, code: str) -> Iterator[tuple[bytes, bytes, Made, bytes | None]]:
    """Yield key, packed lines, and what is said beside them of each part; and the digest of lines that were kept."""
    day = default_day(register)
    families = Families(register)
    tables = read_tables(METADATA)
    key = key_of_left(register, families.left, code)
    found = kept.part(key)
    if found is None:
        part = part_of_left(register, families.left, tables)
        yield key, packed(part.lines), part.made, None
    else:
        lines, place = found
        yield key, lines, place.made, place.lines
    shared = shared_digest(register, families.left, day, code)
    for family in families:
        key = key_of(family, shared)
        found = kept.part(key)
        if found is None:
            part = part_of(family, day, tables)
            yield key, packed(part.lines), part.made, None
        else:
            lines, place = found
            yield key, lines, place.made, place.lines


def _version(facts: Path, parts: list[Made], shared: list[bytes]) -> str:
    """Return a version made from the bytes of facts, conclusions and graph: the same bytes give the same version."""
    digest = hashlib.sha256()
    for path in sorted(p for p in facts.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(facts).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for made in parts:
        digest.update(made.digest)
    digest.update(b"".join(shared))
    return digest.hexdigest()[:16]


def _write_store(work: Path, kept: Earlier, places: Mapping[bytes, Place], new: list[bytes], rest: int) -> None:
    """Write the store: of the one before where little changed, anew where there is none or much did."""
    before = kept.store
    if before is not None and new:
        gone = set(chain.from_iterable(text.splitlines(keepends=True) for text in kept.unused()))
        come = set(chain.from_iterable(text.splitlines(keepends=True) for text in _texts(work, places, new, rest)))
        if len(gone - come) + len(come - gone) < _MOST_CHANGED * sum(
            sum(p.made.counts.graphs.values()) for p in places.values()
        ):
            disk.change(before, work / STORE, sorted(gone - come), sorted(come - gone))
            return
    disk.load(work / STORE, _texts(work, places, list(places), rest))


def _texts(work: Path, places: Mapping[bytes, Place], keys: list[bytes], rest: int) -> Iterator[bytes]:
    """Yield the lines of some parts, and those of no part."""
    with (work / LINES).open("rb") as graph:
        for key in keys:
            graph.seek(places[key].start)
            yield unpacked(graph.read(places[key].length))
        graph.seek(rest)
        yield unpacked(graph.read())


def _write_conclusions(register: Register, folder: Path, parts: list[Made]) -> None:
    """Write the tables of the conclusions, by treaty."""
    folder.mkdir()
    for table, columns in COLUMNS.items():
        rows: dict[str, str] = {}
        for made in parts:
            rows |= made.tables.get(table, {})
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(table_text(columns, ()))
            file.writelines(rows[treaty] for treaty in register.treaties)


def _findings(parts: list[Made]) -> tuple[Finding, ...]:
    """Return what was found, violations first, each once: what is about no treaty is found in every part."""
    found = dict.fromkeys(chain.from_iterable(made.findings for made in parts))
    return tuple(sorted(found, key=lambda f: (f.severity.order, f.rule, f.where, f.what)))


def _sizes(work: Path) -> dict[str, int]:
    """Return the bytes of the files that are read on and on while a build is served."""
    files = (work / LINES, *sorted((work / "conclusions").iterdir()))
    return {path.relative_to(work).as_posix(): path.stat().st_size for path in files}


def _known(register: Register, parts: list[Made]) -> Known:
    """Return the statuses of everyone on the default day, and the counts, by treaty."""
    own = {treaty: made.known for made in parts if made.known is not None for treaty in made.known.statuses}
    return Known(
        on=default_day(register),
        statuses={treaty: own[treaty].statuses[treaty] for treaty in register.treaties},
        tallies={treaty: own[treaty].tallies[treaty] for treaty in register.treaties},
    )


def _counts(found: Tally) -> Mapping[str, int]:
    return {name: number for name, number in asdict(found).items() if name not in {"treaty", "on"}}


def _write_manifest(register: Register, work: Path, version: str, quads: int, long: int, known: Known) -> None:
    """Write what the build is: its version, its maker, and how much there is of each thing."""
    manifest = {
        "version": version,
        "made_by": f"treatygraph {version_of_package('treatygraph')}",
        "on": str(default_day(register)),
        "quads": quads,
        # Of the lines, unpacked: who is given them so is told how many come.
        "bytes": long,
        "as_of": {c.treaty: str(c.as_of) for c in register.facts.coverage},
        "counts": {treaty: _counts(known.tallies[treaty]) for treaty in register.treaties},
        "files": _sizes(work),
        "rows": {table: len(getattr(register.facts, table)) for table in register.facts.tables()},
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (work / "manifest.json").write_text(text, encoding="utf-8")
    cited = (
        f"treatygraph: who is bound by which commitment, since when, towards whom, and why. Version {version}, as of "
        f"{default_day(register)}. {BASE_IRI} Name the version and the day: a later one may hold more acts, and "
        "corrections.\n"
    )
    (work / "CITATION").write_text(cited, encoding="utf-8")
