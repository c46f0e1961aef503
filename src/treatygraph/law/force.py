"""Entry into force for one participant.

Legal basis: VCLT art. 24; the treaty's own clause decides (`clauses.csv`, kind entry_into_force_later). When the treaty
itself entered into force is in `law.treaty_force`.
"""

from __future__ import annotations

from datetime import date

from treatygraph.days import Duration, Span
from treatygraph.facts.model import Action, ClauseKind
from treatygraph.facts.register import Register
from treatygraph.law.consent import consent_reason
from treatygraph.law.delay import counted, delayed_span, rounded
from treatygraph.law.model import ForceBasis, Reason, TreatyForce, because
from treatygraph.law.rule import Family, Rule

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
FORCE_LATER_ROUNDED = Rule(
    id="force-later-rounded",
    title="Consent after the threshold, counted to the beginning of a month or year",
    basis="VCLT art. 24(3); the treaty's clause",
    family=Family.FORCE,
    sentence=(
        "{treaty} entered into force for {participant} on {day}: {delay} from its deposit of {deposited}, counted to "
        "the {counting}."
    ),
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
FORCE_UNDETERMINED = Rule(
    id="force-undetermined",
    title="Consent to a treaty whose entry into force is not known",
    basis="none: a gap in our knowledge",
    family=Family.FORCE,
    sentence=(
        "{participant} has consented to {treaty}; whether and since when it is in force for it is not known, since "
        "that of the treaty is not."
    ),
)
FORCE_WITHOUT_CLAUSE = Rule(
    id="force-without-clause",
    title="A day of its own that no clause in the data gives",
    basis="VCLT art. 24(3)",
    family=Family.FORCE,
    sentence=(
        "{participant} deposited on {deposited}; the clause that gives the day for it is not in the data. {treaty} "
        "entered into force for it {day}: not before its deposit and the treaty's own entry into force, and no later "
        "than the longest period known of such clauses ({delay})."
    ),
)

#: No final clause in the data lets more than thirteen months pass between a deposit and its day; this leaves room.
LONGEST_PERIOD = Duration(years=2)


def participant_force(register: Register, consent: Action, force: TreatyForce) -> tuple[Span | None, Reason]:
    """Return the day the treaty enters into force for the participant that consented, and why.

    None when the treaty itself is not in force. Successions are in `law.succession`, dependency on another
    treaty in `law.dependency`.
    """
    acted = consent_reason(register, consent)
    whose = {"participant": consent.participant, "treaty": consent.treaty}
    deposited = consent.done_on.span
    if force.in_force is None:
        return None, because(TREATY_AWAITED, acted, force.reason, values=whose)
    if force.basis is ForceBasis.UNDETERMINED:
        since = Span(max(deposited.earliest, force.in_force.earliest), date.max)
        return since, because(FORCE_UNDETERMINED, acted, force.reason, values=whose)
    clause = register.clause(consent.treaty, ClauseKind.ENTRY_INTO_FORCE_LATER)
    if _brought_it_about(register, deposited, force, force.in_force):
        return force.in_force, because(FORCE_WITH_TREATY, acted, force.reason, values=whose, day=force.in_force)
    if clause is None:
        since = Span(
            max(deposited.earliest, force.in_force.earliest),
            max(LONGEST_PERIOD.after(deposited.latest), force.in_force.latest),
        )
        return since, because(
            FORCE_WITHOUT_CLAUSE,
            acted,
            force.reason,
            values=whose,
            deposited=deposited,
            day=since,
            delay=LONGEST_PERIOD,
        )
    own = delayed_span(clause, deposited)
    later = own.later_of(force.in_force)
    settled = force.threshold is None or deposited.earliest > force.threshold.latest
    since = Span(later.earliest if settled else force.in_force.earliest, later.latest)
    on_its_own = later == own
    return since, because(
        (FORCE_LATER_ROUNDED if rounded(clause) else FORCE_LATER) if on_its_own else FORCE_LATER_NOT_BEFORE,
        acted,
        force.reason,
        article=clause.article,
        facts=(clause,),
        day=since,
        values={**whose, **({**counted(clause), "deposited": deposited} if on_its_own else {})},
    )


def _brought_it_about(register: Register, deposited: Span, force: TreatyForce, in_force: Span) -> bool:
    """Return whether an instrument of that day was among those that brought the treaty into force.

    Where the day of the treaty is published, the clause's period tells: an instrument that it carries beyond that day
    came after those.
    """
    if force.threshold is not None:
        return deposited.latest <= force.threshold.earliest
    clause = register.clause(force.treaty, ClauseKind.ENTRY_INTO_FORCE)
    if clause is None or clause.delay is None:
        # So long before that no period can have reached beyond the treaty's own day.
        return LONGEST_PERIOD.after(deposited.latest) <= in_force.earliest
    return delayed_span(clause, deposited).latest <= in_force.earliest
