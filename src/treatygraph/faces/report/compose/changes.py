"""What changed after an earlier day, in the world and in the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from treatygraph.faces.report.compose.parts import cell, grid, headings, said
from treatygraph.faces.report.document import Block, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.faces.telling import Telling
from treatygraph.facts.changes import ChangeKind
from treatygraph.questions.changed import Recorded
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.timeline import Change


def changes(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield what changed after the earlier day, and what was mended in the record; nothing where none was named."""
    first = found.overview
    if first.since is None:
        return
    yield Heading(level=3, text=words.told("What changed after %(day)s", day=first.since))
    if not first.changes:
        yield said(words, "Nothing is recorded.")
    else:
        yield changed(words.told("What changed after %(day)s", day=first.since), first.changes, words)
    yield from _recorded(found, words)


def changed(title: str, changes: Iterable[Change], words: Wording) -> Block:
    """Return changes as a table."""
    return grid(
        title,
        headings(words, "Day", "Instrument", "What", "Source"),
        (_change(change, words) for change in changes),
    )


def _recorded(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield what the record learned late, mended or lost; most often nothing."""
    first = found.overview
    if first.recorded:
        yield Heading(level=3, text=words.say("What was mended in the record"))
        yield grid(
            words.say("What was mended in the record"),
            headings(words, "Day", "Instrument", "What", "Before", "After", "Source"),
            (_mended(one, words) for one in first.recorded),
        )


def _mended(one: Recorded, words: Wording) -> tuple[Line, ...]:
    # What the record has lost has no page to lead to.
    lost = one.change is ChangeKind.WITHDRAWN
    row = cell(one.identifier)[0] if lost else words.row(one.table, one.identifier)
    what = (Run(text=f"{words.word('change_kind', one.change)}: "), row)
    telling = Telling(facts=words.register, language=words.language)
    before, after = (cell(telling.held(one.table, one.what, text)) for text in (one.before, one.after))
    return cell(one.built_on), (words.instrument(one.treaty),), what, before, after, words.sources(one.sources)


def _change(change: Change, words: Wording) -> tuple[Line, ...]:
    what: Line
    if change.what == "act":
        what = (words.row("actions", change.identifier or "", words.word("treaty_action", change.kind)),)
    elif change.what == "statement":
        what = (words.row("statements", change.identifier or "", words.word("statement_kind", change.kind)),)
    else:
        what = words.line("in force for it") if change.what == "in_force" else words.line("no longer in force for it")
    return cell(change.on), (words.instrument(change.treaty),), what, words.sources(change.sources)
