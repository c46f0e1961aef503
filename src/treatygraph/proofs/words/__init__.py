"""The words of proofs by language: phrases for days, durations and articles, and the sentences of the rules.

English sentences stand with the rules (`treatygraph.law`); those of other languages in `{code}/rules.csv` here. What
has no translation is told in English.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from treatygraph.errors import TreatygraphError
from treatygraph.law.rule import Rule

_HERE = "treatygraph.proofs.words"
#: The language the sentences of the rules are written in.
FIRST = "en"
#: The languages whose sentences the graph holds: each more would lengthen every reason in it.
IN_GRAPH = (FIRST, "zh")


class LanguageError(TreatygraphError):
    """A language that proofs are not told in."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule is called, its legal basis and its sentence, in one language."""

    title: str
    basis: str
    sentence: str


def _form_of_russian(number: int) -> str:
    last, teens = number % 10, number % 100 in range(11, 15)
    return "one" if last == 1 and not teens else "few" if last in {2, 3, 4} and not teens else ""


def _form_of_arabic(number: int) -> str:
    return "two" if number == 2 else "few" if number % 100 in range(3, 11) else ""


#: The plural forms that languages have beside the common one (Unicode CLDR, cardinal plural rules).
_FORMS: Mapping[str, Callable[[int], str]] = {"ru": _form_of_russian, "ar": _form_of_arabic}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    phrases: Mapping[str, str]
    rules: Mapping[str, Told]

    def rule(self, rule: Rule) -> Told:
        """Return the words of a rule; in English where the language has none."""
        return self.rules.get(rule.id) or Told(rule.title, rule.basis, rule.sentence)

    @property
    def months(self) -> list[str]:
        """The names of the months, as they stand in a day."""
        return self.phrases["months"].split(";")

    def counted(self, phrase: str, number: int) -> str:
        """Return so many of what a phrase counts, in the form of the number: 1 day, 30 days."""
        form = _FORMS[self.language](number) if self.language in _FORMS else ""
        told = (
            self.phrases[phrase] if number == 1 else self.phrases.get(f"{phrase}s.{form}", self.phrases[f"{phrase}s"])
        )
        return told.format(n=number)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages proofs are told in, English first."""
    found = {entry.name for entry in resources.files(_HERE).iterdir() if (entry / "phrases.csv").is_file()}
    return (FIRST, *sorted(found - {FIRST}))


def told_in(wanted: str) -> str:
    """Return the language a proof is told in for who wants that one: English where proofs do not speak it."""
    return wanted if wanted in languages() else FIRST


@cache
def words_of(language: str) -> Words:
    """Return the words of a language.

    Raises:
        LanguageError: Proofs are not told in it.
    """
    if language not in languages():
        raise LanguageError(f"Proofs are not told in {language!r}. Use one of {', '.join(languages())}.")
    rules = {row["rule"]: Told(row["title"], row["basis"], row["sentence"]) for row in _rows(language, "rules")}
    phrases = {row["phrase"]: row["text"] for row in _rows(language, "phrases")}
    return Words(language, phrases, rules)


def _rows(language: str, name: str) -> Iterator[dict[str, str]]:
    path = resources.files(_HERE) / language / f"{name}.csv"
    if path.is_file():
        yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
