"""The facts, looked up by what they are about. Built once from `Facts`; holds no fact of its own."""

from __future__ import annotations

from dataclasses import replace

from treatygraph.facts.model import Action, Facts
from treatygraph.facts.register.acts import Acts
from treatygraph.facts.register.provisions import natural_order
from treatygraph.facts.register.resolutions import Resolutions
from treatygraph.facts.register.rows import KEYS, TABLES

__all__ = ["KEYS", "TABLES", "Register", "natural_order"]

#: Indexes over rows that are of no treaty, over sentences wherever they stand, and what a source tells of anywhere.
_SHARED = (
    "participants",
    "states",
    "sources",
    "terms",
    "short_names",
    "languages",
    "regions",
    "ended",
    "telling_of_the_past",
    "_by_sentence",
)


class Register(Acts, Resolutions):
    """Indexes over `facts`; every mapping is computed when first asked for."""

    def with_actions(self, added: tuple[Action, ...]) -> Register:
        """Return the register of the same facts and these actions; indexes over other facts are shared."""
        found = Register(replace(self.facts, actions=(*self.facts.actions, *added)))
        of_actions = {"facts", "actions_by_treaty", "_actions_by_pair", "_by_table"}
        found.__dict__.update({name: index for name, index in self.__dict__.items() if name not in of_actions})
        return found

    def narrowed(self, facts: Facts) -> Register:
        """Return the register of fewer treaties' rows; what is told of participants and in languages is shared."""
        found = Register(facts)
        found.__dict__.update({name: getattr(self, name) for name in _SHARED})
        return found
