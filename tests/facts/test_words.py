"""Python, CSV and ontology use the same words."""

from __future__ import annotations

from enum import StrEnum

import pytest

from treatygraph.facts.model import (
    OUTSIDERS,
    ActionKind,
    ClauseKind,
    Counting,
    DateBasis,
    Effect,
    Facts,
    Ground,
    Knowledge,
    Moment,
    ParticipantKind,
    Relation,
    StatementKind,
)
from treatygraph.facts.read import Loaded
from treatygraph.law.model import Status
from treatygraph.law.obligations import DUTIES, ORGANIZATION, ORGANS, STATE_ONLY
from treatygraph.questions.paragraphs import NOT_PARTY


@pytest.mark.parametrize(
    ("words", "scheme"),
    [
        (ActionKind, "treaty_action"),
        (StatementKind, "statement_kind"),
        (Effect, "statement_effect"),
        (ClauseKind, "clause_kind"),
        (Counting, "counting"),
        (DateBasis, "date_basis"),
        (Ground, "objection_ground"),
        (Knowledge, "statement_knowledge"),
        (Moment, "moment"),
        (ParticipantKind, "participant_kind"),
        (Relation, "continuity_relation"),
        (Status, "status"),
    ],
)
def test_the_words_of_an_enumeration_are_those_of_its_scheme(words: type[StrEnum], scheme: str, loaded: Loaded) -> None:
    assert {w.value for w in words} == {t.code for t in loaded.facts.terms if t.scheme == scheme}


def test_single_words_in_the_code_are_codes(loaded: Loaded) -> None:
    known = {f"{t.scheme}/{t.code}" for t in loaded.facts.terms}
    assert {f"bearer/{b}" for b in ORGANS | OUTSIDERS | {ORGANIZATION, STATE_ONLY}} <= known
    assert {f"strength/{s}" for s in DUTIES} <= known
    assert f"addressee/{NOT_PARTY}" in known


def test_every_term_has_labels_in_the_six_languages_and_a_definition(loaded: Loaded) -> None:
    for term in loaded.facts.terms:
        assert set(term.labels) == {"ar", "en", "es", "fr", "ru", "zh"}, term.code
        assert all(term.labels.values())
        assert term.definition


def test_the_215_terms_brought_in_are_there(loaded: Loaded) -> None:
    brought = {"modality", "strength", "polarity", "owed", "provision_kind", "theme", "bearer", "counterparty"}
    brought |= {"act_demanded", "treaty_action", "statement_kind", "switch", "link_relation", "instrument_type"}
    brought |= {"paragraph_kind", "operative_verb", "addressee", "statement_effect"}
    added = {"revocation", "confirmation", "confirms", "withdraws", "accepts_accession", "succession_to_signature"}
    added |= {"custodial_sending_state", "regional_org_not_party", "state_not_party", "state_only"}
    added |= {"considering", "expresses_concern", "stressing"}
    added |= {"origin_or_transit_states", "encourage_cooperation"}
    terms = [t for t in loaded.facts.terms if t.scheme in brought and t.code not in added]
    assert len(terms) == 215


def test_every_participant_has_a_short_name_in_the_six_languages(loaded: Loaded) -> None:
    facts: Facts = loaded.facts
    short = {(n.participant, n.language) for n in facts.names if n.form == "short"}
    for participant in facts.participants:
        assert {lang for p, lang in short if p == participant.id} == {"ar", "en", "es", "fr", "ru", "zh"}
