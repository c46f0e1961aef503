"""The whole path on one page: data folder → facts → law → graph → a build that others can read.

A build is written into a folder of its own and swapped in when it is complete, so that a failure leaves what
was built before as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeVar

from treatygraph import __version__
from treatygraph.errors import BuildError, TreatygraphError
from treatygraph.facts import snapshot
from treatygraph.facts.register import Register
from treatygraph.law.findings import findings
from treatygraph.law.model import Commitment, Finding
from treatygraph.law.obligations import Ledger, notification_gaps
from treatygraph.law.status import Concluded, conclude, tally
from treatygraph.questions.table import default_day
from treatygraph.settings import build_folder, data_folder, ontology_folder

T = TypeVar("T")

#: Inside a build: the snapshot of its checked facts. Inside the build folder: the link to the build that is current.
SNAPSHOT, CURRENT = "facts.msgpack", "current"


def open_facts(folder: Path | None = None) -> Register:
    """Return the checked facts of a data folder: from the snapshot of a build, or read and checked now.

    Raises:
        FaultyDataError: The data are not as they must be.
        DataFolderError: The folder, its metadata or the ontology are missing or damaged.
    """
    folder = folder or data_folder()
    path = build_folder() / CURRENT / SNAPSHOT
    if path.is_file():
        with contextlib.suppress(OSError):
            facts = snapshot.decode(path.read_bytes(), _mark(folder))
            if facts is not None:
                return Register(facts)
    return read_and_check(folder)


def facts_of_build(folder: Path) -> Register:
    """Return the facts that a build was made of, whatever the data folder holds by now.

    Raises:
        BuildError: The build has no such facts, or an older treatygraph made it.
    """
    try:
        facts = snapshot.decode((folder / SNAPSHOT).read_bytes())
    except OSError:
        facts = None
    if facts is None:
        raise BuildError(f"The build in {folder} is damaged or of another version. Run `treatygraph build`.")
    return Register(facts)


def _mark(folder: Path) -> str:
    """Return a mark of everything a build follows from: the facts, the words, and this code."""
    return snapshot.fingerprint(folder, ontology_folder(), Path(__file__).parents[1])


def read_and_check(folder: Path | None = None) -> Register:
    """Return the facts of a data folder, read and checked now.

    Raises:
        FaultyDataError: The data are not as they must be; every fault found is in it.
        DataFolderError: The folder, its metadata or the ontology are missing or damaged.
    """
    from treatygraph.facts.check import check_facts
    from treatygraph.facts.read import read_facts

    loaded = read_facts(folder)
    check_facts(loaded)
    return Register(loaded.facts)


def open_conclusions(folder: Path | None = None) -> Concluded:
    """Return what follows from the facts of a data folder."""
    return conclude(open_facts(folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made."""

    folder: Path
    version: str
    rows: int
    participations: int
    commitments: int
    findings: tuple[Finding, ...]


def build(folder: Path | None, out: Path | None, step: Callable[[str], None]) -> Built:
    """Write facts and conclusions into the build folder and return what was made.

    Args:
        folder: The data folder; the shipped one when None.
        out: The build folder; the one of the settings when None.
        step: Told what is being done, for a progress display.

    Raises:
        FaultyDataError: The data are refused; nothing was written.
        BuildError: The build could not be written; what was built before is untouched.
    """
    folder, out = folder or data_folder(), out or build_folder()
    step("Reading and checking the facts")
    mark = _mark(folder)
    register = read_and_check(folder)
    step("Concluding who is bound")
    concluded = conclude(register)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=out))
        try:
            step("Writing facts and conclusions")
            made = _write(concluded, work)
            step("Writing the graph and its store")
            version, number = _write_graph(concluded, work)
            _write_manifest(concluded, work, version, number)
            (work / SNAPSHOT).write_bytes(snapshot.encode(register.facts, mark))
            _swap(out, work, version)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
    except OSError as error:
        raise BuildError(
            f"The build could not be written to {out} ({error.strerror or error}). Check space and permissions, or "
            "choose another folder with --out; what was built before is untouched."
        ) from error
    return Built(
        folder=out / CURRENT,
        version=version,
        rows=register.facts.rows,
        participations=made[0],
        commitments=made[1],
        findings=findings(concluded),
    )


