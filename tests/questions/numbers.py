"""Asking the library again for every number of a dossier."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts.register import Register
from treatygraph.graph.store import Store
from treatygraph.questions.ask import as_table, filled
from treatygraph.questions.catalogue import find_question
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.number import Number, numbers


class Library:
    """The questions over one store; each is asked once."""

    def __init__(self, register: Register, store: Store) -> None:
        self._register, self._store = register, store
        self._answers: dict[str, list[dict[str, object]]] = {}

    def value(self, number: Number) -> int:
        """Return what the library gives for a number."""
        assert number.question is not None
        question = find_question(number.question)
        sparql = filled(self._register, question, number.parameters)
        if sparql not in self._answers:
            self._answers[sparql] = [
                dict(r) for r in as_table(self._store.select(sparql), "", (), question.columns).records()
            ]
        rows = [r for r in self._answers[sparql] if all(fits(r[k], v) for k, v in number.where.items())]
        if number.column is None:
            return len(rows)
        assert len(rows) <= 1, "the columns of `where` name one row"
        found = rows[0][number.column] if rows else 0
        assert isinstance(found, int)
        return found

    def differing(self, found: Dossier) -> Iterator[tuple[str, Number, int]]:
        """Yield the numbers that the library gives otherwise."""
        for number in numbers(found):
            if number.question is not None:
                given = self.value(number)
                if given != number.value:
                    yield found.participant, number, given


def fits(value: object, wanted: str | None) -> bool:
    """Return whether a cell is what a number wants of it."""
    if wanted is None:
        return value is None
    if wanted == "*":
        return value is not None
    if wanted.startswith("!"):
        return value is None or str(value) not in wanted[1:].split("|")
    return value is not None and str(value) == wanted
