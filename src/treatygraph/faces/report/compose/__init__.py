"""A dossier → a document in one language. One file for each part of the report, in the order of the parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from treatygraph.faces.report.bidi import isolated
from treatygraph.faces.report.compose.annex import annex
from treatygraph.faces.report.compose.commitments import commitments
from treatygraph.faces.report.compose.comparison import comparison
from treatygraph.faces.report.compose.first_page import first_page
from treatygraph.faces.report.compose.gaps import gaps
from treatygraph.faces.report.compose.method import method, sources
from treatygraph.faces.report.compose.others import others
from treatygraph.faces.report.compose.relations import relations
from treatygraph.faces.report.compose.resolution import resolution
from treatygraph.faces.report.compose.sets import sets
from treatygraph.faces.report.compose.what_if import what_if
from treatygraph.faces.report.dates import with_written_days
from treatygraph.faces.report.document import Block, Document
from treatygraph.faces.report.figures import map_of, shares_of, timeline_of
from treatygraph.faces.report.links import settled
from treatygraph.faces.report.wording import Wording
from treatygraph.questions.desk import Desk
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.on_map import Degree, degree_of

_HERE = "treatygraph.faces.report"


@dataclass(kw_only=True)
class Drawings:
    """What the drawings of all reports of a day share."""

    desk: Desk

    @cached_property
    def _degrees(self) -> dict[tuple[str, ...], dict[str, Degree]]:
        return {}

    def degrees(self, treaties: tuple[str, ...]) -> dict[str, Degree]:
        """Return for how many of the treaties each is a party, and of how many more this is not known."""
        if treaties not in self._degrees:
            self._degrees[treaties] = {p: degree_of(self.desk, p, treaties) for p in self.desk.register.present}
        return self._degrees[treaties]


def document(
    drawings: Drawings, found: Dossier, words: Wording, *, site: str | None = None, annexed: bool = True
) -> Document:
    """Return the report on a participant.

    Args:
        drawings: What the drawings of the day share.
        found: The dossier of the participant.
        words: The language.
        site: The address of a site that serves its pages, where links may lead; none by default.
        annexed: Whether it has the annex.
    """
    concluded = drawings.desk.concluded
    chart = timeline_of(concluded, found, words)
    blocks: list[Block] = [
        *first_page(found, words, chart),
        *commitments(found, words),
        *gaps(found, words),
        *what_if(found, words),
        *relations(found, words),
        *resolution(found, words),
        *others(found, words),
        *sets(found, words),
        *comparison(found, words, shares_of(found, words), map_of(drawings.desk, found, drawings.degrees)),
    ]
    blocks += method(found, words, annexed=annexed)
    behind = list(annex(drawings.desk, found, words)) if annexed else []
    # Last, since they number what the other parts cite; and before the annex, which is not always printed.
    blocks += [*sources(found, words), *behind]
    name = words.name(found.participant)
    made = Document(
        title=words.told("%(name)s: gap report", name=name),
        subtitle=words.told(
            "What paragraph %(paragraph)s of %(resolution)s asks, what is done, what is missing, on %(day)s.",
            paragraph=found.overview.paragraph.removeprefix("op"),
            resolution=resolution_name(found, words),
            day=found.on,
        ),
        language=words.language,
        direction=words.direction,
        description=words.say(
            "What is shown is what the sources record. A missing record is not a breach, and a resolution requests: "
            "only a treaty binds."
        ),
        footer=words.told(
            "treatygraph, edition %(version)s. As at %(day)s.",
            version=found.method.version,
            day=found.on,
        ),
        contents=words.say("Contents"),
        home=site,
        blocks=tuple(blocks),
    )
    return isolated(settled(with_written_days(made), site))


def resolution_name(found: Dossier, words: Wording) -> str:
    """Return how the resolution is called."""
    paragraph = next((p for p in words.register.facts.paragraphs if p.number == found.overview.paragraph), None)
    return words.treaty(paragraph.resolution) if paragraph is not None else ""
