"""What would follow from a deposit: the day in force, the commitments, the treaty relations it would bring."""

from __future__ import annotations

from datetime import date

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import ClauseKind, Owed
from treatygraph.facts.reference import FactRef
from treatygraph.facts.register import Register
from treatygraph.law.hypothesis import deposits, supposing
from treatygraph.law.model import Reason
from treatygraph.law.obligations import Ledger
from treatygraph.law.relations import Treaty
from treatygraph.law.rule import Family
from treatygraph.proofs import Teller
from treatygraph.questions.columns import columns
from treatygraph.questions.dossier.commitments import STRENGTHS, themes_of
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import WhatIf
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import as_of_notes, inside, joined, label


def what_if(desk: Desk, participant: str, treaty: str, day: date) -> WhatIf:
    """Return what would follow if the participant deposited its instrument on the day.

    Raises:
        HypothesisError: It has consented already, or the treaty was not open yet.
    """
    register = desk.register
    acts = deposits(desk.concluded, participant, treaty, day)
    after = supposing(desk.concluded, participant, acts, day)
    party = after.of(participant, treaty)[-1]
    begins = party.since.latest if party.since is not None else None
    found = Ledger(after).on(participant, treaty, begins) if begins is not None else ()
    own = [register.obligations[c.obligation] for c in found if c.carried_from is None]
    partners: tuple[str, ...] = ()
    if begins is not None:
        on_day = Treaty(concluded=after, treaty=treaty, day=begins)
        partners = tuple(p for p in on_day.parties if p != participant and on_day.relation(participant, p).exists)
    asked = {"participant": participant, "on": str(day)}

    # The step of the proof that applies the treaty's clause; those above it only bring in other treaties.
    clause = next((r for r in party.reason.walk() if r.rule.family is Family.FORCE), None)
    # The parties recorded on that day are the partners, unless the deposit supposed changes more than its own author:
    # it reaches the threshold, the author is recorded as party by then, or accessions must be accepted one by one.
    recorded = (
        after.forces[treaty].in_force == desk.concluded.forces[treaty].in_force
        and not any(p.in_force_on(begins or day) for p in desk.concluded.of(participant, treaty))
        and register.clause(treaty, ClauseKind.ACCESSION_ACCEPTANCE) is None
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
        obligations=desk.number(len(own), "obligations/not-binding", where={"treaty": treaty}, asked=asked),
        by_strength={
            s: desk.number(
                sum(1 for o in own if o.strength == s),
                "obligations/not-binding",
                where={"treaty": treaty, "strength": s},
                asked=asked,
            )
            for s in STRENGTHS
        },
        by_theme={
            theme: desk.number(
                n,
                "obligations/themes-not-binding",
                where={"treaty": treaty, "theme": theme},
                column="duties",
                asked=asked,
            )
            for theme, n in themes_of(own).items()
        },
        inter_se=desk.number(
            sum(1 for o in own if o.owed is Owed.INTERSE),
            "obligations/not-binding",
            where={"treaty": treaty, "owed": "interse"},
            asked=asked,
        ),
        carried=desk.number(
            sum(1 for c in found if c.carried_from is not None),
            "obligations/carried-for-a-participant",
            asked={"participant": participant, "treaty": treaty},
        ),
        relations=desk.number(
            len(partners),
            "status/parties-on-a-day" if recorded else None,
            asked={"treaty": treaty, "on": str(begins or day)},
        ),
        partners=partners,
        reservations_permitted=tuple(p for c in permitted for p in c.provisions),
    )


def _provision(register: Register, applied: Reason) -> str | None:
    """Return the provision of the clause that a step of a proof applies."""
    clauses = {FactRef.to(c): c.provision for c in register.facts.clauses}
    return next((clauses[fact] for fact in applied.facts if fact in clauses), None)


def what_if_table(desk: Desk, participant: str, supposed: WhatIf) -> Table:
    """Return what would follow from a deposit, as a table of two columns."""
    register = desk.register
    title = register.instruments[supposed.treaty].short_title
    graded = {label(register, "strength", s).lower(): n.value for s, n in supposed.by_strength.items()}
    themed = {label(register, "theme", t).lower(): n.value for t, n in supposed.by_theme.items()}
    rows: list[tuple[Value, ...]] = [
        ("deposit", joined(f"{t} {inside(label(register, 'treaty_action', k))}" for t, k in supposed.acts.items())),
        ("deposited_on", supposed.deposit),
        ("in_force_on", supposed.in_force_on),
        ("rule", supposed.rule),
        ("basis", supposed.article),
        ("obligations", supposed.obligations.value),
        *((f"obligations, {name}", number) for name, number in graded.items()),
        *((f"duties, {name}", number) for name, number in themed.items()),
        ("owed inter se", supposed.inter_se.value),
        ("owed mutatis mutandis", supposed.carried.value),
        ("reservations permitted to", joined(cite(register.provisions[p]) for p in supposed.reservations_permitted)),
        ("treaty relations", supposed.relations.value),
        ("partners", joined(supposed.partners)),
    ]
    notes = (
        "Supposed, not recorded: the same rules over one deposit more.",
        "Obligations that organs of the treaty bear are not counted; a duty can have several themes.",
        *as_of_notes(register, (supposed.treaty,), supposed.deposit),
    )
    return Table(
        title=f"{register.name(participant)} ({participant}): if it joined {title}",
        columns=columns("what", "result"),
        rows=tuple(rows),
        notes=notes,
    )
