"""What changed in the record from one version to the next, as an answer: acts, corrections, ends, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from treatygraph.facts.changes import Change, ChangeKind
from treatygraph.facts.register import Register
from treatygraph.questions.columns import columns
from treatygraph.questions.notes import joined
from treatygraph.questions.question import Table, Value

_COLUMNS = columns(
    "built_on", "version", "change", "treaty", "participant", "participant_name", "what", "before", "after", "number",
    "about", "because", "source",
)  # fmt: skip
#: So many names are told of those between which and a participant a relation arose.
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version that was built.

    `facts` is the mark of the facts it was made of, `data` the folder they were in, `built` the moment it became
    current (UTC), and `day` the day it answers for.
    """

    id: str
    facts: str
    data: str
    built: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What changed from one version to the next."""

    before: Version
    after: Version
    changes: tuple[Change, ...]


def narrowed(steps: Iterable[Step], treaty: str | None, participant: str | None) -> tuple[Step, ...]:
    """Return the steps with the changes of a treaty, of a participant, or of both; steps without any are left out."""
    found = (
        Step(before=s.before, after=s.after, changes=tuple(c for c in s.changes if _about(c, treaty, participant)))
        for s in steps
    )
    return tuple(s for s in found if s.changes)


def _about(change: Change, treaty: str | None, participant: str | None) -> bool:
    own = participant is None or participant == change.participant or participant in change.others
    return own and treaty in (None, change.treaty)


def changes_table(
    register: Register,
    held: tuple[Version, ...],
    steps: tuple[Step, ...],
    treaty: str | None = None,
    participant: str | None = None,
) -> Table:
    """Return what changed in the record, the latest version first, a row for each change.

    Args:
        register: The facts of today, for names.
        held: The versions asked about, the one that was seen last first.
        steps: What changed between them.
        treaty: Only changes of this treaty.
        participant: Only changes of this participant, or of its relations.
    """
    shown = narrowed(steps, treaty, participant)
    about = [register.instruments[treaty].short_title] if treaty is not None else []
    about += [register.name(participant)] if participant is not None else []
    of = f" for {' and '.join(about)}" if about else ""
    return Table.of(
        title=f"What changed in the record{of}",
        columns=_COLUMNS,
        records=(_cells(register, step, change) for step in reversed(shown) for change in step.changes),
        notes=tuple(_notes(held, shown)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the record learned late, mended or lost: the world did not change on a day that is listed."""

    built_on: str
    version: str
    change: ChangeKind
    treaty: str
    table: str
    identifier: str
    what: str
    before: str
    after: str
    sources: tuple[str, ...]


def recorded(steps: Iterable[Step], participant: str, since: date) -> tuple[Recorded, ...]:
    """Return what the record learned of a participant's acts and statements up to `since`, and what was mended.

    Acts and statements after that day are told as what happened.
    """
    return tuple(
        Recorded(
            built_on=step.after.built[:10],
            version=step.after.id,
            change=change.kind,
            treaty=change.treaty,
            table=change.table,
            identifier=change.row,
            what=change.what,
            before=change.before,
            after=change.after,
            sources=change.sources,
        )
        for step in steps
        for change in step.changes
        if change.participant == participant
        and change.treaty is not None
        and change.kind is not ChangeKind.NEW_CONCLUSION
        and (change.kind in {ChangeKind.CORRECTION, ChangeKind.WITHDRAWN} or change.after <= str(since))
    )


def last_change(held: tuple[Version, ...]) -> tuple[Version, ...]:
    """Return the version before the last one that was made of other facts, and all that came after it."""
    turns = [n for n in range(1, len(held)) if held[n].facts != held[n - 1].facts]
    return held[turns[-1] - 1 :] if turns else held[-1:]


def versions_table(held: tuple[Version, ...]) -> Table:
    """Return the versions that are held, the latest first."""
    return Table.of(
        title="Versions that are held",
        columns=columns("version", "built_on", "on"),
        records=({"version": v.id, "built_on": v.built[:10], "on": v.day} for v in reversed(held)),
        notes=("What changed since one of them: `treatygraph changes --since VERSION`.",),
    )


def _notes(held: tuple[Version, ...], shown: tuple[Step, ...]) -> Iterator[str]:
    if not held:
        yield "No version is held yet. `treatygraph build` keeps what each build is made of."
        return
    first, last = held[0], held[-1]
    if len(held) == 1:
        yield f"One version is held since then: {first.id}, built on {first.built[:10]}."
    else:
        yield f"From version {first.id} ({first.built[:10]}) to {last.id} ({last.built[:10]}), day {last.day}."
    counted = {kind: sum(c.kind is kind for s in shown for c in s.changes) for kind in ChangeKind}
    told = [f"{number} {kind.value.replace('_', ' ')}" for kind, number in counted.items() if number]
    yield (", ".join(told) or "Nothing changed") + ". A correction mends the record: the world did not change."


def _cells(register: Register, step: Step, change: Change) -> dict[str, Value]:
    known = change.participant in register.participants
    return {
        "built_on": step.after.built[:10],
        "version": step.after.id,
        "change": change.kind.value,
        "treaty": change.treaty,
        "participant": change.participant,
        "participant_name": register.name(change.participant) if known and change.participant else None,
        "what": change.what.replace("_", " "),
        "before": change.before or None,
        "after": change.after or _others(register, change) or None,
        "number": change.number,
        "about": change.row,
        "because": joined(change.because) or None,
        "source": joined(change.sources) or None,
    }


def _others(register: Register, change: Change) -> str:
    names = [register.name(p) if p in register.participants else p for p in change.others[:NAMED]]
    more = len(change.others) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")
