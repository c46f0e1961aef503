"""Communications of non-recognition: whether a treaty is in force between two parties where one denies it.

Legal basis: VCLT arts. 2(1)(d), 26; ILC Guide to Practice on Reservations 1.5.1: such a communication is no
reservation. Whether it keeps the treaty from being in force between the two is disputed, so that both readings are
named and none is chosen. One known under another treaty only says that the same may have been communicated here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from treatygraph.facts.model import Statement
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason, because
from treatygraph.law.objections import withdrawal
from treatygraph.law.rule import Family, Rule

RELATION_CONTESTED = Rule(
    id="relation-contested",
    title="A relation that one of the two denies",
    basis="VCLT arts. 2(1)(d), 26; ILC Guide to Practice on Reservations 1.5.1",
    family=Family.RELATION,
    sentence=(
        "Whether {treaty} is in force between {a} and {b} on {day} is contested. Two readings: it is in force between "
        "them, since both are party and a communication of non-recognition is no reservation; or it is not in force "
        "between them, as the communication says."
    ),
)
RELATION_MAY_BE_CONTESTED = Rule(
    id="relation-may-be-contested",
    title="A relation that is denied under other treaties",
    basis="none: a gap in our knowledge",
    family=Family.RELATION,
    sentence=(
        "Whether {treaty} is in force between {a} and {b} on {day} is not settled: both are party, and a statement "
        "under another treaty denies treaty relations between the two, or may. Two readings: it is in force between "
        "them; or it is not, if the same was communicated under {treaty}."
    ),
)
NON_RECOGNITION = Rule(
    id="non-recognition",
    title="A communication that a treaty is not in force towards another",
    basis="ILC Guide to Practice on Reservations 1.5.1",
    family=Family.RELATION,
    sentence="{participant} communicated ({statement}) that {treaty} is not in force between it and {other}.",
)
NON_RECOGNITION_ELSEWHERE = Rule(
    id="non-recognition-elsewhere",
    title="A communication of non-recognition under another treaty",
    basis="none: a gap in our knowledge",
    family=Family.RELATION,
    sentence=(
        "{participant} communicated under another treaty ({statement}) that it is not in force between it and {other}; "
        "no such communication under {treaty} was seen."
    ),
)
NON_RECOGNITION_UNSEEN = Rule(
    id="non-recognition-unseen",
    title="A statement under another treaty that may be one of non-recognition",
    basis="none: a gap in our knowledge",
    family=Family.RELATION,
    sentence=(
        "A list marks a statement of {participant} under another treaty ({statement}); its wording was not seen. "
        "It may deny treaty relations with {other}; no such communication under {treaty} was seen."
    ),
)


def denials(register: Register, a: str, b: str, treaty: str, day: date) -> tuple[Statement, ...]:
    """Return the communications of either that deny treaty relations with the other, and stand on the day.

    Those under the treaty; where there is none, those under other treaties. One speaks of the relation as a whole and
    so for all the time that both are party, until it is withdrawn.
    """
    every = [s for pair in ((a, b), (b, a)) for s in register.non_recognitions.get(pair, ())]
    here = [s for s in every if s.treaty == treaty]
    return tuple(s for s in here or every if not _withdrawn(register, s, day))


def _withdrawn(register: Register, statement: Statement, day: date) -> bool:
    taken_back = withdrawal(register, statement)
    return taken_back is not None and taken_back.stage(day) is True


def contested(denying: tuple[Statement, ...], treaty: str) -> Rule:
    """Return the rule of a relation that is denied: contested, or such that it may be."""
    return RELATION_CONTESTED if denying[0].treaty == treaty else RELATION_MAY_BE_CONTESTED


def denied(denying: Iterable[Statement], treaty: str) -> tuple[Reason, ...]:
    """Return the reasons of a contested relation: who denies it, in which communication."""
    return tuple(
        because(
            _told(s, treaty),
            participant=s.participant,
            other=s.target_participant,
            statement=s.id,
            treaty=treaty,
            facts=(s,),
        )
        for s in denying
    )


def _told(statement: Statement, treaty: str) -> Rule:
    if statement.treaty == treaty:
        return NON_RECOGNITION
    return NON_RECOGNITION_UNSEEN if statement.wording_seen is False else NON_RECOGNITION_ELSEWHERE
