"""Part 2: the commitments by strength and by theme, and choices left open."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import EMPTY, bullets, cell, grid, joined, said
from treatygraph.faces.report.document import Block, Heading, Line
from treatygraph.faces.report.wording import Wording, marked
from treatygraph.questions.counted import TreatyCommitments
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.number import Number
from treatygraph.questions.obligations import STRENGTHS


def commitments(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on commitments."""
    treaties = found.commitments.treaties
    yield Heading(level=2, text=words.say("Commitments"), mark="commitments")
    yield said(
        words,
        "A commitment is an obligation of a treaty in force for the participant. Permissions and advice are counted "
        "apart: they show the limits of a duty.",
        "note",
    )
    if found.commitments.competence_limited:
        yield said(words, "An organization is bound within the limits of its competence.", "note")
        yield bullets(
            joined(words, words.line("%(treaty)s:", treaty=words.instruments(treaties)), (words.data(text),))
            for treaties, text in found.commitments.competence
        )
    columns = (words.say("Obligations"), *(words.short(t.treaty) for t in treaties))
    numeric = tuple(range(1, len(columns)))
    yield grid(words.say("Obligations by strength"), columns, _told(_by_strength(treaties, words)), numeric=numeric)
    themes = sorted({theme for t in treaties for theme in t.themes}, key=lambda c: words.word("theme", c))
    if themes:
        yield grid(
            words.say("Duties by theme"),
            (words.say("Theme"), *columns[1:]),
            (_row(words.word("theme", theme), [t.themes.get(theme) for t in treaties], words) for theme in themes),
            numeric=numeric,
        )
        yield said(
            words,
            "A duty can have several themes, so the numbers do not add up. What a reservation excludes, or an unread "
            "statement may exclude, is not counted.",
            "note",
        )
    clouded = [t.treaty for t in treaties if t.may_change]
    if clouded:
        yield said(
            words,
            "A list shows a reservation or declaration that was not read; it may change any of these numbers under: "
            "%(instruments)s.",
            "note",
            instruments=words.instruments(clouded),
        )


def _row(head: str, numbers: list[Number | None], words: Wording) -> tuple[Line, ...]:
    return (cell(head), *((words.number(n),) if n is not None else EMPTY for n in numbers))


def _by_strength(treaties: tuple[TreatyCommitments, ...], words: Wording) -> Iterator[tuple[Line, ...]]:
    for strength in STRENGTHS:
        yield _row(words.word("strength", strength), [t.bound.get(strength) for t in treaties], words)
    for state in sorted({state for t in treaties for state in t.reserved}):
        yield _row(words.say(_TOUCHED[state]), [t.reserved.get(state) for t in treaties], words)
    timed = words.say("Duties with a deadline or a period")
    yield _row(timed, [t.deadlines if t.in_force else None for t in treaties], words)
    yield _row(words.say("Owed to all"), [t.owed.get("general") for t in treaties], words)
    inter_se = words.say("Owed to each other party separately (inter se)")
    yield _row(inter_se, [t.owed.get("interse") for t in treaties], words)
    open_ = words.say("Turning on a choice of its own that no source records")
    yield _row(open_, [t.open_choices if t.in_force else None for t in treaties], words)
    carried = words.say("Owed under other treaties for the matters of this one (mutatis mutandis)")
    yield _row(carried, [t.carried if t.in_force and t.carried.value else None for t in treaties], words)
    absent = words.say("Not binding, because it is not a party")
    yield _row(absent, [t.absent if not t.in_force else None for t in treaties], words)


_TOUCHED = marked(
    {
        "excluded": "Excluded by its own reservation, not counted above",
        "modified": "Counted above, modified by its own reservation",
        "extent_not_stated": "Counted above, touched by a reservation whose extent is not stated",
        "undetermined": "Not counted above, an unread statement may exclude it: not known",
        "disputed": "Counted above, touched by a reservation that may not stand: disputed",
    }
)


def _told(rows: Iterator[tuple[Line, ...]]) -> Iterator[tuple[Line, ...]]:
    """Yield the rows that say something."""
    return (row for row in rows if any(cell_ != EMPTY for cell_ in row[1:]))
