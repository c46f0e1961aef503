"""What is known of the statements of a participant: read, listed and not read, none listed, no list seen.

Legal basis: VCLT arts. 21, 26: what binds depends on statements. One that a list shows and nobody read is neither
absent nor accepted: the paragraph that a reservation clause names is then undetermined, and every other commitment
may be changed by it. It is a state of our knowledge, not of the law.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts.model import ClauseKind, Knowledge, StatementFlag
from treatygraph.facts.register import Register
from treatygraph.law.formulation import purports_to_reserve
from treatygraph.law.model import Participation, Reason, because
from treatygraph.law.rule import Family, Rule

#: The flag of a list that marks a reservation or declaration; the others mark objections, or say less.
RESERVES = "reservation_or_declaration"

STATEMENT_UNREAD = Rule(
    id="statement-unread",
    title="A statement that a list shows and nobody read",
    basis="none: a gap in our knowledge",
    family=Family.COMMITMENT,
    sentence=(
        "A list ({source}) shows a reservation or declaration of {participant} under {treaty} that was not read; what "
        "it changes is not known."
    ),
)


COMMITMENT_UNDETERMINED = Rule(
    id="commitment-undetermined",
    title="An obligation that an unread statement may exclude",
    basis="none: a gap in our knowledge",
    family=Family.COMMITMENT,
    sentence=(
        "Whether {obligation} binds {participant} is not known: {treaty} lets a reservation exclude it, and a "
        "statement of {participant} that a list shows was not read: {summary}"
    ),
)


def unread(register: Register, participant: str, treaty: str) -> tuple[StatementFlag, ...]:
    """Return the flags of lists that show a reservation or declaration of the participant that was not read.

    One statement read does not read another; a statement whose wording was not seen is not read.
    """
    return tuple(
        flag
        for flag in register.flags_of(participant, treaty)
        if flag.flag == RESERVES and not was_read(register, flag)
    )


def was_read(register: Register, flag: StatementFlag) -> bool:
    """Return whether what the list marks was read, wording and all."""
    return flag.knowledge is Knowledge.READ and all(
        register.statements[s].wording_seen is not False for s in flag.statements
    )


def knowledge(register: Register, participant: str, treaty: str) -> Knowledge:
    """Return what is known of the participant's reservations and declarations under the treaty."""
    if unread(register, participant, treaty):
        return Knowledge.NOT_READ
    flags = [f for f in register.flags_of(participant, treaty) if f.flag == RESERVES]
    if flags or any(purports_to_reserve(s) for s in register.statements_of(participant, treaty)):
        return Knowledge.READ
    coverage = register.coverage[treaty]
    consents = [a for a in register.actions_of(participant, treaty) if a.done_on.earliest > coverage.as_of]
    if coverage.statements_as_of is None or consents:
        return Knowledge.NO_LIST_SEEN
    return Knowledge.NONE_LISTED


def named_by_reservation_clauses(register: Register, treaty: str) -> frozenset[str]:
    """Return the provisions that a clause of the treaty lets reservations exclude, with all inside them."""
    return frozenset(
        part
        for clause in register.clauses(treaty, ClauseKind.RESERVATION_PERMITTED)
        for provision in clause.provisions
        for part in register.within(provision)
    )


def clouds(register: Register, participation: Participation) -> bool:
    """Return whether an unread statement may change what the participation binds to.

    One that had ended before the lists were made is not what they speak of.
    """
    listed = unread(register, participation.participant, participation.treaty)
    return any(
        participation.until is None or participation.until.latest > register.sources[f.source].as_of.earliest
        for f in listed
    )


def unread_reasons(register: Register, participant: str, treaty: str) -> Iterator[Reason]:
    """Yield, for each unread statement, that a list shows it."""
    for flag in unread(register, participant, treaty):
        yield because(STATEMENT_UNREAD, participant=participant, treaty=treaty, source=flag.source)
