"""The languages of the pages: a language is there when its catalogue of sentences is (`locale/{code}.po`)."""

from __future__ import annotations

import gettext
import re
from functools import cache

from babel import Locale

from treatygraph.faces.languages import WHOLE, catalog_beside, compiled, languages_of

__all__ = ["all_told", "catalog", "compiled", "languages"]

_HERE = "treatygraph.faces.pages"
#: What a report says in a language, a page need not be told again.
_REPORTS = "treatygraph.faces.report"


def languages() -> tuple[str, ...]:
    """Return the languages that pages are offered in, English first."""
    return languages_of(_HERE)


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language; those that have no translation stay English.

    In a script that runs from right to left each value of a sentence is held apart: a day keeps its order.
    """
    found = catalog_beside(_HERE, _REPORTS, language)
    return found if Locale.parse(language).text_direction == "ltr" else _Apart(found)


_VALUE = re.compile(r"%\(\w+\)s")


class _Apart(gettext.NullTranslations):
    """The sentences of a catalogue, with each value between marks that isolate it (Unicode, UAX 9)."""

    def __init__(self, within: gettext.NullTranslations) -> None:
        super().__init__()
        self._within = within

    def gettext(self, message: str) -> str:
        return _VALUE.sub("\u2068\\g<0>\u2069", self._within.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _VALUE.sub("\u2068\\g<0>\u2069", self._within.ngettext(msgid1, msgid2, n))


def all_told(language: str) -> bool:
    """Return whether a page in the language has no sentence in another one."""
    return language in WHOLE
