"""Gap reports on the site: `/{language}/report/{participant}`.

With `on`, `since`, `deposit`, `annex`, `treaty` and `format`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from treatygraph.collecting import uncollected
from treatygraph.days import parse_day
from treatygraph.errors import BadDayError, TreatygraphError, UnknownNameError
from treatygraph.faces.languages import languages_of
from treatygraph.faces.pages import reports
from treatygraph.faces.pages.answer import error_page
from treatygraph.faces.pages.reports import BadFieldError
from treatygraph.faces.report.document import Document
from treatygraph.faces.report.folder import FORMATS, Office, Wanted, name_of
from treatygraph.faces.report.html import Beside, Form, as_html, policy
from treatygraph.faces.report.pdf import MissingFontError
from treatygraph.faces.report.wording import Wording, languages
from treatygraph.faces.serve.press import pressed
from treatygraph.faces.web.conditional import headers_of, unchanged
from treatygraph.faces.web.engine.model import Limits
from treatygraph.faces.web.engine.turnstile import Turnstile
from treatygraph.faces.web.fair import sender_of
from treatygraph.faces.web.refusals import RefusedError, refusal_of
from treatygraph.faces.web.site import Edition
from treatygraph.facts.lookups import find_participant, find_treaty
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.facts.register import Register
from treatygraph.questions.territories import is_territory

_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: So many reports are written at once, and set as PDF or Word, which takes seconds of a core in a process of its own.
_WRITTEN, _SET = 2, 1
#: One of an address at a time; so many wait, and so many of one address.
_LIMITS = Limits(each_address=1, each_waiting=2, waiting=32, waiting_seconds=30.0)
_T = TypeVar("_T")


class _Turns(NamedTuple):
    """Who writes, and who sets what is written."""

    writing: Turnstile
    setting: Turnstile


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report that is asked for, with the parameters of the addresses beside it.

    They are what was understood, never as it was spelled: who spells the same otherwise is given the same page.
    """

    wanted: Wanted
    participant: str
    form: str
    language: str
    query: Mapping[str, str]


def routes() -> list[Route]:
    """Return the routes of reports."""
    turns = _Turns(Turnstile(_WRITTEN, _LIMITS), Turnstile(_SET, _LIMITS))

    async def report(request: Request) -> Response:
        try:
            return await _answer(request, turns)
        except BadFieldError as error:
            code = find_participant(request.app.state.site.edition.register, request.path_params["code"]).id
            return await reports.asked_again(request, _of_the_site(request.path_params["language"]), code, error)
        except MissingFontError as error:
            return await error_page(request, RefusedError(501, "No font here sets this language", str(error)))
        except TreatygraphError as error:
            return await error_page(request, refusal_of(error))

    return [
        Route("/report.schema.json", _schema, methods=["GET"]),
        Route("/{language}/report", _index, methods=["GET"]),
        Route("/{language}/report/{code}", report, methods=["GET"]),
    ]


async def _index(request: Request) -> Response:
    """Lead from the form to the report of who was named in it, by any name; without one, give the form."""
    edition: Edition = request.app.state.site.edition
    language = request.path_params["language"]
    given = {name: text.strip() for name, text in request.query_params.items() if text.strip()}
    if language not in languages() or "participant" not in request.query_params:
        return await reports.index(request)
    try:
        code = find_participant(edition.register, given.pop("participant", "")).id
    except UnknownNameError as error:
        hint = "Write a name in any language of the site, or a code of three letters."
        fault = BadFieldError(404, "Unknown participant", str(error), field="participant", hint=hint)
        return await reports.asked_again(request, language, None, fault)
    known = {name: given[name] for name in (*reports.DAYS, "annex", "treaty", "format") if name in given}
    return RedirectResponse(_address(f"/{language}/report/{code}", known), 303)


async def _schema(_: Request) -> Response:
    from treatygraph.faces.report.data import schema

    return Response(json.dumps(schema(), ensure_ascii=False), media_type="application/schema+json")


