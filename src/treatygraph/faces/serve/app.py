"""The application: which address is answered by which face."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp

from treatygraph.errors import TreatygraphError
from treatygraph.faces.endpoint import api, changed, linked
from treatygraph.faces.endpoint.sparql import METHODS, PASSED_OVER, sparql
from treatygraph.faces.pages import downloads
from treatygraph.faces.pages import routes as pages
from treatygraph.faces.pages.answer import error_page
from treatygraph.faces.pages.catalogs import languages
from treatygraph.faces.serve import reports
from treatygraph.faces.web.apart import end_all
from treatygraph.faces.web.compress import Compressed, room
from treatygraph.faces.web.conditional import Conditional
from treatygraph.faces.web.fair import Fair
from treatygraph.faces.web.graphs import gone
from treatygraph.faces.web.limits import LIMITS
from treatygraph.faces.web.negotiate import media_type
from treatygraph.faces.web.pinned import Pinned
from treatygraph.faces.web.refusals import RefusedError, as_problem, as_text, refusal_of
from treatygraph.faces.web.site import Site
from treatygraph.faces.web.warming import Attended
from treatygraph.faces.web.watch import Measures, Watch

#: Headers that a script of another site may read.
_EXPOSED = ["ETag", "Link", "Treatygraph-Version", "Treatygraph-Result-Limit", PASSED_OVER, "Retry-After"]
_log = logging.getLogger("treatygraph.server")


def application(site: Site) -> ASGIApp:
    """Return the application over a site that is open; who opened it closes it."""
    measures, compressed, counting = Measures(), room(), asyncio.Lock()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # What is computed in threads takes turns with the loop; the fewer there are, the sooner it has its own.
        to_thread.current_default_thread_limiter().total_tokens = LIMITS.threads
        app.state.site, app.state.languages, app.state.made = site, languages(), downloads.made()
        try:
            yield
        finally:
            end_all()
            app.state.made.close()

    async def health(_: Request) -> Response:
        edition = site.edition
        state = edition.engine.state()
        # A worker that starts is as good as one; that it cannot start is told by `failing`.
        well = sum(state.get(name, 0) for name in ("idle", "busy", "slow", "starting")) > 0
        status = ("busy" if state["waiting"] else "well") if well else "no workers"
        body = {"status": status, "version": edition.version, "on": str(edition.day)} | state
        if site.not_opened is not None:
            body["not_opened"] = site.not_opened
        return Response(json.dumps(body) + "\n", 200 if well else 503, media_type="application/json")

    async def metrics(_: Request) -> Response:
        edition = site.edition
        kept = {
            "pages": edition.kept.currsize,
            "answers": edition.answers.currsize,
            "compressed": compressed.currsize,
            "spooled": site.room.taken,
        }
        # It takes some milliseconds, which whoever asks again and again would take from all others.
        async with counting:
            text = await asyncio.to_thread(measures.text, edition.version, edition.engine.state(), kept)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    found: list[BaseRoute] = [
        Route("/health", health, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
        *(_any_method(path, _sparql_or_editor) for path in ("/sparql", "/sparql/")),
        Route("/.well-known/void", linked.void, methods=["GET"]),
        Route("/api/questions", api.listing, methods=["GET"]),
        Route("/api/openapi.json", api.openapi, methods=["GET"]),
        Route("/api/questions/{id:path}", api.question, methods=["GET"]),
        Route("/changes.atom", changed.feed, methods=["GET"]),
        Route("/changes.{form}", changed.data, methods=["GET"]),
        Route("/citation.txt", changed.citation, methods=["GET"]),
        *(Route(f"/id/{root}/{{path:path}}", changed.thing, methods=["GET"]) for root in ("change", "snapshot")),
        *(Route(f"/{root}", linked.thing, methods=["GET"]) for root in _NAMES),
        *(Route(f"/{root}/{{path:path}}", linked.thing, methods=["GET"]) for root in ("id", "concept", "graph")),
        *reports.routes(),
        *pages.routes(),
    ]
    made = Starlette(
        routes=found,
        lifespan=lifespan,
        middleware=[
            Middleware(Attended, quiet=site.quiet),
            Middleware(Watch, measures=measures),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=_EXPOSED,
                max_age=86400,
            ),
            Middleware(Fair),
            Middleware(Pinned, site=site, refuse=_refused),
            Middleware(Compressed, kept=compressed),
            Middleware(Conditional),
        ],
        exception_handlers=_HANDLERS,
    )
    # It would name the host that the request names, which may be anybody's, to whoever keeps answers.
    made.router.redirect_slashes = False
    return made


_NAMES = ("ns", "ns.ttl", "ns.nt", "ns.jsonld", "ns.rdf")


def _any_method(path: str, endpoint: Any) -> Route:
    """Return the route of a face that refuses itself the methods it does not take, in its own words."""
    route = Route(path, endpoint)
    route.methods = None
    return route


async def _sparql_or_editor(request: Request) -> Response:
    """Answer a query; a browser that asks nothing is led to the editor."""
    if request.method in {"GET", "HEAD"} and not request.scope["query_string"]:
        offered = ("text/turtle", "text/html", "application/rdf+xml", "application/ld+json", "application/n-triples")
        try:
            if media_type(request.headers.get("accept"), offered) == "text/html":
                return await pages.editor_for(request)
        except RefusedError as error:
            return as_text(error)
    return await sparql(request)


_sparql_or_editor.__name__ = "sparql"


async def _told(request: Request, error: HTTPException) -> Response:
    """Tell what no face answers: an unknown address, a method that an address does not have."""
    if error.status_code == 404 and (place := _without_slash(request)) is not None:
        return RedirectResponse(place, 308)
    allowed = ", ".join(sorted((error.headers or {}).get("Allow", "GET").split(", ")))
    if request.method == "OPTIONS" and request.scope["path"] == "*":
        # What the server as a whole can (RFC 9110, 9.3.7).
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
    titles = {404: "There is no such page", 405: "Method not allowed"}
    detail = request.url.path[:200] if error.status_code == 404 else f"Use {allowed}."
    headers = dict(error.headers or {}) | ({"Allow": allowed} if error.status_code == 405 else {})
    refusal = RefusedError(error.status_code, titles.get(error.status_code, error.detail), detail, headers)
    return await _refused(request, refusal)


def _without_slash(request: Request) -> str | None:
    """Return the address on this server that is meant by one with a slash too many at its end."""
    path = request.scope["path"]
    bare = path.rstrip("/")
    if bare == path or not bare or path.startswith("//"):
        return None
    if all(route.matches({**request.scope, "path": bare})[0] is not Match.FULL for route in request.app.routes):
        return None
    return quote(bare) + (f"?{request.url.query}" if request.url.query else "")


async def _known(request: Request, error: TreatygraphError) -> Response:
    """Tell an error of ours that no face told."""
    return await _refused(request, refusal_of(error))


async def _gone(request: Request, error: FileNotFoundError) -> Response:
    """Tell that a file of the edition is there no more, as when its folder was removed; any other is our fault."""
    edition = request.app.state.site.edition
    if not str(error.filename or "").startswith(str(edition.folder)):
        raise error
    _log.error("file of the edition is gone", extra={"fields": {"file": str(error.filename)}})
    return await _refused(request, gone(edition))


async def _failed(request: Request, _: Exception) -> Response:
    """Tell that this is our fault; what went wrong stands in the log, not in the answer."""
    return await _refused(
        request, RefusedError(500, "Something went wrong here", "It was logged. Try again, or tell us.")
    )


#: What is raised → who tells it.
_HANDLERS: dict[Any, Any] = {
    HTTPException: _told,
    TreatygraphError: _known,
    FileNotFoundError: _gone,
    Exception: _failed,
}


async def _refused(request: Request, refusal: RefusedError) -> Response:
    if request.url.path.startswith("/api/"):
        return as_problem(refusal)
    try:
        kind = media_type(request.headers.get("accept"), ("text/plain", "text/html"))
    except RefusedError:
        kind = "text/plain"
    return await error_page(request, refusal) if kind == "text/html" else as_text(refusal)
