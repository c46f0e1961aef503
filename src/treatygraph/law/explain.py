"""Proofs: why a conclusion holds, as a tree of reasons, and as the facts it rests on. `treatygraph.proofs` words them.

Replaying only the facts of a proof gives the same conclusion (`only`, and a test).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from treatygraph.facts.model import ClauseKind, Facts, Obligation
from treatygraph.facts.reference import FactRef
from treatygraph.facts.register import Register
from treatygraph.law.competence import WITHIN_COMPETENCE, competence
from treatygraph.law.knowledge import COMMITMENT_UNDETERMINED, unread_reasons
from treatygraph.law.model import Bound, Commitment, Reason, because
from treatygraph.law.obligations import DUTIES, Ledger, binds
from treatygraph.law.rule import Family, Rule
from treatygraph.law.status import Concluded, standing
from treatygraph.law.territories import application, owed_by_responsible
from treatygraph.law.territory_rules import TERRITORY_PROVISION

PROVISION = Rule(
    id="provision",
    title="What a provision asks of a participant",
    basis="VCLT art. 26",
    family=Family.COMMITMENT,
    sentence="What {provision} of {treaty} asks of {participant} on {day}.",
)
COMMITMENT = Rule(
    id="commitment",
    title="An obligation that binds",
    basis="VCLT art. 26",
    family=Family.COMMITMENT,
    sentence="{participant} is bound by {obligation} since {since} ({strength}): {summary}",
)
COMMITMENT_CARRIED = Rule(
    id="commitment-carried",
    title="An obligation carried over from another treaty",
    basis="The treaty's clause",
    family=Family.COMMITMENT,
    sentence=(
        "{participant} also owes {obligation} for the matters of {treaty}, mutatis mutandis, since {since} "
        "({strength}): {summary}"
    ),
)
CHOICE = Rule(
    id="choice",
    title="A power or advice, which binds nobody",
    basis="The wording of the provision",
    family=Family.COMMITMENT,
    sentence=(
        "Under {treaty}, {obligation} is open to {participant} since {since} and binds nobody ({modality}): {summary}"
    ),
)
TRIGGER = Rule(
    id="trigger",
    title="What must happen before an obligation is due",
    basis="The wording of the provision",
    family=Family.COMMITMENT,
    sentence="{obligation} is due only in this case: {triggers}.",
)
CONDITION = Rule(
    id="condition",
    title="A condition that stands in another provision",
    basis="VCLT art. 31(2)",
    family=Family.COMMITMENT,
    sentence="{obligation} applies as {provision} says: {heading}.",
)
COMMITMENT_RESERVED = Rule(
    id="commitment-reserved",
    title="An obligation touched by the participant's own reservation",
    basis="VCLT art. 21(1)",
    family=Family.COMMITMENT,
    sentence=("Reservation {statement} of {participant} touches {obligation} ({state}) since {since}: {summary}"),
)
NOT_BEARER = Rule(
    id="not-bearer",
    title="An obligation of somebody else",
    basis="The provision itself",
    family=Family.COMMITMENT,
    sentence="{obligation} is owed by somebody else ({bearer}), not by {participant}: {summary}",
)
NOT_BOUND = Rule(
    id="not-bound",
    title="An obligation under a treaty not in force for the participant",
    basis="VCLT art. 34",
    family=Family.COMMITMENT,
    sentence="{obligation} does not bind {participant} on {day}: {summary}",
)


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
    for other in register.in_depth:
        for commitment in ledger.on(participant, other, day) if other != treaty else ():
            if commitment.carried_from == treaty:
                obligation = register.obligations[commitment.obligation]
                if obligation.provision in inside:
                    under.append(_why_commitment(ledger, commitment, obligation, day))
    return because(
        PROVISION,
        *under,
        participant=participant,
        treaty=treaty,
        provision=provision,
        day=day,
        facts=(register.provisions[provision],),
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
        return _why_commitment(ledger, commitment, obligation, day)
    if binds(obligation, organization):
        return because(NOT_BOUND, participant=participant, obligation=obligation.id, day=day, facts=(obligation,))
    bearer = obligation.bearer
    return because(NOT_BEARER, participant=participant, obligation=obligation.id, bearer=bearer, facts=(obligation,))


def _why_commitment(ledger: Ledger, commitment: Commitment, obligation: Obligation, day: date) -> Reason:
    """Return why a commitment binds, or what its bearer's own reservation does to it."""
    participant = commitment.participant
    values: dict[str, object] = {
        "participant": participant,
        "obligation": obligation.id,
        "since": commitment.since,
    }
    register = ledger.concluded.register
    listed = tuple(
        reason
        for treaty in (commitment.treaty, commitment.carried_from)
        if treaty is not None
        for reason in unread_reasons(register, participant, treaty)
    )
    listed += _within(register, commitment, day)
    if commitment.state is Bound.UNDETERMINED and commitment.statement is None:
        return because(
            COMMITMENT_UNDETERMINED,
            *listed,
            facts=(obligation,),
            participant=participant,
            obligation=obligation.id,
            treaty=register.provisions[obligation.provision].instrument,
        )
    if commitment.statement is not None and commitment.state is not Bound.BOUND:
        treaties = (commitment.treaty, commitment.carried_from)
        reasons = tuple(
            r.reason
            for treaty in treaties
            if treaty is not None
            for r in ledger.reservations(participant, treaty)
            if r.statement.id == commitment.statement
        )
        return because(
            COMMITMENT_RESERVED,
            *reasons,
            *listed,
            facts=(obligation,),
            statement=commitment.statement,
            state=commitment.state,
            values=values,
        )
    when = (*listed, *_when(register, obligation))
    if obligation.strength not in DUTIES:
        values |= {"treaty": commitment.treaty, "modality": obligation.modality}
        return because(CHOICE, *when, facts=(obligation,), values=values)
    values["strength"] = obligation.strength
    if commitment.carried_from is None:
        return because(COMMITMENT, *when, facts=(obligation,), values=values)
    clause = next(
        clause
        for clause in register.clauses(commitment.treaty, ClauseKind.CARRY_OVER)
        if commitment.carried_from in clause.instruments
    )
    values["treaty"] = commitment.treaty
    return because(COMMITMENT_CARRIED, *when, article=clause.article, facts=(clause, obligation), values=values)


