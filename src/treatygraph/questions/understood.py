"""What a sentence is about: "who has not joined the trafficking protocol in Africa" names a treaty and a region.

No sentence is parsed: the names of participants, treaties and regions, in any of the six languages, are looked for in
it. What is asked of them is left to the reader, who is shown each status with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from treatygraph.facts.plain import plain
from treatygraph.facts.register import Register

#: A shorter word of Latin letters is a word of the sentence as well (`who`), and no name.
_SHORTEST = 4
#: Fewer words are a name, and no sentence.
_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The participants, treaty and region that a sentence names."""

    participants: tuple[str, ...]
    treaty: str | None
    region: str | None


class Understanding:
    """Finds names in sentences; the names are made comparable once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._regions = {
            plain(name): (region.id,)
            for region in register.facts.regions
            for name in register.texts(region, "name").values()
        }

    def subject(self, text: str) -> Subject | None:
        """Return what a sentence is about; None for a text that names less than two things, or is no sentence."""
        asked = plain(text)
        if asked.isascii() and len(asked.split()) < _WORDS:
            return None
        register = self._register
        treaty = next(iter(_named(asked, register.treaty_names.bearers)), None) or self._by_one_word(asked)
        # A region is larger than those in it: South Africa is a participant, and in Africa.
        who = tuple(_named(asked, register.bearers))[:2]
        where = next((r for r in _named(_without(asked, register, who), self._regions)), None)
        if len(who) + (treaty is not None) + (where is not None) < _WORDS:
            return None
        return Subject(participants=who, treaty=treaty, region=where)

    def _by_one_word(self, asked: str) -> str | None:
        """Return the treaty that one word tells from all others: `trafficking`, `smuggling`."""
        names = self._register.treaty_names
        for word in sorted(asked.split(), key=len, reverse=True):
            found = names.with_words(word) if len(word) > _SHORTEST else ()
            if len(found) == 1:
                return found[0]
        return None


def _without(asked: str, register: Register, participants: Iterable[str]) -> str:
    for name in (n for n, who in register.bearers.items() if set(who) & set(participants)):
        asked = f" {asked} ".replace(f" {name} ", " ").strip()
    return asked


def _named(asked: str, bearers: Mapping[str, Iterable[str]]) -> list[str]:
    """Return whom the names in a sentence name, the longest name first; a name in a longer one is not told again."""
    found: list[str] = []
    left = f" {asked} "
    for name in sorted((n for n in bearers if _stands(n, left)), key=len, reverse=True):
        who = tuple(bearers[name])
        if _stands(name, left) and len(who) == 1:
            left = left.replace(name, " ")
            found += [who[0]] if who[0] not in found else []
    return found


def _stands(name: str, asked: str) -> bool:
    if name.isascii():
        return len(name) >= _SHORTEST and f" {name} " in asked
    # Chinese has no spaces between words; other scripts have.
    spaced = any(sign.isalpha() and ord(sign) < 0x2E80 for sign in name)
    return f" {name} " in asked if spaced else len(name) > 1 and name in asked
