"""What follows from a changed row: the effect, not only the row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.facts.test_changes import edited, without
from tests.law.test_cases import act, clause
from treatygraph.days import PartialDate
from treatygraph.facts.changes import Change, row_changes
from treatygraph.facts.model import CONSENT, ActionKind, Facts
from treatygraph.facts.register import Register
from treatygraph.law.consequences import consequences
from treatygraph.law.status import conclude


def follows(before: Facts, after: Facts) -> tuple[Change, ...]:
    one, other = Register(before), Register(after)
    return consequences(conclude(one), conclude(other), row_changes(one, other))


def told(before: Facts, after: Facts, participant: str | None) -> dict[str, tuple[str, str, int | None]]:
    return {c.what: (c.before, c.after, c.number) for c in follows(before, after) if c.participant == participant}


def joined(facts: Facts, participant: str, kind: ActionKind, day: PartialDate, number: int = 1) -> Facts:
    model = next(a for a in facts.actions if a.id == "river-AVA-ratification-1")
    act = replace(model, id=f"river-{participant}-{kind}-{number}", participant=participant, kind=kind, done_on=day)
    return replace(facts, actions=tuple(sorted((*facts.actions, act), key=lambda a: a.id)))


LATE = PartialDate(2010, 3, 5)


def test_nothing_follows_from_nothing(facts: Facts) -> None:
    assert follows(facts, facts) == ()


def test_a_new_party_has_relations_and_commitments(facts: Facts) -> None:
    after = joined(facts, "FEN", ActionKind.RATIFICATION, LATE)
    found = told(facts, after, "FEN")
    assert found["in_force"][0] == ""
    since = found["in_force"][1]
    assert since > "2010-03-05"
    assert found["commitments_began"][1] == since
    assert (found["commitments_began"][2] or 0) > 0
    assert (found["relations_began"][2] or 0) > 1
    change = next(c for c in follows(facts, after) if c.what == "relations_began")
    assert change.because == ("river-FEN-ratification-1",)
    assert len(change.others) == change.number
    back = told(after, facts, "FEN")
    assert back["in_force"] == (since, "", None)
    assert {"commitments_ended", "relations_ended"} <= back.keys()


def test_a_denunciation_ends_it(facts: Facts) -> None:
    gone = joined(facts, "AVA", ActionKind.DENUNCIATION, PartialDate(2009, 1, 1))
    found = told(facts, gone, "AVA")
    assert found["ended"][0] == ""
    assert found["ended"][1] > "2009-01-01"
    assert "relations_ended" in found


def test_a_mended_day_moves_what_follows(facts: Facts) -> None:
    after = joined(facts, "FEN", ActionKind.RATIFICATION, LATE)
    mended = edited(after, "actions", "river-FEN-ratification-1", done_on=PartialDate(2010, 3, 6))
    before, now, _ = told(after, mended, "FEN")["in_force"]
    assert before
    assert now > before
    kind = edited(after, "actions", "river-FEN-ratification-1", id="river-FEN-approval-1", kind=ActionKind.APPROVAL)
    # The participation is the same one: nothing follows from how the consent is called.
    assert told(after, kind, "FEN") == {}


def test_a_consent_of_long_ago_moves_the_entry_into_force_of_the_treaty(facts: Facts) -> None:
    # No day is published: what the acts give decides.
    facts = replace(facts, instruments=tuple(replace(i, stated_in_force_on=None) for i in facts.instruments))
    less = without(facts, "actions", "river-AVA-ratification-1")
    found = told(less, facts, None)
    assert found["in_force"][1]
    # And that of everybody who waited for it.
    assert len({c.participant for c in follows(less, facts) if c.what == "in_force"}) > 2


def test_a_treaty_taken_in_is_told_by_its_entry_into_force(facts: Facts) -> None:
    less = replace(facts, coverage=tuple(c for c in facts.coverage if c.treaty != "river"))
    less = replace(less, coverage=tuple(c for c in less.coverage if c.treaty in {"fish"}))
    found = [c for c in follows(less, facts) if c.treaty == "river"]
    assert [(c.what, c.participant) for c in found] == [("in_force", None)]


def test_a_statement_read_changes_commitments_and_relations(facts: Facts) -> None:
    for statement in facts.statements:
        less = replace(
            facts,
            statements=tuple(
                s for s in facts.statements if s.id != statement.id and s.target_statement != statement.id
            ),
        )
        for change in follows(less, facts):
            assert change.what in {
                "commitments_began", "commitments_ended", "commitments_changed", "relations_began", "relations_ended"
            }  # fmt: skip
    stays = replace(
        facts,
        actions=tuple(a for a in facts.actions if (a.treaty, a.participant) != ("river", "DUN") or a.kind in CONSENT),
    )
    (change,) = follows(without(stays, "statements", "river-BOR-01"), stays)
    assert (change.what, change.participant, change.others) == ("relations_ended", "BOR", ("DUN",))
    reservation = next(s for s in facts.statements if s.effect == "excludes" and s.treaty == "river")
    less = replace(
        facts,
        statements=tuple(
            s for s in facts.statements if s.id != reservation.id and s.target_statement != reservation.id
        ),
    )
    assert "commitments_changed" in {c.what for c in follows(less, facts)}


def test_who_belongs_to_an_organization_concerns_its_treaties(facts: Facts) -> None:
    less = replace(facts, memberships=())
    assert follows(less, facts) == () == follows(facts, less)


def test_a_new_duty_binds_the_parties(facts: Facts) -> None:
    gone = next(o for o in facts.obligations if o.id == "river-art-9-2-ob1")
    found = follows(without(facts, "obligations", gone.id), facts)
    assert {(c.what, c.number) for c in found} == {("commitments_began", 1)}


def test_a_participant_that_nobody_knew_had_no_relations(facts: Facts) -> None:
    after = joined(facts, "FEN", ActionKind.RATIFICATION, LATE)
    before = replace(
        facts,
        participants=tuple(p for p in facts.participants if p.id != "FEN"),
        actions=tuple(a for a in facts.actions if a.participant != "FEN"),
    )
    assert "relations_began" in told(before, after, "FEN")


def test_the_end_of_a_treaty_ends_it_for_everybody(facts: Facts) -> None:
    until = PartialDate(2008, 12, 31)
    ended = replace(
        facts, instruments=tuple(replace(i, stated_until=until) if i.id == "river" else i for i in facts.instruments)
    )
    assert told(facts, ended, None)["ended"] == ("", "2009-01-01", None)
    assert told(facts, ended, "AVA")["ended"][1] == "2009-01-01"
    assert "relations_ended" in told(facts, ended, "AVA")
    assert len({c.participant for c in follows(facts, ended) if c.what == "ended"}) > 2
    assert told(ended, facts, None)["ended"] == ("2009-01-01", "", None)


def test_a_mark_that_does_not_say_when_a_treaty_ended_ends_it_for_nobody(facts: Facts) -> None:
    marked = replace(
        facts,
        instruments=tuple(
            replace(i, end_marked_on=date(2010, 1, 1)) if i.id == "river" else i for i in facts.instruments
        ),
    )
    assert follows(facts, marked) == ()


def test_who_joins_the_treaty_that_replaces_another_is_no_longer_bound_by_the_earlier_one(facts: Facts) -> None:
    replacing = clause(
        "fish-replacement", {"instrument": "fish", "kind": "replacement", "article": "12", "instruments": "river"}
    )
    kept = tuple(c for c in facts.clauses if c.id != "fish-accession_acceptance")
    acts = [
        act(text, number)
        for number, text in enumerate(
            [
                "river AVA ratification 2000-06-01",
                "river BOR ratification 2000-07-01",
                "river CEL accession 2000-07-01",
                "fish AVA approval 2001-01-01",
                "fish BOR approval 2003-01-01",
            ]
        )
    ]
    after = replace(facts, clauses=(*kept, replacing), actions=tuple(acts), statements=(), conflicts=())
    before = replace(after, actions=tuple(acts[:-1]))
    (change,) = (c for c in follows(before, after) if c.treaty == "river")
    assert (change.what, change.participant, change.others) == ("relations_ended", "BOR", ("AVA",))
