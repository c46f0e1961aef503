"""The dossier: every number in it is what the library of questions gives, and nothing is said twice differently."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import WORLD
from tests.questions.numbers import Library
from treatygraph import pipeline
from treatygraph.facts.model import ParticipantKind
from treatygraph.graph.engines import open_store
from treatygraph.law.hypothesis import HypothesisError
from treatygraph.law.status import Concluded, conclude
from treatygraph.law.termination import state_end
from treatygraph.questions.desk import Desk, desk_on
from treatygraph.questions.dossier import Dossier, Order
from treatygraph.questions.dossier import dossier as dossier_of
from treatygraph.questions.gaps_of import of_a_participant
from treatygraph.questions.named import default_day
from treatygraph.questions.number import numbers


@pytest.fixture(scope="module")
def desk(real: Concluded) -> Desk:
    return desk_on(real, default_day(real.register))


def dossier(desk: Desk, participant: str) -> Dossier:
    return dossier_of(desk, participant, Order(version="test", since=date(2015, 1, 1)))


def library_over(builds: Path) -> tuple[Concluded, Library]:
    folder = (builds / "current").resolve()
    concluded = conclude(pipeline.facts_of_build(folder))
    return concluded, Library(concluded.register, open_store("oxigraph", folder))


@pytest.fixture(scope="module")
def in_reality(few_build: Path) -> tuple[Concluded, Library]:
    return library_over(few_build)


@pytest.fixture(scope="module")
def in_the_world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Concluded, Library]:
    builds = tmp_path_factory.mktemp("world")
    pipeline.build(WORLD, builds, lambda _: None)
    return library_over(builds)


def differences(concluded: Concluded, library: Library, day: date, participants: tuple[str, ...]) -> list[object]:
    made = desk_on(concluded, day)
    return [found for p in participants for found in library.differing(dossier(made, p))]


@pytest.mark.parametrize("day", [date(2000, 9, 30), date(2003, 6, 1), date(2006, 6, 1), date(2010, 12, 31)])
def test_every_number_is_what_the_library_gives_in_the_world(
    in_the_world: tuple[Concluded, Library], day: date
) -> None:
    """Other treaties, inexact days, a denunciation, a succession: nothing is said of the Palermo family alone."""
    concluded, library = in_the_world
    # A territory takes part in nothing, and has no dossier.
    who = tuple(p.id for p in concluded.register.facts.participants if p.kind is not ParticipantKind.TERRITORY)
    assert not differences(concluded, library, day, who)


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2005, 1, 1), date(2026, 9, 11)])
def test_every_number_is_what_the_library_gives_for_some(in_reality: tuple[Concluded, Library], day: date) -> None:
    concluded, library = in_reality
    assert not differences(concluded, library, day, ("AFG", "EUU", "IRN", "JPN", "PNG"))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(3))
def test_every_number_is_what_the_library_gives_for_every_fourth(
    in_reality: tuple[Concluded, Library], part: int
) -> None:
    concluded, library = in_reality
    # A territory takes part in nothing: there is no dossier of one.
    participants = tuple(concluded.register.present)[part::12]
    assert not differences(concluded, library, default_day(concluded.register), participants)


def test_most_numbers_have_a_question(desk: Desk) -> None:
    found = list(numbers(dossier(desk, "JPN")))
    assert len(found) > 150
    assert all(n.question is not None for n in found)


def test_the_four_instruments_and_what_is_asked(desk: Desk) -> None:
    japan = dossier(desk, "JPN")
    assert [(i.treaty, i.status, i.in_force_since) for i in japan.overview.instruments] == [
        ("untoc", "party", "2017-08-10"),
        ("tip", "party", "2017-08-10"),
        ("som", "party", "2017-08-10"),
        ("firearms", "signatory", None),
    ]
    assert (japan.overview.joined.value, japan.overview.asked.value) == (3, 4)
    assert japan.overview.to_join == ("firearms",)
    assert japan.overview.addressed
    # That there is no act is what the list of participants shows: it has a source, too.
    assert all(i.sources for i in dossier(desk, "PNG").overview.instruments)


def test_what_changed_after_an_earlier_day(desk: Desk) -> None:
    changes = dossier(desk, "JPN").overview.changes
    assert [(c.on, c.treaty, c.what) for c in changes][:2] == [
        ("2017-07-11", "som", "act"),
        ("2017-07-11", "tip", "act"),
    ]
    assert {(c.on, c.what) for c in changes} == {("2017-07-11", "act"), ("2017-08-10", "in_force")}
    assert dossier(desk, "CHE").overview.changes == ()


def test_gaps_are_kept_apart(desk: Desk) -> None:
    azerbaijan = dossier(desk, "AZE").gaps
    assert azerbaijan.not_joined == ()
    (exclusion,) = [e for e in azerbaijan.exclusions if e.treaty == "som"]
    assert (exclusion.statement, exclusion.state, exclusion.provisions) == ("som-AZE-02", "excluded", ("som-art-20-2",))
    assert exclusion.number.value == len(exclusion.obligations) == 2
    assert {"untoc-art-18-13", "som-art-8-6"} <= {n.provision for n in azerbaijan.notifications}
    assert {"flag", "rows_end_before", "known_gap"} <= {g.kind for g in azerbaijan.data}
    assert all(g.sources for g in azerbaijan.data)


def test_what_if_names_the_day_the_article_and_the_partners(desk: Desk) -> None:
    (firearms,) = dossier(desk, "JPN").what_if
    assert firearms.acts == {"firearms": "ratification"}
    assert firearms.in_force_on == "2026-10-11"
    assert firearms.provision == "firearms-art-18-2"
    assert firearms.relations.value == len(firearms.partners) == 123
    assert firearms.obligations.value == sum(n.value for n in firearms.by_strength.values()) == 59
    assert firearms.reservations_permitted == ("firearms-art-16-2",)
    together = {w.treaty: w.acts for w in dossier(desk, "PNG").what_if}
    assert together["som"] == {"untoc": "accession", "som": "accession"}


def test_objections_received_change_relations(desk: Desk) -> None:
    afghanistan = dossier(desk, "AFG").relations
    som = next(t for t in afghanistan.treaties if t.treaty == "som")
    assert len(afghanistan.received) == afghanistan.received_number.value == 22
    assert len(som.changed_by_objection) > 15
    assert som.precluded == ()
    assert som.related.value + som.unrelated.value == 197


def test_an_organization_a_non_member_and_one_who_did_nothing(desk: Desk) -> None:
    union, holy_see, tuvalu = (dossier(desk, code) for code in ("EUU", "VAT", "TUV"))
    assert union.commitments.competence_limited
    told = [text["en"] for _, text in union.commitments.competence]
    assert len(told) == len(set(told))
    assert {t for treaties, _ in union.commitments.competence for t in treaties} == {"untoc", "tip", "som", "firearms"}
    assert union.what_if == ()
    assert [s.region for s in union.comparison[0].shares] == ["001"]
    assert not holy_see.overview.addressed
    assert holy_see.overview.to_join == ("tip", "som", "firearms")
    assert tuvalu.commitments.rows == ()
    assert tuvalu.overview.joined.value == 0
    assert [w.treaty for w in tuvalu.what_if] == ["untoc", "tip", "som", "firearms"]


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2000, 6, 1), date(2040, 1, 1)])
def test_days_before_the_treaties_and_after_the_data(real: Concluded, day: date) -> None:
    found = dossier(desk_on(real, day), "CHE")
    statuses = {i.status for i in found.overview.instruments}
    assert statuses == ({"party"} if day.year > 2012 else {"third_state"})
    assert all(w.deposit >= date(2000, 11, 15) for w in found.what_if)


def test_each_that_is_no_more_has_a_dossier_on_its_last_days(real: Concluded) -> None:
    """Nothing is supposed of a treaty that was opened when it was no more."""
    ended = {p: over[0].earliest for p in real.register.participants if (over := state_end(real.register, p))}
    assert "YUCS" in ended
    for participant, over in ended.items():
        desk = desk_on(real, over - timedelta(days=1))
        found = dossier(desk, participant)
        assert all(w.deposit < over for w in found.what_if), participant
        assert of_a_participant(desk, participant=participant).columns
    with pytest.raises(HypothesisError, match="is no more"):
        dossier_of(desk_on(real, date(1990, 1, 1)), "YUCS", Order(version="test", deposit=date(2001, 1, 1)))


def test_what_a_whole_reservation_leaves_open_is_counted_as_open_and_not_as_bound(desk: Desk) -> None:
    untoc = next(t for t in dossier(desk, "IRN").commitments.treaties if t.treaty == "untoc")
    assert untoc.in_force
    assert untoc.reserved["undetermined"].value > 200
    assert sum(n.value for n in untoc.bound.values()) == untoc.duties.value == 0


def test_dossiers_share_a_desk_and_do_not_change_it(desk: Desk) -> None:
    def made() -> Dossier:
        return dossier(desk, "FRA")

    assert made() == made()
