"""What an organization owes: within the limits of its competence, by its own declaration of what that is.

Legal basis: the treaty's clauses of kind competence_limit (UNTOC art. 2(j)) and competence_declaration (36(3), (4));
Vienna Convention of 1986 arts. 6, 74(3). A later declaration replaces an earlier one. Where none is recorded, what
the organization owes cannot be told from what its member States owe: a gap of the record, not of the organization.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treatygraph.facts.model import Clause, ClauseKind, Effect, Statement
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason, because
from treatygraph.law.objections import withdrawal
from treatygraph.law.organizations import members
from treatygraph.law.rule import Family, Rule

WITHIN_COMPETENCE = Rule(
    id="within-competence",
    title="What an organization owes within its competence",
    basis="The treaty's clause",
    family=Family.COMMITMENT,
    sentence="{participant} owes {obligation} within the limits of its competence, and not beyond them.",
)
COMPETENCE_DECLARED = Rule(
    id="competence-declared",
    title="An organization declares the extent of its competence",
    basis="The treaty's clause",
    family=Family.COMMITMENT,
    sentence="{participant} declared the extent of its competence in {statement} ({made_on}): {contents}",
)
COMPETENCE_DECLARED_UNDATED = Rule(
    id="competence-declared-undated",
    title="A declaration of competence whose day was not seen",
    basis="The treaty's clause",
    family=Family.COMMITMENT,
    sentence=(
        "{participant} declared the extent of its competence in {statement}, on a day that was not seen; whether "
        "another replaced it is not known: {contents}"
    ),
)
COMPETENCE_REPLACED = Rule(
    id="competence-replaced",
    title="A declaration of competence replaced by a later one",
    basis="The treaty's clause",
    family=Family.COMMITMENT,
    sentence="{statement} replaced {earlier} on {made_on}.",
)
COMPETENCE_NOT_DECLARED = Rule(
    id="competence-not-declared",
    title="No declaration of competence recorded",
    basis="The treaty's clause",
    family=Family.COMMITMENT,
    sentence=(
        "No declaration by {participant} of the extent of its competence under {treaty} is recorded by {day}; what it "
        "owes cannot be told from what its member States owe. A gap in the record, not a breach."
    ),
)
MEMBER_APART = Rule(
    id="member-apart",
    title="A member State that stands apart",
    basis="The constitution of the organization",
    family=Family.COMMITMENT,
    sentence="{other}, a member State of {participant}, stands apart in places: {position}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """What is known on a day of the extent of an organization's competence under a treaty.

    `clause` says that it is bound within that only; `declarations` stand on the day, most often one; `replaced` did
    before.
    """

    participant: str
    treaty: str
    clause: Clause
    declarations: tuple[Statement, ...]
    replaced: tuple[Statement, ...]
    reasons: tuple[Reason, ...]


def limiting(register: Register, participant: str, treaty: str) -> Clause | None:
    """Return the clause by which the participant is bound within its competence; None for a State, or without one."""
    return None if participant in register.states else register.clause(treaty, ClauseKind.COMPETENCE_LIMIT)


def declarations(register: Register, participant: str, treaty: str) -> tuple[Statement, ...]:
    """Return the declarations of competence of an organization under a treaty, the earliest first."""
    own = [s for s in register.statements_of(participant, treaty) if s.effect is Effect.DECLARES_COMPETENCE]
    return tuple(sorted(own, key=lambda s: (s.made_on.span.earliest if s.made_on else date.max, s.id)))


def replaced_by(declaration: Statement, others: tuple[Statement, ...]) -> Statement | None:
    """Return the first declaration that surely is later; without a day one neither replaces nor is replaced."""
    if declaration.made_on is None:
        return None
    last = declaration.made_on.latest
    return next((o for o in others if o.made_on is not None and o.made_on.earliest > last), None)


def competence(register: Register, participant: str, treaty: str, day: date) -> Competence | None:
    """Return what is known on the day of the extent of an organization's competence; None where nothing limits it."""
    clause = limiting(register, participant, treaty)
    if clause is None:
        return None
    asks = register.clause(treaty, ClauseKind.COMPETENCE_DECLARATION) or clause
    made = tuple(
        s
        for s in declarations(register, participant, treaty)
        if (s.made_on is None or s.made_on.earliest <= day)
        and ((taken_back := withdrawal(register, s)) is None or taken_back.stage(day) is not True)
    )
    before = tuple((s, later) for s in made if (later := replaced_by(s, made)) is not None)
    replaced = tuple(s for s, _ in before)
    standing = tuple(s for s in made if s not in replaced)
    under = tuple(
        because(
            COMPETENCE_REPLACED,
            article=asks.article,
            statement=later.id,
            earlier=earlier.id,
            made_on=later.made_on,
            facts=(asks, later, earlier),
        )
        for earlier, later in before
    )
    apart = tuple(
        because(MEMBER_APART, participant=participant, other=m.member, position=m.position)
        for m in members(register, participant, day)
        if m.position is not None
    )
    told = tuple(
        because(
            COMPETENCE_DECLARED_UNDATED if s.made_on is None else COMPETENCE_DECLARED,
            *under,
            article=asks.article,
            participant=participant,
            statement=s.id,
            facts=(asks, s),
            values={} if s.made_on is None else {"made_on": s.made_on},
        )
        for s in standing
    )
    missing = because(
        COMPETENCE_NOT_DECLARED,
        article=asks.article,
        participant=participant,
        treaty=treaty,
        day=day,
        facts=(asks,),
    )
    return Competence(
        participant=participant,
        treaty=treaty,
        clause=clause,
        declarations=standing,
        replaced=replaced,
        reasons=(*(told or (missing,)), *apart),
    )
