"""The page that finds: an exact name leads straight there; else suggestions by kind, or what can be typed."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from treatygraph.faces.pages.answer import page
from treatygraph.faces.pages.catalogs import languages
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.site import Site
from treatygraph.law.status import Concluded
from treatygraph.questions.catalogue import questions
from treatygraph.questions.finding import LONGEST, MOST, Finder, Hit, Kind


def finder(concluded: Concluded) -> Finder:
    """Return what finds among the things that these conclusions are about."""
    return concluded.once("finder", lambda: Finder(concluded.register))


def found(view: View) -> dict[str, Any]:
    """Make the page of what was found."""
    text = view.asked.get("q", "").strip()
    if len(text) > LONGEST:
        return {"text": "", "groups": [], "too_long": len(text), "most": MOST}
    exact = finder(view.concluded).exactly(text)
    groups = finder(view.concluded).like(text)
    if exact:
        kept = {kind: tuple(h for h in hits if h not in exact) for kind, hits in groups.items()}
        groups = {kind: hits for kind, hits in kept.items() if hits}
    shown = [("exact", [told(view, hit) for hit in exact], len(exact))] if exact else []
    shown += [(kind.value, [told(view, hit) for hit in hits[:MOST]], len(hits)) for kind, hits in groups.items()]
    return {"text": text, "groups": shown, "too_long": 0, "most": MOST}


def told(view: View, hit: Hit) -> tuple[str, str, str]:
    """Return (address, what it is called, what stands beside it) of something found."""
    register = view.register
    match hit.kind:
        case Kind.PARTICIPANT:
            return view.to("participant", hit.id), view.name(hit.id), hit.id
        case Kind.TREATY:
            address = view.to("treaty", hit.id) if hit.id in register.coverage else view.row("instruments", hit.id)
            return address, view.treaty(hit.id), register.instruments[hit.id].untc_number or ""
        case Kind.CHAPTER:
            return view.to("treaties", chapter=hit.id), view.text_of(register.chapters[hit.id], "title"), hit.id
        case Kind.PROVISION:
            provision = register.provisions[hit.id]
            name = f"{view.treaty(provision.instrument)}, {view.article(provision)}"
            return view.to("provision", hit.id), name, view.text_of(provision, "heading")
        case Kind.PARAGRAPH:
            meant = next(p for p in register.paragraphs.values() if register.paragraph_name(p) == hit.id)
            return view.to("resolution", hit.id), view.paragraph(meant), view.text_of(meant, "summary")
        case Kind.QUESTION:
            return view.to("questions", hit.id), view.sentence(questions()[hit.id]), ""


_page = page("find.html", found, ("q",))


async def find(request: Request) -> Response:
    """Lead straight to what is named exactly, else to the page of suggestions."""
    site: Site = request.app.state.site
    code, text = request.path_params["language"], request.query_params.get("q", "")
    if code in languages() and text.strip():
        hits = await run_in_threadpool(finder(site.edition.concluded).exactly, text)
        if len(hits) == 1:
            return RedirectResponse(told(View(edition=site.edition, language=code), hits[0])[0], 303)
    return await _page(request)
