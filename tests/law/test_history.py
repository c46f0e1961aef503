"""Histories: status over all time, without a gap, and each stretch with a proof that leads to it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from tests.law.test_cases import act, statement, undecided
from tests.law.test_properties import concluded_from
from treatygraph.days import PartialDate
from treatygraph.facts.model import Action, ActionKind, Facts, ParticipantKind, PossibleAct, Statement, Undecided
from treatygraph.facts.reference import FactRef
from treatygraph.facts.register import Register
from treatygraph.law import history
from treatygraph.law.explain import only
from treatygraph.law.matrix import matrix
from treatygraph.law.model import Existence, Reason, Status
from treatygraph.law.relation_history import relation_history, touched_pairs
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded, conclude, counted, standing
from treatygraph.law.status_rules import SUCCESSION_OPEN
from treatygraph.law.stretch import Stretch

PARTICIPANTS = ("AVA", "BOR", "CEL", "DUN", "ELM", "UNI")
TREATIES = ("river", "dam", "fish")
FIRST = date(2000, 1, 1)

#: What one participant may do, one after another; the days are drawn.
LIVES = (
    ("signature",),
    ("ratification",),
    ("signature", "ratification"),
    ("provisional_application", "ratification"),
    ("signature", "provisional_application", "notification_of_non_provisional_application"),
    ("accession", "revocation"),
    ("ratification", "denunciation"),
    ("ratification", "denunciation", "accession"),
    ("accession", "revocation", "accession", "denunciation"),
    ("accession", "denunciation", "accession", "denunciation", "accession"),
    ("ratification", "acceptance", "denunciation"),
)


@st.composite
def lives(draw: st.DrawFn, exact: bool = True) -> tuple[Action, ...]:
    """Return acts of participants who join, leave and come back; three of them bring the River Convention about."""
    told = [f"river {p} ratification {FIRST + timedelta(days=n)}" for n, p in enumerate(PARTICIPANTS[:3])]
    told += [f"dam {p} accession {FIRST + timedelta(days=9 + n)}" for n, p in enumerate(PARTICIPANTS[:2])]
    begun = {tuple(line.split()[:2]) for line in told}
    for treaty in TREATIES:
        for participant in draw(st.lists(st.sampled_from(PARTICIPANTS), max_size=4, unique=True)):
            day = FIRST + timedelta(days=draw(st.integers(20, 900)))
            life = draw(st.sampled_from(LIVES))
            if (treaty, participant) in begun:
                life = draw(st.sampled_from((("denunciation",), ("denunciation", "accession"))))
            for kind in life:
                day += timedelta(days=draw(st.integers(1, 700)))
                shown = str(day) if exact or draw(st.booleans()) else str(day)[: draw(st.sampled_from((4, 7)))]
                told.append(f"{treaty} {participant} {kind} {shown}")
    return tuple(act(line, n) for n, line in enumerate(told, 1))


@st.composite
def reserved(draw: st.DrawFn) -> tuple[Statement, ...]:
    """Return reservations to the River Convention, objections to them, and withdrawals of either."""
    said: list[dict[str, object]] = []

    def add(author: str, kind: str, effect: str, day: date, **more: object) -> str:
        name = f"river-{author}-{len(said) + 1}"
        said.append({"id": name, "kind": kind, "effect": effect, "made_on": day, "provisions": "river-art-4", **more})
        return name

    def withdrawn(author: str, statement: str, day: date) -> None:
        if draw(st.booleans()):
            add(
                author,
                "withdrawal",
                "withdraws",
                day + timedelta(draw(st.integers(1, 900))),
                target_statement=statement,
            )

    for author in draw(st.lists(st.sampled_from(PARTICIPANTS[:5]), max_size=3, unique=True)):
        day = FIRST + timedelta(days=draw(st.integers(0, 900)))
        reservation = add(author, "reservation", "modifies", day)
        withdrawn(author, reservation, day)
        for objector in draw(st.lists(st.sampled_from(PARTICIPANTS), max_size=3, unique=True)):
            made = day + timedelta(days=draw(st.integers(0, 700)))
            precludes = draw(st.sampled_from((True, False, None)))
            if objector != author:
                objection = add(
                    objector, "objection", "objects_to", made, target_statement=reservation, precludes=precludes
                )
                withdrawn(objector, objection, made)
    return tuple(statement(given) for given in said)


def every_stretch(concluded: Concluded) -> list[Stretch]:
    return [s for t in TREATIES for p in PARTICIPANTS for s in concluded.history(p, t)]


@given(lives(exact=False))
def test_a_history_has_no_gap_and_says_nothing_twice(actions: tuple[Action, ...]) -> None:
    concluded = concluded_from(actions)
    for treaty in TREATIES:
        for participant in PARTICIPANTS:
            stretches = concluded.history(participant, treaty)
            assert stretches[0].since is None
            assert stretches[-1].until is None
            for one, following in pairwise(stretches):
                assert one.until == following.since
                assert (one.status, one.participation, one.reasons) != (
                    following.status,
                    following.participation,
                    following.reasons,
                )
                assert one.since is None or one.since < following.since  # type: ignore[operator]


@given(lives(exact=False), st.integers(-400, 5000))
def test_the_status_of_a_day_is_that_of_the_only_stretch_it_is_in(actions: tuple[Action, ...], offset: int) -> None:
    concluded, day = concluded_from(actions), FIRST + timedelta(days=offset)
    for treaty in TREATIES:
        for participant in PARTICIPANTS:
            (stretch,) = (s for s in concluded.history(participant, treaty) if s.holds_on(day))
            held = standing(concluded, participant, treaty, day)
            assert (held.status, held.participation) == (stretch.status, stretch.participation)


@pytest.mark.untraced
@settings(max_examples=60)
@given(lives())
def test_the_proof_of_a_stretch_alone_leads_to_the_same_stretch(actions: tuple[Action, ...]) -> None:
    concluded = concluded_from(actions)
    for stretch in every_stretch(concluded):
        assert edges(stretch) in [edges(s) for s in replayed(concluded, stretch)]


def edges(stretch: Stretch) -> tuple[Status, date | None, date | None]:
    return stretch.status, stretch.since, stretch.until


def replayed(concluded: Concluded, stretch: Stretch) -> tuple[Stretch, ...]:
    """Return the history that follows from the facts of the stretch's proof and nothing else."""
    proof: tuple[Reason, ...] = (*stretch.reasons, *stretch.limits)
    again = conclude(Register(only(concluded.register.facts, proof)))
    return again.history(stretch.participant, stretch.treaty)


