"""Python, CSV and ontology use the same words."""

from __future__ import annotations

from enum import StrEnum
from typing import get_args

import pytest

from tests.conftest import ROOT
from treatygraph.facts.changes import ChangeKind
from treatygraph.facts.model import (
    OUTSIDERS,
    ActionKind,
    ClauseKind,
    Counting,
    CountMeasure,
    DateBasis,
    Effect,
    Facts,
    Flag,
    Ground,
    Knowledge,
    Moment,
    NameForm,
    Owed,
    ParagraphKind,
    ParticipantKind,
    Relation,
    StatementKind,
    Strength,
)
from treatygraph.facts.read import Loaded, read_tables
from treatygraph.facts.read.cells import CONCEPTS
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.law.obligations import DUTIES, ORGANIZATION, ORGANS, STATE_ONLY
from treatygraph.questions.notes import Level
from treatygraph.questions.resolution import NOT_PARTY


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
        (Level, "coverage_level"),
        (ParticipantKind, "participant_kind"),
        (Relation, "continuity_relation"),
        (CountMeasure, "count_measure"),
        (Flag, "flag"),
        (NameForm, "name_form"),
        (Owed, "owed"),
        (ParagraphKind, "paragraph_kind"),
        (Strength, "strength"),
        (Status, "status"),
        (ChangeKind, "change_kind"),
    ],
)
def test_the_words_of_an_enumeration_are_those_of_its_scheme(words: type[StrEnum], scheme: str, loaded: Loaded) -> None:
    assert {w.value for w in words} == {t.code for t in loaded.facts.terms if t.scheme == scheme}


def test_every_coded_column_has_the_type_of_its_scheme() -> None:
    """One type a scheme, and none a bare text: codes of two schemes cannot be taken for each other."""
    found: dict[str, set[str]] = {}
    for table in read_tables(ROOT / "data" / "metadata.json"):
        for column in table.columns:
            if str(column.valueUrl).startswith(CONCEPTS):
                scheme = str(column.valueUrl).removeprefix(CONCEPTS).partition("/")[0]
                hint = table.hints[column.name]
                (kind,) = (o for o in get_args(hint) or (hint,) if o not in (type(None), Ellipsis))
                assert kind is not str, f"{table.name}.{column.name}"
                found.setdefault(scheme, set()).add(kind.__name__)
    assert all(len(kinds) == 1 for kinds in found.values()), found
    assert len(found) > 25


def test_single_words_in_the_code_are_codes(loaded: Loaded) -> None:
    known = {f"{t.scheme}/{t.code}" for t in loaded.facts.terms}
    assert {f"bearer/{b}" for b in ORGANS | OUTSIDERS | {ORGANIZATION, STATE_ONLY}} <= known
    assert {f"strength/{s}" for s in DUTIES} <= known
    assert f"addressee/{NOT_PARTY}" in known


def test_every_term_has_labels_in_the_six_languages_and_a_definition(loaded: Loaded) -> None:
    for term in loaded.facts.terms:
        # A status is called otherwise of an organization, which is no State.
        of_organizations = {tag for tag in term.labels if tag.endswith("-x-org") and term.scheme == "status"}
        assert set(term.labels) - of_organizations == {"ar", "en", "es", "fr", "ru", "zh"}, term.code
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
    # The acts that the tables of the whole depositary list beside those of the first four treaties.
    acts = {"acceptance_ipso_facto", "admission", "application", "confirmation_of_signature", "consent_to_be_bound"}
    acts |= {"declaration", "definitive_acceptance", "notification", "notification_of_non_provisional_application"}
    acts |= {"participation", "provisional_acceptance", "provisional_accession", "registration"}
    acts |= {"signature_ad_referendum", "simplified_procedure", "withdrawal_not_accepted"}
    added |= {"non_recognition", "denies_relation"}
    terms = [t for t in loaded.facts.terms if t.scheme in brought and t.code not in added]
    terms = [t for t in terms if t.scheme != "treaty_action" or t.code not in acts]
    assert len(terms) == 215


def test_every_participant_has_a_short_name_in_the_six_languages(loaded: Loaded) -> None:
    facts: Facts = loaded.facts
    short = {(n.participant, n.language) for n in facts.names if n.form == "short"}
    for participant in Register(facts).present:
        assert {lang for p, lang in short if p == participant} == {"ar", "en", "es", "fr", "ru", "zh"}
