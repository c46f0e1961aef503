"""From a published table to rows of `actions.csv`, with the decisions of `lookups/`, and compared with what stands.

A row that cannot become an act (a name nobody bears, a kind of act the facts do not know, a kind the file does not
tell) is set aside with its reason; the other rows go on. Nothing is guessed: the kind of an act that a file leaves
open is taken from the facts only where they hold an act of one of those kinds on the very day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from treatygraph.days import PartialDate
from treatygraph.errors import TreatygraphError, UnreadableSourceError
from treatygraph.facts.decided import decided
from treatygraph.facts.lookups import find_participant
from treatygraph.facts.model import CONSENT, Action, ActionKind, Confidence, Decision, ParticipantKind
from treatygraph.facts.register import Register
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

#: Of the acts of a table, this share may be older than the treaty before it is taken for a table of another one.
_MOST_TOO_OLD = 0.05
#: So many acts have to agree before a table is taken to be another treaty's.
_LIKELY = 3
#: And more of them than agree with the treaty named, by this share: sister treaties are often joined on one day.
_CLEARLY = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The acts of a table as rows of ours, and what has to be decided first.

    `ended` are the identifiers of acts that the publisher shows as ended without saying since when; `left_out` are rows
    of which it was decided that they are no act, with the decision.
    """

    actions: tuple[Action, ...]
    aside: tuple[SetAside, ...]
    ended: tuple[str, ...]
    left_out: tuple[tuple[SetAside, Decision], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A table read against the facts.

    `differing` pairs the row that stands with the row as the table has it: another day (same kind), or another kind
    (`changed`: what the table has replaces what stands). `absent` are acts of ours that the table does not show;
    `ended` are acts that the table shows as ended and the facts as standing.
    """

    new: tuple[Action, ...]
    confirmed: tuple[Action, ...]
    differing: tuple[tuple[Action, Action], ...]
    changed: tuple[tuple[Action, Action], ...]
    absent: tuple[Action, ...]
    ended: tuple[Action, ...]


def marks_of(register: Register) -> Mapping[str, str]:
    """Return what a mark means where a heading explains none."""
    return {mark.mark: str(mark.kind) for mark in register.facts.action_marks if mark.mark}


def actions_from_table(
    register: Register, table: PublishedTable, treaty: str, source: str, latest: date | None = None
) -> Reading:
    """Return the treaty actions that a published table shows, sorted by identifier.

    Args:
        register: The facts, for names and for acts that stand.
        table: The table as published.
        treaty: Identifier of the treaty.
        source: Identifier of the source.
        latest: The day on which it was read: what is later has not been done yet.
    """
    applied = decided(register, table, treaty)
    table, left_out = applied.table, applied.left_out
    aside = list(table.aside)
    found: dict[str, Action] = {}
    ended: list[str] = []
    rows: dict[str, int] = {}
    numbers = _Numbers(register, treaty)
    until = table.as_of or latest
    for act in table.acts:
        if until is not None and act.day.earliest > until:
            aside.append(_aside(act, f"is after {until}, the day of the file or of today; ask the source"))
            continue
        try:
            participant = find_participant(register, act.participant).id
        except TreatygraphError as error:
            aside.append(_aside(act, f"{error} Decide who is meant: `--decide {act.row}=NAME`."))
            continue
        if register.participants[participant].kind is ParticipantKind.TERRITORY:
            reason = (
                f"{participant} is a territory, which takes part in nothing. Record what this says of it as an act of "
                f"the participant responsible for it, or leave the row out: `--decide {act.row}=territory`."
            )
            aside.append(_aside(act, reason))
            continue
        if rows.setdefault(participant, act.row) != act.row:
            reason = (
                f"{participant} stands in row {rows[participant]} too. Decide which row counts, and remove the other."
            )
            aside.append(_aside(act, reason))
            continue
        kind = _kind(register, act, participant, treaty)
        if isinstance(kind, str) and not isinstance(kind, ActionKind):
            aside.append(_aside(act, kind))
            continue
        action = Action(
            id=numbers.identifier(participant, kind, act),
            treaty=treaty,
            participant=participant,
            kind=kind,
            done_on=act.day,
            effective_on=act.effective_on if kind is ActionKind.SUCCESSION else None,
            sources=(source,),
            confidence=Confidence("official"),
            note=None,
        )
        found[action.id] = action
        if act.ended:
            ended.append(action.id)
    return Reading(
        actions=tuple(found[key] for key in sorted(found)),
        aside=tuple(aside),
        ended=tuple(sorted(ended)),
        left_out=left_out,
    )


class _Numbers:
    """Identifiers for acts: that of the act it confirms, else the first number never used for the pair and kind."""

    def __init__(self, register: Register, treaty: str) -> None:
        self.treaty = treaty
        self._standing: dict[tuple[str, ActionKind], list[Action]] = defaultdict(list)
        for action in register.actions_by_treaty.get(treaty, ()):
            self._standing[action.participant, action.kind].append(action)
        self._used = {entry.id for entry in register.facts.ledger}
        self._given: set[str] = set()

    def identifier(self, participant: str, kind: ActionKind, act: PublishedAct) -> str:
        own = [a for a in self._standing[participant, kind] if a.id not in self._given]
        same = [a for a in own if a.done_on == act.day]
        # The last of several is the one a table still prints: the depositary replaces a day when one rejoins.
        if own:
            chosen = (same or own)[-1].id
        else:
            numbers = (f"{self.treaty}-{participant}-{kind}-{number}" for number in count(1))
            chosen = next(identifier for identifier in numbers if identifier not in self._used | self._given)
        self._given.add(chosen)
        return chosen


def _kind(register: Register, act: PublishedAct, participant: str, treaty: str) -> ActionKind | str:
    """Return the kind of an act, or the reason why it cannot be told."""
    words = act.act.split("|")
    if len(words) > 1:
        standing = [
            a.kind for a in register.actions_of(participant, treaty) if a.kind in words and a.done_on == act.day
        ]
        if len(standing) == 1:
            return standing[0]
        return f"the file does not tell whether this is {', '.join(words[:-1])} or {words[-1]}. Ask the depositary."
    try:
        return ActionKind(words[0])
    except ValueError:
        return (
            f"{words[0].replace('_', ' ')} is no kind of act that the facts know; it stands under {act.column!r}. "
            "Set it aside, or add the kind with its rule."
        )


def _aside(act: PublishedAct, reason: str) -> SetAside:
    return SetAside(row=act.row, participant=act.participant, value=f"{act.day} {act.mark}".strip(), reason=reason)


def compare(register: Register, reading: Reading, treaty: str) -> Intake:
    """Return how the acts of a table differ from those that stand."""
    standing = {a.id: a for a in register.facts.actions if a.treaty == treaty}
    shown = {a.id: a for a in reading.actions}
    new = [a for a in reading.actions if a.id not in standing]
    absent = [a for key, a in sorted(standing.items()) if key not in shown]
    changed = list(_changed(new, absent))
    old, replaced = {a.id for a, _ in changed}, {a.id for _, a in changed}
    over = {a.participant for a in standing.values() if a.kind is ActionKind.DENUNCIATION}
    return Intake(
        new=tuple(a for a in new if a.id not in replaced),
        confirmed=tuple(a for a in reading.actions if a.id in standing and standing[a.id].done_on == a.done_on),
        differing=tuple(
            (standing[a.id], a) for a in reading.actions if a.id in standing and standing[a.id].done_on != a.done_on
        ),
        changed=tuple(changed),
        absent=tuple(a for a in absent if a.id not in old),
        ended=tuple(shown[key] for key in reading.ended if shown[key].participant not in over),
    )


def _changed(new: list[Action], absent: list[Action]) -> Iterable[tuple[Action, Action]]:
    """Yield what stands with what replaces it: one consent of another kind, or one signature of another kind."""
    for group in (CONSENT, frozenset({ActionKind.SIGNATURE, ActionKind.SUCCESSION_TO_SIGNATURE})):
        for participant in sorted({a.participant for a in new}):
            theirs = [a for a in new if a.participant == participant and a.kind in group]
            ours = [a for a in absent if a.participant == participant and a.kind in group]
            if len(theirs) == len(ours) == 1:
                yield ours[0], theirs[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much a table agrees with a treaty: acts on the same day by the same participant, of those shown."""

    treaty: str
    same: int
    shown: int
    too_old: int


def likeness(register: Register, table: PublishedTable, treaty: str) -> Likeness:
    """Return how much a table agrees with a treaty."""
    return _likeness(register, table, treaty, _acts_known(register, table))


def _acts_known(register: Register, table: PublishedTable) -> list[tuple[str, PartialDate]]:
    """Return who acted when in a table, of those whose names are known: looked up once for all treaties."""
    found: dict[str, str | None] = {}
    for name in {act.participant for act in table.acts}:
        try:
            found[name] = find_participant(register, name).id
        except TreatygraphError:
            found[name] = None
    return [(known, act.day) for act in table.acts if (known := found[act.participant]) is not None]


def _likeness(register: Register, table: PublishedTable, treaty: str, acts: list[tuple[str, PartialDate]]) -> Likeness:
    wanted = {who for who, _ in acts}
    own = {(a.participant, a.done_on) for a in register.actions_by_treaty.get(treaty, ()) if a.participant in wanted}
    adopted = register.instruments[treaty].adopted_on
    same = sum(act in own for act in acts)
    too_old = sum(adopted is not None and act.day.latest < adopted.earliest for act in table.acts)
    return Likeness(treaty=treaty, same=same, shown=len(table.acts), too_old=too_old)


def treaty_of_table(register: Register, table: PublishedTable, named: str | None, name: str) -> Likeness:
    """Return the treaty a table is of, with how much it agrees.

    Args:
        register: The facts.
        table: The table as published.
        named: The treaty somebody says it is of, or None to find out.
        name: What to call the table in errors.

    Raises:
        UnreadableSourceError: It is the table of another treaty than the one named, or no treaty can be told.
    """
    by_number = next(
        (t for t in register.treaties if table.number and register.instruments[t].untc_number == table.number), None
    )
    acts = _acts_known(register, table)
    if named is None:
        if by_number is not None:
            return _likeness(register, table, by_number, acts)
        return _found_out(table, _likeliest(register, table, acts), name)
    if by_number is not None and by_number != named:
        raise UnreadableSourceError(
            f"{name} is the table of {by_number} ({table.number}), not of {named}. Name that treaty."
        )
    if (
        table.number is not None
        and by_number is None
        and register.instruments[named].untc_number not in {None, table.number}
    ):
        raise UnreadableSourceError(
            f"{name} is the table of number {table.number} ({(table.title or '')[:60]}), and {named} is number "
            f"{register.instruments[named].untc_number}. Take the table of that treaty."
        )
    own = _likeness(register, table, named, acts)
    more = max(_LIKELY, own.shown * _CLEARLY)
    # Where nearly all agrees, no other treaty can agree with so much more: they need not be looked at.
    likeliest = _likeliest(register, table, acts) if own.shown - own.same >= more else None
    if likeliest is not None and likeliest.same - own.same >= more:
        raise UnreadableSourceError(
            f"{name} looks like the table of {likeliest.treaty}: {likeliest.same} of {likeliest.shown} acts are "
            f"its own, and {own.same} those of {named}. Name that treaty, or correct the table."
        )
    if own.too_old and own.too_old > own.shown * _MOST_TOO_OLD:
        adopted = register.instruments[named].adopted_on
        raise UnreadableSourceError(
            f"{name}: {own.too_old} of {own.shown} acts are older than {named}, which was adopted on {adopted}. "
            "It is the table of another treaty; name that one."
        )
    return own


def _likeliest(register: Register, table: PublishedTable, acts: list[tuple[str, PartialDate]]) -> Likeness | None:
    """Return the treaty that agrees with most of a table."""
    told = (_likeness(register, table, t, acts) for t in register.treaties)
    return max(told, key=lambda k: (k.same, k.treaty), default=None)


def _found_out(table: PublishedTable, likeliest: Likeness | None, name: str) -> Likeness:
    if likeliest is not None and likeliest.same >= _LIKELY and likeliest.same * 2 > likeliest.shown:
        return likeliest
    raise UnreadableSourceError(
        f"{name} does not say which treaty it is of"
        + (f" (it is headed {table.title[:80]!r})" if table.title else "")
        + f", and {likeliest.same if likeliest else 0} of its {len(table.acts)} acts are known. "
        "Name it with --treaty."
    )
