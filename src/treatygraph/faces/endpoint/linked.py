"""Linked data: every IRI of ours answers, as a page for people (303) or as RDF (by Accept or by suffix)."""

from __future__ import annotations

import bisect
import difflib
import heapq
from collections.abc import Sequence
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from treatygraph.errors import TreatygraphError
from treatygraph.faces.endpoint.protocol import TRIPLES
from treatygraph.faces.endpoint.sparql import answered, refused, unless_gone, with_charset
from treatygraph.faces.web import graphs
from treatygraph.faces.web.conditional import headers_of, unchanged
from treatygraph.faces.web.engine.model import TRIPLE_TYPES, Job
from treatygraph.faces.web.fair import sender_of
from treatygraph.faces.web.negotiate import language, media_type
from treatygraph.faces.web.refusals import RefusedError, refusal_of
from treatygraph.faces.web.site import Edition, Site
from treatygraph.faces.web.streamed import Streamed
from treatygraph.graph.serialise import document
from treatygraph.questions.ask import described
from treatygraph.questions.catalogue import descriptions
from treatygraph.settings import BASE_IRI

_SUFFIXES = {".ttl": "ttl", ".nt": "nt", ".jsonld": "jsonld", ".rdf": "xml", ".html": "html"}
_HTML = ("text/html", "application/xhtml+xml")
#: So many paths before an unknown one and after it are looked at. So like it is what is told, and so many.
_BESIDE, _LIKE, _TOLD = 40, 0.7, 3


async def thing(request: Request) -> Response:
    """Answer for an IRI of ours: 303 to its page or its data; with a suffix, the data themselves."""
    site: Site = request.app.state.site
    path = request.url.path.lstrip("/")
    try:
        bare, form = _apart(path)
        if form is not None and form != "html":
            return await _data(request, site, bare, form)
        if form is None:
            offered = {"text/html": "html", **TRIPLES, "application/xhtml+xml": "html"}
            best = media_type(request.headers.get("accept"), tuple(offered))
            if best is None:
                raise RefusedError(406, "Not acceptable", f"This is given as {', '.join(dict.fromkeys(offered))}.")
            form = offered[best]
        code = language(request.headers.get("accept-language"), request.app.state.languages)
        vary = {"Vary": "Accept, Accept-Language"}
        if form == "html":
            # The pages know which one is for people, whether the thing is there, and what may have been meant.
            return RedirectResponse(f"/{code}/of/{quote(bare)}", 303, vary)
        await _exists(request, site.edition, bare)
        suffix = next(s for s, f in _SUFFIXES.items() if f == form) if form in _SUFFIXES.values() else ".nt"
        return RedirectResponse(f"/{quote(bare)}{suffix}", 303, vary)
    except TreatygraphError as error:
        return refused(request, refusal_of(error))


def _apart(path: str) -> tuple[str, str | None]:
    """Return a path without its suffix, and the format the suffix means."""
    for suffix, form in _SUFFIXES.items():
        if path.endswith(suffix):
            return path.removesuffix(suffix), form
    return path, None


async def _data(request: Request, site: Site, path: str, form: str) -> Response:
    edition = site.edition
    if path == "ns":
        query, iri = descriptions()["linked-data/graph"], f"{BASE_IRI}graph/ontology"
        return await _terms(request, edition, described(query, "graph", iri), form)
    iri = f"{BASE_IRI}{path}"
    if path.startswith("graph/"):
        triples = await _exists(request, edition, path)
        if graphs.is_large(triples):
            graphs.given_as_lines(path, triples, form)
            return _as_lines(request, edition, path, form)
        # As any answer to a stranger: by turns, within limits, and as it comes.
        job = Job(query=described(descriptions()["linked-data/graph"], "graph", iri), rows=None, triples=form)
        answer = await answered(request, edition, job, site.limits.result_bytes)
        answer.headers["Link"] = f'<{iri}>; rel="describes"'
        return answer
    job = Job(query=described(descriptions()["linked-data/description"], "thing", iri), rows=None, triples=form)
    headers = headers_of(edition.version, path, form, vary="") | {"Link": f'<{iri}>; rel="describes"'}
    raw = await unless_gone(request, edition.raw(job.query, rows=None, triples="nt"))
    if not raw.strip():
        raise await missing(edition, path)
    if (known := unchanged(request, headers)) is not None:
        return known
    if form != "nt":
        raw = await unless_gone(request, edition.raw(job.query, rows=None, triples=form))
    return Response(raw, 200, headers, with_charset(TRIPLE_TYPES[form]))


