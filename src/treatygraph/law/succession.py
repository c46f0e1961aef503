"""Succession of States: from when a treaty is in force for a successor, and what is open until it notifies.

Legal basis: Vienna Convention on Succession of States in respect of Treaties (VCSST, 1978), and the practice of the
depositary. How the State came about decides the articles: separation or dissolution (34: what was in force stays in
force for each), newly independent States (17, 22, 23: by notification), a union (31). Succession is no consent of its
own: the articles of the VCLT on the conclusion of treaties leave it aside (73). Between the day of the succession of
States and the notification two readings are open; so is whether a predecessor's reservations pass on, but for newly
independent States (20). The notification's own day of effect is the act's `effective_on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from treatygraph.days import PartialDate, Span
from treatygraph.facts.model import Action, ActionKind, Continuity, Effect, Relation
from treatygraph.facts.reference import Fact
from treatygraph.facts.register import Register
from treatygraph.law.consent import consent_reason
from treatygraph.law.force import participant_force
from treatygraph.law.model import Reason, TreatyForce, because
from treatygraph.law.purport import is_reservation
from treatygraph.law.rule import Family, Rule

SUCCESSION_EFFECT = Rule(
    id="succession-effect",
    title="Succession takes effect on the day of the succession of States",
    basis="VCSST arts. 17 to 23, 31, 34; depositary practice",
    family=Family.FORCE,
    sentence=(
        "{participant} succeeded to {treaty} with effect from {effective_on}; in force for it since {day}. How it came "
        "to be a State is not in the data, and so not which of these articles applies."
    ),
)
SUCCESSION_SEPARATION = Rule(
    id="succession-separation",
    title="A State formed by separation or dissolution stays bound",
    basis="VCSST art. 34(1); depositary practice",
    family=Family.FORCE,
    sentence=(
        "{participant}, formed from part of {predecessor}, succeeded to {treaty} with effect from {effective_on}; in "
        "force for it since {day}."
    ),
)
SUCCESSION_INDEPENDENCE = Rule(
    id="succession-independence",
    title="A newly independent State becomes party by notification",
    basis="VCSST arts. 17, 22, 23(1); depositary practice",
    family=Family.FORCE,
    sentence=(
        "{participant}, newly independent from {predecessor}, notified its succession to {treaty} with effect from "
        "{effective_on}; in force for it since {day}."
    ),
)
SUCCESSION_UNION = Rule(
    id="succession-union",
    title="A State in which others united stays bound",
    basis="VCSST art. 31; depositary practice",
    family=Family.FORCE,
    sentence=(
        "{participant}, in which {predecessor} united, succeeded to {treaty} with effect from {effective_on}; in force "
        "for it since {day}."
    ),
)
SUCCESSION_NOTIFIED_DAY = Rule(
    id="succession-notified-day",
    title="A succession of which only the notification is known",
    basis="VCSST arts. 17, 22, 23(1); a gap in our knowledge",
    family=Family.FORCE,
    sentence=(
        "{participant} notified its succession to {treaty} on {done_on}. From which day it works is not in the data, "
        "nor when {participant} came to be a State: {treaty} is in force for it since {day}; at the latest from the "
        "notification, and at the earliest as {treaty} itself."
    ),
)
TERRITORIAL_STATEMENT_OPEN = Rule(
    id="territorial-statement-open",
    title="A predecessor's statement on territories",
    basis="VCSST arts. 15, 34(2); no rule on such statements",
    family=Family.FORCE,
    sentence="Whether {statement} of {predecessor}, on territories, holds for {participant} too is an open question.",
)

RESERVATION_MAINTAINED = Rule(
    id="reservation-maintained",
    title="A predecessor's reservation that a newly independent State maintains",
    basis="VCSST art. 20(1)",
    family=Family.RESERVATION,
    sentence=(
        "{participant}, newly independent, is taken to maintain reservation {statement} of {predecessor}, unless it "
        "said otherwise or reserved on the same subject when it notified."
    ),
)
RESERVATION_PASSING_OPEN = Rule(
    id="reservation-passing-open",
    title="A predecessor's reservation that may pass on",
    basis="VCSST arts. 20, 34; depositary practice",
    family=Family.RESERVATION,
    sentence=(
        "Whether reservation {statement} of {predecessor} works for {participant} too is open. Two readings: what the "
        "successor stays bound by is the treaty with the reservation; or the rule on maintained reservations is for "
        "newly independent States only, and {participant} is bound without it."
    ),
)

_RULES: Mapping[Relation, Rule] = {
    Relation.SEPARATION: SUCCESSION_SEPARATION,
    Relation.DISSOLUTION: SUCCESSION_SEPARATION,
    Relation.NEWLY_INDEPENDENT: SUCCESSION_INDEPENDENCE,
    Relation.UNION: SUCCESSION_UNION,
    Relation.INCORPORATION: SUCCESSION_UNION,
}
_TERRITORIAL = frozenset({Effect.TERRITORIAL_EXTENSION, Effect.TERRITORIAL_EXCLUSION})


def effective_day(register: Register, consent: Action) -> PartialDate | None:
    """Return the day from which a succession works: its own, else that of the succession of States, where known.

    Where the data do not tell in whose place the State came to stand, that is the day on which it came to be.
    """
    if consent.kind is not ActionKind.SUCCESSION or consent.effective_on is not None:
        return consent.effective_on if consent.kind is ActionKind.SUCCESSION else None
    link = origin(register, consent.participant)
    began = link.effective_on if link is not None else register.participants[consent.participant].since
    return began if began is not None and began.latest <= consent.done_on.earliest else None


def origin(register: Register, successor: str) -> Continuity | None:
    """Return how a State came to stand in another's place; None where the data do not tell, or it is the same State."""
    return next(
        (
            link
            for link in register.facts.continuity
            if link.successor == successor and link.relation is not Relation.CONTINUATION
        ),
        None,
    )


