"""Part 3: gaps in law, in the record and in our knowledge, each with its next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from treatygraph.faces.report.compose.first_page import ask_first, standing_of
from treatygraph.faces.report.compose.parts import EMPTY, STATES, bullets, cell, grid, headings, joined, said
from treatygraph.faces.report.document import Block, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.facts.lookups import inside
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.gaps import DataGap, Exclusion, MissingNotification


def gaps(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on gaps."""
    yield Heading(level=2, text=words.say("Gaps"), mark="gaps")
    yield from _legal(found, words)
    yield from _notifications(found, words)
    yield from _data(found, words)


def _legal(found: Dossier, words: Wording) -> Iterator[Block]:
    yield Heading(level=3, text=words.say("Not joined, or excluded by its own reservation"))
    missing = found.gaps
    if missing.not_joined or found.overview.not_known:
        told = [_not_known(found, treaty, words) for treaty in found.overview.not_known]
        yield bullets([*told, *(_not_joined(found, treaty, words) for treaty in missing.not_joined)])
    if missing.exclusions:
        yield grid(
            words.say("Provisions that its own reservations exclude or change"),
            headings(words, "Instrument", "Statement", "Provisions", "Effect", "Obligations", "In our words", "Source"),
            (_exclusion(row, words) for row in missing.exclusions),
            numeric=(4,),
            wide=(5,),
        )
        yield said(
            words,
            "To reserve is the participant's choice, and some treaties expressly permit it. A reservation can be "
            "withdrawn at any time by notice to the depositary (VCLT 22 and 23(4), or the treaty's own clause).",
            "note",
        )
    if not missing.not_joined and not missing.exclusions and not found.overview.not_known:
        yield said(
            words, "None: every instrument is joined, and no reservation of its own whose content was read stands."
        )


def _not_joined(found: Dossier, treaty: str, words: Wording) -> Line:
    row = next(r for r in found.overview.instruments if r.treaty == treaty)
    head = words.line(
        "%(treaty)s: %(status)s.", treaty=words.instrument(treaty), status=words.standing(row.status, found.participant)
    )
    if row.signed_on is not None and row.signature is not None:
        head = words.line(
            "%(treaty)s: %(status)s; signed on %(day)s.",
            treaty=words.instrument(treaty),
            status=words.standing(row.status, found.participant),
            day=words.row("actions", row.signature, row.signed_on),
        )
    return head


def _not_known(found: Dossier, treaty: str, words: Wording) -> Line:
    row = next(r for r in found.overview.instruments if r.treaty == treaty)
    told = words.line(
        "%(treaty)s: %(status)s.", treaty=words.instrument(treaty), status=standing_of(found.participant, row, words)
    )
    return joined(words, told, ask_first(found, treaty, words))


def _exclusion(row: Exclusion, words: Wording) -> tuple[Line, ...]:
    return (
        (words.instrument(row.treaty),),
        (words.row("statements", row.statement, row.made_on or words.say("day not seen")),),
        words.provisions(row.provisions) or cell(words.say("whole treaty")),
        cell(words.say(STATES[row.state])),
        (words.number(row.number),),
        (words.data(row.summary),),
        words.sources(row.sources),
    )


def _notifications(found: Dossier, words: Wording) -> Iterator[Block]:
    yield Heading(level=3, text=words.say("Notification gaps: asked for and not recorded"))
    missing = found.gaps.notifications
    if not missing:
        yield said(words, "None.")
        return
    yield said(
        words,
        "The sources read record none of these (%(number)s). That is a gap in the record and no breach; some are asked "
        "of some parties only.",
        number=words.number(found.gaps.notifications_number),
    )
    yield grid(
        words.say("Notification gaps: asked for and not recorded"),
        headings(words, "Provision", "What is asked for", "Asked of", "Remark"),
        (notification(row, words) for row in missing),
        wide=(1, 2),
    )
    if all(row.of_record for row in missing):
        yield said(
            words,
            "No source read is known to carry all notifications of these kinds, so this tells of the record and not of "
            "the participant; nobody is asked to act on it.",
            "note",
        )
        return
    yield said(
        words,
        "Next step: send the notification to the Secretary-General as depositary, or show the source where it was "
        "made.",
        "note",
    )


def notification(row: MissingNotification, words: Wording) -> tuple[Line, ...]:
    """Return a notification that is not recorded as a row."""
    remark = words.line("a statement exists that was not read") if row.unread_statement else EMPTY
    asked = (words.data(row.condition),) if row.condition is not None else words.line("every party")
    return (words.provision(row.provision, with_treaty=True),), (words.data(row.heading),), asked, remark


def _data(found: Dossier, words: Wording) -> Iterator[Block]:
    yield Heading(level=3, text=words.say("Data gaps: what we do not know"), mark="data-gaps")
    kinds = {act.identifier: act.kind for act in found.acts}
    items = [_told(gap, kinds, words) for gap in found.gaps.data if gap.kind not in OF_A_TREATY and _read(gap, words)]
    others = [gap for gap in found.gaps.data if not _read(gap, words)]
    if others:
        told = words.line(
            "Official lists show statements, which were not read, under treaties told of by status only: "
            "%(instruments)s.",
            instruments=words.apart(words.instrument(t) for t in dict.fromkeys(gap.treaty for gap in others)),
        )
        items.append(joined(words, told, words.sources(dict.fromkeys(s for gap in others for s in gap.sources))))
    yield bullets(items or [words.line("None.")])
    if items:
        yield said(
            words,
            "Next step: compare with the depositary's own table and texts, and tell us what differs. Unknown is not "
            "no.",
            "note",
        )


#: Gaps of a treaty's lists, which concern everybody: the table of how far the data reach tells of them.
OF_A_TREATY = frozenset({"rows_end_before", "known_gap"})


def _read(gap: DataGap, words: Wording) -> bool:
    """Return whether a gap is one of a treaty read to obligation level."""
    return gap.treaty in words.register.in_depth


def _of(gap: DataGap, words: Wording) -> Run:
    """Return the statement that a gap is about: what it is, leading to where it is told."""
    kind = words.register.statements[gap.about].kind
    return words.row("statements", gap.about, inside(words.word("statement_kind", kind)))


def _told(gap: DataGap, kinds: Mapping[str, str], words: Wording) -> Line:
    treaty, sources = words.instrument(gap.treaty), words.sources(gap.sources)
    match gap.kind:
        case "flag":
            return words.line(
                "%(treaty)s: an official list shows a statement (%(flag)s); what is listed below may not be all of it. "
                "%(sources)s",
                treaty=treaty,
                flag=words.word("flag", gap.about),
                sources=sources,
            )
        case "inexact_day":
            return words.line(
                "%(treaty)s: the day of %(act)s is known as %(day)s only. %(sources)s",
                treaty=treaty,
                act=words.row("actions", gap.about, words.word("treaty_action", kinds[gap.about])),
                day=gap.detail,
                sources=sources,
            )
        case "statement_day":
            return words.line(
                "%(treaty)s: the day of a statement (%(statement)s) was not seen. %(sources)s",
                treaty=treaty,
                statement=_of(gap, words),
                sources=sources,
            )
        case _:
            assert gap.kind == "objection_target", gap.kind
            return words.line(
                "%(treaty)s: what its %(statement)s is directed at was not seen. %(sources)s",
                treaty=treaty,
                statement=_of(gap, words),
                sources=sources,
            )
