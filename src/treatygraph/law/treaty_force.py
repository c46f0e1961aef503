"""Entry into force of a treaty.

Legal basis: VCLT art. 24(1); the treaty's own clause decides (`clauses.csv`, kind entry_into_force). The day that the
depositary publishes (VCLT art. 77) stands where the clause and the acts on record do not give it, and is then marked as
published and not computed. Where there is neither clause nor published day, nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from treatygraph.days import EARLIEST, Span
from treatygraph.facts.model import Clause, ClauseKind, Instrument
from treatygraph.facts.register import Register
from treatygraph.law.consent import expresses_consent
from treatygraph.law.delay import counted, delayed_span, rounded
from treatygraph.law.model import ForceBasis, Reason, TreatyForce, because
from treatygraph.law.rule import Family, Rule
from treatygraph.law.threshold import count_instruments
from treatygraph.law.treaty_end import treaty_end

TREATY_FORCE = Rule(
    id="treaty-force",
    title="Entry into force of a treaty",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="{treaty} entered into force on {day}, {delay} after that deposit.",
)
TREATY_FORCE_ROUNDED = Rule(
    id="treaty-force-rounded",
    title="Entry into force of a treaty at the beginning of a month or year",
    basis="VCLT art. 24(1); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="{treaty} entered into force on {day}: {delay} from that deposit, counted to the {counting}.",
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
TREATY_PUBLISHED = Rule(
    id="treaty-published",
    title="Entry into force as published, where no clause is in the data",
    basis="VCLT arts. 24(1), 77(1)(f)",
    family=Family.TREATY_FORCE,
    sentence="{treaty} entered into force on {day}, as published; its clause is not in the data: nothing is computed.",
)
TREATY_PUBLISHED_CONDITION = Rule(
    id="treaty-published-condition",
    title="Entry into force as published, where the clause asks for more than a number",
    basis="VCLT arts. 24(1), 77(1)(f); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence=(
        "{treaty} entered into force on {day}, as published and not computed: its clause also asks for what the data "
        "do not hold ({condition})."
    ),
)
TREATY_PUBLISHED_DIFFERS = Rule(
    id="treaty-published-differs",
    title="Entry into force as published, where the acts on record give another day",
    basis="VCLT arts. 24(1), 77(1)(f); the treaty's clause",
    family=Family.TREATY_FORCE,
    sentence=(
        "{treaty} entered into force on {day}, as published; the acts on record give another day, so that an act or a "
        "condition is not known. The published day stands."
    ),
)
TREATY_BY_NUMBER_ALONE = Rule(
    id="treaty-by-number-alone",
    title="The day that the acts on record give, where another is published",
    basis="The treaty's clause",
    family=Family.TREATY_FORCE,
    sentence="By the instruments on record alone {treaty} would have entered into force on {day}.",
)
TREATY_UNDETERMINED = Rule(
    id="treaty-undetermined",
    title="A treaty without clause and without published day",
    basis="none: a gap in our knowledge",
    family=Family.TREATY_FORCE,
    sentence=(
        "Whether and since when {treaty} is in force is not known: the data have neither its clause nor a published "
        "day. Consents on record: {counted}."
    ),
)
TREATY_UNDETERMINED_CONDITION = Rule(
    id="treaty-undetermined-condition",
    title="A condition that the data do not hold, and no published day",
    basis="The treaty's clause",
    family=Family.TREATY_FORCE,
    sentence=(
        "Whether {treaty} is in force is not known: its clause also asks for what the data do not hold ({condition}), "
        "and no day is published."
    ),
)


def treaty_force(register: Register, treaty: str, force_of: Callable[[str], TreatyForce]) -> TreatyForce:
    """Return when the treaty entered into force: computed from its clause, or as published; and when it ended.

    Args:
        register: The facts.
        treaty: The treaty.
        force_of: Gives the force of the treaties that must be in force before it (`not_before`).
    """
    found = _force(register, treaty, force_of)
    end = treaty_end(register, treaty)
    return found if end is None else replace(found, ended=end[0], end_reason=end[1])


def _force(register: Register, treaty: str, force_of: Callable[[str], TreatyForce]) -> TreatyForce:
    instrument = register.instruments[treaty]
    clause = register.clause(treaty, ClauseKind.ENTRY_INTO_FORCE)
    if clause is None:
        return _without_clause(register, instrument)
    if clause.threshold is None:
        return _conditional(instrument, clause, None)
    computed = _computed(register, instrument, clause, clause.threshold, force_of)
    if clause.condition is not None and (computed.in_force is not None or instrument.stated_in_force_on is not None):
        return _conditional(instrument, clause, computed)
    if instrument.stated_in_force_on is None or computed.in_force == Span.of(instrument.stated_in_force_on):
        return computed
    day = Span.of(instrument.stated_in_force_on)
    why = because(
        TREATY_PUBLISHED_DIFFERS,
        _by_number_alone(computed),
        article=clause.article,
        facts=(clause, instrument),
        treaty=treaty,
        day=day,
    )
    return _published(instrument, day, computed, why)


def _without_clause(register: Register, instrument: Instrument) -> TreatyForce:
    """Return the force of a treaty whose clause is not in the data: as published, else not known."""
    if instrument.stated_in_force_on is not None:
        day = Span.of(instrument.stated_in_force_on)
        why = because(TREATY_PUBLISHED, treaty=instrument.id, day=day, facts=(instrument,))
        return _published(instrument, day, None, why)
    consents = [a for a in register.actions_by_treaty.get(instrument.id, ()) if expresses_consent(a.kind)]
    why = because(TREATY_UNDETERMINED, treaty=instrument.id, counted=len(consents), facts=(instrument, *consents))
    first = min((a.done_on.earliest for a in consents), default=_adopted(instrument))
    return _not_known(instrument, first, None, why)


def _adopted(instrument: Instrument) -> date:
    """Return the first day on which a treaty can be in force."""
    return instrument.adopted_on.earliest if instrument.adopted_on is not None else EARLIEST


def _conditional(instrument: Instrument, clause: Clause, computed: TreatyForce | None) -> TreatyForce:
    """Return the force of a treaty whose clause has a condition that the data cannot answer: as published."""
    under = () if computed is None else (_by_number_alone(computed),)
    condition = clause.condition or "not stated"
    if instrument.stated_in_force_on is not None:
        day = Span.of(instrument.stated_in_force_on)
        why = because(
            TREATY_PUBLISHED_CONDITION,
            *under,
            article=clause.article,
            facts=(clause, instrument),
            treaty=instrument.id,
            day=day,
            condition=condition,
        )
        return _published(instrument, day, computed, why)
    why = because(
        TREATY_UNDETERMINED_CONDITION,
        *under,
        article=clause.article,
        facts=(clause, instrument),
        treaty=instrument.id,
        condition=condition,
    )
    first = (
        computed.in_force.earliest if computed is not None and computed.in_force is not None else _adopted(instrument)
    )
    return _not_known(instrument, first, computed, why)


def _by_number_alone(computed: TreatyForce) -> Reason:
    """Return the computed day as a supposition: the proof must not say of a treaty that it began on two days."""
    if computed.in_force is None:
        return computed.reason
    why = computed.reason
    return because(
        TREATY_BY_NUMBER_ALONE, *why.because, article=why.article, treaty=computed.treaty, day=computed.in_force
    )


def _published(instrument: Instrument, day: Span, computed: TreatyForce | None, why: Reason) -> TreatyForce:
    return TreatyForce(
        treaty=instrument.id,
        basis=ForceBasis.PUBLISHED,
        threshold=None,
        computed=computed.in_force if computed is not None else None,
        in_force=day,
        stated=instrument.stated_in_force_on,
        reason=why,
    )


def _not_known(instrument: Instrument, first: date, computed: TreatyForce | None, why: Reason) -> TreatyForce:
    return TreatyForce(
        treaty=instrument.id,
        basis=ForceBasis.UNDETERMINED,
        threshold=None,
        computed=computed.in_force if computed is not None else None,
        in_force=Span(first, date.max),
        stated=None,
        reason=why,
    )


def _computed(
    register: Register,
    instrument: Instrument,
    clause: Clause,
    threshold: int,
    force_of: Callable[[str], TreatyForce],
) -> TreatyForce:
    """Return the force of a treaty by number, delay and the treaties that come first, and nothing else."""

    def found(counted_on: Span | None, in_force: Span | None, why: Reason) -> TreatyForce:
        return TreatyForce(
            treaty=instrument.id,
            basis=ForceBasis.COMPUTED,
            threshold=counted_on,
            computed=in_force,
            in_force=in_force,
            stated=instrument.stated_in_force_on,
            reason=why,
        )

    instruments = count_instruments(register, clause, threshold)
    if instruments.day is None or instruments.reason is None:
        why = because(
            TREATY_NOT_IN_FORCE,
            article=clause.article,
            treaty=instrument.id,
            threshold=threshold,
            counted=instruments.standing,
            facts=(clause,),
        )
        return found(None, None, why)
    day = delayed_span(clause, instruments.day)
    under = [instruments.reason]
    waited = False
    for parent in clause.not_before:
        force = force_of(parent)
        if force.in_force is None:
            why = because(
                TREATY_WAITS,
                *under,
                force.reason,
                article=clause.article,
                treaty=instrument.id,
                parent=parent,
                facts=(clause,),
            )
            return found(instruments.day, None, why)
        later = day.later_of(force.in_force)
        waited = waited or later != day
        day = later
        under.append(force.reason)
    why = because(
        TREATY_FORCE_WITH_PARENT if waited else TREATY_FORCE_ROUNDED if rounded(clause) else TREATY_FORCE,
        *under,
        article=clause.article,
        facts=(clause,),
        treaty=instrument.id,
        day=day,
        values={} if waited else counted(clause),
    )
    return found(instruments.day, day, why)