def test_the_lives_drawn_reach_every_status_and_those_who_come_back() -> None:
    def reached(wanted: Status, again: bool = False) -> bool:
        found = find(
            lives(exact=wanted is not Status.UNDETERMINED),
            lambda actions: any(
                s.status is wanted and (not again or (s.participation is not None and s.participation.ordinal > 1))
                for s in every_stretch(concluded_from(actions))
            ),
            # That there is one matters, and not how small it can be made.
            settings=settings(phases=(Phase.generate,)),
        )
        return bool(found)

    assert all(reached(status) for status in Status)
    assert reached(Status.PARTY, again=True)


def test_who_comes_back_is_party_since_it_came_back_by_its_proof_too() -> None:
    told = ("ratification 2000-01-03", "denunciation 2001-01-01", "accession 2005-01-01")
    first = ("river AVA ratification 2000-01-01", "river BOR ratification 2000-01-02")
    acts = tuple(act(line, n) for n, line in enumerate((*first, *(f"river CEL {line}" for line in told))))
    concluded = concluded_from(acts)
    last = concluded.on("CEL", "river", date(2006, 1, 1))
    assert edges(last) == (Status.PARTY, date(2005, 1, 31), None)
    assert edges(replayed(concluded, last)[-1]) == edges(last)


def test_who_left_with_the_convention_can_come_back_to_both() -> None:
    told = (
        "river AVA ratification 2000-01-01",
        "river BOR ratification 2000-01-02",
        "river CEL ratification 2000-01-03",
        "dam AVA accession 2000-02-01",
        "dam CEL accession 2000-02-02",
        "river CEL denunciation 2001-01-01",
        "river CEL accession 2005-01-01",
        "dam CEL accession 2005-02-01",
    )
    concluded = concluded_from(tuple(act(line, n) for n, line in enumerate(told)))
    statuses = [s.status for s in concluded.history("CEL", "dam")]
    assert statuses[-3:] == [Status.FORMER_PARTY, Status.CONTRACTING_STATE, Status.PARTY]


