"""Treaties that need another one. Legal basis: UNTOC art. 37(2); clauses of kind dependency.

A Protocol consent by a non-party to the Convention is kept and reported; it does not bind before the
Convention is in force for the participant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from treatygraph.days import Span
from treatygraph.facts.model import Clause, ClauseKind
from treatygraph.facts.register import Register
from treatygraph.law.model import Course, Participation, Reason, because
from treatygraph.law.rule import Family, Rule
from treatygraph.law.termination import earlier_of, end_with_parent

DEPENDENCY_MET = Rule(
    id="dependency-met",
    title="Party to the treaty needed first",
    basis="The treaty's clause",
    family=Family.DEPENDENCY,
    sentence="{participant} is party to {parent} since {parent_since}, as {treaty} requires.",
)
DEPENDENCY_LATER = Rule(
    id="dependency-later",
    title="Bound only once party to the treaty needed first",
    basis="The treaty's clause",
    family=Family.DEPENDENCY,
    sentence="{participant} became party to {parent} on {parent_since}; {treaty} binds it from {day}, not before.",
)
DEPENDENCY_LACKING = Rule(
    id="dependency-lacking",
    title="Not party to the treaty needed first",
    basis="The treaty's clause",
    family=Family.DEPENDENCY,
    sentence="{participant} is not party to {parent}; its consent to {treaty} does not bind it before it is.",
)

#: The participations of a participant in a treaty.
PartIn = Callable[[str, str], tuple[Participation, ...]]


def held_to_parents(register: Register, participant: str, treaty: str, course: Course, part_in: PartIn) -> Course:
    """Return the course of a consent, held to the participant's part in the treaties needed first.

    Args:
        register: The facts.
        participant: The participant.
        treaty: The treaty that needs others.
        course: The course by the treaty's own clauses.
        part_in: Gives the participations in the treaties needed first.
    """
    for clause in register.clauses(treaty, ClauseKind.DEPENDENCY):
        for needed in clause.instruments:
            if course.since is None:
                return course
            parents = part_in(participant, needed)
            parent = _first_that_lasts(parents, course.since)
            if parent is None or parent.since is None:
                return replace(course, since=None, why=_lacking(clause, participant, needed, course, parents))
            course = _joined(clause, parent, parent.since, course, course.since)
            ended = end_with_parent(register, treaty, parent)
            if ended is not None:
                course = _ended_by_either(course, *ended)
    return course


def _joined(clause: Clause, parent: Participation, parent_since: Span, course: Course, since: Span) -> Course:
    """Return the course from when its author is party to the treaty needed first, too."""
    joined = since.later_of(parent_since)
    met = joined == since
    why = because(
        DEPENDENCY_MET if met else DEPENDENCY_LATER,
        course.why,
        parent.reason,
        article=clause.article,
        facts=(clause,),
        participant=parent.participant,
        treaty=clause.instrument,
        parent=parent.treaty,
        parent_since=parent_since,
        values={} if met else {"day": joined},
    )
    return replace(course, since=joined, why=why)


def _ended_by_either(course: Course, until: Span, why: Reason) -> Course:
    """Return the course with the earlier of two ends; where inexact days leave open which it is, for both reasons."""
    earlier = earlier_of(course.until, until)
    if earlier == course.until:
        return course
    if course.why_ended is not None and earlier != until:
        why = replace(why, because=(*why.because, course.why_ended))
    return replace(course, until=earlier, why_ended=why)


def _lacking(
    clause: Clause, participant: str, needed: str, course: Course, parents: tuple[Participation, ...]
) -> Reason:
    """Return that the treaty needed first is not in force for the participant: why not, if it once consented."""
    return because(
        DEPENDENCY_LACKING,
        course.why,
        *(p.end_reason or p.reason for p in parents),
        article=clause.article,
        participant=participant,
        treaty=clause.instrument,
        parent=needed,
        facts=(clause,),
    )


def _first_that_lasts(parents: tuple[Participation, ...], since: Span) -> Participation | None:
    """Return the first participation in force for the participant that had not ended by then."""
    for parent in parents:
        if parent.since is not None and (parent.until is None or parent.until.latest > since.earliest):
            return parent
    return None
