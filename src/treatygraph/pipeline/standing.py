"""Whether a build stands as it was written: its manifest, and the files that the manifest and the store tell of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from treatygraph.errors import BuildError
from treatygraph.graph.disk import is_whole
from treatygraph.pipeline.ground import STORE

_REMEDY = "Run `treatygraph build`."


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return what a build says of itself: its version, its maker, and how much there is of each thing.

    Raises:
        BuildError: The manifest is missing or damaged.
    """
    path = folder / "manifest.json"
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BuildError(f"{path} cannot be read ({error.strerror or error}). {_REMEDY}") from None
    except ValueError:
        raise BuildError(f"{path} is damaged: it is no JSON. {_REMEDY}") from None
    if not isinstance(found, dict) or not isinstance(found.get("version"), str) or type(found.get("quads")) is not int:
        raise BuildError(f"{path} is damaged: it names no version and no number of quads. {_REMEDY}")
    # A manifest that tells of no file is one of an early version.
    files = found.get("files", {})
    if not isinstance(files, dict) or not all(type(size) is int for size in files.values()):
        raise BuildError(f"{path} is damaged: it does not say how large each file is. {_REMEDY}")
    return found


def check_whole(folder: Path) -> None:
    """Let pass a build whose files and store are as large as they were written.

    Raises:
        BuildError: One is missing, cut off or longer, or cannot be read; the first is named.
    """
    check_files(folder)
    if not is_whole(folder / STORE):
        raise BuildError(f"The store in {folder / STORE} is damaged: its files are not those written. {_REMEDY}")


def check_files(folder: Path) -> None:
    """Let pass a build whose graph and tables are as large as they were written.

    Raises:
        BuildError: One is missing, cut off or longer, or cannot be read; the first is named.
    """
    for name, size in manifest_of(folder).get("files", {}).items():
        path = folder / name
        try:
            found = path.stat().st_size
            with path.open("rb"):
                pass
        except OSError as error:
            raise BuildError(f"{path} cannot be read ({error.strerror or error}). {_REMEDY}") from None
        if found != size:
            raise BuildError(f"{path} is damaged: it has {found} bytes and was written with {size}. {_REMEDY}")
