"""The order of names in each language: Chinese by reading (pinyin), the others as their dictionaries stand.

The order of Chinese characters is that of CLDR, kept as a text beside this file; why it is kept, and not a library of
collation, stands in `docs/decisions/0023-order-of-names.md`. The browser's own collation is what the tests hold it to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TypeVar

_T = TypeVar("_T")
#: What sorts a name: its letters by their place, and for names that differ in accents only the letters themselves.
Key = tuple[tuple[int, ...], str]

#: Letters that a language counts as letters of their own although Unicode takes them apart, with the one they follow.
_OWN_LETTERS: Mapping[str, Mapping[str, str]] = {"es": {"ñ": "n"}, "ru": {"й": "и"}}
#: Room between two letters, for one that follows the first.
_STEP = 2
#: Between words: a space first, then marks in the order of CLDR, and all of them before any letter.
_BETWEEN_WORDS = {"\u00a0": 0} | {sign: place for place, sign in enumerate(" _-,;:!?.'’\"“”()[]/&")}
#: An alef with a madda is two of them.
_ALEF, _MADDA = "\u0627", "\u0653"
#: Chinese characters stand after all other letters, in the order of their reading.
_CHINESE = 0x200000


@cache
def _readings() -> Mapping[str, int]:
    text = resources.files("treatygraph.faces").joinpath("pinyin.txt").read_text(encoding="utf-8")
    return {sign: place for place, sign in enumerate(text.replace("\n", ""))}


@cache
def key(language: str, text: str) -> Key:
    """Return what a name is sorted by in a language: case and accents count for nothing, marks come before letters."""
    own = _OWN_LETTERS.get(language, {})
    places: list[int] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        if sign in own:
            places.append(ord(own[sign]) * _STEP + 1)
        elif language == "zh" and sign in _readings():
            places.append(_CHINESE + _readings()[sign])
        else:
            places.extend(_letters(sign))
    return tuple(places), text


def _letters(sign: str) -> Iterable[int]:
    """Yield the places of the letters of a sign, without its accents."""
    for part in unicodedata.normalize("NFKD", sign):
        if part.isalnum():
            yield ord(part) * _STEP
        elif part == _MADDA:
            yield ord(_ALEF) * _STEP
        elif part in _BETWEEN_WORDS:
            yield _BETWEEN_WORDS[part]


def in_order(language: str, found: Iterable[_T], name: Callable[[_T], str]) -> list[_T]:
    """Return things in the order that their names have in a language."""
    return sorted(found, key=lambda each: key(language, name(each)))
