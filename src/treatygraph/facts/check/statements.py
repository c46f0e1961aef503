"""How unilateral statements must agree with what they are about, with the acts of their author, and with the lists."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import (
    CONSENT,
    Action,
    ActionKind,
    ClauseKind,
    DateBasis,
    Effect,
    Knowledge,
    ParticipantKind,
    Statement,
    StatementKind,
)

_ANSWERS = {
    StatementKind.OBJECTION: False,
    StatementKind.WITHDRAWAL: True,
    StatementKind.CONFIRMATION: True,
}

_SIGNING = frozenset({ActionKind.SIGNATURE, ActionKind.DEFINITIVE_SIGNATURE})


def statements_fit_what_they_answer(rows: Rows) -> Iterator[Fault]:
    """An objection targets another's reservation to the same treaty; a withdrawal, one's own statement."""
    known = {s.id: s for s in rows.facts.statements}
    provisions = {p.id: p.instrument for p in rows.facts.provisions}
    carried = {
        (clause.instrument, origin)
        for clause in rows.facts.clauses
        if clause.kind is ClauseKind.CARRY_OVER
        for origin in clause.instruments
    }
    for statement in rows.facts.statements:
        for provision in statement.provisions:
            owner = provisions[provision]
            if owner != statement.treaty and (statement.treaty, owner) not in carried:
                cause = f"{provision} is not a provision of {statement.treaty}, nor one that it takes over."
                yield rows.fault("statements", statement, "provisions", cause, "Correct the provision.")
        if statement.kind in {StatementKind.WITHDRAWAL, StatementKind.CONFIRMATION} and (
            statement.target_statement is None
        ):
            cause = f"{statement.kind}: has to name the statement it is about."
            yield rows.fault("statements", statement, "target_statement", cause, "Fill it in.")
        if statement.target_statement is not None:
            yield from _answer_fits(rows, statement, known[statement.target_statement])


def _answer_fits(rows: Rows, statement: Statement, target: Statement) -> Iterator[Fault]:
    def fault(column: str, cause: str) -> Fault:
        return rows.fault("statements", statement, column, cause, "Correct the target or the kind.")

    if target.treaty != statement.treaty:
        yield fault("target_statement", f"is about another treaty ({target.treaty}).")
    if statement.kind in _ANSWERS:
        same = target.participant == statement.participant
        if same != _ANSWERS[statement.kind]:
            whose = "its own" if same else f"a statement of {target.participant}"
            yield fault("target_statement", f"{statement.kind}: cannot be about {whose}.")
    if statement.target_participant not in {None, target.participant}:
        yield fault("target_participant", f"is not the author of {target.id} ({target.participant}).")
    made, answered = statement.made_on, target.made_on
    if made is not None and answered is not None and made.latest < answered.earliest:
        yield fault("made_on", f"is before {target.id}, which it answers ({answered}).")


def statements_fit_the_acts_of_their_author(rows: Rows) -> Iterator[Fault]:
    """A day by rule is that of an act; a confirmation confirms what was made before consent."""
    acts: dict[tuple[str, str], list[Action]] = {}
    for action in rows.facts.actions:
        acts.setdefault((action.treaty, action.participant), []).append(action)
    known = {s.id: s for s in rows.facts.statements}
    states = {p.id for p in rows.facts.participants if p.kind is ParticipantKind.STATE}
    for statement in rows.facts.statements:
        own = acts.get((statement.treaty, statement.participant), [])
        yield from _basis_fits(rows, statement, own)
        if statement.effect is Effect.DECLARES_COMPETENCE and statement.participant in states:
            cause = "a State does not declare competence; a regional economic integration organization does."
            yield rows.fault("statements", statement, "effect", cause, "Correct the effect or the participant.")
        target = known.get(statement.target_statement or "")
        if statement.kind is not StatementKind.CONFIRMATION or target is None or target.made_on is None:
            continue
        consents = [a for a in own if a.kind in CONSENT]
        if consents and all(target.made_on.earliest >= a.done_on.earliest for a in consents):
            cause = (
                f"confirms {target.id}, made {target.made_on}, which is not before consent: it needs no confirmation."
            )
            remedy = "Correct the target or its day, or remove the row."
            yield rows.fault("statements", statement, "target_statement", cause, remedy)


def _basis_fits(rows: Rows, statement: Statement, own: list[Action]) -> Iterator[Fault]:
    basis, made = statement.date_basis, statement.made_on
    if basis is DateBasis.UNKNOWN and made is not None and made.exact is not None:
        cause = f"no day was seen, and made_on has the day {made}."
        yield rows.fault("statements", statement, "date_basis", cause, "Say how the day is known, or remove it.")
    if basis not in {None, DateBasis.UNKNOWN} and made is None:
        cause = f"{basis}: says how a day is known, and made_on is empty."
        yield rows.fault("statements", statement, "date_basis", cause, "Fill in the day, or write unknown.")
    kinds = {DateBasis.DEFAULT: CONSENT, DateBasis.SIGNATURE: _SIGNING}.get(basis) if basis is not None else None
    if kinds is not None and made is not None and made not in [a.done_on for a in own if a.kind in kinds]:
        what = "consent" if kinds is CONSENT else "signature"
        cause = f"{basis}: is the day of a {what}, and none of {statement.participant} is dated {made}."
        yield rows.fault("statements", statement, "made_on", cause, "Correct the day or its basis.")


def statements_agree_in_themselves(rows: Rows) -> Iterator[Fault]:
    """Only an objection has a ground, precludes, or denies the benefit; a notification follows what it notifies."""
    for statement in rows.facts.statements:

        def fault(column: str, cause: str, remedy: str, statement: Statement = statement) -> Fault:
            return rows.fault("statements", statement, column, cause, remedy)

        if statement.kind is not StatementKind.OBJECTION:
            for column in ("ground", "precludes", "without_benefit"):
                if getattr(statement, column) is not None:
                    yield fault(
                        column, f"{statement.kind}: only an objection has it.", "Remove it, or correct the kind."
                    )
        if statement.precludes and statement.without_benefit:
            cause = "wants the author bound without its reservation, and no relation with it."
            yield fault("without_benefit", cause, "Only one can be; read the objection again.")
        made, notified = statement.made_on, statement.notified_on
        if made is not None and notified is not None and notified.latest < made.earliest:
            yield fault("notified_on", f"is before it was made ({made}).", "Correct one of the days.")
        if statement.may_reserve and statement.kind is StatementKind.RESERVATION:
            yield fault("may_reserve", "is a reservation already.", "Remove it, or correct the kind.")
        if statement.doubted_by and not statement.may_reserve:
            yield fault("doubted_by", "somebody treats it as a reservation.", "Write yes in may_reserve.")


def non_recognitions_name_whom(rows: Rows) -> Iterator[Fault]:
    """A communication of non-recognition names another participant, and denies a relation; nothing else does."""
    for statement in rows.facts.statements:
        denies = statement.effect is Effect.DENIES_RELATION
        if (statement.kind is StatementKind.NON_RECOGNITION) is not denies:
            cause = f"{statement.kind}: only a communication of non_recognition denies a relation, and it does."
            yield rows.fault("statements", statement, "effect", cause, "Correct the effect or the kind.")
        elif denies and statement.target_participant is None:
            cause = "non_recognition: has to name whom its author does not recognize."
            yield rows.fault("statements", statement, "target_participant", cause, "Fill it in.")
        elif denies and statement.target_participant == statement.participant:
            cause = "is its own author."
            yield rows.fault("statements", statement, "target_participant", cause, "Name the participant it is about.")


def flags_fit_what_was_read(rows: Rows) -> Iterator[Fault]:
    """A flag says that a listed statement was read or not; what was read is the participant's, under the treaty."""
    known = {s.id: s for s in rows.facts.statements}
    for flag in rows.facts.statement_flags:
        if flag.knowledge not in {Knowledge.READ, Knowledge.NOT_READ}:
            cause = "what a list marks was read or was not read."
            yield rows.fault("statement_flags", flag, "knowledge", cause, "Write read or not_read.")
        if flag.knowledge is Knowledge.READ and not flag.statements:
            cause = "read: names no statement."
            yield rows.fault("statement_flags", flag, "statements", cause, "Name what was read, or write not_read.")
        for statement in (known[s] for s in flag.statements):
            if (statement.treaty, statement.participant) != (flag.treaty, flag.participant):
                cause = f"{statement.id} is a statement of {statement.participant} under {statement.treaty}."
                yield rows.fault("statement_flags", flag, "statements", cause, "Name a statement of the participant.")
