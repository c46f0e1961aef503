"""What the conclusions show about the facts: disagreements, and gaps in what is known.

A violation means that the facts cannot be right together; a warning, that somebody should look; a note says
what is not known. None of them is about what a State did wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.facts.model import ActionKind, Count, CountMeasure, StatementKind
from treatygraph.facts.reference import FactRef
from treatygraph.law.dependency import DEPENDENCY_LACKING
from treatygraph.law.knowledge import was_read
from treatygraph.law.model import Finding, Severity, Timing
from treatygraph.law.organizations import admitted_after
from treatygraph.law.reservations import reservations
from treatygraph.law.status import Concluded, tally
from treatygraph.law.termination import DENUNCIATION_CLAUSE_NOT_READ, DENUNCIATION_WITHOUT_CLAUSE

#: Kinds of act that the data can hold and that no rule takes up.
WITHOUT_RULE = frozenset(
    {
        ActionKind.TERRITORIAL_APPLICATION,
        ActionKind.ADMISSION,
        ActionKind.REGISTRATION,
        ActionKind.DECLARATION,
        ActionKind.NOTIFICATION,
    }
)


def findings(concluded: Concluded) -> tuple[Finding, ...]:
    """Return everything the rules below find, violations first."""
    found = [finding for rule in RULES for finding in rule(concluded)]
    return tuple(sorted(found, key=lambda f: (f.severity.order, f.rule, f.where)))


def stated_entry_into_force(concluded: Concluded) -> Iterator[Finding]:
    """The entry into force computed from the clause is the one published."""
    for treaty, force in concluded.forces.items():
        if force.stated is None:
            continue
        computed = force.computed.exact if force.computed is not None else None
        if computed != force.stated:
            yield Finding(
                # Of a treaty known by its status table alone, the published day stands, and the difference is told.
                severity=Severity.WARNING if treaty in concluded.register.obligations_by_treaty else Severity.NOTE,
                rule="stated-entry-into-force",
                where=f"instruments/{treaty}",
                what=f"Published as {force.stated}, computed as {force.computed or 'not in force'}.",
                remedy="Both are kept. Check the early acts and the clause against the depositary.",
            )


def published_counts(concluded: Concluded) -> Iterator[Finding]:
    """The number of parties or signatories is the one published for that day, or the difference explained.

    Parties are counted as UN practice does, by deposit. A count known to the month is met when some day of
    the month has it.
    """
    for count in concluded.register.facts.counts:
        low, high = _counted(concluded, count, count.on.earliest), _counted(concluded, count, count.on.latest)
        met = low <= count.count <= high
        if met and count.explained is not None:
            yield Finding(
                severity=Severity.WARNING,
                rule="published-counts",
                where=f"counts/{count.treaty} {count.measure} {count.on}",
                what=f"The published {count.count} is met, and a difference is still explained.",
                remedy="Remove the explanation.",
            )
        if met or count.explained is not None:
            continue
        yield Finding(
            severity=Severity.VIOLATION,
            rule="published-counts",
            where=f"counts/{count.treaty} {count.measure} {count.on}",
            what=f"Published {count.count}, the acts give {low if low == high else f'{low} to {high}'}.",
            remedy="Find the missing or wrong act; if it cannot be found, say so in counts.csv, column explained.",
        )


def _counted(concluded: Concluded, count: Count, day: date) -> int:
    counted = tally(concluded, count.treaty, day)
    return counted.signatories if count.measure is CountMeasure.SIGNATORIES else counted.deposited


def protocol_without_convention(concluded: Concluded) -> Iterator[Finding]:
    """Who consents to a treaty is party to the treaties it requires."""
    for (participant, treaty), found in sorted(concluded.participations.items()):
        for participation in found:
            if participation.reason.rule is DEPENDENCY_LACKING:
                yield Finding(
                    severity=Severity.WARNING,
                    rule="protocol-without-convention",
                    where=f"actions/{participation.consent.id}",
                    what=f"{participant} consented to {treaty} and is not party to a treaty it requires.",
                    remedy="Not shown as bound. Check whether an act is missing.",
                )


def organizations_before_their_members(concluded: Concluded) -> Iterator[Finding]:
    """An organization acts after one of its member States, where the treaty asks for that."""
    register = concluded.register
    for act in register.facts.actions:
        if act.participant in register.states:
            continue
        found = admitted_after(register, act)
        if found is not None and found[1] is None:
            yield Finding(
                severity=Severity.WARNING,
                rule="organization-before-members",
                where=f"actions/{act.id}",
                what=f"{act.participant} acted, and no act of a member State before it is recorded.",
                remedy=f"Article {found[0].article} asks for one. Check whether an act or a membership is missing.",
            )


def endings_that_end_nothing(concluded: Concluded) -> Iterator[Finding]:
    """A revocation comes before entry into force; a denunciation has a clause."""
    ends = [p.end_reason for found in concluded.participations.values() for p in found if p.end_reason is not None]
    revoking = {fact for end in ends for fact in end.facts}
    # A denunciation revoked in time is among the reasons of the participation that it did not end.
    whole = [p.reason for found in concluded.participations.values() for p in found]
    revoking |= {fact for reason in whole for step in reason.because for fact in step.facts}
    for action in concluded.register.facts.actions:
        if action.kind is ActionKind.REVOCATION and FactRef.to(action) not in revoking:
            yield Finding(
                severity=Severity.WARNING,
                rule="revocation-too-late",
                where=f"actions/{action.id}",
                what="A revocation of a consent that was already in force has no effect.",
                remedy="If it is a denunciation, correct the kind.",
            )
    for found in concluded.participations.values():
        for participation in found:
            end = participation.end_reason
            if end is None:
                continue
            if end.rule is DENUNCIATION_CLAUSE_NOT_READ:
                yield Finding(
                    severity=Severity.NOTE,
                    rule="denunciation-clause-not-read",
                    where=str(end.facts[0]),
                    what="No denunciation clause of this treaty is in the data; its text was not read.",
                    remedy="Bring in the clause, if there is one.",
                )
            if end.rule is DENUNCIATION_WITHOUT_CLAUSE:
                yield Finding(
                    severity=Severity.WARNING,
                    rule="denunciation-without-clause",
                    where=str(end.facts[0]),
                    what="The treaty has no denunciation clause; whether one can leave is disputed.",
                    remedy="Both readings are named in the proof.",
                )


def reservations_open_to_doubt(concluded: Concluded) -> Iterator[Finding]:
    """Reservations that are late, unconfirmed, undated, or that name no provision."""
    for treaty in concluded.register.treaties:
        for own in reservations(concluded, treaty).values():
            for reservation in own:
                where = f"statements/{reservation.statement.id}"
                if reservation.timing in {Timing.LATE, Timing.UNCONFIRMED, Timing.UNDATED}:
                    yield Finding(
                        severity=Severity.NOTE,
                        rule=f"reservation-{reservation.timing}",
                        where=where,
                        what=f"The reservation is {reservation.timing.replace('_', ' ')}.",
                        remedy="Ask the depositary for its day or confirmation.",
                    )
                if not reservation.statement.provisions and not reservation.statement.whole_treaty:
                    yield Finding(
                        severity=Severity.NOTE,
                        rule="reservation-without-provision",
                        where=where,
                        what="The provision it concerns is not known.",
                        remedy="Read the statement at the depositary.",
                    )


def objections_without_target(concluded: Concluded) -> Iterator[Finding]:
    """Objections whose target or day was not seen."""
    for statement in concluded.register.facts.statements:
        if statement.kind is StatementKind.OBJECTION and (
            statement.target_statement is None or statement.made_on is None
        ):
            lacks = [
                name
                for name, value in (("target", statement.target_statement), ("day", statement.made_on))
                if value is None
            ]
            yield Finding(
                severity=Severity.NOTE,
                rule="objection-incomplete",
                where=f"statements/{statement.id}",
                what=f"The {' and '.join(lacks)} of the objection was not seen.",
                remedy="Read the objection at the depositary.",
            )


def flagged_statements_not_read(concluded: Concluded) -> Iterator[Finding]:
    """Statements that an official list shows and that were not read; reading one does not read the others."""
    for flag in concluded.register.facts.statement_flags:
        if not was_read(concluded.register, flag):
            yield Finding(
                severity=Severity.NOTE,
                rule="statement-not-read",
                where=f"statement_flags/{flag.treaty} {flag.participant} {flag.flag}",
                what=f"An official list shows {flag.flag.replace('_', ' ')} that was not read.",
                remedy="Read the statement at the depositary.",
            )


def days_that_are_not_exact(concluded: Concluded) -> Iterator[Finding]:
    """Acts dated to the month or year: a gap where a rule needs the day."""
    for action in concluded.register.facts.actions:
        if action.done_on.exact is None:
            yield Finding(
                severity=Severity.NOTE,
                rule="day-not-exact",
                where=f"actions/{action.id}",
                what=f"Dated {action.done_on} only.",
                remedy="Find the day; until then the status is undetermined while it matters.",
            )


def acts_after_the_as_of_day(concluded: Concluded) -> Iterator[Finding]:
    """Participants listed by a source after the as-of day of their treaty."""
    days = {c.treaty: c.as_of for c in concluded.register.facts.coverage}
    for (participant, treaty), found in sorted(concluded.participations.items()):
        for participation in found:
            if participation.consented.earliest > days[treaty]:
                yield Finding(
                    severity=Severity.NOTE,
                    rule="act-after-as-of",
                    where=f"actions/{participation.consent.id}",
                    what=f"{participant} consented after {days[treaty]}, to which the rows are complete.",
                    remedy="Others may be missing; bring the treaty up to date.",
                )


def acts_that_no_rule_applies_to(concluded: Concluded) -> Iterator[Finding]:
    """Acts of kinds that are kept and from which nothing is concluded."""
    for action in concluded.register.facts.actions:
        if action.kind in WITHOUT_RULE:
            yield Finding(
                severity=Severity.NOTE,
                rule="act-without-rule",
                where=f"actions/{action.id}",
                what=f"No rule applies to {action.kind.replace('_', ' ')}: who is bound is concluded without it.",
                remedy="Read the act. A rule for its kind would have to be added (CONTRIBUTING.md).",
            )


#: The rules, in the order of the law.
RULES = (
    stated_entry_into_force,
    published_counts,
    protocol_without_convention,
    organizations_before_their_members,
    endings_that_end_nothing,
    reservations_open_to_doubt,
    objections_without_target,
    flagged_statements_not_read,
    days_that_are_not_exact,
    acts_that_no_rule_applies_to,
    acts_after_the_as_of_day,
)
