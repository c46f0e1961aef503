"""Nobody has a status for certain by an act that may be another's: of before it was a State, or before a union."""

from __future__ import annotations

from datetime import date

from treatygraph.facts.model import Relation
from treatygraph.law.model import Status
from treatygraph.law.status import Concluded
from treatygraph.law.status_rules import AUTHOR_OPEN

_OPEN = {Status.UNDETERMINED, Status.THIRD_STATE}


def test_nobody_is_told_to_take_part_for_certain_before_it_is_a_state(real: Concluded) -> None:
    register = real.register
    early = {
        (a.participant, a.treaty): since.earliest
        for a in register.facts.actions
        if (since := register.participants[a.participant].since) is not None and a.done_on.latest < since.earliest
    }
    assert len(early) > 9
    for (participant, treaty), since in early.items():
        for stretch in real.history(participant, treaty):
            if (stretch.since or date.min) < since:
                assert stretch.status in _OPEN, (participant, treaty, stretch.since)


def test_what_a_row_of_united_states_shows_of_before_makes_none_of_them_party_for_certain(real: Concluded) -> None:
    register = real.register
    unions = [link for link in register.facts.continuity if link.relation is Relation.UNION]
    seen = 0
    for link in unions:
        for treaty in register.treaties:
            told = register.followed_under(link.predecessor, treaty)
            for _, act in (
                (to, act) for to, act in told if to == link and act.done_on.latest < link.effective_on.earliest
            ):
                seen += 1
                for who in (link.predecessor, link.successor):
                    day = act.done_on.latest
                    assert real.on(who, treaty, day).status is Status.UNDETERMINED, (who, treaty)
                assert real.on(link.successor, treaty, link.effective_on.latest).rule is not AUTHOR_OPEN
    assert seen > 50
