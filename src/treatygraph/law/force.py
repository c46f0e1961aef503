"""Entry into force: of a treaty, and for one participant.

Legal basis: VCLT art. 24; the treaty's own clause decides (`clauses.csv`, kinds entry_into_force and
entry_into_force_later).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from treatygraph.days import Duration, Span, first_of_next_month
from treatygraph.errors import MissingClauseError
from treatygraph.facts.model import ENDING, Action, Clause, ClauseKind, Counting
from treatygraph.facts.register import Register
from treatygraph.law.consent import consent_reason
from treatygraph.law.model import Reason, TreatyForce, because
from treatygraph.law.rule import Family, Rule

THRESHOLD = Rule(
    id="threshold",
    title="The instrument that completes the number needed",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence=(
        "The instrument number {threshold} that counts for {treaty} was deposited on {day} (deposits that "
        "day: {participants})."
    ),
)
TREATY_FORCE = Rule(
    id="treaty-force",
    title="Entry into force of a treaty",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="{treaty} entered into force on {day}, {delay} after that deposit.",
)
TREATY_FORCE_WITH_PARENT = Rule(
    id="treaty-force-with-parent",
    title="Not before the treaty it supplements",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="{treaty} entered into force on {day}, not before the treaty it supplements.",
)
TREATY_WAITS = Rule(
    id="treaty-waits",
    title="The treaty it supplements is not in force",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="{treaty} cannot be in force before {parent} is.",
)
TREATY_NOT_IN_FORCE = Rule(
    id="treaty-not-in-force",
    title="Too few instruments",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="{treaty} is not in force: {counted} instruments of the {threshold} needed.",
)
TREATY_AWAITED = Rule(
    id="treaty-awaited",
    title="Consent before the treaty is in force",
    basis="VCLT art. 24(1), (2)",
    family=Family.TREATY_FORCE,
    sentence="{participant} has consented; {treaty} is not in force yet.",
)
FORCE_WITH_TREATY = Rule(
    id="force-with-treaty",
    title="Consent up to the threshold",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.FORCE,
    sentence=(
        "{participant} was among those whose instruments brought {treaty} into force; for it, too, in force "
        "since {day}."
    ),
)
FORCE_LATER = Rule(
    id="force-later",
    title="Consent after the threshold",
    basis="VCLT art. 24(3); the treaty's clause",
    family=Family.FORCE,
    sentence="{treaty} entered into force for {participant} on {day}, {delay} after its deposit of {deposited}.",
)
FORCE_LATER_NOT_BEFORE = Rule(
    id="force-later-not-before",
    title="Consent after the threshold, treaty not yet in force",
    basis="VCLT art. 24(3); the treaty's clause",
    family=Family.FORCE,
    sentence=(
        "{treaty} entered into force for {participant} on {day}: its own period ended no later than the "
        "treaty's entry into force, and the later day counts."
    ),
)


def delay_of(clause: Clause) -> Duration:
    """Return the delay of a clause of a kind that has one.

    Raises:
        MissingClauseError: The clause has no delay, which checked facts require.
    """
    if clause.delay is None:
        raise MissingClauseError(f"Clause {clause.id} of clauses.csv has no delay. Fill it in from the treaty.")
    return clause.delay


def delayed(clause: Clause, day: date) -> date:
    """Return the day on which the clause's delay, counted from `day`, is over."""
    end = delay_of(clause).after(day)
    return first_of_next_month(end) if clause.counting is Counting.FIRST_OF_MONTH else end


def delayed_span(clause: Clause, span: Span) -> Span:
    """Return the span of days on which the delay is over; delays keep the order of days."""
    return Span(delayed(clause, span.earliest), delayed(clause, span.latest))


@dataclass(frozen=True, slots=True)
class _Reached:
    """When the threshold was reached, by which instruments, and what took others back before."""

    day: date
    counted: tuple[Action, ...]
    ended: tuple[Action, ...]


def _reach(actions: Iterable[Action], threshold: int, at: Callable[[Action], date]) -> _Reached | None:
    """Return when `threshold` participants first had an instrument standing at once.

    Order of deposit, not of rows: the depositary's list is alphabetical. On one day an instrument that
    is taken back is taken back before another is counted, so that the day is not reached too early.
    """
    standing: dict[str, Action] = {}
    ended: list[Action] = []
    for action in actions:
        if action.kind in ENDING:
            if standing.pop(action.participant, None) is not None:
                ended.append(action)
        else:
            standing.setdefault(action.participant, action)
            if len(standing) == threshold:
                return _Reached(at(action), tuple(standing.values()), tuple(ended))
    return None


