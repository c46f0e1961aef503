"""What would follow from a deposit: the same rules over one act more, and nothing else changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.real import of_a_few
from treatygraph.days import EARLIEST, PartialDate
from treatygraph.facts.model import ActionKind, Facts
from treatygraph.facts.register import Register
from treatygraph.law.hypothesis import Deposit, HypothesisError, deposits, open_from, supposing
from treatygraph.law.model import Status
from treatygraph.law.status import Concluded, conclude, standing


def test_a_signatory_ratifies_and_is_bound_by_the_clause(real: Concluded) -> None:
    day = date(2027, 1, 15)
    acts = deposits(real, "JPN", "firearms", day)
    assert acts == (Deposit(treaty="firearms", kind=ActionKind.RATIFICATION),)
    after = supposing(real, "JPN", acts, day)
    # The thirtieth day after the deposit (Firearms Protocol 18(2)).
    assert standing(after, "JPN", "firearms", date(2027, 2, 13)).status is Status.CONTRACTING_STATE
    assert standing(after, "JPN", "firearms", date(2027, 2, 14)).status is Status.PARTY


def test_who_is_not_party_to_the_convention_joins_it_with_the_protocol(real: Concluded) -> None:
    day = date(2027, 1, 15)
    acts = deposits(real, "PNG", "som", day)
    assert [(a.treaty, a.kind) for a in acts] == [
        ("untoc", ActionKind.ACCESSION),
        ("som", ActionKind.ACCESSION),
    ]
    after = supposing(real, "PNG", acts, day)
    assert standing(after, "PNG", "som", date(2027, 2, 14)).status is Status.PARTY
    # The Protocol alone would not do: one must be party to the Convention (UNTOC 37(2)).
    alone = supposing(real, "PNG", acts[1:], day)
    assert standing(alone, "PNG", "som", date(2027, 2, 14)).status is not Status.PARTY


def test_an_organization_that_signed_approves(facts: Facts) -> None:
    kept = tuple(a for a in facts.actions if a.id != "river-UNI-formal_confirmation-1")
    concluded = conclude(Register(replace(facts, actions=kept)))
    acts = deposits(concluded, "UNI", "river", date(2004, 1, 1))
    assert acts == (Deposit(treaty="river", kind=ActionKind.APPROVAL),)
    # Before it signed, it would have acceded.
    assert deposits(concluded, "UNI", "river", date(2000, 2, 1))[0].kind is ActionKind.ACCESSION


def test_nobody_joins_a_treaty_that_has_ended(facts: Facts) -> None:
    instruments = tuple(
        replace(i, stated_until=PartialDate(2010, 12, 31)) if i.id == "fish" else i for i in facts.instruments
    )
    ended = conclude(Register(replace(facts, instruments=instruments)))
    assert deposits(ended, "GOR", "fish", date(2010, 12, 31))
    with pytest.raises(HypothesisError, match="fish has ended by 2011-01-01: nobody can join it"):
        deposits(ended, "GOR", "fish", date(2011, 1, 1))


def test_who_left_can_join_again(world: Concluded) -> None:
    day = date(2008, 1, 1)
    assert standing(world, "DUN", "river", day).status is Status.FORMER_PARTY
    after = supposing(world, "DUN", deposits(world, "DUN", "river", day), day)
    assert standing(after, "DUN", "river", date(2008, 1, 31)).status is Status.PARTY
    assert standing(after, "DUN", "river", date(2006, 6, 1)).status is Status.FORMER_PARTY


def test_a_deposit_that_cannot_be_supposed_is_refused(real: Concluded) -> None:
    with pytest.raises(HypothesisError, match="Switzerland has consented to som already"):
        deposits(real, "CHE", "som", date(2027, 1, 1))
    with pytest.raises(HypothesisError, match=r"som was not open on 2000-12-11\. Name a day from 2000-12-12 on"):
        deposits(real, "CHE", "som", date(2000, 12, 11))
    with pytest.raises(HypothesisError, match=r"is no more on 2010-01-01\. Name a participant of that day"):
        deposits(real, "DDDE", "som", date(2010, 1, 1))
    with pytest.raises(HypothesisError, match=r"Followed by: Bosnia and Herzegovina \(BIH\), Croatia \(HRV\)"):
        deposits(real, "YUCS", "som", date(2010, 1, 1))


def test_the_first_day_is_the_day_of_opening_or_else_of_adoption(facts: Facts) -> None:
    def first(**changes: object) -> date:
        changed = tuple(
            replace(i, **changes) if i.id == "river" else i  # type: ignore[arg-type]
            for i in facts.instruments
        )
        return open_from(Register(replace(facts, instruments=changed)), "river")

    assert first(opened_on=date(1999, 5, 1)) == date(1999, 5, 1)
    assert first(opened_on=None, adopted_on=PartialDate(1998)) == date(1998, 1, 1)
    assert first(opened_on=None, adopted_on=None) == EARLIEST


# A deposit is judged by all that all others did, once for each example.
@pytest.mark.untraced
@settings(max_examples=30)
@given(data=st.data(), day=st.dates(min_value=date(2005, 6, 1), max_value=date(2040, 1, 1)))
def test_a_deposit_changes_its_author_alone(data: st.DataObject, day: date) -> None:
    """After the threshold, nobody else's participation moves by a day."""
    # Asked for here and not as a fixture, which hypothesis would print.
    real = of_a_few()
    register = real.register
    outside = [
        (p, t)
        for p in register.present
        for t in register.treaties
        if standing(real, p, t, day).status in {Status.THIRD_STATE, Status.SIGNATORY}
        and real.forces[t].in_force is not None
        and real.forces[t].threshold is not None
        and day > real.forces[t].threshold.latest  # type: ignore[union-attr]
        and not real.of(p, t)
    ]
    participant, treaty = data.draw(st.sampled_from(outside))
    acts = deposits(real, participant, treaty, day)
    after = supposing(real, participant, acts, day)
    for other in register.participants:
        if other != participant:
            assert [(p.since, p.until) for p in after.of(other, treaty)] == [
                (p.since, p.until) for p in real.of(other, treaty)
            ]
    (joined,) = after.of(participant, treaty)
    assert joined.since is not None
    # Some treaties bind from the very day of the deposit.
    assert joined.since.earliest >= day
    assert standing(after, participant, treaty, joined.since.latest).status is Status.PARTY
    # The facts themselves are as they were.
    assert not any(a.confidence == "supposed" for a in register.facts.actions)