async def _answer(request: Request, turns: _Turns) -> Response:
    edition: Edition = request.app.state.site.edition
    language = request.path_params["language"]
    if language not in languages():
        raise RefusedError(404, "There is no such page", request.url.path[:200])
    asked = {name: text.strip() for name, text in request.query_params.items() if text.strip()}
    form = asked.get("format", "html")
    if form not in FORMATS:
        raise RefusedError(400, "Unknown format", f"{form[:40]!r}: use {', '.join(FORMATS)}.")
    days = {name: _day(name, asked[name]) for name in reports.DAYS if name in asked}
    found = find_participant(edition.register, request.path_params["code"]).id
    if is_territory(edition.register, found):
        raise _of_a_territory(edition.register, found, language)
    since, on = days.get("since"), days.get("on", edition.day)
    if since is not None and since >= on:
        hint = "Changes are told since a day before the day of the report."
        told = f"since={since} is not before {on}."
        raise BadFieldError(400, "This is no earlier day", told, field="since", hint=hint)
    annex = asked.get("annex") is not None
    names = [text.strip() for text in asked.get("treaty", "").split(";") if text.strip()]
    treaties = tuple(dict.fromkeys(find_treaty(edition.register, text).id for text in names))
    # A page leads to pages beside it; a file that is carried away needs the whole address of the site it came from.
    site = "/" if form == "html" else str(request.base_url)
    key = json.dumps(
        ["report", found, language, form, site, annex, treaties, sorted((n, str(d)) for n, d in days.items())]
    )
    headers = headers_of(edition.version, key, vary="") | {"Content-Language": language}
    if form == "html":
        headers["Content-Security-Policy"] = f"{policy(asking=True)}; img-src 'self' data:; frame-ancestors 'none'"
    else:
        headers["Content-Disposition"] = f'attachment; filename="{name_of(found, language, form)}"'
    if (found_before := unchanged(request, headers)) is not None:
        return found_before
    tag = headers["ETag"]
    body = edition.kept.get(tag)
    if body is None:
        async with edition.making(tag):
            wanted = Wanted(
                build=edition.folder,
                on=days.get("on"),
                since=days.get("since"),
                deposit=days.get("deposit"),
                site=site,
                annex=annex,
                treaties=treaties,
            )
            query = {name: str(day) for name, day in days.items()} | ({"annex": "yes"} if annex else {})
            query |= {"treaty": ";".join(treaties)} if treaties else {}
            asked_for = Asked(wanted=wanted, participant=found, form=form, language=language, query=query)
            body = edition.kept.get(tag) or await _made(request, edition, turns, asked_for)
            edition.keep(tag, body)
    return Response(body, 200, headers, _TYPES[form])


async def _made(request: Request, edition: Edition, turns: _Turns, asked: Asked) -> bytes:
    """Return a report of the edition that its headers name, though a newer one may be served by now."""
    sender = sender_of(request)
    made = await _in_turn(turns.writing, sender, _write, edition, asked)
    # What is to be set leaves its place to others: who reads a page does not wait for who prints.
    return made if isinstance(made, bytes) else await _in_turn(turns.setting, sender, pressed, made, asked.form)


async def _in_turn(turns: Turnstile, sender: str, work: Callable[..., _T], *of: Any) -> _T:
    await turns.enter(sender)
    try:
        return await run_in_threadpool(work, *of)
    finally:
        turns.leave(sender)


def _write(edition: Edition, asked: Asked) -> bytes | Document:
    """Return a report as it is sent, or what is to be set as PDF or Word."""
    # Of what it is made from nothing is left when garbage is looked for again.
    with uncollected():
        return _written(edition, asked)


def _written(edition: Edition, asked: Asked) -> bytes | Document:
    office = Office(asked.wanted, edition.concluded, edition.version)
    found = office.dossier(asked.participant)
    if asked.form in {"json", "md"}:
        return office.report(found, asked.form, asked.language)
    document = office.document(found, asked.language, annexed=office.annexed(asked.form))
    if asked.form != "html":
        return document
    words = Wording(facts=edition.register, language=asked.language)
    many = found.others is not None
    form = Form(words=words, day=str(office.desk.on), asked=asked.query, many=many)
    return as_html(document, tuple(_beside(edition, asked)), form)


def _beside(edition: Edition, asked: Asked) -> Iterator[Beside]:
    """Yield the ways from a report to its participant, and to the same report in other languages and formats."""
    register, site = edition.register, _of_the_site(asked.language)
    name = Wording(facts=register, language=asked.language).name(asked.participant)
    on = {k: v for k, v in asked.query.items() if k == "on"}
    yield Beside(address=_address(f"/{site}/participant/{asked.participant}", on), text=name)
    for code in languages():
        yield Beside(
            address=_address(f"/{code}/report/{asked.participant}", asked.query),
            text=register.languages[code].own_name,
            lang=code,
            here=code == asked.language,
        )
    for form, text in reports.OFFERED.items():
        yield Beside(
            address=_address(f"/{asked.language}/report/{asked.participant}", {**asked.query, "format": form}),
            text=text,
        )


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _of_the_site(language: str) -> str:
    return language if language in languages_of("treatygraph.faces.pages") else OWN_LANGUAGE


def _of_a_territory(register: Register, code: str, language: str) -> RefusedError:
    """Return what is told of a territory: whose report to take, and where it is told what applies there."""
    name, responsible = register.name(code), register.participants[code].responsible
    near = [(f"/{_of_the_site(language)}/participant/{code}", f"{name}: which treaties apply there")]
    if responsible is not None:
        near.insert(0, (f"/{language}/report/{responsible}", f"{register.name(responsible)}: gap report"))
    told = f"{name} ({code}) is a territory and takes part in nothing; a report is of who is responsible for it."
    return RefusedError(404, "A territory has no report of its own", told, near=tuple(near))


def _day(name: str, text: str) -> date:
    try:
        return parse_day(text)
    except BadDayError as error:
        hint = "Write year, month and day, such as 2026-09-11."
        raise BadFieldError(400, "This is no day", f"{name}: {error}", field=name, hint=hint) from None
