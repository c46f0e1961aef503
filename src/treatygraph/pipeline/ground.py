"""The folder of builds: made ours before anything is put there, and nothing removed from it that is not ours."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from pathlib import Path

from treatygraph.errors import BuildError
from treatygraph.settings import default_builds

#: In the folder of builds: the link to the build that is current.
CURRENT = "current"
#: In the folder of builds, and in each build: this is ours.
MARK = ".treatygraph-build"
#: Inside a build: the store of the engine.
STORE = "store"
_SAID = "Made by `treatygraph build`, which removes the builds in it that newer ones have replaced.\n"
#: A folder of a build that was killed is swept away after this many seconds; a build takes a few.
_ABANDONED = 3600


def claim(builds: Path) -> bool:
    """Make a new or empty folder the folder of builds; return whether the folder is one.

    The default folder may hold other files: nobody chose it, and only what carries our mark is ever removed.

    Raises:
        OSError: It cannot be made.
    """
    if (builds / MARK).is_file():
        return True
    builds.mkdir(parents=True, exist_ok=True)
    if any(builds.iterdir()) and not _older(builds) and builds != default_builds():
        return False
    (builds / MARK).write_text(_SAID, encoding="utf-8")
    return True


def _older(builds: Path) -> bool:
    """Return whether a version of ours that left no mark built here: its current build is there, by a link."""
    current = builds / CURRENT
    return current.is_symlink() and current.resolve().parent == builds.resolve() and _ours(current.resolve())


def _ours(folder: Path) -> bool:
    """Return whether we made a folder."""
    if (folder / MARK).is_file():
        return True
    try:
        made_by = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["made_by"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return str(made_by).startswith("treatygraph ")


def new_folder(builds: Path) -> Path:
    """Return a new folder to build in; what builds that were killed left is swept away.

    Raises:
        BuildError: The folder of builds holds what is not ours.
        OSError: It cannot be written.
    """
    if not claim(builds):
        raise BuildError(
            f"{builds} is no folder of builds: it holds other files. Choose a new or empty folder with --out; nothing "
            "was changed there."
        )
    if (builds / CURRENT).exists() and not (builds / CURRENT).is_symlink():
        raise BuildError(
            f"{builds / CURRENT} is no link of ours. Move it away, or choose another folder with --out; nothing was "
            "changed there."
        )
    for left in builds.glob(".new-*"):
        with contextlib.suppress(OSError):
            if _ours(left) and time.time() - left.stat().st_mtime > _ABANDONED:
                shutil.rmtree(left)
    work = Path(tempfile.mkdtemp(prefix=".new-", dir=builds))
    (work / MARK).write_text(_SAID, encoding="utf-8")
    return work


def swap(builds: Path, work: Path, version: str) -> None:
    """Make the finished build current in one step.

    The build before it stays until the next, for those who still read it; the ones before that are removed.
    """
    link = builds / CURRENT
    before = link.resolve()
    # A name of its own even for the same version: the build before may be damaged.
    target = builds / f"v-{version}-{work.name.removeprefix('.new-')}"
    work.chmod(0o755)
    work.rename(target)
    new = builds / f".link-{target.name}"
    new.symlink_to(target.name)
    new.replace(link)
    for old in builds.glob("v-*"):
        if old.is_dir() and not old.is_symlink() and old.resolve() not in (target.resolve(), before) and _ours(old):
            shutil.rmtree(old, ignore_errors=True)