def suppositions(concluded: Concluded, day: date) -> list[tuple[str, tuple[Deposit, ...]]]:
    """Return every deposit that can be supposed on a day."""
    found = []
    for treaty in concluded.register.treaties:
        for participant in concluded.register.participants:
            try:
                found.append((participant, deposits(concluded, participant, treaty, day)))
            except HypothesisError:
                continue
    return found


def whole(concluded: Concluded) -> tuple[object, ...]:
    """Return everything that was concluded, to be compared."""
    return dict(concluded.participations), dict(concluded.forces)


def concluded_anew(concluded: Concluded, after: Concluded) -> Concluded:
    """Return what follows from the same facts and suppositions when nothing is taken over."""
    return conclude(Register(replace(concluded.register.facts, actions=after.register.facts.actions)))


@pytest.mark.parametrize(
    "day", [date(2000, 3, 1), date(2000, 8, 1), date(2001, 7, 2), date(2004, 1, 1), date(2010, 1, 1)]
)
def test_what_is_taken_over_is_what_would_be_concluded_anew(world: Concluded, day: date) -> None:
    for participant, acts in suppositions(world, day):
        after = supposing(world, participant, acts, day)
        assert whole(after) == whole(concluded_anew(world, after)), (participant, acts)


@pytest.mark.slow
def test_in_reality_too(few: Concluded) -> None:
    for day in (date(2003, 9, 28), date(2026, 9, 11)):
        for participant, acts in suppositions(few, day)[::43]:
            after = supposing(few, participant, acts, day)
            assert whole(after) == whole(concluded_anew(few, after)), (participant, acts)
