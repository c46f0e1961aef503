"""How a report speaks: sentences of the catalogues, names of the data, and where each word leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, urlencode

from treatygraph.faces.languages import catalog_of, languages_of
from treatygraph.faces.naming import Naming
from treatygraph.faces.report.document import Line, Run
from treatygraph.facts.lookups import cite
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.facts.register import Register
from treatygraph.graph.mint import Mint
from treatygraph.proofs import Teller, told_in
from treatygraph.questions.counted import Text
from treatygraph.questions.number import Number
from treatygraph.settings import BASE_IRI

_HERE = "treatygraph.faces.report"
_PLACE = re.compile(r"%\((\w+)\)s")
#: Links lead to pages of the site, in a language that the site has.
_SITE = "treatygraph.faces.pages"


def languages() -> tuple[str, ...]:
    """Return the languages of reports, English first."""
    return languages_of(_HERE)


def unbroken(text: str) -> str:
    """Return a text that no line breaks: `art. 5(3)` stays together."""
    return text.replace(" ", "\u00a0")


@dataclass(frozen=True, kw_only=True)
class Wording(Naming):
    """Puts things into words in one language.

    `base` is where links lead: the IRIs of the data by default, or the address of a server.
    """

    facts: Register
    language: str
    base: str = BASE_IRI
    #: The questions cited so far, in order, with the parameters they were asked with.
    cited: dict[tuple[str, tuple[tuple[str, str], ...]], None] = field(default_factory=dict)

    @property
    def register(self) -> Register:
        """The facts."""
        return self.facts

    @cached_property
    def _mint(self) -> Mint:
        return Mint(self.facts)

    @property
    def direction(self) -> str:
        """The direction of the script."""
        return self.register.languages[self.language].direction

    def say(self, sentence: str) -> str:
        """Return a sentence in the language."""
        return catalog_of(_HERE, self.language).gettext(sentence)

    def told(self, sentence: str, **values: object) -> str:
        """Return a sentence with values as plain text."""
        return self.say(sentence) % {name: str(value) for name, value in values.items()}

    def line(self, sentence: str, **values: str | Run | Line) -> Line:
        """Return a sentence with values in it that can lead somewhere: the translation says where each stands."""
        runs: list[Run] = []
        last = 0
        text = self.say(sentence)
        for place in _PLACE.finditer(text):
            runs.append(Run(text=text[last : place.start()]))
            runs += self._runs(values[place[1]])
            last = place.end()
        runs.append(Run(text=text[last:]))
        return tuple(run for run in runs if run.text)

    @staticmethod
    def _runs(value: str | Run | Line) -> Line:
        if isinstance(value, str):
            return (Run(text=value),)
        return (value,) if isinstance(value, Run) else value

    def listed(self, lines: Iterable[Line | Run]) -> Line:
        """Return a list in a line, in the punctuation of the language."""
        mark = {"zh": "、", "ar": "، "}.get(self.language, ", ")
        found: list[Run] = []
        for each in lines:
            if found:
                found.append(Run(text=mark))
            found += self._runs(each)
        return tuple(found)

    def data(self, text: Text | str) -> Run:
        """Return a text of the data: in the language where they have it, else English, marked so."""
        if isinstance(text, str):
            text = {OWN_LANGUAGE: text}
        english = text[OWN_LANGUAGE]
        own = text.get(self.language) or self.register.translated(english, self.language) or english
        if own != text[OWN_LANGUAGE] or self.language == OWN_LANGUAGE:
            return Run(text=own)
        return Run(text=own, lang=OWN_LANGUAGE)

    def number(self, number: Number, text: str | None = None) -> Run:
        """Return a number that leads to the question that gives it."""
        shown = text if text is not None else str(number.value)
        if number.question is None:
            return Run(text=shown)
        self.cited.setdefault((number.question, tuple(sorted(number.parameters.items()))))
        hint = number.question
        where = [f"{name} = {self._value(value)}" for name, value in number.where.items()]
        if where:
            hint += ": " + ", ".join(where)
        return Run(text=shown, href=self.question(number.question, number.parameters), hint=hint)

    @staticmethod
    def _value(value: str | None) -> str:
        return {None: "–", "*": "…"}.get(value, value or "")

    def question(self, identifier: str, parameters: Mapping[str, str]) -> str:
        """Return the address of a question asked with parameters."""
        code = self.language if self.language in languages_of(_SITE) else OWN_LANGUAGE
        asked = urlencode(sorted(parameters.items()))
        return f"{self.base}{code}/questions/{quote(identifier, safe='/')}" + (f"?{asked}" if asked else "")

    def page(self, *parts: str, **parameters: str) -> str:
        """Return the address of a page of the site."""
        code = self.language if self.language in languages_of(_SITE) else OWN_LANGUAGE
        path = "/".join(quote(part, safe="/") for part in parts)
        return f"{self.base}{code}/{path}" + (f"?{urlencode(parameters)}" if parameters else "")

    def row(self, table: str, identifier: str, text: str | None = None) -> Run:
        """Return the row of a fact as a link to its IRI."""
        iri = self._mint.by_id(table, identifier).value
        return Run(text=text or identifier, href=self.base + iri.removeprefix(BASE_IRI))

    def short(self, treaty: str) -> str:
        """Return how a treaty is called in running text: its short title, or its short name in capitals."""
        return self.treaty(treaty) if self.language in languages_of(_SITE) else treaty.upper()

    def instrument(self, treaty: str) -> Run:
        """Return a treaty as a link."""
        return self.row("instruments", treaty, self.short(treaty))

    def instruments(self, treaties: Iterable[str]) -> Line:
        """Return treaties in a line."""
        return self.listed(self.instrument(t) for t in treaties)

    def participant(self, code: str) -> Run:
        """Return a participant as a link."""
        return self.row("participants", code, self.name(code))

    def participants(self, codes: Iterable[str]) -> Line:
        """Return participants in a line, by name."""
        return self.listed(self.participant(c) for c in sorted(codes, key=self.name))

    def passage(self, cited: str) -> str:
        """Return `art. 5(3)` as the language cites it; as in English where we have not its words."""
        return cited if self._teller is None else self._teller.cited(cited.removeprefix("art. "))

    def cite(self, provision: str) -> str:
        """Return a provision as lawyers cite it in the language, with its treaty's short name before."""
        found = self.register.provisions[provision]
        return f"{found.instrument.upper()} {self.passage(cite(found))}"

    @cached_property
    def _teller(self) -> Teller | None:
        foreign = self.language != OWN_LANGUAGE and told_in(self.language) == self.language
        return Teller(self.register, self.language) if foreign else None

    def provision(self, provision: str, with_treaty: bool = False) -> Run:
        """Return a provision as a link."""
        shown = self.cite(provision) if with_treaty else self.passage(cite(self.register.provisions[provision]))
        return self.row("provisions", provision, unbroken(shown))

    def provisions(self, provisions: Iterable[str]) -> Line:
        """Return provisions in a line."""
        return self.listed(self.provision(p) for p in provisions)

    def sources(self, sources: Iterable[str]) -> Line:
        """Return sources in a line, by their numbers."""
        return self.listed(self.row("sources", s, s.partition("-")[0]) for s in sources)

    def why(self, participant: str, treaty: str, on: str) -> Run:
        """Return the link to the proof."""
        return Run(text=self.say("why"), href=self.page("why", participant, treaty, on=on))
