"""The page where gap reports are asked for: whose, about which day, compared with which, supposing which deposit."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from treatygraph.faces.pages.answer import page, rendered
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Edition
from treatygraph.questions.in_full import in_full
from treatygraph.questions.territories import is_territory

#: The fields of the form beside the participant.
DAYS = ("on", "since", "deposit")
#: The formats a report is offered in, and what they are called; without one it is a page.
OFFERED = {"pdf": "PDF", "docx": "Word", "md": "Markdown", "json": "JSON"}


class BadFieldError(RefusedError):
    """A field of the form that cannot be understood; `hint` is a sentence of the catalogues that says what can."""

    def __init__(self, status: int, title: str, detail: str, *, field: str, hint: str) -> None:
        self.field, self.hint = field, hint
        super().__init__(status, title, detail)


def reports(view: View) -> dict[str, Any]:
    """Make the page: the form, and every participant with its statuses under what reports tell in full."""
    register = view.register
    told = in_full(register)
    rows = [
        (p, view.name(p), {t: view.desk.status(p, t) for t in told})
        for p in register.present
        if not is_territory(register, p)
    ]
    return _values(view, rows=view.sorted(rows, lambda row: row[1]))


def _values(view: View, **values: Any) -> dict[str, Any]:
    return {
        "columns": in_full(view.register),
        "offered": OFFERED,
        "given": {},
        "rows": [],
        "participant": None,
        "fault": None,
        **values,
    }


#: What answers requests for the page.
index = page("reports.html", reports)


async def asked_again(request: Request, language: str, participant: str | None, fault: BadFieldError) -> Response:
    """Return the form with what was given, and what of it cannot be understood."""
    edition: Edition = request.app.state.site.edition
    given = {name: text[:100] for name, text in request.query_params.items()}
    view = View(edition=edition, language=language)
    values = _values(view, given=given, participant=participant, fault=fault)
    body = await run_in_threadpool(rendered, "reports.html", view, values, f"/{language}/report")
    return Response(body, fault.status, {"Content-Language": language}, "text/html; charset=utf-8")
