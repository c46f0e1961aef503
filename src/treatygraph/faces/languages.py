"""The languages that a face speaks: it offers a language when its catalogue of sentences is there.

English is the language the sentences are written in. Catalogues are PO files (`locale/{code}.po`) in the package of the
face; adding one adds the language. What a language calls itself and its direction stand in `data/languages.csv`.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib import resources
from pathlib import Path

from treatygraph.facts.model import OWN_LANGUAGE

#: The languages in which no face says a sentence in another one; the tests hold the catalogues to it.
WHOLE = (OWN_LANGUAGE, "zh")


def _path(package: str, language: str) -> resources.abc.Traversable:
    return resources.files(package) / "locale" / f"{language}.po"


@cache
def languages_of(package: str) -> tuple[str, ...]:
    """Return the languages that a face is offered in, English first."""
    found = (Path(each.name) for each in resources.files(package).joinpath("locale").iterdir())
    return (OWN_LANGUAGE, *sorted(path.stem for path in found if path.suffix == ".po"))


@cache
def catalog_beside(package: str, other: str, language: str) -> gettext.NullTranslations:
    """Return a face's sentences in a language; what it does not have is told as the other face tells it."""
    found = compiled(_path(package, language).read_bytes()) if language != OWN_LANGUAGE else gettext.NullTranslations()
    if _path(other, language).is_file():
        found.add_fallback(catalog_of(other, language))
    return found


@cache
def catalog_of(package: str, language: str) -> gettext.NullTranslations:
    """Return a face's sentences in a language; those that have no translation stay English."""
    if language == OWN_LANGUAGE or not _path(package, language).is_file():
        return gettext.NullTranslations()
    return compiled(_path(package, language).read_bytes())


def compiled(po: bytes) -> gettext.GNUTranslations:
    """Return the sentences of a catalogue in the PO format."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    binary = io.BytesIO()
    write_mo(binary, read_po(io.BytesIO(po)))
    binary.seek(0)
    return gettext.GNUTranslations(binary)
