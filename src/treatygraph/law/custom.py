"""As what a convention on the law of treaties is cited: as a treaty, or as the customary law that it reflects.

Legal basis: VCLT art. 4 (it applies as such only to treaties concluded by States after it is in force for them), and
the like articles of the conventions on succession and on organizations. Which instrument stands behind the name that
the rules cite is data: clauses of kind codification, and codification_organizations where organizations take part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from treatygraph.days import PartialDate
from treatygraph.facts.model import Clause, ClauseKind, ParticipantKind
from treatygraph.law.model import Reason, because
from treatygraph.law.rule import PLACES, Family, Place, Rule
from treatygraph.law.status import Concluded

CITED_AS_CUSTOM = Rule(
    id="cited-as-custom",
    title="A convention cited as the custom it reflects",
    basis="The convention's own article",
    family=Family.RELATION,
    sentence=(
        "{parent} ({source}) was not in force for {participants} when {treaty} was concluded: between them it is cited "
        "as the customary law that it reflects."
    ),
)
CITED_FOR_ORGANIZATIONS = Rule(
    id="cited-for-organizations",
    title="The convention on treaties of organizations",
    basis="The convention's own article",
    family=Family.RELATION,
    sentence=(
        "{participants}: for organizations the rules cited from {source} stand in {parent}; they are cited as the "
        "customary law that it reflects."
    ),
)
CITED_EITHER_WAY = Rule(
    id="cited-either-way",
    title="A convention whose parties are not in the data",
    basis="VCLT art. 4",
    family=Family.RELATION,
    sentence=(
        "Whether {source} was in force for {participants} when {treaty} was concluded is not in the data: it is cited "
        "as treaty law or as the customary law that it reflects."
    ),
)

#: Kinds of participant whose treaties the convention on organizations is about.
_ORGANIZATIONS = frozenset({ParticipantKind.REIO, ParticipantKind.ORGANIZATION})

#: How the bases of the rules name a convention: VCLT, VCSST.
_NAMED = re.compile(r"\b[A-Z]{4,}\b")


def cited_as(concluded: Concluded, reason: Reason) -> tuple[Reason, ...]:
    """Return as what the conventions that a proof rests on are cited between those it is about; said once for all.

    Nothing where a convention was in force, as a treaty, for everyone concerned when the treaty at hand was concluded.
    """
    values = dict(reason.values)
    treaty = values.get("treaty")
    if not isinstance(treaty, str):
        return ()
    concerned = tuple(sorted({str(v) for name, v in reason.values if PLACES[name] is Place.PARTICIPANT}))
    named = dict.fromkeys(n for step in reason.walk() for n in _NAMED.findall(step.rule.basis))
    return tuple(found for name in named for found in _cited(concluded, name, treaty, concerned))


def _cited(concluded: Concluded, name: str, treaty: str, concerned: tuple[str, ...]) -> Iterator[Reason]:
    register = concluded.register
    kinds = {p: register.participants[p].kind for p in concerned}
    organizations = tuple(p for p, kind in kinds.items() if kind in _ORGANIZATIONS)
    concerned = tuple(p for p, kind in kinds.items() if kind is not ParticipantKind.TERRITORY)
    theirs = _clause(concluded, ClauseKind.CODIFICATION_ORGANIZATIONS, name)
    if organizations and theirs is not None:
        yield because(
            CITED_FOR_ORGANIZATIONS,
            article=theirs.article,
            participants=organizations,
            source=name,
            parent=theirs.instrument,
            facts=(theirs,),
        )
        concerned = tuple(p for p in concerned if p not in organizations)
    clause = _clause(concluded, ClauseKind.CODIFICATION, name)
    if clause is None or clause.instrument not in register.treaties:
        if concerned:
            yield because(CITED_EITHER_WAY, participants=concerned, source=name, treaty=treaty)
        return
    concluded_on = _concluded_on(concluded, treaty)
    others = tuple(p for p in concerned if not _in_force(concluded, p, clause.instrument, concluded_on))
    if others:
        yield because(
            CITED_AS_CUSTOM,
            article=clause.article,
            participants=others,
            source=name,
            parent=clause.instrument,
            treaty=treaty,
            facts=(clause,),
        )


def _clause(concluded: Concluded, kind: ClauseKind, name: str) -> Clause | None:
    """Return the clause of the instrument that the rules cite by this name."""
    clauses = concluded.register.facts.clauses
    found = (c for c in clauses if c.kind is kind and c.condition == name)
    return concluded.once(("cited", kind, name), lambda: next(found, None))


def _concluded_on(concluded: Concluded, treaty: str) -> date | None:
    instrument = concluded.register.instruments[treaty]
    day = instrument.adopted_on or instrument.opened_on
    return day.earliest if isinstance(day, PartialDate) else day


def _in_force(concluded: Concluded, participant: str, convention: str, day: date | None) -> bool:
    """Return whether the convention surely was in force for the participant on the day."""
    return day is not None and any(p.in_force_on(day) for p in concluded.of(participant, convention))
