"""The languages that faces speak: a face offers a language when its catalogue of sentences is there.

English is the language the sentences are written in. Catalogues are PO files (`locale/{code}.po`) in the package of the
face; adding one adds the language, right-to-left ones too.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib import resources

#: The languages of the data's labels, the first being the one the sentences are written in.
POSSIBLE = ("en", "zh", "fr", "es", "ru", "ar")
#: What each language calls itself.
OWN_NAMES = {
    "en": "English",
    "zh": "中文",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
}
RIGHT_TO_LEFT = frozenset({"ar"})


def _path(package: str, language: str) -> resources.abc.Traversable:
    return resources.files(package) / "locale" / f"{language}.po"


@cache
def languages_of(package: str) -> tuple[str, ...]:
    """Return the languages that a face is offered in, English first."""
    return tuple(code for code in POSSIBLE if code == "en" or _path(package, code).is_file())


@cache
def catalog_of(package: str, language: str) -> gettext.NullTranslations:
    """Return a face's sentences in a language; those that have no translation stay English."""
    if language == "en":
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
