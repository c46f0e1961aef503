"""The pages that give reasons: why (a proof), and compare (the treaty relation between two participants)."""

from __future__ import annotations

from typing import Any

from treatygraph.errors import UnknownNameError
from treatygraph.faces.pages.view import View
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.facts.lookups import find_participant, find_provision, find_treaty
from treatygraph.law.explain import sources_of, why_provision
from treatygraph.law.status import standing
from treatygraph.proofs import Teller, told_in
from treatygraph.questions.relations import relations


def why(view: View) -> dict[str, Any]:
    """Make the proof of a status under a treaty, or of what a provision asks of a participant.

    Raises:
        UnknownNameError: The participant, treaty or provision is not known.
    """
    register, day = view.register, view.day
    found = find_participant(register, view.path["code"])
    subject = view.path["subject"]
    provision = None
    try:
        treaty = find_treaty(register, subject).id
        held = standing(view.concluded, found.id, treaty, day)
        reason = held.reason
    except UnknownNameError:
        if not any(c.isdigit() for c in subject):
            raise
        provision = find_provision(register, subject)
        treaty = provision.instrument
        if treaty not in register.treaties:
            raise
        held = standing(view.concluded, found.id, treaty, day)
        reason = why_provision(view.concluded, found.id, provision.id, day)
    return {
        "participant": found,
        "treaty": treaty,
        "provision": provision,
        "held": held,
        "told": told_in(view.language),
        "proof": Teller(register, told_in(view.language)).tree(reason),
        "sources": [register.sources[s] for s in sources_of(register, reason)],
        "coverage": next(c for c in register.facts.coverage if c.treaty == treaty),
    }


def compare(view: View) -> dict[str, Any]:
    """Make the comparison of two participants; without two, the form that asks for them.

    Raises:
        UnknownNameError: One of the two is not known.
        RefusedError: The two are one.
    """
    register = view.register
    everyone = sorted((view.name(p), p) for p in register.participants)
    texts = [view.asked.get(name, "").strip() for name in ("a", "b")]
    if not all(texts):
        return {"everyone": everyone, "a": texts[0], "b": texts[1], "found": None}
    try:
        a, b = (find_participant(register, text).id for text in texts)
    except UnknownNameError as error:
        raise RefusedError(400, view.say("Unknown value"), str(error)) from None
    if a == b:
        raise RefusedError(400, view.say("The two are the same participant"), view.say("Choose two."))
    found = relations(view.concluded, a, b, register.treaties, view.day)
    teller = Teller(register, told_in(view.language))
    rows = [
        (
            relation,
            standing(view.concluded, a, relation.treaty, view.day).status,
            standing(view.concluded, b, relation.treaty, view.day).status,
            teller.tree(relation.reason),
        )
        for relation in found
    ]
    return {"everyone": everyone, "a": a, "b": b, "found": rows, "told": told_in(view.language)}
