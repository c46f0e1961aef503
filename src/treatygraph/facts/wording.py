"""Names by their words: turned round, abbreviated or without their small words, they are still the same name.

`Korea, Rep.` has the words of *Republic of Korea*; `D.R. Congo` those of *Democratic Republic of the Congo*. A name is
found when its words are those of a name that somebody bears; a hint is given where a word that few bear is shared,
never for letters that merely look alike, since a wrong hint leads to a wrong decision.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from treatygraph.facts.plain import plain

#: What is left of a possessive: `people s` of *People's*.
_POSSESSIVE = re.compile(r"(?<=\w\w) s\b")
#: Initials with dots between them: `D.R.`, `P. R.`; they are one abbreviation.
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.[ ]?){2,}")
#: Words that tell nothing apart.
_SMALL = frozenset(
    {"the", "of", "on", "and", "de", "la", "le", "el", "du", "des", "et", "y", "in", "for", "to", "against", "aux"}
)
#: Abbreviations that statistical offices, maps and lawyers use in names, and spellings of the same word.
_LONG: Mapping[str, tuple[str, ...]] = {
    "rep": ("republic",),
    "dem": ("democratic",),
    "dr": ("democratic", "republic"),
    "pdr": ("people", "democratic", "republic"),
    "dpr": ("democratic", "people", "republic"),
    "rb": ("bolivarian", "republic"),
    "pr": ("people", "republic"),
    "ur": ("united", "republic"),
    "fr": ("federal", "republic"),
    "sfr": ("socialist", "federal", "republic"),
    "sar": ("special", "administrative", "region"),
    "un": ("united", "nations"),
    "organised": ("organized",),
    "st": ("saint",),
    "ste": ("saint",),
    "sts": ("states",),
    "fed": ("federated",),
    "isl": ("islands",),
    "is": ("islands",),
    "islds": ("islands",),
    "peoples": ("people",),
    "terr": ("territory",),
    "herz": ("herzegovina",),
    "eq": ("equatorial",),
    "cent": ("central",),
    "afr": ("african",),
    "s": ("south",),
    "n": ("north",),
    "w": ("western",),
}
#: Words that so many names have that sharing one means nothing.
# fmt: off
_COMMON = frozenset({
    "republic", "democratic", "people", "states", "united", "federated", "kingdom", "islamic", "arab", "state",
    "saint", "islands", "island", "south", "north", "west", "east", "new", "great", "guinea", "union",
    "commonwealth", "plurinational", "bolivarian", "federation", "co", "operative", "convention", "protocol",
    "treaty", "agreement", "nations", "international", "optional", "concerning", "relating",
})
# fmt: on
#: How alike two single words must be, letter by letter, to be a slip of the hand.
_SLIP = 0.82


def words(text: str) -> frozenset[str]:
    """Return the words of a name that tell it apart, abbreviations written out."""
    found: list[str] = []
    joined = _INITIALS.sub(lambda found: re.sub(r"[. ]", "", found[0]) + " ", text)
    for word in _POSSESSIVE.sub("", plain(joined)).split():
        found += _LONG.get(word, (word,))
    telling = [word for word in found if word not in _SMALL]
    return frozenset(telling or found)


def by_words(names: Mapping[str, frozenset[str]]) -> dict[frozenset[str], frozenset[str]]:
    """Return who bears a name by the words of the name; `names` gives who bears it by the name made comparable."""
    found: dict[frozenset[str], set[str]] = {}
    for name, bearers in names.items():
        found.setdefault(words(name), set()).update(bearers)
    return {key: frozenset(bearers) for key, bearers in found.items()}


def begins(asked: str, name: str) -> bool:
    """Return whether each word of `asked` begins a word of `name`, both made comparable.

    `united k` begins *united kingdom*; `us` begins no word of *belarus*. Where words are written without spaces between
    them, as in Chinese, a part of the name is enough.
    """
    if not asked.isascii():
        return asked.replace(" ", "") in name.replace(" ", "")
    having = f" {name}"
    return bool(asked) and all(f" {part}" in having for part in asked.split())


class Hints:
    """Who may be meant by a text: those of whose names a telling word is shared, or misspelt by a slip, best first.

    Each name is found by its words: a text that has none of them is told so without a look at any name.

    Args:
        known: The words of each name, and who bears it.
    """

    def __init__(self, known: Iterable[tuple[frozenset[str], str]]) -> None:
        self._names = [(having - _COMMON, bearer) for having, bearer in known]
        self._having: dict[str, list[int]] = {}
        for number, (having, _) in enumerate(self._names):
            for word in having:
                self._having.setdefault(word, []).append(number)
        self._begun: dict[str, list[str]] = {}
        for word in self._having:
            self._begun.setdefault(word[0], []).append(word)

    def of(self, text: str, most: int = 3) -> tuple[str, ...]:
        """Return who may be meant, and so many at most."""
        asked = words(text) - _COMMON
        alike = [self._alike(word) for word in asked]
        scored: dict[str, float] = {}
        for number in {number for near in alike for other in near for number in self._having[other]}:
            having, bearer = self._names[number]
            score = sum(max((near[other] for other in having if other in near), default=0.0) for near in alike)
            score /= len(asked)
            if score >= 0.5:
                scored[bearer] = max(scored.get(bearer, 0.0), score - len(having - asked) * 0.01)
        return tuple(sorted(scored, key=lambda b: (-scored[b], b))[:most])

    def _alike(self, word: str) -> dict[str, float]:
        """Return the words of names that are this one, or a slip away from it, and how alike they are."""
        found = {word: 1.0} if word in self._having else {}
        if len(word) < 5:
            return found
        for other in self._begun.get(word[0], ()):
            if other == word or abs(len(other) - len(word)) > 2:
                continue
            compared = difflib.SequenceMatcher(None, word, other)
            # What is told at once is never less than what takes long to tell.
            if compared.quick_ratio() >= _SLIP and (ratio := compared.ratio()) >= _SLIP:
                found[other] = ratio
        return found
