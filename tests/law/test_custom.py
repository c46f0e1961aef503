"""As what the conventions on treaties are cited: of a proof that is about no treaty, and of organizations alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from treatygraph.facts.model import Clause, ClauseKind, Facts
from treatygraph.facts.register import Register
from treatygraph.law.custom import CITED_EITHER_WAY, CITED_FOR_ORGANIZATIONS, cited_as
from treatygraph.law.model import because
from treatygraph.law.rules import RULES
from treatygraph.law.status import conclude

DAY = date(2004, 1, 1)
CODIFYING = {ClauseKind.CODIFICATION, ClauseKind.CODIFICATION_ORGANIZATIONS}


def with_the_convention_for_organizations_alone(facts: Facts) -> Facts:
    """Return facts in which one clause names the convention for organizations, and none the other."""
    kind = ClauseKind.CODIFICATION_ORGANIZATIONS
    clause = replace(facts.clauses[0], id="org", kind=kind, article="1", condition="VCLT", provisions=())
    kept: tuple[Clause, ...] = tuple(c for c in facts.clauses if c.kind not in CODIFYING)
    return replace(facts, clauses=(*kept, clause))


def test_a_proof_about_no_treaty_is_silent_on_it(facts: Facts) -> None:
    statement = next(s for s in facts.statements)
    reason = because(
        RULES["statement-withdrawn"],
        participant=statement.participant,
        statement=statement.id,
        day=DAY,
        facts=(statement,),
    )
    assert cited_as(conclude(Register(facts)), reason) == ()


def test_of_organizations_alone_only_their_convention_is_cited(facts: Facts) -> None:
    concluded = conclude(Register(with_the_convention_for_organizations_alone(facts)))
    of_one = cited_as(concluded, because(RULES["third-state"], participant="UNI", treaty="river", day=DAY))
    assert [r.rule for r in of_one] == [CITED_FOR_ORGANIZATIONS]
    of_a_state = cited_as(concluded, because(RULES["third-state"], participant="AVA", treaty="river", day=DAY))
    assert [r.rule for r in of_a_state] == [CITED_EITHER_WAY]
