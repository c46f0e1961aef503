"""One paragraph to speak from: what is asked, where the participant stands, what it reserved, what would follow."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import joined, reserved_under
from treatygraph.faces.report.document import Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.law.model import Status
from treatygraph.questions.dossier import Dossier


def speaking_note(found: Dossier, words: Wording) -> Line:
    """Return the paragraph; it leads nowhere, since it is there to be copied."""
    return tuple(Run(text=run.text, lang=run.lang) for run in joined(words, *_sentences(found, words)))


def _sentences(found: Dossier, words: Wording) -> Iterator[Line]:
    first, name = found.overview, words.spoken(found.participant)
    opening = words.spoken(found.participant, first=True)
    rows = {row.treaty: row for row in first.instruments}
    paragraph = next((p for p in words.register.facts.paragraphs if p.number == first.paragraph), None)
    if first.addressed and paragraph is not None:
        yield words.line(
            "Paragraph %(paragraph)s of %(resolution)s asks States that have not done so to consider joining "
            "%(instruments)s, and the parties to carry them out in full.",
            paragraph=first.paragraph.removeprefix("op"),
            resolution=words.treaty(paragraph.resolution),
            instruments=words.both(words.named(t) for t in rows),
        )
    parties = [row for row in rows.values() if row.status == Status.PARTY]
    if parties:
        yield words.line(
            "%(name)s is a party to %(instruments)s.",
            name=opening,
            instruments=words.both(
                words.line(
                    "%(treaty)s (since %(day)s)",
                    treaty=words.named(row.treaty),
                    day=row.in_force_since or words.say("day not seen"),
                )
                for row in parties
            ),
        )
    for row in rows.values():
        if row.status == Status.CONTRACTING_STATE:
            yield words.line(
                "%(name)s has consented to be bound by %(treaty)s, which is not yet in force for it.",
                name=opening,
                treaty=words.named(row.treaty),
            )
    if first.to_join:
        yield words.line(
            "No source read shows that %(name)s has consented to be bound by %(instruments)s.",
            name=name,
            instruments=words.both(words.named(t) for t in first.to_join),
        )
    if first.not_known:
        yield words.line(
            "Whether %(name)s has consented to be bound by %(instruments)s is not known.",
            name=name,
            instruments=words.both(words.named(t) for t in first.not_known),
        )
    reserved = dict.fromkeys(e.treaty for e in found.gaps.exclusions)
    if reserved:
        yield words.line(
            "It made reservations to %(instruments)s.",
            instruments=words.both(reserved_under(found, treaty, words, named=True) for treaty in reserved),
        )
    likely = {w.in_force_on for w in found.what_if if w.in_force_on is not None}
    for day in sorted(likely):
        supposed = [w for w in found.what_if if w.in_force_on == day]
        yield words.line(
            "With an instrument deposited on %(deposit)s, %(instruments)s would be in force for it on %(day)s.",
            deposit=str(supposed[0].deposit),
            instruments=words.both(words.named(w.treaty) for w in supposed),
            day=day,
        )
    first_day = min(row.as_of for row in rows.values())
    yield words.line("The sources read are complete at least to %(day)s.", day=str(first_day))
