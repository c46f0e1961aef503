"""What would follow from a deposit: the day in force, the commitments, the treaty relations it would bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from treatygraph.facts.lookups import cite, inside
from treatygraph.facts.model import ClauseKind, Obligation, Owed
from treatygraph.facts.reference import FactRef
from treatygraph.facts.register import Register
from treatygraph.law.hypothesis import deposits, open_from, supposing
from treatygraph.law.model import Reason
from treatygraph.law.obligations import DUTIES, NOT_COUNTED, Ledger
from treatygraph.law.relations import Treaty
from treatygraph.law.rule import Family
from treatygraph.law.termination import state_end
from treatygraph.proofs import Teller
from treatygraph.questions.columns import columns
from treatygraph.questions.counted import themes_of
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import ON, PARTICIPANT, TREATY
from treatygraph.questions.notes import as_of_notes, joined, label, shown
from treatygraph.questions.number import Number, number
from treatygraph.questions.obligations import STRENGTHS
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.territories import needs_a_participant


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would follow if an instrument were deposited on a day.

    `not_counted` is how many obligations a reservation excludes, or an unread statement may exclude.
    """

    treaty: str
    deposit: date
    acts: dict[str, str]
    in_force_on: str | None
    provision: str | None
    article: str
    rule: str
    obligations: Number
    not_counted: int
    duties: Number
    by_strength: dict[str, Number]
    by_theme: dict[str, Number]
    inter_se: Number
    carried: Number
    relations: Number
    partners: tuple[str, ...]
    reservations_permitted: tuple[str, ...]


def each_what_if(desk: Desk, participant: str, treaties: Iterable[str], day: date) -> Iterator[WhatIf]:
    """Yield what would follow from the deposit for each treaty on a day, or when it was opened after that.

    Nothing of a treaty that was opened when the participant was no more: nobody could have deposited it.
    """
    over = state_end(desk.register, participant)
    for treaty in treaties:
        opened = open_from(desk.register, treaty)
        if over is None or not day < over[0].earliest <= opened:
            yield what_if(desk, participant, treaty, max(day, opened))


def what_if(desk: Desk, participant: str, treaty: str, day: date) -> WhatIf:
    """Return what would follow if the participant deposited its instrument on the day.

    Raises:
        HypothesisError: It has consented already, or the treaty was not open yet.
        TerritoryError: It is a territory, which deposits nothing.
    """
    register = desk.register
    needs_a_participant(register, participant)
    acts = deposits(desk.concluded, participant, treaty, day)
    after = supposing(desk.concluded, participant, acts, day)
    party = after.of(participant, treaty)[-1]
    begins = party.since.latest if party.since is not None else None
    found = Ledger(after).on(participant, treaty, begins) if begins is not None else ()
    counted = [c for c in found if c.state not in NOT_COUNTED]
    own = [register.obligations[c.obligation] for c in counted if c.carried_from is None]
    # The question behind a number lists what the treaty would bring to anyone: not the same where a statement stands.
    whole = len(counted) == len(found)
    missing = "obligations/not-binding" if whole else None
    partners: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    if begins is not None:
        on_day = Treaty(concluded=after, treaty=treaty, day=begins)
        others = tuple(p for p in on_day.parties if p != participant)
        partners = tuple(p for p in others if on_day.relation(participant, p).exists)
    asked = {"participant": participant, "on": str(day)}
    carried = [c.obligation for c in counted if c.carried_from is not None]

    def count(of: Iterable[Obligation], **where: str) -> Number:
        each = tuple(o.id for o in of)
        return number(desk, len(each), missing, where={"treaty": treaty, **where}, asked=asked, counted=each)

    # The step of the proof that applies the treaty's clause; those above it only bring in other treaties.
    clause = next((r for r in party.reason.walk() if r.rule.family is Family.FORCE), None)
    # The parties recorded on that day are the partners, unless the deposit supposed changes more than its own author:
    # it reaches the threshold, the author is recorded as party by then, or accessions must be accepted one by one; and
    # unless one of them denies the relation, or an objection precludes it.
    recorded = (
        after.force(treaty).in_force == desk.concluded.force(treaty).in_force
        and not any(p.in_force_on(begins or day) for p in desk.concluded.of(participant, treaty))
        and register.clause(treaty, ClauseKind.ACCESSION_ACCEPTANCE) is None
        and partners == others
    )
    permitted = register.clauses(treaty, ClauseKind.RESERVATION_PERMITTED)
    return WhatIf(
        treaty=treaty,
        deposit=day,
        acts={d.treaty: d.kind.value for d in acts},
        in_force_on=str(party.since) if party.since is not None else None,
        provision=_provision(register, clause) if clause is not None else None,
        article=Teller(after.register).basis(clause) if clause is not None else "",
        rule=Teller(after.register).sentence(clause or party.reason),
        obligations=count(own),
        not_counted=len(found) - len(counted),
        duties=count((o for o in own if o.strength in DUTIES), strength="!discretionary"),
        by_strength={s: count((o for o in own if o.strength == s), strength=s) for s in STRENGTHS},
        by_theme={
            theme: number(
                desk,
                len(of),
                "obligations/themes-not-binding" if whole else None,
                where={"treaty": treaty, "theme": theme},
                column="duties",
                asked=asked,
                counted=of,
            )
            for theme, of in themes_of(own).items()
        },
        inter_se=count((o for o in own if o.owed is Owed.INTERSE), owed="interse"),
        carried=number(
            desk,
            len(carried),
            "obligations/carried-for-a-participant" if whole else None,
            asked={"participant": participant, "treaty": treaty},
            counted=carried,
        ),
        relations=number(
            desk,
            len(partners),
            "status/parties-on-a-day" if recorded else None,
            asked={"treaty": treaty, "on": str(begins or day)},
            counted=partners,
        ),
        partners=partners,
        reservations_permitted=tuple(p for c in permitted for p in c.provisions),
    )


