"""The gaps of a participant as a table: in law, in the record, in our knowledge; each with the next step."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts.lookups import cite, inside
from treatygraph.questions.columns import columns
from treatygraph.questions.counted import commitment_rows
from treatygraph.questions.desk import Desk, by_law
from treatygraph.questions.dossier import Order, overview
from treatygraph.questions.gaps import Gaps, gaps
from treatygraph.questions.law_parameters import ON, PARTICIPANT
from treatygraph.questions.notes import as_of_notes, joined, label
from treatygraph.questions.question import Question, Table, Value
from treatygraph.questions.standing import last_known, open_since
from treatygraph.questions.territories import needs_a_participant
from treatygraph.questions.what_if import WhatIf, each_what_if


def of_a_participant(desk: Desk, *, participant: str) -> Table:
    """Return the gaps of a participant on the day, one row each, with the next step."""
    register = desk.register
    needs_a_participant(register, participant)
    read, missing = register.in_depth, overview(desk, participant, Order(version=""), ()).to_join
    found = gaps(desk, participant, read, commitment_rows(desk, participant, read), missing)
    supposed = each_what_if(desk, participant, missing, desk.day)
    notes = (
        "Not joining and reserving are free choices, told as they stand. A notification not recorded is no breach; "
        "where no source is known to carry all of its kind this is a gap of the record, and nobody is asked to act. "
        "A data gap is what we do not know.",
        *as_of_notes(register, register.in_depth, desk.day),
    )
    return Table.of(
        title=f"{register.name(participant)} ({participant}): gaps on {desk.day}",
        columns=OF_A_PARTICIPANT.columns,
        records=(*_open(desk, participant), *(_to_join(desk, w) for w in supposed), *_rows(desk, found)),
        notes=notes,
    )


def _open(desk: Desk, participant: str) -> Iterator[dict[str, Value]]:
    for treaty in desk.register.in_depth:
        possible = open_since(desk, participant, treaty)
        if possible is not None:
            before = label(desk.register, "status", last_known(desk, possible))
            yield {
                "gap": "not known",
                "treaty": treaty,
                "article": None,
                "what": f"{before} as of {possible.known_to}, not known after",
                "next_step": "ask the depositary whether it has consented since",
                "source": joined(possible.sources),
            }


def _to_join(desk: Desk, supposed: WhatIf) -> dict[str, Value]:
    register = desk.register
    acts = joined(f"{t} {inside(label(register, 'treaty_action', k))}" for t, k in supposed.acts.items())
    return {
        "gap": "not joined",
        "treaty": supposed.treaty,
        "article": None,
        "what": f"{supposed.duties.value} duties",
        "next_step": f"to join: {acts}; in force {supposed.in_force_on} if deposited {supposed.deposit}",
        "source": None,
    }


def _rows(desk: Desk, found: Gaps) -> Iterator[dict[str, Value]]:
    for exclusion in found.exclusions:
        cited = joined(cite(desk.register.provisions[p]) for p in exclusion.provisions) or "whole treaty"
        yield {
            "gap": "reservation",
            "treaty": exclusion.treaty,
            "article": cited,
            "what": f"{exclusion.state.replace('_', ' ')} by reservation {exclusion.statement}: {exclusion.summary}",
            "next_step": None,
            "source": joined(exclusion.sources),
        }
    for missing in found.notifications:
        what = f"not recorded: {inside(missing.heading['en'])}"
        what += f" (asked of {inside(missing.condition)})" if missing.condition else ""
        yield {
            "gap": "record" if missing.of_record else "notification",
            "treaty": missing.treaty,
            "article": missing.article,
            "what": what,
            "next_step": None if missing.of_record else "notify, or show where it was",
            "source": None,
        }
    for gap in found.data:
        yield {
            "gap": "data",
            "treaty": gap.treaty,
            "article": None,
            "what": f"{gap.kind.replace('_', ' ')}: {gap.detail or gap.about.replace('_', ' ')}",
            "next_step": "compare with the depositary",
            "source": joined(gap.sources),
        }


OF_A_PARTICIPANT = Question(
    id="gaps/of-a-participant",
    sentences={
        "en": "What is missing for a participant: in law, in the record, in our knowledge?",
        "zh": "某参与方缺少什么：法律上、记录中、我们所知中？",
    },
    description="One row each, with the next step; the three are never mixed.",
    tags=("gaps",),
    parameters=(PARTICIPANT, ON),
    columns=columns("gap", "treaty", "article", "what", "next_step", "source"),
    law=by_law(of_a_participant),
)
QUESTIONS = (OF_A_PARTICIPANT,)