def open_until(consent: Action, since: Span | None) -> Span | None:
    """Return until when it is open whether a successor was bound: its notification, where that came later."""
    if since is None or consent.kind is not ActionKind.SUCCESSION or consent.done_on.latest <= since.earliest:
        return None
    return consent.done_on.span


def force_after(register: Register, consent: Action, force: TreatyForce) -> tuple[Span | None, Reason]:
    """Return the day the treaty enters into force for the participant, by succession or by the clause.

    Never before the treaty itself is in force.
    """
    if consent.kind is not ActionKind.SUCCESSION or force.in_force is None:
        return participant_force(register, consent, force)
    effective = effective_day(register, consent)
    if effective is None:
        # To know less makes nothing certain: it may reach back as far as its author, and as the treaty, does.
        born = register.participants[consent.participant].since
        since = Span(
            max(force.in_force.earliest, born.earliest if born is not None else date.min),
            max(consent.done_on.latest, force.in_force.latest),
        )
        return since, because(
            SUCCESSION_NOTIFIED_DAY,
            consent_reason(register, consent),
            force.reason,
            participant=consent.participant,
            treaty=consent.treaty,
            done_on=consent.done_on,
            day=since,
            facts=(consent,),
        )
    since = effective.span.later_of(force.in_force)
    link = origin(register, consent.participant)
    return since, because(
        SUCCESSION_EFFECT if link is None else _RULES[link.relation],
        consent_reason(register, consent),
        force.reason,
        *(_passing(register, consent, link) if link is not None else ()),
        participant=consent.participant,
        treaty=consent.treaty,
        effective_on=effective,
        day=since,
        facts=(consent, *_rests_on(register, consent, link)),
        values={} if link is None else {"predecessor": link.predecessor},
    )


def _rests_on(register: Register, consent: Action, link: Continuity | None) -> tuple[Fact, ...]:
    """Return what tells from when a succession works, beside the notification."""
    if link is not None:
        return (link,)
    return () if consent.effective_on is not None else (register.participants[consent.participant],)


def _passing(register: Register, consent: Action, link: Continuity) -> Iterator[Reason]:
    """Yield what the predecessor had reserved and said on territories by then, and whether it passes on."""
    independent = link.relation is Relation.NEWLY_INDEPENDENT
    for statement in register.statements_of(link.predecessor, consent.treaty):
        made = statement.made_on
        if made is not None and made.earliest > link.effective_on.latest:
            continue
        if statement.effect in _TERRITORIAL:
            rule = TERRITORIAL_STATEMENT_OPEN
        elif is_reservation(statement):
            rule = RESERVATION_MAINTAINED if independent else RESERVATION_PASSING_OPEN
        else:
            continue
        yield because(
            rule,
            participant=consent.participant,
            predecessor=link.predecessor,
            statement=statement.id,
            facts=(statement, link),
        )
