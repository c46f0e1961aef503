"""How treaty actions must agree with one another, with their treaty and with their source."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import CONSENT, ENDING, Action, ActionKind, Continuity, Relation

_SIGNED = frozenset({ActionKind.SIGNATURE, ActionKind.SUCCESSION_TO_SIGNATURE})
_AFTER_SIGNATURE = frozenset({ActionKind.RATIFICATION, ActionKind.ACCEPTANCE, ActionKind.APPROVAL})


def only_a_succession_reaches_back(rows: Rows) -> Iterator[Fault]:
    """No act takes effect before it is done, but a succession."""
    for action in rows.facts.actions:
        if (
            action.effective_on is not None
            and action.effective_on.latest < action.done_on.earliest
            and action.kind is not ActionKind.SUCCESSION
        ):
            yield rows.fault(
                "actions",
                action,
                "effective_on",
                f"is before its deposit on {action.done_on}. Only a succession reaches back.",
                "Correct the row, or declare both claims in conflicts.csv.",
            )


def only_a_new_state_succeeds(rows: Rows) -> Iterator[Fault]:
    """A State that continues its predecessor succeeds to nothing; a successor, not before it came to be."""
    links: dict[str, list[Continuity]] = {}
    for link in rows.facts.continuity:
        links.setdefault(link.successor, []).append(link)
    for action in rows.facts.actions:
        own = links.get(action.participant, [])
        if action.kind is not ActionKind.SUCCESSION or not own:
            continue
        new = [link for link in own if link.relation is not Relation.CONTINUATION]
        if not new:
            cause = (
                f"{action.participant} continues {own[0].predecessor} (continuity.csv, {own[0].id}): the same State."
            )
            yield rows.fault("actions", action, "kind", cause, "Correct the kind of the act, or of the relation.")
        elif action.effective_on is not None and all(
            action.effective_on.latest < link.effective_on.earliest for link in new
        ):
            cause = f"is before {action.participant} came to be on {new[0].effective_on} (continuity.csv, {new[0].id})."
            yield rows.fault("actions", action, "effective_on", cause, "Correct one of the days.")


def acts_follow_the_treaty(rows: Rows) -> Iterator[Fault]:
    """An act comes after the adoption of its treaty, and a signature while it is open for signature."""
    instruments = {i.id: i for i in rows.facts.instruments}
    for action in rows.facts.actions:
        treaty = instruments[action.treaty]
        if treaty.adopted_on is not None and action.done_on.latest < treaty.adopted_on.earliest:
            cause = f"is before the adoption of {treaty.id} on {treaty.adopted_on}."
            yield rows.fault("actions", action, "done_on", cause, "Correct the day.")
        if action.kind is not ActionKind.SIGNATURE:
            continue
        if treaty.opened_on is not None and action.done_on.latest < treaty.opened_on:
            cause = f"is before {treaty.id} was opened for signature on {treaty.opened_on}."
            yield rows.fault("actions", action, "done_on", cause, "Correct the day.")
        if treaty.closed_on is not None and action.done_on.earliest > treaty.closed_on:
            cause = f"is after {treaty.id} was closed for signature on {treaty.closed_on}."
            yield rows.fault("actions", action, "done_on", cause, "Correct the day or the kind.")


def acts_of_one_participant_agree(rows: Rows) -> Iterator[Fault]:
    """Signature, consent and leaving follow one another."""
    own: dict[tuple[str, str], list[Action]] = {}
    for action in rows.facts.actions:
        own.setdefault((action.treaty, action.participant), []).append(action)
    signed_at_all = {a.treaty for a in rows.facts.actions if a.kind in _SIGNED}
    for actions in own.values():
        # Who leaves and comes back on one day leaves first.
        ordered = sorted(actions, key=lambda a: (a.done_on.earliest, a.kind is not ActionKind.DENUNCIATION, a.id))
        signed = [a for a in ordered if a.kind in _SIGNED]
        standing: Action | None = None
        denounced: Action | None = None
        for action in ordered:
            if action.kind is ActionKind.REVOCATION and standing is None and denounced is not None:
                # A denunciation can be revoked before it takes effect (VCLT art. 68); the law judges the day.
                standing, denounced = denounced, None
            elif action.kind in CONSENT:
                if standing is not None:
                    cause = f"is a second consent; {standing.id} still stands."
                    remedy = "Remove one, or add the act that ended the first."
                    yield rows.fault("actions", action, "kind", cause, remedy)
                standing = action
                if action.treaty in signed_at_all:
                    yield from _consent_fits_signature(rows, action, signed)
            elif action.kind in ENDING:
                if standing is None:
                    cause = "ends a consent that is not there."
                    yield rows.fault("actions", action, "kind", cause, "Add the consent, or correct the kind.")
                denounced = standing if action.kind is ActionKind.DENUNCIATION else None
                standing = None


def possible_acts_are_open(rows: Rows) -> Iterator[Fault]:
    """A consent that may have been given is of a treaty of the data, later than no consent seen, and day by day."""
    covered = {c.treaty for c in rows.facts.coverage}
    consented = {(a.treaty, a.participant): a for a in rows.facts.actions if a.kind in CONSENT}
    for possible in rows.facts.possible_acts:
        seen = consented.get((possible.treaty, possible.participant or ""))
        if possible.treaty not in covered:
            cause = "coverage.csv has no as-of day for the treaty."
            yield rows.fault("possible_acts", possible, "treaty", cause, "Add a row to coverage.csv.")
        if seen is not None and seen.done_on.latest > possible.known_to:
            cause = f"{seen.id} is the consent that may have been given."
            yield rows.fault("possible_acts", possible, "participant", cause, "Remove the row: it is known now.")
        if (possible.given_by is None) != (possible.participant is not None):
            cause = "is needed of a consent whose author is not known, and only of such a one."
            yield rows.fault("possible_acts", possible, "given_by", cause, "Name the day, or the participant.")
        if possible.given_by is not None and possible.given_by <= possible.known_to:
            cause = f"is not after {possible.known_to}, to which it is known that it was not given."
            yield rows.fault("possible_acts", possible, "given_by", cause, "Correct one of the days.")


def undecided_acts_are_undecided(rows: Rows) -> Iterator[Fault]:
    """An act of an unknown kind may be of several, or of one that cannot be taken from the table."""
    for act in rows.facts.undecided:
        start = f"{act.treaty}-{act.participant}-undecided-"
        if not (act.id.startswith(start) and act.id.removeprefix(start).isdigit()):
            yield rows.fault("undecided", act, "id", f"should be {start}N.", "Correct the identifier.")
        if len(act.candidates) < 2:
            cause = "names one kind: the act is decided."
            yield rows.fault("undecided", act, "candidates", cause, "Move the row to the acts.")


def _consent_fits_signature(rows: Rows, consent: Action, signed: list[Action]) -> Iterator[Fault]:
    if signed and consent.done_on.latest < signed[0].done_on.earliest:
        cause = f"is before the signature on {signed[0].done_on}."
        yield rows.fault("actions", consent, "done_on", cause, "Correct one of the days.")
    if consent.note is not None:
        return
    if consent.kind is ActionKind.ACCESSION and signed:
        cause = f"is an accession after the signature on {signed[0].done_on}; who signed ratifies."
        yield rows.fault("actions", consent, "kind", cause, "Correct the kind, or say why in note.")
    if consent.kind in _AFTER_SIGNATURE and not signed:
        cause = f"is a {consent.kind} without a signature."
        yield rows.fault("actions", consent, "kind", cause, "Ask the source; do not guess. Say why in note.")
