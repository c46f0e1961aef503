"""Resolutions: paragraphs, their links to obligations, and what they cite."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.facts.model.codes import Addressee, LinkRelation, OperativeVerb, ParagraphKind, Strength, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a resolution; its summary is ours. It requests; it does not bind."""

    id: str
    resolution: str
    number: str
    kind: ParagraphKind
    verb_text: str
    addressees: tuple[Addressee, ...]
    themes: tuple[Theme, ...]
    summary: str
    source: str

    @property
    def operative(self) -> bool:
        """Whether it stands in the operative part, not in the preamble."""
        return self.kind is ParagraphKind.OPERATIVE

    @property
    def ordinal(self) -> int:
        """Which paragraph of its part it is: 6 for `op6`."""
        return int(self.number[2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphVerb:
    """A verb of a paragraph, and whom it addresses; a paragraph may have several."""

    id: str
    paragraph: str
    ordinal: int
    verb: OperativeVerb
    addressee: Addressee | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How an operative paragraph relates to an obligation."""

    id: str
    paragraph: str
    obligation: str
    relation: LinkRelation
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRule:
    """Links from a paragraph to all obligations of some treaties and grades."""

    id: str
    paragraph: str
    instruments: tuple[str, ...]
    strengths: tuple[Strength, ...]
    relation: LinkRelation
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """That a paragraph cites an instrument."""

    paragraph: str
    instrument: str
    source: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLink:
    """How a paragraph relates to a whole treaty whose obligations were not read."""

    paragraph: str
    instrument: str
    relation: LinkRelation
    rationale: str
