"""What binds a participant, counted by treaty, strength and theme, and one by one: the second part of a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Obligation, Owed, Strength
from treatygraph.law.model import Bound, Commitment
from treatygraph.law.obligations import DUTIES, NOT_COUNTED, binds
from treatygraph.proofs import languages
from treatygraph.proofs.words import FIRST
from treatygraph.questions.competence import competence_told
from treatygraph.questions.desk import Desk
from treatygraph.questions.number import Number, number
from treatygraph.questions.obligations import STRENGTHS

#: A text in the languages the data have it in.
Text = dict[str, str]

#: Switches that leave a choice to the participant: a declaration it may make, or an option of its own law.
_CHOICES = ("declaration", "option")
#: Any state but this one binds, in full or as changed.
_KEPT = "!excluded|undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """One obligation in force for the participant, with what its own reservation does to it."""

    obligation: str
    treaty: str
    provision: str
    article: str
    strength: str
    owed: str
    bearer: str
    themes: tuple[str, ...]
    deadline: str | None
    choice: str | None
    state: str
    may_change: bool
    statement: str | None
    since: str
    summary: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyCommitments:
    """The obligations of one treaty, as they stand for the participant.

    `bound` (all but those excluded) is by strength, `reserved` by state; `not_binding` is by strength, where the treaty
    is not in force. `may_change`: a list shows a statement that was not read, and it may change any of them.
    """

    treaty: str
    in_force: bool
    bound: dict[str, Number]
    reserved: dict[str, Number]
    owed: dict[str, Number]
    not_binding: dict[str, Number]
    absent: Number
    duties: Number
    themes: dict[str, Number]
    open_choices: Number
    deadlines: Number
    carried: Number
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """What binds the participant, counted and listed.

    `competence` tells how far an organization is bound: each sentence once, with the treaties that it is true of.
    """

    treaties: tuple[TreatyCommitments, ...]
    rows: tuple[CommitmentRow, ...]
    competence_limited: bool
    competence: tuple[tuple[tuple[str, ...], Text], ...]


def commitments(desk: Desk, participant: str, told: tuple[str, ...]) -> Commitments:
    """Return the commitments of a participant on the day, under the treaties told."""
    found = {t: desk.commitments(participant, t) for t in told}
    apart = frozenset(desk.register.in_depth) - set(told)
    return Commitments(
        treaties=tuple(_treaty(desk, participant, treaty, rows) for treaty, rows in found.items()),
        rows=commitment_rows(desk, participant, told),
        competence_limited=participant not in desk.register.states,
        competence=_competence(desk, participant, [t for t in desk.register.treaties if t not in apart]),
    )


def commitment_rows(desk: Desk, participant: str, treaties: Iterable[str]) -> tuple[CommitmentRow, ...]:
    """Return the commitments of a participant on the day under treaties, one by one."""
    return tuple(_row(desk, c) for t in treaties for c in desk.commitments(participant, t))


def _competence(desk: Desk, participant: str, treaties: list[str]) -> tuple[tuple[tuple[str, ...], Text], ...]:
    told = {c: competence_told(desk, participant, treaties, c) for c in languages()}
    found: dict[str, tuple[list[str], Text]] = {}
    for n, (treaty, sentences) in enumerate(told[FIRST]):
        for place, sentence in enumerate(sentences):
            text = {language: each[n][1][place] for language, each in told.items()}
            found.setdefault(sentence, ([], text))[0].append(treaty)
    # What is true of one treaty first, then what is true of several.
    ordered = sorted(found.values(), key=lambda each: len(each[0]))
    return tuple((tuple(treaties), text) for treaties, text in ordered)


def _treaty(desk: Desk, participant: str, treaty: str, rows: tuple[Commitment, ...]) -> TreatyCommitments:
    register, on = desk.register, desk.on
    obligations = [(register.obligations[c.obligation], c.state) for c in rows]
    kept = [o for o, state in obligations if state not in NOT_COUNTED]
    possible = _possible(desk, participant, treaty) if not rows else []
    every, absent = "obligations/commitments-of-a-participant", "obligations/not-binding"

    def count(of: Iterable[str], question: str = every, **where: str | None) -> Number:
        each = tuple(of)
        return number(
            desk,
            len(each),
            question,
            where={"treaty": treaty, **where},
            asked={"participant": participant, "on": on},
            counted=each,
        )

    def by_strength(of: list[Obligation], strength: Strength) -> Iterator[str]:
        return (o.id for o in of if o.strength == strength)

    def touched(state: Bound) -> Iterator[str]:
        return (o.id for o, each in obligations if each is state)

    title = register.instruments[treaty].short_title
    carried = [
        o.id for o, origin in desk.ledger.obligations(treaty, participant not in register.states) if origin is not None
    ]
    return TreatyCommitments(
        treaty=treaty,
        in_force=bool(rows),
        bound={s.value: count(by_strength(kept, s), strength=s, state=_KEPT) for s in STRENGTHS} if rows else {},
        reserved={
            s.value: count(touched(s), state=s.value)
            for s in sorted({state for _, state in obligations if state is not Bound.BOUND})
        },
        owed={w.value: count((o.id for o in kept if o.owed == w), owed=w, state=_KEPT) for w in Owed} if rows else {},
        not_binding={s.value: count(by_strength(possible, s), absent, strength=s) for s in STRENGTHS}
        if not rows
        else {},
        absent=count((o.id for o in possible), absent),
        duties=count(_duties(kept), strength="!discretionary", state=_KEPT)
        if rows
        else count(_duties(possible), absent, strength="!discretionary"),
        themes={
            theme: number(
                desk,
                len(of),
                "obligations/by-theme",
                where={"treaty_title": title, "theme": theme},
                column="duties",
                asked={"participant": participant, "on": on},
                counted=of,
            )
            for theme, of in themes_of(kept).items()
        },
        open_choices=count((o for o, _ in open_choices(desk, participant, treaty, rows)), "obligations/open-choices"),
        deadlines=count(
            (o.id for o in kept if o.deadline and o.strength in DUTIES),
            "obligations/deadlines-of-a-participant",
            strength="!discretionary",
        ),
        may_change=any(c.unread for c in rows),
        carried=number(
            desk,
            len(carried),
            "obligations/carried-for-a-participant",
            asked={"participant": participant, "treaty": treaty},
            counted=carried,
        ),
    )


def _duties(obligations: list[Obligation]) -> Iterator[str]:
    return (o.id for o in obligations if o.strength in DUTIES)


def _possible(desk: Desk, participant: str, treaty: str) -> list[Obligation]:
    """Return the treaty's own obligations that can bind such a participant."""
    organization = participant not in desk.register.states
    return [o for o in desk.register.obligations_by_treaty.get(treaty, ()) if binds(o, organization)]


