"""The language of a chart: names as the data have them in it, and the few sentences of charts (`locale/{code}.po`)."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.errors import TreatygraphError
from treatygraph.faces.languages import catalog_of, languages_of
from treatygraph.faces.notebook.graph import Graph
from treatygraph.faces.speaking import Speaking
from treatygraph.questions.on_map import Shown

_HERE = "treatygraph.faces.notebook"


class ChartError(TreatygraphError):
    """A chart that cannot be made or written."""


@dataclass(frozen=True, kw_only=True)
class Tongue(Speaking):
    """Says what stands in a chart, in one language."""

    face = _HERE

    def say(self, sentence: str) -> str:
        """Return a sentence in the language; one from right to left is set so, whatever stands around it."""
        found = super().say(sentence)
        return f"\u2067{found}\u2069" if self._from_the_right else found

    @property
    def _from_the_right(self) -> bool:
        return self.direction == "rtl"

    def told(self, sentence: str, **values: object) -> str:
        """Return a sentence with values; apart from a script from right to left, so that a day keeps its order."""
        if self._from_the_right:
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return self.say(sentence) % values

    def status(self, code: str) -> str:
        """Return what a status is called."""
        return self.word("status", code)

    def reach(self, treaties: tuple[str, ...]) -> tuple[str, str]:
        """Return to which days the acts of treaties, and the lists of their statements, are complete."""
        coverage = [self.register.coverage[t] for t in treaties]
        acts = ", ".join(f"{c.as_of} ({c.treaty})" for c in coverage)
        none = self.say("no list seen")
        statements = ", ".join(f"{c.statements_as_of or none} ({c.treaty})" for c in coverage)
        return self.told("Acts complete to %(days)s", days=acts), self.told(
            "Statements complete to %(days)s", days=statements
        )

    def doubts(self, shown: Shown) -> str:
        """Return what is not known of a status that a map shows."""
        told = []
        if shown.not_known_after is not None:
            told.append(self.told("not known after %(day)s", day=shown.not_known_after))
        if shown.unread:
            told.append(self.say("a statement was not read"))
        return "; ".join(told)


def said_in(language: str, sentence: str) -> str:
    """Return a sentence of charts in a language."""
    return catalog_of(_HERE, language).gettext(sentence)


def tongue(g: Graph, lang: str) -> Tongue:
    """Return the language of a chart.

    Raises:
        ChartError: Charts do not speak it.
    """
    known = languages_of(_HERE)
    if lang not in known:
        raise ChartError(f"lang={lang!r}: charts speak {', '.join(known)}.")
    return Tongue(facts=g.concluded.register, language=lang)