def test_a_treaty_is_concluded_without_those_it_does_not_depend_on_and_for_nobody_else(real: Concluded) -> None:
    concluded = conclude(real.register)
    standing(concluded, "CHE", "untoc", date(2026, 9, 11))
    assert set(concluded._forces) == {"untoc"}
    assert set(concluded._participations) == {("CHE", "untoc")}
    standing(concluded, "CHE", "som", date(2026, 9, 11))
    assert {p for p, _ in concluded._participations} == {"CHE"}


def test_a_withdrawal_of_consent_known_to_the_year_is_not_settled_within_it() -> None:
    told = ("river ELM ratification 2000-01-01", "river ELM revocation 2002")
    concluded = concluded_from(tuple(act(line, n) for n, line in enumerate(told)))
    assert [(s.status, s.since) for s in concluded.history("ELM", "river")] == [
        (Status.THIRD_STATE, None),
        (Status.CONTRACTING_STATE, date(2000, 1, 1)),
        (Status.UNDETERMINED, date(2002, 1, 1)),
        (Status.THIRD_STATE, date(2002, 12, 31)),
    ]


def test_the_real_histories_are_these_many(real: Concluded) -> None:
    """Of the treaties read to obligation level, all of whose acts are known."""
    read = real.register.in_depth
    found = [s for t in read for p in real.register.participants for s in real.history(p, t)]
    counted = Counter(s.status for s in found)
    named = [p for p in real.register.facts.possible_acts if p.participant is not None and p.treaty in read]
    assert named
    # One State succeeded to each treaty, and whether it was bound before it said so is open.
    succeeded = [s for s in found if s.rule is SUCCESSION_OPEN]
    assert len(succeeded) == 4
    assert counted[Status.UNDETERMINED] == len(named) + len(succeeded)
    assert counted[Status.FORMER_PARTY] == 0
    assert counted[Status.PARTY] == sum(p.since is not None for treaty in read for p in real.under(treaty))


def test_real_stretches_lead_to_themselves_again(few: Concluded) -> None:
    for participant in ("CHE", "EUU", "MNE", "SRB", "SLB", "IRN"):
        for treaty in few.register.treaties:
            for stretch in few.history(participant, treaty):
                assert edges(stretch) in [edges(s) for s in replayed(few, stretch)]


def test_what_a_real_former_state_did_is_open_where_only_its_successors_tell_of_it(real: Concluded) -> None:
    """Never party, never outside: counted as neither on any day, and its proof alone leads to the same."""
    register = real.register
    open_to = {(p, t) for p in register.followed_by for t in register.treaties if register.followed_under(p, t)}
    assert len(open_to) > 200
    for n, (participant, treaty) in enumerate(sorted(open_to)):
        first, *later = real.history(participant, treaty)
        assert {s.status for s in later} | {first.status} <= {
            Status.THIRD_STATE, Status.SIGNATORY, Status.UNDETERMINED, Status.PROVISIONALLY_APPLYING
        }  # fmt: skip
        assert later[-1].status is Status.UNDETERMINED
        assert later[-1].ended
        if n % 40 == 0:
            assert edges(later[-1]) in [edges(s) for s in replayed(real, later[-1])]


def test_the_world_is_told_as_histories(world: Concluded) -> None:
    assert [s.status for s in world.history("DUN", "river")] == [
        Status.THIRD_STATE,
        Status.CONTRACTING_STATE,
        Status.PARTY,
        Status.FORMER_PARTY,
    ]


