"""Rows that cannot be right together are refused; one planted fault for each rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from treatygraph.days import PartialDate
from treatygraph.errors import Fault, FaultyDataError
from treatygraph.facts.check import RULES, check_facts
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import (
    ActionKind,
    Conflict,
    DateBasis,
    Effect,
    Facts,
    Ground,
    Knowledge,
    ParticipantKind,
    Relation,
    StatementKind,
    Translation,
    Undecided,
)
from treatygraph.facts.read import Loaded


def with_row(facts: Facts, table: str, key: str, **changes: Any) -> Facts:
    """Return the facts with one row changed."""
    rows = getattr(facts, table)
    name = "id" if hasattr(rows[0], "id") else next(iter(type(rows[0]).__dataclass_fields__))
    assert any(getattr(row, name) == key for row in rows)
    changed = tuple(replace(row, **changes) if getattr(row, name) == key else row for row in rows)
    return replace(facts, **{table: changed})


def without_row(facts: Facts, table: str, key: str) -> Facts:
    rows = tuple(r for r in getattr(facts, table) if getattr(r, "id", None) != key)
    assert len(rows) == len(getattr(facts, table)) - 1
    return replace(facts, **{table: rows})


D = PartialDate.parse


def undecided(_: Facts) -> Undecided:
    """Return an act of the river treaty whose kind nobody can tell."""
    return Undecided(
        id="river-FEN-undecided-1",
        treaty="river",
        participant="FEN",
        done_on=D("2001-05-01"),
        candidates=(ActionKind.ACCEPTANCE, ActionKind.DEFINITIVE_SIGNATURE),
        mark=None,
        heading="Definitive signature, Acceptance",
        reason="The heading names two kinds, and there is no mark.",
        sources=("gazette",),
    )


PLANTED: dict[str, tuple[Callable[[Facts], Facts], str, str]] = {
    "text of no row": (
        lambda f: with_row(f, "texts", f.texts[0].table, row="lake"),
        "texts_tell_what_a_row_says",
        "has no such row.",
    ),
    "action id": (
        lambda f: with_row(f, "actions", "river-AVA-signature-1", id="river-AVA-signing-1"),
        "identifiers_match_their_columns",
        "should be river-AVA-signature-N.",
    ),
    "statement id": (
        lambda f: with_row(f, "statements", "river-AVA-01", id="river-BOR-99"),
        "identifiers_match_their_columns",
        "should be river-AVA-NN.",
    ),
    "provision id": (
        lambda f: with_row(f, "provisions", "river-art-4-2-a", point="b"),
        "identifiers_match_their_columns",
        "should be river-art-4-2-b.",
    ),
    "operative phrase without a grade": (
        lambda f: with_row(f, "coding", "shall", strength=None),
        "phrases_are_complete",
        "a phrase of role operative needs it.",
    ),
    "limit with a trigger": (
        lambda f: with_row(f, "coding", "possible", trigger="on_request"),
        "phrases_are_complete",
        "a phrase of role limit has none.",
    ),
    "no operative phrase": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", phrases=("on-request",)),
        "obligations_follow_the_coding",
        "0 of them are operative; one makes an obligation.",
    ),
    "phrase that makes no row": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", phrases=("effect", "on-request", "shall")),
        "obligations_follow_the_coding",
        "effect makes no obligation.",
    ),
    "modality against the phrase": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", modality="should"),
        "obligations_follow_the_coding",
        "shall is coded shall.",
    ),
    "strength against the phrase": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", strength="qualified_mandatory"),
        "obligations_follow_the_coding",
        "shall is coded mandatory.",
    ),
    "softened, and yet mandatory": (
        lambda f: with_row(
            f,
            "obligations",
            "river-art-4-1-ob1",
            phrases=("on-request", "possible", "shall"),
            qualifier="as far as possible",
        ),
        "obligations_follow_the_coding",
        "shall, softened by possible, is coded qualified_mandatory.",
    ),
    "polarity against the phrase": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", polarity="permit"),
        "obligations_follow_the_coding",
        "shall is coded do or refrain.",
    ),
    "softened by nothing said": (
        lambda f: with_row(
            f,
            "obligations",
            "river-art-4-1-ob1",
            phrases=("on-request", "possible", "shall"),
            strength="qualified_mandatory",
        ),
        "obligations_follow_the_coding",
        "possible limits it.",
    ),
    "trigger without its phrase": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", triggers=()),
        "obligations_follow_the_coding",
        "the phrases give on_request.",
    ),
    "formality of a party": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", act_demanded="participation_formality"),
        "obligations_follow_the_coding",
        "is bound already, and this is a formality of joining.",
    ),
    "its own condition": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", conditions=("river-art-4-1",)),
        "obligations_follow_the_coding",
        "names the provision it stands in.",
    ),
    "reason that makes an obligation": (
        lambda f: with_row(f, "provisions", "river-art-20-2", no_duty="shall"),
        "provisions_say_why_they_ask_nothing",
        "shall makes an obligation.",
    ),
    "saving clause with an obligation": (
        lambda f: with_row(f, "provisions", "river-art-20-1", no_duty="effect"),
        "provisions_say_why_they_ask_nothing",
        "effect makes no obligation, and one stands in river-art-20-1.",
    ),
    "provision of which nothing is said": (
        lambda f: with_row(f, "provisions", "river-art-20-2", no_duty=None),
        "provisions_say_why_they_ask_nothing",
        "no obligation stands in or around it.",
    ),
    "not carried without a reason": (
        lambda f: with_row(f, "obligations", "river-art-4-1-ob1", not_carried=None),
        "carry_over_is_explained",
        "it does not carry over to dam, and no reason is given.",
    ),
    "reason for what carries over": (
        lambda f: with_row(f, "obligations", "river-art-2-ob1", not_carried="own_article"),
        "carry_over_is_explained",
        "it carries over wherever a clause takes it.",
    ),
    "obligation id": (
        lambda f: with_row(f, "obligations", "dam-art-3-ob1", provision="dam-art-1"),
        "identifiers_match_their_columns",
        "should be dam-art-1-obN.",
    ),
    "not in the ledger": (
        lambda f: replace(f, ledger=tuple(e for e in f.ledger if e.id != "river-AVA-signature-1")),
        "identifiers_are_never_reused",
        "is not in the ledger.",
    ),
    "used again": (
        lambda f: with_row(f, "ledger", "river-AVA-01", retired=True),
        "identifiers_are_never_reused",
        "an identifier is never used again.",
    ),
    "gone": (
        lambda f: without_row(f, "statements", "river-BOR-02"),
        "identifiers_are_never_reused",
        "was given out, and its row is gone.",
    ),
    "reaches back": (
        lambda f: with_row(f, "actions", "river-ELM-ratification-1", effective_on=D("2001-01-01")),
        "only_a_succession_reaches_back",
        "is before its deposit on 2001-03-10. Only a succession reaches back.",
    ),
    "before adoption": (
        lambda f: with_row(f, "actions", "river-CEL-accession-1", done_on=D("1998-01-01")),
        "acts_follow_the_treaty",
        "is before the adoption of river on 1999-05-01.",
    ),
    "before opening": (
        lambda f: with_row(f, "actions", "river-AVA-signature-1", done_on=D("1999-04-30")),
        "acts_follow_the_treaty",
        "is before river was opened for signature on 1999-05-01.",
    ),
    "after closing": (
        lambda f: with_row(f, "actions", "river-FEN-signature-1", done_on=D("2001-01-01")),
        "acts_follow_the_treaty",
        "is after river was closed for signature on 2000-12-31.",
    ),
    "an end without a source": (
        lambda f: with_row(f, "instruments", "fish", stated_until=D("2010-12-31")),
        "treaties_end_after_they_began",
        "an end or a mark needs its source, and a source what it is for.",
    ),
    "a source without an end": (
        lambda f: with_row(f, "instruments", "fish", end_source="gazette"),
        "treaties_end_after_they_began",
        "an end or a mark needs its source, and a source what it is for.",
    ),
    "a mark beside an end": (
        lambda f: with_row(
            f, "instruments", "fish", stated_until=D("2020"), end_marked_on=date(2020, 1, 1), end_source="gazette"
        ),
        "treaties_end_after_they_began",
        "a mark decides nothing where the last day is known (2020).",
    ),
    "an end before entry into force": (
        lambda f: with_row(f, "instruments", "dam", stated_until=D("2001-05"), end_source="gazette"),
        "treaties_end_after_they_began",
        "is before dam began on 2001-06-01.",
    ),
    "an end before the adoption": (
        lambda f: with_row(f, "instruments", "fish", stated_until=D("1999"), end_source="gazette"),
        "treaties_end_after_they_began",
        "is before fish began on 2000-01-01.",
    ),
    "joined after its end": (
        lambda f: with_row(f, "instruments", "river", stated_until=D("2000-12-31"), end_source="gazette"),
        "treaties_end_after_they_began",
        "is after river ended, or a source marks it so, on 2000-12-31.",
    ),
    "joined after a mark": (
        lambda f: with_row(f, "instruments", "river", end_marked_on=date(2000, 12, 31), end_source="gazette"),
        "treaties_end_after_they_began",
        "is after river ended, or a source marks it so, on 2000-12-31.",
    ),
    "act after its source": (
        lambda f: with_row(f, "actions", "river-HAL-succession-1", done_on=D("2015-01-01")),
        "sources_know_only_their_past",
        "is after the as-of day of its newest source (2010-12-31).",
    ),
    "statement after its source": (
        lambda f: with_row(f, "statements", "river-AVA-01", made_on=D("2015-01-01")),
        "sources_know_only_their_past",
        "is after the as-of day of its newest source (2010-12-31).",
    ),
    "second consent": (
        lambda f: with_row(
            f, "actions", "river-FEN-signature-1", kind=ActionKind.APPROVAL, participant="AVA", note="x"
        ),
        "acts_of_one_participant_agree",
        "is a second consent; river-FEN-signature-1 still stands.",
    ),
    "consent before signature": (
        lambda f: with_row(f, "actions", "river-AVA-ratification-1", done_on=D("2000-01-01")),
        "acts_of_one_participant_agree",
        "is before the signature on 2000-02-01.",
    ),
    "accession after signature": (
        lambda f: with_row(f, "actions", "river-AVA-ratification-1", kind=ActionKind.ACCESSION),
        "acts_of_one_participant_agree",
        "is an accession after the signature on 2000-02-01; who signed ratifies.",
    ),
    "ratification without signature": (
        lambda f: with_row(f, "actions", "river-CEL-accession-1", kind=ActionKind.RATIFICATION),
        "acts_of_one_participant_agree",
        "is a ratification without a signature.",
    ),
    "ends nothing": (
        lambda f: without_row(f, "actions", "river-DUN-accession-1"),
        "acts_of_one_participant_agree",
        "ends a consent that is not there.",
    ),
    "foreign provision": (
        lambda f: with_row(f, "statements", "river-CEL-01", provisions=("dam-art-3",)),
        "statements_fit_what_they_answer",
        "dam-art-3 is not a provision of river, nor one that it takes over.",
    ),
    "withdrawal of nothing": (
        lambda f: with_row(f, "statements", "river-BOR-02", kind=StatementKind.WITHDRAWAL),
        "statements_fit_what_they_answer",
        "withdrawal: has to name the statement it is about.",
    ),
    "answer to another treaty": (
        lambda f: with_row(f, "statements", "river-DUN-01", treaty="dam"),
        "statements_fit_what_they_answer",
        "is about another treaty (dam).",
    ),
    "objection to one's own": (
        lambda f: with_row(f, "statements", "river-AVA-01", target_statement="river-AVA-02", target_participant=None),
        "statements_fit_what_they_answer",
        "cannot be about its own.",
    ),
    "withdrawal of another's": (
        lambda f: with_row(f, "statements", "river-AVA-01", kind=StatementKind.WITHDRAWAL),
        "statements_fit_what_they_answer",
        "withdrawal: cannot be about a statement of DUN.",
    ),
    "wrong target": (
        lambda f: with_row(f, "statements", "river-AVA-01", target_participant="CEL"),
        "statements_fit_what_they_answer",
        "is not the author of river-DUN-01 (DUN).",
    ),
    "answer before the question": (
        lambda f: with_row(f, "statements", "river-AVA-01", made_on=D("2000-07-31")),
        "statements_fit_what_they_answer",
        "is before river-DUN-01, which it answers (2000-08-01).",
    ),
    "confirmation of what needs none": (
        lambda f: with_row(
            f, "statements", "river-BOR-02", kind=StatementKind.CONFIRMATION, target_statement="river-BOR-01"
        ),
        "statements_fit_the_acts_of_their_author",
        "which is not before consent: it needs no confirmation.",
    ),
    "competence of a State": (
        lambda f: with_row(f, "statements", "river-BOR-02", effect=Effect.DECLARES_COMPETENCE),
        "statements_fit_the_acts_of_their_author",
        "a State does not declare competence",
    ),
    "default day that is no deposit": (
        lambda f: with_row(f, "statements", "river-BOR-02", date_basis=DateBasis.DEFAULT, made_on=D("2000-07-02")),
        "statements_fit_the_acts_of_their_author",
        "default: is the day of a consent, and none of BOR is dated 2000-07-02.",
    ),
    "day on signature that is none": (
        lambda f: with_row(f, "statements", "river-BOR-02", date_basis=DateBasis.SIGNATURE),
        "statements_fit_the_acts_of_their_author",
        "signature: is the day of a signature, and none of BOR is dated 2000-07-01.",
    ),
    "unknown day that is given": (
        lambda f: with_row(f, "statements", "river-BOR-02", date_basis=DateBasis.UNKNOWN),
        "statements_fit_the_acts_of_their_author",
        "no day was seen, and made_on has the day 2000-07-01.",
    ),
    "basis without a day": (
        lambda f: with_row(f, "statements", "river-BOR-02", date_basis=DateBasis.TEXT, made_on=None),
        "statements_fit_the_acts_of_their_author",
        "text: says how a day is known, and made_on is empty.",
    ),
    "ground of a declaration": (
        lambda f: with_row(f, "statements", "river-BOR-02", ground=Ground.OTHER),
        "statements_agree_in_themselves",
        "declaration: only an objection has it.",
    ),
    "no relation, and bound without": (
        lambda f: with_row(f, "statements", "river-BOR-01", without_benefit=True),
        "statements_agree_in_themselves",
        "wants the author bound without its reservation, and no relation with it.",
    ),
    "notified before made": (
        lambda f: with_row(f, "statements", "river-CEL-01", notified_on=D("2000-06-30")),
        "statements_agree_in_themselves",
        "is before it was made (2000-07-01).",
    ),
    "doubt about a reservation": (
        lambda f: with_row(f, "statements", "river-CEL-01", may_reserve=True),
        "statements_agree_in_themselves",
        "is a reservation already.",
    ),
    "doubter without a doubt": (
        lambda f: with_row(f, "statements", "river-BOR-02", doubted_by=("AVA",)),
        "statements_agree_in_themselves",
        "somebody treats it as a reservation.",
    ),
    "flag that says nothing of what it marks": (
        lambda f: with_row(f, "statement_flags", "river", knowledge=Knowledge.NONE_LISTED),
        "flags_fit_what_was_read",
        "what a list marks was read or was not read.",
    ),
    "flag read in nothing": (
        lambda f: with_row(f, "statement_flags", "river", knowledge=Knowledge.READ),
        "flags_fit_what_was_read",
        "read: names no statement.",
    ),
    "flag read in another's statement": (
        lambda f: with_row(f, "statement_flags", "river", knowledge=Knowledge.READ, statements=("river-AVA-01",)),
        "flags_fit_what_was_read",
        "river-AVA-01 is a statement of AVA under river.",
    ),
    "clause without threshold": (
        lambda f: with_row(f, "clauses", "river-entry_into_force", threshold=None),
        "clauses_are_complete",
        "a clause of kind entry_into_force needs it.",
    ),
    "two clauses of a kind": (
        lambda f: with_row(f, "clauses", "dam-entry_into_force", instrument="river"),
        "clauses_are_complete",
        "river has 2 clauses of kind entry_into_force; one can hold.",
    ),
    "acts without coverage": (
        lambda f: replace(f, coverage=tuple(c for c in f.coverage if c.treaty != "fish")),
        "treaties_with_acts_are_covered",
        "coverage.csv has no as-of day for the treaty.",
    ),
    "needs a treaty without coverage": (
        lambda f: replace(f, coverage=tuple(c for c in f.coverage if c.treaty != "river")),
        "treaties_with_acts_are_covered",
        "river has no row in coverage.csv, and the clause needs its participants.",
    ),
    "waits for itself": (
        lambda f: with_row(f, "clauses", "river-entry_into_force", not_before=("dam",)),
        "treaties_do_not_wait_for_themselves",
        "the treaty needs itself first",
    ),
    "part of another treaty": (
        lambda f: with_row(f, "provisions", "river-art-4-1", part_of="dam-art-3"),
        "provisions_stand_in_their_treaty",
        "a provision cannot be part of this one.",
    ),
    "part of itself": (
        lambda f: with_row(f, "provisions", "river-art-4-1", part_of="river-art-4-1"),
        "nothing_comes_before_itself",
        "leads back to itself: river-art-4-1 → river-art-4-1.",
    ),
    "ring of instruments": (
        lambda f: with_row(
            with_row(f, "instruments", "river", supplements="dam"), "instruments", "dam", supplements="river"
        ),
        "nothing_comes_before_itself",
        "leads back to itself: river → dam → river.",
    ),
    "two full tables of one day": (
        lambda f: with_row(
            replace(f, sources=(*f.sources, replace(f.sources[0], id="S99-other", expected_rows=0))),
            "coverage",
            "river",
            sources=(f.sources[0].id, "S99-other"),
        ),
        "each_day_has_one_full_table",
        "are both tables of",
    ),
    "switch": (
        lambda f: with_row(f, "obligations", "river-art-9-2-ob1", switches=("reserve:river-art-9-3",)),
        "provisions_stand_in_their_treaty",
        "'reserve:river-art-9-3' is not prefix:provision.",
    ),
    "a denial by another kind": (
        lambda f: with_row(f, "statements", "river-AVA-02", effect=Effect.DENIES_RELATION),
        "non_recognitions_name_whom",
        "notification: only a communication of non_recognition denies a relation, and it does.",
    ),
    "a non-recognition that denies nothing": (
        lambda f: with_row(f, "statements", "river-AVA-02", kind=StatementKind.NON_RECOGNITION),
        "non_recognitions_name_whom",
        "non_recognition: only a communication of non_recognition denies a relation, and it does.",
    ),
    "a non-recognition without target": (
        lambda f: with_row(
            f, "statements", "river-AVA-02", kind=StatementKind.NON_RECOGNITION, effect=Effect.DENIES_RELATION
        ),
        "non_recognitions_name_whom",
        "has to name whom its author does not recognize.",
    ),
    "a non-recognition of itself": (
        lambda f: with_row(
            f,
            "statements",
            "river-AVA-02",
            kind=StatementKind.NON_RECOGNITION,
            effect=Effect.DENIES_RELATION,
            target_participant="AVA",
        ),
        "non_recognitions_name_whom",
        "is its own author.",
    ),
    "an extension to nowhere": (
        lambda f: with_row(f, "statements", "river-AVA-02", effect=Effect.TERRITORIAL_EXTENSION),
        "statements_name_territories",
        "territorial_extension: names no territory.",
    ),
    "an extension to a State": (
        lambda f: with_row(f, "statements", "river-AVA-02", effect=Effect.TERRITORIAL_EXTENSION, territories=("BOR",)),
        "statements_name_territories",
        "BOR is a state, not a territory.",
    ),
    "an extension to a territory of nobody": (
        lambda f: with_row(f, "statements", "river-AVA-02", effect=Effect.TERRITORIAL_EXTENSION, territories=("SKO",)),
        "statements_name_territories",
        "nobody is responsible for SKO",
    ),
    "an exclusion of another's territory": (
        lambda f: with_row(f, "statements", "river-BOR-01", effect=Effect.TERRITORIAL_EXCLUSION, territories=("SKE",)),
        "statements_name_territories",
        "AVA is responsible for SKE, not BOR.",
    ),
    "State without region": (
        lambda f: with_row(f, "participants", "AVA", region=None),
        "participants_are_complete",
        "a State needs it.",
    ),
    "participant without name": (
        lambda f: replace(f, names=tuple(n for n in f.names if n.participant != "AVA")),
        "participants_are_complete",
        "names.csv has no English short name for it.",
    ),
    "a paragraph without a verb": (
        lambda f: without_row(f, "verbs", "council-1-pp1-v1"),
        "paragraphs_have_their_verbs",
        "its verbs are numbered not at all.",
    ),
    "a verb that addresses somebody else": (
        lambda f: with_row(f, "verbs", "council-1-op1-v2", addressee="none"),
        "paragraphs_have_their_verbs",
        "its verbs address member_states_not_party, none.",
    ),
    "a verb by another name": (
        lambda f: with_row(f, "verbs", "council-1-pp1-v1", id="council-1-pp1-v2"),
        "paragraphs_have_their_verbs",
        "should be council-1-pp1-v1.",
    ),
    "possible consent to a treaty without participants": (
        lambda f: with_row(f, "possible_acts", "fish-unnamed-1", treaty="law"),
        "possible_acts_are_open",
        "coverage.csv has no as-of day for the treaty.",
    ),
    "possible consent that is known": (
        lambda f: with_row(
            f,
            "possible_acts",
            "fish-unnamed-1",
            participant="DUN",
            given_by=None,
            known_to=date(2002, 12, 31),
        ),
        "possible_acts_are_open",
        "fish-DUN-accession-1 is the consent that may have been given.",
    ),
    "possible consent of nobody by no day": (
        lambda f: with_row(f, "possible_acts", "fish-unnamed-1", given_by=None),
        "possible_acts_are_open",
        "is needed of a consent whose author is not known",
    ),
    "possible consent given before it was known not to be": (
        lambda f: with_row(f, "possible_acts", "fish-unnamed-1", given_by=date(2009, 12, 31)),
        "possible_acts_are_open",
        "is not after 2009-12-31",
    ),
    "a succession of a State that continues": (
        lambda f: with_row(f, "continuity", "HAL-1", relation=Relation.CONTINUATION),
        "only_a_new_state_succeeds",
        "HAL continues GOR (continuity.csv, HAL-1): the same State.",
    ),
    "a succession before the State": (
        lambda f: with_row(f, "continuity", "HAL-1", effective_on=D("2003-06-01")),
        "only_a_new_state_succeeds",
        "is before HAL came to be on 2003-06-01",
    ),
    "members of a State": (
        lambda f: with_row(f, "memberships", "UNI", organization="DUN"),
        "memberships_are_of_states_in_organizations",
        "is a state, not an organization.",
    ),
    "an organization as a member": (
        lambda f: with_row(f, "memberships", "UNI", member="UNI"),
        "memberships_are_of_states_in_organizations",
        "is a regional_economic_integration_organization, and a State is a member.",
    ),
    "a membership that ends before it begins": (
        lambda f: with_row(f, "memberships", "UNI", since=D("1990"), until=D("1989-12-31")),
        "memberships_are_of_states_in_organizations",
        "is before the membership began (1990).",
    ),
    "a position without a source": (
        lambda f: with_row(f, "memberships", "UNI", position="stays_out"),
        "memberships_are_of_states_in_organizations",
        "a position has a source",
    ),
    "an undecided act of one kind": (
        lambda f: replace(f, undecided=(replace(undecided(f), candidates=(ActionKind.ACCEPTANCE,)),)),
        "undecided_acts_are_undecided",
        "names one kind: the act is decided.",
    ),
    "an undecided act with another number": (
        lambda f: replace(f, undecided=(replace(undecided(f), id="river-AVA-1"),)),
        "undecided_acts_are_undecided",
        "should be river-FEN-undecided-N.",
    ),
    "a State of today with an end": (
        lambda f: with_row(f, "participants", "AVA", until=D("2020")),
        "participants_live_in_order",
        "a State of today has no end.",
    ),
    "an end before the beginning": (
        lambda f: with_row(
            f, "participants", "AVA", kind=ParticipantKind.FORMER_STATE, since=D("1950"), until=D("1949")
        ),
        "participants_live_in_order",
        "is before its beginning on 1950.",
    ),
    "another responsible for a State": (
        lambda f: with_row(f, "participants", "AVA", responsible="BOR"),
        "participants_live_in_order",
        "state: only for a territory another is responsible.",
    ),
    "a territory responsible for itself": (
        lambda f: with_row(f, "participants", "AVA", kind=ParticipantKind.TERRITORY, responsible="AVA"),
        "participants_live_in_order",
        "is a territory itself.",
    ),
    "a territory that acts": (
        lambda f: with_row(f, "participants", "AVA", kind=ParticipantKind.TERRITORY),
        "acts_are_of_their_time",
        "is a territory, which takes part in nothing.",
    ),
    "an act before its author began": (
        lambda f: with_row(f, "participants", "AVA", since=D("2030")),
        "acts_are_of_their_time",
        "is before AVA began on 2030.",
    ),
    "an act of a successor before its birth": (
        lambda f: with_row(f, "participants", "HAL", since=D("2030")),
        "acts_are_of_their_time",
        "Name who acted (GOR).",
    ),
    "an act after its author ended": (
        lambda f: with_row(f, "participants", "AVA", kind=ParticipantKind.FORMER_STATE, until=D("1960")),
        "acts_are_of_their_time",
        "is after AVA ended on 1960.",
    ),
    "an act of a predecessor after its end": (
        lambda f: with_row(f, "participants", "GOR", kind=ParticipantKind.FORMER_STATE, until=D("1960")),
        "acts_are_of_their_time",
        "Name who acted (HAL).",
    ),
    "unknown predecessor": (
        lambda f: with_row(f, "continuity", "ELM-1", predecessor="XYZ"),
        "participants_are_complete",
        "is neither a participant nor a code in names.csv.",
    ),
    "conflict about nothing": (
        lambda f: with_row(f, "conflicts", "W1", about="river-ELM-ratification-2"),
        "conflicts_keep_what_stands",
        "there is no such action or statement.",
    ),
    "conflict about no column": (
        lambda f: with_row(f, "conflicts", "W1", field="day"),
        "conflicts_keep_what_stands",
        "has no such column.",
    ),
    "conflict keeps something else": (
        lambda f: with_row(f, "conflicts", "W1", kept="2001-03-12"),
        "conflicts_keep_what_stands",
        "says '2001-03-10'.",
    ),
    "lost rows": (
        lambda f: with_row(f, "sources", "gazette", expected_rows=1),
        "sources_have_their_rows",
        "rows of actions, statements and flags cite gazette.",
    ),
}


def test_the_world_and_the_real_facts_agree_with_themselves(world_loaded: Loaded, loaded: Loaded) -> None:
    check_facts(world_loaded)
    check_facts(loaded)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_by_its_rule(name: str, facts: Facts) -> None:
    plant, rule, cause = PLANTED[name]
    rows = Rows(Loaded(facts=plant(facts)))
    found = {r.__name__: [str(fault) for fault in r(rows)] for r in RULES}
    assert any(cause in fault for fault in found[rule]), found[rule]


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for _, rule, _ in PLANTED.values()} == {rule.__name__ for rule in RULES}


def test_a_fault_names_file_row_column_value_cause_and_remedy(world_loaded: Loaded) -> None:
    changed = with_row(world_loaded.facts, "actions", "river-ELM-ratification-1", effective_on=D("2001-01-01"))
    with pytest.raises(FaultyDataError) as caught:
        check_facts(Loaded(facts=changed, rows=world_loaded.rows, files=world_loaded.files))
    row = 2 + [a.id for a in changed.actions].index("river-ELM-ratification-1")
    assert str(caught.value).splitlines()[1] == (
        f"ratifications/actions.csv row {row}, column effective_on: '2001-01-01': is before its deposit on 2001-03-10. "
        "Only a succession reaches back. Correct the row, or declare both claims in conflicts.csv."
    )


def test_a_note_explains_what_would_else_be_a_fault(facts: Facts) -> None:
    noted = with_row(facts, "actions", "river-CEL-accession-1", kind=ActionKind.RATIFICATION, note="Asked the source.")
    rows = Rows(Loaded(facts=noted))
    rule = next(r for r in RULES if r.__name__ == "acts_of_one_participant_agree")
    assert list(rule(rows)) == []


def test_only_a_claim_about_its_author_explains_an_act_of_before_its_author_began(facts: Facts) -> None:
    begun = with_row(facts, "participants", "AVA", since=D("2030"))
    acts = tuple(replace(a, note="Done as a territory.") for a in begun.actions if a.participant == "AVA")
    rule = next(r for r in RULES if r.__name__ == "acts_are_of_their_time")

    def faults(field: str) -> list[Fault]:
        claims = tuple(
            Conflict(
                id=f"C{n}",
                about=act.id,
                field=field,
                kept=str(getattr(act, field)),
                kept_sources=("gazette",),
                other="no State before 2030",
                other_sources=("gazette",),
                reason="Invented.",
            )
            for n, act in enumerate(acts)
        )
        return list(rule(Rows(Loaded(facts=replace(begun, actions=acts, conflicts=claims, statements=())))))

    assert faults("participant") == []
    assert len(faults("done_on")) == len(acts)


def test_days_without_a_window_are_not_judged(facts: Facts) -> None:
    open_ended = with_row(facts, "instruments", "river", opened_on=None, closed_on=None, adopted_on=None)
    rows = Rows(Loaded(facts=open_ended))
    rule = next(r for r in RULES if r.__name__ == "acts_follow_the_treaty")
    assert list(rule(rows)) == []


def test_an_end_alone_may_be_all_that_is_known_of_a_treaty(facts: Facts) -> None:
    alone = with_row(facts, "instruments", "fish", adopted_on=None, stated_until=D("2030"), end_source="gazette")
    rule = next(r for r in RULES if r.__name__ == "treaties_end_after_they_began")
    assert list(rule(Rows(Loaded(facts=alone)))) == []


def test_a_communication_may_answer_any_statement(facts: Facts) -> None:
    answered = with_row(facts, "statements", "river-BOR-02", kind="communication", target_statement="river-AVA-02")
    rows = Rows(Loaded(facts=answered))
    rule = next(r for r in RULES if r.__name__ == "statements_fit_what_they_answer")
    assert list(rule(rows)) == []


def test_facts_are_shown_by_their_size(facts: Facts) -> None:
    assert repr(facts) == f"<Facts: {facts.rows} rows>"


def test_a_text_in_a_further_language_tells_a_text_of_a_row(world_loaded: Loaded) -> None:
    told = Translation(table="instruments", row="river", field="title", language="fr", text="Convention du fleuve")

    def fault(**changes: str) -> str:
        changed = replace(world_loaded.facts, texts=(replace(told, **changes),))
        try:
            check_facts(Loaded(facts=changed))
        except FaultyDataError as error:
            return " ".join(f"{f.file} {f.column} {f.cause} {f.remedy}" for f in error.faults if f.file == "texts.csv")
        return ""

    assert fault() == ""
    assert "texts.csv table there is no such table." in fault(table="treaties")
    assert "row instruments.csv has no such row." in fault(row="lake")
    assert "field the row of instruments.csv has no text there." in fault(field="titles")
    assert "field the row of instruments.csv has no text there." in fault(field="note")
    assert "Write it in instruments.csv." in fault(language="en")


def test_a_denunciation_may_be_revoked(facts: Facts) -> None:
    """Vienna Convention on the Law of Treaties, article 68."""
    denounced = next(a for a in facts.actions if a.id == "river-DUN-denunciation-1")
    revoked = replace(
        denounced, id="river-DUN-revocation-1", kind=ActionKind.REVOCATION, done_on=PartialDate.parse("2005-03-01")
    )
    rows = Rows(Loaded(facts=replace(facts, actions=(*facts.actions, revoked))))
    rule = next(r for r in RULES if r.__name__ == "acts_of_one_participant_agree")
    assert list(rule(rows)) == []


def test_who_leaves_and_comes_back_on_one_day_leaves_first(facts: Facts) -> None:
    left = next(a for a in facts.actions if a.kind is ActionKind.DENUNCIATION)
    again = replace(left, id=f"{left.treaty}-{left.participant}-accession-9", kind=ActionKind.ACCESSION)
    rows = Rows(Loaded(facts=replace(facts, actions=(*facts.actions, again))))
    rule = next(r for r in RULES if r.__name__ == "acts_of_one_participant_agree")
    assert list(rule(rows)) == []


def test_a_confirmation_of_what_was_made_on_signature_is_right(facts: Facts) -> None:
    early = with_row(facts, "statements", "river-BOR-02", made_on=D("2000-02-02"))
    said = next(s for s in early.statements if s.id == "river-BOR-02")
    confirmed = replace(
        said, id="river-BOR-03", kind=StatementKind.CONFIRMATION, made_on=D("2000-07-01"), target_statement=said.id
    )
    rows = Rows(Loaded(facts=replace(early, statements=(*early.statements, confirmed))))
    rule = next(r for r in RULES if r.__name__ == "statements_fit_the_acts_of_their_author")
    assert list(rule(rows)) == []


def test_hundreds_of_faults_stay_readable_by_kind(world_loaded: Loaded) -> None:
    facts = world_loaded.facts
    early = tuple(replace(a, done_on=D("1950-01-01")) for a in facts.actions)
    provisions = (replace(facts.provisions[0], part_of=facts.provisions[0].id), *facts.provisions[1:])
    with pytest.raises(FaultyDataError) as found:
        check_facts(replace(world_loaded, facts=replace(facts, actions=early, provisions=provisions)))
    lines = str(found.value).splitlines()
    kinds = [line for line in lines[1:] if not line.startswith("  ")]
    assert len(found.value.faults) >= 30
    assert len(lines) <= 1 + len(kinds) * (2 + FaultyDataError.SHOWN)
    too_early = next(k for k in kinds if k.startswith("An act comes after the adoption of its treaty"))
    after = lines[lines.index(too_early) + 1 :]
    assert all("is before the adoption of" in line or "was opened for signature" in line for line in after[:10])
    assert after[10].endswith("more of this kind.")
    assert any(k.startswith("No instrument supplements itself") and k.endswith("(1):") for k in kinds)


def test_faults_without_a_rule_are_of_one_kind_where_only_the_value_differs() -> None:
    def fault(value: str, cause: str) -> Fault:
        return Fault(file="a.csv", row=1, column="b", value=value, cause=cause, remedy="Correct it.")

    faults = [*(fault(str(n), f"{n} is no day.") for n in range(30)), fault("x", "'x' is no code.")]
    lines = str(FaultyDataError(tuple(faults))).splitlines()
    assert lines[1] == "… is no day (30):"
    assert lines[12] == "  ... and 20 more of this kind."
    assert lines[13] == "… is no code (1):"


def test_a_long_way_round_is_shown_by_its_ends(facts: Facts) -> None:
    ring = [replace(facts.instruments[0], id=f"ring-{n}", supplements=f"ring-{(n + 1) % 12}") for n in range(12)]
    rows = Rows(Loaded(facts=replace(facts, instruments=(*facts.instruments, *ring))))
    rule = next(r for r in RULES if r.__name__ == "nothing_comes_before_itself")
    first = next(iter(rule(rows)))
    assert first.cause == "leads back to itself: ring-0 → ring-1 → ring-2 → 7 more → ring-10 → ring-11 → ring-0."
