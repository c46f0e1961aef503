"""What stands behind the counts that SPARQL makes: for each number the list that it counts, by the law and the facts.

The graph counts, the law lists: a test holds the two to the same number in every row of every such question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from treatygraph.facts.lookups import cite, find_paragraph
from treatygraph.facts.model import Action, Obligation
from treatygraph.law.model import Status
from treatygraph.law.obligations import DUTIES, NOT_COUNTED, notification_gaps
from treatygraph.law.status import counted
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import as_of_notes
from treatygraph.questions.question import Table, Value
from treatygraph.questions.resolution import links, treaties_to_join

#: What was given and the row that counts, by name.
Known = Mapping[str, Value]
#: Returns the identifiers of what a number counts.
_Lists = Callable[[Desk, Known], Iterable[str]]
#: Returns the acts that a number counts.
_Done = Callable[[Desk, Known], Iterable[Action]]
#: Returns the obligations that a number counts, each with the treaty under which it is owed.
_Owed = Callable[[Desk, Known], Iterable[tuple[str, Obligation]]]


def behind(desk: Desk, question: str, known: Known, column: str) -> Table | None:
    """Return the list that a number of an answer in SPARQL counts; None for a column that counts nothing.

    Args:
        desk: The conclusions on the day of the answer.
        question: What was answered, by identifier.
        known: What the parameters were set to, and the values of the row.
        column: The name of the number's column.
    """
    for lists, tabled in ((_PARTICIPANTS, _participants), (_TREATIES, _treaties), (_PLACES, _places)):
        if (found := lists.get((question, column))) is not None:
            return tabled(desk, tuple(found(desk, known)))
    if (done := _ACTS.get((question, column))) is not None:
        return _acts(desk, tuple(done(desk, known)))
    owed = _OBLIGATIONS.get((question, column))
    return None if owed is None else _obligations(desk, tuple(owed(desk, known)))


def _participants(desk: Desk, found: tuple[str, ...]) -> Table:
    records = ({"participant": p, "participant_name": desk.register.name(p)} for p in found)
    return _table(desk, "participants", ("participant", "participant_name"), records)


def _treaties(desk: Desk, found: tuple[str, ...]) -> Table:
    register = desk.register
    records = ({"treaty": t, "treaty_title": register.instruments[t].short_title} for t in found)
    return _table(desk, "treaties", ("treaty", "treaty_title"), records, found)


def _acts(desk: Desk, acts: tuple[Action, ...]) -> Table:
    register = desk.register
    names = ("act", "participant", "participant_name", "consent_kind", "done_on")
    records = (
        {
            "act": a.id,
            "participant": a.participant,
            "participant_name": register.name(a.participant),
            "consent_kind": a.kind,
            "done_on": str(a.done_on),
        }
        for a in acts
    )
    return _table(desk, "acts", names, records, {a.treaty for a in acts})


def _places(desk: Desk, found: tuple[str, ...]) -> Table:
    records = ({"paragraph": p, "paragraph_number": desk.register.paragraphs[p].number} for p in found)
    return _table(desk, "paragraphs", ("paragraph", "paragraph_number"), records)


def _obligations(desk: Desk, found: tuple[tuple[str, Obligation], ...]) -> Table:
    register = desk.register
    records = (
        {
            "treaty": treaty,
            "treaty_title": register.instruments[treaty].short_title,
            "obligation": obligation.id,
            "article": cite(register.provisions[obligation.provision]),
            "strength": obligation.strength,
            "summary": obligation.summary,
        }
        for treaty, obligation in found
    )
    names = ("treaty", "treaty_title", "obligation", "article", "strength", "summary")
    return _table(desk, "obligations", names, records, {treaty for treaty, _ in found})


def _table(
    desk: Desk, of: str, names: tuple[str, ...], records: Iterable[Mapping[str, Value]], treaties: Iterable[str] = ()
) -> Table:
    known = sorted(t for t in treaties if t in desk.register.coverage)
    return Table.of(
        title=f"What is counted on {desk.day}: {of}",
        columns=columns(*names),
        records=records,
        notes=as_of_notes(desk.register, known, desk.day) if known else (),
    )


def _inside(desk: Desk, known: Known) -> tuple[str, ...]:
    return desk.inside(str(known["region"]))


def _parties(desk: Desk, treaty: str) -> tuple[str, ...]:
    return counted(desk.concluded, treaty, desk.day).in_force


def _parties_around(desk: Desk, known: Known) -> Iterable[str]:
    register, region = desk.register, str(known["region"])
    for participant in _parties(desk, str(known["treaty"])):
        if region in register.regions_around(register.participants[participant].region):
            yield participant


def _states_inside(desk: Desk, known: Known) -> Iterable[str]:
    inside = set(_inside(desk, known))
    return (p for p in _parties(desk, str(known["treaty"])) if p in inside)


def _bound_by(desk: Desk, known: Known) -> Iterable[str]:
    obligation = desk.register.obligations[str(known["obligation"])]
    return _parties(desk, desk.register.provisions[obligation.provision].instrument)


def _without_notification(desk: Desk, known: Known) -> Iterable[str]:
    for participant in desk.register.participants:
        for gap in notification_gaps(desk.concluded, participant, str(known["treaty"]), desk.day):
            if gap.provision == known["provision"]:
                yield participant


def _joined(desk: Desk, known: Known) -> Iterable[str]:
    register = desk.register
    asked = treaties_to_join(register, find_paragraph(register, str(known["paragraph"])))
    return (t for t in asked if desk.standing(str(known["participant"]), t).status is Status.PARTY)


def _consents_of_a_year(desk: Desk, known: Known) -> Iterable[Action]:
    under = desk.concluded.under(str(known["treaty"]))
    return (p.consent for p in under if str(p.consent.done_on)[:4] == str(known["year"]))


def _consents_of_a_kind(desk: Desk, known: Known) -> Iterable[Action]:
    under = desk.concluded.under(str(known["treaty"]))
    return {p.consent.id: p.consent for p in under if p.consent.kind == known["consent_kind"]}.values()


def _with_a_verb(desk: Desk, known: Known) -> Iterable[str]:
    register = desk.register
    kind = str(known["paragraph_kind"])
    uses = (u for u in register.facts.verbs if u.verb == known["verb"])
    return (u.paragraph for u in uses if register.paragraphs[u.paragraph].kind == kind)


def _linked(desk: Desk, known: Known) -> Iterable[tuple[str, Obligation]]:
    register = desk.register
    for link in links(register, str(known["paragraph"])):
        if link.relation == known["relation"] and not link.by_rule:
            yield register.provisions[link.obligation.provision].instrument, link.obligation


def _owed(desk: Desk, known: Known) -> Iterable[tuple[str, Obligation]]:
    """Yield what binds a participant, under one treaty or all, of the row's strength or theme."""
    register, participant = desk.register, str(known["participant"])
    treaties = (str(known["treaty"]),) if known.get("treaty") is not None else register.in_depth
    for treaty in treaties:
        owed = (c for c in desk.commitments(participant, treaty) if c.carried_from is None)
        kept = (c.obligation for c in owed if c.state not in NOT_COUNTED)
        for obligation in dict.fromkeys(kept):
            yield treaty, register.obligations[obligation]