@pytest.mark.untraced
@settings(max_examples=60)
@given(lives(), reserved(), st.integers(-400, 5000))
def test_the_relation_of_a_day_is_that_of_the_only_stretch_it_is_in(
    actions: tuple[Action, ...], statements: tuple[Statement, ...], offset: int
) -> None:
    """Whatever is not touched has the relation that both being party makes."""
    concluded, day = concluded_from(actions, statements), FIRST + timedelta(days=offset)
    for treaty in TREATIES:
        touched = touched_pairs(concluded, treaty)
        on_day = Treaty(concluded=concluded, treaty=treaty, day=day)
        for a, b in combinations(PARTICIPANTS, 2):
            relation = on_day.relation(a, b)
            (stretch,) = (s for s in relation_history(concluded, treaty, a, b) if s.holds_on(day))
            assert stretch.relation.exists == relation.exists
            assert stretch.relation.effects == relation.effects
            assert stretch.both_party or relation.exists is not True
            if (a, b) not in touched:
                assert stretch.both_party is (relation.exists is True)


def test_what_was_reserved_ends_with_the_consent_it_went_with_though_the_author_stays_party() -> None:
    told = (
        "river AVA ratification 2000-01-01",
        "river BOR ratification 2000-01-02",
        "river CEL ratification 2000-01-03",
        "river BOR denunciation 2001-10-01",
        "river BOR accession 2001-12-01",
    )
    said = (
        {"id": "river-BOR-1", "kind": "reservation", "effect": "modifies", "made_on": "2000-01-02"}
        | {"provisions": "river-art-4"},
    )
    concluded = concluded_from(tuple(act(line, n) for n, line in enumerate(told)), tuple(statement(s) for s in said))
    stretches = [s for s in relation_history(concluded, "river", "AVA", "BOR") if s.both_party]
    assert [s.since for s in stretches if not s.relation.effects] == [date(2002, 10, 1)]
    assert {len(s.relation.effects) for s in stretches[:-1]} == {1}


def test_a_withdrawn_objection_ends_what_it_did() -> None:
    told = (
        "river AVA ratification 2000-01-01",
        "river BOR ratification 2000-01-02",
        "river CEL ratification 2000-01-03",
    )
    said = (
        {"id": "river-AVA-1", "kind": "reservation", "effect": "modifies", "made_on": "2000-01-01"},
        {"id": "river-BOR-1", "kind": "objection", "effect": "objects_to", "made_on": "2000-06-01"}
        | {"target_statement": "river-AVA-1", "precludes": True},
        {"id": "river-BOR-2", "kind": "withdrawal", "effect": "withdraws", "made_on": "2005-03-01"}
        | {"target_statement": "river-BOR-1"},
    )
    concluded = concluded_from(tuple(act(line, n) for n, line in enumerate(told)), tuple(statement(s) for s in said))
    stretches = relation_history(concluded, "river", "AVA", "BOR")
    assert [(s.relation.exists, s.since) for s in stretches if s.both_party] == [
        (True, date(2000, 4, 2)),
        (False, date(2000, 6, 1)),
        # Withdrawn, and the author may have no notice of it yet (VCLT art. 22(3)(b)).
        (None, date(2005, 3, 1)),
        (True, date(2005, 9, 1)),
    ]
    assert touched_pairs(concluded, "river") == (("AVA", "BOR"),)


def test_a_relation_that_is_denied_is_contested_until_the_denial_is_withdrawn() -> None:
    told = (
        "river AVA ratification 2000-01-01",
        "river BOR ratification 2000-01-02",
        "river CEL ratification 2000-01-03",
    )
    said = (
        {"id": "fish-BOR-1", "kind": "non_recognition", "effect": "denies_relation", "target_participant": "AVA"},
        {"id": "fish-BOR-2", "kind": "withdrawal", "effect": "withdraws", "made_on": "2005-03-01"}
        | {"target_statement": "fish-BOR-1", "effective_on": "2005-03-05"},
        {"id": "river-CEL-1", "kind": "non_recognition", "effect": "denies_relation", "target_participant": "AVA"},
    )
    concluded = concluded_from(tuple(act(line, n) for n, line in enumerate(told)), tuple(statement(s) for s in said))
    assert touched_pairs(concluded, "river") == (("AVA", "BOR"), ("AVA", "CEL"))
    stretches = relation_history(concluded, "river", "AVA", "BOR")
    assert [(s.relation.existence, s.since) for s in stretches if s.both_party] == [
        (Existence.UNDETERMINED, date(2000, 4, 2)),
        (Existence.IN_FORCE, date(2005, 3, 5)),
    ]
    (denied,) = (s for s in relation_history(concluded, "river", "AVA", "CEL") if s.both_party)
    assert (denied.relation.existence, [s.id for s in denied.relation.contested]) == (
        Existence.CONTESTED,
        ["river-CEL-1"],
    )
    assert not matrix(concluded, "river", date(2004, 1, 1)).related("AVA", "CEL")


