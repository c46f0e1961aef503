"""The addresses of the pages, and of the files that belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from treatygraph.faces.pages import (
    changes,
    chapters,
    finding,
    library,
    listing,
    participant,
    pictures,
    proof,
    record,
    resolution,
    stated,
    treaty,
    workbench,
)
from treatygraph.faces.pages.answer import SVG, page
from treatygraph.faces.pages.catalogs import languages
from treatygraph.faces.pages.downloads import download
from treatygraph.faces.pages.of import of
from treatygraph.faces.web.negotiate import language
from treatygraph.faces.web.site import Edition
from treatygraph.facts.register import Register

_HERE = Path(__file__).parent
#: What the list of participants can be asked for.
_PARTICIPANTS = ("q", "treaty", "region", "status")


def routes() -> list[BaseRoute]:
    """Return the routes of the pages; the one that takes a language first takes any, and answers 404 itself."""
    get = ["GET"]
    found: list[BaseRoute] = [
        Route("/", start, methods=get),
        Route("/changes", changes_for, methods=get),
        Route("/download/{name}", download, methods=get),
        Route("/outlines.json", outlines, methods=get),
        Route("/sitemap.xml", sitemap, methods=get),
        Route("/robots.txt", robots, methods=get),
        Route("/{language}/find", finding.find, methods=get),
        Route("/{language}/of/{path:path}", of, methods=get),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    if (_HERE / "built").is_dir():
        found.append(Mount("/built", StaticFiles(directory=_HERE / "built")))
    pages = (
        ("", page("home.html", listing.home)),
        ("participants", page("participants.html", listing.participants, _PARTICIPANTS)),
        ("participant/{code}", page("participant.html", participant.participant, participant.ASKED)),
        ("treaties", page("treaties.html", chapters.treaties, ("chapter",))),
        ("sets/{set}", page("matrix.html", chapters.matrix, ("region", "page"))),
        ("treaty/{treaty}", page("treaty.html", treaty.treaty, ("sort", "which", "by", "status", "region"))),
        ("provision/{provision}", page("provision.html", treaty.provision)),
        ("obligation/{obligation}", page("obligation.html", treaty.obligation)),
        ("resolution", page("resolution.html", resolution.resolution)),
        ("resolution/{number:path}", page("paragraph.html", resolution.paragraph)),
        ("compare", page("compare.html", proof.compare, ("a", "b", "page"))),
        ("why/{code}/{subject}", page("why.html", proof.why)),
        ("questions", page("questions.html", library.questions)),
        ("questions/{id:path}", page("question.html", library.question, None)),
        ("editor", page("editor.html", workbench.editor, ("query", "question", "run"))),
        ("download", page("download.html", listing.download)),
        ("about", page("about.html", listing.about, ("page",))),
        ("glossary", page("glossary.html", listing.glossary)),
        ("changes", page("changes.html", changes.changes, ("treaty", "participant", "since"))),
        ("act/{id}", page("act.html", record.act)),
        ("statements", page("statements.html", stated.statements, stated.ASKED)),
        ("statement/{id}", page("statement.html", record.statement)),
        ("source/{id}", page("source.html", record.source, ("treaty", "sort", "page"))),
        ("thing/{path:path}", page("thing.html", library.thing)),
    )
    rows = "text/csv; charset=utf-8"
    files = (
        ("picture/parties/{treaty}.svg", page("picture.svg", pictures.parties, kind=SVG)),
        ("picture/parties/{treaty}.csv", page("parties.csv", pictures.parties, kind=rows)),
        ("picture/map/{treaty}.svg", page("picture.svg", pictures.map_of, kind=SVG)),
        ("picture/timeline/{code}.svg", page("picture.svg", pictures.timeline, ("page",), kind=SVG)),
        ("picture/participants.svg", page("picture.svg", pictures.participants, _PARTICIPANTS, kind=SVG)),
    )
    found += [Route(f"/{{language}}/{path}", answer, methods=get) for path, answer in (*pages, *files)]
    found += [
        Route(f"/{{language}}/{path.removesuffix('.svg')}.png", pictures.as_png(answer), methods=get)
        for path, answer in files
        if path.endswith(".svg")
    ]
    found.append(Route("/{language}", slash, methods=get))
    return found


async def start(request: Request) -> Response:
    """Lead to the first page in the language of the browser."""
    code = language(request.headers.get("accept-language"), languages())
    return RedirectResponse(f"/{code}/", 302, {"Vary": "Accept-Language"})


async def changes_for(request: Request) -> Response:
    """Lead to the page of changes in the language of the browser, with what was asked."""
    code = language(request.headers.get("accept-language"), languages())
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{code}/changes{asked}", 303, {"Vary": "Accept-Language"})


async def slash(request: Request) -> Response:
    """Lead from `/en` to `/en/`."""
    code = request.path_params["language"]
    if code in languages():
        return RedirectResponse(f"/{code}/", 308)
    # As any other address that is none: a client that is no browser is told in plain text.
    raise HTTPException(404)


async def editor_for(request: Request) -> Response:
    """Lead a browser that opens the endpoint to the editor, with its query."""
    code = language(request.headers.get("accept-language"), languages())
    query = request.query_params.get("query")
    return RedirectResponse(
        f"/{code}/editor" + (f"?{urlencode({'query': query})}" if query else ""),
        303,
        {"Vary": "Accept, Accept-Language"},
    )


async def outlines(_: Request) -> Response:
    """Give the outlines of the map, for the one that the editor draws."""
    found = resources.files("treatygraph.faces") / "outlines.json"
    return Response(found.read_bytes(), media_type="application/json", headers={"Cache-Control": "max-age=86400"})


async def robots(request: Request) -> Response:
    """Tell robots what to leave alone: answers to queries, not pages."""
    site = request.url_for("sitemap")
    return Response(f"User-agent: *\nDisallow: /sparql\nDisallow: /api/\nSitemap: {site}\n", media_type="text/plain")


#: A list for search engines may hold 50,000 addresses (sitemaps.org); with more, it is one of lists of so many pages.
_LISTED, _PART = 50_000, 5_000
#: Stands in a list for what the server is called; no XML holds it.
_BASE = b"\x00"


async def sitemap(request: Request) -> Response:
    """List the pages, in every language, for search engines; of many pages, the lists of them."""
    edition: Edition = request.app.state.site.edition
    paths = edition.once("sitemap paths", lambda: "\n".join(_paths(edition.register)).encode())
    found = (await paths).decode().split("\n")
    parts = -(-len(found) // _PART) if len(found) * len(languages()) > _LISTED else 1
    asked = request.query_params.get("part", "")
    part = asked if parts > 1 and asked in {str(n) for n in range(1, parts + 1)} else ""
    listed = await edition.once(f"sitemap {part}", lambda: _listed(found, parts, part))
    # What the server is called, whoever asks may choose; the rest is made once.
    base = _xml(str(request.base_url).rstrip("/")).encode()
    return Response(listed.replace(_BASE, base), media_type="application/xml")


def _paths(register: Register) -> list[str]:
    paths = [
        "",
        "participants",
        "treaties",
        "resolution",
        "questions",
        "download",
        "about",
        "compare",
        "report",
        "glossary",
        "statements",
    ]
    paths += [f"participant/{p}" for p in register.present]
    paths += [f"treaty/{t}" for t in register.treaties]
    paths += [f"provision/{p.id}" for p in register.facts.provisions if p.instrument in register.treaties]
    return paths + [f"resolution/{quote(register.paragraph_name(p))}" for p in register.paragraphs.values()]


def _listed(paths: list[str], parts: int, part: str) -> bytes:
    """Return the list of pages, or a part of it, with a sign for what the server is called."""
    if parts > 1 and not part:
        return _locations("sitemapindex", "sitemap", (f"sitemap.xml?part={n}" for n in range(1, parts + 1)))
    if parts > 1:
        paths = paths[(int(part) - 1) * _PART : int(part) * _PART]
    return _locations("urlset", "url", (f"{code}/{path}" for path in paths for code in languages()))


def _locations(root: str, kind: str, addresses: Iterable[str]) -> bytes:
    base = _BASE.decode()
    found = "".join(f"<{kind}><loc>{base}/{_xml(address)}</loc></{kind}>\n" for address in addresses)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{found}</{root}>\n".encode()


def _xml(text: Any) -> str:
    from xml.sax.saxutils import escape

    return escape(str(text))
