"""The register finds facts by what they are about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from treatygraph.days import PartialDate
from treatygraph.facts.model import Facts, ParticipantKind
from treatygraph.facts.read.schemes import read_concepts
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded


def test_a_paragraph_is_named_in_full_only_where_another_has_its_number(facts: Facts) -> None:
    first = facts.paragraphs[0]
    assert Register(facts).paragraph_name(first) == first.number
    twin = replace(first, id="another", resolution=facts.paragraphs[-1].resolution)
    two = Register(replace(facts, paragraphs=(first, twin)))
    assert two.paragraph_name(first) == two.paragraph_in_full(first) != first.number


def test_links_stand_by_their_paragraph(facts: Facts) -> None:
    register = Register(facts)
    for paragraph, links in register.links_of.items():
        assert {link.paragraph for link in links} == {paragraph}
    assert sum(map(len, register.links_of.values())) == len(facts.links)


def test_a_treaty_without_a_number_with_the_depositary_has_its_other_names(facts: Facts) -> None:
    unnumbered = tuple(replace(i, untc_number=None) for i in facts.instruments)
    register = Register(replace(facts, instruments=unnumbered))
    assert {t for of in register.treaty_names.bearers.values() for t in of} == set(register.treaties)


def test_names_and_earlier_names_stand_by_their_bearer(real: Concluded) -> None:
    register = real.register
    assert "Turkey" in register.earlier_names("TUR")
    assert register.earlier_names("CHE") == ()
    assert set(register.earlier_names("RUS", "zh")).isdisjoint(register.earlier_names("RUS", "fr"))
    assert set(register.earlier_names("RUS", "fr")) < set(register.earlier_names("RUS"))


def test_conflicts_are_found_by_whose_act_they_are_about(real: Concluded) -> None:
    register = real.register
    everyone = [c for p in register.participants for c in register.conflicts_about(p)]
    about_rows = [c for c in register.facts.conflicts if c.about in {a.id for a in register.facts.actions}]
    assert everyone
    assert {c.id for c in about_rows} <= {c.id for c in everyone}


def test_what_is_no_plain_triple_is_passed_over_in_a_scheme(tmp_path: Path) -> None:
    path = tmp_path / "schemes.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "[] skos:note [ skos:note 'inner' ] .\n"
        "<urn:s/c> a skos:Concept ; skos:inScheme <urn:s> ; skos:notation 'c' ; skos:prefLabel 'C'@en ;\n"
        "  skos:definition 'A code.'@en .\n",
        encoding="utf-8",
    )
    assert [t.code for t in read_concepts(path, "urn:")] == ["c"]


def test_a_row_without_a_text_has_it_in_no_language(facts: Facts) -> None:
    whole = replace(facts.coverage[0], gaps=None)
    assert Register(facts).texts(whole, "gaps") == {}


def test_languages_are_found_by_their_tag(real: Concluded) -> None:
    assert real.register.languages["zh"].id == "zh"


def test_a_default_list_names_what_was_read_to_obligation_level(facts: Facts) -> None:
    register = Register(facts)
    assert register.in_depth == register.treaties
    only_fish = tuple(o for o in facts.obligations if o.provision.startswith("fish-"))
    assert Register(replace(facts, obligations=only_fish)).in_depth == ("fish",)
    assert Register(replace(facts, obligations=())).in_depth == register.treaties


def test_a_list_shows_those_of_today_unless_it_is_asked_for_others(real: Concluded) -> None:
    register = real.register
    kinds = {p.kind for p in register.present.values()}
    assert kinds == {ParticipantKind.STATE, ParticipantKind.REIO}
    assert {"CSHH", "GRL", "org-WHO"} <= register.participants.keys() - register.present.keys()
    assert list(register.listed("som")) == list(register.present)
    acted = replace(register.facts.actions[0], participant="CSHH")
    assert "CSHH" in Register(replace(register.facts, actions=(acted,))).listed(acted.treaty)


def test_a_former_state_is_a_state_and_has_its_code_in_any_case(real: Concluded) -> None:
    assert {"CSHH", "CHE"} <= real.register.states
    assert real.register.participants_by_code["ORG-WHO"].id == "org-WHO"


def test_a_name_unknown_in_a_language_is_told_in_english(real: Concluded) -> None:
    assert real.register.name("org-WHO", "zh") == "World Health Organization"
    assert real.register.name("NOBODY", "zh") == "NOBODY"


def test_a_register_of_fewer_rows_shares_what_is_told_of_participants(facts: Facts) -> None:
    register = Register(facts)
    fewer = register.narrowed(replace(facts, actions=()))
    assert fewer.participants is register.participants
    assert fewer.actions_by_treaty == {}
    assert fewer.row("participants", "AVA") is fewer.row("participants", "AVA") is facts.participants[0]


def test_conditions_are_told_in_further_languages(real: Concluded) -> None:
    register = real.register
    conditions = {c.condition for c in register.facts.clauses}
    assert {condition for condition, _, _ in register.conditions_told} <= conditions | {""}
    assert {language for _, language, _ in register.conditions_told} >= {"zh"}


def test_acts_stand_by_the_treaties_that_have_some(facts: Facts) -> None:
    register = Register(facts)
    assert len(register.actions_by_treaty) == len({a.treaty for a in facts.actions})
    assert set(register.actions_by_treaty) == {a.treaty for a in facts.actions}


def test_a_consent_that_nobody_is_named_for_stands_by_its_treaty(facts: Facts) -> None:
    register = Register(facts)
    unnamed = [p for p in facts.possible_acts if p.participant is None]
    assert unnamed
    for act in unnamed:
        assert act in register.unnamed_acts(act.treaty)
        assert register.possible_act("AVA", act.treaty) is not act


def test_the_acts_of_each_treaty_are_complete_to_the_day_of_its_coverage(facts: Facts) -> None:
    assert dict(Register(facts).complete_to) == {c.treaty: c.as_of for c in facts.coverage}


def test_a_former_state_that_no_list_shows_has_not_acted_and_may_have(real: Concluded) -> None:
    register = real.register
    open_ = {t: register.not_listed(t) for t in register.treaties}
    assert any(open_.values())
    for treaty, former in open_.items():
        for p in former:
            assert not register.has_acted(p, treaty)
            assert register.not_listed_since(p, treaty) == register.ended[p]
        acted = register.listed(treaty).keys() - register.present
        assert {p for p in acted if p in register.ended} == {p for p in register.ended if register.has_acted(p, treaty)}


def test_a_state_that_had_ended_is_among_those_that_no_list_could_show(facts: Facts) -> None:
    acts = tuple(a for a in facts.actions if a.participant not in {"GOR", "HAL"})
    gone = tuple(
        replace(p, kind=ParticipantKind.FORMER_STATE, until=PartialDate.parse("2003")) if p.id == "GOR" else p
        for p in facts.participants
    )
    register = Register(replace(facts, participants=gone, actions=acts))
    assert register.not_listed("river") == ("GOR",)
    assert not register.has_acted("GOR", "river")
    assert Register(facts).not_listed("river") == ()
    assert Register(facts).has_acted(facts.actions[0].participant, facts.actions[0].treaty)


def test_obligations_bind_under_their_treaty_and_those_they_are_carried_to(facts: Facts, real: Concluded) -> None:
    assert real.register.with_obligations == frozenset(real.register.in_depth)
    (carried, *_) = (o for o in facts.obligations if o.carried_to)
    alone = Register(replace(facts, obligations=(carried,)))
    assert alone.with_obligations == {alone.provisions[carried.provision].instrument, *carried.carried_to}


def test_with_acts_more_the_indexes_are_those_of_all_acts(facts: Facts) -> None:
    register = Register(facts)
    treaty, other = register.treaties[:2]
    first, second = register.actions_by_treaty[treaty][0], register.actions_by_treaty[other][0]
    register.actions_of(first.participant, treaty)
    register.actions_of(second.participant, other)
    register.row("actions", first.id)
    register.row("sources", facts.sources[0].id)
    stranger = next(p for p in register.participants if not register.has_acted(p, treaty))
    assert register.actions_of(stranger, treaty) == ()
    added = (
        replace(first, id=f"{first.id}-more"),
        replace(second, id="0-first", treaty="new"),
        replace(first, id=f"{first.id}-strange", participant=stranger),
    )
    more, anew = register.with_actions(added), Register(replace(facts, actions=(*facts.actions, *added)))
    assert dict(more.actions_by_treaty) == dict(anew.actions_by_treaty)
    for act in anew.facts.actions:
        assert more.actions_of(act.participant, act.treaty) == anew.actions_of(act.participant, act.treaty)
        assert more.row("actions", act.id) == act
        assert more.has_acted(act.participant, act.treaty)
    assert not register.has_acted(stranger, treaty)
    assert [more.involved(t) for t in register.treaties] == [anew.involved(t) for t in register.treaties]
    assert added[0] not in register.actions_by_treaty[treaty]
    assert "new" not in register.actions_by_treaty
    assert len(more.actions_by_treaty) == len(register.actions_by_treaty) + 1