def treaty_force(register: Register, treaty: str, force_of: Callable[[str], TreatyForce]) -> TreatyForce:
    """Return when the treaty entered into force, computed from its clause, with the reasons.

    Args:
        register: The facts.
        treaty: The treaty.
        force_of: Gives the force of the treaties that must be in force before it (`not_before`).

    Raises:
        MissingClauseError: The data have no entry-into-force clause for the treaty.
    """
    clause = register.clause(treaty, ClauseKind.ENTRY_INTO_FORCE)
    if clause is None or clause.threshold is None:
        raise MissingClauseError(
            f"clauses.csv has no entry-into-force clause for {treaty}. Add one with threshold and delay."
        )
    stated = register.instruments[treaty].stated_in_force_on

    # An instrument of an organization is not additional to those of its member States (UNTOC art. 38(1)).
    actions = [
        a
        for a in register.actions_by_treaty.get(treaty, ())
        if a.kind in ENDING
        or (a.kind in clause.counted_actions and (clause.reio_counts is True or a.participant in register.states))
    ]
    # With inexact days the threshold lies between the day reached if every act was early and every
    # taking-back late, and the day reached the other way round.
    soon = _reach(_ordered(actions, _early), clause.threshold, _early)
    late = _reach(_ordered(actions, _late), clause.threshold, _late)
    if soon is None or late is None:
        standing = {a.participant for a in actions if a.kind not in ENDING}
        standing -= {a.participant for a in actions if a.kind in ENDING}
        reason = because(
            TREATY_NOT_IN_FORCE,
            article=clause.article,
            treaty=treaty,
            threshold=clause.threshold,
            counted=len(standing),
            facts=(clause,),
        )
        return TreatyForce(treaty=treaty, threshold=None, in_force=None, stated=stated, reason=reason)

    threshold = Span(soon.day, late.day)
    computed = delayed_span(clause, threshold)
    under = [
        because(
            THRESHOLD,
            article=clause.article,
            treaty=treaty,
            threshold=clause.threshold,
            participants=_depositing_on(actions, late.day),
            day=threshold,
            # Without what was taken back before, the threshold would have been reached too early.
            facts=(*late.counted, *late.ended),
        )
    ]
    waited = False
    for parent in clause.not_before:
        force = force_of(parent)
        if force.in_force is None:
            reason = because(
                TREATY_WAITS,
                *under,
                force.reason,
                article=clause.article,
                treaty=treaty,
                parent=parent,
                facts=(clause,),
            )
            return TreatyForce(treaty=treaty, threshold=threshold, in_force=None, stated=stated, reason=reason)
        later = computed.later_of(force.in_force)
        waited = waited or later != computed
        computed = later
        under.append(force.reason)
    reason = because(
        TREATY_FORCE_WITH_PARENT if waited else TREATY_FORCE,
        *under,
        article=clause.article,
        facts=(clause,),
        treaty=treaty,
        day=computed,
        values={} if waited else {"delay": delay_of(clause)},
    )
    return TreatyForce(treaty=treaty, threshold=threshold, in_force=computed, stated=stated, reason=reason)


def _ordered(actions: list[Action], at: Callable[[Action], date]) -> list[Action]:
    """Return actions in the order in which they count. Of exact days the parts are compared: there are many."""
    if None not in [a.done_on.day for a in actions]:
        parts = [
            (a.done_on.year, a.done_on.month or 1, a.done_on.day or 1, a.kind not in ENDING, a.id, a) for a in actions
        ]
        return [each[-1] for each in sorted(parts, key=itemgetter(slice(-1)))]
    return sorted(actions, key=lambda a: (at(a), a.kind not in ENDING, a.id))


def _depositing_on(actions: list[Action], day: date) -> tuple[str, ...]:
    """Return everyone whose instrument can have been the last one: several may deposit on one day."""
    found = {
        a.participant
        for a in actions
        if a.done_on.year == day.year and a.kind not in ENDING and a.done_on.latest == day
    }
    return tuple(sorted(found))


def _early(action: Action) -> date:
    return action.done_on.latest if action.kind in ENDING else action.done_on.earliest


def _late(action: Action) -> date:
    return action.done_on.earliest if action.kind in ENDING else action.done_on.latest


def participant_force(register: Register, consent: Action, force: TreatyForce) -> tuple[Span | None, Reason]:
    """Return the day the treaty enters into force for the participant that consented, and why.

    None when the treaty itself is not in force. Successions are in `law.succession`, dependency on another
    treaty in `law.dependency`.

    Raises:
        MissingClauseError: The data have no clause for those who consent after the threshold.
    """
    acted = consent_reason(register, consent)
    if force.in_force is None or force.threshold is None:
        return None, because(
            TREATY_AWAITED,
            acted,
            force.reason,
            participant=consent.participant,
            treaty=consent.treaty,
        )
    deposited = consent.done_on.span
    clause = register.clause(consent.treaty, ClauseKind.ENTRY_INTO_FORCE_LATER)
    if deposited.latest <= force.threshold.earliest:
        return force.in_force, because(
            FORCE_WITH_TREATY,
            acted,
            force.reason,
            participant=consent.participant,
            treaty=consent.treaty,
            day=force.in_force,
        )
    if clause is None:
        raise MissingClauseError(
            f"clauses.csv has no entry_into_force_later clause for {consent.treaty}, which {consent.id} "
            "needs. Add one with a delay."
        )
    own = delayed_span(clause, deposited)
    later = own.later_of(force.in_force)
    first = later.earliest if deposited.earliest > force.threshold.latest else force.in_force.earliest
    since = Span(first, later.latest)
    on_its_own = later == own
    return since, because(
        FORCE_LATER if on_its_own else FORCE_LATER_NOT_BEFORE,
        acted,
        force.reason,
        article=clause.article,
        facts=(clause,),
        participant=consent.participant,
        treaty=consent.treaty,
        day=since,
        values={"delay": delay_of(clause), "deposited": deposited} if on_its_own else {},
    )
