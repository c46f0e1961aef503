"""The versions that were built: of each, the facts it was made of, so that what changed can be told.

They lie in the folder of builds, by their contents: two builds of the same facts keep them once. A log says which
version was built of which facts, and when it became current; the oldest make room. What changed from one to the next is
computed when it is first asked for, and kept beside them under the mark of the code that concludes: mended law, or
another form of the facts, tells it anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import msgspec

from treatygraph.collecting import uncollected
from treatygraph.errors import BadDayError, TreatygraphError
from treatygraph.facts.changes import Change, row_changes
from treatygraph.facts.kept import packed, unpacked
from treatygraph.facts.model import Facts
from treatygraph.facts.register import Register
from treatygraph.law.consequences import consequences
from treatygraph.law.status import conclude
from treatygraph.pipeline.ground import claim
from treatygraph.pipeline.marks import code_mark
from treatygraph.pipeline.whole import write_whole
from treatygraph.questions.changed import Step, Version
from treatygraph.questions.named import default_day, written_day
from treatygraph.settings import Settings

#: In the folder of builds.
KEPT = "kept"
_LOG = "log.json"
#: A log that could not be read: whoever mends it by hand finds the facts of its versions still there.
_DAMAGED = "log-damaged.json"
#: So many versions are kept, of each folder of facts.
MOST = 60


class VersionNotHeldError(TreatygraphError):
    """A version that was never built here, or that made room for later ones."""


def keep(settings: Settings, version: str, facts: Facts) -> None:
    """Keep what a version was made of, and write it into the log.

    Raises:
        OSError: It cannot be written.
    """
    claim(settings.builds)
    folder = settings.builds / KEPT
    raw = packed(facts)
    mark = hashlib.sha256(raw).hexdigest()[:16]
    if not _facts_file(folder, mark).exists():
        write_whole(_facts_file(folder, mark), raw)
    log = list(_log(folder))
    if not log and (folder / _LOG).exists():
        (folder / _LOG).replace(folder / _DAMAGED)
    data = str(settings.data.resolve())
    own = [v for v in log if v.data == data]
    if own and (own[-1].id, own[-1].facts) == (version, mark):
        return
    built = datetime.now(UTC).isoformat(timespec="seconds")
    made = Version(id=version, facts=mark, data=data, built=built, day=default_day(Register(facts)))
    gone = set(own[: max(len(own) + 1 - MOST, 0)])
    log = [v for v in log if v not in gone] + [made]
    write_whole(folder / _LOG, msgspec.json.format(msgspec.json.encode(log), indent=1) + b"\n")
    lost = {v.facts for v in gone} - {v.facts for v in log}
    for mark in lost:
        _facts_file(folder, mark).unlink(missing_ok=True)
    code = _code(settings.builds)
    for path in folder.glob("*.changes"):
        before, _, rest = path.stem.partition("-")
        after, _, of = rest.partition("-")
        if of != code or {before, after} & lost:
            path.unlink(missing_ok=True)


def versions(folder: Path | None = None) -> tuple[Version, ...]:
    """Return the versions of a folder of facts that are held, in the order in which they were built."""
    return versions_below(Settings.of(folder).builds, Settings.of(folder).data)


def versions_below(builds: Path, data: Path | None = None) -> tuple[Version, ...]:
    """Return the versions held in a folder of builds: those of a folder of facts, or of what was built last."""
    log = _log(builds / KEPT)
    own = str(data.resolve()) if data is not None else log[-1].data if log else ""
    return tuple(v for v in log if v.data == own)


def steps(builds: Path, held: tuple[Version, ...]) -> tuple[Step, ...]:
    """Return what changed from each version to the next, in order of time; versions of the same facts are one.

    Raises:
        VersionNotHeldError: The facts of a version are missing or damaged.
    """
    code = _code(builds)
    return tuple(
        Step(before=before, after=after, changes=_changes(builds / KEPT, before, after, code))
        for before, after in _different(held)
    )


def since(held: tuple[Version, ...], asked: str | date | None) -> tuple[Version, ...]:
    """Return the version that somebody saw last, and all that came after it.

    Args:
        held: The versions that are held.
        asked: A version, or a day: the version that was current at its end; None for all that are held.

    Raises:
        VersionNotHeldError: The version is not held.
        BadDayError: It is neither the mark of a version nor a day.
    """
    if asked is None or not held:
        return held
    with contextlib.suppress(BadDayError):
        day = written_day(asked)
        seen = sum(v.built[:10] <= str(day) for v in held)
        return held[max(seen - 1, 0) :]
    mark = str(asked).strip().removeprefix("v-")
    found = [n for n, v in enumerate(held) if len(mark) >= 6 and v.id.startswith(mark)]
    if found:
        return held[found[-1] :]
    if not _looks_like_one(mark):
        raise BadDayError(f"{mark[:40]!r} is no day (2026-01-31) and no version ({held[-1].id}). Name one of them.")
    raise VersionNotHeldError(not_held(mark, held))


def not_held(mark: str, held: tuple[Version, ...]) -> str:
    """Return what is told of a version that is not held."""
    if not held:
        return f"Version {mark[:40]} is not held here: no version is. Run `treatygraph build`."
    return (
        f"Version {mark[:40]} is no longer held here, or never was. Held are {len(held)}, from {held[0].id} "
        f"({held[0].built[:10]}) to {held[-1].id} ({held[-1].built[:10]}); name one of them."
    )


def facts_of_version(builds: Path, version: Version) -> Register:
    """Return the facts that a version was made of.

    Raises:
        VersionNotHeldError: They are missing, damaged, or of a form too old.
    """
    try:
        facts = unpacked(_facts_file(builds / KEPT, version.facts).read_bytes())
    except OSError:
        facts = None
    if facts is None:
        raise VersionNotHeldError(
            f"What version {version.id} was made of cannot be read any more: it is damaged, or an older treatygraph "
            f"kept it. Name a later version with --since."
        )
    return Register(facts)


def _looks_like_one(mark: str) -> bool:
    return 6 <= len(mark) <= 64 and all(c in "0123456789abcdef" for c in mark)


def _different(held: tuple[Version, ...]) -> Iterator[tuple[Version, Version]]:
    """Yield the neighbours that were made of different facts."""
    for before, after in pairwise(held):
        if before.facts != after.facts:
            yield before, after


def _code(builds: Path) -> str:
    return code_mark(Settings.of(builds=builds))[:16]


def _changes(folder: Path, before: Version, after: Version, code: str) -> tuple[Change, ...]:
    path = folder / f"{before.facts}-{after.facts}-{code}.changes"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(path.read_bytes(), type=tuple[Change, ...])
    with uncollected():
        old, new = (facts_of_version(folder.parent, v) for v in (before, after))
        rows = row_changes(old, new)
        found = (*rows, *consequences(conclude(old), conclude(new), rows))
    with contextlib.suppress(OSError):
        write_whole(path, msgspec.msgpack.encode(found))
    return found


def _facts_file(folder: Path, mark: str) -> Path:
    return folder / f"{mark}.facts"


def _log(folder: Path) -> tuple[Version, ...]:
    """Return the log; a damaged one is as none: a build puts it aside and begins a new one, and all facts stay."""
    try:
        return msgspec.json.decode((folder / _LOG).read_bytes(), type=tuple[Version, ...])
    except (OSError, msgspec.MsgspecError):
        return ()
