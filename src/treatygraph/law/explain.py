"""Proofs: why a conclusion holds, as a tree of reasons, as sentences, and as the facts it rests on.

Replaying only the facts of a proof gives the same conclusion (`only`, and a test).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Facts, Obligation
from treatygraph.facts.register import Register
from treatygraph.law.model import Bound, Commitment, Reason, because
from treatygraph.law.obligations import DUTIES, Ledger, binds
from treatygraph.law.rules import RULES
from treatygraph.law.status import Concluded, standing

_PARTICIPANTS = frozenset({"participant", "other", "a", "b"})
_TREATIES = frozenset({"treaty", "parent"})
_SCHEMES = {
    "kind": "treaty_action",
    "strength": "strength",
    "bearer": "bearer",
    "modality": "modality",
    "triggers": "trigger",
}


def why_provision(concluded: Concluded, participant: str, provision: str, day: date) -> Reason:
    """Return what a provision, with all that stands inside it, asks of a participant on a day, and why."""
    register = concluded.register
    treaty = register.provisions[provision].instrument
    inside = register.within(provision)
    status = standing(concluded, participant, treaty, day)
    ledger = Ledger(concluded)
    own = {c.obligation: c for c in ledger.on(participant, treaty, day) if c.carried_from is None}
    organization = participant not in register.states
    under = [status.reason]
    for obligation in register.obligations_by_treaty.get(treaty, ()):
        if obligation.provision in inside:
            under.append(_why_obligation(ledger, own.get(obligation.id), obligation, participant, day, organization))
    for other in register.treaties:
        for commitment in ledger.on(participant, other, day) if other != treaty else ():
            if commitment.carried_from == treaty:
                obligation = register.obligations[commitment.obligation]
                if obligation.provision in inside:
                    under.append(_why_commitment(ledger, commitment, obligation))
    return because(
        "provision",
        *under,
        participant=participant,
        treaty=treaty,
        provision=cite(register.provisions[provision]),
        day=day,
        facts=(f"provisions/{provision}",),
    )


def _why_obligation(
    ledger: Ledger,
    commitment: Commitment | None,
    obligation: Obligation,
    participant: str,
    day: date,
    organization: bool,
) -> Reason:
    if commitment is not None:
        return _why_commitment(ledger, commitment, obligation)
    rule = "not-bound" if binds(obligation, organization) else "not-bearer"
    return because(
        rule,
        participant=participant,
        obligation=obligation.id,
        bearer=obligation.bearer,
        day=day,
        summary=obligation.summary,
        facts=(f"obligations/{obligation.id}",),
    )


def _why_commitment(ledger: Ledger, commitment: Commitment, obligation: Obligation) -> Reason:
    """Return why a commitment binds, or what its bearer's own reservation does to it."""
    participant = commitment.participant
    values: dict[str, object] = {
        "participant": participant,
        "treaty": commitment.treaty,
        "obligation": obligation.id,
        "since": commitment.since,
        "strength": obligation.strength,
        "summary": obligation.summary,
    }
    facts = (f"obligations/{obligation.id}",)
    if commitment.state is not Bound.BOUND:
        treaties = (commitment.treaty, commitment.carried_from)
        reasons = tuple(
            r.reason
            for treaty in treaties
            if treaty is not None
            for r in ledger.reservations(participant, treaty)
            if r.statement.id == commitment.statement
        )
        return because(
            "commitment-reserved",
            *reasons,
            facts=facts,
            statement=commitment.statement,
            state=commitment.state,
            values=values,
        )
    rule = "commitment-carried" if commitment.carried_from is not None else "commitment"
    if obligation.strength not in DUTIES:
        rule = "choice"
        values = {k: v for k, v in values.items() if k != "strength"} | {"modality": obligation.modality}
    return because(rule, *_when(ledger.concluded.register, obligation), facts=facts, values=values)


