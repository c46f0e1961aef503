"""The page that finds statements: by treaty, author, whom they address, kind, article and period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from treatygraph.days import parse_day
from treatygraph.errors import BadDayError, UnknownNameError
from treatygraph.faces.arranging import SORT
from treatygraph.faces.pages.snippets import snippets
from treatygraph.faces.pages.tables import arranged, facet
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_participant, find_provision, find_term, find_treaty
from treatygraph.facts.model import Statement
from treatygraph.questions.statements import FACETS, STATEMENTS, Wanted, facets, statements_with

#: What the page can be asked for, beside the day.
ASKED = ("treaty", "participant", "about", "statement_kind", "provision", "since", "sort", "page")
#: Statements on one page.
_SIZE = 50


def statements(view: View) -> dict[str, Any]:
    """Make the page of the statements looked for, with how many there are of each kind, treaty and author.

    Raises:
        RefusedError: A value names nothing, or is no day.
    """
    register = view.register
    treaty = _looked_up(view, "treaty", lambda text: find_treaty(register, text).id)
    wanted = Wanted(
        treaty=treaty,
        participant=_looked_up(view, "participant", lambda text: find_participant(register, text).id),
        about=_looked_up(view, "about", lambda text: find_participant(register, text).id),
        statement_kind=_looked_up(
            view, "statement_kind", lambda text: find_term(register, "statement_kind", text).code
        ),
        provision=_looked_up(view, "provision", lambda text: find_provision(register, _of_treaty(treaty, text)).id),
        since=_since(view),
    )
    found, every = statements_with(view.desk, wanted), register.facts.statements
    called: dict[str, Callable[[str], str]] = {
        "statement_kind": lambda code: view.word("statement_kind", code),
        "treaty": view.treaty,
        "participant": view.name,
    }
    keys: dict[str, Callable[[Statement], Any]] = {
        "made_on": lambda s: s.made_on.earliest if s.made_on else None,
        "participant": lambda s: view.name(s.participant),
        "treaty": lambda s: view.treaty(s.treaty),
        "statement_kind": lambda s: view.word("statement_kind", s.kind),
    }
    names = ("participant", "treaty", "statement_kind")
    given = {p.name: view.asked[p.name].strip() for p in STATEMENTS.parameters if view.asked.get(p.name, "").strip()}
    if wanted.provision is not None:
        given["provision"] = wanted.provision
    return {
        "wanted": wanted,
        "table": arranged(view, found, keys, by="-made_on", names=names, size=_SIZE),
        "facets": [(name, facet(view, name, counts, called[name])) for name, counts in facets(found).items()],
        "choices": {
            name: view.sorted([(called[name](code), code) for code in counts], lambda pair: pair[0])
            for name, counts in facets(every).items()
        },
        "directed": view.by_name(view.desk.about),
        "every": len(every),
        "narrowed": any(view.asked.get(name, "").strip() for name in (*FACETS, "about", "provision", "since", "on")),
        "undated": sum(s.made_on is None for s in found),
        "unread": sum(
            wanted.treaty in (None, f.treaty) and wanted.participant in (None, f.participant) for f in _unread(view)
        ),
        "data": urlencode(given),
        "shown": urlencode({**given, SORT: view.asked["sort"]}) if _sorted(view, keys) else urlencode(given),
        "snippets": snippets(STATEMENTS.id, given),
        "sparql": _in_sparql(view, wanted),
    }


def _sorted(view: View, keys: Mapping[str, object]) -> bool:
    return view.asked.get("sort", "").removeprefix("-") in keys


def _unread(view: View) -> list[Any]:
    """Return what official lists show of statements that were not read."""
    return [f for f in view.register.facts.statement_flags if f.knowledge == "not_read"]


def _in_sparql(view: View, wanted: Wanted) -> str:
    """Return the address of the question in SPARQL that answers the same; its rows can be narrowed in the editor."""
    if wanted.provision is not None:
        return view.question("relations/statements-on-a-provision", provision=wanted.provision, on=view.day)
    if wanted.about is not None:
        return view.question("relations/statements-about-a-participant", participant=wanted.about, on=view.day)
    since = wanted.since or min((s.made_on.earliest for s in view.register.facts.statements if s.made_on), default=None)
    return view.question("relations/statements-in-a-period", since=since, on=view.day)


def _of_treaty(treaty: str | None, text: str) -> str:
    """Return an article as it is looked up: `20(2)` of the treaty that is asked for is `som 20(2)`."""
    return f"{treaty} {text}" if treaty is not None and text[:1].isdigit() else text


def _since(view: View) -> date | None:
    text = view.asked.get("since", "").strip()
    try:
        return parse_day(text) if text else None
    except BadDayError as error:
        raise RefusedError(400, view.say("This is no day"), str(error)) from None


def _looked_up(view: View, name: str, find: Callable[[str], Any]) -> str | None:
    text = view.asked.get(name, "").strip()
    try:
        return str(find(text)) if text else None
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
