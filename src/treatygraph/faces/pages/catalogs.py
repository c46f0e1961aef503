"""The languages of the pages: a language is there when its catalogue of sentences is (`locale/{code}.po`).

English is the language the sentences are written in. Adding a catalogue adds the language, right-to-left ones too.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib import resources

#: The languages of the data's labels, the first being the one of the templates.
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


def _path(language: str) -> resources.abc.Traversable:
    return resources.files("treatygraph.faces.pages") / "locale" / f"{language}.po"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that pages are offered in, English first."""
    return tuple(code for code in POSSIBLE if code == "en" or _path(code).is_file())


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language; those that have no translation stay English."""
    if language == "en":
        return gettext.NullTranslations()
    return compiled(_path(language).read_bytes())


def compiled(po: bytes) -> gettext.GNUTranslations:
    """Return the sentences of a catalogue in the PO format."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    binary = io.BytesIO()
    write_mo(binary, read_po(io.BytesIO(po)))
    binary.seek(0)
    return gettext.GNUTranslations(binary)
