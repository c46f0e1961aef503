"""The pages that give reasons: why (a proof), and compare (the treaty relation between two participants)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.pages.paging import paged
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_participant
from treatygraph.law.model import Existence
from treatygraph.proofs import Teller, told_in
from treatygraph.questions.between import SameParticipantError, relations_between
from treatygraph.questions.proof import proof_of
from treatygraph.questions.territories import TerritoryError

#: Relations of one page of a comparison.
PAGE = 40


def why(view: View) -> dict[str, Any]:
    """Make the proof of a status under a treaty, or of what a provision asks of a participant.

    Raises:
        UnknownNameError: The participant, treaty or provision is not known.
    """
    found = proof_of(view.concluded, view.path["code"], view.path["subject"], on=view.day)
    return {
        "participant": found.participant,
        "treaty": found.subject.treaty,
        "provision": view.register.provisions[found.subject.provision] if found.subject.provision else None,
        "status": found.status,
        "told": told_in(view.language),
        "proof": found.tree(told_in(view.language)),
        "sources": found.sources,
        "reservable": found.reservable,
    }


def compare(view: View) -> dict[str, Any]:
    """Make the comparison of two participants; without two, the form that asks for them.

    Raises:
        RefusedError: One of the two is not known, or the two are one.
    """
    register = view.register
    everyone = [(view.name(p), p) for p in view.by_name(register.present)]
    texts = [view.asked.get(name, "").strip() for name in ("a", "b")]
    if not all(texts):
        return {"everyone": everyone, "a": texts[0], "b": texts[1], "found": None, "examples": _examples(view)}
    try:
        a, b = (find_participant(register, text).id for text in texts)
        found = relations_between(view.desk, a, b, register.in_depth)
    except (UnknownNameError, TerritoryError) as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
    except SameParticipantError:
        raise RefusedError(400, view.say("The two are the same participant"), view.say("Choose two.")) from None
    teller = Teller(register, told_in(view.language))
    shown = paged(found, view.asked.get("page", ""), PAGE)
    rows = [
        (r, view.desk.standing(a, r.treaty).status, view.desk.standing(b, r.treaty).status, teller.tree(r.reason))
        for r in shown.rows
    ]
    numbers = Counter(r.existence for r in found)
    everywhere = [(existence, numbers[existence]) for existence in Existence if existence in numbers]
    told = {"found": rows, "shown": shown, "everywhere": everywhere, "told": told_in(view.language)}
    return {"everyone": everyone, "a": a, "b": b, **told}


def _examples(view: View) -> list[tuple[str, str]]:
    """Return pairs between which a statement is answered by the other: there is something to see."""
    register = view.register
    pairs = [
        (s.participant, register.statements[s.target_statement or ""].participant)
        for treaty in register.in_depth
        for s in register.statements_by_treaty.get(treaty, ())
        if s.target_statement in register.statements
    ]
    return list(dict.fromkeys(pairs))[:3]
