"""A rule of law as a value: what it is called, on what it rests, and the sentence a proof says.

A rule stands in the module of the function that applies it. `law.rules` collects all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import cast

from treatygraph.days import Duration, PartialDate, Span
from treatygraph.errors import TreatygraphError

#: What can fill a place of a sentence.
Value = str | int | date | Span | PartialDate | Duration | tuple[str, ...]


class RuleError(TreatygraphError):
    """A rule, or a reason made of it, whose sentence and values do not fit."""


class Family(StrEnum):
    """What a rule is about: one chapter of the law."""

    CONSENT = "consent"
    TREATY_FORCE = "entry into force of a treaty"
    FORCE = "entry into force for a participant"
    DEPENDENCY = "treaties that need another one"
    LEAVING = "leaving a treaty"
    STATUS = "status on a day"
    RESERVATION = "reservations"
    OBJECTION = "objections to reservations"
    RELATION = "relations between two parties"
    TERRITORY = "territories"
    COMMITMENT = "commitments"


class Place(StrEnum):
    """What a named place of a sentence holds, and so how it is worded."""

    PARTICIPANT = "participant"
    PARTICIPANTS = "participants"
    EARLIER_NAME = "earlier name"
    TREATY = "treaty"
    PROVISION = "provision"
    OBLIGATION = "obligation"
    STATEMENT = "statement"
    DAY = "day"
    DURATION = "duration"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"
    TEXT = "text"


_TYPES: Mapping[Place, tuple[type, ...]] = {
    Place.PARTICIPANTS: (tuple,),
    Place.CODES: (tuple,),
    Place.DAY: (date, Span, PartialDate),
    Place.DURATION: (Duration,),
    Place.NUMBER: (int,),
}

#: Every place a sentence can have.
PLACES: Mapping[str, Place] = {
    "participant": Place.PARTICIPANT,
    "other": Place.PARTICIPANT,
    "territory": Place.PARTICIPANT,
    "a": Place.PARTICIPANT,
    "b": Place.PARTICIPANT,
    "participants": Place.PARTICIPANTS,
    "predecessor": Place.EARLIER_NAME,
    "treaty": Place.TREATY,
    "parent": Place.TREATY,
    "later": Place.TREATY,
    "provision": Place.PROVISION,
    "obligation": Place.OBLIGATION,
    "statement": Place.STATEMENT,
    "objection": Place.STATEMENT,
    "earlier": Place.STATEMENT,
    "ground": Place.CODE,
    "day": Place.DAY,
    "since": Place.DAY,
    "until": Place.DAY,
    "parent_since": Place.DAY,
    "done_on": Place.DAY,
    "made_on": Place.DAY,
    "effective_on": Place.DAY,
    "deposited": Place.DAY,
    "received": Place.DAY,
    "deadline": Place.DAY,
    "delay": Place.DURATION,
    "threshold": Place.NUMBER,
    "counted": Place.NUMBER,
    "kind": Place.CODE,
    "counting": Place.CODE,
    "effect": Place.CODE,
    "state": Place.CODE,
    "strength": Place.CODE,
    "bearer": Place.CODE,
    "modality": Place.CODE,
    "triggers": Place.CODES,
    "position": Place.CODE,
    "condition": Place.TEXT,
    "contents": Place.TEXT,
    "summary": Place.TEXT,
    "heading": Place.TEXT,
    "article": Place.TEXT,
    "source": Place.TEXT,
}

#: Places that are not given: the article is the reason's own; summary, heading and contents are the data's.
_DERIVED = frozenset({"article", "summary", "heading", "contents"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A legal rule the engine applies.

    `basis` is the article of general law; where a treaty's own clause decides, the reason carries its article.
    `sentence` is what a proof says in English; its named places are filled by the values of a reason.
    """

    id: str
    title: str
    basis: str
    family: Family
    sentence: str
    places: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Read the places of the sentence.

        Raises:
            RuleError: The sentence has a place that `PLACES` does not know.
        """
        named = frozenset([name for _, name, _, _ in Formatter().parse(self.sentence) if name is not None])
        unknown = sorted(named - set(PLACES))
        if unknown:
            raise RuleError(
                f"Rule {self.id}: its sentence has the place {unknown[0]!r}, which PLACES in law/rule.py does not "
                "have. Add it there with what it holds."
            )
        object.__setattr__(self, "places", named - _DERIVED)

    def filled(self, values: Mapping[str, object]) -> tuple[tuple[str, Value], ...]:
        """Return the values of the sentence's places, sorted by name.

        Raises:
            RuleError: A value is missing, has no place, or is not what its place holds.
        """
        if values.keys() != self.places:
            missing, surplus = sorted(self.places - values.keys()), sorted(values.keys() - self.places)
            wrong = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has no {', '.join(surplus)}"] * bool(surplus)
            raise RuleError(f"Rule {self.id}: a reason for it {' and '.join(wrong)}. Its sentence: {self.sentence!r}.")
        kept: list[tuple[str, Value]] = []
        for name in sorted(values):
            value = values[name]
            if not isinstance(value, _TYPES.get(PLACES[name], (str,))):
                raise RuleError(f"Rule {self.id}: {name} holds a {PLACES[name]}, and {value!r} is none.")
            kept.append((name, cast("Value", value)))
        return tuple(kept)

    def __repr__(self) -> str:
        """Return the rule by its identifier."""
        return f"<Rule: {self.id}>"
