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
        """Return the register of the same facts and these actions; what is the same of the indexes is shared."""
        found = Register(replace(self.facts, actions=(*self.facts.actions, *added)))
        # Copied at once: another thread may be making an index.
        shared = dict(self.__dict__)
        del shared["facts"]
        shared |= self.actions_and(added)
        shared["_by_table"] = {name: rows for name, rows in dict(self._by_table).items() if name != "actions"}
        found.__dict__.update(shared)
        return found

    def narrowed(self, facts: Facts) -> Register:
        """Return the register of fewer treaties' rows; what is told of participants and in languages is shared."""
        found = Register(facts)
        found.__dict__.update({name: getattr(self, name) for name in _SHARED})
        return found
