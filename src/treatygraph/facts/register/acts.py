"""Acts under the treaties: those told, those that may have been done, those whose kind no source tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from treatygraph.days import PartialDate
from treatygraph.facts.model import (
    CONSENT,
    Action,
    ActionKind,
    Conflict,
    Continuity,
    Participant,
    PossibleAct,
    Relation,
    Undecided,
)
from treatygraph.facts.register.participants import Participants
from treatygraph.facts.register.rows import by_key
from treatygraph.facts.register.statements import Statements
from treatygraph.facts.register.treaties import Treaties

_T = TypeVar("_T")

#: Where one State stands in the whole of another's place: the list shows what both did in one row.
_ONE_ROW = frozenset({Relation.CONTINUATION, Relation.UNION})


class _InOrder(Mapping[str, tuple[Action, ...]]):
    """Actions by treaty, by day and identifier."""

    def __init__(self, grouped: Mapping[str, list[Action]]) -> None:
        self._grouped = grouped
        self._sorted: dict[str, tuple[Action, ...]] = {}

    def __getitem__(self, treaty: str) -> tuple[Action, ...]:
        if treaty not in self._sorted:
            self._sorted[treaty] = tuple(sorted(self._grouped[treaty], key=_by_day))
        return self._sorted[treaty]

    def __iter__(self) -> Iterator[str]:
        return iter(self._grouped)

    def __len__(self) -> int:
        return len(self._grouped)

    def unordered(self, treaty: str) -> Iterable[Action]:
        """Return the actions of a treaty, in whatever order they are."""
        return self._grouped[treaty]

    def extended(self, added: Mapping[str, tuple[Action, ...]]) -> _InOrder:
        """Return them with more; those of the other treaties are shared, in order as far as they were asked for."""
        more = {treaty: [*self._grouped.get(treaty, ()), *acts] for treaty, acts in added.items()}
        found = _InOrder({**self._grouped, **more})
        found._sorted = _without(self._sorted, added)
        return found


def _without(index: Mapping[str, _T], treaties: Iterable[str]) -> dict[str, _T]:
    """Return an index without some treaties; it is copied at once, since another thread may be adding to it."""
    found = dict(index)
    for treaty in treaties:
        found.pop(treaty, None)
    return found


def _who(actions: Iterable[Action]) -> frozenset[str]:
    return frozenset([action.participant for action in actions])


def _by_day(action: Action) -> tuple[int, int, int, str]:
    day = action.done_on
    return day.year, day.month or 1, day.day or 1, action.id


def _tells_of(link: Continuity, act: Action, predecessor: Participant) -> bool:
    """Return whether an act of a successor rests on one of the predecessor, or may be the predecessor's own."""
    if act.kind not in CONSENT:
        return False
    since_then = act.done_on.latest >= link.effective_on.earliest
    if act.kind is ActionKind.SUCCESSION and link.relation is not Relation.CONTINUATION and since_then:
        return True
    # A succession of before that is told as any other consent in the row that both share.
    begun = predecessor.since is None or predecessor.since.earliest <= act.done_on.latest
    return link.relation in _ONE_ROW and not since_then and begun


