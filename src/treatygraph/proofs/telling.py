"""A proof told in one language: names for codes, days and articles as the language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from treatygraph.days import Duration, PartialDate, Span
from treatygraph.facts.lookups import inside
from treatygraph.facts.model import Instrument, Obligation, Provision, Statement
from treatygraph.facts.register import Register
from treatygraph.law.model import Reason
from treatygraph.law.rule import PLACES, Place, Value
from treatygraph.proofs.words import FIRST, words_of

#: The schemes that hold the labels of codes, by place; codes without one are phrases.
_SCHEMES = {
    "kind": "treaty_action",
    "strength": "strength",
    "counting": "counting",
    "bearer": "bearer",
    "modality": "modality",
    "triggers": "trigger",
    "ground": "objection_ground",
    "position": "member_position",
}
_ARTICLE = re.compile(r"(?P<article>[^()]+)(?P<rest>(?:\([^()]*\))*)")


class Teller:
    """Tells reasons in a language, from the facts and the words of that language."""

    def __init__(self, register: Register, language: str = FIRST) -> None:
        self.register, self.language = register, language
        self._words = words_of(language)
        self._phrases = self._words.phrases
        self._clauses = {c.id: c for c in register.facts.clauses}
        #: The same participant, treaty or day stands in many sentences: each is worded once.
        self._known: dict[tuple[str, Value], str] = {}
        self._worded: dict[Place, Callable[[Any], str]] = {
            Place.PARTICIPANT: self.name,
            Place.PARTICIPANTS: lambda codes: self._phrases["list"].join(map(self.name, codes)),
            Place.EARLIER_NAME: self._earlier_name,
            Place.TREATY: self.treaty,
            Place.PROVISION: lambda provision: self.cited(_written(register.provisions[provision])),
            Place.DAY: self.day,
            Place.DURATION: self.duration,
        }

    def sentence(self, reason: Reason) -> str:
        """Return the reason as a sentence."""
        shown = {"article": self.cited(reason.article)}
        for name, value in reason.values:
            shown[name] = self._word(name, value)
            if name == "obligation":
                shown["summary"] = self._text_of(self.register.obligations[str(value)], "summary")
            if name == "statement" and str(value) in self.register.statements:
                shown["contents"] = self._text_of(self.register.statements[str(value)], "summary")
            if name == "provision":
                shown["heading"] = self._text_of(self.register.provisions[str(value)], "heading")
        return self._words.rule(reason.rule).sentence.format_map(shown)

    def basis(self, reason: Reason) -> str:
        """Return the legal basis of a reason: the treaty's own article where there is one, else the general rule."""
        if not reason.article:
            return self._words.rule(reason.rule).basis
        clause = next((self._clauses[fact.id] for fact in reason.facts if fact.table == "clauses"), None)
        if clause is None:
            treaty = str(dict(reason.values)["treaty"])
        elif clause.provision is None:
            treaty = clause.instrument
        else:
            treaty = self.register.provisions[clause.provision].instrument
        return self._phrases["cited"].format(treaty=self.treaty(treaty), article=self.cited(reason.article))

    def tree(self, reason: Reason) -> dict[str, Any]:
        """Return a proof as nested plain values (rule, legal basis, sentence, values, facts, reasons)."""
        return {
            "rule": reason.rule.id,
            "basis": self.basis(reason),
            "sentence": self.sentence(reason),
            "values": {name: _plain(value) for name, value in reason.values},
            "facts": [str(fact) for fact in reason.facts],
            "because": [self.tree(under) for under in reason.because],
        }

    def name(self, participant: str) -> str:
        """Return the name of a participant; in English where the language has none."""
        return self.register.short_names.get((participant, self.language)) or self.register.name(participant)

    def treaty(self, treaty: str) -> str:
        """Return the short title of a treaty as it stands in a sentence; in English where the language has none."""
        instrument = self.register.instruments[treaty]
        titled = (self.register.texts(instrument, field).get(self.language) for field in ("short_title", "title"))
        return self._phrases["treaty"].format(name=next(filter(None, titled), instrument.short_title))

    def day(self, day: date | PartialDate | Span) -> str:
        """Return a day, month or year, or between which days it lies."""
        if isinstance(day, Span):
            if day.exact is not None:
                return self.day(day.exact)
            if day.latest == date.max:
                return self._phrases["span.open"].format(earliest=self.day(day.earliest))
            return self._phrases["span"].format(earliest=self.day(day.earliest), latest=self.day(day.latest))
        exact = (
            "day.first"
            if day.day == 1
            else "day"
            if day.day is not None
            else "month"
            if day.month is not None
            else "year"
        )
        called = self._words.months[day.month - 1] if day.month is not None else ""
        return self._phrases[exact].format(year=f"{day.year:04d}", month=day.month, day=day.day, called=called)

    def duration(self, duration: Duration) -> str:
        """Return a duration in words: 90 days, 1 year."""
        parts = [
            self._words.counted(f"duration.{unit}", number)
            for number, unit in ((duration.years, "year"), (duration.months, "month"), (duration.days, "day"))
            if number
        ]
        return self._phrases["duration.and"].join(parts) or self._phrases["duration.days"].format(n=0)

    def cited(self, article: str) -> str:
        """Return an article as lawyers cite it in the language, from how the data write it: `22(2)`, `6(1)(a)(ii)`."""
        found = _ARTICLE.fullmatch(article)
        if found is None:
            return article
        parts = re.findall(r"\(([^()]*)\)", found["rest"])
        text = self._phrases["article"].format(n=found["article"])
        for depth, part in enumerate(parts):
            # A letter right under the article is a point, not a paragraph.
            kind = "below" if depth > 1 else "point" if depth == 1 or not part.isdigit() else "part"
            text += self._phrases[f"article.{kind}"].format(n=part)
        return text

    def _word(self, name: str, value: Value) -> str:
        key = (name, value)
        if key not in self._known:
            self._known[key] = self._worded_anew(name, value)
        return self._known[key]

    def _worded_anew(self, name: str, value: Value) -> str:
        place = PLACES[name]
        if place in self._worded:
            return self._worded[place](value)
        if name == "condition":
            phrase = self._phrases.get(f"condition.{value}")
            return phrase or self.register.translated(str(value), self.language) or str(value)
        if isinstance(value, tuple):
            return self._phrases["codes"].join(self._code(name, code) for code in value)
        return self._code(name, value) if place is Place.CODE else str(value)

    def _code(self, name: str, code: object) -> str:
        term = self.register.terms.get(f"{_SCHEMES.get(name)}/{code}")
        if term is not None:
            return inside(term.labels.get(self.language) or term.labels[FIRST])
        return self._phrases.get(f"code.{code}", str(code))

    def _earlier_name(self, code: str) -> str:
        return self.register.name_of_code(code)

    def _text_of(self, record: Instrument | Obligation | Provision | Statement, text: str) -> str:
        return self.register.texts(record, text).get(self.language) or str(getattr(record, text))


def _written(provision: Provision) -> str:
    """Return the article of a provision as clauses write it."""
    parts = [provision.paragraph, *(provision.point or "").split(".")]
    return provision.article + "".join(f"({part})" for part in parts if part)


def _plain(value: Value) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value)