def test_where_accessions_are_accepted_one_by_one_every_pair_is_touched(world: Concluded) -> None:
    assert ("AVA", "BOR") in touched_pairs(world, "fish")
    last = relation_history(world, "fish", "AVA", "BOR")[-1]
    assert (last.both_party, last.relation.exists) == (True, False)


def test_an_act_of_an_unknown_kind_leaves_open_what_follows_it(facts: Facts) -> None:
    act = Undecided(
        id="river-FEN-undecided-1",
        treaty="river",
        participant="FEN",
        done_on=PartialDate.parse("2001-05-01"),
        candidates=(ActionKind.ACCEPTANCE, ActionKind.DEFINITIVE_SIGNATURE),
        mark=None,
        heading="Definitive signature, Acceptance",
        reason="The heading names two kinds, and there is no mark.",
        sources=("gazette",),
    )
    concluded = conclude(Register(replace(facts, undecided=(act,))))
    before, after = (concluded.on("FEN", "river", date(2001, *day)) for day in ((4, 30), (5, 1)))
    assert before.status is Status.SIGNATORY
    assert after.status is Status.UNDETERMINED
    assert any(FactRef.to(act) in reason.facts for reason in after.reasons)
    open_before, open_after = (counted(concluded, "river", date(2001, *day)) for day in ((4, 30), (5, 1)))
    assert ("FEN" in open_before.undetermined, "FEN" in open_after.undetermined) == (False, True)
    possible = PossibleAct(
        id="river-FEN",
        treaty="river",
        participant="FEN",
        known_to=date(2000, 12, 31),
        given_by=None,
        sources=("gazette",),
        note=None,
    )
    both = conclude(Register(replace(facts, undecided=(act,), possible_acts=(possible,))))
    assert both.on("FEN", "river", date(2001, 1, 1)).status is Status.UNDETERMINED


def test_whose_only_act_is_of_an_unknown_kind_is_counted_and_listed(facts: Facts) -> None:
    act = undecided("river GOR 2001-05-01 accession ratification", 1)
    gor = next(p for p in facts.participants if p.id == "GOR")
    former = replace(gor, kind=ParticipantKind.FORMER_STATE, until=PartialDate.parse("2003-04-30"))
    participants = tuple(former if p is gor else p for p in facts.participants)
    alone = replace(facts, participants=participants, actions=(), continuity=())
    assert "GOR" not in Register(alone).listed("river")
    concluded = conclude(Register(replace(alone, undecided=(act,))))
    assert "GOR" in concluded.register.listed("river")
    assert counted(concluded, "river", date(2001, 5, 1)).undetermined == ("GOR",)
    assert counted(concluded, "river", date(2005, 1, 1)).undetermined == ()


@pytest.mark.parametrize("step", [pytest.param(1, id="world"), pytest.param(12, id="real", marks=pytest.mark.untraced)])
def test_where_nothing_is_told_the_long_way_leads_to_the_same(
    step: int, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    concluded: Concluded = request.getfixturevalue("world" if step == 1 else "real")
    if step == 1:
        # One that has ended, too, under which somebody never did anything.
        facts = concluded.register.facts
        over = (replace(i, stated_until=PartialDate(2010)) if i.id == "river" else i for i in facts.instruments)
        concluded = conclude(Register(replace(facts, instruments=tuple(over))))
    register = concluded.register
    pairs = [(p, t) for t in register.treaties[::step] for p in register.participants]
    short = [conclude(register).history(*pair) for pair in pairs]
    monkeypatch.setattr(history, "_nothing_told", lambda *_: False)
    long = conclude(register)
    assert [pair for pair, found in zip(pairs, short, strict=True) if long.history(*pair) != found] == []
    assert 0 < sum(len(found) == 1 for found in short) < len(pairs)
