"""What facts and builds follow from, as marks made of contents: a file that is merely touched changes nothing.

To read every file at each command would take as long as the command. So the size and times of the files are kept beside
the mark that their contents had; while they are the same, the mark is. Times cannot tell two changes within one tick
of the clock: what changed less than two seconds before it was read is read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from treatygraph.pipeline.ground import claim
from treatygraph.pipeline.whole import write_whole
from treatygraph.settings import CODE, METADATA, ONTOLOGY, Settings

#: In the folder of builds: sizes and times of files → the mark that their contents had.
SEEN = "seen.json"
#: So many of them are kept, for as many data folders and versions.
_MOST = 16
#: Seconds after which a change cannot hide behind an unchanged time.
_SETTLED = 2.0
#: Below the package: what reading and checking the facts follows from, and what a build follows from besides.
_READING = ("days.py", "errors.py", "settings.py", "sources", "facts")
_BUILDING = ("law", "graph", "proofs", "questions", "pipeline")

_Seen = tuple[str, str, os.stat_result]


def facts_mark(settings: Settings) -> str:
    """Return the mark of the checked facts: of the data folder, the schemes, and the code that reads them.

    Raises:
        OSError: A file cannot be read.
    """
    return _mark(settings, "facts", _files(_of_facts(settings)))


def facts_and_build_marks(settings: Settings) -> tuple[str, str]:
    """Return the mark of the facts, and that of a build: of the facts, the ontology, and the code that concludes.

    The files of the facts are looked at once.

    Raises:
        OSError: A file cannot be read.
    """
    of_facts = _files(_of_facts(settings))
    besides = _files({"ontology": ONTOLOGY} | {name: CODE / name for name in _BUILDING})
    return _mark(settings, "facts", of_facts), _mark(settings, "build", [*of_facts, *besides])


def code_mark(settings: Settings) -> str:
    """Return the mark of what a build follows from besides the facts: metadata, ontology, and the code.

    Raises:
        OSError: A file cannot be read.
    """
    code = {name: CODE / name for name in (*_READING, *_BUILDING)}
    return _mark(settings, "code", _files({"metadata": METADATA, "ontology": ONTOLOGY} | code))


def _of_facts(settings: Settings) -> dict[str, Path]:
    return {
        "data": settings.data,
        "metadata": METADATA,
        "schemes": ONTOLOGY / "schemes.ttl",
        **{name: CODE / name for name in _READING},
    }


def _files(places: dict[str, Path]) -> list[_Seen]:
    return [seen for name, place in places.items() for seen in _below(name, str(place))]


def _mark(settings: Settings, kind: str, files: list[_Seen]) -> str:
    now = time.time()
    outside = hashlib.sha256(kind.encode())
    for name, path, stat in files:
        outside.update(
            f"{name}\0{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_ino}\n".encode(
                errors="surrogateescape"
            )
        )
    key = outside.hexdigest()
    seen = _seen(settings)
    if key in seen:
        return seen[key]
    inside = hashlib.sha256(kind.encode())
    for name, path, _ in files:
        inside.update(f"{name}\0".encode(errors="surrogateescape") + hashlib.sha256(Path(path).read_bytes()).digest())
    mark = inside.hexdigest()
    if max((max(stat.st_mtime, stat.st_ctime) for _, _, stat in files), default=0.0) < now - _SETTLED:
        kept = dict([*seen.items(), (key, mark)][-_MOST:])
        with contextlib.suppress(OSError):
            if claim(settings.builds):
                write_whole(settings.builds / SEEN, json.dumps(kept, indent=0).encode())
    return mark


def _below(name: str, place: str) -> Iterator[_Seen]:
    """Yield the files of a place by name, in a fixed order; what Python compiled is none of them."""
    try:
        entries = sorted(os.scandir(place), key=attrgetter("name"))
    except NotADirectoryError:
        yield name, place, Path(place).stat()
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _below(f"{name}/{entry.name}", entry.path)
        elif entry.is_file():
            yield f"{name}/{entry.name}", entry.path, entry.stat()


def _seen(settings: Settings) -> dict[str, str]:
    try:
        found = json.loads((settings.builds / SEEN).read_bytes())
    except (OSError, ValueError):
        return {}
    plain = isinstance(found, dict) and all(isinstance(mark, str) for mark in found.values())
    return found if plain else {}