def _provision(register: Register, applied: Reason) -> str | None:
    """Return the provision of the clause that a step of a proof applies."""
    clauses = {FactRef.to(c): c.provision for c in register.facts.clauses}
    return next((clauses[fact] for fact in applied.facts if fact in clauses), None)


def of_a_participant(desk: Desk, *, participant: str, treaty: str) -> Table:
    """Return what would follow if a participant deposited its instrument for a treaty on the day, in two columns.

    Raises:
        HypothesisError: It has consented already, or the treaty was not open yet.
    """
    register = desk.register
    supposed = what_if(desk, participant, treaty, desk.day)
    notes = (
        "Supposed, not recorded: the same rules over one deposit more.",
        "Obligations that organs of the treaty bear are not counted; a duty can have several themes.",
        *_open(supposed),
        *as_of_notes(register, (treaty,), desk.day),
    )
    return Table.of(
        title=f"{register.name(participant)} ({participant}): if it joined {register.instruments[treaty].short_title}",
        columns=WHAT_IF.columns,
        records=({"what": what, "result": shown(result)} for what, result in _told(register, supposed)),
        notes=notes,
    )


def _open(supposed: WhatIf) -> Iterator[str]:
    if supposed.not_counted:
        yield f"Not counted: {supposed.not_counted} that a reservation excludes, or an unread statement may exclude."


def _told(register: Register, supposed: WhatIf) -> Iterator[tuple[str, Value]]:
    yield "deposit", joined(f"{t} {inside(label(register, 'treaty_action', k))}" for t, k in supposed.acts.items())
    yield "deposited_on", supposed.deposit
    yield "in_force_on", supposed.in_force_on
    yield "rule", supposed.rule
    yield "basis", supposed.article
    yield "duties", supposed.duties.value
    yield "powers and advice (binding nobody)", supposed.obligations.value - supposed.duties.value
    for strength, found in supposed.by_strength.items():
        yield f"by strength, {inside(label(register, 'strength', strength))}", found.value
    for theme, found in supposed.by_theme.items():
        yield f"duties, {inside(label(register, 'theme', theme))}", found.value
    yield "owed inter se", supposed.inter_se.value
    yield "owed mutatis mutandis", supposed.carried.value
    yield (
        "reservations expressly permitted to",
        joined(cite(register.provisions[p]) for p in supposed.reservations_permitted),
    )
    yield "treaty relations", supposed.relations.value
    yield "partners", joined(supposed.partners)


WHAT_IF = Question(
    id="gaps/what-if",
    sentences={
        "en": "What would follow if a participant deposited its instrument for a treaty on a day?",
        "zh": "如果某参与方在某日交存某条约的文书，会产生什么后果？",
    },
    description="The day in force, the obligations and the treaty relations it would bring; supposed, not recorded.",
    tags=("gaps",),
    parameters=(replace(PARTICIPANT, example="JPN"), replace(TREATY, example="firearms"), ON),
    columns=columns("what", "result"),
    law=by_law(of_a_participant),
)
QUESTIONS = (WHAT_IF,)
