"""The treaty relation between two participants, as a table: what is changed between them, and by what."""

from __future__ import annotations

from datetime import date

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Statement, StatementFlag, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.knowledge import named_by_reservation_clauses
from treatygraph.law.model import ProvisionEffect, TreatyRelation
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded
from treatygraph.law.views import told
from treatygraph.proofs import Teller
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import as_of_notes, joined, label, shown

_ANSWER = {True: "yes", False: "no", None: "undetermined"}


def relations(concluded: Concluded, a: str, b: str, treaties: tuple[str, ...], day: date) -> tuple[TreatyRelation, ...]:
    """Return the relations between two participants under each treaty on a day."""
    return tuple(Treaty(concluded=concluded, treaty=t, day=day).relation(a, b) for t in treaties)


def between(concluded: Concluded, found: tuple[TreatyRelation, ...]) -> Table:
    """Return one row for each treaty, reservation and notice between two participants.

    Row kinds: `relation` (is it in force), `effect` (what a reservation does, both ways), `notice` (another
    statement of one of the two, without effect on the relation as such), `unread` (what a list shows and nobody read).
    """
    register = concluded.register
    teller = Teller(register)
    rows: list[tuple[Value, ...]] = []
    for relation in found:
        answer = _ANSWER[relation.exists]
        because = "; ".join(
            teller.sentence(reason) for reason in relation.reason.because if relation.exists is not True
        )
        text = teller.sentence(relation.reason) + (f" {because}" if because else "")
        rows.append((relation.treaty, "relation", answer, None, None, None, None, None, text))
        rows += [_effect(teller, relation, effect) for effect in relation.effects]
        rows += [_notice(register, relation, notice) for notice in relation.notices]
        rows += [_not_read(register, relation, flag) for flag in relation.unread]
    headed = columns("treaty", "row", "in_force", "by", "statement", "provisions", "effect", "made_on", "explanation")
    first = found[0]
    names = f"{register.name(first.a)} ({first.a}) and {register.name(first.b)} ({first.b})"
    notes = (
        "An effect works both ways between the two (VCLT 21(1)); obligations owed in general are not divided.",
        "The VCLT is cited as custom where one of the two is not party to it; for organizations, that of 1986.",
        *as_of_notes(register, [r.treaty for r in found], first.on),
    )
    return Table(title=f"Between {names} on {first.on}", columns=headed, rows=tuple(rows), notes=notes)


def _provisions(register: Register, statement: Statement) -> str:
    if statement.whole_treaty:
        return "whole treaty"
    return joined(cite(register.provisions[p]) for p in statement.provisions) or "not known"


def _effect(teller: Teller, relation: TreatyRelation, effect: ProvisionEffect) -> tuple[Value, ...]:
    statement = effect.reservation.statement
    return (
        relation.treaty,
        "effect",
        None,
        statement.participant,
        statement.id,
        _provisions(teller.register, statement),
        effect.effect,
        shown(statement.made_on),
        " ".join(filter(None, (teller.sentence(effect.reason), told(effect.readings), statement.summary))),
    )


def _notice(register: Register, relation: TreatyRelation, statement: Statement) -> tuple[Value, ...]:
    gap = ""
    if statement.kind is StatementKind.OBJECTION and statement.target_statement is None:
        gap = " It may be directed at the other; the data do not say."
    return (
        relation.treaty,
        "notice",
        None,
        statement.participant,
        statement.id,
        _provisions(register, statement),
        label(register, "statement_kind", statement.kind).lower(),
        shown(statement.made_on),
        statement.summary + gap,
    )


def _not_read(register: Register, relation: TreatyRelation, flag: StatementFlag) -> tuple[Value, ...]:
    reserved = named_by_reservation_clauses(register, relation.treaty)
    named = joined(cite(register.provisions[p]) for p in sorted(reserved)) or None
    return (
        relation.treaty,
        "unread",
        None,
        flag.participant,
        None,
        named,
        "undetermined",
        None,
        f"A list ({flag.source}) shows a {label(register, 'flag', flag.flag).lower()} that was not read: what it "
        "changes between the two is not known.",
    )
