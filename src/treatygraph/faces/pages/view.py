"""What every page is made from: edition, language and day, and how names, words and addresses are told in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from babel.dates import format_date

from treatygraph.errors import BadDayError
from treatygraph.faces.naming import Naming
from treatygraph.faces.pages.catalogs import catalog
from treatygraph.faces.web.refusals import RefusedError
from treatygraph.faces.web.site import Edition
from treatygraph.facts.model import Paragraph
from treatygraph.facts.register import Register
from treatygraph.law.model import Status
from treatygraph.law.status import Concluded
from treatygraph.questions.desk import Desk, desk_on
from treatygraph.questions.named import day_of
from treatygraph.questions.question import Question
from treatygraph.settings import BASE_IRI

#: Where days are not written as in the first country of a language: English as the United Nations writes it.
_DAYS = {"en": "en_GB"}
#: The letter of each status in a table on a narrow screen, beside a legend.
_LETTERS = MappingProxyType(
    {
        Status.PARTY.value: "P",
        Status.PROVISIONALLY_APPLYING.value: "A",
        Status.CONTRACTING_STATE.value: "C",
        Status.SIGNATORY.value: "S",
        Status.FORMER_PARTY.value: "F",
        Status.THIRD_STATE.value: "–",
        Status.UNDETERMINED.value: "?",
    }
)
#: The tables whose rows have pages for people, and how these are called in addresses.
FOR_PEOPLE = {"actions": "act", "statements": "statement", "sources": "source"}


#: Parts and values of addresses: a page has hundreds, and the same ones come again.
_part = lru_cache(maxsize=2**15)(lambda part: quote(part, safe="/"))
_value = lru_cache(maxsize=2**12)(quote_plus)


@dataclass(frozen=True, kw_only=True)
class View(Naming):
    """A page that is being made."""

    edition: Edition
    language: str
    path: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    #: The path of its address.
    here: str = ""

    @property
    def concluded(self) -> Concluded:
        """The conclusions."""
        return self.edition.concluded

    @property
    def register(self) -> Register:
        """The facts."""
        return self.edition.register

    @cached_property
    def day(self) -> date:
        """The day the page is about: `on`, or the latest as-of day.

        Raises:
            RefusedError: `on` is no day.
        """
        text = self.asked.get("on", "").strip()
        try:
            return day_of(self.register, text or None, today=False)
        except BadDayError as error:
            raise RefusedError(400, self.say("This is no day"), str(error)) from None

    @cached_property
    def _today(self) -> bool:
        """Whether the page is about the day that pages are about by themselves."""
        return self.day == self.edition.day

    @property
    def letters(self) -> Mapping[str, str]:
        """The letters of the statuses, by code."""
        return _LETTERS

    @property
    def long_day(self) -> str:
        """The day as people write it: 11 September 2026."""
        return format_date(self.day, "long", locale=_DAYS.get(self.language, self.language))

    def say(self, sentence: str) -> str:
        """Return a sentence in the language of the page."""
        return catalog(self.language).gettext(sentence)

    @cached_property
    def desk(self) -> Desk:
        """The conclusions on the day."""
        return desk_on(self.concluded, self.day)

    def text_of(self, record: Any, field_: str) -> str:
        """Return a text of the data in the language, else in English: then held apart in a script from the right."""
        text = super().text_of(record, field_)
        return text if self.language in self.register.texts(record, field_) else self._apart(text)

    def sentence(self, question: Question) -> str:
        """Return a question in the language, else in English: then held apart in a script from the right."""
        text = question.sentence(self.language)
        return text if self.language in question.sentences else self._apart(text)

    def _apart(self, text: str) -> str:
        """Return an English text so that its signs keep their places between words from right to left."""
        ours = self.register.languages[self.language].direction == "ltr" or not text
        return text if ours else f"⁨{text}⁩"

    def treaty(self, treaty: str) -> str:
        """Return what an instrument is called: its short title, or title, in the language; else in English."""
        instrument = self.register.instruments[treaty]
        for field_ in ("short_title", "title"):
            if told := self.register.texts(instrument, field_).get(self.language):
                return told
        return super().treaty(treaty)

    def cite(self, provision: str) -> str:
        """Return a provision with its treaty before, as the language cites it."""
        if self._teller is None:
            return super().cite(provision)
        found = self.register.provisions[provision]
        said = {"treaty": self.treaty(found.instrument), "article": self.article(found)}
        return self.say("%(treaty)s, %(article)s") % said

    def paragraph(self, paragraph: Paragraph) -> str:
        """Return how a paragraph is called: its number, of the operative part or of the preamble.

        Its resolution stands before it where another one has a paragraph of the number.
        """
        said = self.say("Paragraph %(number)s" if paragraph.operative else "Preambular paragraph %(number)s")
        called = said % {"number": paragraph.ordinal}
        alone = self.register.paragraph_name(paragraph) == paragraph.number
        return called if alone else f"{self.treaty(paragraph.resolution)}, {called}"

    def to(self, *parts: str, **parameters: object) -> str:
        """Return the address of a page in the language of this one."""
        path = "/" + "/".join(map(_part, (self.language, *parts)))
        if not parameters:
            return path
        found = "&".join(f"{_value(k)}={_value(str(v))}" for k, v in parameters.items() if v not in (None, ""))
        return f"{path}?{found}" if found else path

    def dated(self, *parts: str, **parameters: object) -> str:
        """Return the address of a page about the same day."""
        if self._today:
            return self.to(*parts, **parameters)
        return self.to(*parts, **parameters, on=self.day)

    def again(self, **changed: object) -> str:
        """Return the address of this page asked the same, but for what is changed; None leaves a parameter out."""
        asked = {**self.asked, **changed}
        kept = {name: str(value).strip() for name, value in asked.items() if value not in (None, "")}
        return self.here + (f"?{urlencode(kept)}" if kept else "")

    def question(self, identifier: str, **parameters: object) -> str:
        """Return the address of a question asked with parameters."""
        return self.to("questions", identifier, **parameters)

    def thing(self, iri: str) -> str:
        """Return the address of the page of an IRI of ours."""
        return self.to("thing", iri.removeprefix(BASE_IRI))

    def iri(self, table: str, identifier: str) -> str:
        """Return the IRI of a row."""
        return self.edition.mint.by_id(table, identifier).value

    def row(self, table: str, identifier: str) -> str:
        """Return the address of the page of a row: one for people, else what the graph says of it."""
        kind = FOR_PEOPLE.get(table)
        return self.to(kind, identifier) if kind is not None else self.thing(self.iri(table, identifier))

    def data(self, table: str, identifier: str, form: str) -> str:
        """Return the address at which this server gives a row as data: its IRI, here, with the ending of the form."""
        return f"/{self.iri(table, identifier).removeprefix(BASE_IRI)}.{form}"

    def spelt(self, day: object) -> str:
        """Return a day as it is; one known to lie between two, in words; nothing for none."""
        text = str(day) if day else ""
        first, between, last = text.partition("/")
        if not between or ".." in (first, last):
            return text
        return self.say("between %(first)s and %(last)s") % {"first": first, "last": last}

    def about(self, identifier: str) -> tuple[str, str]:
        """Return what a conflict of sources is about, an act or a statement in words, and the address of its page."""
        acts = self.concluded.once("acts by identifier", lambda: {a.id: a for a in self.register.facts.actions})
        if (act := acts.get(identifier)) is not None:
            word = self.word("treaty_action", act.kind)
            return f"{self.name(act.participant)}, {self.treaty(act.treaty)}: {word}", self.row("actions", act.id)
        if (found := self.register.statements.get(identifier)) is not None:
            word = self.word("statement_kind", found.kind)
            return f"{self.name(found.participant)}, {self.treaty(found.treaty)}: {word}", self.row(
                "statements", found.id
            )
        return identifier, ""

    def fact(self, fact: str) -> str:
        """Return the address of the page of a fact, `table/identifier`."""
        table, _, identifier = fact.partition("/")
        return self.row(table, identifier)