def themes_of(obligations: list[Obligation]) -> dict[str, tuple[str, ...]]:
    """Return the duties of each theme, by identifier; a duty with two themes stands in both."""
    found: dict[str, list[str]] = {}
    for obligation in obligations:
        for theme in obligation.themes if obligation.strength in DUTIES else ():
            found.setdefault(theme, []).append(obligation.id)
    return {theme: tuple(of) for theme, of in sorted(found.items())}


def open_choices(
    desk: Desk, participant: str, treaty: str, rows: tuple[Commitment, ...]
) -> tuple[tuple[str, str], ...]:
    """Return (obligation, provision of the choice) of the choices left to the participant that no statement records."""
    said = {
        provision
        for statement in desk.register.statements_of(participant, treaty)
        if statement.made_on is None or statement.made_on.earliest <= desk.day
        for provision in statement.provisions
    }
    found = []
    for commitment in rows:
        for switch in desk.register.obligations[commitment.obligation].switches:
            kind, _, provision = switch.partition(":")
            if kind in _CHOICES and not said & desk.register.within(provision):
                found.append((commitment.obligation, provision))
    return tuple(found)


def _row(desk: Desk, commitment: Commitment) -> CommitmentRow:
    obligation = desk.register.obligations[commitment.obligation]
    choice = next((s for s in obligation.switches if s.partition(":")[0] in _CHOICES), None)
    return CommitmentRow(
        obligation=obligation.id,
        treaty=commitment.treaty,
        provision=obligation.provision,
        article=cite(desk.register.provisions[obligation.provision]),
        strength=obligation.strength,
        owed=obligation.owed,
        bearer=obligation.bearer,
        themes=obligation.themes,
        deadline=obligation.deadline,
        choice=choice,
        state=commitment.state.value,
        may_change=commitment.unread,
        statement=commitment.statement,
        since=str(commitment.since),
        summary=desk.register.texts(obligation, "summary"),
    )
