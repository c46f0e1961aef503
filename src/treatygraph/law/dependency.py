"""Treaties that need another one. Legal basis: UNTOC art. 37(2); clauses of kind dependency.

A Protocol consent by a non-party to the Convention is kept and reported; it does not bind before the
Convention is in force for the participant.
"""

from __future__ import annotations

from collections.abc import Mapping

from treatygraph.days import Span
from treatygraph.facts.model import ClauseKind
from treatygraph.facts.register import Register
from treatygraph.law.force import clause_fact
from treatygraph.law.model import Participation, Reason, because
from treatygraph.law.termination import earlier_of, end_with_parent

Participations = Mapping[tuple[str, str], tuple[Participation, ...]]


def after_parents(
    register: Register,
    participant: str,
    treaty: str,
    own: tuple[Span | None, Span | None, Reason, Reason | None],
    earlier: Participations,
) -> tuple[Span | None, Span | None, Reason, Reason | None]:
    """Return since, until and their reasons, held to the participant's part in the treaties needed first.

    Args:
        register: The facts.
        participant: The participant.
        treaty: The treaty that needs others.
        own: since, until, and their reasons, by the treaty's own clauses.
        earlier: Participations in the treaties needed first, already computed.
    """
    since, until, reason, end_reason = own
    for clause in register.clauses(treaty, ClauseKind.DEPENDENCY):
        for needed in clause.instruments:
            if since is None:
                return since, until, reason, end_reason
            parent = _first_that_lasts(earlier.get((participant, needed), ()), since)
            if parent is None or parent.since is None:
                lacking = because(
                    "dependency-lacking",
                    reason,
                    article=clause.article,
                    participant=participant,
                    treaty=treaty,
                    parent=needed,
                    facts=(clause_fact(clause),),
                )
                return None, until, lacking, end_reason
            joined = since.later_of(parent.since)
            reason = because(
                "dependency-met" if joined == since else "dependency-later",
                reason,
                parent.reason,
                article=clause.article,
                participant=participant,
                treaty=treaty,
                parent=needed,
                day=joined,
                parent_since=parent.since,
                facts=(clause_fact(clause),),
            )
            since = joined
            ended = end_with_parent(register, treaty, parent)
            if ended is not None and earlier_of(until, ended[0]) != until:
                until, end_reason = earlier_of(until, ended[0]), ended[1]
    return since, until, reason, end_reason


def _first_that_lasts(parents: tuple[Participation, ...], since: Span) -> Participation | None:
    """Return the first participation in force for the participant that had not ended by then."""
    for parent in parents:
        if parent.since is not None and (parent.until is None or parent.until.latest > since.earliest):
            return parent
    return None
