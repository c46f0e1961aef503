"""Paragraphs of resolutions, and what each is linked to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from treatygraph.facts.model import Link, Paragraph, StatusLink
from treatygraph.facts.register.rows import by_key
from treatygraph.facts.register.treaties import Treaties


class Resolutions(Treaties):
    """Paragraphs, and their links."""

    @cached_property
    def paragraphs(self) -> Mapping[str, Paragraph]:
        """Paragraphs by identifier: the earliest resolution first, its operative part before its preamble."""
        days = {i.id: str(i.adopted_on or "") for i in self.facts.instruments}
        ordered = sorted(
            self.facts.paragraphs, key=lambda p: (days[p.resolution], p.resolution, not p.operative, p.ordinal)
        )
        return {p.id: p for p in ordered}

    @cached_property
    def resolutions(self) -> tuple[str, ...]:
        """Identifiers of the resolutions whose paragraphs are in the data, the earliest first."""
        return tuple(dict.fromkeys(p.resolution for p in self.paragraphs.values()))

    def paragraph_in_full(self, paragraph: Paragraph) -> str:
        """Return the name of a paragraph with its resolution before it: `A/RES/67/185#op6`."""
        return f"{self.instruments[paragraph.resolution].short_title}#{paragraph.number}"

    def paragraph_name(self, paragraph: Paragraph) -> str:
        """Return the shortest name of a paragraph that names no other: `op6`, or its name in full."""
        alone = sum(p.number == paragraph.number for p in self.facts.paragraphs) == 1
        return paragraph.number if alone else self.paragraph_in_full(paragraph)

    @cached_property
    def links_of(self) -> Mapping[str, tuple[Link, ...]]:
        """The links made one by one, by paragraph."""
        return by_key((link.paragraph, link) for link in self.facts.links)

    def cited_by(self, paragraph: str) -> tuple[str, ...]:
        """Return the instruments that a paragraph cites."""
        return self._citations.get(paragraph, ())

    @cached_property
    def _citations(self) -> Mapping[str, tuple[str, ...]]:
        return by_key((c.paragraph, c.instrument) for c in self.facts.citations)

    @cached_property
    def status_links_of(self) -> Mapping[str, tuple[StatusLink, ...]]:
        """The links to whole treaties, by paragraph."""
        return by_key((link.paragraph, link) for link in self.facts.status_links)
