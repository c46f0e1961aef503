"""Treaties by their names: the number with the depositary in any spelling, titles in six languages, everyday names.

A name that two treaties bear leads to neither by itself: both are told. Words lead to a treaty when a name of it has
them all, and a name of these words alone goes before a longer one: *rights of the child* is the Convention, though the
titles of its protocols have the same words. So does one that says no more than who made it: *covenant on civil and
political rights* is the International Covenant. A protocol answers to what it supplements with its own words too.
A title has words that are not its treaty's own: where and when it, or one that it amends, was concluded, and what that
one is called. These identify nothing: no Hague Convention is the protocol that amends it, and none of Kyoto the
protocol to a convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from treatygraph.facts.model import Instrument
from treatygraph.facts.plain import plain
from treatygraph.facts.wording import Hints, words

_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
#: The chapters of the depositary by their number; it has fewer than forty.
_ROMAN = {"X" * (n // 10) + _ONES[n % 10]: n for n in range(1, 40)}
_CHAPTERS = {n: roman for roman, n in _ROMAN.items()}
#: What people write beside the numbers: `chapter IV, no. 13`, `ch. 18 №12(b)`, 第四章.
_BESIDE = re.compile(r"\b(?:chapter|chapitre|chap|ch|cap[ií]tulo|cap|number|num|nos?|nr)\b\.?|\bn[°º]|[№#]", re.I)
_PARTS = re.compile(r"[0-9]+|[a-z]+", re.I)
_OTHER = re.compile(r"[\s.,;:/()\-\u2010-\u2014·0-9a-z]*", re.I)


def number(text: str) -> str | None:
    """Return a number with the depositary as it is compared, in lower case with hyphens; None for what is no number.

    `XVIII-12-b`, `xviii.12.b`, `18-12-b`, `XVIII 12(b)` and `chapter XVIII, no. 12 b` are `xviii-12-b`.
    """
    told = _BESIDE.sub(" ", text)
    if not _OTHER.fullmatch(told):
        return None
    parts = _PARTS.findall(told)
    if len(parts) < 2 or not any(part.isdigit() for part in parts[1:]):
        return None
    first = parts[0].upper()
    chapter = _CHAPTERS.get(int(first)) if first.isdigit() and len(first) < 3 else first if first in _ROMAN else None
    if chapter is None or any(len(part) > 4 for part in parts[1:]):
        return None
    return "-".join([chapter, *parts[1:]]).lower()


def chapter(text: str) -> str | None:
    """Return the chapter that a text names, as the depositary prints it: `4`, `iv` and `chapter IV` are `IV`."""
    told = _BESIDE.sub(" ", text).strip(" .").upper()
    if told.isascii() and told.isdigit() and len(told) < 3:
        return _CHAPTERS.get(int(told))
    first, _, part = told.partition("-")
    return told if first in _ROMAN and (not part or (len(part) == 1 and part.isalpha())) else None


def chapter_of(instrument: Instrument) -> str | None:
    """Return the chapter that a treaty stands in with the depositary: `XI-A` for `XI-A-16`."""
    told = re.match(r"[IVX]+(?:-[A-Z](?=-))?", instrument.untc_number or "")
    return told[0] if told else None


def chapter_order(chapter: str) -> tuple[int, str]:
    """Return a key that sorts chapters as the depositary does: IX behind VIII."""
    first, _, part = chapter.partition("-")
    return _ROMAN.get(first, len(_ROMAN) + 1), part


def order_of(instrument: Instrument) -> tuple[int, tuple[tuple[int, str], ...], str]:
    """Return a key that sorts treaties as the depositary lists them: IV-9 before IV-11, IX behind V."""
    first, *rest = (instrument.untc_number or "").split("-")
    parts = tuple((int(part), "") if part.isdigit() else (0, part) for part in rest)
    return _ROMAN.get(first, len(_ROMAN) + 1), parts, instrument.id


_PLACE = r"[Aa]t (?:The )?[A-Z]\w+(?:,? [A-Z]\w+)*"
_DAY = r"\d{1,2}(?: [A-Z][a-z]+ \d{4})?"
#: What a title says of its treaty's conclusion, or of another's: `, signed at Paris on 4 May 1910`; several in a row,
#: and cut off where a short title is.
_CONCLUDED = re.compile(
    rf"\b(?:concluded|signed|done),? {_PLACE}(?:(?:,? and|,)? (?:(?:on )?{_DAY}|{_PLACE})|,? on\b)*"
)
#: What a treaty is called whatever it is about; the first such word of a title is its own form.
_FORMS = frozenset(
    {
        *("accord", "agreement", "amendment", "convention", "covenant", "pact", "protocol", "treaty"),
        *("pacte", "protocole", "traité"),
        *("acuerdo", "convención", "convenio", "pacto", "protocolo", "tratado"),
        *("договор", "конвенция", "пакт", "протокол", "соглашение"),
    }
)
#: Words that titles begin with and people leave out.
_LEADING = frozenset({"international", "united", "nation"})


def _telling(text: str) -> frozenset[str]:
    """Return the words of a title, in the singular: `migrant smuggling` is *Smuggling of Migrants*."""
    return frozenset(_singular(word) for word in words(text))


@dataclass(frozen=True, slots=True)
class _Title:
    """The words of a name of a treaty: all of them, those that say which treaty it is, and its own form."""

    treaty: str
    all: frozenset[str]
    own: frozenset[str]
    form: str | None

    @classmethod
    def of(cls, treaty: str, name: str) -> _Title:
        own = _CONCLUDED.sub(" ", name)
        in_order = (_singular(word) for word in plain(own).split())
        return cls(
            treaty, _telling(name), _telling(own) - _FORMS, next((word for word in in_order if word in _FORMS), None)
        )

    def answers(self, asked: frozenset[str]) -> bool:
        """Return whether the name has all words asked for, and these are its own and not of a treaty beside it."""
        if not asked <= self.all or (asked.isdisjoint(self.own) and not asked <= _FORMS):
            return False
        return self.form is None or asked.isdisjoint(_FORMS) or self.form in asked


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class TreatyNames:
    """The names of treaties, and who bears each."""

    def __init__(self, named: Iterable[tuple[Instrument, Iterable[str]]]) -> None:
        self._titles: list[_Title] = []
        self._supplements: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        bearers: dict[str, set[str]] = {}
        self._words: list[tuple[frozenset[str], str]] = []
        for instrument, names in named:
            for told in (instrument.id, instrument.untc_number or ""):
                if (found := number(told)) is not None:
                    self._numbers.setdefault(found, instrument.id)
            for name in dict.fromkeys((instrument.id, *names)):
                bearers.setdefault(plain(name), set()).add(instrument.id)
                self._words.append((words(_CONCLUDED.sub(" ", name)), instrument.id))
                title = _Title.of(instrument.id, name)
                # Of a place in an everyday name, only the whole name tells: many conventions are of Geneva.
                everyday = name not in {instrument.title, instrument.short_title}
                self._titles.append(
                    replace(title, own=title.own - _telling(instrument.place or "")) if everyday else title
                )
            if instrument.supplements is not None:
                self._supplements[instrument.id] = instrument.supplements
        self.bearers: Mapping[str, tuple[str, ...]] = {name: tuple(sorted(who)) for name, who in bearers.items()}

    @cached_property
    def hinted(self) -> Hints:
        """What hints at a treaty by the words of a name, but for where and when it was concluded."""
        return Hints(self._words)

    def called(self, text: str) -> tuple[str, ...]:
        """Return the treaties that a text names as a whole: by number, identifier, title or everyday name."""
        if (told := number(text)) in self._numbers:
            return (self._numbers[str(told)],)
        return self.bearers.get(plain(text), ())

    def with_words(self, text: str) -> tuple[str, ...]:
        """Return the treaties of which a name has all words of a text; where one has no other telling words, only it.

        Where no name has them all, the protocols to a treaty of which a name has those that theirs lack.
        """
        asked = _telling(text)
        if not asked:
            return ()
        having = [title for title in self._titles if title.answers(asked)]
        for beside in (frozenset[str](), _LEADING):
            if exactly := dict.fromkeys(title.treaty for title in having if title.all - asked <= beside):
                return tuple(exactly)
        return tuple(dict.fromkeys(title.treaty for title in having)) or self._supplementing(asked)

    def _supplementing(self, asked: frozenset[str]) -> tuple[str, ...]:
        """Return the protocols that have some of the words, and the treaty that they supplement the others."""
        own: dict[str, list[_Title]] = {}
        for title in self._titles:
            own.setdefault(title.treaty, []).append(title)
        return tuple(
            protocol
            for protocol, parent in self._supplements.items()
            if any(
                asked & mine.own - theirs.all and asked & theirs.own - mine.own and asked <= mine.all | theirs.all
                for mine in own[protocol]
                for theirs in own.get(parent, ())
            )
        )

    def with_part(self, text: str) -> tuple[str, ...]:
        """Return the treaties of which a name holds a text that is written without spaces, as in Chinese."""
        wanted = plain(text).replace(" ", "")
        if text.isascii() or len(wanted) < 2:
            return ()
        return tuple(sorted({t for name, who in self.bearers.items() if wanted in name for t in who}))
