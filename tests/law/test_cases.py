"""The law told as cases (`tests/cases/*.yml`), each run against the invented world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from treatygraph.days import Duration, PartialDate
from treatygraph.facts.model import (
    Action,
    ActionKind,
    Clause,
    ClauseKind,
    Continuity,
    Counting,
    Effect,
    Facts,
    Ground,
    Instrument,
    Knowledge,
    Membership,
    Moment,
    Participant,
    ParticipantKind,
    PossibleAct,
    Relation,
    Statement,
    StatementFlag,
    StatementKind,
    Undecided,
)
from treatygraph.facts.register import Register
from treatygraph.law.custom import cited_as
from treatygraph.law.explain import why_provision, why_there
from treatygraph.law.model import Reason
from treatygraph.law.obligations import Ledger, notification_gaps
from treatygraph.law.relations import Treaty
from treatygraph.law.rules import RULES
from treatygraph.law.status import Concluded, conclude, standing
from treatygraph.law.territories import application
from treatygraph.proofs import Teller, languages

FILES = sorted((ROOT / "tests" / "cases").glob("*.yml"))


@cache
def every_case() -> tuple[Any, ...]:
    """Every case, read once for each process: three files ask for them before any test runs."""
    found = []
    for path in FILES:
        # The parser that PyYAML brings in C, where it has it: the other takes a second.
        for case in yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["cases"]:
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return tuple(found)


def partial(value: Any) -> PartialDate | None:
    return None if value is None else PartialDate.parse(str(value))


def act(text: str, number: int) -> Action:
    treaty, participant, kind, day, *more = text.split()
    return Action(
        id=f"{treaty}-{participant}-{kind}-{number}",
        treaty=treaty,
        participant=participant,
        kind=ActionKind(kind),
        done_on=PartialDate.parse(day),
        effective_on=PartialDate.parse(more[1]) if more else None,
        sources=("gazette",),
        confidence="official",
        note=None,
    )


def statement(given: dict[str, Any]) -> Statement:
    treaty, participant, _ = given["id"].split("-")
    return Statement(
        id=given["id"],
        treaty=treaty,
        participant=participant,
        kind=StatementKind(given["kind"]),
        called=given["kind"],
        made_on=partial(given.get("made_on")),
        date_basis=None,
        effective_on=partial(given.get("effective_on")),
        notified_on=partial(given.get("notified_on")),
        notification=None,
        provisions=tuple(given.get("provisions", "").split()),
        whole_treaty=given.get("whole_treaty", False),
        effect=Effect(given["effect"]),
        wording_seen=given.get("wording_seen"),
        may_reserve=given.get("may_reserve"),
        doubted_by=tuple(given.get("doubted_by", "").split()),
        target_participant=given.get("target_participant"),
        target_statement=given.get("target_statement"),
        precludes=given.get("precludes"),
        ground=Ground(given["ground"]) if "ground" in given else None,
        without_benefit=given.get("without_benefit"),
        territories=tuple(given.get("territories", "").split()),
        summary="Invented.",
        sources=("gazette",),
        confidence="official",
    )


def clause(identifier: str, given: dict[str, Any]) -> Clause:
    return Clause(
        id=identifier,
        instrument=given["instrument"],
        kind=ClauseKind(given["kind"]),
        article=given["article"],
        provision=given.get("provision"),
        threshold=given.get("threshold"),
        counted_actions=tuple(ActionKind(k) for k in given.get("counted_actions", "").split()),
        reio_counts=given.get("reio_counts"),
        delay=Duration.parse(given["delay"]) if "delay" in given else None,
        counting=Counting(given["counting"]) if "counting" in given else None,
        first_period=Duration.parse(given["first_period"]) if "first_period" in given else None,
        period=Duration.parse(given["period"]) if "period" in given else None,
        not_before=tuple(given.get("not_before", "").split()),
        instruments=tuple(given.get("instruments", "").split()),
        provisions=tuple(given.get("provisions", "").split()),
        moments=tuple(Moment(m) for m in given.get("moments", "").split()),
        condition=given.get("condition"),
        complete_in=None,
        source="gazette",
        note=None,
    )


def continuity(facts: Facts, given: dict[str, str]) -> tuple[Continuity, ...]:
    """Return how the States of the world came about; as the case has it for those it names, and nothing for `none`."""
    return tuple(
        replace(link, relation=Relation(given.get(link.successor, link.relation)))
        for link in facts.continuity
        if given.get(link.successor) != "none"
    )


def memberships(facts: Facts, given: dict[str, list[Any]]) -> tuple[Membership, ...]:
    """Return the memberships of the world in its one organization, with those of the case instead or added."""
    kept = tuple(m for m in facts.memberships if m.member not in given)
    (organization,) = {m.organization for m in facts.memberships}
    return kept + tuple(
        Membership(
            organization=organization,
            member=member,
            since=partial(since),
            until=partial(until),
            source="gazette",
            position=position[0] if position else None,
            position_source="gazette" if position else None,
        )
        for member, (since, until, *position) in given.items()
    )


def unread_flag(text: str) -> StatementFlag:
    treaty, participant = text.split()
    return StatementFlag(
        treaty=treaty,
        participant=participant,
        flag="reservation_or_declaration",
        source="gazette",
        knowledge=Knowledge.NOT_READ,
        statements=(),
    )


def former(participant: Participant, case: dict[str, Any]) -> Participant:
    """Return the participant, a State that ended where the case says so, and began where it says so."""
    if participant.id in case.get("began", {}):
        participant = replace(participant, since=partial(case["began"][participant.id]))
    if participant.id not in case.get("ended", {}):
        return participant
    until = partial(case["ended"][participant.id])
    if participant.kind is ParticipantKind.TERRITORY:
        return replace(participant, until=until)
    return replace(participant, kind=ParticipantKind.FORMER_STATE, until=until)


def published(instrument: Instrument, case: dict[str, Any]) -> Instrument:
    known_by = ("page",) if instrument.id in case.get("not_read", ()) else instrument.verification
    published_on = case.get("published", {}).get(instrument.id)
    until = case.get("treaty_until", {}).get(instrument.id)
    return replace(
        instrument,
        stated_in_force_on=published_on,
        stated_until=partial(until) if until is not None else None,
        end_marked_on=case.get("treaty_marked", {}).get(instrument.id),
        verification=known_by,
    )


def possible_act(text: str) -> PossibleAct:
    treaty, participant, day = text.split()
    return PossibleAct(
        id=f"{treaty}-{participant}",
        treaty=treaty,
        participant=participant,
        known_to=date.fromisoformat(day),
        given_by=None,
        sources=("gazette",),
        note=None,
    )


def undecided(text: str, number: int) -> Undecided:
    treaty, participant, day, *kinds = text.split()
    return Undecided(
        id=f"{treaty}-{participant}-undecided-{number}",
        treaty=treaty,
        participant=participant,
        done_on=PartialDate.parse(day),
        candidates=tuple(ActionKind(kind) for kind in kinds),
        mark=None,
        heading="Accession, Ratification",
        reason="The heading names several kinds, and there is no mark.",
        sources=("gazette",),
    )


def told(case: dict[str, Any], facts: Facts) -> Concluded:
    """Return what follows from the acts and statements of a case."""
    left_out = case.get("without_clauses", [])
    clauses = [c for c in facts.clauses if c.id not in left_out]
    clauses += [clause(identifier, given) for identifier, given in case.get("clauses", {}).items()]
    return conclude(
        Register(
            replace(
                facts,
                actions=tuple(act(text, n) for n, text in enumerate(case["acts"], 1)),
                statements=tuple(statement(s) for s in case.get("statements", [])),
                statement_flags=tuple(unread_flag(text) for text in case.get("unread", [])),
                possible_acts=tuple(possible_act(text) for text in case.get("possible", [])),
                undecided=tuple(undecided(text, n) for n, text in enumerate(case.get("undecided", []), 1)),
                clauses=tuple(clauses),
                continuity=continuity(facts, case.get("origin", {})),
                memberships=memberships(facts, case.get("memberships", {})),
                # The world's own conflicts and published days are about acts that a case does not have.
                conflicts=(),
                participants=tuple(former(p, case) for p in facts.participants),
                instruments=tuple(published(i, case) for i in facts.instruments),
            )
        )
    )


def told_once(concluded: Concluded, reason: Reason, asked: dict[str, Any]) -> tuple[Reason, ...]:
    """Return as what the proof cites conventions on treaties; of whom it says so, where a case asks that."""
    found = cited_as(concluded, reason)
    if "cited" in asked:
        assert {f"{r.rule.id} {' '.join(dict(r.values)['participants'])}" for r in found} == set(asked["cited"])
    return found


def tells(reason: Reason, asked: dict[str, Any]) -> None:
    """Check which statements a proof names, where a case asks that."""
    if "told" in asked:
        named = {f.id for step in reason.walk() for f in step.facts if f.table == "statements"}
        assert sorted(named) == asked["told"]


def answer(concluded: Concluded, asked: dict[str, Any]) -> Iterator[Reason]:
    """Check one expectation, and yield the proofs of the answer."""
    day: date = asked.get("day", date.min)
    if "in_force" in asked:
        force = concluded.forces[asked["in_force"]]
        assert str(force.in_force or "never") == str(asked["is"])
        assert force.basis == asked.get("basis", "computed")
        yield force.reason
    elif "status" in asked:
        participant, treaty = asked["status"].split()
        held = standing(concluded, participant, treaty, day)
        assert held.status == asked["is"]
        for name in ("since", "until"):
            if name in asked:
                assert str(getattr(held.participation, name)) == str(asked[name])
        tells(held.reason, asked)
        yield held.reason
        yield from told_once(concluded, held.reason, asked)
    elif "relation" in asked:
        a, b, treaty = asked["relation"].split()
        relation = Treaty(concluded=concluded, treaty=treaty, day=day).relation(a, b)
        told_as = {True: "in_force", False: "not_in_force"}.get(asked["is"], asked["is"])
        assert relation.existence == told_as
        if "effects" in asked:
            assert {e.reservation.statement.id: str(e.effect) for e in relation.effects} == asked["effects"]
        if "notices" in asked:
            assert sorted(s.id for s in relation.notices) == asked["notices"]
        yield relation.reason
        yield from told_once(concluded, relation.reason, asked)
    elif "commitment" in asked:
        participant, treaty, obligation = asked["commitment"].split()
        found = {c.obligation: c for c in Ledger(concluded).on(participant, treaty, day)}
        state = found[obligation].state if obligation in found else "none"
        assert state == asked["is"]
        if obligation in found:
            assert found[obligation].carried_from == asked.get("carried_from")
    elif "territory" in asked:
        territory, treaty = asked["territory"].split()
        there = application(concluded, territory, treaty, day)
        assert there.application == asked["is"]
        if "since" in asked:
            assert str(there.begun) == str(asked["since"])
        yield there.reason(day)
    elif "why_there" in asked:
        territory, provision = asked["why_there"].split()
        treaty = concluded.register.provisions[provision].instrument
        proof = why_there(concluded, territory, treaty, provision, day)
        assert any(step.rule.id == "provision" for step in proof.walk()) is asked["asks"]
        yield proof
        yield why_there(concluded, territory, treaty, None, day)
    elif "notifications" in asked:
        participant, treaty = asked["notifications"].split()
        gaps = notification_gaps(concluded, participant, treaty, day)
        assert [g.provision for g in gaps] == asked["missing"]
        yield from (g.reason for g in gaps)
    else:
        participant, provision = asked["why"].split()
        reason = why_provision(concluded, participant, provision, day)
        tells(reason, asked)
        yield reason


@pytest.mark.parametrize("case", every_case())
def test_the_case_comes_out_as_told(case: dict[str, Any], facts: Facts) -> None:
    concluded = told(case, facts)
    proofs = [proof for asked in case["expect"] for proof in answer(concluded, asked)]
    applied = {step.rule.id for proof in proofs for step in proof.walk()}
    assert set(case["rules"]) <= applied


def test_every_rule_has_a_case() -> None:
    cased = {rule for param in every_case() for rule in param.values[0]["rules"]}
    assert cased == set(RULES)


# What tells it is none of what the tracer covers.
@pytest.mark.untraced
def test_every_rule_applied_is_registered_with_a_sentence_that_its_values_fill(facts: Facts) -> None:
    for param in every_case():
        concluded = told(param.values[0], facts)
        for asked in param.values[0]["expect"]:
            for proof in answer(concluded, asked):
                for teller in [Teller(concluded.register, language) for language in languages()]:
                    assert teller.tree(proof)["sentence"] == teller.sentence(proof)
                    for step in proof.walk():
                        assert "{" not in teller.sentence(step)