def _within(register: Register, commitment: Commitment, day: date) -> tuple[Reason, ...]:
    """Return that an organization owes it within its competence only, and how that is known."""
    found = competence(register, commitment.participant, commitment.treaty, day)
    if found is None or not commitment.within_competence:
        return ()
    return (
        because(
            WITHIN_COMPETENCE,
            *found.reasons,
            article=found.clause.article,
            participant=commitment.participant,
            obligation=commitment.obligation,
            facts=(found.clause,),
        ),
    )


def _when(register: Register, obligation: Obligation) -> tuple[Reason, ...]:
    """Return what must happen before an obligation is due, and the provisions elsewhere that say when it applies."""
    found = []
    if obligation.triggers:
        found.append(because(TRIGGER, obligation=obligation.id, triggers=obligation.triggers))
    for condition in obligation.conditions:
        provision = register.provisions[condition]
        found.append(because(CONDITION, obligation=obligation.id, provision=condition, facts=(provision,)))
    return tuple(found)


def why_there(concluded: Concluded, territory: str, treaty: str, provision: str | None, day: date) -> Reason:
    """Return why a treaty applies to a territory or does not; with a provision, also what that asks there.

    What it asks is what the participant responsible for the territory owes, unless the treaty does not apply there, or
    applies by a notice of one that is not party to it: what is asked then is not concluded.
    """
    found = application(concluded, territory, treaty, day)
    if provision is None:
        return found.reason(day)
    asked = []
    if found.responsible is not None and owed_by_responsible(concluded, found, day):
        asked.append(why_provision(concluded, found.responsible, provision, day))
    return because(
        TERRITORY_PROVISION,
        found.reason(day),
        *asked,
        facts=(concluded.register.provisions[provision],),
        territory=territory,
        treaty=treaty,
        provision=provision,
        day=day,
    )


def facts_of(reason: Reason) -> tuple[FactRef, ...]:
    """Return the facts a proof rests on, sorted."""
    return tuple(sorted({fact for step in reason.walk() for fact in step.facts}))


def sources_of(register: Register, reason: Reason) -> tuple[str, ...]:
    """Return the sources of the facts a proof rests on, sorted."""
    found: set[str] = set()
    for fact in facts_of(reason):
        record = register.row(fact.table, fact.id)
        found.update(getattr(record, "sources", ()) or ())
        found.update({record.source} if hasattr(record, "source") else ())
    return tuple(sorted(found))


def only(facts: Facts, reasons: Iterable[Reason]) -> Facts:
    """Return the facts with no actions and statements but those that the proofs rest on.

    Rules (clauses), participants and treaties stay: a proof names the acts it needs, not the law.
    """
    named = {str(fact) for reason in reasons for step in reason.walk() for fact in step.facts}
    return replace(
        facts,
        actions=tuple(a for a in facts.actions if f"actions/{a.id}" in named),
        statements=tuple(s for s in facts.statements if f"statements/{s.id}" in named),
    )
