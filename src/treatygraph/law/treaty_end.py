"""The end of a treaty itself, for all its parties at once.

Legal basis: VCLT arts. 42(2), 54 (a treaty ends by its own terms or when all parties agree), 59 (by a later treaty), 70
(from then on nobody is bound by it; what was done under it stays done). The day is the one that the depositary
publishes. Where a source only marks a treaty as it marks those that have ended, it is open whether and when it did,
from the last act on that presupposes the treaty. Nothing is concluded from silence: a treaty of which no source says
anything of the kind goes on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from treatygraph.days import Span
from treatygraph.facts.model import PRESUPPOSING
from treatygraph.facts.register import Register
from treatygraph.law.model import Course, Reason, TreatyForce, because
from treatygraph.law.rule import Family, Rule
from treatygraph.law.termination import earlier_of

TREATY_ENDED = Rule(
    id="treaty-ended",
    title="The end of a treaty",
    basis="VCLT arts. 42(2), 54, 70",
    family=Family.TREATY_FORCE,
    sentence="{treaty} ended, as published; from {day} on it binds nobody.",
)
TREATY_END_MARKED = Rule(
    id="treaty-end-marked",
    title="A treaty marked as those that have ended",
    basis="none: a gap in our knowledge",
    family=Family.TREATY_FORCE,
    sentence=(
        "Whether {treaty} has ended is not known: a source marks it so on {day}, as it marks treaties that have ended, "
        "and none read gives a day. The last act on record that presupposes the treaty is of {since}."
    ),
)


def treaty_end(register: Register, treaty: str) -> tuple[Span, Reason] | None:
    """Return the first day on which nobody is bound by the treaty, and why; None where no source says it."""
    instrument = register.instruments[treaty]
    if instrument.stated_until is not None:
        last = instrument.stated_until
        day = Span(last.earliest + timedelta(days=1), last.latest + timedelta(days=1))
        return day, because(TREATY_ENDED, treaty=treaty, day=day, facts=(instrument,))
    marked = instrument.end_marked_on
    if marked is None:
        return None
    acts = [a for a in register.actions_by_treaty.get(treaty, ()) if a.kind in PRESUPPOSING]
    latest = max(acts, key=lambda a: (a.done_on.earliest, a.id), default=None)
    shown = [] if latest is None else [latest.done_on.earliest]
    shown += [] if instrument.adopted_on is None else [instrument.adopted_on.earliest]
    last_shown = max(shown, default=marked)
    why = because(
        TREATY_END_MARKED,
        treaty=treaty,
        day=Span.of(marked),
        since=Span.of(last_shown),
        facts=(instrument,) if latest is None else (instrument, latest),
    )
    return Span(last_shown + timedelta(days=1), date.max), why


def ended_with_treaty(course: Course, force: TreatyForce) -> Course:
    """Return the course, ended with the treaty at the latest; who left before has left by its own act."""
    day, why, own = force.ended, force.end_reason, course.until
    if day is None or why is None:
        return course
    if own is None or course.why_ended is None or own.earliest >= day.latest:
        return replace(course, until=day, why_ended=why)
    until = earlier_of(own, day)
    if until == own:
        return course
    # Whatever the notice came to, the treaty may have been over before, and was by then.
    ended = replace(course.why_ended, because=(*course.why_ended.because, why))
    return replace(course, until=until, why_ended=ended)


def marked(reason: Reason | None) -> bool:
    """Return whether an end is one that a mark leaves open, and not one that is known."""
    return reason is not None and any(step.rule is TREATY_END_MARKED for step in reason.walk())
