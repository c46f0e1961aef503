"""A request for a page → the page: its language, its view, its template; kept ready for the next who asks the same."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from treatygraph.errors import TreatygraphError
from treatygraph.faces.pages.catalogs import all_told, catalog, languages
from treatygraph.faces.pages.rendering import environment
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.conditional import headers_of, unchanged
from treatygraph.faces.web.negotiate import language
from treatygraph.faces.web.refusals import RefusedError, refusal_of
from treatygraph.faces.web.site import Edition, Site
from treatygraph.faces.web.watch import CONTENT_SECURITY
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.graph.xml import FORBIDDEN

#: Makes the values of a template from a view.
Maker = Callable[[View], dict[str, Any] | Awaitable[dict[str, Any]]]
#: The editor's library writes style elements; everything else stays as strict as elsewhere.
_EDITOR_SECURITY = CONTENT_SECURITY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")

#: A drawing that is a file of its own carries its styles in it, and nothing else.
_PICTURE_SECURITY = "default-src 'none'; style-src 'unsafe-inline'"
SVG = "image/svg+xml"


@cache
def assets_mark() -> str:
    """Return a mark of the styles and scripts, so that a browser fetches them anew when they change."""
    digest = hashlib.sha256()
    for folder in ("static", "built", "templates", "locale"):
        found = resources.files("treatygraph.faces.pages") / folder
        if found.is_dir():
            for path in sorted(found.iterdir(), key=lambda p: p.name):
                if path.is_file():
                    digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def page(
    template: str,
    make: Maker,
    parameters: tuple[str, ...] | None = (),
    *,
    kind: str = "text/html; charset=utf-8",
) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers requests for a page.

    Args:
        template: Name of the template.
        make: Makes its values.
        parameters: The parameters the page knows beside `on`; others are passed over. None: it takes any.
        kind: Its media type.
    """

    async def answer(request: Request) -> Response:
        site: Site = request.app.state.site
        edition = site.edition
        code = request.path_params["language"]
        if code not in languages():
            return await error_page(request, RefusedError(404, "There is no such page", request.url.path[:200]))
        asked = {k: v for k, v in request.query_params.items() if parameters is None or k in {*parameters, "on"}}
        key = json.dumps([request.url.path, sorted(asked.items())])
        headers = headers_of(edition.version, key, vary="") | {"Content-Language": code}
        if template == "editor.html":
            headers["Content-Security-Policy"] = _EDITOR_SECURITY
        elif kind == SVG:
            headers["Content-Security-Policy"] = _PICTURE_SECURITY
        if (known := unchanged(request, headers)) is not None:
            return known
        tag = headers["ETag"]
        body, status = edition.kept.get(tag), 200
        if body is None:
            path = {k: v for k, v in request.path_params.items() if k != "language"}
            view = View(edition=edition, language=code, path=path, asked=asked, here=request.url.path)
            try:
                # One makes the page, and the others that ask for it meanwhile wait for it.
                async with edition.making(tag):
                    body = edition.kept.get(tag)
                    if body is None:
                        body, status = await _made(template, make, view, request.url.path)
                    if status == 200:
                        edition.keep(tag, body)
            except TreatygraphError as error:
                return await error_page(request, refusal_of(error))
        if status != 200:
            return Response(body, status, {"Content-Language": code}, kind)
        return Response(body, 200, headers, kind)

    answer.__name__ = f"page_{template.partition('.')[0]}"
    return answer


async def _made(template: str, make: Maker, view: View, path: str) -> tuple[bytes, int]:
    """Return a page, and its status: a form that cannot be answered stays on it, and says why (`answered_with`)."""
    if inspect.iscoroutinefunction(make):
        values = await make(view)
    else:
        values = await run_in_threadpool(make, view)
    return await run_in_threadpool(rendered, template, view, values, path), values.get("answered_with", 200)


def rendered(template: str, view: View, values: dict[str, Any], path: str) -> bytes:
    """Return a page as bytes."""
    rest = path.strip("/").partition("/")[2]
    common = {
        "view": view,
        "edition": view.edition,
        "lang": view.language,
        "direction": view.register.languages[view.language].direction,
        "others": [(code, view.register.languages[code].own_name, f"/{code}/{rest}") for code in languages()],
        "mark": assets_mark(),
        "here": path,
        "half": half_told(view.language),
    }
    text = environment(view.language).get_template(template).render(**common, **values)
    # What a reader wrote into an address may be a sign that no document of HTML holds; it is seen that there was one.
    return FORBIDDEN.sub("\ufffd", text).encode()


def half_told(language: str) -> str:
    """Return what a page says at its top where part of it is in English; nothing where its language has all."""
    if language == OWN_LANGUAGE or all_told(language):
        return ""
    return catalog(language).gettext(
        "Translated by this project after the usage of the United Nations, and not reviewed by a speaker of the "
        "language. Summaries and notes of the data are in English."
    )


async def error_page(request: Request, refusal: RefusedError) -> Response:
    """Return a refusal as a page, in the language of the address or of the browser."""
    edition: Edition = request.app.state.site.edition
    first = request.url.path.strip("/").partition("/")[0]
    code = first if first in languages() else language(request.headers.get("accept-language"), languages())
    view = View(edition=edition, language=code)
    body = await run_in_threadpool(rendered, "error.html", view, {"refusal": refusal}, f"/{code}/")
    return Response(body, refusal.status, refusal.headers, "text/html; charset=utf-8")
