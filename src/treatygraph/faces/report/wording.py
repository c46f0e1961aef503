"""How a report speaks: sentences of the catalogues, names of the data, and where each word leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote, urlencode

from treatygraph.faces.languages import languages_of
from treatygraph.faces.report.document import Line, Run
from treatygraph.faces.report.links import mark_of
from treatygraph.faces.speaking import Speaking
from treatygraph.facts.model import OWN_LANGUAGE, Provision
from treatygraph.graph.mint import Mint
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


#: Names that English gives its article in a sentence: those whose head is a common noun, and those that say so.
_WITH_ARTICLE = re.compile(
    r"^(United|Republic|State|Democratic)\b|\b(Islands|Federation|Republic|Kingdom|Emirates|Union|See)$|\bof the\)$"
)


def unbroken(text: str) -> str:
    """Return a text that no line breaks: `art. 5(3)` stays together."""
    return text.replace(" ", "\u00a0")


def marked(sentences: dict[str, str]) -> dict[str, str]:
    """Return sentences as they are: the mark tells who gathers them for the catalogues."""
    return sentences


@dataclass(frozen=True, kw_only=True)
class Wording(Speaking):
    """Puts things into words in one language, and says where each would lead: `links` settles which of it is there."""

    face = _HERE
    #: The sources cited so far, by their numbers in this report, and the numbers it shows, by their places in the list.
    cited_sources: dict[str, int] = field(default_factory=dict)
    shown: dict[Shown, int] = field(default_factory=dict)
    #: What was named in lists of what numbers count: a report has a hundred of them, of the same few hundred things.
    _named: dict[str, Run] = field(default_factory=dict)

    @cached_property
    def _mint(self) -> Mint:
        return Mint(self.facts)

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

    @property
    def _mark_of_lists(self) -> str:
        return {"zh": "、", "ar": "، "}.get(self.language, ", ")

    def listed(self, lines: Iterable[Line | Run]) -> Line:
        """Return a list in a line, in the punctuation of the language."""
        found: list[Run] = []
        for each in lines:
            if found:
                found.append(Run(text=self._mark_of_lists))
            found += self._runs(each)
        return tuple(found)

    def apart(self, lines: Iterable[Line | Run]) -> Line:
        """Return a list in a line whose members may hold commas, as titles do."""
        between = {"zh": "；", "ar": "؛ "}.get(self.language, "; ")
        found = [self._runs(each) for each in lines]
        return tuple(run for n, line in enumerate(found) for run in (*([Run(text=between)] if n else ()), *line))

    def both(self, lines: Iterable[Line | Run]) -> Line:
        """Return a list in a sentence, with a word before the last."""
        found = [self._runs(line) for line in lines]
        if len(found) < 2:
            return found[0] if found else ()
        return self.line("%(first)s and %(last)s", first=self.listed(found[:-1]), last=found[-1])

    def spoken(self, participant: str, *, first: bool = False) -> str:
        """Return a participant as it stands in a sentence, or as the `first` words of one."""
        name = self.name(participant)
        if self.language != OWN_LANGUAGE or not _WITH_ARTICLE.search(name):
            return name
        return f"{'The' if first else 'the'} {name}"

    def named(self, treaty: str) -> Line:
        """Return a treaty as it stands in a sentence."""
        return self.line("the %(treaty)s", treaty=self.instrument(treaty))

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
        """Return a number that leads to what it counts: the list in the annex, or the question that gives it."""
        text = text if text is not None else str(number.value)
        if number.question is None and not number.counted:
            return Run(text=text)
        place = self.shown.setdefault(Shown.of(number), len(self.shown) + 1)
        if number.question is None:
            return Run(text=text, target=mark_of("list", str(place)))
        hint = number.question
        where = [f"{name} = {self._value(value)}" for name, value in number.where.items()]
        if where:
            hint += ": " + ", ".join(where)
        page = self.question(number.question, number.parameters)
        return Run(text=text, target=mark_of("list", str(place)), page=page, hint=hint)

    @staticmethod
    def _value(value: str | None) -> str:
        return {None: "–", "*": "…"}.get(value, value or "")

    def question(self, identifier: str, parameters: Mapping[str, str]) -> str:
        """Return the path of a question asked with parameters, on a site."""
        return self.page("questions", identifier, **parameters)

    def page(self, *parts: str, **parameters: str) -> str:
        """Return the path of a page of a site."""
        code = self.language if self.language in languages_of(_SITE) else OWN_LANGUAGE
        path = "/".join(quote(part, safe="/") for part in parts)
        return f"{code}/{path}" + (f"?{urlencode(sorted(parameters.items()))}" if parameters else "")

    def row(self, table: str, identifier: str, text: str | None = None, *, here: bool = False) -> Run:
        """Return the row of a fact, which leads to where it is shown; with `here`, this is where it is."""
        iri = self._mint.by_id(table, identifier).value
        mark = mark_of(table, identifier)
        page = iri.removeprefix(BASE_IRI)
        return Run(text=text or identifier, page=page, mark=mark if here else None, target=None if here else mark)

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
        """Return `art. 5(3)` as the language cites it; other places as the data write them."""
        number = cited.removeprefix("art. ")
        if number == cited:
            return cited
        return self.told("art. %(number)s", number=number) if self._teller is None else self._teller.cited(number)

    def cite(self, provision: str) -> str:
        """Return a provision as lawyers cite it in the language, with its treaty before."""
        found = self.register.provisions[provision]
        article = self.article(found)
        return self.told("%(treaty)s, %(article)s", treaty=self.short(found.instrument), article=article)

    def article(self, provision: Provision) -> str:
        """Return an article as the language cites it, which no line breaks."""
        return unbroken(super().article(provision))

    def provision(self, provision: str, with_treaty: bool = False) -> Run:
        """Return a provision as a link."""
        found = self.register.provisions[provision]
        cited = self.cite(provision) if with_treaty else self.article(found)
        return self.row("provisions", provision, cited)

    def provisions(self, provisions: Iterable[str]) -> Line:
        """Return provisions in a line."""
        return self.listed(self.provision(p) for p in provisions)

    def sources(self, sources: Iterable[str]) -> Line:
        """Return sources in a line, by their numbers in this report."""
        return self.listed(self.source(s) for s in sources)

    def source(self, source: str, *, here: bool = False) -> Run:
        """Return a source by its number; with `here`, this is where it is told."""
        number = self.cited_sources.setdefault(source, len(self.cited_sources) + 1)
        return self.row("sources", source, f"[{number}]", here=here)

    def counted(self, identifiers: Iterable[str]) -> Line:
        """Return what a number counts, in a line: each by its name, its article, or what it is."""
        found: list[Run] = []
        participants = []
        for identifier in identifiers:
            if identifier in self.register.participants:
                participants.append(identifier)
                continue
            if identifier not in self._named:
                self._named[identifier] = self._counted_one(identifier)
            found.append(self._named[identifier])
        # Names alone: a number can count two hundred participants, and a report has a hundred numbers.
        named = [Run(text=self._mark_of_lists.join(sorted(map(self.name, participants))))] if participants else []
        return self.listed((*found, *named))

    def _counted_one(self, identifier: str) -> Run:
        facts = self.register
        if identifier in facts.instruments:
            return self.instrument(identifier)
        if identifier in facts.obligations:
            provision = facts.provisions[facts.obligations[identifier].provision]
            return self.row("obligations", identifier, self.article(provision))
        if identifier in facts.provisions:
            return self.row("provisions", identifier, self.article(facts.provisions[identifier]))
        statement = facts.statements[identifier]
        words = (self.short(statement.treaty), self.name(statement.participant))
        return self.row("statements", identifier, ", ".join(words))

    def why(self, participant: str, treaty: str, on: str) -> Line:
        """Return the way to the proof, after a dot."""
        way = Run(
            text=self.say("why"),
            target=mark_of("proof", treaty),
            page=self.page("why", participant, treaty, on=on),
            pointer=True,
        )
        return (replace(way, text=" ·\u00a0"), way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number as the list of numbers has it, once."""

    value: int
    question: str | None
    parameters: tuple[tuple[str, str], ...]
    where: tuple[tuple[str, str | None], ...]
    column: str | None
    counted: tuple[str, ...]

    @classmethod
    def of(cls, number: Number) -> Shown:
        """Return a number for the list."""
        return cls(
            value=number.value,
            question=number.question,
            parameters=tuple(sorted(number.parameters.items())),
            where=tuple(number.where.items()),
            column=number.column,
            counted=number.counted,
        )
