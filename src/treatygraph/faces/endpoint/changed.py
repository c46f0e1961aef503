"""What changed between versions, for machines: an Atom feed, RDF, and the IRI of each change and snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from treatygraph.errors import TreatygraphError
from treatygraph.faces.endpoint.sparql import refused
from treatygraph.faces.feed import TYPE, atom
from treatygraph.faces.telling import Telling, languages
from treatygraph.faces.web.conditional import headers_of, unchanged
from treatygraph.faces.web.negotiate import language, media_type
from treatygraph.faces.web.refusals import RefusedError, refusal_of
from treatygraph.faces.web.site import Edition, Site
from treatygraph.facts.lookups import find_participant, find_treaty
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.graph.from_changes import ChangesGraph, change_iri, of_snapshot
from treatygraph.graph.serialise import serialised_triples
from treatygraph.questions.changed import Step, narrowed
from treatygraph.settings import BASE_IRI

if TYPE_CHECKING:
    from pyoxigraph import Triple

_KINDS = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json"}


async def feed(request: Request) -> Response:
    """Answer with the feed of changes: of all, of a treaty, or of a participant."""
    return await _answer(request, "atom")


async def data(request: Request) -> Response:
    """Answer with the changes as RDF, in the form of the suffix."""
    return await _answer(request, request.path_params["form"])


async def _answer(request: Request, form: str) -> Response:
    edition: Edition = request.app.state.site.edition
    try:
        if form not in {"atom", *_KINDS}:
            raise RefusedError(404, "There is no such form", f"{form[:40]!r}: use atom, {', '.join(_KINDS)}.")
        asked = {n: request.query_params.get(n, "").strip() for n in ("treaty", "participant")}
        treaty = find_treaty(edition.register, asked["treaty"]).id if asked["treaty"] else None
        participant = find_participant(edition.register, asked["participant"]).id if asked["participant"] else None
        spoken = request.query_params.get("language", "").strip() or OWN_LANGUAGE
        if spoken not in languages():
            raise RefusedError(400, "Unknown language", f"{spoken[:40]!r}: use {', '.join(languages())}.")
    except TreatygraphError as error:
        return refused(request, refusal_of(error))
    headers = headers_of(edition.version, "changes", form, treaty or "", participant or "", spoken, vary="")
    if (known := unchanged(request, headers)) is not None:
        return known
    await edition.stepped()
    if form == "atom":
        body = await run_in_threadpool(_feed, request, edition, treaty, participant, spoken)
        return Response(body, 200, headers, TYPE)
    steps = await run_in_threadpool(lambda: narrowed(edition.steps, treaty, participant))
    body = await run_in_threadpool(lambda: serialised_triples(list(_triples(edition, steps)), form))
    return Response(body, 200, headers, _KINDS[form])


def _feed(request: Request, edition: Edition, treaty: str | None, participant: str | None, spoken: str) -> bytes:
    telling = Telling(facts=edition.register, language=spoken)
    asked = f"?{request.url.query}" if request.url.query else ""
    built = edition.versions[-1].built if edition.versions else "1970-01-01T00:00:00+00:00"
    return atom(
        telling,
        narrowed(edition.steps, treaty, participant),
        title=telling.title_of_all(treaty, participant),
        address=f"{request.base_url}changes.atom{asked}",
        page=f"{request.base_url}{spoken}/changes{asked}",
        updated=built,
    )


def _triples(edition: Edition, steps: tuple[Step, ...]) -> Iterator[Triple]:
    graph = ChangesGraph(edition.register)
    tellings = [Telling(facts=edition.register, language=code) for code in languages()]
    for step in steps:
        yield from of_snapshot(step.after.facts, step.after.id, step.after.built, step.before.facts)
        yield from of_snapshot(step.before.facts, step.before.id, step.before.built, None)
        for change in step.changes:
            told = {telling.language: telling.sentence(change) for telling in tellings}
            yield from graph.of_change(step.after.facts, change, told)


async def thing(request: Request) -> Response:
    """Answer for the IRI of a change or a snapshot: 303 to its page or data; with a suffix, the data."""
    site: Site = request.app.state.site
    edition = site.edition
    path = request.url.path.lstrip("/")
    bare, _, form = path.partition(".")
    try:
        await edition.stepped()
        triples = await run_in_threadpool(_about, edition, f"{BASE_IRI}{bare}")
        if not triples:
            raise RefusedError(
                404,
                "Nothing has this IRI",
                f"{BASE_IRI}{bare[:200]} is no change or snapshot of the {len(edition.versions)} versions held here.",
            )
        if not form:
            offered = {"text/html": "html", **{kind: name for name, kind in _KINDS.items()}}
            best = media_type(request.headers.get("accept"), tuple(offered))
            if best is None:
                raise RefusedError(406, "Not acceptable", f"This is given as {', '.join(offered)}.")
            vary = {"Vary": "Accept, Accept-Language"}
            if offered[best] == "html":
                code = language(request.headers.get("accept-language"), request.app.state.languages)
                return RedirectResponse(f"/{code}/changes#{bare.removeprefix('id/')}", 303, vary)
            return RedirectResponse(f"/{bare}.{offered[best]}", 303, vary)
        if form not in _KINDS:
            raise RefusedError(404, "There is no such form", f"{form[:40]!r}: use {', '.join(_KINDS)}.")
    except TreatygraphError as error:
        return refused(request, refusal_of(error))
    headers = headers_of(edition.version, path, form, vary="")
    return unchanged(request, headers) or Response(serialised_triples(triples, form), 200, headers, _KINDS[form])


def _about(edition: Edition, iri: str) -> list[Triple]:
    marks = iri.split("/")
    led = tuple(
        replace(s, changes=tuple(c for c in s.changes if change_iri(s.after.facts, c) == iri))
        for s in edition.steps
        if {s.after.facts, s.before.facts} & set(marks)
    )
    return [t for t in _triples(edition, led) if getattr(t.subject, "value", None) == iri]


async def citation(request: Request) -> Response:
    """Answer with how to cite what is served: version and day."""
    edition: Edition = request.app.state.site.edition
    text = (edition.folder / "CITATION").read_text(encoding="utf-8")
    return Response(text, headers={"Treatygraph-Version": edition.version}, media_type="text/plain; charset=utf-8")
