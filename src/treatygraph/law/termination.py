"""Leaving a treaty. Legal basis: VCLT arts. 54 to 56, 65 to 68; the treaty's own clause decides.

Clauses: denunciation (its delay), denunciation_cascade (which other treaties end with it); that an organization leaves
with its member States is in `law.organizations`. Taking a consent back before the treaty is in force for the
participant is not leaving it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from treatygraph.days import Duration, Span
from treatygraph.facts.model import CONSENT, Action, ActionKind, ClauseKind, Counting, ParticipantKind
from treatygraph.facts.register import Register
from treatygraph.law.delay import counted, delayed_span, end_of_period, rounded
from treatygraph.law.model import Participation, Reason, because
from treatygraph.law.rule import Family, Rule

DENUNCIATION = Rule(
    id="denunciation",
    title="Denunciation",
    basis="VCLT art. 54; the treaty's clause",
    family=Family.LEAVING,
    sentence="{participant} denounced {treaty}, received {received}; effective {day}, {delay} later.",
)
DENUNCIATION_WITHOUT_CLAUSE = Rule(
    id="denunciation-without-clause",
    title="Denunciation where the treaty has no clause",
    basis="VCLT art. 56",
    family=Family.LEAVING,
    sentence=(
        "{participant} gave notice on {received}, and {treaty} has no denunciation clause. Two readings: it "
        "may leave only if the parties meant to allow it or the nature of the treaty implies it, then with "
        "twelve months' notice (from {day}); or it may not leave."
    ),
)
DENUNCIATION_CLAUSE_NOT_READ = Rule(
    id="denunciation-clause-not-read",
    title="Denunciation of a treaty whose text was not read",
    basis="none: a gap in our knowledge",
    family=Family.LEAVING,
    sentence=(
        "{participant} gave notice that it leaves {treaty}, received {received}; the data have no clause on "
        "leaving it, and its text was not read: whether and when the notice takes effect is not known."
    ),
)
DENUNCIATION_CASCADE = Rule(
    id="denunciation-cascade",
    title="A denunciation that ends other treaties",
    basis="The parent treaty's clause",
    family=Family.LEAVING,
    sentence="Denouncing {parent} also ends {treaty} for {participant}, on {day}.",
)
DEPENDENCY_ENDED = Rule(
    id="dependency-ended",
    title="No longer party to the treaty needed first",
    basis="The treaty's clause",
    family=Family.LEAVING,
    sentence="{participant} ceased to be party to {parent} on {day} and so to {treaty}, which requires it.",
)
DENUNCIATION_REVOKED = Rule(
    id="denunciation-revoked",
    title="A denunciation revoked before it took effect",
    basis="VCLT art. 68",
    family=Family.LEAVING,
    sentence=(
        "{participant} revoked on {done_on} its denunciation of {treaty} received {received}, before it took effect; "
        "it never left."
    ),
)
REVOCATION = Rule(
    id="revocation",
    title="Consent taken back before entry into force",
    basis="VCLT art. 18(b); depositary practice",
    family=Family.LEAVING,
    sentence=(
        "{participant} took its consent to {treaty} back on {done_on}, before it was in force for it; this "
        "is not leaving a treaty."
    ),
)

DENUNCIATION_ROUNDED = Rule(
    id="denunciation-rounded",
    title="Denunciation that takes effect at the beginning of a month or year",
    basis="VCLT art. 54; the treaty's clause",
    family=Family.LEAVING,
    sentence=(
        "{participant} denounced {treaty}, received {received}; effective {day}: {delay} from then, counted to the "
        "{counting}."
    ),
)
DENUNCIATION_PUBLISHED = Rule(
    id="denunciation-published",
    title="Denunciation with the day of its effect as published",
    basis="VCLT arts. 54, 77(1)(e)",
    family=Family.LEAVING,
    sentence="{participant} denounced {treaty}, received {received}; effective {day}, as published.",
)
DENUNCIATION_AT_END_OF_PERIOD = Rule(
    id="denunciation-at-end-of-period",
    title="Denunciation of a treaty that runs by periods",
    basis="VCLT art. 54; the treaty's clause",
    family=Family.LEAVING,
    sentence=(
        "{participant} denounced {treaty}, received {received}; effective {day}, at the end of the period that was "
        "running {delay} after the notice."
    ),
)
DENUNCIATION_UNDETERMINED = Rule(
    id="denunciation-undetermined",
    title="Denunciation whose effect the data do not settle",
    basis="VCLT art. 54; the treaty's clause",
    family=Family.LEAVING,
    sentence=(
        "{participant} denounced {treaty}, received {received}; on which day that took effect is not known: the "
        "clause counts by what is not in the data."
    ),
)
WITHDRAWAL_NOT_ACCEPTED = Rule(
    id="withdrawal-not-accepted",
    title="A notice of withdrawal without effect",
    basis="VCLT arts. 54, 56; depositary practice",
    family=Family.LEAVING,
    sentence=(
        "{participant} gave notice of withdrawal from {treaty}, received {received}; the depositary gave it no effect, "
        "since nobody can leave the treaty by its terms unless all parties agree, and still lists the author as a "
        "party."
    ),
)
STATE_ENDED = Rule(
    id="state-ended",
    title="The participation of a State that ended",
    basis="Customary law of the extinction of States",
    family=Family.LEAVING,
    sentence=(
        "{participant} ended; from {day} on it took part in nothing. What it did before is its own: a successor rests "
        "on its own succession or on continuation."
    ),
)

#: How a participation ends by the notice of its author.
_BY_NOTICE = frozenset(
    {
        DENUNCIATION,
        DENUNCIATION_ROUNDED,
        DENUNCIATION_PUBLISHED,
        DENUNCIATION_AT_END_OF_PERIOD,
        DENUNCIATION_UNDETERMINED,
        DENUNCIATION_WITHOUT_CLAUSE,
        DENUNCIATION_CLAUSE_NOT_READ,
        DENUNCIATION_CASCADE,
    }
)

#: The notice of who leaves a treaty that has no clause, if it can leave at all (VCLT art. 56(2)).
NOTICE_PERIOD = Duration(months=12)


def earlier_of(a: Span | None, b: Span) -> Span:
    """Return the earlier of two ends; None stands for no end."""
    return b if a is None else Span(min(a.earliest, b.earliest), min(a.latest, b.latest))


def denunciation_effect(register: Register, action: Action, begun: Span | None) -> tuple[Span, Reason]:
    """Return the first day on which the treaty is no longer in force for the denouncing participant.

    A day of effect that the depositary published stands. Where the treaty has no clause, VCLT art. 56 leaves open
    whether one can leave at all and asks for twelve months' notice if so: the end is then anywhere from twelve months
    on, and says so.

    Args:
        register: The facts.
        action: The denunciation.
        begun: The day of the treaty's entry into force, from which periods run.
    """
    clause = register.clause(action.treaty, ClauseKind.DENUNCIATION)
    received = action.done_on.span
    whose: dict[str, object] = {"participant": action.participant, "treaty": action.treaty, "received": received}
    if action.effective_on is not None:
        day = action.effective_on.span
        return day, because(DENUNCIATION_PUBLISHED, values=whose, day=day, facts=(action,))
    if clause is None and not register.instruments[action.treaty].text_read:
        # Not VCLT art. 56: that article is for treaties that are silent, and this one may have a shorter notice.
        end = Span(received.earliest, date.max)
        return end, because(DENUNCIATION_CLAUSE_NOT_READ, values=whose, facts=(action,))
    if clause is None:
        end = Span(NOTICE_PERIOD.after(received.earliest), date.max)
        return end, because(
            DENUNCIATION_WITHOUT_CLAUSE,
            participant=action.participant,
            treaty=action.treaty,
            received=received,
            day=end.earliest,
            facts=(action,),
        )
    if clause.delay is None or (clause.counting is Counting.END_OF_PERIOD and (begun is None or begun.exact is None)):
        end = Span(received.earliest, date.max)
        facts = (action, clause)
        return end, because(DENUNCIATION_UNDETERMINED, article=clause.article, values=whose, facts=facts)
    if clause.counting is Counting.END_OF_PERIOD and begun is not None:
        rule = DENUNCIATION_AT_END_OF_PERIOD
        end = Span(*(end_of_period(clause, begun.earliest, day) for day in (received.earliest, received.latest)))
    else:
        rule = DENUNCIATION_ROUNDED if rounded(clause) else DENUNCIATION
        end = delayed_span(clause, received)
    return end, because(
        rule,
        article=clause.article,
        values={**whose, **counted(clause)},
        day=end,
        facts=(action, clause),
    )


def withdrawal_not_accepted(action: Action) -> Reason:
    """Return why a notice of withdrawal did not end a participation."""
    return because(
        WITHDRAWAL_NOT_ACCEPTED,
        participant=action.participant,
        treaty=action.treaty,
        received=action.done_on.span,
        facts=(action,),
    )


def state_end(register: Register, participant: str) -> tuple[Span, Reason] | None:
    """Return the first day on which a former State is no more, and why; None for all others and where it is not known.

    The reason names what followed it.
    """
    who = register.participants[participant]
    if who.kind is not ParticipantKind.FORMER_STATE or who.until is None:
        return None
    day = Span(who.until.earliest + timedelta(days=1), who.until.latest + timedelta(days=1))
    followed = tuple(link for link in register.facts.continuity if link.predecessor == participant)
    return day, because(STATE_ENDED, participant=participant, day=day, facts=(who, *followed))


def revocation_reason(action: Action) -> Reason:
    """Return why a consent taken back before entry into force no longer stands."""
    return because(
        REVOCATION,
        participant=action.participant,
        treaty=action.treaty,
        done_on=action.done_on,
        facts=(action,),
    )


def revoked_denunciations(
    register: Register, participant: str, treaty: str, begun: Span | None
) -> Mapping[str, Action]:
    """Return the acts that revoke a denunciation before it takes effect, by the denunciation (VCLT art. 68)."""
    found: dict[str, Action] = {}
    denounced: Action | None = None
    for action in register.actions_of(participant, treaty):
        if action.kind is ActionKind.DENUNCIATION:
            denounced = action
        elif action.kind is ActionKind.REVOCATION and denounced is not None:
            effect, _ = denunciation_effect(register, denounced, begun)
            if action.done_on.latest < effect.earliest:
                found[denounced.id] = action
        elif action.kind in CONSENT:
            denounced = None
    return found


def denunciation_revoked_reason(denunciation: Action, revocation: Action) -> Reason:
    """Return why a denunciation did not end the participation."""
    return because(
        DENUNCIATION_REVOKED,
        participant=denunciation.participant,
        treaty=denunciation.treaty,
        received=denunciation.done_on.span,
        done_on=revocation.done_on,
        facts=(denunciation, revocation),
    )


def end_with_parent(register: Register, treaty: str, parent: Participation) -> tuple[Span, Reason] | None:
    """Return when participation in `treaty` ends because participation in its parent ends, or None.

    By the parent's cascade clause (UNTOC art. 40(3)) where it was denounced; else because a party to the Protocol must
    be party to the Convention (37(2)).
    """
    if parent.until is None or parent.end_reason is None:
        return None
    for clause in register.clauses(parent.treaty, ClauseKind.DENUNCIATION_CASCADE):
        if treaty in clause.instruments and parent.end_reason.rule in _BY_NOTICE:
            rule, found = DENUNCIATION_CASCADE, clause
            break
    else:
        rule, found = DEPENDENCY_ENDED, register.clauses(treaty, ClauseKind.DEPENDENCY)[0]
    return parent.until, because(
        rule,
        parent.reason,
        parent.end_reason,
        article=found.article,
        participant=parent.participant,
        treaty=treaty,
        parent=parent.treaty,
        day=parent.until,
        facts=(found,),
    )
