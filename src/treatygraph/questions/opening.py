"""Whom a number of an answer counts: the list that it opens, as many rows as it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from treatygraph.facts.lookups import cite
from treatygraph.law.model import Bound
from treatygraph.questions import obligations, resolution, treaties
from treatygraph.questions.behind import behind
from treatygraph.questions.columns import columns
from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import as_of_notes, depth_notes
from treatygraph.questions.obligations import Concerned, binds_no_party, who_is_bound
from treatygraph.questions.question import Table, Value

#: Which of those whom an obligation concerns a column counts.
_Counting = Mapping[str, Callable[[Concerned], bool]]

_COLUMNS = columns("participant", "participant_name", "article", "obligation", "state", "statement")
#: Counts of all that an obligation binds, and of those of them for whom an unread statement may change it.
_BOUND: _Counting = MappingProxyType({"bound": lambda c: c.bound, "may_change_for": lambda c: c.bound and c.unread})
#: The same, with those whom it binds in full apart from those with a reservation.
_WHOLLY: _Counting = MappingProxyType(
    {**_BOUND, "bound": lambda c: c.state is Bound.BOUND, "reserved": lambda c: c.state is not Bound.BOUND}
)


def opened(
    desk: Desk, question: str, values: Mapping[str, Value], column: str, given: Mapping[str, Value] | None = None
) -> Table | None:
    """Return those whom a number counts, or what; None for a column that counts nothing.

    Args:
        desk: The conclusions on the day of the answer.
        question: What was answered, by identifier.
        values: The row.
        column: The name of the number's column.
        given: What the parameters of the question were set to, by name.
    """
    known = {**(given or {}), **values}
    opens = _LISTS.get(question)
    return opens(desk, known, column) if opens is not None else behind(desk, question, known, column)


def _of_a_treaty(desk: Desk, values: Mapping[str, Value], column: str) -> Table | None:
    return treaties.who_is_counted(desk, str(values["treaty"]), column)


def _of_an_obligation(counting: _Counting) -> Callable[[Desk, Mapping[str, Value], str], Table | None]:
    def whom(desk: Desk, values: Mapping[str, Value], column: str) -> Table | None:
        register = desk.register
        obligation = register.obligations[str(values["obligation"])]
        if column not in counting or binds_no_party(obligation):
            return None
        provision = register.provisions[obligation.provision]
        concerned = who_is_bound(desk, provision.instrument)[obligation.id]
        head = next(c for c in _COUNTS if c.name == column)
        return Table.of(
            title=f"{register.instruments[provision.instrument].short_title}, {cite(provision)}, on {desk.day}: "
            f"{head.label()}",
            columns=_COLUMNS,
            records=(
                {
                    "participant": c.participant,
                    "participant_name": register.name(c.participant),
                    "article": cite(provision),
                    "obligation": obligation.id,
                    "state": c.state,
                    "statement": c.statement,
                }
                for c in concerned
                if counting[column](c)
            ),
            notes=(
                *depth_notes(register, [provision.instrument]),
                *as_of_notes(register, [provision.instrument], desk.day),
            ),
        )

    return whom


_COUNTS = obligations.OF_A_TREATY.columns
_LISTS: Mapping[str, Callable[[Desk, Mapping[str, Value], str], Table | None]] = MappingProxyType(
    {
        treaties.TREATIES.id: _of_a_treaty,
        "status/counts": _of_a_treaty,
        obligations.OF_A_TREATY.id: _of_an_obligation(_WHOLLY),
        resolution.OF_A_PARAGRAPH.id: _of_an_obligation(_BOUND),
    }
)
