"""The languages of the pages: a language is there when its catalogue of sentences is (`locale/{code}.po`)."""

from __future__ import annotations

import gettext

from treatygraph.faces.languages import catalog_of, compiled, languages_of

__all__ = ["catalog", "compiled", "languages"]

_HERE = "treatygraph.faces.pages"


def languages() -> tuple[str, ...]:
    """Return the languages that pages are offered in, English first."""
    return languages_of(_HERE)


def catalog(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language; those that have no translation stay English."""
    return catalog_of(_HERE, language)
