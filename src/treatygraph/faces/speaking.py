"""What speaks one language: names from the facts, and the sentences of a face's catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from treatygraph.faces.languages import catalog_of
from treatygraph.faces.naming import Naming
from treatygraph.facts.register import Register


@dataclass(frozen=True, kw_only=True)
class Speaking(Naming):
    """Names things and says sentences in one language: names from the facts, sentences from the catalogue of a face."""

    #: The package whose catalogue it is.
    face: ClassVar[str]
    facts: Register
    language: str

    @property
    def register(self) -> Register:
        """The facts."""
        return self.facts

    @property
    def direction(self) -> str:
        """The direction of the script: `ltr` or `rtl`."""
        return self.register.languages[self.language].direction

    def say(self, sentence: str) -> str:
        """Return a sentence in the language; in English where the catalogue does not have it."""
        return catalog_of(self.face, self.language).gettext(sentence)

    def short(self, treaty: str) -> str:
        """Return how a treaty is called in running text: its short title, else its title, else that in English."""
        of = self.register.instruments[treaty]
        return self.register.texts(of, "short_title").get(self.language) or self.register.texts(of, "title").get(
            self.language, self.treaty(treaty)
        )