def _of_a_strength(desk: Desk, known: Known) -> Iterable[tuple[str, Obligation]]:
    return ((t, o) for t, o in _owed(desk, known) if o.strength == known["strength"])


def _of_a_theme(desk: Desk, known: Known) -> Iterable[tuple[str, Obligation]]:
    return ((t, o) for t, o in _owed(desk, known) if o.strength in DUTIES and known["theme"] in o.themes)


def _not_owed(desk: Desk, known: Known) -> Iterable[tuple[str, Obligation]]:
    treaty, organization = str(known["treaty"]), str(known["participant"]) not in desk.register.states
    found = [o for o, origin in desk.ledger.obligations(treaty, organization) if origin is None]
    return ((treaty, o) for o in found if o.strength in DUTIES and known["theme"] in o.themes)


_PARTICIPANTS: Mapping[tuple[str, str], _Lists] = MappingProxyType(
    {
        ("status/states-by-region", "states"): _inside,
        ("status/parties-by-region", "parties"): _parties_around,
        ("gaps/by-region", "states"): _inside,
        ("gaps/by-region", "parties"): _states_inside,
        ("gaps/notifications-by-provision", "parties"): _without_notification,
        ("resolution/parties-for-a-paragraph", "parties"): _bound_by,
    }
)
_TREATIES: Mapping[tuple[str, str], _Lists] = MappingProxyType({("gaps/distance", "joined"): _joined})
_ACTS: Mapping[tuple[str, str], _Done] = MappingProxyType(
    {
        ("status/consents-per-year", "consents"): _consents_of_a_year,
        ("status/kinds-of-consent", "acts"): _consents_of_a_kind,
    }
)
_PLACES: Mapping[tuple[str, str], _Lists] = MappingProxyType({("resolution/verbs", "paragraphs"): _with_a_verb})
_OBLIGATIONS: Mapping[tuple[str, str], _Owed] = MappingProxyType(
    {
        ("resolution/links-by-paragraph", "links"): _linked,
        ("obligations/by-strength", "obligations"): _of_a_strength,
        ("obligations/by-theme", "duties"): _of_a_theme,
        ("obligations/matrix-by-theme", "duties"): _of_a_theme,
        ("obligations/themes-not-binding", "duties"): _not_owed,
    }
)
#: The questions in SPARQL whose numbers open a list, with the columns of these numbers.
COUNTS = frozenset((*_PARTICIPANTS, *_TREATIES, *_ACTS, *_PLACES, *_OBLIGATIONS))
