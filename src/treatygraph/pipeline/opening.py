"""Opening the facts: as a build or an earlier reading kept them, or read and checked now."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from treatygraph.errors import BuildError
from treatygraph.facts import snapshot
from treatygraph.facts.model import Facts
from treatygraph.facts.register import Register
from treatygraph.pipeline.ground import CURRENT, claim
from treatygraph.pipeline.marks import facts_and_build_marks, facts_mark
from treatygraph.pipeline.whole import write_whole
from treatygraph.settings import Settings

if TYPE_CHECKING:
    from treatygraph.law.status import Concluded

#: Inside a build: the mark of what it was made from.
MADE_FROM = "made-from"
#: Inside a build: the snapshot of its checked facts.
SNAPSHOT = "facts.msgpack"
#: In the folder of builds: the facts of readings that no build was made of, by their mark.
_READ = "read"
#: So many readings are kept.
_MOST = 4


def open_facts(folder: Path | None = None) -> Register:
    """Return the checked facts of a data folder: as they were read before, or read and checked now.

    What is read now is kept for the next command, unless the folder of builds cannot be written.

    Raises:
        FaultyDataError: The data are not as they must be.
        DataFolderError: The folder, its metadata or the ontology are missing or damaged.
    """
    settings = Settings.of(folder)
    try:
        mark = facts_mark(settings)
    except OSError:
        # Reading says which file it is.
        return read_and_check(folder)
    facts = _kept(settings, mark)
    if facts is not None:
        return Register(facts)
    register = read_and_check(folder)
    kept = _reading(settings, mark)
    with contextlib.suppress(OSError):
        # A file that changed while it was read: what was read is of neither mark.
        if facts_mark(settings) == mark and claim(settings.builds):
            write_whole(kept, snapshot.encode(register.facts, mark))
            for old in sorted(kept.parent.glob("*.msgpack"), key=lambda path: path.stat().st_mtime)[:-_MOST]:
                old.unlink(missing_ok=True)
    return register


def kept_facts(folder: Path | None = None) -> Register | None:
    """Return the checked facts of a data folder as they were read before; None where they would have to be read.

    Raises:
        OSError: A file of the data cannot be read.
    """
    settings = Settings.of(folder)
    facts = _kept(settings, facts_mark(settings))
    return None if facts is None else Register(facts)


def _kept(settings: Settings, mark: str) -> Facts | None:
    found = (_decoded(path, mark) for path in (settings.builds / CURRENT / SNAPSHOT, _reading(settings, mark)))
    return next((facts for facts in found if facts is not None), None)


def _reading(settings: Settings, mark: str) -> Path:
    return settings.builds / _READ / f"{mark}.msgpack"


def facts_of_build(folder: Path) -> Register:
    """Return the facts that a build was made of, whatever the data folder holds by now.

    Raises:
        BuildError: The build has no such facts, or an older treatygraph made it.
    """
    return facts_held(folder)()


def facts_held(folder: Path) -> Callable[[], Register]:
    """Return what gives the facts that a build was made of: their bytes are read now, their records made when called.

    So who opens a build does not wait for them, and has them even where the build makes room for a later one.

    Raises:
        BuildError: The build has no such facts; and, when called, where an older treatygraph made it.
    """

    def damaged() -> BuildError:
        return BuildError(f"The build in {folder} is damaged or of another version. Run `treatygraph build`.")

    try:
        raw = (folder / SNAPSHOT).read_bytes()
    except OSError:
        raise damaged() from None

    def made() -> Register:
        facts = snapshot.decode(raw)
        if facts is None:
            raise damaged()
        return Register(facts)

    return made


def _decoded(path: Path, mark: str) -> Facts | None:
    try:
        return snapshot.decode(path.read_bytes(), mark)
    except OSError:
        return None


def read_and_check(folder: Path | None = None) -> Register:
    """Return the facts of a data folder, read and checked now.

    Raises:
        FaultyDataError: The data are not as they must be; every fault found is in it.
        DataFolderError: The folder, its metadata or the ontology are missing or damaged.
    """
    # csvw takes a second to load; where the facts are kept, nobody waits for it.
    from treatygraph.facts.check import check_facts
    from treatygraph.facts.read import read_facts

    loaded = read_facts(Settings.of(folder).data)
    check_facts(loaded)
    return Register(loaded.facts)


def open_conclusions(folder: Path | None = None) -> Concluded:
    """Return what follows from the facts of a data folder."""
    # Who asks of the facts alone does not wait for the rooms of the law.
    from treatygraph.law.status import conclude
    from treatygraph.pipeline.known import known_of

    concluded = conclude(open_facts(folder))
    settings = Settings.of(folder)
    current = (settings.builds / CURRENT).resolve()
    with contextlib.suppress(OSError):
        # A build of the same facts by the same code came to the same conclusions.
        if (current / MADE_FROM).read_text(encoding="ascii") == facts_and_build_marks(settings)[1]:
            concluded.known = known_of(current)
    return concluded


def conclusions_of_build(folder: Path) -> Concluded:
    """Return what follows from the facts that a build was made of; what it concluded is not concluded again.

    Raises:
        BuildError: The build has no such facts, or an older treatygraph made it.
    """
    from treatygraph.law.status import conclude
    from treatygraph.pipeline.known import known_of

    concluded = conclude(facts_of_build(folder))
    concluded.known = known_of(folder)
    return concluded
