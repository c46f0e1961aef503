"""The page that finds: an exact name leads straight there; else suggestions by kind, or what can be typed."""

from __future__ import annotations

from collections import Counter
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
from treatygraph.questions.participants import Sought, participants_with
from treatygraph.questions.standing import STATUSES
from treatygraph.questions.understood import Understanding


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
    asked = meant(view, text)
    shown = [("asked", asked, len(asked))] if asked else []
    shown += [("exact", [told(view, hit) for hit in exact], len(exact))] if exact else []
    shown += [(kind.value, [told(view, hit) for hit in hits[:MOST]], len(hits)) for kind, hits in groups.items()]
    return {"text": text, "groups": shown, "too_long": 0, "most": MOST}


def meant(view: View, text: str) -> list[tuple[str, str, str]]:
    """Return (address, what it is called, what stands beside it) of what a sentence may ask, by the names in it."""
    understanding = view.edition.concluded.once("understanding", lambda: Understanding(view.register))
    subject = understanding.subject(text) if text else None
    if subject is None:
        return []
    who, treaty, region = subject.participants, subject.treaty, subject.region
    if treaty is not None and who:
        statuses = [view.desk.status(p, treaty) for p in who]
        return [
            (view.to("why", p, treaty), f"{view.name(p)}, {view.treaty(treaty)}", view.standing(status, p))
            for p, status in zip(who, statuses, strict=True)
        ]
    if treaty is not None:
        sought = Sought(region=region, treaty=treaty, status=None, text="")
        counts = Counter(held[treaty] for _, held in participants_with(view.desk, sought))
        where = f"{view.treaty(treaty)}, {view.region(region)}"
        return [
            (
                view.to("participants", treaty=treaty, region=region, status=status),
                f"{where}: {view.word('status', status)}",
                str(counts[status]),
            )
            for status in STATUSES
            if counts[status]
        ]
    if len(who) > 1:
        a, b = who
        return [(view.to("compare", a=a, b=b), f"{view.name(a)} – {view.name(b)}", view.say("Compare"))]
    return []


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
        hits = await run_in_threadpool(lambda: finder(site.edition.concluded).exactly(text))
        if len(hits) == 1:
            return RedirectResponse(told(View(edition=site.edition, language=code), hits[0])[0], 303)
    return await _page(request)
