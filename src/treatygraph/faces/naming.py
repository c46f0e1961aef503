"""How names, words and provisions are told in a language. Shared by what is made in one: a page, a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from treatygraph.faces.collation import in_order
from treatygraph.facts.lookups import cite
from treatygraph.facts.model import OWN_LANGUAGE, Provision
from treatygraph.facts.register import Register
from treatygraph.proofs import Teller, told_in
from treatygraph.questions.on_map import Shown

_T = TypeVar("_T")


class Naming:
    """Names things in `language`, from the facts; what has no name in it is told in English."""

    language: str

    @property
    def register(self) -> Register:
        """The facts."""
        raise NotImplementedError

    def say(self, sentence: str) -> str:
        """Return a sentence in the language."""
        raise NotImplementedError

    def name(self, participant: str) -> str:
        """Return the name of a participant; in English where the language has none."""
        names = self.register.short_names
        return names.get((participant, self.language)) or self.register.name(participant)

    def by_name(self, participants: Iterable[str]) -> list[str]:
        """Return participants in the order of their names."""
        return in_order(self.language, participants, self.name)

    def sorted(self, found: Iterable[_T], name: Callable[[_T], str]) -> list[_T]:
        """Return things in the order that their names have in the language."""
        return in_order(self.language, found, name)

    def on_map(self, shown: Shown) -> str:
        """Return what a map says of a participant under a treaty: its status, and what is not known of it."""
        told = [self.standing(shown.status, shown.participant)]
        if shown.not_known_after is not None:
            known = self.standing(shown.last_known, shown.participant)
            told = [
                self.say("%(status)s as of %(day)s, not known after") % {"status": known, "day": shown.not_known_after}
            ]
        if shown.unread:
            told.append(self.say("a statement was not read"))
        return "; ".join(told)

    def word(self, scheme: str, code: object) -> str:
        """Return the label of a code; the code itself where no scheme has it."""
        term = self.register.terms.get(f"{scheme}/{code}")
        if term is None:
            return str(code).replace("_", " ")
        return term.labels.get(self.language) or term.labels["en"]

    def standing(self, status: object, participant: str) -> str:
        """Return how a status is called of a participant: an organization is no State."""
        term = self.register.terms.get(f"status/{status}")
        of_organizations = f"{self.language}-x-org"
        if term is None or participant in self.register.states or of_organizations not in term.labels:
            return self.word("status", status)
        return term.labels[of_organizations]

    def treaty(self, treaty: str) -> str:
        """Return the short title of an instrument."""
        return self.text_of(self.register.instruments[treaty], "short_title")

    def title(self, treaty: str) -> str:
        """Return the title of an instrument."""
        return self.text_of(self.register.instruments[treaty], "title")

    def region(self, region: str | None) -> str:
        """Return the name of an M49 region."""
        found = self.register.regions.get(region or "")
        return self.text_of(found, "name") if found is not None else ""

    def text_of(self, record: Any, field_: str) -> str:
        """Return a text of the data in the language; in English where the data do not have it."""
        texts = self.register.texts(record, field_)
        return texts.get(self.language) or texts.get(OWN_LANGUAGE) or ""

    def passage(self, cited: str) -> str:
        """Return `art. 5(3)` as the language cites it; other places as the data write them."""
        number = cited.removeprefix("art. ")
        if number == cited:
            return cited
        told = self.say("art. %(number)s") % {"number": number}
        return told if self._teller is None else self._teller.cited(number)

    def article(self, provision: Provision) -> str:
        """Return an article as the language cites it."""
        return self.passage(cite(provision))

    @cached_property
    def _teller(self) -> Teller | None:
        foreign = self.language != OWN_LANGUAGE and told_in(self.language) == self.language
        return Teller(self.register, self.language) if foreign else None

    def cite(self, provision: str) -> str:
        """Return a provision as lawyers cite it, with its treaty's short name before."""
        found = self.register.provisions[provision]
        return f"{found.instrument.upper()} {cite(found)}"
