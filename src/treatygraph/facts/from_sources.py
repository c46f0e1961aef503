"""From a depositary's table to rows of `actions.csv`, with the decisions of `lookups/`.

A name or mark that nobody has decided on stops and is named; the decision then goes into
`lookups/participant_names.csv` or `lookups/action_marks.csv` with its day and reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.errors import TreatygraphError, UnreadableSourceError
from treatygraph.facts.lookups import find_participant
from treatygraph.facts.model import CONSENT, Action, ActionKind, ActionMark
from treatygraph.facts.register import Register
from treatygraph.sources.model import DatedMark, StatusRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A table read against the facts: what is new, what it confirms, and where it disagrees.

    `differing` pairs the row that stands with the row as the table has it; `absent` are acts of ours that
    the table does not show.
    """

    new: tuple[Action, ...]
    confirmed: tuple[Action, ...]
    differing: tuple[tuple[Action, Action], ...]
    absent: tuple[Action, ...]


def actions_from_table(
    register: Register, rows: tuple[StatusRow, ...], treaty: str, source: str, name: str
) -> tuple[Action, ...]:
    """Return the treaty actions that a status table shows, sorted by identifier.

    Args:
        register: The facts, for names and marks.
        rows: The table as published.
        treaty: Identifier of the treaty.
        source: Identifier of the source.
        name: What to call the table in errors.

    Raises:
        UnreadableSourceError: A name or mark is not known, or stands where it means nothing; all are named.
    """
    marks = {mark.mark: mark for mark in register.facts.action_marks}
    faults: list[str] = []
    found: dict[str, Action] = {}
    for row in rows:
        try:
            participant = find_participant(register, row.participant).id
        except TreatygraphError as error:
            faults.append(
                f"row {row.row}: {error} Decide who is meant in lookups/participant_names.csv, with the reason."
            )
            continue
        for kind, day in _acts(row, marks, faults):
            identifier = f"{treaty}-{participant}-{kind}-1"
            if identifier in found:
                faults.append(f"row {row.row}: {row.participant!r} stands in the table twice. Remove one row.")
                continue
            found[identifier] = Action(
                id=identifier,
                treaty=treaty,
                participant=participant,
                kind=kind,
                done_on=day.day,
                effective_on=None,
                sources=(source,),
                confidence="official",
                note=None,
            )
    if faults:
        raise UnreadableSourceError(f"{name}: " + "\n".join(faults))
    return tuple(found[key] for key in sorted(found))


def _acts(row: StatusRow, marks: dict[str, ActionMark], faults: list[str]) -> list[tuple[ActionKind, DatedMark]]:
    """Return the acts that a row shows."""
    acts: list[tuple[ActionKind, DatedMark]] = []
    if row.signature is not None:
        mark = marks.get(row.signature.mark) if row.signature.mark else None
        if not row.signature.mark:
            acts.append((ActionKind.SIGNATURE, row.signature))
        elif mark is not None and mark.kind in CONSENT and mark.kind is not ActionKind.RATIFICATION:
            # The depositary prints a succession or definitive signature beside a day of signature.
            acts.append((mark.kind, row.signature))
        else:
            faults.append(_unknown_mark(row, row.signature.mark))
    if row.consent is not None:
        mark = marks.get(row.consent.mark)
        if mark is None:
            faults.append(_unknown_mark(row, row.consent.mark))
        elif mark.requires_signature and row.signature is None:
            # A row with neither signature nor mark: ask the source, do not guess.
            faults.append(
                f"row {row.row}: {row.participant!r} has an act of {row.consent.day} without a mark and no "
                "signature. Ask the source what it is, and write the mark into the table."
            )
        else:
            acts.append((mark.kind, row.consent))
    return acts


def _unknown_mark(row: StatusRow, mark: str) -> str:
    return (
        f"row {row.row}: {row.participant!r} has the mark {mark!r}, which lookups/action_marks.csv does not "
        "know there. Decide what it means, with the reason."
    )


def compare(register: Register, actions: tuple[Action, ...], treaty: str) -> Intake:
    """Return how the actions of a table differ from those that stand."""
    standing = {a.id: a for a in register.facts.actions if a.treaty == treaty}
    shown = {a.id: a for a in actions}
    return Intake(
        new=tuple(a for a in actions if a.id not in standing),
        confirmed=tuple(a for a in actions if a.id in standing and standing[a.id].done_on == a.done_on),
        differing=tuple(
            (standing[a.id], a) for a in actions if a.id in standing and standing[a.id].done_on != a.done_on
        ),
        absent=tuple(a for key, a in sorted(standing.items()) if key not in shown),
    )