async def _terms(request: Request, edition: Edition, query: str, form: str) -> Response:
    """Give the terms as one document, as editors of ontologies read it; it is made once in each format."""
    headers = headers_of(edition.version, "ns", form)
    if (known := unchanged(request, headers)) is not None:
        return known
    told = edition.kept.get(headers["ETag"])
    if told is None:
        lines = await unless_gone(request, edition.raw(query, rows=None, triples="nt"))
        told = await run_in_threadpool(document, lines, form)
        edition.keep(headers["ETag"], told)
    return Response(told, 200, headers, with_charset(TRIPLE_TYPES[form]))


async def _exists(request: Request, edition: Edition, path: str) -> int:
    """Let pass what there is something to tell of; of a graph return the number of its triples.

    Raises:
        RefusedError: Nothing has this IRI.
    """
    iri = f"{BASE_IRI}{path}"
    if path == "ns":
        return 0
    if path.startswith("graph/"):
        triples = await unless_gone(request, graphs.size(edition, iri))
        if triples is None:
            raise await missing(edition, path)
        return triples
    query = described(descriptions()["linked-data/description"], "thing", iri)
    if not (await unless_gone(request, edition.raw(query, rows=None, triples="nt"))).strip():
        raise await missing(edition, path)
    return 0


def _as_lines(request: Request, edition: Edition, path: str, form: str) -> Response:
    """Return a large graph as it is read; where only the head is asked for, nothing is."""
    site: Site = request.app.state.site
    iri = f"{BASE_IRI}{path}"
    headers = headers_of(edition.version, path, form, vary="") | {"Link": f'<{iri}>; rel="describes"'}
    if (known := unchanged(request, headers)) is not None:
        return known
    kind = with_charset(TRIPLE_TYPES[form])
    if request.method == "HEAD":
        return StreamingResponse(iter(()), 200, headers, kind)
    lines = graphs.as_lines(graphs.opened(edition), iri, site.lines, sender_of(request))
    return Streamed(lines, 200, headers, kind)


async def missing(edition: Edition, path: str) -> RefusedError:
    """Return what is told of an IRI that names nothing, with those that are spelled like it."""
    near = await run_in_threadpool(spelled_like, await edition.known_paths(), path[:200])
    return RefusedError(
        404,
        "Nothing has this IRI",
        f"{BASE_IRI}{path[:200]} names nothing in edition {edition.version}.",
        near=tuple((f"/{quote(n)}", BASE_IRI + n) for n in near),
    )


def spelled_like(known: Sequence[str], path: str) -> list[str]:
    """Return the paths that are spelled like one, the most like first; `known` are all, in alphabetical order.

    They are sought among those that stand beside it in the alphabet; to compare letter by letter takes long, and is
    done with those alone that begin and end most as this one does.
    """
    at = bisect.bisect_left(known, path)
    ends = path[::-1]
    beside = known[max(0, at - _BESIDE) : at + _BESIDE]
    likely = heapq.nlargest(2 * _TOLD, ((_same(path, other) + _same(ends, other[::-1]), other) for other in beside))
    return difflib.get_close_matches(path, [other for _, other in likely], n=_TOLD, cutoff=_LIKE)


def _same(one: str, other: str) -> int:
    """Return how many letters two texts begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


async def void(request: Request) -> Response:
    """Lead to the description of the dataset (VoID, section 7: the well-known address)."""
    return RedirectResponse("/id/dataset", 302)
