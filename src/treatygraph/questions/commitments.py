"""Commitments and obligations: what binds a participant; what a treaty asks, and of how many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Obligation
from treatygraph.facts.register import Register
from treatygraph.law.knowledge import unread
from treatygraph.law.model import Bound
from treatygraph.law.obligations import DUTIES, NO_PARTY, Ledger, notification_gaps
from treatygraph.law.status import Concluded
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import as_of_notes, joined, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which obligations are asked about; None means any. Without a strength or modality: duties only."""

    theme: str | None = None
    strength: str | None = None
    modality: str | None = None
    everything: bool = False

    def takes(self, obligation: Obligation) -> bool:
        """Return whether an obligation is asked about."""
        if self.theme is not None and self.theme not in obligation.themes:
            return False
        if self.strength is not None and obligation.strength != self.strength:
            return False
        if self.modality is not None and obligation.modality != self.modality:
            return False
        chosen = self.everything or self.strength is not None or self.modality is not None
        return chosen or obligation.strength in DUTIES


def commitments(
    concluded: Concluded,
    participant: str,
    day: date,
    treaties: tuple[str, ...],
    wanted: Filter,
    carried: bool = False,
) -> Table:
    """Return the commitments of a participant on a day.

    Args:
        concluded: The conclusions.
        participant: The participant.
        day: The day asked about.
        treaties: The treaties asked about.
        wanted: Which obligations.
        carried: Also those of the Convention that are owed for the matters of a Protocol.
    """
    register = concluded.register
    ledger = Ledger(concluded)
    rows: list[tuple[Value, ...]] = []
    hidden: Counter[str] = Counter()
    notes: list[str] = []
    for treaty in treaties:
        found = ledger.on(participant, treaty, day)
        if not found:
            notes.append(f"{treaty}: not in force for {register.name(participant)} on {day}.")
        for commitment in found:
            obligation = register.obligations[commitment.obligation]
            if commitment.carried_from is not None and not carried:
                hidden[f"{treaty} from {commitment.carried_from}"] += wanted.takes(obligation)
                continue
            if not wanted.takes(obligation):
                hidden["other"] += 1
                continue
            rows.append(
                (
                    treaty,
                    cite(register.provisions[obligation.provision]),
                    obligation.id,
                    commitment.state,
                    commitment.statement,
                    obligation.strength,
                    obligation.modality,
                    obligation.bearer,
                    obligation.owed,
                    obligation.deadline,
                    joined(obligation.themes),
                    shown(commitment.since),
                    shown(commitment.until),
                    commitment.carried_from,
                    obligation.summary,
                )
            )
    notes += _notes(register, participant, rows, hidden)
    notes += _not_read(register, participant, treaties)
    notes += as_of_notes(register, treaties, day)
    gaps = [gap for treaty in treaties for gap in notification_gaps(concluded, participant, treaty, day)]
    if gaps:
        named = ", ".join(f"{g.treaty} {cite(register.provisions[g.provision])}" for g in gaps)
        notes.append(
            f"Notifications asked for and not recorded in the sources read: {named}. A gap in the record, not a breach."
        )
    headed = columns(
        "treaty",
        "article",
        "obligation",
        "state",
        "statement",
        "strength",
        "modality",
        "bearer",
        "owed",
        "deadline",
        "themes",
        "since",
        "until",
        "carried_from",
        "summary",
    )
    title = f"{register.name(participant)} ({participant}): commitments on {day}"
    return Table(title=title, columns=headed, rows=tuple(rows), notes=tuple(notes))


def _not_read(register: Register, participant: str, treaties: tuple[str, ...]) -> list[str]:
    """Return what a reader must know where a list shows a statement of the participant that was not read."""
    listed = [treaty for treaty in treaties if unread(register, participant, treaty)]
    if not listed:
        return []
    return [
        f"A list shows a reservation or declaration under {', '.join(listed)} that was not read: it may change any of "
        "these commitments. Where the treaty lets a reservation exclude an obligation, the state is undetermined."
    ]


def _notes(register: Register, participant: str, rows: list[tuple[Value, ...]], hidden: Counter[str]) -> list[str]:
    states = Counter(str(row[3]) for row in rows)
    notes = [f"{len(rows)} commitments: " + (", ".join(f"{n} {s}" for s, n in sorted(states.items())) or "none") + "."]
    if hidden["other"]:
        notes.append(
            f"{hidden['other']} more are outside the filter (permissions and advice, unless asked for with --all)."
        )
    for origin, number in sorted(hidden.items()):
        if origin != "other" and number:
            notes.append(f"{number} more are owed for {origin}, mutatis mutandis (--carried lists them).")
    if participant not in register.states:
        notes.append("An organization is bound within the limits of its competence.")
    if any(row[3] == Bound.DISPUTED for row in rows):
        notes.append("Disputed: `treatygraph why` names both readings.")
    return notes


def obligations(concluded: Concluded, treaty: str, day: date, wanted: Filter) -> Table:
    """Return the obligations of a treaty with the number of participants each binds on a day."""
    register = concluded.register
    ledger = Ledger(concluded)
    bound: Counter[tuple[str, Bound]] = Counter()
    for participant in register.participants:
        bound.update((c.obligation, c.state) for c in ledger.on(participant, treaty, day) if c.carried_from is None)
    rows: list[tuple[Value, ...]] = []
    for obligation in register.obligations_by_treaty.get(treaty, ()):
        if not wanted.takes(obligation):
            continue
        organ = obligation.bearer in NO_PARTY
        touched = sum(n for (o, s), n in bound.items() if o == obligation.id and s is not Bound.BOUND)
        rows.append(
            (
                cite(register.provisions[obligation.provision]),
                obligation.id,
                obligation.bearer,
                obligation.modality,
                obligation.strength,
                obligation.owed,
                obligation.qualifier,
                obligation.deadline,
                joined(obligation.themes),
                joined(obligation.switches) or None,
                None if organ else bound[obligation.id, Bound.BOUND],
                None if organ else touched,
                obligation.summary,
            )
        )
    headed = columns(
        "article",
        "obligation",
        "bearer",
        "modality",
        "strength",
        "owed",
        "qualifier",
        "deadline",
        "themes",
        "switches",
        "bound",
        "reserved",
        "summary",
    )
    total = len(register.obligations_by_treaty.get(treaty, ()))
    notes = (
        f"{len(rows)} of {total} obligations; `bound` and `reserved` count participants, and stay empty where an "
        "organ of the treaty is the bearer.",
        *as_of_notes(register, [treaty], day),
    )
    title = f"{register.instruments[treaty].short_title}: obligations on {day}"
    return Table(title=title, columns=headed, rows=tuple(rows), notes=notes)