def _when(register: Register, obligation: Obligation) -> tuple[Reason, ...]:
    """Return what must happen before an obligation is due, and the provisions elsewhere that say when it applies."""
    found = []
    if obligation.triggers:
        found.append(because("trigger", obligation=obligation.id, triggers=";".join(obligation.triggers)))
    for condition in obligation.conditions:
        provision = register.provisions[condition]
        found.append(
            because(
                "condition",
                obligation=obligation.id,
                condition=cite(provision),
                heading=provision.heading,
                facts=(f"provisions/{condition}",),
            )
        )
    return tuple(found)


def sentence(register: Register, reason: Reason) -> str:
    """Return the reason as an English sentence, with names for codes."""
    shown = {"article": reason.article}
    for name, value in reason.values:
        if name in _PARTICIPANTS:
            shown[name] = register.name(value)
        elif name == "participants":
            shown[name] = ", ".join(register.name(code) for code in value.split(";"))
        elif name == "predecessor":
            shown[name] = register.name_of_code(value)
        elif name in _TREATIES and value in register.instruments:
            shown[name] = register.instruments[value].short_title
        elif name in _SCHEMES and all(f"{_SCHEMES[name]}/{code}" in register.terms for code in value.split(";")):
            labels = (register.terms[f"{_SCHEMES[name]}/{code}"].labels["en"] for code in value.split(";"))
            shown[name] = "; ".join(label.lower() for label in labels)
        else:
            shown[name] = value.replace("_", " ") if name in {"effect", "state"} else value
    return RULES[reason.rule].sentence.format_map(shown)


def basis(register: Register, reason: Reason) -> str:
    """Return the legal basis of a reason: the treaty's own article where there is one, else the general rule."""
    if not reason.article:
        return RULES[reason.rule].basis
    clauses = {c.id: c for c in register.facts.clauses}
    for fact in reason.facts:
        table, _, identifier = fact.partition("/")
        if table == "clauses":
            clause = clauses[identifier]
            owner = register.provisions[clause.provision].instrument if clause.provision else clause.instrument
            return f"{register.instruments[owner].short_title} art. {reason.article}"
    treaty = dict(reason.values)["treaty"]
    return f"{register.instruments[treaty].short_title} art. {reason.article}"


def facts_of(reason: Reason) -> tuple[str, ...]:
    """Return the facts a proof rests on, each as `table/identifier`, sorted."""
    return tuple(sorted({fact for step in reason.walk() for fact in step.facts}))


def sources_of(register: Register, reason: Reason) -> tuple[str, ...]:
    """Return the sources of the facts a proof rests on, sorted."""
    found: set[str] = set()
    for fact in facts_of(reason):
        table, _, identifier = fact.partition("/")
        for record in _rows(register.facts, table):
            if record.id == identifier:
                found.update(getattr(record, "sources", ()) or ())
                found.update({record.source} if hasattr(record, "source") else ())
    return tuple(sorted(found))


def tree(register: Register, reason: Reason) -> dict[str, Any]:
    """Return a proof as nested plain values (rule, legal basis, sentence, values, facts, reasons)."""
    return {
        "rule": reason.rule,
        "basis": basis(register, reason),
        "sentence": sentence(register, reason),
        "values": dict(reason.values),
        "facts": list(reason.facts),
        "because": [tree(register, under) for under in reason.because],
    }


def only(facts: Facts, reasons: Iterable[Reason]) -> Facts:
    """Return the facts with no actions and statements but those that the proofs rest on.

    Rules (clauses), participants and treaties stay: a proof names the acts it needs, not the law.
    """
    named = {fact for reason in reasons for step in reason.walk() for fact in step.facts}
    return replace(
        facts,
        actions=tuple(a for a in facts.actions if f"actions/{a.id}" in named),
        statements=tuple(s for s in facts.statements if f"statements/{s.id}" in named),
    )


def _rows(facts: Facts, table: str) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = getattr(facts, table)
    return rows
