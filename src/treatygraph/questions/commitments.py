"""Commitments: what binds a participant, one by one, and how many by theme and strength."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Obligation
from treatygraph.law.competence import competence
from treatygraph.law.knowledge import unread
from treatygraph.law.model import Bound, Commitment
from treatygraph.law.obligations import DUTIES, NOT_COUNTED, notification_gaps
from treatygraph.questions.columns import columns
from treatygraph.questions.competence import competence_told
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import (
    CARRIED,
    EVERYTHING,
    MODALITY,
    ON,
    ONLY_TREATY,
    PARTICIPANT,
    STRENGTH,
    THEME,
)
from treatygraph.questions.notes import as_of_notes, depth_notes, joined, shown
from treatygraph.questions.obligations import Filter
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.territories import is_territory, owed_there, summary_notes


def by_theme(desk: Desk, participant: str) -> Mapping[str, Mapping[str, int]]:
    """Return how many duties of each theme each treaty in force has for a participant: theme → treaty → number.

    What a reservation excludes, or an unread statement may exclude, is not counted.
    """
    return _counted_by(desk, participant, lambda o: o.themes if o.strength in DUTIES else ())


def by_strength(desk: Desk, participant: str) -> Mapping[str, Mapping[str, int]]:
    """Return how many obligations of each grade bind a participant under each treaty, without what may be excluded."""
    return _counted_by(desk, participant, lambda o: (o.strength,))


def _counted_by(
    desk: Desk, participant: str, codes: Callable[[Obligation], Iterable[str]]
) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for treaty in desk.register.in_depth:
        for commitment in desk.commitments(participant, treaty):
            if commitment.state in NOT_COUNTED:
                continue
            for code in codes(desk.register.obligations[commitment.obligation]):
                numbers = found.setdefault(code, {})
                numbers[treaty] = numbers.get(treaty, 0) + 1
    return dict(sorted(found.items()))


def of_a_participant(
    desk: Desk,
    *,
    participant: str,
    treaty: str | None = None,
    theme: str | None = None,
    strength: str | None = None,
    modality: str | None = None,
    everything: bool = False,
    carried: bool = False,
) -> Table:
    """Return the commitments of a participant on the day.

    Args:
        desk: The conclusions on the day.
        participant: The participant.
        treaty: Only this treaty.
        theme: Code of a theme: only its obligations.
        strength: Code of a grade: only its obligations.
        modality: Code of a wording: only its obligations.
        everything: Permissions and advice as well as duties.
        carried: Also those of the Convention that are owed for the matters of a Protocol.

    A territory has what the participant responsible for it owes, under the treaties that are said to apply there.
    """
    register = desk.register
    treaties = (treaty,) if treaty is not None else register.in_depth
    wanted = Filter(theme=theme, strength=strength, modality=modality, everything=everything)
    who, applying, there = participant, treaties, tuple(summary_notes(desk, participant, treaties))
    if is_territory(register, participant):
        who, applying, there = owed_there(desk, participant, treaties)
    found = [c for t in applying for c in desk.ledger.on(who, t, desk.day)]
    here = [c for c in found if carried or c.carried_from is None]
    listed = [c for c in here if wanted.takes(register.obligations[c.obligation])]
    elsewhere = Counter(
        (c.treaty, c.carried_from)
        for c in found
        if c.carried_from is not None and not carried and wanted.takes(register.obligations[c.obligation])
    )
    notes = (
        *depth_notes(register, treaties),
        *there,
        *_absent(desk, who, applying, {c.treaty for c in found}),
        *_counted(desk, participant, listed, outside=len(here) - len(listed)),
        *(
            f"{n} more are owed for {t} from {origin}, mutatis mutandis (--carried lists them)."
            for (t, origin), n in sorted(elsewhere.items())
        ),
        *_cautions(desk, who, listed),
        *_not_read(desk, who, applying),
        *as_of_notes(register, treaties, desk.day),
        *_not_recorded(desk, who, applying),
    )
    return Table.of(
        title=f"{register.name(participant)} ({participant}): commitments on {desk.day}",
        columns=OF_A_PARTICIPANT.columns,
        records=(_cells(desk, c) for c in listed),
        notes=notes,
    )


def _cells(desk: Desk, commitment: Commitment) -> dict[str, Value]:
    obligation = desk.register.obligations[commitment.obligation]
    return {
        "treaty": commitment.treaty,
        "article": _article(desk, commitment, obligation),
        "obligation": obligation.id,
        "state": commitment.state,
        "may_change": commitment.unread,
        "statement": commitment.statement,
        "competence": _competence(desk, commitment),
        "strength": obligation.strength,
        "modality": obligation.modality,
        "bearer": obligation.bearer,
        "owed": obligation.owed,
        "deadline": obligation.deadline,
        "themes": joined(obligation.themes),
        "since": shown(commitment.since),
        "until": shown(commitment.until),
        "carried_from": commitment.carried_from,
        "summary": obligation.summary,
    }


def _competence(desk: Desk, commitment: Commitment) -> str | None:
    """Return the declarations of competence within which an organization owes it, or that none is recorded."""
    if not commitment.within_competence:
        return None
    treaty, participant = commitment.treaty, commitment.participant
    known = desk.once(
        ("competence", participant, treaty), lambda: competence(desk.register, participant, treaty, desk.day)
    )
    assert known is not None, "a commitment within competence has a clause that limits it"
    return joined(s.id for s in known.declarations) or "not declared"


def _article(desk: Desk, commitment: Commitment, obligation: Obligation) -> str:
    """Return the article; of one carried over from another treaty with the name of that treaty."""
    article = cite(desk.register.provisions[obligation.provision])
    if commitment.carried_from is None:
        return article
    return f"{article} of {desk.register.instruments[commitment.carried_from].short_title}"


def _absent(desk: Desk, participant: str, treaties: tuple[str, ...], present: set[str]) -> Iterator[str]:
    for treaty in treaties:
        if treaty not in present:
            yield f"{treaty}: not in force for {desk.register.name(participant)} on {desk.day}."


def _counted(desk: Desk, participant: str, listed: list[Commitment], outside: int) -> Iterator[str]:
    states = ", ".join(f"{n} {s}" for s, n in sorted(Counter(c.state.value for c in listed).items()))
    open_to_change = sum(c.unread and c.state not in NOT_COUNTED for c in listed)
    may = f", of which an unread statement may change any of {open_to_change}" if open_to_change else ""
    yield f"{len(listed)} commitments: {states or 'none'}{may}."
    if outside:
        yield f"{outside} more are outside the filter (permissions and advice, unless asked for with --all)."


def _cautions(desk: Desk, participant: str, listed: list[Commitment]) -> Iterator[str]:
    if participant not in desk.register.states:
        yield "An organization is bound within the limits of its competence."
        for treaty, sentences in competence_told(desk, participant, dict.fromkeys(c.treaty for c in listed)):
            yield f"{treaty}: {' '.join(sentences)}"
    if any(c.state is Bound.DISPUTED for c in listed):
        yield "Disputed: `treatygraph why` names both readings."


def _not_read(desk: Desk, participant: str, treaties: tuple[str, ...]) -> Iterator[str]:
    """Yield what a reader must know where a list shows a statement of the participant that was not read."""
    listed = [treaty for treaty in treaties if unread(desk.register, participant, treaty)]
    if listed:
        yield (
            f"A list shows a reservation or declaration under {', '.join(listed)} that was not read: it may change "
            "any of these commitments. Where the treaty lets a reservation exclude an obligation, the state is "
            "undetermined."
        )


def _not_recorded(desk: Desk, participant: str, treaties: tuple[str, ...]) -> Iterator[str]:
    gaps = [gap for t in treaties for gap in notification_gaps(desk.concluded, participant, t, desk.day)]
    if gaps:
        named = ", ".join(f"{g.treaty} {cite(desk.register.provisions[g.provision])}" for g in gaps)
        yield (
            f"Notifications asked for and not recorded in the sources read: {named}. A gap in the record, not a breach."
        )


OF_A_PARTICIPANT = Question(
    id="obligations/of-a-participant",
    sentences={
        "en": "What binds a participant on a day, and what do its own reservations do to it?",
        "zh": "某参与方在某日受哪些义务约束，其自身保留对此有何影响？",
    },
    description="Its commitments one by one; duties only, unless more is asked for.",
    tags=("obligations",),
    parameters=(PARTICIPANT, ONLY_TREATY, THEME, STRENGTH, MODALITY, EVERYTHING, CARRIED, ON),
    columns=columns(
        "treaty",
        "article",
        "obligation",
        "state",
        "may_change",
        "statement",
        "competence",
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
    ),
    law=by_law(of_a_participant),
)
QUESTIONS = (OF_A_PARTICIPANT,)
