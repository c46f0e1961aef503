"""How far an organization is bound: what is known of its competence, told in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from treatygraph.law.competence import competence
from treatygraph.law.model import Reason, Status
from treatygraph.proofs import Teller
from treatygraph.proofs.words import FIRST, told_in
from treatygraph.questions.desk import Desk


def competence_told(
    desk: Desk, participant: str, treaties: Iterable[str], language: str = FIRST
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return, for each treaty in force for an organization, sentences on the extent of its competence.

    In English where proofs do not speak the language; nothing for a State.
    """
    teller = Teller(desk.register, told_in(language))
    return tuple(
        (treaty, tuple(teller.sentence(step) for step in steps))
        for treaty, steps in competence_steps(desk, participant, treaties)
    )


def competence_steps(desk: Desk, participant: str, treaties: Iterable[str]) -> Iterator[tuple[str, tuple[Reason, ...]]]:
    """Yield, for each treaty in force for an organization, what tells the extent of its competence, each once."""
    teller = Teller(desk.register, FIRST)
    for treaty in treaties if participant not in desk.register.states else ():
        known = competence(desk.register, participant, treaty, desk.day)
        if known is not None and desk.standing(participant, treaty).status is Status.PARTY:
            once: dict[str, Reason] = {}
            for reason in known.reasons:
                for step in reason.walk():
                    once.setdefault(teller.sentence(step), step)
            yield treaty, tuple(once.values())
