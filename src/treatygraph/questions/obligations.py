"""Obligations: what a treaty asks, whom each binds, and which are meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Obligation, Strength
from treatygraph.law.model import Bound
from treatygraph.law.obligations import DUTIES, NO_PARTY, NOT_COUNTED
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.law_parameters import DUTIES as DUTIES_ONLY
from treatygraph.questions.law_parameters import MODALITY, ON, STRENGTH, THEME, TREATY
from treatygraph.questions.notes import as_of_notes, depth_notes, joined
from treatygraph.questions.question import Question, Table, Value

#: The grades, the strongest first.
STRENGTHS = tuple(Strength)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """A participant that an obligation concerns, and what its own reservation does to it."""

    participant: str
    state: Bound
    statement: str | None
    unread: bool = False

    @property
    def bound(self) -> bool:
        """Whether the obligation binds it, in full or as changed."""
        return self.state not in NOT_COUNTED


def who_is_bound(desk: Desk, treaty: str) -> Mapping[str, tuple[Concerned, ...]]:
    """Return the participants that each obligation of a treaty concerns on the day, by the obligation.

    None are concerned where the bearer is no party, or the participants are not in the data.
    """
    return desk.once(("who is bound", treaty), lambda: _who_is_bound(desk, treaty))


def _who_is_bound(desk: Desk, treaty: str) -> Mapping[str, tuple[Concerned, ...]]:
    found: dict[str, list[Concerned]] = {o.id: [] for o in desk.register.obligations_by_treaty.get(treaty, ())}
    for participant in desk.register.listed(treaty) if treaty in desk.register.treaties else ():
        wholly = {
            u: Concerned(participant=participant, state=Bound.BOUND, statement=None, unread=u) for u in (True, False)
        }
        for c in desk.commitments(participant, treaty):
            changed = c.state is not Bound.BOUND
            found[c.obligation].append(
                Concerned(participant=participant, state=c.state, statement=c.statement, unread=c.unread)
                if changed
                else wholly[c.unread]
            )
    # Most obligations of a treaty bind the same participants: one list serves for them all.
    shared: dict[tuple[Concerned, ...], tuple[Concerned, ...]] = {}
    lists = {obligation: tuple(concerned) for obligation, concerned in found.items()}
    return {obligation: shared.setdefault(concerned, concerned) for obligation, concerned in lists.items()}


def binds_no_party(obligation: Obligation) -> bool:
    """Return whether the bearer is no party: an organ of the treaty, or one that is about to join."""
    return obligation.bearer in NO_PARTY


def number_open(desk: Desk, obligation: Obligation) -> int | None:
    """Return for how many of those an obligation binds an unread statement may change it; None without a party."""
    if binds_no_party(obligation):
        return None
    treaty = desk.register.provisions[obligation.provision].instrument
    return sum(c.bound and c.unread for c in who_is_bound(desk, treaty).get(obligation.id, ()))


def number_bound(desk: Desk, obligation: Obligation) -> int | None:
    """Return how many participants an obligation binds, in full or as changed; None where its bearer is no party."""
    if binds_no_party(obligation):
        return None
    treaty = desk.register.provisions[obligation.provision].instrument
    return sum(c.bound for c in who_is_bound(desk, treaty).get(obligation.id, ()))


def of_a_treaty(
    desk: Desk,
    *,
    treaty: str,
    theme: str | None = None,
    strength: str | None = None,
    modality: str | None = None,
    duties: bool = False,
) -> Table:
    """Return the obligations of a treaty with the number of participants each binds on the day.

    Args:
        desk: The conclusions on the day.
        treaty: The treaty.
        theme: Code of a theme: only its obligations.
        strength: Code of a grade: only its obligations.
        modality: Code of a wording: only its obligations.
        duties: Leave out permissions and advice.
    """
    register = desk.register
    wanted = Filter(theme=theme, strength=strength, modality=modality, everything=not duties)
    every = register.obligations_by_treaty.get(treaty, ())
    found = [o for o in every if wanted.takes(o)]
    notes = (
        f"{len(found)} of {len(every)} obligations; `bound` and `reserved` count participants, and stay empty where an "
        "organ of the treaty is the bearer. `reserved` counts those with a reservation, and those of which it is not "
        "known because a statement was not read; `may_change_for`: those for which an unread one may change it.",
        *depth_notes(register, [treaty]),
        *as_of_notes(register, [treaty], desk.day),
    )
    return Table.of(
        title=f"{register.instruments[treaty].short_title}: obligations on {desk.day}",
        columns=OF_A_TREATY.columns,
        records=(_row(desk, o, who_is_bound(desk, treaty)[o.id]) for o in found),
        notes=notes,
    )


def _row(desk: Desk, obligation: Obligation, concerned: tuple[Concerned, ...]) -> dict[str, Value]:
    wholly = sum(c.state is Bound.BOUND for c in concerned)
    nobody = binds_no_party(obligation)
    return {
        "article": cite(desk.register.provisions[obligation.provision]),
        "obligation": obligation.id,
        "bearer": obligation.bearer,
        "modality": obligation.modality,
        "strength": obligation.strength,
        "owed": obligation.owed,
        "qualifier": obligation.qualifier,
        "deadline": obligation.deadline,
        "themes": joined(obligation.themes),
        "switches": joined(obligation.switches) or None,
        "bound": None if nobody else wholly,
        "reserved": None if nobody else len(concerned) - wholly,
        "may_change_for": None if nobody else sum(c.bound and c.unread for c in concerned),
        "summary": obligation.summary,
    }


OF_A_TREATY = Question(
    id="obligations/binding-how-many",
    sentences={
        "en": "What does a treaty ask, and how many participants does each obligation bind on a day?",
        "zh": "某条约要求什么，每项义务在某日约束多少参与方？",
    },
    description="Every obligation of a treaty, with the number of participants it binds and that reserved.",
    tags=("obligations",),
    parameters=(TREATY, THEME, STRENGTH, MODALITY, DUTIES_ONLY, ON),
    columns=columns(
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
        "may_change_for",
        "summary",
    ),
    law=by_law(of_a_treaty),
)
QUESTIONS = (OF_A_TREATY,)
