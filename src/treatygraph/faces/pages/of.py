"""From an IRI of ours to the page for people: who opens one in a browser is led there, not to the triples."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from treatygraph.faces.pages.answer import error_page
from treatygraph.faces.pages.catalogs import languages
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Site
from treatygraph.settings import BASE_IRI


async def of(request: Request) -> Response:
    """Lead from the path of an IRI to its page for people, where there is one; else to what the graph says of it."""
    site: Site = request.app.state.site
    code, path = request.path_params["language"], request.path_params["path"]
    if code not in languages():
        return await error_page(request, RefusedError(404, "There is no such page", request.url.path[:200]))
    view = View(edition=site.edition, language=code)
    address = await run_in_threadpool(page_of, view, path)
    return RedirectResponse(address or f"/{code}/thing/{quote(path)}", 303)


def page_of(view: View, path: str) -> str | None:
    """Return the address of the page for people of the thing at a path below our base; None where there is none."""
    register, mint, iri = view.register, view.edition.mint, BASE_IRI + path
    kind, rest = _kind(path)
    if kind == "participant":
        return view.to("participant", rest) if rest in register.participants else None
    if kind == "source":
        return view.to("source", rest) if rest in register.sources else None
    if kind == "chapter":
        return view.to("treaties", chapter=rest) if rest in register.chapters else None
    if kind == "set":
        return view.to("sets", rest) if rest in register.sets else None
    for treaty in register.treaties:
        base = mint.instrument(treaty)
        if iri == base:
            return view.to("treaty", treaty)
        if iri.startswith(f"{base}/"):
            return _inside(view, treaty, iri, iri.removeprefix(f"{base}/").partition("/")[0])
    for paragraph in register.facts.paragraphs:
        if mint.by_id("paragraphs", paragraph.id).value == iri:
            return view.to("resolution", register.paragraph_name(paragraph))
        if mint.instrument(paragraph.resolution) == iri:
            return view.to("resolution")
    return None


def _kind(path: str) -> tuple[str, str]:
    """Return the kind of thing that a path names, and what follows: `id/source/S01` is (source, S01)."""
    start, _, rest = path.partition("/")
    kind, _, rest = rest.partition("/")
    return (kind, rest) if start == "id" else ("", "")


def _inside(view: View, treaty: str, iri: str, part: str) -> str | None:
    """Return the address of the page of what stands below a treaty: an act, a statement, a provision, an obligation."""
    register, mint = view.register, view.edition.mint
    tables: dict[str, tuple[tuple[str, str, tuple[Any, ...]], ...]] = {
        "action": (("actions", "act", register.actions_by_treaty.get(treaty, ())),),
        "statement": (("statements", "statement", register.statements_by_treaty.get(treaty, ())),),
        "art": (
            ("provisions", "provision", tuple(p for p in register.facts.provisions if p.instrument == treaty)),
            ("obligations", "obligation", register.obligations_by_treaty.get(treaty, ())),
        ),
    }
    for table, page, rows in tables.get(part, ()):
        for row in rows:
            if mint.by_id(table, row.id).value == iri:
                return view.to(page, row.id)
    return None
