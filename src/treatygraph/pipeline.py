"""The whole path on one page: data folder → facts → law → a build that others can read.

A build is written into a folder of its own and swapped in when it is complete, so that a failure leaves what
was built before as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from treatygraph import __version__
from treatygraph.errors import BuildError
from treatygraph.facts import snapshot
from treatygraph.facts.register import Register
from treatygraph.law.findings import findings
from treatygraph.law.model import Commitment, Finding
from treatygraph.law.obligations import Ledger, notification_gaps
from treatygraph.law.status import Concluded, conclude, tally
from treatygraph.questions.table import default_day
from treatygraph.settings import build_folder, data_folder, ontology_folder

#: Inside the build folder: the snapshot of checked facts, and the link to the build that is current.
SNAPSHOT, CURRENT = "facts.msgpack", "current"


def open_facts(folder: Path | None = None) -> Register:
    """Return the checked facts of a data folder: from the snapshot of a build, or read and checked now.

    Raises:
        FaultyDataError: The data are not as they must be.
        DataFolderError: The folder, its metadata or the ontology are missing or damaged.
    """
    folder = folder or data_folder()
    path = build_folder() / SNAPSHOT
    if path.is_file():
        with contextlib.suppress(OSError):
            facts = snapshot.decode(path.read_bytes(), snapshot.fingerprint(folder, ontology_folder()))
            if facts is not None:
                return Register(facts)
    return read_and_check(folder)


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
    mark = snapshot.fingerprint(folder, ontology_folder())
    register = read_and_check(folder)
    step("Concluding who is bound")
    concluded = conclude(register)
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=out))
        try:
            step("Writing facts and conclusions")
            made = _write(concluded, work)
            version = _digest(work)
            _write_manifest(concluded, work, version)
            _swap(out, work, version)
            _write_whole(out / SNAPSHOT, snapshot.encode(register.facts, mark))
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


def _digest(folder: Path) -> str:
    """Return a version made from the bytes of every file: the same facts give the same version."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _write_manifest(concluded: Concluded, work: Path, version: str) -> None:
    register = concluded.register
    day = default_day(register)
    manifest = {
        "version": version,
        "made_by": f"treatygraph {__version__}",
        "on": str(day),
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
    target = out / f"v-{version}"
    work.chmod(0o755)
    if target.is_dir():
        shutil.rmtree(work)  # the same bytes are there already
    else:
        work.rename(target)
    link = out / f".link-{version}"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(out / CURRENT)
    for old in out.glob("v-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)


def _write_whole(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(raw)
    beside.replace(path)
