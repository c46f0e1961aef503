"""The pages of what the record holds: an act, a statement, a source; the graph behind them stands under "as data"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.pages.tables import arranged
from treatygraph.faces.pages.view import View
from treatygraph.facts.model import Action
from treatygraph.questions.named import is_web_address


def act(view: View) -> dict[str, Any]:
    """Make the page of an act.

    Raises:
        UnknownNameError: No act of the data has the identifier.
    """
    register, identifier = view.register, view.path["id"]
    found = next((a for a in register.facts.actions if a.id == identifier), None)
    if found is None:
        raise UnknownNameError("act", identifier)
    return {
        "act": found,
        "other_acts": [a for a in register.actions_of(found.participant, found.treaty) if a.id != found.id],
        "statements": register.statements_of(found.participant, found.treaty),
        "conflicts": [c for c in register.facts.conflicts if c.about == found.id],
        "sources": [register.sources[s] for s in found.sources],
    }


def statement(view: View) -> dict[str, Any]:
    """Make the page of a unilateral statement.

    Raises:
        UnknownNameError: No statement of the data has the identifier.
    """
    register, identifier = view.register, view.path["id"]
    if identifier not in register.statements:
        raise UnknownNameError("statement", identifier)
    found = register.statements[identifier]
    return {
        "statement": found,
        "target": register.statements.get(found.target_statement or ""),
        "answers": register.statements_on.get(found.id, ()),
        "reservation": view.desk.reservation(found.id),
        "conflicts": [c for c in register.facts.conflicts if c.about == found.id],
        "sources": [register.sources[s] for s in found.sources],
    }


def source(view: View) -> dict[str, Any]:
    """Make the page of a source: its card, and what rests on it, by treaty.

    Raises:
        UnknownNameError: There is no such source.
    """
    register = view.register
    if view.path["id"] not in register.sources:
        # What the keeper of the facts is told to do is nothing for a reader.
        raise UnknownNameError("source", view.path["id"])
    found = register.sources[view.path["id"]]
    acts = [a for a in register.facts.actions if found.id in a.sources]
    statements = [s for s in register.facts.statements if found.id in s.sources]
    flags = [f for f in register.facts.statement_flags if f.source == found.id]
    kinds = (
        ("acts", Counter(a.treaty for a in acts)),
        ("statements", Counter(s.treaty for s in statements)),
        ("flags", Counter(f.treaty for f in flags)),
    )
    treaties = [t for t in register.treaties if any(t in counted for _, counted in kinds)]
    wanted = view.asked.get("treaty", "")
    listed = [a for a in acts if a.treaty == wanted] if wanted in treaties else []
    keys: dict[str, Callable[[Action], Any]] = {
        "participant": lambda a: view.name(a.participant),
        "kind": lambda a: view.word("treaty_action", a.kind),
        "day": lambda a: str(a.done_on),
    }
    return {
        "source": found,
        "address": found.url if is_web_address(found.url) else None,
        "rows": [(t, [counted[t] for _, counted in kinds]) for t in treaties],
        "wanted": wanted if wanted in treaties else None,
        "listed": arranged(view, listed, keys, by="participant", names=("participant", "kind")),
    }
