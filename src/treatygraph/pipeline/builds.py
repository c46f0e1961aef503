"""The whole path on one page: data folder → facts → law → graph → a build that others can read.

A build is written into a folder of its own and swapped in when it is complete, so that a failure leaves what
was built before as it was.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from treatygraph.collecting import collected_seldom, uncollected
from treatygraph.errors import BuildError, TreatygraphError
from treatygraph.facts import snapshot
from treatygraph.pipeline.ground import CURRENT, new_folder, swap
from treatygraph.pipeline.marks import code_mark, facts_and_build_marks
from treatygraph.pipeline.opening import MADE_FROM, SNAPSHOT, read_and_check
from treatygraph.pipeline.standing import manifest_of
from treatygraph.settings import Settings

if TYPE_CHECKING:
    from treatygraph.law.model import Finding

T = TypeVar("T")

#: How often a build is looked for that others replace at the same moment.
_ATTEMPTS = 5


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
        folder: The data folder; the one of the settings when None.
        out: The folder of builds; the one of the settings when None.
        step: Told what is being done, for a progress display.

    Raises:
        FaultyDataError: The data are refused; nothing was written.
        FaultyQuestionError: A question of the library does not fit its query; nothing was written.
        BuildError: The build could not be written; what was built before is untouched.
    """
    # The rooms of the law and of the questions: who opens a build that is there does not wait for them.
    from treatygraph.pipeline.keeping import keep
    from treatygraph.pipeline.writing import write_all
    from treatygraph.questions.catalogue import check_library

    settings = Settings.of(folder, out)
    step("Reading and checking the facts")
    marks = _marks(settings)
    with uncollected():
        register = read_and_check(settings.data)
    if _marks(settings) != marks:
        # A file changed while it was read: this is a build of neither.
        marks = None
    check_library({term.scheme for term in register.facts.terms})
    try:
        work = new_folder(settings.builds)
        try:
            with collected_seldom():
                made = write_all(register, work, _before(settings), code_mark(settings), step)
            if marks is not None:
                (work / MADE_FROM).write_text(marks[1], encoding="ascii")
            (work / SNAPSHOT).write_bytes(snapshot.encode(register.facts, marks[0] if marks is not None else ""))
            keep(settings, made.version, register.facts)
            swap(settings.builds, work, made.version)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
    except OSError as error:
        raise BuildError(
            f"The build could not be written to {settings.builds} ({error.strerror or error}). Check space and "
            "permissions, or choose another folder with --out; what was built before is untouched."
        ) from error
    return Built(
        folder=settings.builds / CURRENT,
        version=made.version,
        rows=register.facts.rows,
        participations=made.participations,
        commitments=made.commitments,
        findings=made.findings,
    )


def _before(settings: Settings) -> Path | None:
    """Return the folder of the build before; None where there is none."""
    current = settings.builds / CURRENT
    return current.resolve() if current.is_dir() else None


def _marks(settings: Settings) -> tuple[str, str] | None:
    """Return the marks of the facts and of the build, or None where a file cannot be read: reading says which."""
    try:
        return facts_and_build_marks(settings)
    except OSError:
        return None


def current_build(folder: Path | None, step: Callable[[str], None]) -> Path:
    """Return the folder of a build of these data, made now when there is none or it is of other data.

    Raises:
        FaultyDataError: The data are refused.
        BuildError: The build could not be written.
    """
    current = _current(folder)
    return current if current is not None else build(folder, None, step).folder


def is_built(folder: Path | None) -> bool:
    """Return whether there is a build of these data already."""
    return _current(folder) is not None


def _current(folder: Path | None) -> Path | None:
    settings = Settings.of(folder)
    current = settings.builds / CURRENT
    with contextlib.suppress(OSError):
        of_facts, of_build = facts_and_build_marks(settings)
        if (
            (current / "store").is_dir()
            and (current / MADE_FROM).read_text(encoding="ascii") == of_build
            # Code and facts are those of the build: its facts can be read again, unless they are cut off.
            and snapshot.is_of((current / SNAPSHOT).read_bytes(), of_facts)
        ):
            return current
    return None


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
            if (Settings.of(data).builds / CURRENT).resolve() == folder:
                raise
    return use(current_build(data, step).resolve())


def version_of(folder: Path) -> str:
    """Return the version of a build.

    Raises:
        BuildError: The manifest is missing or damaged.
    """
    return str(manifest_of(folder)["version"])
