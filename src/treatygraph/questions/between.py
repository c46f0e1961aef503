"""What stands between two participants under each treaty: the relation, what reservations change, territories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.errors import TreatygraphError
from treatygraph.facts.lookups import cite, inside
from treatygraph.facts.model import ClauseKind, Effect, Statement, StatementFlag, StatementKind
from treatygraph.facts.register import Register
from treatygraph.law.competence import declarations, replaced_by
from treatygraph.law.custom import cited_as
from treatygraph.law.knowledge import named_by_reservation_clauses
from treatygraph.law.model import Application, Existence, ProvisionEffect, TreatyRelation
from treatygraph.law.obligations import STATE_ONLY
from treatygraph.law.views import told
from treatygraph.proofs import Teller
from treatygraph.questions.columns import columns
from treatygraph.questions.competence import competence_told
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, ONE, ONLY_TREATY, OTHER
from treatygraph.questions.notes import as_of_notes, joined, label, shown
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.territories import needs_a_participant, stretches_on
from treatygraph.questions.territories import told as told_of

_ANSWER = {Existence.IN_FORCE: "yes", Existence.NOT_IN_FORCE: "no"}


class SameParticipantError(TreatygraphError):
    """A treaty relation is asked of one participant with itself."""


def relations_between(desk: Desk, a: str, b: str, treaties: tuple[str, ...]) -> tuple[TreatyRelation, ...]:
    """Return the relations between two participants under each treaty on the day.

    Raises:
        SameParticipantError: The two are one.
        TerritoryError: One of the two is a territory.
    """
    for one in (a, b):
        needs_a_participant(desk.register, one)
    if a == b:
        raise SameParticipantError(f"The two names are the same participant ({a}). Name two.")
    return tuple(desk.on_day(t).relation(a, b) for t in treaties)


def between(desk: Desk, *, a: str, b: str, treaty: str | None = None) -> Table:
    """Return one row for each treaty, reservation and notice between two participants.

    Row kinds: `relation` (is it in force), `effect` (what a reservation does, both ways), `notice` (another
    statement of one of the two, without effect on the relation as such), `unread` (what a list shows and nobody read),
    `territory` (to which territory of one of the two the treaty applies, or does not).

    Raises:
        SameParticipantError: The two are one.
    """
    register = desk.register
    treaties = (treaty,) if treaty is not None else register.in_depth
    found = relations_between(desk, a, b, treaties)
    teller = Teller(register)
    names = f"{register.name(a)} ({a}) and {register.name(b)} ({b})"
    notes = (
        "An effect works both ways between the two (VCLT 21(1)); obligations owed in general are not divided.",
        *_other_treaties(register, found),
        *_organizations(desk, found),
        *dict.fromkeys(teller.sentence(said) for r in found for said in cited_as(desk.concluded, r.reason)),
        *as_of_notes(register, treaties, desk.day),
    )
    return Table.of(
        title=f"Between {names} on {desk.day}",
        columns=BETWEEN.columns,
        records=(
            row for relation in found for row in (*_rows(teller, relation), *_territories(desk, teller, relation))
        ),
        notes=notes,
    )


def _other_treaties(register: Register, found: tuple[TreatyRelation, ...]) -> Iterator[str]:
    """Yield where another treaty between the two may govern: a condition that the data name and cannot settle."""
    for relation in found:
        clauses = register.clauses(relation.treaty, ClauseKind.OTHER_TREATIES) if relation.exists is not False else ()
        for clause in clauses:
            assert clause.provision is not None, f"clause {clause.id} has no provision; facts.check requires one"
            told = clause.condition or register.provisions[clause.provision].heading
            yield f"{relation.treaty} art. {clause.article}: {told} Treaties between the two are not in the data."


def _organizations(desk: Desk, found: tuple[TreatyRelation, ...]) -> Iterator[str]:
    """Yield how far an organization of the two is bound, and what is open between States only."""
    register = desk.register
    for relation in found if {r for f in found for r in (f.a, f.b)} - register.states else ():
        if relation.exists is False:
            continue
        for participant in (relation.a, relation.b):
            for treaty, sentences in competence_told(desk, participant, [relation.treaty]):
                yield f"{treaty}: {register.name(participant)} is bound within its competence. {' '.join(sentences)}"
        for obligation in register.obligations_by_treaty.get(relation.treaty, ()):
            if obligation.bearer == STATE_ONLY:
                article = cite(register.provisions[obligation.provision])
                yield f"{relation.treaty} {article}: only States, so not open between the two: {obligation.summary}"


def _rows(teller: Teller, relation: TreatyRelation) -> Iterator[dict[str, Value]]:
    own = [teller.sentence(relation.reason)]
    if relation.exists is not True and relation.reason.because:
        own.append("; ".join(teller.sentence(reason) for reason in relation.reason.because))
    nothing = dict.fromkeys(("in_force", "by", "statement", "provisions", "effect", "made_on"))
    yield {
        **nothing,
        "treaty": relation.treaty,
        "row": "relation",
        "in_force": _ANSWER.get(relation.existence, relation.existence.value),
        "explanation": " ".join(own),
    }
    for effect in relation.effects:
        yield {**nothing, "treaty": relation.treaty, "row": "effect", **_effect(teller, effect)}
    for notice in relation.notices:
        yield {**nothing, "treaty": relation.treaty, "row": "notice", **_notice(teller.register, notice, relation.on)}
    for flag in relation.unread:
        yield {**nothing, "treaty": relation.treaty, "row": "unread", **_not_read(teller.register, relation, flag)}


def _territories(desk: Desk, teller: Teller, relation: TreatyRelation) -> Iterator[dict[str, Value]]:
    """Yield, where the treaty may be in force between the two, to which of their territories it applies.

    One row for each territory that a statement decides about; one for all of which nothing is said or known.
    """
    if relation.exists is False:
        return
    for participant in (relation.a, relation.b):
        found = list(stretches_on(desk, participant, [relation.treaty]))
        undecided: dict[Application, list[str]] = {}
        for stretch in found:
            if stretch.statement is None and not stretch.others:
                undecided.setdefault(stretch.application, []).append(desk.register.name(stretch.territory))
        rest = {**dict.fromkeys(("in_force", "provisions", "statement", "made_on")), "treaty": relation.treaty}
        rest |= {"row": "territory", "by": participant}
        for stretch in found:
            decides = stretch.statement
            if decides is not None or stretch.others:
                by = {"statement": decides.id, "made_on": shown(decides.made_on)} if decides is not None else {}
                told = told_of(teller, stretch, desk)
                yield {**rest, **by, "effect": stretch.application, "explanation": told}
        for application, names in undecided.items():
            yield {**rest, "effect": application, "explanation": f"{_UNDECIDED[application]}: {', '.join(names)}."}


_UNDECIDED = {
    Application.NOT_STATED: "Nothing is said of these territories; VCLT 29 and the practice of extending treaties one "
    "by one lead to different answers",
    Application.UNDETERMINED: "Not known whether it applies there",
}


def _statement(register: Register, statement: Statement) -> dict[str, Value]:
    provisions = joined(cite(register.provisions[p]) for p in statement.provisions) or "not known"
    return {
        "by": statement.participant,
        "statement": statement.id,
        "provisions": "whole treaty" if statement.whole_treaty else provisions,
        "made_on": shown(statement.made_on),
    }


def _effect(teller: Teller, effect: ProvisionEffect) -> dict[str, Value]:
    statement = effect.reservation.statement
    explanation = " ".join(filter(None, (teller.sentence(effect.reason), told(effect.readings), statement.summary)))
    return {**_statement(teller.register, statement), "effect": effect.effect, "explanation": explanation}


def _notice(register: Register, statement: Statement, day: date) -> dict[str, Value]:
    explanation = statement.summary
    declares = statement.effect is Effect.DECLARES_COMPETENCE
    own = declarations(register, statement.participant, statement.treaty) if declares else ()
    later = replaced_by(statement, own)
    if later is not None and later.made_on is not None and later.made_on.latest <= day:
        explanation += f" Replaced by {later.id} ({later.made_on})."
    if statement.kind is StatementKind.OBJECTION and statement.target_statement is None:
        explanation += " It may be directed at the other; the data do not say."
    if statement.may_reserve:
        explanation += f" It may be a reservation in substance (VCLT 2(1)(d)){_doubted(statement)}."
    kind = inside(label(register, "statement_kind", statement.kind))
    return {**_statement(register, statement), "effect": kind, "explanation": explanation}


def _doubted(statement: Statement) -> str:
    return f", as {joined(statement.doubted_by)} treat it" if statement.doubted_by else ""


def _not_read(register: Register, relation: TreatyRelation, flag: StatementFlag) -> dict[str, Value]:
    reserved = named_by_reservation_clauses(register, relation.treaty)
    return {
        "by": flag.participant,
        "provisions": joined(cite(register.provisions[p]) for p in sorted(reserved)) or None,
        "effect": "undetermined",
        "explanation": f"A list ({flag.source}) shows a {inside(label(register, 'flag', flag.flag))} that was not "
        "read: what it changes between the two is not known.",
    }


BETWEEN = Question(
    id="relations/between",
    sentences={
        "en": "What stands between two participants under each treaty on a day?",
        "zh": "两个参与方之间在某日就每项条约存在何种关系？",
    },
    description="Whether each treaty is in force between them, what reservations change, other statements of the two.",
    tags=("relations",),
    parameters=(ONE, OTHER, ONLY_TREATY, ON),
    columns=columns("treaty", "row", "in_force", "by", "statement", "provisions", "effect", "made_on", "explanation"),
    law=by_law(between),
)
QUESTIONS = (BETWEEN,)