def current_build(folder: Path | None, step: Callable[[str], None]) -> Path:
    """Return the folder of a build of these data, made now when there is none or it is of other data.

    Raises:
        FaultyDataError: The data are refused.
        BuildError: The build could not be written.
    """
    folder, out = folder or data_folder(), build_folder()
    path = out / CURRENT / SNAPSHOT
    with contextlib.suppress(OSError):
        mark = _mark(folder)
        if (out / CURRENT / "store").is_dir() and snapshot.decode(path.read_bytes(), mark) is not None:
            return out / CURRENT
    return build(folder, out, step).folder


def with_build(data: Path | None, step: Callable[[str], None], use: Callable[[Path], T]) -> T:
    """Return what `use` makes of the folder of a current build, opened in one piece.

    Another process may put a new build in its place, and remove this one, while it is being opened: then the new one is
    tried.

    Raises:
        FaultyDataError: The data are refused.
        BuildError: The build could not be written.
        Exception: What `use` raises of a build that is still current.
    """
    for _ in range(_ATTEMPTS - 1):
        folder = current_build(data, step).resolve()
        try:
            return use(folder)
        except (OSError, TreatygraphError):
            if (build_folder() / CURRENT).resolve() == folder:
                raise
    return use(current_build(data, step).resolve())


#: How often a build is looked for that others replace at the same moment.
_ATTEMPTS = 5
#: A folder of a build that was killed is swept away after this many seconds; a build takes a few.
_ABANDONED = 3600


def _sweep(out: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in out.glob(".new-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                shutil.rmtree(left)


def version_of(folder: Path) -> str:
    """Return the version of a build."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest["version"])


def _write(concluded: Concluded, work: Path) -> tuple[int, int]:
    """Write facts and conclusions; return how many participations and commitments there are."""
    from treatygraph.facts.write import table_text, write_facts

    write_facts(concluded.register.facts, work / "facts", data_folder() / "metadata.json")
    folder = work / "conclusions"
    folder.mkdir()
    day = default_day(concluded.register)

    def write(name: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> int:
        (folder / f"{name}.csv").write_text(table_text(columns, rows), encoding="utf-8", newline="")
        return len(rows)

    participations = write(
        "participations",
        ("participant", "treaty", "ordinal", "consent", "consented_on", "since", "until", "rule"),
        [
            (p.participant, p.treaty, p.ordinal, p.consent.id, p.consented, p.since, p.until, p.reason.rule)
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
        ("participant", "treaty", "provision", "condition", "unread_statement"),
        [
            (g.participant, g.treaty, g.provision, g.condition, g.unread_statement)
            for participant in concluded.register.participants
            for treaty in concluded.register.treaties
            for g in notification_gaps(concluded, participant, treaty, day)
        ],
    )
    names = tuple(f.name for f in fields(Finding))
    write("findings", names, [tuple(getattr(f, n) for n in names) for f in findings(concluded)])
    return participations, commitments


def _write_graph(concluded: Concluded, work: Path) -> tuple[str, int]:
    """Write the graph as N-Quads and as a store on disk; return the version and how many quads there are.

    The version is made from facts, conclusions and graph: the same bytes give the same version.
    """
    from treatygraph.facts.read import read_tables
    from treatygraph.graph import from_facts, from_law, void
    from treatygraph.graph.oxigraph import write_store
    from treatygraph.graph.serialise import in_order, read_ontology, serialised
    from treatygraph.graph.terms import ONTOLOGY_GRAPH

    register = concluded.register
    found = [
        *from_facts.quads(register, read_tables(data_folder() / "metadata.json")),
        *from_law.quads(concluded, default_day(register)),
        *read_ontology(ontology_folder(), ONTOLOGY_GRAPH),
    ]
    version = _digest(work, serialised(in_order(found), "nq"))
    ordered = in_order([*found, *void.quads(register, found, version)])
    (work / "graph").mkdir()
    (work / "graph" / "treatygraph.nq").write_bytes(serialised(ordered, "nq"))
    write_store(work / "store", ordered)
    return version, len(ordered)


def _digest(folder: Path, graph: bytes) -> str:
    """Return a version made from the bytes of every file and of the graph."""
    digest = hashlib.sha256(graph)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _write_manifest(concluded: Concluded, work: Path, version: str, quads: int) -> None:
    register = concluded.register
    day = default_day(register)
    manifest = {
        "version": version,
        "made_by": f"treatygraph {__version__}",
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


def _swap(out: Path, work: Path, version: str) -> None:
    """Make the finished build current in one step, and remove the ones before it."""
    # A name of its own even for the same version: the build before may be damaged.
    target = out / f"v-{version}-{work.name.removeprefix('.new-')}"
    work.chmod(0o755)
    work.rename(target)
    link = out / f".link-{target.name}"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(out / CURRENT)
    for old in out.glob("v-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
