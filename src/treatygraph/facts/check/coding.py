"""Every obligation against the coding table: the phrase of the text decides the coding, and one phrase is coded alike.

Basis: VCLT art. 31(1), the ordinary meaning of the terms; `docs/coding.md` gives the reasons phrase by phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import OUTSIDERS, ClauseKind, Obligation, Phrase

#: What a duty without a softening phrase is called, and with one.
_PLAIN, _SOFTENED = "mandatory", "qualified_mandatory"
_FORMALITY = "participation_formality"


def phrases_are_complete(rows: Rows) -> Iterator[Fault]:
    """An operative phrase gives wording, grade and polarity; a trigger its trigger; no other phrase gives any."""
    for phrase in rows.facts.coding:
        wanted = {
            "modality": phrase.role == "operative",
            "strength": phrase.role == "operative",
            "polarities": phrase.role == "operative",
            "trigger": phrase.role == "trigger",
        }
        for column, needed in wanted.items():
            if bool(getattr(phrase, column)) != needed:
                cause = f"a phrase of role {phrase.role} {'needs it' if needed else 'has none'}."
                yield rows.fault("coding", phrase, column, cause, "Correct the role or the cell.")


def obligations_follow_the_coding(rows: Rows) -> Iterator[Fault]:
    """Wording, grade, polarity and triggers of an obligation are those that its phrases give."""
    table = {phrase.id: phrase for phrase in rows.facts.coding}
    for obligation in rows.facts.obligations:
        yield from _follows(rows, obligation, table)


def _follows(rows: Rows, obligation: Obligation, table: Mapping[str, Phrase]) -> Iterator[Fault]:
    def fault(column: str, cause: str, remedy: str = "Correct the cell, or the phrases.") -> Fault:
        return rows.fault("obligations", obligation, column, cause, remedy)

    phrases = [table[code] for code in obligation.phrases]
    operative = [phrase for phrase in phrases if phrase.role == "operative"]
    if len(operative) != 1:
        yield fault("phrases", f"{len(operative)} of them are operative; one makes an obligation.", "Name one.")
        return
    for phrase in phrases:
        if phrase.role == "no_row":
            yield fault("phrases", f"{phrase.id} makes no obligation.", "Withdraw the row, or correct the phrase.")
    word, limits = operative[0], [phrase.id for phrase in phrases if phrase.role == "limit"]
    strength = _SOFTENED if word.strength == _PLAIN and limits else word.strength
    if obligation.modality != word.modality:
        yield fault("modality", f"{word.id} is coded {word.modality}.")
    if obligation.strength != strength:
        softened = f", softened by {', '.join(limits)}," if limits else ""
        yield fault("strength", f"{word.id}{softened} is coded {strength}.")
    if obligation.polarity not in word.polarities:
        yield fault("polarity", f"{word.id} is coded {' or '.join(word.polarities)}.")
    if limits and obligation.qualifier is None:
        yield fault("qualifier", f"{', '.join(limits)} limits it.", "Say in a few words how.")
    triggers = sorted(phrase.trigger for phrase in phrases if phrase.trigger is not None)
    if sorted(obligation.triggers) != triggers:
        yield fault("triggers", f"the phrases give {';'.join(triggers) or 'none'}.")
    if obligation.act_demanded == _FORMALITY and obligation.bearer not in OUTSIDERS:
        yield fault("bearer", "is bound already, and this is a formality of joining.", "Name who is about to join.")
    if obligation.provision in obligation.conditions:
        yield fault("conditions", "names the provision it stands in.", "Name the other provision, or none.")


def provisions_say_why_they_ask_nothing(rows: Rows) -> Iterator[Fault]:
    """A provision holds an obligation, or has one around it, or says by which phrase it asks nothing; never both."""
    silent = {phrase.id for phrase in rows.facts.coding if phrase.role == "no_row"}
    known = {provision.id: provision for provision in rows.facts.provisions}
    asking = {obligation.provision for obligation in rows.facts.obligations}
    coded = {known[provision].instrument for provision in asking}
    holders = {provision.part_of for provision in rows.facts.provisions}
    for provision in rows.facts.provisions:
        if provision.no_duty is not None and provision.no_duty not in silent:
            cause = f"{provision.no_duty} makes an obligation."
            yield rows.fault("provisions", provision, "no_duty", cause, "Name a phrase of role no_row, or code it.")
        if provision.no_duty is not None and provision.id in asking:
            cause = f"{provision.no_duty} makes no obligation, and one stands in {provision.id}."
            yield rows.fault("provisions", provision, "no_duty", cause, "Withdraw the obligation, or empty the cell.")
        if provision.instrument not in coded or provision.id in holders:
            continue
        around: str | None = provision.id
        told = False
        while around is not None and not told:
            told = around in asking or known[around].no_duty is not None
            around = known[around].part_of
        if not told:
            cause = "no obligation stands in or around it."
            yield rows.fault("provisions", provision, "no_duty", cause, "Code it, or say which phrase makes none.")


def carry_over_is_explained(rows: Rows) -> Iterator[Fault]:
    """An obligation carries over to every treaty that takes over the provisions of its own, or says why not."""
    takers: dict[str, set[str]] = {}
    for clause in rows.facts.clauses:
        if clause.kind is ClauseKind.CARRY_OVER:
            for origin in clause.instruments:
                takers.setdefault(origin, set()).add(clause.instrument)
    treaty = {provision.id: provision.instrument for provision in rows.facts.provisions}
    for obligation in rows.facts.obligations:
        left = takers.get(treaty[obligation.provision], set()) - set(obligation.carried_to)
        if left and obligation.not_carried is None:
            cause = f"it does not carry over to {', '.join(sorted(left))}, and no reason is given."
            yield rows.fault("obligations", obligation, "not_carried", cause, "Give the reason, or carry it over.")
        if not left and obligation.not_carried is not None:
            cause = "it carries over wherever a clause takes it."
            yield rows.fault("obligations", obligation, "not_carried", cause, "Empty the cell.")
