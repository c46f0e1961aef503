"""The files that are given: those of the build, and some that are made from the graph when they are first asked for."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from treatygraph.errors import BuildError
from treatygraph.faces.pages import listing
from treatygraph.faces.web import graphs
from treatygraph.faces.web.apart import TooMuchError, apart
from treatygraph.faces.web.conditional import strong_tag, unchanged
from treatygraph.faces.web.fair import sender_of
from treatygraph.faces.web.ranges import span
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Edition, Site
from treatygraph.faces.web.streamed import Streamed
from treatygraph.pipeline import export
from treatygraph.settings import METADATA

#: Seconds of a core, and megabytes of address space, that making a file may take; it takes some 5 and 400.
_SECONDS, _MEGABYTES = 300, 3072
#: Seconds in which a file that took more is not tried again.
_REMEMBERED = 3600.0

_log = logging.getLogger("treatygraph.server")


async def download(request: Request) -> Response:
    """Give a file of the edition; some are made from the graph when they are first asked for."""
    site: Site = request.app.state.site
    name, edition = request.path_params["name"], site.edition
    # Whoever keeps it asks whether it is another.
    headers = {"Treatygraph-Version": edition.version, "Cache-Control": "public, no-cache"}
    if name in listing.FILES:
        place, kind, _ = listing.FILES[name]
        if name == listing.UNPACKED:
            return _graph(request, edition, name, kind, headers)
        if not (edition.folder / place).is_file():
            raise graphs.gone(edition)
        return _file(request, edition.folder / place, name, kind, headers)
    if name in listing.MADE:
        form, kind, _ = listing.MADE[name]
        made: _Made = request.app.state.made
        try:
            path = await made.get(edition.folder, edition.version, form)
        except BuildError as error:
            # It names folders of this machine, which are the keeper's matter.
            _log.error("file not made", extra={"fields": {"file": name, "error": str(error)}})
            told = "The keeper of this server was told why. Try again later."
            raise RefusedError(503, "This file cannot be made now", told) from None
        return _file(request, path, name, kind, headers)
    if name == METADATA.name:
        return _file(request, METADATA, name, "application/csvm+json", headers)
    if name == listing.CHECKSUMS:
        text = await edition.once("checksums", lambda: listing.checksums(edition.folder).encode())
        return Response(text, headers=headers, media_type="text/plain; charset=utf-8")
    known = tuple((f"/download/{n}", n) for n in (*listing.FILES, *listing.MADE, METADATA.name, listing.CHECKSUMS))
    raise RefusedError(404, "There is no such file", name[:100], near=known)


def _file(request: Request, path: Path, name: str, kind: str, headers: dict[str, str]) -> Response:
    """Give a file, a part of it, or word that it has not changed."""
    given = FileResponse(path, headers=headers, media_type=kind, filename=name, stat_result=path.stat())
    if (known := unchanged(request, headers | {"ETag": given.headers["etag"]})) is not None:
        return known
    if request.method == "GET":
        span(request.headers, given.headers["etag"], int(given.headers["content-length"]))
    return given


def _graph(request: Request, edition: Edition, name: str, kind: str, headers: dict[str, str]) -> Response:
    """Give the graph unpacked, as it is read: many clients stop at the end of the first of its pieces."""
    tag = strong_tag(edition.version, name)
    headers |= {"Content-Disposition": f'attachment; filename="{name}"', "ETag": tag}
    if (known := unchanged(request, headers)) is not None:
        return known
    # A build of an earlier version does not say how long its lines are, and no part of them can be told.
    size: int | None = edition.manifest.get("bytes")
    part = span(request.headers, tag, size) if size is not None else None
    headers["Accept-Ranges"] = "bytes" if size is not None else "none"
    if part is not None:
        headers |= {"Content-Length": str(part[1] - part[0]), "Content-Range": f"bytes {part[0]}-{part[1] - 1}/{size}"}
    elif size is not None:
        headers["Content-Length"] = str(size)
    if request.method == "HEAD":
        return StreamingResponse(iter(()), 200, headers, kind)
    site: Site = request.app.state.site
    lines = graphs.as_lines(graphs.opened(edition), None, site.lines, sender_of(request), part)
    return Streamed(lines, 206 if part is not None else 200, headers, kind)


class _Made:
    """Files made from an edition, in a folder of the server's own; each is made once, and goes with its edition."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="treatygraph-")
        #: One is made at a time: each takes hundreds of megabytes.
        self._lock = asyncio.Lock()
        self._versions: list[str] = []
        #: Files that took too much, and until when that is told without trying.
        self._too_much: dict[str, float] = {}

    async def get(self, build: Path, version: str, form: str) -> Path:
        place = Path(self._folder.name)
        path = place / f"{version}.{form}"
        # It stands there whole or not at all: who takes what is made waits for nobody.
        if path.is_file():
            return path
        self._let_pass(path)
        async with self._lock:
            if version not in self._versions:
                self._versions.append(version)
                # Who was about to read one of the edition before may still.
                for old in (file for gone in self._versions[:-2] for file in place.glob(f"{gone}.*")):
                    old.unlink()
                self._versions = self._versions[-2:]
            if not path.is_file():
                self._let_pass(path)
                try:
                    await asyncio.to_thread(apart, export, build, form, path, seconds=_SECONDS, megabytes=_MEGABYTES)
                except TooMuchError:
                    # Who was ended in the middle left what was written so far.
                    for half in place.glob(f".{path.name}-*"):
                        half.unlink()
                    self._too_much[path.name] = asyncio.get_running_loop().time() + _REMEMBERED
                    self._let_pass(path)
        return path

    def _let_pass(self, path: Path) -> None:
        """Let pass a file that did not take too much of late.

        Raises:
            RefusedError: It did (507).
        """
        until = self._too_much.get(path.name, 0.0)
        if asyncio.get_running_loop().time() < until:
            told = "Making this file takes more time or memory than it may. Take treatygraph.nq."
            raise RefusedError(507, "The answer is too large", told)

    def close(self) -> None:
        self._folder.cleanup()


def made() -> _Made:
    """Return where a server keeps the files it makes."""
    return _Made()