class Acts(Participants, Statements, Treaties):
    """Acts by treaty and by who did them."""

    def listed(self, treaty: str) -> Mapping[str, Participant]:
        """Return those that a list of a treaty shows: those of today, and whoever else acted under it or must have."""
        acted = self._acted(treaty)
        return {p.id: p for p in self.facts.participants if p.id in self.present or p.id in acted}

    def _acted(self, treaty: str) -> frozenset[str]:
        """Return those who acted under the treaty, whatever kind of act it was, or must have."""
        return (
            self._followed(treaty)
            | self._actors.get(treaty, frozenset())
            | {u.participant for u in self._undecided_by_treaty.get(treaty, ())}
        )

    def has_acted(self, participant: str, treaty: str) -> bool:
        """Return whether the participant acted under the treaty, whatever kind of act it was, or must have."""
        return bool(
            participant in self._actors.get(treaty, ())
            or self.undecided_of(participant, treaty)
            or self.followed_under(participant, treaty)
        )

    @cached_property
    def _possible_by_treaty(self) -> Mapping[str, tuple[PossibleAct, ...]]:
        return by_key((p.treaty, p) for p in self.facts.possible_acts)

    def possible_act(self, participant: str, treaty: str) -> PossibleAct | None:
        """Return the consent that the participant may have given to the treaty, or None."""
        return next((p for p in self._possible_by_treaty.get(treaty, ()) if p.participant == participant), None)

    def involved(self, treaty: str) -> tuple[str, ...]:
        """Return those who acted under the treaty or may have, sorted: nobody else can be party or signatory."""
        may_have = {p.participant for p in self._possible_by_treaty.get(treaty, ()) if p.participant}
        return tuple(sorted(self._acted(treaty) | may_have))

    def followed_under(self, participant: str, treaty: str) -> tuple[tuple[Continuity, Action], ...]:
        """Return what successors did under the treaty that tells of an act of a former State which no list shows.

        Either they succeeded to the treaty, or an act of before they stood in its place stands in their row. Nothing
        where the State's own consent is recorded: then the list does show what it did.
        """
        links = self.followed_by.get(participant, ())
        if not links or any(a.kind in CONSENT for a in self.actions_of(participant, treaty)):
            return ()
        return tuple(
            (link, act)
            for link in links
            for act in self.actions_of(link.successor, treaty)
            if _tells_of(link, act, self.participants[participant])
        )

    def _followed(self, treaty: str) -> frozenset[str]:
        """Return those of whose act under the treaty only what followed them tells."""
        return frozenset(p for p in self.followed_by if self.followed_under(p, treaty))

    def not_listed_since(self, participant: str, treaty: str) -> PartialDate | None:
        """Return the end of a former State of which the list of a treaty says nothing, and could not have; else None.

        A list of a day shows who is there on that day. One whose source tells elsewhere what States that had ended did
        would have told of this one too; so would one in which the State has any act.
        """
        until = self.ended.get(participant)
        if until is None:
            return None
        coverage, adopted = self.coverage[treaty], self.instruments[treaty].adopted_on
        told = self.actions_of(participant, treaty) or self.undecided_of(participant, treaty)
        before = until.latest < coverage.as_of and (adopted is None or adopted.earliest <= until.latest)
        return until if before and not told and not self.telling_of_the_past & set(coverage.sources) else None

    def not_listed(self, treaty: str) -> tuple[str, ...]:
        """Return the former States of which it is open what they did, since no list read of the treaty shows them."""
        return tuple(
            p for p in self.ended if self.not_listed_since(p, treaty) is not None and not self.followed_under(p, treaty)
        )

    @cached_property
    def telling_of_the_past(self) -> frozenset[str]:
        """The sources that tell acts of States that had ended by the day the source is of."""
        return frozenset(
            source
            for action in self.facts.actions
            if action.participant in self.ended
            for source in action.sources
            if self.sources[source].as_of.earliest > self.ended[action.participant].latest
        )

    def unnamed_acts(self, treaty: str) -> tuple[PossibleAct, ...]:
        """Return the consents to the treaty that are known to have been given, and not by whom."""
        return tuple(p for p in self._possible_by_treaty.get(treaty, ()) if p.participant is None)

    def actions_and(self, added: tuple[Action, ...]) -> dict[str, object]:
        """Return the indexes over these acts and more, by name."""
        more = by_key((act.treaty, act) for act in added)
        return {
            "actions_by_treaty": self.actions_by_treaty.extended(more),
            "_actions_by_pair": _without(self._actions_by_pair, more),
            "_actors": {
                **self._actors,
                **{t: self._actors.get(t, frozenset()) | _who(acts) for t, acts in more.items()},
            },
        }

    @cached_property
    def actions_by_treaty(self) -> _InOrder:
        """Actions of each treaty, by day, then by identifier; those of a treaty are put in order when asked for."""
        grouped: dict[str, list[Action]] = defaultdict(list)
        for action in self.facts.actions:
            grouped[action.treaty].append(action)
        return _InOrder(dict(grouped))

    @cached_property
    def _actors(self) -> Mapping[str, frozenset[str]]:
        """Who acted under each treaty: whoever did not is told without putting the acts of others in order."""
        return {treaty: _who(self.actions_by_treaty.unordered(treaty)) for treaty in self.actions_by_treaty}

    @cached_property
    def _actions_by_pair(self) -> dict[str, Mapping[str, tuple[Action, ...]]]:
        return {}

    def actions_of(self, participant: str, treaty: str) -> tuple[Action, ...]:
        """Return the participant's actions under the treaty, by day."""
        if participant not in self._actors.get(treaty, ()):
            return ()
        pairs = self._actions_by_pair
        if treaty not in pairs:
            pairs[treaty] = by_key((a.participant, a) for a in self.actions_by_treaty.get(treaty, ()))
        return pairs[treaty][participant]

    @cached_property
    def _undecided_by_treaty(self) -> Mapping[str, tuple[Undecided, ...]]:
        return by_key((u.treaty, u) for u in self.facts.undecided)

    @cached_property
    def _undecided_by_pair(self) -> Mapping[str, tuple[Undecided, ...]]:
        return by_key((f"{u.treaty}/{u.participant}", u) for u in self.facts.undecided)

    def undecided_of(self, participant: str, treaty: str) -> tuple[Undecided, ...]:
        """Return the participant's acts under the treaty whose kind their source does not tell."""
        return self._undecided_by_pair.get(f"{treaty}/{participant}", ())

    def conflicts_about(self, participant: str, treaties: tuple[str, ...] | None = None) -> tuple[Conflict, ...]:
        """Return where sources disagree about acts and statements of the participant, under these treaties or all."""
        under = frozenset(self.treaties if treaties is None else treaties)
        found = self._conflicts_by_participant.get(participant, ())
        return tuple(conflict for treaty, conflict in found if treaty in under)

    @cached_property
    def _conflicts_by_participant(self) -> Mapping[str, tuple[tuple[str, Conflict], ...]]:
        about = {conflict.about for conflict in self.facts.conflicts}
        whose = {act.id: (act.participant, act.treaty) for act in self.facts.actions if act.id in about}
        whose |= {told.id: (told.participant, told.treaty) for told in self.facts.statements if told.id in about}
        told_of = ((whose[c.about], c) for c in self.facts.conflicts if c.about in whose)
        return by_key((participant, (treaty, conflict)) for (participant, treaty), conflict in told_of)
