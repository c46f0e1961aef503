"""Provisions of the treaties, and the obligations read from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from treatygraph.facts.model import Obligation, Provision
from treatygraph.facts.register.rows import Rows, by_key


class Provisions(Rows):
    """Provisions, and the obligations in them."""

    @cached_property
    def provisions(self) -> Mapping[str, Provision]:
        """Provisions by identifier."""
        return {p.id: p for p in self.facts.provisions}

    @cached_property
    def subprovisions(self) -> Mapping[str, tuple[Provision, ...]]:
        """Provisions by the provision that holds them."""
        return by_key((p.part_of, p) for p in self.facts.provisions if p.part_of)

    def within(self, provision: str) -> frozenset[str]:
        """Return the provision and all that stand inside it."""
        found = {provision}
        for part in self.subprovisions.get(provision, ()):
            found |= self.within(part.id)
        return frozenset(found)

    @cached_property
    def obligations(self) -> Mapping[str, Obligation]:
        """Obligations by identifier."""
        return {o.id: o for o in self.facts.obligations}

    @cached_property
    def with_obligations(self) -> frozenset[str]:
        """Treaties under which an obligation binds: one of their own, or one carried over to them."""
        carried = (treaty for o in self.facts.obligations for treaty in o.carried_to)
        return frozenset((*self.obligations_by_treaty, *carried))

    @cached_property
    def obligations_by_treaty(self) -> Mapping[str, tuple[Obligation, ...]]:
        """Obligations of each treaty, in the order of its articles."""
        order = {p.id: n for n, p in enumerate(sorted(self.facts.provisions, key=natural_order))}
        ordered = sorted(self.facts.obligations, key=lambda o: (order[o.provision], o.id))
        return by_key((self.provisions[o.provision].instrument, o) for o in ordered)


def natural_order(provision: Provision) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return a key that sorts provisions as a treaty prints them: article 2 before article 10."""
    parts = [provision.article, provision.paragraph or "", *(provision.point or "").split(".")]
    return provision.instrument, tuple(
        (int(part), "") if part.isdigit() else (_ROMAN.get(part, 0) if n > 2 else 0, part)
        for n, part in enumerate(parts)
    )


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
