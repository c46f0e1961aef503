"""The questions that the law answers, and how one is asked: what people write is looked up, in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from threading import Lock

from treatygraph.errors import UnknownNameError
from treatygraph.facts.lookups import find_participant
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded
from treatygraph.questions.named import day_of, treaty_or_participant
from treatygraph.questions.parameters import given
from treatygraph.questions.question import ColumnKind, Parameter, Question, Table

#: The rooms of the questions, in the order of their subjects.
_ROOMS = (
    "status",
    "treaties",
    "many_treaties",
    "sets",
    "territories",
    "participants",
    "timeline",
    "commitments",
    "obligations",
    "between",
    "statements",
    "resolution",
    "gaps_of",
    "what_if",
)


class _Rooms(Mapping[str, Question]):
    """Questions by identifier; a room is opened when a question is in none of those before it.

    What is asked most stands in the first rooms, and to open all of them takes as long as to answer.
    """

    def __init__(self) -> None:
        self._open: dict[str, Question] = {}
        self._left = list(_ROOMS)
        self._alone = Lock()

    def _until(self, identifier: str | None) -> dict[str, Question]:
        """Open rooms until one has the question, or all."""
        with self._alone:
            while self._left and identifier not in self._open:
                room = import_module(f"treatygraph.questions.{self._left[0]}")
                self._open |= {question.id: question for question in room.QUESTIONS}
                self._left.pop(0)
        return self._open

    def __getitem__(self, identifier: str) -> Question:
        return self._until(identifier)[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._until(None))

    def __len__(self) -> int:
        return len(self._until(None))


#: The questions by identifier, in the order of their subjects.
LAW: Mapping[str, Question] = _Rooms()

#: What may be given for a parameter: as people write it, or as Python has it; None where nothing is.
Written = str | date | bool | None


def answer(concluded: Concluded, identifier: str, **written: Written) -> Table:
    """Return the answer of the law to a question.

    Args:
        concluded: The conclusions.
        identifier: The question.
        written: Its parameters as people write them; None is as good as left out.

    Raises:
        ParameterError: The question has no such parameter.
        UnknownNameError: A value names nothing.
        BadDayError: A value is no day.
    """
    question, register = LAW[identifier], concluded.register
    assert question.law is not None
    kinds = {p.name: p for p in question.parameters}
    values = {name: _text(register, kinds.get(name), value) for name, value in written.items()}
    return question.law(concluded, given(register, question, {n: v for n, v in values.items() if v is not None}))


def _text(register: Register, parameter: Parameter | None, written: Written) -> str | None:
    """Return what is written as text; a day is looked up here, where `today` and dates are days too."""
    if parameter is None:
        return str(written)
    if parameter.kind is ColumnKind.DAY and not isinstance(written, bool):
        return None if written is None else str(day_of(register, written))
    if isinstance(written, bool):
        return "yes" if written else None
    if written is None and parameter.optional:
        return None
    # From a notebook anything may come.
    if not isinstance(written, str) or not written.strip():
        raise UnknownNameError(
            parameter.kind, str("" if written == "" else written), remedy="Give a name or a code, as text."
        )
    return written


def status_of_whom(register: Register, text: str) -> tuple[str, str]:
    """Return the question about the status of a participant, or of a territory, that `text` names; and its code.

    Raises:
        UnknownNameError: It names neither.
    """
    from treatygraph.questions import status, territories

    found = find_participant(register, text).id
    return (territories.TERRITORIES if territories.is_territory(register, found) else status.OF_A_PARTICIPANT).id, found


def timeline_of(register: Register, subject: str) -> tuple[str, dict[str, str]]:
    """Return the question about the timeline of what `subject` names, a treaty or a participant; with its parameter.

    Raises:
        UnknownNameError: It names neither.
    """
    from treatygraph.questions import timeline

    found = treaty_or_participant(register, subject)
    if isinstance(found, str):
        return timeline.OF_A_TREATY.id, {"treaty": found}
    return timeline.OF_A_PARTICIPANT.id, {"participant": found.id}
