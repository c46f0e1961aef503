"""What participants must hold: their codes and names, their lives, and that they act while they live."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import Action, Membership, NameForm, Participant, ParticipantKind, Statement

_WITH_MEMBERS = frozenset({ParticipantKind.REIO, ParticipantKind.ORGANIZATION})
_MEMBERS = frozenset({ParticipantKind.STATE, ParticipantKind.FORMER_STATE})


def participants_are_complete(rows: Rows) -> Iterator[Fault]:
    """A State has its codes and region; predecessors are known."""
    known = {p.id for p in rows.facts.participants}
    short = {n.participant for n in rows.facts.names if n.form is NameForm.SHORT and n.language == "en"}
    for participant in rows.facts.participants:
        if participant.kind is ParticipantKind.STATE:
            for column in ("iso2", "m49", "region"):
                if getattr(participant, column) is None:
                    cause = "a State needs it."
                    yield rows.fault("participants", participant, column, cause, "Fill it in.")
        if participant.id not in short:
            cause = "names.csv has no English short name for it."
            yield rows.fault("participants", participant, "id", cause, "Add the name.")
    codes = {n.code for n in rows.facts.names} | known
    for link in rows.facts.continuity:
        if link.predecessor not in codes:
            cause = "is neither a participant nor a code in names.csv."
            yield rows.fault("continuity", link, "predecessor", cause, "Add the earlier name with its code.")


def memberships_are_of_states_in_organizations(rows: Rows) -> Iterator[Fault]:
    """A State is a member of an organization, from a day to a later one; where it stands apart has a source."""
    kinds = {p.id: p.kind for p in rows.facts.participants}
    for membership in rows.facts.memberships:

        def fault(column: str, cause: str, remedy: str, membership: Membership = membership) -> Fault:
            return rows.fault("memberships", membership, column, cause, remedy)

        if kinds[membership.organization] not in _WITH_MEMBERS:
            yield fault(
                "organization", f"is a {kinds[membership.organization]}, not an organization.", "Correct the code."
            )
        if kinds[membership.member] not in _MEMBERS:
            yield fault("member", f"is a {kinds[membership.member]}, and a State is a member.", "Correct the code.")
        since, until = membership.since, membership.until
        if since is not None and until is not None and until.latest < since.earliest:
            yield fault("until", f"is before the membership began ({since}).", "Correct one of the days.")
        if (membership.position is None) != (membership.position_source is None):
            cause = "a position has a source, and a source of a position tells one."
            yield fault("position_source", cause, "Fill in both, or neither.")


def participants_live_in_order(rows: Rows) -> Iterator[Fault]:
    """Nobody ends before it begins, and somebody who takes part is responsible for a territory."""
    known = {p.id: p for p in rows.facts.participants}
    for participant in rows.facts.participants:
        since, until, responsible = participant.since, participant.until, participant.responsible
        if since is not None and until is not None and until.latest < since.earliest:
            cause = f"is before its beginning on {since}."
            yield rows.fault("participants", participant, "until", cause, "Correct one of the days.")
        if participant.kind is ParticipantKind.STATE and until is not None:
            cause = "a State of today has no end."
            yield rows.fault("participants", participant, "until", cause, "Remove it, or write former_state.")
        if responsible is None:
            continue
        if participant.kind is not ParticipantKind.TERRITORY:
            cause = f"{participant.kind}: only for a territory another is responsible."
            yield rows.fault("participants", participant, "responsible", cause, "Remove it, or correct the kind.")
        if known[responsible].kind is ParticipantKind.TERRITORY:
            cause = "is a territory itself."
            yield rows.fault("participants", participant, "responsible", cause, "Name who takes part in treaties.")


def acts_are_of_their_time(rows: Rows) -> Iterator[Fault]:
    """Nobody acts before it begins or after it ends, and a territory takes part in nothing.

    A list shows in a State's row what was done for it while it was none yet: that it then was no State is another claim
    about who acted, and stands in conflicts.csv as such. A note may tell anything, and excuses nothing.
    """
    doubted = frozenset(c.about for c in rows.facts.conflicts if c.field == "participant")
    known = {p.id: p for p in rows.facts.participants}
    for action in rows.facts.actions:
        who = known[action.participant]
        yield from _lives(rows, "actions", action, who, explained=action.id in doubted)
        if who.kind is ParticipantKind.TERRITORY:
            cause = "is a territory, which takes part in nothing."
            remedy = "Name the participant responsible for it, as the author of an act about it."
            yield rows.fault("actions", action, "participant", cause, remedy)
    for statement in rows.facts.statements:
        yield from _lives(rows, "statements", statement, known[statement.participant], explained=False)


def _lives(rows: Rows, table: str, act: Action | Statement, who: Participant, *, explained: bool) -> Iterator[Fault]:
    done, column = (act.done_on, "done_on") if isinstance(act, Action) else (act.made_on, "made_on")
    if done is None:
        return
    if who.since is not None and done.latest < who.since.earliest and not explained:
        before = [link.predecessor for link in rows.facts.continuity if link.successor == who.id]
        remedy = "Correct the day, or that of its beginning; or declare both claims on participant in conflicts.csv."
        if before:
            remedy = f"Name who acted ({', '.join(before)})."
        yield rows.fault(table, act, column, f"is before {who.id} began on {who.since}.", remedy)
    if who.until is not None and done.earliest > who.until.latest:
        after = [link.successor for link in rows.facts.continuity if link.predecessor == who.id]
        remedy = f"Name who acted ({', '.join(after)})." if after else "Correct the day, or that of its end."
        yield rows.fault(table, act, column, f"is after {who.id} ended on {who.until}.", remedy)
