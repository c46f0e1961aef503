"""A change as one sentence, in each language that a catalogue here has: for pages, feeds and data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from treatygraph.faces.languages import languages_of
from treatygraph.faces.speaking import Speaking
from treatygraph.faces.telling.days import written
from treatygraph.facts.changes import Change, ChangeKind
from treatygraph.facts.lookups import inside
from treatygraph.questions.changed import NAMED

_HERE = "treatygraph.faces.telling"

#: The columns of treaties, acts and statements, as a sentence names what was mended.
COLUMNS: Mapping[str, str] = {
    "kind": "the kind",
    "done_on": "the day of the act",
    "effective_on": "the day of effect",
    "made_on": "the day of the statement",
    "date_basis": "what the day rests on",
    "notified_on": "the day of notification",
    "notification": "the notification",
    "called": "what it is called",
    "provisions": "the provisions it names",
    "whole_treaty": "whether it is about the whole treaty",
    "effect": "its effect",
    "wording_seen": "whether its wording was seen",
    "may_reserve": "whether it may be a reservation",
    "doubted_by": "who doubts it",
    "target_participant": "whom it answers",
    "target_statement": "which statement it answers",
    "precludes": "whether it precludes entry into force",
    "ground": "its ground",
    "without_benefit": "whether the author may rely on it",
    "territories": "the territories",
    "summary": "its summary",
    "treaty": "the treaty",
    "participant": "the participant",
    "stated_in_force_on": "the published day of entry into force",
    "stated_until": "the published last day in force",
    "end_marked_on": "the day on which a source marks it as ended",
}
#: The tables of rules, which are counted.
RULES: Mapping[str, str] = {
    "clauses": "clauses",
    "obligations": "obligations",
    "memberships": "memberships",
    "continuity": "successions of States",
}
#: What follows from changed rows.
CONCLUSIONS: Mapping[str, str] = {
    "in_force": "%(treaty)s: in force since %(after)s.",
    "in_force_for": "%(treaty)s: in force for %(participant)s since %(after)s.",
    "not_in_force": "%(treaty)s: not in force.",
    "not_in_force_for": "%(treaty)s: not in force for %(participant)s.",
    "ended": "%(treaty)s: ended; it binds nobody from %(after)s.",
    "not_ended": "%(treaty)s: no end any more.",
    "ended_for": "%(treaty)s: no longer in force for %(participant)s from %(after)s.",
    "not_ended_for": "%(treaty)s: no end for %(participant)s any more.",
    "commitments_began": "%(treaty)s: commitments of %(participant)s that began on %(after)s: %(number)s.",
    "commitments_ended": "%(treaty)s: commitments of %(participant)s that are no longer concluded: %(number)s.",
    "commitments_changed": "%(treaty)s: commitments of %(participant)s that are concluded otherwise: %(number)s.",
    "relations_began": "%(treaty)s: in force between %(participant)s and %(others)s.",
    "relations_ended": "%(treaty)s: not in force between %(participant)s and %(others)s.",
}
#: What the columns of codes hold, by table and column.
_CODES = {
    ("actions", "kind"): "treaty_action",
    ("statements", "kind"): "statement_kind",
    ("statements", "effect"): "statement_effect",
    ("statements", "date_basis"): "date_basis",
    ("statements", "ground"): "objection_ground",
}


@dataclass(frozen=True, kw_only=True)
class Telling(Speaking):
    """Tells changes in one language; what its catalogue does not have stays English."""

    face = _HERE

    def title_of_all(self, treaty: str | None, participant: str | None) -> str:
        """Return what a feed of changes is called."""
        about = [self.short(treaty)] if treaty is not None else []
        about += [self.name(participant)] if participant is not None else []
        if not about:
            return self.say("treatygraph: what changed")
        return self.say("treatygraph: what changed for %(about)s") % {"about": self._listed(about)}

    def sentence(self, change: Change) -> str:
        """Return a change as one sentence."""
        who, treaty = change.participant, change.treaty
        known = treaty is not None and treaty in self.register.instruments
        values = {
            "participant": self.name(who) if who is not None and who in self.register.participants else who or "",
            "treaty": self.short(treaty) if known and treaty is not None else treaty or self.say("The record"),
            "row": change.row,
            "number": str(change.number),
            "before": written(self._told(change, change.before), self.language) or self.say("nothing"),
            "after": written(self._told(change, change.after), self.language) or self.say("nothing"),
            "what": self._what(change),
            "others": self._others(change),
        }
        return self._pattern(change) % values

    def _pattern(self, change: Change) -> str:
        match change.kind:
            case ChangeKind.NEW_TREATY:
                return self.say("%(treaty)s: taken into the record; acts and statements: %(number)s.")
            case ChangeKind.END if change.table == "instruments":
                return self.say("%(treaty)s: its end is published, last day in force %(after)s.")
            case ChangeKind.NEW_ACT | ChangeKind.END:
                return self.say("%(treaty)s: %(what)s by %(participant)s, %(after)s (%(row)s).")
            case ChangeKind.NEW_STATEMENT if change.after:
                return self.say("%(treaty)s: %(what)s by %(participant)s was read, made %(after)s (%(row)s).")
            case ChangeKind.NEW_STATEMENT:
                return self.say("%(treaty)s: %(what)s by %(participant)s was read (%(row)s).")
            case ChangeKind.NEW_RULE:
                return self.say("%(treaty)s: %(what)s newly read: %(number)s.")
            case ChangeKind.CORRECTION if change.number is not None:
                return self.say("%(treaty)s: %(what)s mended: %(number)s.")
            case ChangeKind.CORRECTION if change.table == "instruments":
                return self.say("%(treaty)s: record mended, %(what)s: %(after)s in place of %(before)s.")
            case ChangeKind.CORRECTION:
                return self.say(
                    "%(treaty)s, %(participant)s: record mended, %(what)s: %(after)s in place of %(before)s (%(row)s)."
                )
            case ChangeKind.WITHDRAWN if change.table == "instruments":
                return self.say("%(treaty)s: no longer in the record; acts and statements: %(number)s.")
            case ChangeKind.WITHDRAWN if change.number is not None:
                return self.say("%(treaty)s: %(what)s no longer in the record: %(number)s.")
            case ChangeKind.WITHDRAWN if change.before:
                return self.say(
                    "%(treaty)s: %(what)s by %(participant)s, %(before)s, is no longer shown by its source (%(row)s)."
                )
            case ChangeKind.WITHDRAWN:
                return self.say("%(treaty)s: %(what)s by %(participant)s is no longer shown by its source (%(row)s).")
            case ChangeKind.NEW_CONCLUSION:
                return self._concluded(change)

    def _concluded(self, change: Change) -> str:
        effect = change.what
        if effect in {"in_force", "ended"}:
            effect = ("" if change.after else "not_") + change.what + ("_for" if change.participant is not None else "")
        told = self.say(CONCLUSIONS[effect])
        moved = change.what in {"in_force", "ended"} and change.before
        return f"{told} {self.say('Before: %(before)s.')}" if moved else told

    def _what(self, change: Change) -> str:
        if change.what in RULES:
            return self.say(RULES[change.what])
        if change.kind is ChangeKind.CORRECTION:
            return self.say(COLUMNS.get(change.what, change.what))
        return inside(self.word(_CODES.get((change.table, "kind"), ""), change.what))

    def _told(self, change: Change, text: str) -> str:
        return self.held(change.table, change.what, text) if change.kind is ChangeKind.CORRECTION else text

    def held(self, table: str, column: str, text: str) -> str:
        """Return what a column held that was mended: a code by its label, alone or before a day."""
        if text in {"yes", "no"}:
            return self.say(text)
        scheme = _CODES.get((table, column))
        if scheme is None or not text:
            return text
        code, _, day = text.partition(" ")
        return f"{inside(self.word(scheme, code))} {day}".strip()

    def _others(self, change: Change) -> str:
        names = [self.name(p) if p in self.register.participants else p for p in change.others[:NAMED]]
        more = len(change.others) - len(names)
        return self._listed(names) + (self.say(" and %(more)s more") % {"more": more} if more > 0 else "")

    def _listed(self, names: list[str]) -> str:
        return self.say(", ").join(names)


def languages() -> tuple[str, ...]:
    """Return the languages that changes are told in, English first."""
    return languages_of(_HERE)
