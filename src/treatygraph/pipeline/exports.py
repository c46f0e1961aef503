"""A build's graph or tables in other formats, written whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from treatygraph.errors import BuildError
from treatygraph.graph import tables
from treatygraph.graph.packed import LINES
from treatygraph.graph.serialise import FORMATS, quads_of, write
from treatygraph.pipeline.standing import check_files
from treatygraph.pipeline.whole import whole
from treatygraph.questions.columns import all_columns


def export(folder: Path, form: str, out: Path) -> Path:
    """Write a build's graph or tables in a format, whole or not at all; return where.

    Args:
        folder: The folder of a build.
        form: nq, trig, ttl, nt, rdf (RDF/XML), jsonld (one file), csv or parquet (a folder of tables).
        out: The file or folder.

    Raises:
        BuildError: It cannot be written, a library for the format is missing, or the build is damaged.
    """
    check_files(folder)
    try:
        if form in FORMATS:
            out.parent.mkdir(parents=True, exist_ok=True)
            with whole(out) as file:
                write(quads_of(folder / LINES), form, file)
            return out
        with tempfile.TemporaryDirectory(prefix=".new-", dir=_parent(out)) as work:
            held = {column.name: column.kind.value for column in all_columns().values()}
            tables.write(folder, form, Path(work) / "tables", held)
            if out.exists():
                raise BuildError(f"{out} is there already. Choose a new folder with --out.")
            (Path(work) / "tables").rename(out)
    except OSError as error:
        raise BuildError(
            f"{out} could not be written ({error.strerror or error}). Check space and permissions."
        ) from error
    return out


def _parent(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.parent
